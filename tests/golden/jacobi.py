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
