"""Every program of the corpus in every mode, against every oracle."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

import oracles
import s2sdiff as sd
from corpus import CASES, effects, traps
from oracles import Case

SCALAR = [case for case in CASES if case.is_scalar]
ARRAYS = [case for case in CASES if not case.is_scalar]
SMOOTH = [case for case in SCALAR if case.order > 1]


def over(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=str)


def hold(check: Callable[[Case], None], case: Case) -> None:
    """The check passes; or the program is beyond the language and refused at its own line."""
    refusal = oracles.answered_or_refused(check, case)
    if refusal is not None:
        assert f"{case.theme}.py" in refusal, f"the refusal does not name the user's file:\n{refusal}"


def test_names_are_unique() -> None:
    ids = [str(case) for case in CASES]
    assert len(set(ids)) == len(ids), sorted({i for i in ids if ids.count(i) > 1})


# The derivatives of a program are generated once for all oracles of a test.
FIRST_ORDER = (oracles.check_forward, oracles.check_reverse, oracles.check_dot)


@over(CASES)
def test_first_order(case: Case) -> None:
    oracles.check_corpus(case)
    for check in FIRST_ORDER:
        hold(check, case)


@over(CASES)
@pytest.mark.in_turn(32)
def test_transpose(case: Case) -> None:
    """The adjoint of what `vjp` gives is right, or it is refused."""
    with contextlib.suppress(sd.errors.Unsupported):
        hold(oracles.check_transpose, case)


@over(SCALAR)
@pytest.mark.in_turn(4)
def test_gradient(case: Case) -> None:
    hold(oracles.check_gradient, case)


@over(SCALAR)
@pytest.mark.in_turn(32)
def test_gradients_agree(case: Case) -> None:
    hold(oracles.check_gradients_agree, case)


@over(ARRAYS)
def test_jacobians(case: Case) -> None:
    hold(oracles.check_jacobians, case)


def hold_twice(case: Case, nesting: str, *, refusable: bool) -> None:
    """A second derivative is right; for a few programs it may be refused."""
    try:
        hold(lambda c: oracles.check_second_order(c, oracles.SECOND_ORDER[nesting]), case)
    except sd.errors.Unsupported:
        if not refusable:
            raise


@over(SMOOTH)
@pytest.mark.in_turn(72)
def test_second_order(case: Case) -> None:
    for nesting in ("forward-over-reverse", "reverse-over-reverse"):
        hold_twice(case, nesting, refusable=case.second_refusable)


@over(SMOOTH)
@pytest.mark.in_turn(80)
def test_second_order_of_forward_mode(case: Case) -> None:
    hold_twice(case, "reverse-over-forward", refusable=case.second_refusable or case.over_forward_refusable)


@pytest.mark.parametrize(("function", "args", "error"), effects.RAISES, ids=lambda v: getattr(v, "__name__", ""))
@pytest.mark.parametrize("transform", [sd.grad, sd.value_and_grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_exceptions_stay(
    transform: Callable[..., Any], function: Callable[..., Any], args: tuple[Any, ...], error: type[Exception]
) -> None:
    with pytest.raises(error) as primal:
        function(*args)
    with pytest.raises(error) as derived:
        transform(function)(*args)
    assert str(derived.value) == str(primal.value)


@over(traps.RAISES)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_what_python_refuses_has_no_derivative(transform: Callable[..., Any], case: Case) -> None:
    with pytest.raises(ValueError, match="zip"):
        case.function(*case.fresh())
    with pytest.raises((sd.errors.Unsupported, ValueError), match="zip"):
        transform(case.function)(*case.fresh())
