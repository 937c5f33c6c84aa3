# mode: grad
# wrt: u,c
# at: np.linspace(0.5, 1.0, 5), 0.5
import numpy as np


def changed_argument(u, c):
    u *= c
    u[0] = 0.0
    return np.sum(u * u)
# output
def changed_argument_grad(u, c):
    """Adjoint of `changed_argument` with respect to u, c.

    Written by s2sdiff from changed_argument.py:7 (reverse, joint).
    Returns u_bar, c_bar, shaped like u and c.
    """
    u_1 = u.copy()
    u *= c
    u[0] = 0.0

    # line 10: return np.sum(u * u)
    u_bar = 2.0 * u
    # line 9: u[0] = 0.0
    u_bar[0] = 0.0
    # line 8: u *= c
    c_bar = np.sum(u_bar * u_1)
    return c * u_bar, c_bar
