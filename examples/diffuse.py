"""Heat flow: an array updated in place over time; how the final energy depends on the start and on the conductivity.

s2sdiff dump examples/diffuse.py:diffuse --wrt u,k --at "np.ones(12), 0.2, 5"
"""

import inspect

import numpy as np

import s2sdiff as sd


def diffuse(u, k, steps):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    return np.sum(u**2)


def main():
    u, k, steps = np.linspace(0.0, 1.0, 12) ** 2, 0.2, 5
    start = u.copy()
    gradient = sd.grad(diffuse, argnums=(0, 1))
    print(inspect.getsource(gradient.specialize(u, k, steps)))

    u_bar, k_bar = gradient(u, k, steps)
    assert np.array_equal(u, start), "the argument is as it was"
    eps = 1e-6
    assert np.isclose(k_bar, (diffuse(u, k + eps, steps) - diffuse(u, k - eps, steps)) / (2 * eps))

    # The energy is quadratic in the start: its derivative along the start itself is twice the energy.
    assert np.isclose(np.vdot(u_bar, u), 2.0 * diffuse(u, k, steps))


if __name__ == "__main__":
    main()
