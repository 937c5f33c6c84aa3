# mode: grad
# wrt: u,f
# at: np.linspace(0.0, 1.0, 9) ** 2, np.ones(9)
import numpy as np


def gauss_seidel(u, f):
    u = u.copy()
    for i in range(1, len(u) - 1):
        u[i] = 0.5 * (u[i - 1] + u[i + 1] - f[i])
    return np.sum(u * u)
# output
def gauss_seidel_grad(u, f):
    """Adjoint of `gauss_seidel` with respect to u, f.

    Written by s2sdiff from gauss_seidel.py:7 (reverse, joint).
    Returns u_bar, f_bar, shaped like u and f.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    u = u.copy()
    for i in range(1, len(u) - 1):
        u[i] = 0.5 * (u[i - 1] + u[i + 1] - f[i])

    # --- reverse sweep ---
    # line 11: return np.sum(u * u)
    u_bar = 2.0 * u
    f_bar = np.zeros(f.shape)
    for i in reversed(range(1, len(u) - 1)):
        # line 10: u[i] = 0.5 * (u[i - 1] + u[i + 1] - f[i])
        u_1_bar = 0.5 * u_bar[i]
        u_bar[i] = 0.0
        f_bar[i] = -u_1_bar
        u_bar[i + 1] += u_1_bar
        u_bar[i - 1] += u_1_bar
    return u_bar, f_bar
