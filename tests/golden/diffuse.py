# mode: grad
# wrt: u,k
# at: np.linspace(0.0, 1.0, 12) ** 2, 0.2, 5
import numpy as np


def diffuse(u, k, steps):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u**2)
# output
def diffuse_grad(u, k, steps):
    """Adjoint of `diffuse` with respect to u, k.  Held constant: steps.

    Written by s2sdiff from diffuse.py:7 (reverse, joint).
    Returns u_bar, k_bar, shaped like u and k.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    u = u.copy()
    u_1_tape = []
    for _ in range(steps):
        u_1 = u[2:] - 2.0 * u[1:-1] + u[:-2]
        u_1_tape.append(u_1)
        u[1:-1] = u[1:-1] + k * u_1

    # --- reverse sweep ---
    # line 11: return np.sum(u**2)
    u_bar = 2.0 * u
    k_bar = 0.0
    for u_1 in reversed(u_1_tape):
        # line 10: u[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
        k_bar += np.sum(u_bar[1:-1] * u_1)
        u_1_bar = k * u_bar[1:-1]
        u_bar[:-2] += u_1_bar
        u_bar[1:-1] -= 2.0 * u_1_bar
        u_bar[2:] += u_1_bar
    return u_bar, k_bar
