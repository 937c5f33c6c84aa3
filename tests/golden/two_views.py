# mode: grad
# at: np.linspace(0.5, 1.0, 5)
import numpy as np


def two_views(x):
    y = np.sin(x)
    head, tail = y[:2], y[2:]
    head *= 2.0
    tail[0] = head[0] * head[1]
    return np.sum(y**2)
# output
def two_views_grad(x):
    """Adjoint of `two_views` with respect to x.

    Written by s2sdiff from two_views.py:6 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    y = np.sin(x)
    head = y[:2]
    head *= 2.0
    y[2] = head[0] * head[1]

    # line 11: return np.sum(y**2)
    y_bar = 2.0 * y
    # line 10: tail[0] = head[0] * head[1]
    tail_1_bar = y_bar[2]
    y_bar[2] = 0.0
    head_bar = np.zeros(head.shape)
    head_bar[1] = tail_1_bar * head[0]
    head_bar[0] = tail_1_bar * head[1]
    # line 9: head *= 2.0
    y_bar[:2] += head_bar
    # line 8: head, tail = y[:2], y[2:]
    y_bar[:2] *= 2.0
    # line 7: y = np.sin(x)
    return y_bar * np.cos(x)
