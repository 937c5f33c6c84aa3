from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff import types

A = types.Array


def test_items_along_the_first_axis() -> None:
    np.testing.assert_array_equal(sd.vmap(np.sum)(np.arange(6.0).reshape(2, 3)), [3.0, 12.0])
    np.testing.assert_array_equal(sd.vmap(lambda x: x * x)(np.arange(3.0)), [0.0, 1.0, 4.0])


def test_axes() -> None:
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(sd.vmap(lambda a, b: a * b, in_axes=(0, None))(x, 2.0), 2.0 * x)
    np.testing.assert_array_equal(sd.vmap(np.sum, in_axes=1)(x), [3.0, 5.0, 7.0])
    np.testing.assert_array_equal(sd.vmap(np.sum, in_axes=-1)(x), [3.0, 5.0, 7.0])
    assert sd.vmap(lambda a: a, in_axes=1, out_axes=1)(x).shape == (2, 3)
    assert sd.vmap(lambda a, b: (a, b), in_axes=(0, None), out_axes=(0, None))(x, 2.0)[1] == 2.0


def test_trees() -> None:
    values = {"a": np.arange(3.0), "b": (np.ones((3, 2)),)}
    found = sd.vmap(lambda t: {"s": t["a"] + t["b"][0], "n": (None, t["a"])})(values)
    assert found["s"].shape == (3, 2)
    np.testing.assert_array_equal(found["n"][1], np.arange(3.0))
    assert sd.vmap(lambda t: t["a"], in_axes=({"a": 0, "b": None},))(values).shape == (3,)


def test_keywords_are_mapped() -> None:
    np.testing.assert_array_equal(sd.vmap(lambda x, k: x * k)(np.ones(3), k=np.arange(3.0)), np.arange(3.0))


@pytest.mark.parametrize(
    ("in_axes", "args", "error", "text"),
    [
        (0, (np.ones((3, 4)), np.ones(4)), ValueError,
         r"vmap got inconsistent sizes for array axes to be mapped:\n  \* one axis had size 3: axis 0 of an argument of type"),
        (None, (np.ones(3), 1.0), ValueError, "vmap must have at least one non-None value in in_axes"),
        (0, (np.ones(3), 1.0), ValueError, "which implies that its rank should be at least 1, but is only 0"),
        ((0,), (np.ones(3), np.ones(3)), ValueError, "vmap in_axes specification must be a tree prefix"),
        ("a", (np.ones(3), np.ones(3)), TypeError, "vmap in_axes must be an int, None, or a tuple"),
        (0, (np.ones(0), np.ones(0)), ValueError, "size 0"),
    ],
)  # fmt: skip
def test_wrong_axes(in_axes: Any, args: Any, error: Any, text: str) -> None:
    with pytest.raises(error, match=text):
        sd.vmap(lambda a, b: a, in_axes=in_axes)(*args)


def test_jacobian_by_vmap(pipeline: Any) -> None:
    def f(x: Any) -> Any: ...

    vector = lambda s: A("float64", s)  # noqa: E731
    pipeline.tell("f", "jvp", "def f_jvp(x, *, x_dot):\n    return x * x, 2.0 * x * x_dot\n", vector)
    pipeline.tell(
        "f", "vjp", "def f_fwd(x):\n    return x * x, x\n\n\ndef f_bwd(x, y_bar):\n    return 2.0 * x * y_bar\n", vector
    )
    x = np.arange(3.0)
    wanted = np.diag(2.0 * x)
    _, jacobian = sd.vmap(lambda t: sd.jvp(f, (x,), (t,)))(np.eye(3))
    np.testing.assert_array_equal(jacobian, wanted)
    (jacobian,) = sd.vmap(sd.vjp(f, x)[1])(np.eye(3))
    np.testing.assert_array_equal(jacobian, wanted)


def test_the_emitted_loop(pipeline: Any) -> None:
    def pair(x: Any, w: Any) -> Any:
        return x * w, {"s": np.sum(x)}

    result = types.Seq(tuple, (A("float64", (4,)), types.Dict((("s", types.FLOAT),))))
    pipeline.tell("pair", "jvp", "def pair_jvp(x, w, *, x_dot, w_dot):\n    return 0.0, 0.0\n", result, (0, 1))
    mapped = sd.vmap(pair, in_axes=(1, None), out_axes=(1, 0))
    x = np.arange(12.0).reshape(4, 3)
    function = mapped.function_for((A("float64", (types.size("n"), types.size("m"))), types.FLOAT))[0]
    got, want = function(x, 2.0), mapped(x, 2.0)
    np.testing.assert_array_equal(got[0], want[0])
    np.testing.assert_array_equal(got[1]["s"], want[1]["s"])


def test_the_emitted_loop_reads_well(pipeline: Any) -> None:
    def f(x: Any) -> Any: ...

    pipeline.tell("f", "jvp", "def f_jvp(x, *, x_dot):\n    return 0.0, 0.0\n", types.FLOAT)
    emitted = sd.vmap(f).source(np.ones((3, 2)))
    assert (
        emitted
        == '''def f_vmap(x):
    """`f` of each item along the mapped axes, the results stacked."""
    rows = []
    for i in range(len(x)):
        rows.append(f(x[i]))
    return np.array(rows)
'''
    )
