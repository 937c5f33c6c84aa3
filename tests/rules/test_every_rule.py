"""Every rule of the library, held against the function it is about; a new rule is found here by itself."""

from __future__ import annotations

import gast
import numpy as np
import pytest
import scipy.fft
import scipy.interpolate
import scipy.linalg
import scipy.signal
import scipy.sparse.linalg
import scipy.special  # noqa: F401 - its rules wait until it is imported

import s2sdiff.rules  # noqa: F401 - fills the registry
from s2sdiff import syntax
from s2sdiff.differentiate.inline import tangent_terms
from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, Template, Zero
from s2sdiff.rules.static import Refused

from . import check

RULES = [rule for function in registry.declared() if (rule := registry.lookup(function)) is not None]
ELEMENTWISE = [pytest.param(rule, id=rule.name) for rule in RULES if isinstance(rule, Elementwise)]
TEMPLATES = [pytest.param(rule, id=rule.name) for rule in RULES if isinstance(rule, Template)]
ROUNDING = (np.float16, np.float32, np.complex64)  # too coarse for difference quotients: see `test_engine`
SMOOTH = [param for param in TEMPLATES if param.values[0].function not in ROUNDING]
ZEROS = [rule for rule in RULES if isinstance(rule, Zero)]


@pytest.mark.parametrize("rule", ELEMENTWISE)
def test_partials_equal_difference_quotients(rule: Elementwise) -> None:
    rng = np.random.default_rng(1)
    for operands in check.elementwise_samples(rule, rng):
        check.check_elementwise(rule, operands)


@pytest.mark.parametrize("rule", ELEMENTWISE)
def test_partials_keep_float32(rule: Elementwise) -> None:
    for operands in check.elementwise_samples(rule, np.random.default_rng(2)):
        if all(isinstance(x, np.ndarray) and x.dtype.kind == "f" for x in operands):
            check.check_float32(rule, operands)


@pytest.mark.parametrize("rule", [p for p in ELEMENTWISE if p.id and p.id.startswith("np.")])
def test_partials_hold_for_complex_operands(rule: Elementwise) -> None:
    rng = np.random.default_rng(4)
    operands = tuple(rng.uniform(0.3, 0.8, 3) + 1j * rng.uniform(-0.5, 0.5, 3) for _ in rule.operands)
    try:
        y = rule.function(*operands)
        found = check.partials(rule, y, *operands)
    except (TypeError, Refused, np.exceptions.ComplexWarning):
        pytest.skip("takes no complex numbers")
    for k, partial in enumerate(found):
        for direction in (1.0, 1j):
            move = rng.normal(size=3) * direction
            want = check.difference(
                lambda z, k=k: rule.function(*operands[:k], z, *operands[k + 1 :]), operands[k], move
            )
            got = partial * move
            check.assert_close(got if np.iscomplexobj(y) else got.real, want, f"{rule.name}, operand {k}")


@pytest.mark.parametrize("rule", SMOOTH)
def test_templates_equal_difference_quotients(rule: Template) -> None:
    rng = np.random.default_rng(3)
    for args, kwargs in check.template_samples(rule, rng):
        check.check_template(rule, args, kwargs, rng)


@pytest.mark.parametrize("rule", TEMPLATES)
def test_parameters_are_those_of_the_function(rule: Template) -> None:
    check.check_signature(rule)


@pytest.mark.parametrize("rule", TEMPLATES)
def test_a_term_of_a_tangent_has_one_tangent_in_it(rule: Template) -> None:
    """Terms whose tangent is absent are dropped: one that has two in it would take the other one along."""
    dots = {f"{p}_dot" for p in rule.operands}
    lines = syntax.walk(rule.tangent.body) if rule.tangent is not None and rule.kind == "general" else ()
    for value in (line.value for line in lines if isinstance(line, gast.Assign)):
        for part in value.elts if isinstance(value, gast.Tuple) else [value]:
            for _, term in tangent_terms(part):
                assert len(syntax.names_read(term) & dots) <= 1


def test_every_zero_says_why() -> None:
    assert all(rule.reason for rule in ZEROS)
    assert len(ZEROS) > 150
