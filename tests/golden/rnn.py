# mode: grad
# wrt: params
# at: {"w": 0.3 * np.ones((3, 3)), "u": 0.2 * np.ones((3, 2))}, np.ones((4, 2)), np.ones(3)
import numpy as np


def cell(h, x, w, u):
    return np.tanh(w @ h + u @ x)


def rnn(params, xs, h0):
    w, u = params["w"], params["u"]
    h = np.zeros((len(xs) + 1, len(h0)))
    h[0] = h0
    for t in range(len(xs)):
        h[t + 1] = cell(h[t], xs[t], w, u)
    return np.sum(h[1:] ** 2)
# output
