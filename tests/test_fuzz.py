"""Random programs, always the same, against the oracles: right, or refused at the user's own line.

Three hundred of every kind, a third of them with stretches as functions of their own; fifty short ones about objects that
hold objects, fifty of what people write about arrays, half of them in other words, and a hundred that read and change a
few places again and again: as they stand, in every order, by calls, and by what Python asks of objects; twenty-five that
are cut short, twenty-five whose surroundings change between calls of derivatives, and twelve each of what Python's library
keeps numbers in, of NumPy's options, of programs that take derivatives, of several dtypes, and of plain Python.
"""

from __future__ import annotations

import collections
from collections.abc import Callable

import pytest

import fuzz
import s2sdiff as sd

SEED, BATCHES, EACH = 10_000, 12, 25
FEW = 25  # of the short ones, of each kind, or half of it
SIZE = 8  # statements: enough for a view, a store and an exit to meet
MOST_REFUSED = 0.4  # of those judged, in a batch; over all it is below a third


def outcome(seed: int) -> str:
    """Right, refused or put aside; a failure is raised with the program, ready for the corpus.

    Each program is held in reverse, joint as `value_and_grad` has it; in turn one also forward, the next also split as
    `vjp` has it, one in ten at second order, one in seven at arrays of other lengths, and one in eleven also gives several
    of its variables.  `tools/fuzz.py` holds each in every mode.  One in three has several values under one name.
    """
    program = fuzz.generate(seed, SIZE)
    return judged(fuzz.with_fewer_names(program) if seed % 3 == 0 else program)


def judged(program: fuzz.Program) -> str:
    """What becomes of one program."""
    seed = program.seed
    stages = ["reverse", "forward" if seed % 4 < 2 else "vjp", *["lengths"] * (seed % 7 == 0), *["results"] * (seed % 11 == 0)]
    try:
        fuzz.check(program, second=seed % 10 == 0, stages=tuple(stages))
    except fuzz.Rejected:
        return "put aside"
    except sd.errors.Unsupported:
        return "refused"
    except fuzz.Failure as failure:
        pytest.fail(f"seed {seed}: {failure}\n{program.as_corpus()}")
    return "right"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_programs_are_right_or_refused(batch: int) -> None:
    first = SEED + batch * EACH
    outcomes = collections.Counter(outcome(seed) for seed in range(first, first + EACH))
    assert outcomes["put aside"] < EACH / 2, outcomes
    assert outcomes["refused"] <= MOST_REFUSED * (outcomes["right"] + outcomes["refused"]), outcomes


@pytest.mark.parametrize("batch", range(2))
def test_what_objects_hold_is_right_or_refused(batch: int) -> None:
    outcomes = collections.Counter(judged(fuzz.generate_holders(seed)) for seed in range(batch * FEW, (batch + 1) * FEW))
    assert outcomes["refused"] <= MOST_REFUSED * (outcomes["right"] + outcomes["refused"]), outcomes


@pytest.mark.parametrize("batch", range(2))
def test_idioms_are_right_or_refused(batch: int) -> None:
    programs = [fuzz.generate_idiomatic(seed) for seed in range(batch * FEW, (batch + 1) * FEW)]
    outcomes = collections.Counter(judged(fuzz.with_other_words(p) if p.seed % 2 else p) for p in programs)
    assert outcomes["refused"] <= MOST_REFUSED * (outcomes["right"] + outcomes["refused"]), outcomes


@pytest.mark.parametrize("write", [fuzz.generate_tight, fuzz.generate_ordered, fuzz.generate_called, fuzz.generate_asked])
def test_what_a_few_places_hold_is_right_or_refused(write: Callable[[int], fuzz.Program]) -> None:
    """A third of them in several modules, a third with stretches as functions."""
    ways = (fuzz.in_modules, fuzz.in_functions, lambda program: program)
    outcomes = collections.Counter(judged(ways[seed % 3](write(seed))) for seed in range(FEW))
    assert outcomes["refused"] <= MOST_REFUSED * (outcomes["right"] + outcomes["refused"]), outcomes


@pytest.mark.parametrize("write", [fuzz.generate_library, fuzz.generate_optioned, fuzz.generate_transforming, fuzz.generate_narrow, fuzz.generate_plain, fuzz.generate_shelved])
def test_what_libraries_give_is_right_or_refused(write: Callable[[int], fuzz.Program]) -> None:
    """A third of them with arguments that are given otherwise."""
    programs = [write(seed) for seed in range(FEW // 2)]
    outcomes = collections.Counter(judged(fuzz.with_other_arguments(p) if p.seed % 3 == 1 else p) for p in programs)
    assert outcomes["refused"] <= 2 * MOST_REFUSED * (outcomes["right"] + outcomes["refused"]), outcomes


@pytest.mark.parametrize("write", [fuzz.generate_holders, fuzz.generate_shelved, fuzz.generate_idiomatic])
def test_names_that_mean_something_elsewhere(write: Callable[[int], fuzz.Program]) -> None:
    outcomes = collections.Counter(judged(fuzz.with_taken_names(write(seed))) for seed in range(FEW // 2))
    assert outcomes["refused"] <= 2 * MOST_REFUSED * (outcomes["right"] + outcomes["refused"]), outcomes


@pytest.mark.parametrize("write", [fuzz.generate_plain, fuzz.generate_library])
def test_statements_in_tries_are_right_or_refused(write: Callable[[int], fuzz.Program]) -> None:
    outcomes = collections.Counter(judged(fuzz.with_tries(write(seed))) for seed in range(FEW // 2))
    assert outcomes["right"], outcomes  # many are refused


def test_what_is_cut_short_is_right_or_refused() -> None:
    outcomes = collections.Counter(judged(fuzz.generate_interrupted(seed)) for seed in range(FEW))
    assert outcomes["refused"] <= 2 * MOST_REFUSED * (outcomes["right"] + outcomes["refused"]), outcomes  # a `try` of changes is


def test_what_changes_meanwhile_is_right_or_refused() -> None:
    outcomes: collections.Counter[str] = collections.Counter()
    for seed in range(FEW):
        story = fuzz.generate_meanwhile(seed)
        try:
            outcomes.update(fuzz.check_meanwhile(story))
        except fuzz.Rejected:
            outcomes["put aside"] += 1
        except fuzz.Failure as failure:
            pytest.fail(f"seed {seed}: {failure}\n{story}")
    assert outcomes["put aside"] < FEW / 2, outcomes
    assert outcomes["refused"] <= MOST_REFUSED * (outcomes["right"] + outcomes["refused"]), outcomes


def test_same_seed_same_program() -> None:
    assert fuzz.generate_interrupted(7) == fuzz.generate_interrupted(7)
    assert fuzz.generate_library(7) == fuzz.generate_library(7)
    assert fuzz.generate_optioned(7) == fuzz.generate_optioned(7)
    assert fuzz.generate_transforming(7) == fuzz.generate_transforming(7)
    assert fuzz.generate_shelved(7) == fuzz.generate_shelved(7)
    assert fuzz.generate_narrow(7) == fuzz.generate_narrow(7)
    assert fuzz.generate_plain(7) == fuzz.generate_plain(7)
    assert fuzz.generate_meanwhile(7) == fuzz.generate_meanwhile(7)
    assert fuzz.generate_tight(7) == fuzz.generate_tight(7)
    assert fuzz.generate_ordered(7) == fuzz.generate_ordered(7)
    assert fuzz.generate_called(7) == fuzz.generate_called(7)
    assert fuzz.generate_asked(7) == fuzz.generate_asked(7)
    assert fuzz.generate_idiomatic(7) == fuzz.generate_idiomatic(7)
    assert fuzz.generate_holders(7) == fuzz.generate_holders(7)
    assert fuzz.generate(7) == fuzz.generate(7)
