"""What must hold of the derivatives of a random program."""

from __future__ import annotations

import contextlib
import copy
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import s2sdiff as sd
from fuzz.given import with_lengths
from fuzz.programs import Program
from fuzz.results import weights, with_results
from fuzz.truth import Late, Rejected, alarm, directions, load, run_text, truth
from oracles import assert_same_bits, inner, leaves, moved
from s2sdiff.runtime import check_view

WIDE_MARGIN = 1e-3  # where differences are taken, at second order, a comparison is not closer to a tie
STAGES = ("reverse", "forward", "vjp")
LENGTHS = (1, 2, 5, 8)
SECONDS = 20  # longer than this for one program is a failure


class Failure(Exception):  # noqa: N818
    """s2sdiff gave a wrong answer or broke; `kind` tells failures apart roughly."""

    def __init__(self, kind: str, detail: str, stage: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.stage = stage  # of those of `check`


@contextlib.contextmanager
def engine(what: str) -> Iterator[None]:
    """Whatever is raised inside, other than a refusal at the user's line, is a failure."""
    try:
        yield
    except sd.errors.Unsupported as refusal:
        emitted = what == "forward over reverse" and str(refusal.filename).startswith(
            "<s2sdiff"
        )  # refused at second order
        if not (emitted or str(refusal.filename).startswith("<fuzz")) or refusal.lineno is None:
            raise Failure(f"{what}: a refusal without a place", str(refusal)) from refusal
        raise
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        if frames[-1].name == check_view.__name__:
            raise Rejected("a reshape that copies is changed") from error
        engine_folder = str(Path(sd.__file__).parent)
        inside = [f for f in frames if f.filename.startswith(engine_folder)]
        if Path(frames[-1].filename).is_file() or not inside:
            last = (inside or frames)[-1]
            where = kind = f"{last.filename.removeprefix(engine_folder + '/')}:{last.name}"
        else:
            kind, where = "emitted code", f"emitted code: {frames[-1].line}"
        raise Failure(f"{what}: {type(error).__name__} in {kind}", f"{error} at {where}") from error


def close(got: float, want: float, scale: float, tolerance: float, what: str) -> None:
    """Two numbers agree."""
    if not abs(got - want) <= tolerance * max(1.0, scale):
        raise Failure("wrong", f"{what}: {got!r}, wanted {want!r}")


def same(got: Any, want: Any, what: str) -> None:
    """Two trees are the same to the last bit."""
    try:
        assert_same_bits(got, want, what)
    except (AssertionError, ValueError) as error:
        raise Failure(f"wrong: {what}", str(error)) from error


def size(tree: Any) -> float:
    """The largest number in a tree, at least 1."""
    return max([1.0, *(float(np.max(np.abs(leaf), initial=0.0)) for leaf in leaves(tree))])


def shaped(gradient: Any, argument: Any) -> None:
    """A gradient has the structure, the shapes and the dtypes of its argument; a number of Python's has no dtype."""
    for got, want in zip(leaves(gradient), leaves(argument), strict=True):
        if np.shape(got) != np.shape(want) or (type(want) not in (int, float) and np.asarray(got).dtype != want.dtype):
            raise Failure("wrong: shape or dtype of the gradient", f"{got!r}, wanted that of {want!r}")


def check(program: Program, *, second: bool = False, stages: tuple[str, ...] = STAGES) -> None:
    """Holds s2sdiff's derivatives of a program against the oracles; raises Rejected, Unsupported or Failure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        judge = _Judge(program)
        for stage in (*stages, *["second"] * (second and judge.margin > WIDE_MARGIN)):
            try:
                with alarm(SECONDS):
                    getattr(judge, stage)()
            except Late as late:
                raise Failure("slow", f"more than {SECONDS} s", stage) from late
            except Failure as failure:
                failure.stage = stage
                raise


class _Judge:
    """The oracles for one program."""

    def __init__(self, program: Program, function: Callable[..., Any] | None = None) -> None:
        direction = directions(np.random.default_rng(program.seed), program.args(), program.wrt)
        true = truth(program, direction)
        self.program, self.wrt, self.function = program, program.wrt, function or load(program)
        self.along = tuple(direction[i] for i in self.wrt)
        self.value, self.derivative, self.after = true.value, true.derivative, true.after
        self.tolerance, self.margin = true.tolerance, true.margin
        self.scale = max(1.0, abs(self.derivative))
        self.rounding = self.tolerance if program.narrow else 1e-9
        self.slope: float | None = None

    def fresh(self) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """The arguments, made afresh, and those of them that vary."""
        args = self.program.args()
        return args, tuple(args[i] for i in self.wrt)

    def reverse(self) -> None:
        args, point = self.fresh()
        with engine("reverse"):
            value, gradient = sd.value_and_grad(self.function, argnums=self.wrt)(*args)
        same(args, self.after, "arguments after value_and_grad")
        same(value, self.value, "value of value_and_grad")
        shaped(gradient, point)
        self.scale = max(size(gradient), self.scale)
        self.slope = float(inner(gradient, self.along))
        close(self.slope, self.derivative, self.scale, self.tolerance, "reverse along a direction")

    def forward(self) -> None:
        args, point = self.fresh()
        with engine("forward"):
            value, tangent = sd.jvp(self.restricted(self.function, args), point, self.along)
        same(args, self.after, "arguments after jvp")
        same(value, self.value, "value of jvp")
        close(float(tangent), self.derivative, self.scale, self.tolerance, "forward along a direction")
        if self.slope is not None:
            close(self.slope, float(tangent), self.scale, self.rounding, "reverse against forward")

    def vjp(self) -> None:
        args, point = self.fresh()
        with engine("vjp"):
            value, pullback = sd.vjp(self.restricted(self.function, args), *point)
        same(value, self.value, "value of vjp")
        with engine("pullback"):
            first = copy.deepcopy(pullback(0.7))
            again = pullback(0.7)
        same(again, first, "pullback called twice")
        close(inner(first, self.along), 0.7 * self.derivative, self.scale, self.tolerance, "pullback along a direction")
        same(args, self.after, "arguments after the pullback")

    def lengths(self) -> None:
        """The same derivatives, asked for at arrays of other lengths."""
        for length in LENGTHS:
            with contextlib.suppress(Rejected):
                other = with_lengths(self.program, length)
                if other is not None:
                    judge = _Judge(other, self.function)
                    judge.reverse()
                    judge.forward()

    def results(self) -> None:
        """The derivatives of a function that gives several of the program's variables."""
        programs = with_results(self.program)
        if programs is None:
            return
        try:
            judge = _Judge(programs[1], function := load(programs[0]))
        except Rejected:
            return
        wanted = function(*judge.fresh()[0])
        seed = weights(wanted)
        args, point = judge.fresh()
        with engine("forward"):
            value, tangent = sd.jvp(judge.restricted(function, args), point, judge.along)
        same(value, wanted, "values of jvp")
        close(float(inner(seed, tangent)), judge.derivative, size(tangent), judge.tolerance, "forward, weighed")
        args, point = judge.fresh()
        with engine("vjp"):
            value, pullback = sd.vjp(judge.restricted(function, args), *point)
        same(value, wanted, "values of vjp")
        with engine("pullback"):
            first = copy.deepcopy(pullback(seed))
            again = pullback(seed)
        same(seed, weights(wanted), "seed after the pullback")
        same(again, first, "pullback called twice")
        close(float(inner(first, judge.along)), judge.derivative, size(first), judge.tolerance, "pullback of several results")

    def transposed(self) -> None:
        """The adjoint of a pullback, which is linear in its seed, against the pullback."""
        with engine("forward over reverse"):
            args, point = self.fresh()
            _, pullback = sd.vjp(self.restricted(self.function, args), *point)
            cotangent, back = sd.vjp(pullback, 1.0)
            (along,) = back(self.along)
        if np.shape(along) != ():
            raise Failure("wrong: shape of the adjoint of the pullback", f"{np.shape(along)}, wanted that of a number")
        want = float(inner(cotangent, self.along))
        close(float(along), want, size(cotangent), 1e-9, "the adjoint of the pullback")

    def second(self) -> None:
        """Forward over reverse against differences of the gradient, themselves at two steps."""
        gradient = sd.grad(self.function, argnums=self.wrt)

        def at(step: float) -> np.ndarray[Any, Any]:
            varied = list(self.program.args())
            for i, d in zip(self.wrt, self.along, strict=True):
                varied[i] = moved(varied[i], d, step)
            return _flat(gradient(*varied))

        with engine("gradient"):
            wide, narrow = ((at(h) - at(-h)) / (2 * h) for h in (2e-4, 1e-4))
        best = (4 * narrow - wide) / 3
        error = float(np.max(np.abs(best - narrow), initial=0.0))
        scale = max(1.0, float(np.max(np.abs(best), initial=0.0)))
        if error > 1e-3 * scale:
            return
        with engine("forward over reverse"):
            args, point = self.fresh()
            _, product = sd.jvp(self.restricted(gradient, args), point, self.along)
        self.transposed()
        got = _flat(product)
        if got.shape != best.shape:
            raise Failure("wrong: shape of H u", f"{got.shape}, wanted {best.shape}")
        off = float(np.max(np.abs(got - best), initial=0.0))
        if not off <= 10 * error + 1e-6 * scale:
            raise Failure("wrong: second order", f"off by {off:.2g} of {scale:.2g}")

    def restricted(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Callable[..., Any]:
        """`function` of the arguments that vary, the others being those of `args`."""
        if self.wrt == tuple(range(len(args))):
            return function
        fixed = {f"fixed{i}": arg for i, arg in enumerate(args) if i not in self.wrt}
        names = [f"x{i}" if i in self.wrt else f"fixed{i}" for i in range(len(args))]
        free = ", ".join(name for name in names if name not in fixed)
        text = f"restricted = lambda {free}: function({', '.join(names)})\n"
        namespace = run_text(text, {"function": function, **fixed})
        restricted: Callable[..., Any] = namespace["restricted"]
        return restricted


def _flat(tree: Any) -> np.ndarray[Any, Any]:
    """All numbers of a tree in a row."""
    return np.concatenate([np.ravel(leaf) for leaf in leaves(tree)])
