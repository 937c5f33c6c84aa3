# mode: grad
# wrt: x,w
# at: np.linspace(0.1, 1.0, 4), np.eye(4) - 0.4
import numpy as np


def layer_in_place(x, w):
    h = w @ x
    h[h < 0] = 0.0
    np.tanh(h, out=h)
    return np.sum(h)
# output
def layer_in_place_grad(x, w):
    """Adjoint of `layer_in_place` with respect to x, w.

    Written by s2sdiff from layer_in_place.py:7 (reverse, joint).
    Returns x_bar, w_bar, shaped like x and w.
    """
    h = w @ x
    h_1 = h < 0
    h[h_1] = 0.0
    h[...] = np.tanh(h)

    # line 10: np.tanh(h, out=h)
    h_bar = 1.0 - h * h
    # line 9: h[h < 0] = 0.0
    h_bar[h_1] = 0.0
    # line 8: h = w @ x
    w_bar = np.outer(h_bar, x)
    x_bar = w.T @ h_bar
    return x_bar, w_bar
