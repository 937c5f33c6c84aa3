# mode: grad
# wrt: a,x
# at: np.array([0.3, -0.4, 1.2, 0.7]), np.array([0.5, 1.5, -0.3, 0.2]), 3
import numpy as np


def shared_values(a, x, n):
    a = a.copy()
    total = np.sum(np.sin(x) * np.exp(a) + np.cos(x) / np.exp(a))
    for i in range(1, n):
        a[i] = a[i - 1] * np.exp(x[i]) - np.exp(x[i]) * a[i - 1] ** 2
        a[i] /= 2.0
    return total + a[n - 1]
# output
def shared_values_grad(a, x, n):
    """Adjoint of `shared_values` with respect to a, x.  Held constant: n.

    Written by s2sdiff from shared_values.py:7 (reverse, joint).
    Returns a_bar, x_bar, shaped like a and x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    a = a.copy()
    sin_x = np.sin(x)
    exp_a = np.exp(a)
    cos_x = np.cos(x)
    exp_a_1 = np.exp(a)
    a_1_tape = []
    for i in range(1, n):
        a_1 = np.exp(x[i])
        a_1_tape.append(a_1)
        a[i] = a[i - 1] * a_1 - np.exp(x[i]) * a[i - 1] ** 2
        a[i] /= 2.0

    # --- reverse sweep ---
    # line 13: return total + a[n - 1]
    a_bar = np.zeros(a.shape)
    a_bar[n - 1] = 1.0
    x_bar = np.zeros(x.shape)
    for i in reversed(range(1, n)):
        a_1 = a_1_tape[i - 1]
        # line 12: a[i] /= 2.0
        a_bar[i] /= 2.0
        # line 11: a[i] = a[i - 1] * np.exp(x[i]) - np.exp(x[i]) * a[i - 1] ** 2
        a_2_bar = a_bar[i]
        a_bar[i] = 0.0
        a_3_bar = -a_2_bar
        x_bar[i] = a_1 * (a_2_bar * a[i - 1]) + a_1 * (a_3_bar * a[i - 1] ** 2)
        a_bar[i - 1] += a_2_bar * a_1 + 2.0 * a_3_bar * a_1 * a[i - 1]
    # line 9: total = np.sum(np.sin(x) * np.exp(a) + np.cos(x) / np.exp(a))
    a_bar += sin_x * exp_a - cos_x / exp_a_1 / exp_a * exp_a
    x_bar += exp_a * cos_x - sin_x / exp_a
    return a_bar, x_bar
