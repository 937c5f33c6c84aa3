# mode: grad
# wrt: a
# at: np.ones((5, 6)), 2
import numpy as np


def jacobi(a, steps):
    b = a.copy()
    for _ in range(steps):
        c = b.copy()
        c[1:-1, 1:-1] = 0.2 * (b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1])
        b = c
    return np.sum(b * b)
# output
def jacobi_grad(a, steps):
    """Adjoint of `jacobi` with respect to a.  Held constant: steps.

    Written by s2sdiff from jacobi.py:7 (reverse, joint).
    Returns a_bar, shaped like a.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    b = a.copy()
    for _ in range(steps):
        c = b.copy()
        c[1:-1, 1:-1] = 0.2 * (
            b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1]
        )
        b = c

    # --- reverse sweep ---
    # line 13: return np.sum(b * b)
    b_bar = 2.0 * b
    for _ in range(steps):
        # line 11: c[1:-1, 1:-1] = 0.2 * (b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2...
        c_1_bar = 0.2 * b_bar[1:-1, 1:-1]
        b_bar[1:-1, 1:-1] = 0.0
        b_bar[:-2, 1:-1] += c_1_bar
        b_bar[2:, 1:-1] += c_1_bar
        b_bar[1:-1, 2:] += c_1_bar
        b_bar[1:-1, :-2] += c_1_bar
        b_bar[1:-1, 1:-1] += c_1_bar
    # line 8: b = a.copy()
    return b_bar
