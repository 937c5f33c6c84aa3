# mode: grad
# wrt: u,c
# at: np.linspace(0.0, 1.0, 9) ** 2, np.ones(9), 0.1, 4
import numpy as np


def wave(u, v, c, steps):
    before, now = u.copy(), u + v
    for _ in range(steps):
        before[1:-1] = 2 * now[1:-1] - before[1:-1] + c * (now[2:] - 2 * now[1:-1] + now[:-2])
        before, now = now, before
    return np.sum(now * now)
# output
def wave_grad(u, v, c, steps):
    """Adjoint of `wave` with respect to u, c.  Held constant: v, steps.

    Written by s2sdiff from wave.py:7 (reverse, joint).
    Returns u_bar, c_bar, shaped like u and c.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    before = u.copy()
    now = u + v
    before_1_tape = []
    for _ in range(steps):
        before_1 = now[2:] - 2 * now[1:-1] + now[:-2]
        before_1_tape.append(before_1)
        before[1:-1] = 2 * now[1:-1] - before[1:-1] + c * before_1
        now, before = before, now

    # --- reverse sweep ---
    # line 12: return np.sum(now * now)
    now_bar = 2.0 * now
    before_bar = np.zeros(before.shape)
    c_bar = 0.0
    for before_1 in reversed(before_1_tape):
        # line 11: before, now = now, before
        before_bar, now_bar = now_bar, before_bar
        # line 10: before[1:-1] = 2 * now[1:-1] - before[1:-1] + c * (now[2:] - 2 * now[1:-1] + now[:-2])
        before_2_bar = before_bar[1:-1].copy()
        c_bar += np.sum(before_2_bar * before_1)
        before_1_bar = c * before_2_bar
        now_bar[:-2] += before_1_bar
        now_bar[1:-1] -= 2 * before_1_bar
        now_bar[2:] += before_1_bar
        before_bar[1:-1] = -before_2_bar
        now_bar[1:-1] += 2 * before_2_bar
    # line 8: before, now = u.copy(), u + v
    now_bar += before_bar
    return now_bar, c_bar
