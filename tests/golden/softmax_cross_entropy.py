# mode: grad
# wrt: x
# at: np.linspace(0.0, 1.0, 5), 2
import numpy as np


def softmax_cross_entropy(x, label):
    e = np.exp(x - np.max(x))
    p = e / e.sum()
    return -np.log(p[label])
# output
def softmax_cross_entropy_grad(x, label):
    """Adjoint of `softmax_cross_entropy` with respect to x.  Held constant: label.

    Written by s2sdiff from softmax_cross_entropy.py:7 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    max_x = np.max(x)
    e = np.exp(x - max_x)
    sum_e = e.sum()
    p = e / sum_e

    # line 10: return -np.log(p[label])
    p_bar = np.zeros(p.shape)
    p_bar[label] = -1.0 / p[label]
    # line 9: p = e / e.sum()
    e_bar = (p_bar - np.sum(p_bar * p)) / sum_e
    # line 8: e = np.exp(x - np.max(x))
    x_bar = e_bar * e
    chosen = x == max_x
    x_bar += np.where(chosen, -np.sum(x_bar) / np.count_nonzero(chosen), 0.0)
    return x_bar
