"""Transformations of transformations, through the real pipeline."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd


def cube(x: Any) -> Any:
    return x**3


def loss(x: Any) -> Any:
    return np.sum(np.tanh(x) ** 2) * x[0]


def vector(x: Any) -> Any:
    return np.tanh(x) * x[0]


POINT = np.array([0.3, -0.2, 0.9])


def differences(f: Any, x: Any) -> Any:
    """The Jacobian by central differences, the argument's axes last."""
    columns = [(f(x + 1e-6 * e) - f(x - 1e-6 * e)) / 2e-6 for e in np.eye(x.size).reshape(x.size, *x.shape)]
    return np.stack(columns, axis=-1).reshape(np.shape(f(x)) + x.shape)


def test_derivatives_of_a_number() -> None:
    f: Any = lambda x: x**3 + 2 * x**2 - 3 * x + 1  # noqa: E731
    wanted = [4.0, 10.0, 6.0, 0.0]
    for want in wanted:
        f = sd.grad(f)
        assert f(1.0) == pytest.approx(want)


@pytest.mark.parametrize("outer", ["jacfwd", "jacrev"])
def test_hessians(outer: str) -> None:
    wanted = differences(sd.grad(loss), POINT)
    np.testing.assert_allclose(getattr(sd, outer)(sd.grad(loss))(POINT), wanted, atol=1e-8)
    np.testing.assert_allclose(sd.hessian(loss)(POINT), wanted, atol=1e-8)


def test_hessian_vector_product() -> None:
    direction = np.array([1.0, 2.0, 3.0])
    wanted = differences(sd.grad(loss), POINT) @ direction
    np.testing.assert_allclose(sd.hvp(loss, (POINT,), (direction,)), wanted, atol=1e-8)
    np.testing.assert_allclose(sd.jvp(sd.grad(loss), (POINT,), (direction,))[1], wanted, atol=1e-8)
    np.testing.assert_allclose(sd.vjp(sd.grad(loss), POINT)[1](direction)[0], wanted, atol=1e-8)
    dotted = sd.grad(lambda x: np.dot(sd.grad(loss)(x), direction))
    np.testing.assert_allclose(dotted(POINT), wanted, atol=1e-8)


@pytest.mark.parametrize("outer", ["jacfwd", "jacrev"])
@pytest.mark.parametrize("inner", ["jacfwd", "jacrev"])
def test_jacobians_of_jacobians(outer: str, inner: str) -> None:
    first = getattr(sd, inner)(vector)
    np.testing.assert_allclose(first(POINT), differences(vector, POINT), atol=1e-8)
    np.testing.assert_allclose(getattr(sd, outer)(first)(POINT), differences(first, POINT), atol=1e-8)


def test_inside_a_differentiated_function() -> None:
    found = sd.grad(lambda x: sd.grad(np.tanh)(x) * x)(0.3)
    slope = 1.0 - np.tanh(0.3) ** 2
    assert found == pytest.approx(slope - 2.0 * 0.3 * np.tanh(0.3) * slope)


def test_vmap_and_derivatives() -> None:
    np.testing.assert_allclose(sd.vmap(sd.grad(cube))(POINT), 3.0 * POINT**2)
    mapped = sd.grad(lambda x: np.sum(sd.vmap(cube)(x)))
    np.testing.assert_allclose(mapped(POINT), 3.0 * POINT**2)
    by_columns = sd.vmap(lambda t: sd.jvp(vector, (POINT,), (t,))[1], out_axes=1)(np.eye(3))
    (by_rows,) = sd.vmap(sd.vjp(vector, POINT)[1])(np.eye(3))
    np.testing.assert_allclose(by_columns, by_rows)


def test_check_grads_to_second_order() -> None:
    sd.check_grads(vector, (POINT,), 2)
    sd.check_grads(lambda p: np.sum(p["w"] * POINT) + p["b"] ** 2, ({"w": POINT, "b": 0.5},), 2)


def test_globals_are_live(monkeypatch: pytest.MonkeyPatch) -> None:
    gradient = sd.grad(scaled)
    assert gradient(2.0) == 3.0
    monkeypatch.setitem(globals(), "SCALE", 5.0)
    assert gradient(2.0) == 5.0
    monkeypatch.setitem(globals(), "helper", cube)
    assert gradient(2.0) == 5.0 * 12.0
    assert sd.grad(sd.grad(scaled))(2.0) == 5.0 * 12.0


SCALE = 3.0


def helper(x: Any) -> Any:
    return x


def scaled(x: Any) -> Any:
    return SCALE * helper(x)


def falling(x, n):
    if n == 0:
        return 1.0
    return (x + n) * falling(x, n - 1)


def number_or_array(x, y):
    first = x[0] * x[1]
    total = first
    for _ in range(1):
        total = y
    return np.sum(total) + first


def test_a_refusal_of_a_second_derivative_names_the_order_that_works():
    x = np.array([0.7, 1.2])
    with pytest.raises(sd.errors.Unsupported, match=r"jacrev\(jacfwd\(f\)\)"):
        sd.jacfwd(sd.jacrev(number_or_array))(x, x)
    assert sd.jacrev(sd.jacfwd(number_or_array))(x, x).shape == (2, 2)


def test_a_recursion_has_second_derivatives_in_any_order():
    slopes = [sd.jacfwd(falling)(0.7 + h, 3) for h in (1e-6, -1e-6)]
    for first in (sd.jacfwd, sd.jacrev):
        for second in (sd.jacfwd, sd.jacrev):
            np.testing.assert_allclose(second(first(falling))(0.7, 3), (slopes[0] - slopes[1]) / 2e-6, rtol=1e-6)
    assert "again" not in sd.grad(falling).source(0.7, 3)  # a first derivative keeps a tape


def summed(count: int, folder: Path) -> Any:
    """A function that is one sum of so many terms."""
    terms = " + ".join(f"np.sin({k}.0 * x)" for k in range(count))
    path = folder / f"sum_of_{count}.py"
    path.write_text(f"import numpy as np\n\n\ndef f(x):\n    return {terms}\n")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.f


def test_long_sums_are_differentiated_and_longer_ones_refused(tmp_path: Path) -> None:
    expected = sum(k * np.cos(k * 0.3) for k in range(400))
    np.testing.assert_allclose(sd.grad(summed(400, tmp_path))(0.3), expected)
    with pytest.raises(sd.errors.Unsupported, match=r"`f` \(sum_of_2000\.py:4\) that nests too deeply"):
        sd.grad(summed(2000, tmp_path))(0.3)
