# mode: grad
# wrt: q,r
# at: np.linspace(0.0, 1.0, 6), 0.1, 0.5
import numpy as np


def kalman(z, q, r):
    x, p, loss = 0.0, 1.0, 0.0
    for i in range(len(z)):
        p = p + q
        k = p / (p + r)
        innovation = z[i] - x
        loss = loss + innovation**2 / (p + r) + np.log(p + r)
        x = x + k * innovation
        p = (1.0 - k) * p
    return loss
# output
