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
def residual_jvp(w, b, x, y, *, w_dot, b_dot):
    """`residual` and its tangent along w, b.  Held constant: x, y.

    Written by s2sdiff from residual_jvp.py:8 (forward).
    """
    h = x @ w + b  # prediction
    h_dot = x @ w_dot + b_dot
    r = h - y
    return np.sum(r * r), np.sum(2.0 * h_dot * r)
