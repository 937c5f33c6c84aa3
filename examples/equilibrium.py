"""How an equilibrium moves with its parameters: a root and a minimum, differentiated through their equations."""

import numpy as np
from scipy import optimize

import s2sdiff as sd


def forces(x, load):
    """Of two masses between walls, on springs that harden."""
    left, middle, right = x[0], x[1] - x[0], x[1]
    return np.array([load[0] - left - left**3 + middle, load[1] - middle - right - right**3])


def sag(load):
    x = sd.implicit.root(forces, np.zeros(2), (load,))
    return np.sum(x**2)


def price(x, supply):
    return x**3 + x - supply


def bisected(f, x0, args):
    return optimize.brentq(f, 0.0, 10.0, args)


def cost_at(supply):
    return 2.0 * sd.implicit.root(price, 1.0, (supply,), bisected)


def energy(x, load):
    return np.sum(np.cosh(x)) - load @ x


def shape(load):
    return np.sum(sd.implicit.minimize(energy, np.zeros(2), (load,)))


def main():
    load = np.array([0.4, 0.9])
    slope = sd.grad(sag)(load)
    step = 1e-5 * np.array([1.0, -2.0])
    print("sag", sag(load), "its slope", slope)
    assert np.isclose(slope @ step, 0.5 * (sag(load + step) - sag(load - step)), rtol=1e-6)
    # x^3 + x = 10 at x = 2: dx = d(supply) / (3 x^2 + 1)
    assert np.isclose(sd.grad(cost_at)(10.0), 2.0 / 13.0)
    # sinh(x) = load: dx = d(load) / cosh(x)
    assert np.allclose(sd.grad(shape)(load), 1.0 / np.sqrt(1.0 + load**2))


if __name__ == "__main__":
    main()
