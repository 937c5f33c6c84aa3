"""Library functions that are read: each definition computes what its function computes, and is differentiated."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import scipy.cluster.vq
import scipy.fft
import scipy.integrate
import scipy.interpolate
import scipy.linalg
import scipy.ndimage
import scipy.signal
import scipy.sparse.linalg
import scipy.spatial.distance
import scipy.spatial.transform
import scipy.stats  # noqa: F401 - its definitions wait until it is imported

from s2sdiff.errors import Unsupported
from s2sdiff.rules import plain
from s2sdiff.rules.declare import name_of

from . import check, test_engine
from .limits import NOT_TWICE


@dataclass
class Called:
    """A definition, as the programs of `test_engine` call its function."""

    definition: plain.Definition

    @property
    def function(self) -> Any:
        return self.definition.function

    @property
    def name(self) -> str:
        return name_of(self.function)

    @property
    def params(self) -> list[str]:
        return list(inspect.signature(self.definition.body).parameters)

    @property
    def operands(self) -> list[str]:
        return self.params

    keyword_only = ()
    starred = None


def samples(definition: plain.Definition) -> list[Any]:
    """A call for each sample of a definition."""
    name = name_of(definition.function)
    given = enumerate(definition.at(np.random.default_rng(11)))
    return [pytest.param(Called(definition), args, kwargs, id=f"{name}-{k}") for k, (args, kwargs) in given]


EACH = [samples(definition) for definition in plain.definitions()]
CASES = [case for cases in EACH for case in cases]
ONE_OF_EACH = [cases[len(cases) // 2] for cases in EACH if cases]


@pytest.mark.parametrize(("case", "args", "kwargs"), CASES)
def test_the_definition_computes_the_function(case: Called, args: Any, kwargs: Any) -> None:
    got, want = case.definition.body(*args, **kwargs), case.function(*args, **kwargs)
    for a, b in zip(check.leaves(got), check.leaves(want), strict=True):
        assert np.shape(a) == np.shape(b)
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-11)


FUNCTIONS = [definition for definition in plain.definitions() if inspect.isfunction(definition.function)]


@pytest.mark.parametrize("definition", FUNCTIONS, ids=lambda definition: name_of(definition.function))
def test_what_is_passed_by_position_stands_in_its_place(definition: plain.Definition) -> None:
    signature = inspect.signature(definition.function).parameters.values()
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in signature):
        return
    places = [p.name for p in signature if p.kind is not p.KEYWORD_ONLY]
    own = [p.name for p in inspect.signature(definition.body).parameters.values() if p.kind is not p.KEYWORD_ONLY]
    assert own == places[: len(own)]


@pytest.mark.parametrize(("case", "args", "kwargs"), CASES)
def test_both_modes(case: Called, args: Any, kwargs: Any) -> None:
    test_engine.check_first_order(test_engine.program(case, args, kwargs))  # type: ignore[arg-type]


@pytest.mark.parametrize(("case", "args", "kwargs"), ONE_OF_EACH)
@pytest.mark.in_turn(10)
def test_second_order(case: Called, args: Any, kwargs: Any) -> None:
    try:
        test_engine.check_second_order(test_engine.program(case, args, kwargs))  # type: ignore[arg-type]
    except Unsupported:
        assert case.name in NOT_TWICE
