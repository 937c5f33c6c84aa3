"""Programs of the corpus put in other words: attributes or keys for variables, second names, loops of one trip, helpers."""

from __future__ import annotations

import pytest

import fuzz
import oracles


@pytest.mark.parametrize("seed", range(200))
@pytest.mark.in_turn(8)
def test_in_other_words(seed: int) -> None:
    try:
        case = fuzz.in_other_words(seed)
    except fuzz.Rejected:
        return
    for check in (oracles.check_reverse, oracles.check_forward):
        oracles.answered_or_refused(check, case)
