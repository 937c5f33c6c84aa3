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
    for j in range(n):
        l[j, j] = np.sqrt(a[j, j] - l[j, :j] @ l[j, :j])
        for i in range(j + 1, n):
            l[i, j] = (a[i, j] - l[i, :j] @ l[j, :j]) / l[j, j]

    # --- reverse sweep ---
    # line 13: return np.sum(l)
    a_bar = np.zeros(a.shape)
    l_bar = np.ones(l.shape)
    for j in reversed(range(n)):
        for i in reversed(range(j + 1, n)):
            # line 12: l[i, j] = (a[i, j] - l[i, :j] @ l[j, :j]) / l[j, j]
            l_1_bar = l_bar[i, j] / l[j, j]
            l_bar[j, j] -= l_bar[i, j] * l[i, j] / l[j, j]
            l_2_bar = -l_1_bar
            l_bar[j, :j] += l_2_bar * l[i, :j]
            l_bar[i, :j] += l_2_bar * l[j, :j]
            a_bar[i, j] += l_1_bar
        # line 10: l[j, j] = np.sqrt(a[j, j] - l[j, :j] @ l[j, :j])
        l_3_bar = 0.5 * l_bar[j, j] / l[j, j]
        l_bar[j, :j] -= 2.0 * l_3_bar * l[j, :j]
        a_bar[j, j] += l_3_bar
    return a_bar
