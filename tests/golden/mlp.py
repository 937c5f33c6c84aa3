# mode: grad
# wrt: params
# at: {"w1": 0.1 * np.ones((4, 3)), "b1": np.ones(4), "w2": np.ones((2, 4)), "b2": np.ones(2)}, np.ones(3), np.zeros(2)
import numpy as np


def mlp(params, x, y):
    # one hidden layer
    h = np.tanh(params["w1"] @ x + params["b1"])
    out = params["w2"] @ h + params["b2"]
    return np.mean((out - y) ** 2)
# output
