# mode: grad
# at: np.eye(4) + 0.1
import numpy as np


def normalise_rows(a):
    b = a * 1.0
    for i in range(len(b)):
        row = b[i]
        row /= np.sqrt(row @ row)
    return np.sum(b[0] * b[1])
# output
def normalise_rows_grad(a):
    """Adjoint of `normalise_rows` with respect to a.

    Written by s2sdiff from normalise_rows.py:6 (reverse, joint).
    Returns a_bar, shaped like a.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    b = a * 1.0
    row_tape = []
    row_1_tape = []
    for i in range(len(b)):
        row = b[i]
        row_tape.append(row.copy())
        row_1 = np.sqrt(row @ row)
        row_1_tape.append(row_1)
        row /= row_1

    # --- reverse sweep ---
    # line 11: return np.sum(b[0] * b[1])
    b_bar = np.zeros(b.shape)
    b_bar[1] = b[0]
    b_bar[0] = b[1]
    for i in reversed(range(len(b))):
        row_1 = row_1_tape[i]
        row = row_tape[i]
        # line 10: row /= np.sqrt(row @ row)
        row_bar = b_bar[i] / row_1 - np.sum(b_bar[i] * b[i]) / row_1 / row_1 * row
        # line 9: row = b[i]
        b_bar[i] = row_bar
    # line 7: b = a * 1.0
    return b_bar
