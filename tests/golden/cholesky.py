# mode: grad
# at: np.eye(4) + 0.1
import numpy as np


def cholesky(a):
    n = len(a)
    l = np.zeros((n, n))
    for j in range(n):
        l[j, j] = np.sqrt(a[j, j] - l[j, :j] @ l[j, :j])
        for i in range(j + 1, n):
            l[i, j] = (a[i, j] - l[i, :j] @ l[j, :j]) / l[j, j]
    return np.sum(l)
# output
def cholesky_grad(a):
    """Adjoint of `cholesky` with respect to a.

    Written by s2sdiff from cholesky.py:6 (reverse, joint).
    Returns a_bar, shaped like a.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    n = len(a)
    l = np.zeros((n, n))
    l_1_tapes = []
    l_2_tapes = []
    l_3_tapes = []
    l_4_tape = []
    l_5_tape = []
    for j in range(n):
        l_5_tape.append(l[j, :j].copy())
        l_4 = np.sqrt(a[j, j] - l[j, :j] @ l[j, :j])
        l_4_tape.append(l_4)
        l[j, j] = l_4
        l_1_tape = []
        l_2_tape = []
        l_3_tape = []
        for i in range(j + 1, n):
            l_3_tape.append(l[i, :j].copy())
            l_2_tape.append(l[j, :j].copy())
            l_1_tape.append(l[j, j])
            l[i, j] = (a[i, j] - l[i, :j] @ l[j, :j]) / l[j, j]
        l_1_tapes.append(l_1_tape)
        l_2_tapes.append(l_2_tape)
        l_3_tapes.append(l_3_tape)

    # --- reverse sweep ---
    # line 13: return np.sum(l)
    a_bar = np.zeros(a.shape)
    l_bar = np.full(l.shape, 1.0)
    for j in reversed(range(n)):
        l_1_tape = l_1_tapes[j]
        l_2_tape = l_2_tapes[j]
        l_3_tape = l_3_tapes[j]
        for i, l_1, l_2, l_3 in zip(
            reversed(range(j + 1, n)),
            reversed(l_1_tape),
            reversed(l_2_tape),
            reversed(l_3_tape),
        ):
            # line 12: l[i, j] = (a[i, j] - l[i, :j] @ l[j, :j]) / l[j, j]
            l_6_bar = l_bar[i, j]
            l_bar[i, j] = 0.0
            l_7_bar = l_6_bar / l_1
            l_bar[j, j] -= l_6_bar * ((a[i, j] - l_3 @ l_2) / l_1) / l_1
            l_8_bar = -l_7_bar
            l_bar[j, :j] += l_8_bar * l_3
            l_bar[i, :j] += l_8_bar * l_2
            a_bar[i, j] += l_7_bar
        # line 10: l[j, j] = np.sqrt(a[j, j] - l[j, :j] @ l[j, :j])
        l_9_bar = 0.5 * l_bar[j, j] / l_4_tape[j]
        l_bar[j, j] = 0.0
        l_10_bar = -l_9_bar
        l_bar[j, :j] += l_10_bar * l_5_tape[j]
        l_bar[j, :j] += l_10_bar * l_5_tape[j]
        a_bar[j, j] += l_9_bar
    return a_bar
