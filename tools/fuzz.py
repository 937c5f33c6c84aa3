"""Hunts for programs that s2sdiff gets wrong: `python tools/fuzz.py --minutes 2 --seed 1`.

Programs come from `tests/fuzz`, one for each number from the seed on.  A failure is shrunk and printed as a program
of the corpus; the counts stand at the end.  The exit status is 1 if there was a failure.
"""

from __future__ import annotations

import argparse
import ast
import collections
import copy
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]  # before this folder, where this file has the same name

import fuzz
import oracles
import s2sdiff as sd

WRITERS = {"holders": fuzz.generate_holders, "idiomatic": fuzz.generate_idiomatic, "tight": fuzz.generate_tight, "ordered": fuzz.generate_ordered, "called": fuzz.generate_called, "asked": fuzz.generate_asked, "interrupted": fuzz.generate_interrupted, "library": fuzz.generate_library, "optioned": fuzz.generate_optioned, "narrow": fuzz.generate_narrow, "plain": fuzz.generate_plain, "transforming": fuzz.generate_transforming, "shelved": fuzz.generate_shelved}


def failure_of(program: fuzz.Program, stage: str) -> fuzz.Failure | None:
    """How a program fails at a stage of the oracles, None where it does not."""
    try:
        fuzz.check(program, second=stage == "second", stages=() if stage == "second" else (stage,))
    except fuzz.Failure as failure:
        return failure
    except (fuzz.Rejected, sd.errors.Unsupported):
        pass
    return None


def alike(failure: fuzz.Failure | None, other: fuzz.Failure) -> bool:
    """Whether two failures are, as far as one can see, the same; wrong numbers stand for one another."""
    if failure is None:
        return False
    return failure.kind == other.kind or (failure.kind.startswith("wrong") and other.kind.startswith("wrong"))


# ---------------------------------------------------------------------------------------------------------------------
# Shrinking: any smaller program that fails alike will do.


def smaller(program: fuzz.Program) -> Iterator[fuzz.Program]:
    """Programs with a piece taken out, larger pieces first."""
    tree = ast.parse(program.text)
    places = [
        (i, name)
        for i, node in enumerate(ast.walk(tree))
        for name in ("body", "orelse")
        if isinstance(getattr(node, name, None), list)
    ]
    for i, name in places:
        length = len(getattr(_nth(tree, i), name))
        for size in sorted({length // 2, 1} - {0}, reverse=True):
            for start in range(length - size, -1, -size):
                yield from _edited(program, tree, i, lambda node, n=name, s=start, z=size: _cut(node, n, s, s + z))
    for i, node in enumerate(ast.walk(tree)):
        if isinstance(node, (ast.If, ast.For, ast.While)):
            yield from _edited(program, tree, i, None)
    expressions = [
        (i, node)
        for i, node in enumerate(ast.walk(tree))
        if isinstance(node, ast.expr) and not isinstance(node, ast.Name)
    ]
    for i, node in expressions:
        if isinstance(getattr(node, "ctx", None), ast.Store):
            continue
        for part in _parts(node):
            yield from _edited(program, tree, i, None, part)
    names = [a.arg for a in _main(tree).args.args]
    for position, name in enumerate(names):
        if len(names) > 1 and not re.search(rf"\b{name}\b", program.text.partition("def f(")[2].partition("\n")[2]):
            yield _without(program, tree, position)
    for position in program.wrt:
        if len(program.wrt) > 1:
            yield replace(program, wrt=tuple(w for w in program.wrt if w != position))


def _nth(tree: ast.AST, i: int) -> ast.AST:
    return next(node for j, node in enumerate(ast.walk(tree)) if j == i)


def _main(tree: ast.Module) -> ast.FunctionDef:
    return next(s for s in tree.body if isinstance(s, ast.FunctionDef) and s.name == "f")


def _cut(node: ast.AST, name: str, start: int, stop: int) -> None:
    rest = getattr(node, name)
    del rest[start:stop]
    if not rest and name == "body":
        rest.append(ast.Pass())


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    """Expressions that may stand where `node` does."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr) and not (isinstance(node, ast.Call) and child is node.func):
            yield child
        if isinstance(child, ast.keyword):
            yield child.value
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("sum", "copy", "ravel", "reshape")
    ):
        yield node.func.value
    if not isinstance(node, (ast.Constant, ast.Slice)):
        yield ast.Constant(0.5)
    if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value > 1:
        yield ast.Constant(node.value - 1)


class _Replace(ast.NodeTransformer):
    """Puts other nodes in place of one."""

    def __init__(self, old: ast.AST, new: ast.AST | list[ast.stmt]) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST | list[ast.stmt]:  # type: ignore[override]
        return self.new if node is self.old else self.generic_visit(node)


def _edited(
    program: fuzz.Program, tree: ast.Module, i: int, edit: object, part: ast.expr | None = None
) -> Iterator[fuzz.Program]:
    """The program after `edit` of its i-th node, or with the node's body or `part` in its place."""
    clone = copy.deepcopy(tree)
    node = _nth(clone, i)
    if callable(edit):
        edit(node)
        variants: list[ast.AST] = [clone]
    elif part is not None:
        variants = [_Replace(node, copy.deepcopy(part)).visit(clone)]  # type: ignore[list-item]
    else:
        variants = []
        for name in ("body", "orelse"):
            again = copy.deepcopy(tree)
            block = _nth(again, i)
            if getattr(block, name):
                variants.append(_Replace(block, getattr(block, name)).visit(again))  # type: ignore[arg-type]
    for variant in variants:
        try:
            warnings.simplefilter("ignore")
            text = ast.unparse(ast.fix_missing_locations(variant)) + "\n"
            compile(text, "<smaller>", "exec")
        except (SyntaxError, ValueError, AttributeError):
            continue
        if "def f(" in text and text != program.text:
            yield replace(program, text=text)


def _without(program: fuzz.Program, tree: ast.Module, position: int) -> fuzz.Program:
    """The program without a parameter that it does not use."""
    clone = copy.deepcopy(tree)
    del _main(clone).args.args[position]
    wrt = tuple(w - (w > position) for w in program.wrt if w != position) or (0,)
    arguments = program.arguments[:position] + program.arguments[position + 1 :]
    return replace(program, text=ast.unparse(clone) + "\n", arguments=arguments, wrt=wrt)


def shrink(program: fuzz.Program, failure: fuzz.Failure, seconds: float) -> fuzz.Program:
    """The smallest program found in the time given that fails like this one."""
    until = time.monotonic() + seconds
    shrunk = True
    while shrunk and time.monotonic() < until:
        shrunk, tried, candidates = False, 0, list(smaller(program))
        while tried < len(candidates) and time.monotonic() < until:
            if alike(failure_of(candidates[tried], failure.stage), failure):
                program, shrunk = candidates[tried], True
                candidates = list(smaller(program))  # and go on from the same place
            else:
                tried += 1
    return program


# ---------------------------------------------------------------------------------------------------------------------


def hunt(seed: int, size: int, minutes: float, most: int, shrinking: float, *, ways: Sequence[Callable[[fuzz.Program], fuzz.Program]], kind: str, stages: tuple[str, ...]) -> int:
    """Runs programs until the time is up; the number of failures."""
    counts: collections.Counter[str] = collections.Counter()
    reasons: collections.Counter[str] = collections.Counter()
    kinds: collections.Counter[str] = collections.Counter()
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until and counts["programs"] < most:
        program = WRITERS[kind](seed) if kind else fuzz.generate(seed, size)
        for way in ways:
            program = way(program)
        second = seed % 3 == 0
        seed += 1
        counts["programs"] += 1
        try:
            fuzz.check(program, second=second, stages=stages)
            counts["right"] += 1
        except fuzz.Rejected as reason:
            counts["put aside"] += 1
            reasons[f"(put aside) {str(reason)[:100]}"] += 1
        except sd.errors.Unsupported as refusal:
            counts["refused"] += 1
            reasons[re.sub(r"`[^`]*`", "`..`", re.sub(r"line \d+", "line N", refusal.message))[:110]] += 1
        except fuzz.Failure as failure:
            counts["failures"] += 1
            kinds[failure.kind] += 1
            print(f"\n# seed {seed - 1} fails, and is made smaller ...", flush=True)
            if kinds[failure.kind] <= 3 or failure.kind.startswith("wrong"):
                least = shrink(program, failure, shrinking)
                last = failure_of(least, failure.stage) or failure
                print(f"\n# seed {seed - 1}: {last}\n{least.as_corpus()}", flush=True)
    report(counts, reasons, kinds)
    return counts["failures"]


def hunt_rewritten(seed: int, minutes: float, most: int) -> int:
    """Holds programs of the corpus, put in other words, against its oracles until the time is up; the number of failures."""
    counts: collections.Counter[str] = collections.Counter()
    reasons: collections.Counter[str] = collections.Counter()
    kinds: collections.Counter[str] = collections.Counter()
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until and counts["programs"] < most:
        seed += 1
        try:
            case = fuzz.in_other_words(seed)
        except fuzz.Rejected:
            continue
        counts["programs"] += 1
        for check in (oracles.check_reverse, oracles.check_forward):
            try:
                refusal = oracles.answered_or_refused(check, case)
            except Exception as error:  # noqa: BLE001 - wrong, or anything that no program may raise
                kinds[f"{type(error).__name__} in {check.__name__}"] += 1
                print(f"\n# seed {seed}, {case}, {check.__name__}: {error}\n{fuzz.text_of(case)}", flush=True)
                break
            if refusal is not None:
                counts["refused"] += 1
                reasons[re.sub(r"`[^`]*`", "`..`", re.sub(r"line \d+", "line N", refusal.partition(": ")[2].partition("\n")[0]))[:110]] += 1
                break
        else:
            counts["right"] += 1
    counts["failures"] = kinds.total()
    report(counts, reasons, kinds)
    return counts["failures"]


def hunt_meanwhile(seed: int, minutes: float, most: int) -> int:
    """Holds what is asked of derivatives while things change outside, until the time is up; the number of failures."""
    counts: collections.Counter[str] = collections.Counter()
    kinds: collections.Counter[str] = collections.Counter()
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until and counts["programs"] < most:
        story = fuzz.generate_meanwhile(seed)
        seed += 1
        counts["programs"] += 1
        failure = failure_in_time(story, counts)
        if failure is not None:
            kinds[failure.kind] += 1
            least = shrink_story(story)
            print(f"\n# seed {story.seed}: {failure_in_time(least, collections.Counter())}\n{least}", flush=True)
    counts["failures"] = kinds.total()
    report(counts, collections.Counter(), kinds)
    return counts["failures"]


def failure_in_time(story: fuzz.Story, counts: collections.Counter[str]) -> fuzz.Failure | None:
    """How a story fails, None where it does not; otherwise its answers are counted."""
    try:
        counts.update(fuzz.check_meanwhile(story))
    except fuzz.Rejected:
        counts["put aside"] += 1
    except fuzz.Failure as failure:
        return failure
    return None


def shrink_story(story: fuzz.Story) -> fuzz.Story:
    """A story that fails and of which nothing can be left out."""
    for smaller in story.smaller():
        if failure_in_time(smaller, collections.Counter()) is not None:
            return shrink_story(smaller)
    return story


def report(
    counts: collections.Counter[str], reasons: collections.Counter[str], kinds: collections.Counter[str]
) -> None:
    """Prints what was counted."""
    print("\n" + ", ".join(f"{counts[key]} {key}" for key in ("programs", "right", "refused", "put aside", "failures")))
    for title, table in (("failures", kinds), ("refused and put aside", reasons)):
        if table:
            print(f"{title}:")
            for reason, count in table.most_common():
                print(f"{count:6} {reason}")


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0, help="the first program's number")
    parser.add_argument("--size", type=int, default=45, help="statements of a function, about")
    parser.add_argument("--programs", type=int, default=10**9, help="stop after so many")
    parser.add_argument("--shrink", type=float, default=60.0, help="seconds spent on making a failure small")
    ways = {"action": "append_const", "dest": "ways", "default": []}
    parser.add_argument("--fewer-names", **ways, const=fuzz.with_fewer_names, help="several values of a program under one name")
    parser.add_argument("--taken-names", **ways, const=fuzz.with_taken_names, help="attributes called as those of arrays are, variables as builtins")
    parser.add_argument("--tried", **ways, const=fuzz.with_tries, help="statements in `try` blocks")
    parser.add_argument("--in-functions", **ways, const=fuzz.in_functions, help="stretches of them as functions of their own")
    parser.add_argument("--in-modules", **ways, const=fuzz.in_modules, help="in several modules that know one another's names by others")
    parser.add_argument("--other-arguments", **ways, const=fuzz.with_other_arguments, help="arguments inside of one another, or laid out otherwise in memory")
    parser.add_argument("--other-words", **ways, const=fuzz.with_other_words, help="attributes or keys for variables, second names, loops of one trip, ...")
    parser.add_argument("--other-lengths", action="append_const", dest="stages", const="lengths", default=[], help="the same derivatives at arrays of other lengths, too")
    parser.add_argument("--results", action="append_const", dest="stages", const="results", help="the derivatives of several of its variables, too")
    parser.add_argument("--holders", action="store_const", dest="kind", const="holders", default="", help="short programs about objects that hold objects")
    parser.add_argument("--idiomatic", action="store_const", dest="kind", const="idiomatic", help="short programs of what people write about arrays")
    parser.add_argument("--tight", action="store_const", dest="kind", const="tight", help="short programs that read and change a handful of places")
    parser.add_argument("--ordered", action="store_const", dest="kind", const="ordered", help="short programs about when things are read")
    parser.add_argument("--called", action="store_const", dest="kind", const="called", help="short programs of functions that share memory")
    parser.add_argument("--asked", action="store_const", dest="kind", const="asked", help="short programs of objects that Python asks")
    parser.add_argument("--interrupted", action="store_const", dest="kind", const="interrupted", help="short programs that are cut short")
    parser.add_argument("--optioned", action="store_const", dest="kind", const="optioned", help="short programs of NumPy's options")
    parser.add_argument("--narrow", action="store_const", dest="kind", const="narrow", help="short programs in several dtypes")
    parser.add_argument("--plain", action="store_const", dest="kind", const="plain", help="short programs of plain Python")
    parser.add_argument("--transforming", action="store_const", dest="kind", const="transforming", help="short programs that take derivatives themselves")
    parser.add_argument("--shelved", action="store_const", dest="kind", const="shelved", help="short programs of one thing under several names, deep inside of others")
    parser.add_argument("--library", action="store_const", dest="kind", const="library", help="short programs of what Python's own library keeps numbers in")
    parser.add_argument("--rewritten", action="store_true", help="programs of the corpus in other words")
    parser.add_argument("--meanwhile", action="store_true", help="functions that read what changes between calls of their derivatives")
    given = parser.parse_args()
    if given.meanwhile:
        return 1 if hunt_meanwhile(given.seed, given.minutes, given.programs) else 0
    if given.rewritten:
        return 1 if hunt_rewritten(given.seed, given.minutes, given.programs) else 0
    found = hunt(given.seed, given.size, given.minutes, given.programs, given.shrink, ways=given.ways, kind=given.kind, stages=(*fuzz.STAGES, *given.stages))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
