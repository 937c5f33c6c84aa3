# mode: grad
# wrt: x
# at: np.ones(9), 9
import numpy as np


def loop(x, n):
    s = 0.0
    for i in range(n):
        if s > 1.0:
            s = s * x[i]
        else:
            s = s + np.sin(x[i])
    return s
# output
def loop_grad(x, n):
    """Adjoint of `loop` with respect to x.  Held constant: n.

    Written by s2sdiff from loop.py:7 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    s = 0.0
    s_tape = []
    for i in range(n):
        s_tape.append(s)
        if s > 1.0:
            s = s * x[i]
        else:
            s = s + np.sin(x[i])

    # --- reverse sweep ---
    x_bar = np.zeros(x.shape)
    s_bar = 1.0
    for i in reversed(range(n)):
        s = s_tape[i]
        if s > 1.0:
            # line 11: s = s * x[i]
            x_bar[i] += s_bar * s
            s_bar = s_bar * x[i]
        else:
            # line 13: s = s + np.sin(x[i])
            x_bar[i] += s_bar * np.cos(x[i])
    return x_bar
