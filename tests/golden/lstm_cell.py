# mode: vjp
# wrt: h,c,w
# at: np.ones(3), np.ones(3), np.ones(2), 0.1 * np.ones((12, 5))
import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def lstm_cell(h, c, x, w):
    z = w @ np.concatenate([h, x])
    n = len(h)
    c = sigmoid(z[:n]) * c + sigmoid(z[n : 2 * n]) * np.tanh(z[3 * n :])
    h = sigmoid(z[2 * n : 3 * n]) * np.tanh(c)
    return h, c
# output
def lstm_cell_fwd(h, c, x, w):
    """`lstm_cell`, keeping what its adjoint with respect to h, c, w needs.  Held
    constant: x.

    Written by s2sdiff from lstm_cell.py:11 (reverse, split).
    """
    c_1 = c
    z_1 = [h, x]
    z_2 = np.concatenate(z_1)
    z = w @ z_2
    n = len(h)
    c_2, sigmoid_tape = sigmoid_fwd(z[:n])
    c_3, sigmoid_tape_1 = sigmoid_fwd(z[n : 2 * n])
    c_4 = np.tanh(z[3 * n :])
    c = c_2 * c + c_3 * c_4
    h_1, sigmoid_tape_2 = sigmoid_fwd(z[2 * n : 3 * n])
    tanh_c = np.tanh(c)
    h = h_1 * tanh_c
    out = (h, c)
    return out, (
        h_1,
        tanh_c,
        z,
        n,
        sigmoid_tape_2,
        c_3,
        c_4,
        sigmoid_tape_1,
        sigmoid_tape,
        c_1,
        z_2,
        w,
        z_1,
        c_2,
    )


def lstm_cell_bwd(tape, out_bar):
    """Adjoint of `lstm_cell` with respect to h, c, w, from what `lstm_cell_fwd` kept.
    Held constant: x.

    Written by s2sdiff from lstm_cell.py:11 (reverse, split).
    Returns h_bar, c_bar, w_bar, shaped like h, c and w.
    """
    (
        h_1,
        tanh_c,
        z,
        n,
        sigmoid_tape_2,
        c_3,
        c_4,
        sigmoid_tape_1,
        sigmoid_tape,
        c_1,
        z_2,
        w,
        z_1,
        c_2,
    ) = tape
    # line 15: h = sigmoid(z[2 * n : 3 * n]) * np.tanh(c)
    c_bar = out_bar[1] + out_bar[0] * h_1 * (1.0 - tanh_c * tanh_c)
    z_bar = np.zeros(z.shape)
    z_bar[2 * n : 3 * n] = sigmoid_bwd(sigmoid_tape_2, out_bar[0] * tanh_c)
    # line 14: c = sigmoid(z[:n]) * c + sigmoid(z[n : 2 * n]) * np.tanh(z[3 * n :])
    z_bar[3 * n :] = c_bar * c_3 * (1.0 - c_4 * c_4)
    z_bar[n : 2 * n] = sigmoid_bwd(sigmoid_tape_1, c_bar * c_4)
    z_bar[:n] = sigmoid_bwd(sigmoid_tape, c_bar * c_1)
    # line 12: z = w @ np.concatenate([h, x])
    w_bar = np.outer(z_bar, z_2)
    return (w.T @ z_bar)[: len(z_1[0])], c_bar * c_2, w_bar


def sigmoid_fwd(x):
    """`sigmoid`, keeping what its adjoint with respect to x needs.

    Written by s2sdiff from lstm_cell.py:7 (reverse, split).
    """
    out_1 = np.exp(-x)
    out = 1.0 / (1.0 + out_1)
    return out, (out, out_1)


def sigmoid_bwd(tape, out_bar):
    """Adjoint of `sigmoid` with respect to x, from what `sigmoid_fwd` kept.

    Written by s2sdiff from lstm_cell.py:7 (reverse, split).
    Returns x_bar, shaped like x.
    """
    out, out_1 = tape
    # line 8: return 1.0 / (1.0 + np.exp(-x))
    return out_bar * out * out * out_1
