# mode: vjp
# function: residual
# wrt: w,b
# at: np.ones(3), 0.5, np.ones((7, 3)), np.ones(7)
import numpy as np


def residual(w, b, x, y):
    h = x @ w + b  # prediction
    r = h - y
    return np.sum(r * r)
# output
def residual_fwd(w, b, x, y):
    """`residual`, keeping what its adjoint with respect to w, b needs.  Held constant:
    x, y.

    Written by s2sdiff from residual_vjp.py:8 (reverse, split).
    """
    h = x @ w + b  # prediction
    r = h - y
    return np.sum(r * r), (r, x)


def residual_bwd(tape, out_bar):
    """Adjoint of `residual` with respect to w, b, from what `residual_fwd` kept.  Held
    constant: x, y.

    Written by s2sdiff from residual_vjp.py:8 (reverse, split).
    Returns w_bar, b_bar, shaped like w and b.
    """
    r, x = tape
    # line 11: return np.sum(r * r)
    r_bar = 2.0 * out_bar * r
    # line 9: h = x @ w + b
    b_bar = np.sum(r_bar)
    w_bar = x.T @ r_bar
    return w_bar, b_bar
