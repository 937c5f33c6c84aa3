# mode: grad
# wrt: w
# at: np.ones(3), np.ones((4, 3)), np.ones(4)
import numpy as np


def layer(w, x, mask, training):
    h = np.tanh(x @ w)
    if training:
        h = h * mask
    return h


def dropout(w, x, mask):
    return np.sum(layer(w, x, mask, True)) - np.sum(layer(w, x, mask, False) ** 2)
# output
def dropout_grad(w, x, mask):
    """Adjoint of `dropout` with respect to w.  Held constant: x, mask.

    Written by s2sdiff from dropout.py:14 (reverse, joint).
    Returns w_bar, shaped like w.
    """
    out_1, layer_1_tape = layer_1_fwd(w, x, mask, True)
    out_2, layer_tape = layer_fwd(w, x, mask, False)

    # line 15: return np.sum(layer(w, x, mask, True)) - np.sum(layer(w, x, mask, False) ** 2)
    w_bar = layer_bwd(layer_tape, -2.0 * out_2)
    return w_bar + layer_1_bwd(layer_1_tape, np.ones(out_2.shape))


def layer_fwd(w, x, mask, training):
    """`layer`, keeping what its adjoint with respect to w needs.  Held constant: x,
    mask, training.

    Written by s2sdiff from dropout.py:7 (reverse, split).
    """
    h = np.tanh(x @ w)
    return h, (x, h)


def layer_bwd(tape, h_bar):
    """Adjoint of `layer` with respect to w, from what `layer_fwd` kept.  Held constant:
    x, mask, training.

    Written by s2sdiff from dropout.py:7 (reverse, split).
    Returns w_bar, shaped like w.
    """
    x, h = tape
    # line 8: h = np.tanh(x @ w)
    return x.T @ (h_bar * (1.0 - h * h))


def layer_1_fwd(w, x, mask, training):
    """`layer`, keeping what its adjoint with respect to w needs.  Held constant: x,
    mask, training.

    Written by s2sdiff from dropout.py:7 (reverse, split).
    """
    h_1 = np.tanh(x @ w)
    h = h_1 * mask
    return h, (mask, x, h_1)


def layer_1_bwd(tape, h_bar):
    """Adjoint of `layer` with respect to w, from what `layer_fwd` kept.  Held constant:
    x, mask, training.

    Written by s2sdiff from dropout.py:7 (reverse, split).
    Returns w_bar, shaped like w.
    """
    mask, x, h_1 = tape
    # line 10: h = h * mask
    h_bar = h_bar * mask
    # line 8: h = np.tanh(x @ w)
    return x.T @ (h_bar * (1.0 - h_1 * h_1))
