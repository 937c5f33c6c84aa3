from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff import transform, types

FLOAT = types.FLOAT
VECTOR = lambda *shapes: types.Array("float64", shapes[0])  # noqa: E731


def square(x: Any) -> Any:
    return x * x


def scaled(x: Any, k: Any) -> Any:
    return x * k


@pytest.fixture(autouse=True)
def known(pipeline: Any) -> Any:
    pipeline.tell("square", "jvp", "def square_jvp(x, *, x_dot):\n    return x * x, 2.0 * x * x_dot\n", VECTOR)
    pipeline.tell("square", "grad", "def square_grad(x):\n    return 2.0 * x\n", FLOAT)
    pair = "def square_fwd(x):\n    return x * x, x\n\n\ndef square_bwd(tape, y_bar):\n    return 2.0 * tape * y_bar\n"
    pipeline.tell("square", "vjp", pair, VECTOR)
    pipeline.tell("grad(square)", "jvp", "def square_grad_jvp(x, *, x_dot):\n    return 2.0 * x, 2.0 * x_dot\n", FLOAT)
    pipeline.tell("scaled", "jvp", "def scaled_jvp(x, k, *, x_dot):\n    return x * k, k * x_dot\n", VECTOR)
    pair = "def scaled_fwd(x, k):\n    return x * k, k\n\n\ndef scaled_bwd(tape, y_bar):\n    return tape * y_bar\n"
    pipeline.tell("scaled", "vjp", pair, VECTOR)
    return pipeline


def test_jvp() -> None:
    assert sd.jvp(square, (3.0,), (2.0,)) == (9.0, 12.0)
    _, y_dot = sd.jvp(square, [np.arange(3.0)], [np.ones(3)])
    np.testing.assert_array_equal(y_dot, 2.0 * np.arange(3.0))


def test_tangents_of_integers() -> None:
    zero = np.zeros((), [("float0", "V")])
    assert sd.jvp(scaled, (3.0, 2), (1.0, zero)) == (6.0, 2.0)


@pytest.mark.parametrize(
    ("primals", "tangents", "error", "text"),
    [
        (
            3.0,
            1.0,
            TypeError,
            "primal and tangent arguments to s2sdiff.jvp must be tuples or lists; found float and float.",
        ),
        ((3.0,), (1.0, 2.0), TypeError, "must have the same tree structure; primals have tree structure"),
        ((np.ones(3),), (np.ones(2),), ValueError, r"different primal and tangent shapes; Got primal shape \(3,\)"),
        ((3.0,), (1,), TypeError, "expected tangent dtype float64, but got tangent dtype int64 instead"),
        ((np.ones(3),), (np.ones(3, np.float32),), TypeError, "dtypes must be equal"),
    ],
)
def test_wrong_tangents(primals: Any, tangents: Any, error: Any, text: str) -> None:
    with pytest.raises(error, match=text):
        sd.jvp(square, primals, tangents)


def test_vjp_can_be_called_again() -> None:
    _, pull = sd.vjp(square, np.arange(3.0))
    for _ in range(2):
        np.testing.assert_array_equal(pull(np.ones(3))[0], 2.0 * np.arange(3.0))
    assert isinstance(pull, transform.Pullback)
    assert sd.vjp(square, 3.0)[1](1) == (6.0,)


def test_cotangent_of_an_integer_has_no_entries() -> None:
    x_bar, k_bar = sd.vjp(scaled, np.ones(3), 2)[1](np.ones(3))
    assert x_bar[0] == 2.0
    assert k_bar.dtype.names == ("float0",)


def test_wrong_cotangents() -> None:
    _, pull = sd.vjp(square, np.ones(3))
    with pytest.raises(TypeError, match=r"`s2sdiff.vjp` applied to square was called with 2 arguments"):
        pull(np.ones(3), np.ones(3))
    with pytest.raises(
        ValueError, match=r"for argument to VJP function: got float64\[\], but expected float64\[3\] because"
    ):
        pull(1.0)
    with pytest.raises(ValueError, match="unexpected tree structure of argument to VJP function"):
        pull((np.ones(3),))


def test_aux(pipeline: Any) -> None:
    pair = types.Seq(tuple, (FLOAT, types.NONE))
    pipeline.tell("square", "jvp", "def square_jvp(x, *, x_dot):\n    return x * x, 2.0 * x * x_dot, 'note'\n", pair)
    assert sd.jvp(square, (3.0,), (1.0,), has_aux=True) == (9.0, 6.0, "note")
    text = "def square_fwd(x):\n    return x * x, x, 'note'\n\n\ndef square_bwd(tape, y_bar):\n    return 2.0 * tape * y_bar\n"
    pipeline.tell("square", "vjp", text, pair)
    y, pull, note = sd.vjp(square, 3.0, has_aux=True)
    assert (y, pull(1.0), note) == (9.0, (6.0,), "note")


def test_linearize() -> None:
    y, push = sd.linearize(square, 3.0)
    assert (y, push(1.0), push(2.0)) == (9.0, 6.0, 12.0)


def test_hvp() -> None:
    assert sd.hvp(square, (3.0,), (5.0,)) == 10.0
    assert "def square_hvp(x, *, x_dot):" in sd.differentiable(square).source(1.0, mode="hvp")


def test_no_number_to_differentiate() -> None:
    with pytest.raises(
        TypeError, match=r"vjp requires at least one real- or complex-valued input, but got \(int64\[\]\)"
    ):
        sd.vjp(square, 2)


def test_the_emitted_forms_compute_the_same() -> None:
    """What a transform of transforms reads."""
    primals = types.Seq(tuple, (FLOAT,))
    options = {"has_aux": False, "target": "python"}
    assert transform.Jvp(square, **options).function_for((primals, primals))[0]((3.0,), (2.0,)) == (9.0, 12.0)
    assert transform.Hvp(square, target="python").function_for((primals, primals))[0]((3.0,), (2.0,)) == 4.0
    y, pull = transform.Vjp(square, **options).function_for((FLOAT,))[0](3.0)
    assert (y, pull(1.0)) == (9.0, (6.0,))
    y, push = transform.Linearize(square, **options).function_for((FLOAT,))[0](3.0)
    assert (y, push(1.0)) == (9.0, 6.0)
    assert transform.Pull(square, target="python").function_for((primals, FLOAT))[0]((3.0,), 1.0) == (6.0,)
    assert sd.vjp(square, 3.0)[1].function_for((FLOAT,))[0](1.0) == (6.0,)
    assert sd.linearize(square, 3.0)[1].function_for((FLOAT,))[0](1.0) == 6.0
    both = types.Seq(tuple, (FLOAT, types.INT))
    assert transform.Jvp(scaled, **options).function_for((both, both))[0]((3.0, 2), (1.0, None)) == (6.0, 2.0)
    bars = transform.Vjp(scaled, **options).function_for((FLOAT, types.INT))[0](3.0, 2)[1](1.0)
    assert bars[0] == 2.0
    assert bars[1].dtype.names == ("float0",)


def test_custom_rules_are_functions_that_hold_their_rule() -> None:
    @sd.custom_jvp
    def f(x: Any, y: Any) -> Any:
        return x * y

    with pytest.raises(AttributeError, match=r"No JVP defined for custom_jvp function f using defjvp."):
        f.rule()
    f.defjvps(lambda x_dot, ans, x, y: x_dot * y, None)
    assert f(2.0, 3.0) == 6.0
    assert f.rule()((2.0, 3.0), (1.0, 1.0)) == (6.0, 3.0)

    @sd.custom_vjp
    def g(x: Any) -> Any:
        return x

    with pytest.raises(AttributeError, match=r"No VJP defined for custom_vjp function g using defvjp."):
        g.rule()
    g.defvjp(lambda x: (x, None), lambda res, y_bar: (y_bar,))
    assert g(3.0) == 3.0
    assert len(g.rule()) == 2


def test_stop_gradient_and_checkpoint() -> None:
    x = {"a": np.ones(3)}
    assert sd.stop_gradient(x) is x
    assert sd.checkpoint(square)(3.0) == 9.0
