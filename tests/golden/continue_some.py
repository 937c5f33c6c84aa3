# mode: grad
# at: np.array([0.7, -0.4, 1.2])
def continue_some(x):
    s = 0.0
    for value in x:
        if value < 0.0:
            continue
        s = s + value * value * (1.0 + s)
    return s
# output
import numpy as np


def continue_some_grad(x):
    """Adjoint of `continue_some` with respect to x.

    Written by s2sdiff from continue_some.py:3 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    s = 0.0
    s_1_tape = []
    for i in range(len(x)):
        value = x[i]
        if not value < 0.0:
            s_1 = 1.0 + s
            s_1_tape.append(s_1)
            s = s + value * value * s_1

    # --- reverse sweep ---
    x_bar = np.zeros(x.shape)
    s_bar = 1.0
    s_1_left = len(s_1_tape)
    for i in reversed(range(len(x))):
        if not x[i] < 0.0:
            s_1_left -= 1
            # line 8: s = s + value * value * (1.0 + s)
            s_2_bar = s_bar * s_1_tape[s_1_left]
            s_bar += s_bar * (x[i] * x[i])
            # line 5: for value in x:
            x_bar[i] = 2.0 * s_2_bar * x[i]
    return x_bar
