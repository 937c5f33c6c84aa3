# mode: grad
# wrt: w,b
# at: np.ones(3), 0.5, np.ones((7, 3)), np.ones(7)
import numpy as np


def residual(w, b, x, y):
    h = x @ w + b  # prediction
    r = h - y
    return np.sum(r * r)
# output
def residual_grad(w, b, x, y):
    """Adjoint of `residual` with respect to w, b.  Held constant: x, y.

    Written by s2sdiff from residual.py:7 (reverse, joint).
    Returns w_bar, b_bar, shaped like w and b.
    """
    h = x @ w + b  # prediction
    r = h - y

    # line 10: return np.sum(r * r)
    r_bar = 2.0 * r
    # line 8: h = x @ w + b
    b_bar = np.sum(r_bar)
    w_bar = x.T @ r_bar
    return w_bar, b_bar
