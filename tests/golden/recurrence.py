# mode: grad
# wrt: x
# at: 0.8, 5
import numpy as np


def recurrence(x, n):
    y = np.zeros(n)
    y[0] = x
    for i in range(1, n):
        y[i] = np.sin(y[i - 1]) + 0.5 * y[i - 1]
    return y[n - 1] * y[0]
# output
def recurrence_grad(x, n):
    """Adjoint of `recurrence` with respect to x.  Held constant: n.

    Written by s2sdiff from recurrence.py:7 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    y = np.zeros(n)
    y[0] = x
    for i in range(1, n):
        y[i] = np.sin(y[i - 1]) + 0.5 * y[i - 1]

    # --- reverse sweep ---
    # line 12: return y[n - 1] * y[0]
    y_bar = np.zeros(y.shape)
    y_bar[0] = y[n - 1]
    y_bar[n - 1] += y[0]
    for i in reversed(range(1, n)):
        # line 11: y[i] = np.sin(y[i - 1]) + 0.5 * y[i - 1]
        y_1_bar = y_bar[i]
        y_bar[i - 1] += y_1_bar * np.cos(y[i - 1]) + 0.5 * y_1_bar
    # line 9: y[0] = x
    return y_bar[0]
