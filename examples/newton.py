"""The derivative of a square root found by Newton's iteration: a while loop with an exit in the middle.

s2sdiff dump examples/newton.py:newton --at "2.3, 1e-12"
"""

import inspect

import numpy as np

import s2sdiff as sd


def newton(a, tol):
    x = a
    while True:
        step = (x * x - a) / (2.0 * x)
        x = x - step
        if abs(step) < tol:
            break
    return x


def main():
    gradient = sd.grad(newton)
    print(inspect.getsource(gradient.specialize(2.3, 1e-12)))
    for a in (0.5, 2.3, 40.0):
        assert np.isclose(newton(a, 1e-12), np.sqrt(a))
        assert np.isclose(gradient(a, 1e-12), 0.5 / np.sqrt(a))


if __name__ == "__main__":
    main()
