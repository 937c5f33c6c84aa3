# mode: grad
# wrt: x,row,column,scale
# at: np.ones((4, 3)), np.ones(3), np.ones((4, 1)), 2.0
import numpy as np


def broadcast(x, row, column, scale):
    h = x + row
    h = h * h + column
    return np.sum(h / scale)
# output
def broadcast_grad(x, row, column, scale):
    """Adjoint of `broadcast` with respect to x, row, column, scale.

    Written by s2sdiff from broadcast.py:7 (reverse, joint).
    Returns x_bar, row_bar, column_bar, scale_bar, shaped like x, row, column and scale.
    """
    h_1 = x + row
    h = h_1 * h_1 + column

    # line 10: return np.sum(h / scale)
    h_bar = 1.0 / scale
    scale_bar = -np.sum(h / scale) / scale
    # line 9: h = h * h + column
    column_bar = np.sum(np.broadcast_to(h_bar, h.shape), axis=1, keepdims=True)
    h_bar = 2.0 * h_bar * h_1
    # line 8: h = x + row
    row_bar = np.sum(h_bar, axis=0)
    return h_bar, row_bar, column_bar, scale_bar
