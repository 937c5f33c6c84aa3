# mode: grad
# wrt: y0,length
# at: np.array([0.5, 0.0]), 1.2, 3
import numpy as np


def closure(y0, length, steps):
    def rhs(y):
        return np.array([y[1], -9.81 / length * np.sin(y[0])])

    y = y0
    for _ in range(steps):
        y = y + 0.05 * rhs(y + 0.025 * rhs(y))
    return y[0]
# output
