# mode: grad
# at: np.linspace(0.1, 0.9, 5)
import numpy as np


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
# output
def rosenbrock_grad(x):
    """Adjoint of `rosenbrock` with respect to x.

    Written by s2sdiff from rosenbrock.py:6 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # line 7: return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    x_bar = np.zeros(x.shape)
    out_1_bar = 200.0 * (x[1:] - x[:-1] ** 2)
    x_bar[:-1] = -2.0 * out_1_bar * x[:-1] - 2.0 * (1.0 - x[:-1])
    x_bar[1:] += out_1_bar
    return x_bar
