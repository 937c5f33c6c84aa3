# mode: grad
# wrt: u,k
# at: np.linspace(0.0, 1.0, 12) ** 2, 0.2, 5
import numpy as np


def diffuse(u, k, steps):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u**2)
# output
