# mode: grad
# at: np.eye(4) + 0.1
import numpy as np


def gram_schmidt(a):
    q = a.copy()
    for i in range(len(q)):
        for j in range(i):
            q[i] -= (q[i] @ q[j]) * q[j]
        q[i] /= np.sqrt(q[i] @ q[i])
    return np.sum(q * a)
# output
def gram_schmidt_grad(a):
    """Adjoint of `gram_schmidt` with respect to a.

    Written by s2sdiff from gram_schmidt.py:6 (reverse, joint).
    Returns a_bar, shaped like a.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    q = a.copy()
    q_1_tapes = []
    q_2_tape = []
    q_3_tape = []
    for i in range(len(q)):
        q_1_tape = []
        for j in range(i):
            q_1_tape.append(q[i].copy())
            q[i] -= q[i] @ q[j] * q[j]
        q_1_tapes.append(q_1_tape)
        q_2_tape.append(q[i].copy())
        q_3 = np.sqrt(q[i] @ q[i])
        q_3_tape.append(q_3)
        q[i] /= q_3

    # --- reverse sweep ---
    # line 12: return np.sum(q * a)
    q_bar = a.copy()
    a_bar = q.copy()
    for i in reversed(range(len(q))):
        q_3 = q_3_tape[i]
        q_1_tape = q_1_tapes[i]
        # line 11: q[i] /= np.sqrt(q[i] @ q[i])
        q_4_bar = -0.5 * np.sum(q_bar[i] * q[i]) / q_3 / q_3
        q_bar[i] = 2.0 * q_4_bar * q_2_tape[i] + q_bar[i] / q_3
        for j in reversed(range(i)):
            q_1 = q_1_tape[j]
            # line 10: q[i] -= (q[i] @ q[j]) * q[j]
            q_5_bar = -q_bar[i]
            q_6_bar = np.sum(q_5_bar * q[j])
            q_bar[j] += q_6_bar * q_1 + q_5_bar * (q_1 @ q[j])
            q_bar[i] += q_6_bar * q[j]
    # line 7: q = a.copy()
    a_bar += q_bar
    return a_bar
