"""Questions that a rule asks: of values when its body is run, of types when a derivative is generated; alike."""

from __future__ import annotations

import numpy as np
import pytest

from s2sdiff.differentiate.inline import QUESTIONS, Known, Open
from s2sdiff.rules import static
from s2sdiff.types import UNKNOWN, Array, Scalar

VALUES = {
    "a number": (2.0, Scalar("float64")),
    "a complex number": (2j, Scalar("complex128")),
    "a square": (np.zeros((2, 2)), Array("float64", (2, 2))),
    "a row of integers": (np.zeros((1, 3), int), Array("int64", (1, 3))),
    "complex matrices": (np.zeros((4, 2, 3), complex), Array("complex128", (4, 2, 3))),
}


@pytest.mark.parametrize(("value", "type_"), VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("question", ["ndim", "is_scalar", "is_complex", "is_real"])
def test_values_and_types_give_the_same_answers(question, value, type_) -> None:
    assert QUESTIONS[question](Known(type_)) == getattr(static, question)(value)


@pytest.mark.parametrize(("value", "type_"), [v for name, v in VALUES.items() if np.ndim(v[0]) > 1])
def test_questions_about_shapes(value, type_) -> None:
    assert QUESTIONS["is_square"](Known(type_)) == static.is_square(value)
    assert QUESTIONS["same_shape"](Known(type_), Known(type_)) == static.same_shape(value, value)
    assert [QUESTIONS["size_along"](Known(type_), k) for k in (-1, 0, 5)] == [static.size_along(value, k) for k in (-1, 0, 5)]


@pytest.mark.parametrize("question", ["ndim", "is_complex", "is_real"])
def test_what_is_not_known_is_left_open(question) -> None:
    with pytest.raises((Open, AttributeError)):
        QUESTIONS[question](Known(UNKNOWN))


@pytest.mark.parametrize(("value", "answer"), [((1, None), True), ([1, "x"], True), (np.zeros(2), False), ((1, np.zeros(1)), False), (slice(2), True), (float, True)])
def test_what_a_literal_can_be(value, answer) -> None:
    assert static.is_static(value) is answer


def test_an_open_size_equals_nothing_for_certain() -> None:
    assert not QUESTIONS["same_shape"](Known(Array("float64", (None,))), Known(Array("float64", (None,))))
    assert QUESTIONS["size_along"](Known(Array("float64", (None, 2))), 0) is None


def test_what_is_only_known_when_generating() -> None:
    with pytest.raises(TypeError, match="when generating"):
        static.wanted("a")
    assert static.undefined("whatever") == 0.0
    assert static.static((1, 2)) == (1, 2)
