# mode: hvp
# function: rosenbrock
# at: np.linspace(0.1, 0.9, 5)
import numpy as np


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
# output
