"""The table of rules: what a function is known by, whose word counts, what waits for its module."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from s2sdiff.rules import registry
from s2sdiff.rules.declare import Elementwise, Template, adjoint, elementwise, zero


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    registry.import_late()  # not into the copy
    monkeypatch.setattr(registry, "_declarations", dict(registry._declarations))


def test_a_method_of_a_ufunc_is_known_by_its_ufunc_and_name() -> None:
    assert np.add.reduce is not np.add.reduce
    assert registry.lookup(np.add.reduce) is registry.lookup(np.add.reduce)
    assert registry.lookup(np.add.reduce) is not registry.lookup(np.multiply.reduce)
    assert registry.key_of(np.add.reduce) != registry.key_of(np.add.accumulate)


def test_who_replaces_an_adjoint_of_the_library_has_no_tangent_of_it() -> None:
    assert not registry.has_user_rules()

    @adjoint(np.linalg.inv, at=lambda rng: [])
    def mine(y, a, *, y_bar):
        a_bar = 2.0 * y_bar  # noqa: F841 - it is read

    rule = registry.lookup(np.linalg.inv)
    assert isinstance(rule, Template)
    assert rule.tangent is None
    assert registry.has_user_rules()


def test_the_last_word_counts() -> None:
    zero(np.tanh, "a test")

    @elementwise(np.tanh, at=(0.0, 1.0))
    def mine(y, x):
        return 7.0

    assert isinstance(registry.lookup(np.tanh), Elementwise)


def test_families_of_modules_that_are_slow_to_import_wait_for_them() -> None:
    lines = """
import s2sdiff.rules
from s2sdiff.rules import registry
assert "scipy.special" in registry.LATE
import sys
assert "scipy" not in sys.modules
from scipy import special
assert registry.lookup(special.expit) is not None
assert "scipy.special" not in registry.LATE
"""
    subprocess.run([sys.executable, "-c", lines], check=True)
