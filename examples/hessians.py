"""Second derivatives: hessian, its three compositions, and products with a vector without the matrix.

python examples/hessians.py
"""

import numpy as np

import s2sdiff as sd


def f(x):
    """Its Hessian is known: 2 I + 6 diag(x)."""
    return np.dot(x, x) + np.sum(x**3)


def hvp_forward_over_reverse(function, x, v):
    return sd.jvp(sd.grad(function), (x,), (v,))[1]


def hvp_reverse_over_forward(function, x, v):
    return sd.grad(lambda x: sd.jvp(function, (x,), (v,))[1])(x)


def hvp_reverse_over_reverse(function, x, v):
    return sd.grad(lambda x: np.vdot(sd.grad(function)(x), v))(x)


def main():
    x, v = np.array([1.0, 2.0, 3.0]), np.array([1.0, -1.0, 0.5])
    expected = 2.0 * np.eye(3) + 6.0 * np.diag(x)

    assert np.allclose(sd.hessian(f)(x), expected)
    assert np.allclose(sd.jacfwd(sd.grad(f))(x), expected)
    assert np.allclose(sd.jacrev(sd.grad(f))(x), expected)
    assert np.allclose(sd.jacfwd(sd.jacrev(f))(x), expected)
    assert np.allclose(sd.jacrev(sd.jacfwd(f))(x), expected)
    print(sd.hessian(f)(x))

    for product in (sd.hvp, hvp_forward_over_reverse, hvp_reverse_over_forward, hvp_reverse_over_reverse):
        assert np.allclose(product(f, x, v), expected @ v)

    # A derivative inside the function that is differentiated.
    def tangent_line(x):
        return sd.grad(np.sin)(x) * x

    assert np.isclose(sd.grad(tangent_line)(0.7), np.cos(0.7) - 0.7 * np.sin(0.7))

    # Newton's method on a function of two variables.
    def rosenbrock(p):
        return (1.0 - p[0]) ** 2 + 100.0 * (p[1] - p[0] ** 2) ** 2

    p = np.array([-1.2, 1.0])
    for _ in range(10):
        p = p - np.linalg.solve(sd.hessian(rosenbrock)(p), sd.grad(rosenbrock)(p))
    print("minimum at", p)
    assert np.allclose(p, [1.0, 1.0])


if __name__ == "__main__":
    main()
