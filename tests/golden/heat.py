# mode: grad
# wrt: u,c
# at: np.linspace(0.0, 1.0, 9) ** 2, 0.1, 4
import numpy as np


def heat(u, c, steps):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += c * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u * u)
# output
def heat_grad(u, c, steps):
    """Adjoint of `heat` with respect to u, c.  Held constant: steps.

    Written by s2sdiff from heat.py:7 (reverse, joint).
    Returns u_bar, c_bar, shaped like u and c.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    u = u.copy()
    u_1_tape = []
    for _ in range(steps):
        u_1 = u[2:] - 2 * u[1:-1] + u[:-2]
        u_1_tape.append(u_1)
        u[1:-1] += c * u_1

    # --- reverse sweep ---
    # line 11: return np.sum(u * u)
    u_bar = 2.0 * u
    c_bar = 0.0
    for u_1 in reversed(u_1_tape):
        # line 10: u[1:-1] += c * (u[2:] - 2 * u[1:-1] + u[:-2])
        c_bar += np.sum(u_bar[1:-1] * u_1)
        u_1_bar = c * u_bar[1:-1]
        u_bar[:-2] += u_1_bar
        u_bar[1:-1] -= 2 * u_1_bar
        u_bar[2:] += u_1_bar
    return u_bar, c_bar
