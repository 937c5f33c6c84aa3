"""Jacobians: forward and reverse, by name and by hand with vmap over jvp and over vjp.

python examples/jacobians.py
"""

import numpy as np

import s2sdiff as sd


def f(x):
    """R^3 to R^2."""
    return np.array([x[0] ** 2 + x[1] ** 2 - x[1] * x[2], x[0] ** 2 - x[1] ** 2 + 3 * x[0] * x[2]])


def jacobian_of_f(x):
    """What pen and paper give."""
    return np.array([[2 * x[0], 2 * x[1] - x[2], -x[1]], [2 * x[0] + 3 * x[2], -2 * x[1], 3 * x[0]]])


def jacobian_by_columns(function, x):
    """Push each unit vector forward; each gives a column."""
    pushed = sd.vmap(lambda t: sd.jvp(function, (x,), (t,))[1])(np.eye(len(x)))
    return np.transpose(pushed)


def jacobian_by_rows(function, x):
    """Pull each unit vector back; each gives a row."""
    y, pullback = sd.vjp(function, x)
    (rows,) = sd.vmap(pullback)(np.eye(len(y)))
    return rows


def main():
    x = np.array([12.0, -1.41, 3.0])
    expected = jacobian_of_f(x)
    assert np.allclose(sd.jacfwd(f)(x), expected)
    assert np.allclose(sd.jacrev(f)(x), expected)
    assert np.allclose(sd.jacobian(f)(x), expected)
    assert np.allclose(jacobian_by_columns(f, x), expected)
    assert np.allclose(jacobian_by_rows(f, x), expected)
    print(sd.jacrev(f)(x))

    # One direction forward, one back.
    y, tangent = sd.jvp(f, (x,), (np.array([1.0, 0.0, 0.0]),))
    assert np.allclose(y, f(x))
    assert np.allclose(tangent, expected[:, 0])
    y, pullback = sd.vjp(f, x)
    assert np.allclose(pullback(np.array([0.0, 1.0]))[0], expected[1])

    # The linear map, made once and applied often.
    y, push = sd.linearize(f, x)
    assert np.allclose(push(np.array([0.0, 1.0, 0.0])), expected[:, 1])

    # Gradients of each example of a batch, without summing over it.
    def squared_error(w, features, target):
        return (features @ w - target) ** 2

    rng = np.random.default_rng(0)
    w, features, targets = rng.normal(size=3), rng.normal(size=(5, 3)), rng.normal(size=5)
    per_example = sd.vmap(sd.grad(squared_error), in_axes=(None, 0, 0))(w, features, targets)
    assert np.allclose(per_example, 2.0 * (features @ w - targets)[:, None] * features)


if __name__ == "__main__":
    main()
