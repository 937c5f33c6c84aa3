"""Three hundred random programs, always the same, against the oracles: right, or refused at the user's own line."""

from __future__ import annotations

import collections

import pytest

import fuzz
import s2sdiff as sd

BATCHES, EACH = 10, 30
SEED = 10_000
SIZE = 12  # statements: enough for a view, a store and an exit to meet
MOST_REFUSED = 0.35


@pytest.fixture(scope="module")
def outcomes() -> collections.Counter[str]:
    """How many programs ended how."""
    return collections.Counter()


def outcome(seed: int) -> str:
    """Right, refused or put aside; a failure is raised with the program, ready for the corpus."""
    program = fuzz.generate(seed, SIZE)
    try:
        fuzz.check(program, second=seed % 3 == 0)
    except fuzz.Rejected:
        return "put aside"
    except sd.errors.Unsupported:
        return "refused"
    except fuzz.Failure as failure:
        pytest.fail(f"seed {seed}: {failure}\n{program.as_corpus()}")
    return "right"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_programs_are_right_or_refused(batch: int, outcomes: collections.Counter[str]) -> None:
    first = SEED + batch * EACH
    outcomes.update(outcome(seed) for seed in range(first, first + EACH))


def test_few_are_refused(outcomes: collections.Counter[str]) -> None:
    judged = outcomes["right"] + outcomes["refused"]
    if judged < BATCHES * EACH / 2:
        pytest.skip(f"most programs did not run: {dict(outcomes)}")
    assert outcomes["refused"] <= MOST_REFUSED * judged, outcomes


def test_same_seed_same_program() -> None:
    assert fuzz.generate(7) == fuzz.generate(7)
