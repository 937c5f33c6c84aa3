# mode: jvp
# function: residual
# wrt: w,b
# at: np.ones(3), 0.5, np.ones((7, 3)), np.ones(7)
import numpy as np


def residual(w, b, x, y):
    h = x @ w + b  # prediction
    r = h - y
    return np.sum(r * r)
# output
