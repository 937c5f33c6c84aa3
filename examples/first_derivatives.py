"""Derivatives of functions of one number: NumPy's own tanh, and a polynomial differentiated four times.

python examples/first_derivatives.py
"""

import inspect

import numpy as np

import s2sdiff as sd


def f(x):
    return x**3 + 2 * x**2 - 3 * x + 1


def main():
    grad_tanh = sd.grad(np.tanh)
    assert np.isclose(grad_tanh(2.0), 0.070650825)
    assert np.isclose(sd.grad(sd.grad(np.tanh))(2.0), -0.136219)
    assert np.isclose(sd.grad(sd.grad(sd.grad(np.tanh)))(2.0), 0.25265, atol=1e-5)

    dfdx = sd.grad(f)
    d2fdx = sd.grad(dfdx)
    d3fdx = sd.grad(d2fdx)
    d4fdx = sd.grad(d3fdx)
    derivatives = dfdx(1.0), d2fdx(1.0), d3fdx(1.0), d4fdx(1.0)
    print(*derivatives)
    assert derivatives == (4.0, 10.0, 6.0, 0.0)

    print(inspect.getsource(dfdx.specialize(1.0)))


if __name__ == "__main__":
    main()
