"""The command `s2sdiff`: print derivatives, check them, explain them.

A target is imported and its function's source is read; the function itself runs only for `check`.  Exit status: 0 done,
1 a check failed, 2 the command line makes no sense, 3 the program cannot be differentiated.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any

import numpy as np

from s2sdiff import arguments, drivers, stages, standalone, transform, tree, types
from s2sdiff.errors import S2SError
from s2sdiff.run.derivative import Request
from s2sdiff.targets import Asked, Usage, asked, target
from s2sdiff.testing import STEP, TOLERANCE, _Check, _coarsest, _inner
from s2sdiff.transform import Given

Function = Callable[..., Any]

DONE, FAILED, USAGE, REFUSED = 0, 1, 2, 3

ALIASES = {"forward": "jvp", "reverse": "grad"}
DERIVED = ("grad", "value-and-grad", "jvp", "vjp")  # by the pipeline itself, stage by stage
KINDS = {
    "grad": transform.Grad,
    "value-and-grad": transform.ValueAndGrad,
    "jacfwd": transform.Jacfwd,
    "jacrev": transform.Jacrev,
    "hessian": transform.Hessian,
}
MODES = (*DERIVED, "jacfwd", "jacrev", "hessian", "hvp", *ALIASES)

DESCRIPTION = """\
Differentiate NumPy programs, source to source: the derivative is Python you can read.
"""

EXAMPLES = """\
examples:
  s2sdiff dump model.py:loss --at "np.ones(3), 2.0"            the gradient, for arguments like these
  s2sdiff dump model.py:loss --wrt w,b --mode value-and-grad   types from annotations and defaults
  s2sdiff dump package.module:f --order 2 --at 1.0             the derivative of the derivative
  s2sdiff dump model.py:loss --at "..." --standalone -o loss_grad.py
  s2sdiff dump model.py:loss --at "..." --standalone -o loss_grad.py --check
  s2sdiff dump model.py:loss --at "..." --stage normalize      the program after one pass; "all" for each
  s2sdiff check model.py:loss --at "np.ones(3), 2.0"           forward, reverse and finite differences
  s2sdiff explain model.py:loss --at "np.ones(3), 2.0"         what is active, what is kept, and why

exit status: 0 done, 1 a check failed, 2 the command line makes no sense, 3 cannot be differentiated
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit status."""
    parser = _parser()
    try:
        options = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has printed what is wrong, or the help
        return int(stop.code or 0)
    try:
        with target(options.target) as (function, module):
            return int(options.run(options, function, module))
    except Usage as wrong:
        return _complain(f"s2sdiff: {wrong}", USAGE)
    except S2SError as refusal:
        return _complain(str(refusal), REFUSED)
    except (TypeError, ValueError) as wrong:
        if not _comes_from(wrong.__traceback__, arguments):
            raise
        return _complain(f"s2sdiff: {wrong}", USAGE)  # what `sd.grad` and the like would answer
    except BrokenPipeError:  # the reader, `head` perhaps, has seen enough
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - so that nothing is flushed at exit
        return DONE


def _complain(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status


def _comes_from(trace: TracebackType | None, module: ModuleType) -> bool:
    """Whether an error was raised in a module."""
    last = list(traceback.walk_tb(trace))[-1][0]
    return last.f_globals.get("__name__") == module.__name__


def _parser() -> argparse.ArgumentParser:
    layout = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("s2sdiff", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=layout)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("target", metavar="TARGET", help="FILE.py:FUNCTION or package.module:FUNCTION")
    shared.add_argument("--at", metavar="ARGS", help='arguments to show the types, such as "np.ones(3), n=2"')
    shared.add_argument("--wrt", metavar="NAMES", help="parameters to differentiate, such as w,b (the first)")

    dump = commands.add_parser(
        "dump", parents=[shared], help="print the source of a derivative", epilog=EXAMPLES, formatter_class=layout
    )
    dump.add_argument(
        "--mode", choices=MODES, default="grad", help="the derivative (grad); forward is jvp, reverse grad"
    )
    dump.add_argument("--order", type=int, default=1, metavar="N", help="differentiate N times (grad and jvp)")
    dump.add_argument("--standalone", action="store_true", help="a file that runs where s2sdiff is not installed")
    dump.add_argument("-o", dest="output", metavar="FILE", help="write a module to FILE rather than print")
    dump.add_argument("--check", action="store_true", help="with -o: write nothing, exit with 1 if FILE would change")
    dump.add_argument("--stage", choices=(*stages.NAMES, "all"), help="the program after a pass", metavar="NAME")
    dump.add_argument(
        "--target", dest="language", choices=("python", "numba"), default="python", help="who runs it (python)"
    )
    dump.set_defaults(run=_dump)

    check = commands.add_parser("check", parents=[shared], help="compare both modes with finite differences")
    check.set_defaults(run=_check)

    explain = commands.add_parser("explain", parents=[shared], help="say what is active, kept, computed again, and why")
    explain.add_argument("--mode", choices=("grad", "value-and-grad", "jvp", "vjp", *ALIASES), default="grad")
    explain.set_defaults(run=_explain)
    return parser


# --------------------------------------------------------------------------------------------------------------- dump


@dataclass(frozen=True)
class Emission:
    """Emitted text and the live functions to which it belongs."""

    text: str
    functions: tuple[Function, ...]


def _dump(options: argparse.Namespace, function: Function, module: dict[str, Any]) -> int:
    mode = ALIASES.get(options.mode, options.mode)
    if options.check and not options.output:
        raise Usage("--check compares with a file: say which one with -o FILE")
    about = asked(function, module, options.at, options.wrt)
    if options.stage:
        text = _staged(options, about, mode)
    else:
        emission = _emission(about, mode, options.order, options.language)
        if options.standalone:
            text = standalone.alone(emission.text, emission.functions)
        elif options.output:
            text = standalone.importing(emission.text, emission.functions)
        else:
            text = standalone.beside(emission.text, emission.functions, module)
    if options.check:
        return _compare(Path(options.output), text)
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(_coloured(text))
    return DONE


def _emission(about: Asked, mode: str, order: int, target: str) -> Emission:
    """The derivative that is asked for."""
    if order != 1:
        if order < 1 or mode not in ("grad", "jvp"):
            raise Usage("--order N, with N at least 1, goes with --mode grad or jvp; for a matrix, use --mode hessian")
        return _repeated(about, mode, order, target)
    plain = {
        "argnums": about.argnums,
        "argnames": about.argnames,
        "has_aux": False,
        "holomorphic": False,
        "target": target,
    }
    if mode == "hvp":
        return _product(about, plain)
    if mode in KINDS:
        extra = {} if mode in ("jacfwd", "hessian") else {"allow_int": False}
        emitted = transform.shared(KINDS[mode], about.function, **plain, **extra).emitted_for(about.given)
        return Emission(emitted.text, (emitted.function,))
    wrt, bare = about.wrt
    arguments.check_numbers([about.given[p] for p in wrt])
    derivative = transform.derive(about.function, mode, wrt, about.given, bare=bare, target=target)
    functions = (derivative.main, derivative.backward)
    return Emission(derivative.text, tuple(f for f in functions if f is not None))


def _repeated(about: Asked, mode: str, order: int, target: str) -> Emission:
    """The derivative of the derivative of ..., each with respect to the same parameters."""
    kind = {"argnums": about.argnums, "argnames": about.argnames, "has_aux": False, "holomorphic": False}
    function, given = about.function, about.given
    text = ""
    for _ in range(order):
        if mode == "grad":
            emitted = transform.shared(transform.Grad, function, **kind, allow_int=False, target=target).emitted_for(
                given
            )
            function, text = emitted.function, emitted.text
            continue
        wrt, bare = about.wrt
        derivative = transform.derive(function, mode, wrt, given, bare=bare, target=target)
        dots = drivers.tangent_names(derivative.main, len(wrt))
        tangents = dict(zip(dots, [types.without_value(given[p]) for p in wrt], strict=True))
        function, text, given = derivative.main, derivative.text, Given(given.args, {**given.kwargs, **tangents})
    return Emission(text, (function,))


def _product(about: Asked, plain: dict[str, Any]) -> Emission:
    """The product of the Hessian with a vector: forward over reverse."""
    gradient = transform.shared(transform.Grad, about.function, **plain, allow_int=False)
    gradient.emitted_for(about.given)  # refuses what has no gradient
    wrt, _ = about.wrt
    derivative = transform.derive(gradient, "jvp", wrt, about.given, target=plain["target"])
    inputs = drivers.inputs_of(derivative.main, about.given.args, about.given.kwargs, wrt)
    name = f"{drivers.name_of(about.function)}_hvp"
    driver = drivers.product(name, about.function, derivative, inputs)
    return Emission(f"{driver.text}\n\n{derivative.text}", (driver.function,))


def _staged(options: argparse.Namespace, about: Asked, mode: str) -> str:
    """The program after the stages that are asked for."""
    if mode not in DERIVED or options.order != 1:
        raise Usage(f"--stage goes with --mode {', '.join(DERIVED)}, at order 1")
    found = stages.stages(about.function, _request(about, mode, options.language), *_given(about))
    if options.stage != "all":
        return dict(found)[options.stage]
    return "\n\n".join(f"# {name}\n\n{text}" for name, text in found)


def _request(about: Asked, mode: str, target: str) -> Request:
    wrt, bare = about.wrt
    return Request(mode.replace("-", "_"), wrt, bare, target=target)


def _given(about: Asked) -> tuple[Any, ...]:
    """The types of the arguments, and how their sizes are called."""
    return about.given.args, about.given.kwargs, about.given.sizes


def _compare(path: Path, text: str) -> int:
    """Whether a file holds this text; what differs is shown."""
    if not path.is_file():
        return _complain(f"s2sdiff: {path} does not exist; without --check it would be written", FAILED)
    old = path.read_text(encoding="utf-8")
    before, after = old.splitlines(keepends=True), text.splitlines(keepends=True)
    sys.stdout.writelines(difflib.unified_diff(before, after, f"{path}", f"{path} (as it would be)"))
    return DONE if old == text else FAILED


def _coloured(text: str) -> str:
    """The text in colours, on a terminal and where Pygments is installed."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    try:
        import pygments
        from pygments.formatters import TerminalFormatter
        from pygments.lexers import PythonLexer
    except ImportError:
        return text
    return str(pygments.highlight(text, PythonLexer(stripnl=False), TerminalFormatter()))


# -------------------------------------------------------------------------------------------------------------- check


def _check(options: argparse.Namespace, function: Function, module: dict[str, Any]) -> int:
    """Compare the modes with finite differences, for each differentiated parameter along a random direction."""
    if options.at is None:
        raise Usage('a check runs the function: say where, with --at "..."')
    about = asked(function, module, options.at, options.wrt)
    assert about.values is not None
    values, kwargs = about.values
    if kwargs:
        raise Usage("keyword-only parameters cannot be checked; check a function that sets them")
    rows = _compared(about, values, [p for p in about.wrt[0] if isinstance(p, int)])
    tolerance = TOLERANCE.get(_coarsest(values), 1e-5)
    told: list[tuple[str, ...]] = [("", "forward", "reverse", "differences", "")]
    agreed = True
    for name, numbers in rows:
        error = max(abs(n - numbers[-1]) for n in numbers) / max(1.0, abs(numbers[-1]))
        agreed &= bool(error <= tolerance)
        verdict = "ok" if error <= tolerance else f"differs by {error:.1e}"
        told.append((name, *(f"{n:.10g}" for n in numbers), verdict))
    print(_table(told))
    if not agreed:
        print(f"The modes and the differences should agree to {tolerance:g}.")
    return DONE if agreed else FAILED


def _compared(about: Asked, values: tuple[Any, ...], wrt: list[int]) -> list[tuple[str, list[float]]]:
    """For the value and for each parameter: a number by forward mode, by reverse mode and without us."""
    function = about.function
    forward = transform.derive(function, "jvp", tuple(wrt), about.given)
    reverse = transform.derive(function, "vjp", tuple(wrt), about.given, bare=False)
    assert reverse.backward is not None
    step = STEP.get(_coarsest(values), 1e-5)
    checks = _Check(["fwd", "rev"], 0.0, 0.0, step)
    dots = drivers.tangent_names(forward.main, len(wrt))

    def push(directions: Sequence[Any]) -> tuple[Any, Any]:
        y, y_dot = forward.main(*_copied(values), **dict(zip(dots, directions, strict=True)))
        return y, y_dot

    y, tape = reverse.main(*_copied(values))
    seed = tree.map(checks.direction, y)
    cotangents = reverse.backward(tape, seed)
    still = [tree.map(_zero, values[p]) for p in wrt]
    own = [_inner(seed, result) for result in (push(still)[0], y, function(*_copied(values)))]
    rows = [("value", own)]
    for k, (name, place) in enumerate(zip(about.names, wrt, strict=True)):
        directions = [tree.map(checks.direction, values[p]) if q == k else still[q] for q, p in enumerate(wrt)]
        moved = [tree.map(_fixed, value) for value in values]
        moved[place] = directions[k]
        differences = checks.differences(lambda *args: function(*_copied(args)), _copied(values), tuple(moved))
        pulled = _inner(cotangents[k], directions[k])
        rows.append((name, [_inner(seed, push(directions)[1]), pulled, _inner(seed, differences)]))
    return rows


def _copied(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments, so that a function may change its own."""
    copied: tuple[Any, ...] = tree.map(lambda x: x.copy() if isinstance(x, np.ndarray) else x, values)
    return copied


def _zero(x: Any) -> Any:
    """A tangent of x that moves nothing."""
    return (
        np.zeros_like(x)
        if isinstance(x, np.ndarray) and x.dtype.kind in "fc"
        else type(x)(0)
        if _moves(x)
        else _fixed(x)
    )


def _fixed(x: Any) -> Any:
    """The tangent of what is not moved."""
    return np.zeros(np.shape(x), drivers.FLOAT0)


def _moves(x: Any) -> bool:
    return isinstance(x, (float, complex, np.inexact))


# ------------------------------------------------------------------------------------------------------------ explain


def _explain(options: argparse.Namespace, function: Function, module: dict[str, Any]) -> int:
    mode = ALIASES.get(options.mode, options.mode)
    about = asked(function, module, options.at, options.wrt)
    rows = stages.explain(about.function, _request(about, mode, "python"), *_given(about))
    reads = "" if mode == "jvp" else "in the reverse sweep"
    told = [("line", "variable", "value", "type", "active", reads)]
    told += [(str(r.line), r.name, _clipped(r.value), r.type, r.active, r.kept) for r in rows]
    print(_table(told))
    return DONE


def _clipped(text: str, width: int = 32) -> str:
    return text if len(text) <= width else f"{text[: width - 3]}..."


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns, the first row underlined."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * max(len(line) for line in lines), *lines[1:]])
