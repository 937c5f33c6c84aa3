# mode: grad
# wrt: params
# at: {"w": 0.3 * np.ones((3, 3)), "u": 0.2 * np.ones((3, 2))}, np.ones((4, 2)), np.ones(3)
import numpy as np


def cell(h, x, w, u):
    return np.tanh(w @ h + u @ x)


def rnn(params, xs, h0):
    w, u = params["w"], params["u"]
    h = np.zeros((len(xs) + 1, len(h0)))
    h[0] = h0
    for t in range(len(xs)):
        h[t + 1] = cell(h[t], xs[t], w, u)
    return np.sum(h[1:] ** 2)
# output
def rnn_grad(params, xs, h0):
    """Adjoint of `rnn` with respect to params.  Held constant: xs, h0.

    Written by s2sdiff from rnn.py:11 (reverse, joint).
    Returns params_bar, shaped like params.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    w = params["w"]
    u = params["u"]
    h = np.zeros((len(xs) + 1, len(h0)))
    h[0] = h0
    cell_tapes = []
    for t in range(len(xs)):
        h[t + 1], cell_tape = cell_fwd(h[t], xs[t], w, u)
        cell_tapes.append(cell_tape)

    # --- reverse sweep ---
    # line 17: return np.sum(h[1:] ** 2)
    h_bar = np.zeros(h.shape)
    h_bar[1:] = 2.0 * h[1:]
    w_bar = np.zeros(w.shape)
    u_bar = np.zeros(u.shape)
    for t in reversed(range(len(xs))):
        # line 16: h[t + 1] = cell(h[t], xs[t], w, u)
        h_1_bar, w_bar_1, u_bar_1 = cell_bwd(cell_tapes[t], h_bar[t + 1])
        w_bar += w_bar_1
        u_bar += u_bar_1
        h_bar[t] += h_1_bar
    # line 12: w, u = params["w"], params["u"]
    return {"w": w_bar, "u": u_bar}


def cell_fwd(h, x, w, u):
    """`cell`, keeping what its adjoint with respect to h, w, u needs.  Held constant:
    x.

    Written by s2sdiff from rnn.py:7 (reverse, split).
    """
    out = np.tanh(w @ h + u @ x)
    return out, (out, x, h, w)


def cell_bwd(tape, out_bar):
    """Adjoint of `cell` with respect to h, w, u, from what `cell_fwd` kept.  Held
    constant: x.

    Written by s2sdiff from rnn.py:7 (reverse, split).
    Returns h_bar, w_bar, u_bar, shaped like h, w and u.
    """
    out, x, h, w = tape
    # line 8: return np.tanh(w @ h + u @ x)
    out_1_bar = out_bar * (1.0 - out * out)
    u_bar = np.outer(out_1_bar, x)
    w_bar = np.outer(out_1_bar, h)
    h_bar = w.T @ out_1_bar
    return h_bar, w_bar, u_bar
