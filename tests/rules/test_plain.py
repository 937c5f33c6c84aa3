"""Functions of a library that are read: by a definition, as a method, in place, and what they do not handle."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.constants import convert_temperature

import s2sdiff as sd
from s2sdiff.errors import Unsupported
from s2sdiff.rules import plain, registry


@pytest.fixture(autouse=True)
def _defined(monkeypatch):
    registry.import_late()  # not into the copy
    monkeypatch.setattr(plain, "_definitions", dict(plain._definitions))

    @plain.defined(convert_temperature, at=lambda rng: [((rng.normal(size=3), "C", "F"), {})])
    def definition(val, old_scale, new_scale):
        if old_scale != "C":
            raise NotImplementedError("between other scales: write it out")
        return 1.8 * val + 32.0


def test_a_definition_is_differentiated_in_place_of_the_function() -> None:
    x = np.array([1.0, 2.0])
    np.testing.assert_allclose(sd.grad(lambda x: np.sum(convert_temperature(x, "C", "F")))(x), [1.8, 1.8])
    sd.check_grads(lambda x: convert_temperature(x, "C", "F") ** 3, (x,), 2)


def test_what_a_definition_does_not_handle_is_refused_at_the_call() -> None:
    with pytest.raises(Unsupported, match="convert_temperature") as refused:
        sd.grad(lambda x: np.sum(convert_temperature(x, "K", "R")))(np.ones(2))
    assert "test_plain.py" in str(refused.value)


def test_what_there_is_to_read() -> None:
    assert plain.readable(convert_temperature).__name__ == "definition"
    assert plain.readable(np.sum) is None
    assert plain.makes_arrays(convert_temperature)
    assert not plain.is_in_place(convert_temperature)
    assert any(d.function is convert_temperature for d in plain.definitions())
