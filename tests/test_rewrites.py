"""Programs of the corpus put in other words: attributes or keys for variables, second names, loops of one trip, helpers."""

from __future__ import annotations

import random

import pytest

import fuzz
import oracles
from corpus import CASES


@pytest.mark.parametrize("seed", range(160))
@pytest.mark.in_turn(4)
def test_in_other_words(seed: int) -> None:
    drawn = random.Random(seed)
    while True:
        case = drawn.choice(CASES)
        try:
            case = fuzz.rewritten(case, seed)
            case.result()
            break
        except (fuzz.Rejected, SyntaxError, AttributeError, NameError):
            continue
    for check in (oracles.check_reverse, oracles.check_forward):
        oracles.answered_or_refused(check, case)
