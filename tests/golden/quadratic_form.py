# mode: grad
# wrt: x,a
# at: np.ones(4), np.eye(4)
import numpy as np


def quadratic_form(x, a):
    return 0.5 * x @ a @ x - np.sum(x)
# output
