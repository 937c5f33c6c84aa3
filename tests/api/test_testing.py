from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff import types

WEIGHT = np.array([1.0, -2.0, 0.5])
VECTOR = types.Array("float64", (types.size("n"),))


def cube(x: Any) -> Any:
    return x**3


JVP = "def cube_jvp(x, *, x_dot):\n    return x**3, {partial} * x_dot\n"
PAIR = "def cube_fwd(x):\n    return x**3, x\n\n\ndef cube_bwd(x, y_bar):\n    return {partial} * y_bar\n"
JVP_JVP = """
def cube_jvp_jvp(primals, tangents, *, primals_dot, tangents_dot):
    (x,), (x_dot,), (u,), (v,) = primals, tangents, primals_dot, tangents_dot
    return (x**3, 3.0 * x**2 * x_dot), (3.0 * x**2 * u, {partial} * x_dot * u + 3.0 * x**2 * v)
"""


def tell(pipeline: Any, forward: str = "3.0 * x**2", reverse: str = "3.0 * x**2", second: str = "6.0 * x") -> None:
    pipeline.tell("cube", "jvp", JVP.format(partial=forward), VECTOR)
    pipeline.tell("cube", "vjp", PAIR.format(partial=reverse), VECTOR)
    pair = types.Seq(tuple, (VECTOR, VECTOR))
    pipeline.tell("jvp(cube)", "jvp", JVP_JVP.format(partial=second), pair, (0, 1))


def test_right_derivatives_pass(pipeline: Any) -> None:
    tell(pipeline)
    sd.check_grads(cube, (WEIGHT,), order=1)
    sd.check_grads(cube, (WEIGHT,), order=2, modes="fwd")


@pytest.mark.parametrize(
    ("wrong", "order", "modes", "text"),
    [
        ({"forward": "2.0 * x**2"}, 1, ("fwd", "rev"), "JVP: tangent against differences: got"),
        ({"reverse": "2.0 * x**2"}, 1, ("fwd", "rev"), "VJP: <cotangent, direction> against differences: got"),
        ({"second": "5.0 * x"}, 2, ("fwd",), "JVP of JVP: tangent against differences: got"),
        ({"reverse": "2.0 * x"}, 1, ("rev",), r"\(atol=1e-05, rtol=1e-05\)"),
    ],
)
def test_wrong_derivatives_are_caught(pipeline: Any, wrong: Any, order: int, modes: Any, text: str) -> None:
    tell(pipeline, **wrong)
    with pytest.raises(AssertionError, match=text):
        sd.check_grads(cube, (WEIGHT,), order, modes)


def test_only_the_modes_asked_for(pipeline: Any) -> None:
    tell(pipeline, forward="0.0 * x")
    sd.check_grads(cube, (WEIGHT,), 1, ["rev"])
    with pytest.raises(ValueError, match="modes must be taken from 'fwd' and 'rev'"):
        sd.check_grads(cube, (WEIGHT,), 1, "forward")


def test_float32(pipeline: Any) -> None:
    vector = types.Array("float32", (types.size("n"),))
    pipeline.tell("cube", "jvp", JVP.format(partial="3.0 * x**2"), vector)
    sd.check_grads(cube, (WEIGHT.astype(np.float32),), 1, "fwd")
