# mode: vjp
# wrt: h,c,w
# at: np.ones(3), np.ones(3), np.ones(2), 0.1 * np.ones((12, 5))
import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def lstm_cell(h, c, x, w):
    z = w @ np.concatenate([h, x])
    n = len(h)
    c = sigmoid(z[:n]) * c + sigmoid(z[n : 2 * n]) * np.tanh(z[3 * n :])
    h = sigmoid(z[2 * n : 3 * n]) * np.tanh(c)
    return h, c
# output
