"""Holding a value constant: a temporal-difference update, and a gradient passed straight through a rounding.

python examples/stop_gradient.py
"""

import numpy as np

import s2sdiff as sd


def value(theta, state):
    return np.dot(theta, state)


def td_loss(theta, before, reward, after):
    target = reward + value(theta, after)
    return (sd.stop_gradient(target) - value(theta, before)) ** 2


def rounded(x):
    """Rounds, and lets the gradient pass as if it had not."""
    zero = x - sd.stop_gradient(x)
    return zero + sd.stop_gradient(np.round(x))


def main():
    theta = np.array([0.1, -0.1, 0.0])
    before, reward, after = np.array([1.0, 2.0, -1.0]), 1.0, np.array([2.0, 1.0, 0.0])
    update = sd.grad(td_loss)(theta, before, reward, after)
    print(update)
    assert np.allclose(update, [-2.4, -4.8, 2.4])

    assert sd.grad(np.round)(3.2) == 0.0
    assert rounded(3.2) == 3.0
    assert sd.grad(rounded)(3.2) == 1.0


if __name__ == "__main__":
    main()
