# mode: jacrev
# wrt: a
# at: np.ones((2, 3)), np.ones(3)
import numpy as np


def matrix_product(a, x):
    return np.tanh(a @ x)
# output
