"""Least squares: the gradient is the text a person would write.

s2sdiff dump examples/residual.py:residual --wrt w,b --at "np.ones(3), 0.5, np.ones((7, 3)), np.ones(7)"
"""

import inspect

import numpy as np

import s2sdiff as sd


def residual(w, b, x, y):
    h = x @ w + b  # prediction
    r = h - y
    return np.sum(r * r)


def main():
    rng = np.random.default_rng(0)
    w, b, x, y = rng.normal(size=3), 0.5, rng.normal(size=(7, 3)), rng.normal(size=7)
    gradient = sd.grad(residual, argnums=(0, 1)).specialize(w, b, x, y)
    print(inspect.getsource(gradient))

    w_bar, b_bar = gradient(w, b, x, y)
    r = x @ w + b - y
    assert np.allclose(w_bar, 2.0 * x.T @ r)
    assert np.isclose(b_bar, 2.0 * np.sum(r))


if __name__ == "__main__":
    main()
