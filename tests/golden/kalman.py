# mode: grad
# wrt: q,r
# at: np.linspace(0.0, 1.0, 6), 0.1, 0.5
import numpy as np


def kalman(z, q, r):
    x, p, loss = 0.0, 1.0, 0.0
    for i in range(len(z)):
        p = p + q
        k = p / (p + r)
        innovation = z[i] - x
        loss = loss + innovation**2 / (p + r) + np.log(p + r)
        x = x + k * innovation
        p = (1.0 - k) * p
    return loss
# output
def kalman_grad(z, q, r):
    """Adjoint of `kalman` with respect to q, r.  Held constant: z.

    Written by s2sdiff from kalman.py:7 (reverse, joint).
    Returns q_bar, r_bar, shaped like q and r.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    x = 0.0
    p = 1.0
    p_tape = []
    innovation_tape = []
    for i in range(len(z)):
        p = p + q
        p_tape.append(p)
        k = p / (p + r)
        innovation = z[i] - x
        innovation_tape.append(innovation)
        x = x + k * innovation
        p = (1.0 - k) * p

    # --- reverse sweep ---
    p_bar = 0.0
    x_bar = 0.0
    r_bar = 0.0
    q_bar = 0.0
    for i in reversed(range(len(z))):
        innovation = innovation_tape[i]
        p = p_tape[i]
        k_1 = p + r
        k = p / k_1
        # line 15: p = (1.0 - k) * p
        k_bar = -p_bar * p
        p_bar = p_bar * (1.0 - k)
        # line 14: x = x + k * innovation
        k_bar += x_bar * innovation
        innovation_bar = x_bar * k
        # line 13: loss = loss + innovation**2 / (p + r) + np.log(p + r)
        loss_1_bar = 1.0 / k_1
        loss_2_bar = -(innovation**2) / k_1 / k_1
        p_bar += loss_2_bar + loss_1_bar
        r_bar += loss_2_bar + loss_1_bar
        innovation_bar += 2.0 * innovation / k_1
        # line 12: innovation = z[i] - x
        x_bar -= innovation_bar
        # line 11: k = p / (p + r)
        k_1_bar = -k_bar * k / k_1
        p_bar += k_1_bar + k_bar / k_1
        r_bar += k_1_bar
        # line 10: p = p + q
        q_bar += p_bar
    return q_bar, r_bar
