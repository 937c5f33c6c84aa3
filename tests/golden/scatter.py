# mode: grad
# at: np.linspace(0.0, 1.0, 5), np.array([0, 1, 1, 2, 0]), 3
import numpy as np


def scatter(x, places, n):
    total = np.zeros(n)
    np.add.at(total, places, x * x)
    return np.sum(total**2)
# output
def scatter_grad(x, places, n):
    """Adjoint of `scatter` with respect to x.  Held constant: places, n.

    Written by s2sdiff from scatter.py:6 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    total = np.zeros(n)
    np.add.at(total, places, x * x)

    # line 8: np.add.at(total, places, x * x)
    return 4.0 * total[places] * x
