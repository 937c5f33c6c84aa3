# mode: grad
# wrt: b,d
# at: np.ones(4), np.full(5, 4.0), np.ones(4), np.linspace(0.0, 1.0, 5)
import numpy as np


def tridiagonal(a, b, c, d):
    n = len(d)
    b, d = b.copy(), d.copy()
    for i in range(1, n):
        m = a[i - 1] / b[i - 1]
        b[i] -= m * c[i - 1]
        d[i] -= m * d[i - 1]
    x = np.zeros(n)
    x[-1] = d[-1] / b[-1]
    for i in range(n - 2, -1, -1):
        x[i] = (d[i] - c[i] * x[i + 1]) / b[i]
    return np.sum(x)
# output
def tridiagonal_grad(a, b, c, d):
    """Adjoint of `tridiagonal` with respect to b, d.  Held constant: a, c.

    Written by s2sdiff from tridiagonal.py:7 (reverse, joint).
    Returns b_bar, d_bar, shaped like b and d.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    n = len(d)
    b = b.copy()
    d = d.copy()
    for i in range(1, n):
        m = a[i - 1] / b[i - 1]
        b[i] -= m * c[i - 1]
        d[i] -= m * d[i - 1]
    x = np.zeros(n)
    x_1 = d[-1] / b[-1]
    x[-1] = x_1
    for i in range(n - 2, -1, -1):
        x[i] = (d[i] - c[i] * x[i + 1]) / b[i]

    # --- reverse sweep ---
    # line 18: return np.sum(x)
    b_bar = np.zeros(b.shape)
    d_bar = np.zeros(d.shape)
    x_bar = np.ones(x.shape)
    for i in reversed(range(n - 2, -1, -1)):
        # line 17: x[i] = (d[i] - c[i] * x[i + 1]) / b[i]
        x_2_bar = x_bar[i]
        x_bar[i] = 0.0
        x_3_bar = x_2_bar / b[i]
        b_bar[i] = -x_2_bar * x[i] / b[i]
        x_bar[i + 1] -= x_3_bar * c[i]
        d_bar[i] = x_3_bar
    # line 15: x[-1] = d[-1] / b[-1]
    b_bar[-1] -= x_1 * x_bar[-1] / b[-1]
    d_bar[-1] += x_bar[-1] / b[-1]
    for i in reversed(range(1, n)):
        m = a[i - 1] / b[i - 1]
        # line 13: d[i] -= m * d[i - 1]
        d_1_bar = -d_bar[i]
        m_bar = d_1_bar * d[i - 1]
        d_bar[i - 1] += d_1_bar * m
        # line 12: b[i] -= m * c[i - 1]
        m_bar -= b_bar[i] * c[i - 1]
        # line 11: m = a[i - 1] / b[i - 1]
        b_bar[i - 1] -= m_bar * m / b[i - 1]
    return b_bar, d_bar
