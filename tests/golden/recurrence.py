# mode: grad
# wrt: x
# at: 0.8, 5
import numpy as np


def recurrence(x, n):
    y = np.zeros(n)
    y[0] = x
    for i in range(1, n):
        y[i] = np.sin(y[i - 1]) + 0.5 * y[i - 1]
    return y[n - 1] * y[0]
# output
