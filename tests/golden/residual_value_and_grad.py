# mode: value-and-grad
# function: residual
# wrt: w,b
# at: np.ones(3), 0.5, np.ones((7, 3)), np.ones(7)
import numpy as np


def residual(w, b, x, y):
    h = x @ w + b  # prediction
    r = h - y
    return np.sum(r * r)
# output
def residual_value_and_grad(w, b, x, y):
    """`residual` and its adjoint with respect to w, b.  Held constant: x, y.

    Written by s2sdiff from residual_value_and_grad.py:8 (reverse, joint).
    """
    h = x @ w + b  # prediction
    r = h - y

    # line 11: return np.sum(r * r)
    r_bar = 2.0 * r
    # line 9: h = x @ w + b
    b_bar = np.sum(r_bar)
    w_bar = x.T @ r_bar
    return np.sum(r * r), (w_bar, b_bar)
