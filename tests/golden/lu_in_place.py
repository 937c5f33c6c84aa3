# mode: grad
# at: np.eye(4)
import numpy as np


def lu_in_place(a):
    a = a.copy()
    n = a.shape[0]
    for k in range(n - 1):
        a[k + 1 :, k] /= a[k, k]
        a[k + 1 :, k + 1 :] -= np.outer(a[k + 1 :, k], a[k, k + 1 :])
    return np.sum(a * a)
# output
def lu_in_place_grad(a):
    """Adjoint of `lu_in_place` with respect to a.

    Written by s2sdiff from lu_in_place.py:6 (reverse, joint).
    Returns a_bar, shaped like a.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    a = a.copy()
    n = a.shape[0]
    for k in range(n - 1):
        a[k + 1 :, k] /= a[k, k]
        a[k + 1 :, k + 1 :] -= np.outer(a[k + 1 :, k], a[k, k + 1 :])

    # --- reverse sweep ---
    # line 12: return np.sum(a * a)
    a_bar = 2.0 * a
    for k in reversed(range(n - 1)):
        # line 11: a[k + 1 :, k + 1 :] -= np.outer(a[k + 1 :, k], a[k, k + 1 :])
        a_1_bar = -a_bar[k + 1 :, k + 1 :]
        a_bar[k, k + 1 :] += a[k + 1 :, k] @ a_1_bar
        a_bar[k + 1 :, k] += a_1_bar @ a[k, k + 1 :]
        # line 10: a[k + 1 :, k] /= a[k, k]
        a_2_bar = a_bar[k + 1 :, k]
        a_3_bar = -np.sum(a_2_bar * a[k + 1 :, k]) / a[k, k]
        a_2_bar /= a[k, k]
        a_bar[k, k] += a_3_bar
    return a_bar
