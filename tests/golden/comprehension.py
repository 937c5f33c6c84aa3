# mode: grad
# wrt: x,y
# at: np.array([0.7, -0.4]), np.array([0.3, 1.2])
def comprehension(x, y):
    return sum(a * b for a, b in zip(x, y) if a > 0.0)
# output
import numpy as np


def comprehension_grad(x, y):
    """Adjoint of `comprehension` with respect to x, y.

    Written by s2sdiff from comprehension.py:4 (reverse, joint).
    Returns x_bar, y_bar, shaped like x and y.
    """
    y_bar = np.zeros(y.shape)
    x_bar = np.zeros(x.shape)
    for i in reversed(range(len(x))):
        if x[i] > 0.0:
            # line 5: return sum(a * b for a, b in zip(x, y) if a > 0.0)
            y_bar[i] = x[i]
            x_bar[i] = y[i]
    return x_bar, y_bar
