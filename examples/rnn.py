"""A recurrent network: a call in a loop, states written into a buffer, parameters in a dict.

s2sdiff dump examples/rnn.py:rnn --wrt params --at "{'w': np.eye(3), 'u': np.eye(3)}, np.ones((4, 3)), np.ones(3)"
"""

import inspect

import numpy as np

import s2sdiff as sd


def cell(h, x, w, u):
    return np.tanh(w @ h + u @ x)


def rnn(params, xs, h0):
    w, u = params["w"], params["u"]
    h = np.zeros((len(xs) + 1, len(h0)))
    h[0] = h0
    for t in range(len(xs)):
        h[t + 1] = cell(h[t], xs[t], w, u)
    return np.sum(h[1:] ** 2)


def main():
    rng = np.random.default_rng(0)
    params = {"w": rng.normal(size=(3, 3)), "u": rng.normal(size=(3, 2))}
    xs, h0 = rng.normal(size=(4, 2)), rng.normal(size=3)
    gradient = sd.grad(rnn)
    print(inspect.getsource(gradient.specialize(params, xs, h0)))

    params_bar = gradient(params, xs, h0)
    direction = {name: rng.normal(size=p.shape) for name, p in params.items()}
    eps = 1e-6
    ahead, back = ({n: p + s * direction[n] for n, p in params.items()} for s in (eps, -eps))
    along = sum(np.vdot(params_bar[n], direction[n]) for n in params)
    assert np.isclose(along, (rnn(ahead, xs, h0) - rnn(back, xs, h0)) / (2 * eps))

    _, along_forward = sd.jvp(lambda p: rnn(p, xs, h0), (params,), (direction,))
    assert np.isclose(along_forward, along)


if __name__ == "__main__":
    main()
