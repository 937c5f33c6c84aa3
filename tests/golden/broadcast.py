# mode: grad
# wrt: x,row,column,scale
# at: np.ones((4, 3)), np.ones(3), np.ones((4, 1)), 2.0
import numpy as np


def broadcast(x, row, column, scale):
    h = x + row
    h = h * h + column
    return np.sum(h / scale)
# output
