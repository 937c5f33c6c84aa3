# mode: grad
# wrt: x
# at: np.ones(9), 9
import numpy as np


def loop(x, n):
    s = 0.0
    for i in range(n):
        if s > 1.0:
            s = s * x[i]
        else:
            s = s + np.sin(x[i])
    return s
# output
