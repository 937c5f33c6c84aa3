"""Parameters in nested containers and in classes of one's own: gradients have the same structure.

python examples/pytrees.py
"""

from collections import namedtuple

import numpy as np

import s2sdiff as sd

Layer = namedtuple("Layer", ["weight", "bias"])


def network(params, x):
    for layer in params["hidden"]:
        x = np.tanh(layer.weight @ x + layer.bias)
    w, b = params["out"]
    return w @ x + b


def loss(params, x, y):
    error = network(params, x) - y
    return np.sum(error * error)


class Interval:
    """A container that s2sdiff does not know until it is told how to take it apart."""

    def __init__(self, low, high):
        self.low = low
        self.high = high


sd.tree.register_pytree_node(Interval, lambda i: ((i.low, i.high), None), lambda _, parts: Interval(*parts))


def squared_length(interval):
    return (interval.high - interval.low) ** 2


def main():
    rng = np.random.default_rng(0)
    params = {
        "hidden": [Layer(rng.normal(size=(4, 3)), np.zeros(4)), Layer(rng.normal(size=(4, 4)), np.zeros(4))],
        "out": (rng.normal(size=(2, 4)), np.zeros(2)),
    }
    x, y = rng.normal(size=3), np.array([0.5, -0.5])

    gradient = sd.grad(loss)(params, x, y)
    assert isinstance(gradient["hidden"][0], Layer)
    assert gradient["hidden"][1].weight.shape == (4, 4)
    assert isinstance(gradient["out"], tuple)

    # The bias of the last layer feels the residual alone.
    assert np.allclose(gradient["out"][1], 2.0 * (network(params, x) - y))

    before = loss(params, x, y)
    for _ in range(100):
        gradient = sd.grad(loss)(params, x, y)
        params = sd.tree.map(lambda p, g: p - 0.02 * g, params, gradient)
    print("loss:", before, "->", loss(params, x, y))
    assert loss(params, x, y) < 1e-2 * before

    leaves, structure = sd.tree.flatten(params)
    assert len(leaves) == 6
    assert sd.tree.unflatten(structure, leaves)["hidden"][0].bias is leaves[1]

    of_interval = sd.grad(squared_length)(Interval(1.0, 3.0))
    assert isinstance(of_interval, Interval)
    assert (of_interval.low, of_interval.high) == (-4.0, 4.0)


if __name__ == "__main__":
    main()
