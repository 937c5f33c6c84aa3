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
def mlp_grad(params, x, y):
    """Adjoint of `mlp` with respect to params.  Held constant: x, y.

    Written by s2sdiff from mlp.py:7 (reverse, joint).
    Returns params_bar, shaped like params.
    """
    # one hidden layer
    h = np.tanh(params["w1"] @ x + params["b1"])
    out = params["w2"] @ h + params["b2"]
    out_1 = out - y

    # line 11: return np.mean((out - y) ** 2)
    out_bar = 2.0 * out_1 / out_1.size
    # line 10: out = params["w2"] @ h + params["b2"]
    params_w2_bar = np.outer(out_bar, h)
    # line 9: h = np.tanh(params["w1"] @ x + params["b1"])
    params_b1_bar = params["w2"].T @ out_bar * (1.0 - h * h)
    params_w1_bar = np.outer(params_b1_bar, x)
    return {
        "w1": params_w1_bar,
        "b1": params_b1_bar,
        "w2": params_w2_bar,
        "b2": out_bar,
    }
