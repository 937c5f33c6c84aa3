from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff import types

A = types.Array
FLOAT = types.FLOAT
Point = namedtuple("Point", "x y")


def f(x: Any) -> Any: ...


def g(x: Any, w: Any) -> Any: ...


def tell_linear(pipeline: Any) -> None:
    """f(x) = m @ x with m = [[0, 1, 2], [3, 4, 5]]."""
    m = "np.arange(6.0).reshape(2, 3)"
    result = A("float64", (2,))
    pipeline.tell("f", "jvp", f"def f_jvp(x, *, x_dot):\n    return {m} @ x, {m} @ x_dot\n", result)
    pair = f"def f_fwd(x):\n    return {m} @ x, None\n\n\ndef f_bwd(tape, y_bar):\n    return {m}.T @ y_bar\n"
    pipeline.tell("f", "vjp", pair, result)


FACES = {
    "jacrev": '''def f_jacrev(x):
    """Jacobian of `f` with respect to x, by rows (reverse mode)."""
    y, tape = f_fwd(x)
    rows = []
    for seed in np.eye(len(y)):
        rows.append(f_bwd(tape, seed))
    return np.stack(rows)
''',
    "jacfwd": '''def f_jacfwd(x):
    """Jacobian of `f` with respect to x, by columns (forward mode)."""
    columns = []
    for seed in np.eye(len(x)):
        _, y_dot = f_jvp(x, x_dot=seed)
        columns.append(y_dot)
    return np.stack(columns, axis=-1)
''',
}


@pytest.mark.parametrize("mode", ["jacrev", "jacfwd", "jacobian"])
def test_vector_to_vector(pipeline: Any, mode: str) -> None:
    tell_linear(pipeline)
    jacobian = getattr(sd, mode)(f)
    np.testing.assert_array_equal(jacobian(np.ones(3)), np.arange(6.0).reshape(2, 3))
    assert jacobian.source(np.ones(3)).startswith(FACES.get(mode, FACES["jacrev"]))


def test_the_cheaper_mode(pipeline: Any) -> None:
    tell_linear(pipeline)
    assert sd.jacobian(f).specialize(np.ones(3)).__name__ == "f_jacrev"
    assert sd.jacobian(f).specialize(np.ones(2)).__name__ == "f_jacfwd"
    assert sd.jacobian(f).function_for((FLOAT,))[0].__name__ == "f_jacfwd"


def test_one_number_has_its_gradient(pipeline: Any) -> None:
    pipeline.tell("f", "vjp", "def f_fwd(x):\n    return 0.0, 0\n\n\ndef f_bwd(tape, y_bar):\n    return 0.0\n", FLOAT)
    pipeline.tell("f", "grad", "def f_grad(x):\n    return 2.0 * x\n", FLOAT)
    assert sd.jacrev(f).specialize(np.ones(3)).__name__ == "f_grad"


def test_from_one_number(pipeline: Any) -> None:
    pipeline.tell(
        "f", "jvp", "def f_jvp(x, *, x_dot):\n    return x * np.ones(2), x_dot * np.ones(2)\n", A("float64", (2,))
    )
    np.testing.assert_array_equal(sd.jacfwd(f)(3.0), np.ones(2))
    assert "_, y_dot = f_jvp(x, x_dot=1.0)\n    return y_dot\n" in sd.jacfwd(f).source(3.0)


@pytest.mark.parametrize("mode", ["jacrev", "jacfwd"])
def test_shapes_of_matrices(pipeline: Any, mode: str) -> None:
    """f(x) = x.T."""
    result = lambda s: A("float64", s[::-1])  # noqa: E731
    pipeline.tell("f", "jvp", "def f_jvp(x, *, x_dot):\n    return x.T, x_dot.T\n", result)
    pipeline.tell(
        "f", "vjp", "def f_fwd(x):\n    return x.T, 0\n\n\ndef f_bwd(tape, y_bar):\n    return y_bar.T\n", result
    )
    found = getattr(sd, mode)(f)(np.ones((2, 3)))
    assert found.shape == (3, 2, 2, 3)
    np.testing.assert_array_equal(found, np.einsum("il,jk->ijkl", np.eye(3), np.eye(2)))


def test_float32_stays(pipeline: Any) -> None:
    pipeline.tell("f", "jvp", "def f_jvp(x, *, x_dot):\n    return x, x_dot\n", lambda s: A("float32", s))
    assert sd.jacfwd(f)(np.ones(3, np.float32)).dtype == np.float32


D = types.Dict((("a", A("float64", (3, 4))), ("b", A("float64", (2,)))))
OUT = types.Dict((("o", A("float64", (2,))), ("p", types.Seq(tuple, (FLOAT,)))))
D_VALUE = {"a": np.ones((3, 4)), "b": np.array([1.0, 2.0])}
TREE_JVP = """
def f_jvp(x, *, x_dot):
    y = {"o": 3.0 * x["b"], "p": (np.sum(x["a"]),)}
    return y, {"o": 3.0 * x_dot["b"], "p": (np.sum(x_dot["a"]),)}
"""
TREE_PAIR = """
def f_fwd(x):
    return {"o": 3.0 * x["b"], "p": (np.sum(x["a"]),)}, x


def f_bwd(tape, y_bar):
    return {"a": np.full((3, 4), y_bar["p"][0]), "b": 3.0 * y_bar["o"]}
"""


@pytest.mark.parametrize("mode", ["jacrev", "jacfwd"])
def test_trees_nest_as_in_jax(pipeline: Any, mode: str) -> None:
    pipeline.tell("f", "jvp", TREE_JVP, OUT)
    pipeline.tell("f", "vjp", TREE_PAIR, OUT)
    found = getattr(sd, mode)(f)(D_VALUE)
    assert found["o"]["a"].shape == (2, 3, 4)
    np.testing.assert_array_equal(found["o"]["a"], 0.0)
    np.testing.assert_array_equal(found["o"]["b"], 3.0 * np.eye(2))
    np.testing.assert_array_equal(found["p"][0]["a"], np.ones((3, 4)))
    np.testing.assert_array_equal(found["p"][0]["b"], np.zeros(2))


@pytest.mark.parametrize("mode", ["jacrev", "jacfwd"])
def test_several_arguments_are_a_level_inside_the_output(pipeline: Any, mode: str) -> None:
    """g(x, w) = (w @ x,) with x of 3 and w of (2, 3)."""
    result = types.Seq(tuple, (A("float64", (2,)),))
    text = "def g_jvp(x, w, *, x_dot, w_dot):\n    return (w @ x,), (w @ x_dot + w_dot @ x,)\n"
    pipeline.tell("g", "jvp", text, result, (0, 1))
    text = (
        "def g_fwd(x, w):\n    return (w @ x,), (x, w)\n\n\n"
        "def g_bwd(tape, y_bar):\n    x, w = tape\n    return w.T @ y_bar[0], np.outer(y_bar[0], x)\n"
    )
    pipeline.tell("g", "vjp", text, result, (0, 1))
    w = np.arange(6.0).reshape(2, 3)
    ((by_x, by_w),) = getattr(sd, mode)(g, (0, 1))(np.ones(3), w)
    np.testing.assert_array_equal(by_x, w)
    np.testing.assert_array_equal(by_w, np.einsum("ij,k->ijk", np.eye(2), np.ones(3)))


def test_named_tuples(pipeline: Any) -> None:
    result = types.Seq(Point, (FLOAT, FLOAT))
    pipeline.tell("f", "jvp", TEXT_POINT, result)
    found = sd.jacfwd(f)(2.0)
    assert (found.x, found.y) == (1.0, 2.0)


TEXT_POINT = """
def f_jvp(x, *, x_dot):
    return (x, 2.0 * x), (x_dot, 2.0 * x_dot)
"""


def test_aux(pipeline: Any) -> None:
    result = types.Seq(tuple, (A("float64", (3,)), types.NONE))
    pipeline.tell("f", "jvp", "def f_jvp(x, *, x_dot):\n    return x, x_dot, 'note'\n", result)
    pipeline.tell(
        "f", "vjp", "def f_fwd(x):\n    return x, 0, 'note'\n\n\ndef f_bwd(tape, y_bar):\n    return y_bar\n", result
    )
    for mode in (sd.jacfwd, sd.jacrev):
        jacobian, aux = mode(f, has_aux=True)(np.ones(3))
        np.testing.assert_array_equal(jacobian, np.eye(3))
        assert aux == "note"


def test_hessian_is_forward_over_reverse(pipeline: Any) -> None:
    """f(x) = sum(x**3)."""
    vector = lambda s: A("float64", s)  # noqa: E731
    pipeline.tell("jacrev(f)", "jvp", "def f_grad_jvp(x, *, x_dot):\n    return 3.0 * x**2, 6.0 * x * x_dot\n", vector)
    np.testing.assert_array_equal(sd.hessian(f)(np.arange(3.0)), np.diag(6.0 * np.arange(3.0)))
    assert sd.hessian(f).specialize(np.ones(3)).__name__ == "f_hessian"


def test_a_parameter_may_have_a_name_of_ours(pipeline: Any) -> None:
    def f(rows: Any, y: Any) -> Any: ...

    pair = "def f_fwd(rows, y):\n    return rows * y, y\n\n\ndef f_bwd(tape, y_bar):\n    return tape * y_bar\n"
    pipeline.tell("f", "vjp", pair, lambda *s: A("float64", s[0]))
    np.testing.assert_array_equal(sd.jacrev(f)(np.ones(3), 2.0), 2.0 * np.eye(3))


@pytest.mark.parametrize(
    ("mode", "x", "text"),
    [
        ("jacfwd", 2, "jacfwd requires real-valued inputs .*, but got int64"),
        ("jacfwd", 2j, "jacfwd requires real-valued inputs .*, but got complex128"),
        ("jacrev", np.ones(3, int), "jacrev requires real- or complex-valued inputs .*, but got int64"),
        ("hessian", 2, "jacfwd requires real-valued inputs"),
    ],
)
def test_wrong_inputs(pipeline: Any, mode: str, x: Any, text: str) -> None:
    with pytest.raises(TypeError, match=text):
        getattr(sd, mode)(f)(x)


def test_wrong_results(pipeline: Any) -> None:
    pipeline.tell("f", "vjp", "def f_fwd(x): ...\n\n\ndef f_bwd(tape, y_bar): ...\n", A("complex128", (2,)))
    with pytest.raises(TypeError, match=r"jacrev requires real-valued outputs .* but got complex128. For holomorphic"):
        sd.jacrev(f)(1.0)


def scaled_copies(x):
    return [x * v for v in (1.0, 2.0)]


@pytest.mark.parametrize("transform", [sd.jacfwd, sd.jacrev, sd.jacobian], ids=lambda t: t.__name__)
def test_a_list_of_unknown_length_has_no_place_for_each_block(transform):
    """Columns of one were stacked into an array."""
    with pytest.raises(sd.errors.Unsupported, match="whose items are not known"):
        transform(scaled_copies)(np.ones(2))
