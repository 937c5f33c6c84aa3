"""Times gradients against the primal and against the gradient a person wrote: `python tools/bench.py [--only NAME]`.

One process, CPU time; the tools of a workload are interleaved in rounds; medians.  Every gradient is checked against the hand
gradient before it is timed, and every hand gradient against differences of the program.  A program that s2sdiff does
not accept yet stands in the table as `not yet`.
"""

from __future__ import annotations

import os

if __name__ == "__main__":  # one thread, and every generation from scratch: set before NumPy and s2sdiff are imported
    for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(_name, "1")
    os.environ["S2SDIFF_CACHE"] = "0"

import argparse
import copy
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import s2sdiff as sd
from workloads import Workload, all_workloads

COLUMNS = ("primal", "hand", "specialize", "grad(f)(x)", "ours/hand", "call cost", "first ms")


def check_hand(workload: Workload) -> None:
    """The hand gradient agrees with differences of the program along a random direction."""
    rng = np.random.default_rng(1)
    point = [workload.args[i] for i in workload.wrt]
    direction = [rng.normal(size=np.shape(a)) for a in point]

    def value(step: float, seed: Any) -> float:
        args = list(copy.deepcopy(workload.args))
        for i, move in zip(workload.wrt, direction, strict=True):
            args[i] = args[i] + step * move
        return float(np.sum(workload.primal(*args) * seed))

    hand = workload.hand(*copy.deepcopy(workload.args))
    rows = hand if workload.seeds else [hand if len(point) > 1 else (hand,)]
    step = workload.step
    for seed, row in zip(workload.seeds or (1.0,), rows, strict=True):
        want = (value(step, seed) - value(-step, seed)) / (2 * step)
        terms = [np.vdot(g, m) for g, m in zip(row, direction, strict=True)]
        scale = max(1.0, abs(want), *map(abs, terms), 1e-4 * abs(value(0.0, seed)))
        assert abs(sum(terms) - want) < 2e-6 * scale, f"{workload.name}: hand {sum(terms)}, differences {want}"


def generated(workload: Workload) -> tuple[Callable[..., Any], Callable[..., Any], float]:
    """Our derivative as `specialize` gives it and as users call it, and the seconds that generation took."""
    start = time.process_time()
    if workload.seeds:
        assert workload.wrt == tuple(range(len(workload.args)))

        def pulled(*args: Any) -> list[Any]:
            _, pullback = sd.vjp(workload.primal, *args)
            return [pullback(seed) for seed in workload.seeds]

        pulled(*workload.args)
        return pulled, pulled, time.process_time() - start
    generic = sd.grad(workload.primal, argnums=workload.wrt if len(workload.wrt) > 1 else workload.wrt[0])
    special = generic.specialize(*workload.args)
    return special, generic, time.process_time() - start


def assert_same(got: Any, want: Any, name: str) -> None:
    """Two gradients agree in every leaf."""
    if isinstance(want, (tuple, list)):
        assert len(got) == len(want), name
        for g, w in zip(got, want, strict=True):
            assert_same(g, w, name)
        return
    off = np.max(np.abs(np.subtract(got, want))) / max(1.0, float(np.max(np.abs(want))))
    assert off < 1e-8, f"{name}: off by {off:.1e}"


def settle_memory() -> None:
    """Makes glibc keep what is freed from now on.

    It gives memory back to the system until the program has once freed a larger piece, and whose calls then pay for
    having it mapped again depends on where arrays happen to lie.
    """
    np.ones(LARGE)


LARGE = 31 * 2**17  # 31 MiB of floats; pieces of 32 MiB and more do not count


def batch_size(function: Callable[..., Any], args: tuple[Any, ...], seconds: float) -> int:
    """How many calls fill about `seconds`."""
    count = 1
    while (took := timed(function, args, count)) < seconds / 4:
        count *= 4
    return max(1, round(count * seconds / took))


def timed(function: Callable[..., Any], args: tuple[Any, ...], count: int) -> float:
    """Seconds of this process that `count` calls take, whatever else the machine does."""
    start = time.process_time()
    for _ in range(count):
        function(*args)
    return time.process_time() - start


def medians(
    tools: dict[str, Callable[..., Any]], args: tuple[Any, ...], rounds: int, seconds: float
) -> dict[str, float]:
    """Seconds a call of each tool, all of them measured in turn in every round."""
    counts = {name: batch_size(tool, args, seconds) for name, tool in tools.items()}
    samples: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(rounds):
        for name, tool in tools.items():
            samples[name].append(timed(tool, args, counts[name]) / counts[name])
    return {name: statistics.median(times) for name, times in samples.items()}


def measure(workload: Workload, rounds: int, seconds: float) -> dict[str, Any]:
    """One row of the table, in seconds."""
    check_hand(workload)
    tools = {"primal": workload.primal, "hand": workload.hand}
    row: dict[str, Any] = {"workload": workload.name}
    try:
        special, generic, first = generated(workload)
    except (sd.errors.Unsupported, NotImplementedError) as refusal:
        row["not yet"] = str(refusal).splitlines()[0]
    else:
        want = workload.hand(*copy.deepcopy(workload.args))
        assert_same(special(*workload.args), want, f"{workload.name}, specialize")
        assert_same(generic(*workload.args), want, f"{workload.name}, grad")
        tools |= {"specialize": special, "grad(f)(x)": generic}
        row["first ms"] = first * 1e3
    row |= medians(tools, workload.args, rounds, seconds)
    if "specialize" in row:
        row["ours/hand"] = row["specialize"] / row["hand"]
        row["call cost"] = row["grad(f)(x)"] - row["specialize"]
    return row


def shown(seconds: float) -> str:
    """A time with its unit."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("us", 1e-6)):
        if abs(seconds) >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def line(row: dict[str, Any]) -> str:
    """A row of the table as text."""
    cells = []
    for column in COLUMNS:
        value = row.get(column)
        if value is None:
            cells.append("not yet" if column == "specialize" else "")
        else:
            cells.append(
                f"{value:.2f}" if column == "ours/hand" else f"{value:.0f}" if column == "first ms" else shown(value)
            )
    return f"{row['workload']:20}" + "".join(f"{cell:>13}" for cell in cells)


def main() -> None:
    """Run the workloads that were asked for and print a table, or JSON in seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", metavar="TEXT", help="workloads whose name contains TEXT")
    parser.add_argument("--json", action="store_true", help="print rows as JSON, times in seconds")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--seconds", type=float, default=0.05, help="about how long a tool runs in each round")
    parser.add_argument("--check", action="store_true", help="only check the hand gradients")
    options = parser.parse_args()
    settle_memory()
    workloads = [w for w in all_workloads() if not options.only or options.only in w.name]
    if options.check:
        for workload in workloads:
            check_hand(workload)
            print("right:", workload.name)
        return
    if not options.json:
        print(f"{'':20}" + "".join(f"{column:>13}" for column in COLUMNS))
    rows = []
    for workload in workloads:
        rows.append(measure(workload, options.rounds, options.seconds))
        if not options.json:
            print(line(rows[-1]), flush=True)
    if options.json:
        json.dump(rows, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
