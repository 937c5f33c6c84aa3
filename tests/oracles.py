"""What a derivative is held against: numbers got another way, and properties that every derivative has.

A `Case` is a program of the corpus with arguments to try it at.  Each `check_*` function takes a case, asks s2sdiff for
a derivative and raises AssertionError where it is wrong.  Nothing here needs pytest, so that the same oracles run on
interpreters where only NumPy, gast and astunparse are installed.  The helpers on trees are written anew, since
`s2sdiff.tree` is under test as well.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import io
import linecache
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import s2sdiff as sd

Tree = Any


@dataclass(frozen=True)
class Case:
    """A program and the arguments it is tried at.

    `wrt` are the positions to differentiate.  `order` is 1 for a program whose second derivative does not exist or says
    nothing at these arguments.  `complex_step` holds where the program is analytic and takes complex arguments, so that
    its derivative is known to rounding; elsewhere differences at several steps serve.  `refusable` marks a program
    beyond the language accepted today: it is answered rightly or refused, never wrongly.
    """

    function: Callable[..., Any]
    args: tuple[Any, ...]
    wrt: tuple[int, ...] = (0,)
    order: int = 2
    complex_step: bool = True
    refusable: bool = False
    second_refusable: bool = False  # the derivative of the derivative may be refused, though never wrong
    over_forward_refusable: bool = False  # the same of the derivative of what forward mode writes
    label: str = ""
    theme: str = field(default="", compare=False)

    def __str__(self) -> str:
        return "-".join(filter(None, (self.theme, self.function.__name__, self.label)))

    def fresh(self) -> tuple[Any, ...]:
        """The arguments, copied: a program may not see what another one did to them."""
        return copy.deepcopy(self.args)

    def point(self) -> tuple[Any, ...]:
        """The arguments that vary."""
        args = self.fresh()
        return tuple(args[i] for i in self.wrt)

    @functools.cached_property
    def primal(self) -> Callable[..., Any]:
        """The program as a function of the arguments that vary: itself, or a lambda with source, as users write it.

        The same object each time, so that its derivatives are generated once for all oracles.
        """
        return _fix_others(self.function, self.fresh(), self.wrt)

    def result(self) -> Any:
        """What the program returns here."""
        return quietly(self.function, *self.fresh())

    @functools.cached_property
    def curvature(self) -> tuple[Tree, Tree, Tree, float]:
        """Two directions, and the derivative of the gradient along the first, by differences, with its tolerance."""
        rng = np.random.default_rng(7)
        u, v = direction_like(self.point(), rng), direction_like(self.point(), rng)
        return u, v, *_gradient_along(self, u)

    @property
    def is_scalar(self) -> bool:
        """Whether the program returns one number."""
        return not isinstance(self.result(), (tuple, list, dict)) and np.ndim(self.result()) == 0


def _fix_others(function: Callable[..., Any], args: tuple[Any, ...], wrt: tuple[int, ...]) -> Callable[..., Any]:
    if wrt == tuple(range(len(args))):
        return function
    names = [f"x{i}" if i in wrt else f"fixed{i}" for i in range(len(args))]
    text = f"restricted = lambda {', '.join(names[i] for i in wrt)}: program({', '.join(names)})\n"
    filename = f"<oracle {function.__module__}.{function.__name__} {len(linecache.cache)}>"
    linecache.cache[filename] = (len(text), None, [text], filename)
    namespace = {"program": function, **{names[i]: args[i] for i in range(len(args)) if i not in wrt}}
    exec(compile(text, filename, "exec"), namespace)
    restricted: Callable[..., Any] = namespace["restricted"]
    return restricted


def quietly(function: Callable[..., Any], *args: Any) -> Any:
    """`function(*args)`, with what it prints thrown away."""
    return with_output(function, *args)[0]


def with_output(function: Callable[..., Any], *args: Any) -> tuple[Any, str]:
    """`function(*args)` and what it printed."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        result = function(*args)
    return result, out.getvalue()


# ---------------------------------------------------------------------------------------------------------------------
# Trees: tuples, lists, dicts, namedtuples and None, with numbers and arrays for leaves.


def children(tree: Tree) -> list[Tree] | None:
    """The parts of a container, dicts by sorted key; None for a leaf."""
    if tree is None:
        return []
    if isinstance(tree, dict):
        return [tree[k] for k in sorted(tree)]
    return list(tree) if isinstance(tree, (tuple, list)) else None


def leaves(tree: Tree) -> Iterator[Any]:
    """The numbers and arrays in a tree."""
    parts = children(tree)
    if parts is None:
        yield tree
    else:
        for part in parts:
            yield from leaves(part)


def tree_map(function: Callable[..., Any], tree: Tree, *others: Tree) -> Tree:
    """A tree of the results of `function` on the leaves of trees of one structure."""
    parts = children(tree)
    if parts is None:
        return function(tree, *others)
    if tree is None:
        return None
    rests = [children(other) or [] for other in others]
    made = [tree_map(function, part, *(rest[i] for rest in rests)) for i, part in enumerate(parts)]
    if isinstance(tree, dict):
        return dict(zip(sorted(tree), made, strict=True))
    return type(tree)(*made) if hasattr(tree, "_fields") else type(tree)(made)


def is_active(leaf: Any) -> bool:
    """Whether a derivative flows through a leaf."""
    return np.asarray(leaf).dtype.kind in "fc"


def direction_like(tree: Tree, rng: np.random.Generator) -> Tree:
    """A random tangent or cotangent: float arrays, and Python floats for numbers."""

    def draw(leaf: Any) -> Any:
        if not is_active(leaf):
            return np.zeros(np.shape(leaf), dtype=float)
        sample = rng.uniform(0.5, 1.5, size=np.shape(leaf)) * rng.choice([-1.0, 1.0], size=np.shape(leaf))
        if np.iscomplexobj(leaf):
            sample = sample + 1j * rng.normal(size=np.shape(leaf))
        return sample.astype(leaf.dtype) if isinstance(leaf, (np.ndarray, np.generic)) else sample.item()

    return tree_map(draw, tree)


def inner(a: Tree, b: Tree) -> Any:
    """<a, b> over all leaves, without conjugation."""
    return sum(np.sum(np.multiply(x, y)) for x, y in zip(leaves(a), leaves(b), strict=True))


def _size(a: Tree, b: Tree) -> float:
    """The size of the terms of <a, b>, to which its rounding errors are relative."""
    return float(sum(np.sum(np.abs(np.multiply(x, y))) for x, y in zip(leaves(a), leaves(b), strict=True)))


def moved(tree: Tree, direction: Tree, step: complex) -> Tree:
    """tree + step * direction."""

    def move(leaf: Any, d: Any) -> Any:
        return leaf + step * d if is_active(leaf) else leaf

    return tree_map(move, tree, direction)


# ---------------------------------------------------------------------------------------------------------------------
# Derivatives got another way.


def complex_step(function: Callable[..., Any], point: tuple[Any, ...], direction: Tree) -> Tree:
    """The derivative of an analytic program along `direction`, to rounding: no subtraction takes place."""
    step = 1e-40
    result = quietly(function, *moved(point, direction, 1j * step))
    return tree_map(lambda leaf: np.imag(leaf) / step, result)


def differences(function: Callable[..., Any], point: tuple[Any, ...], direction: Tree) -> tuple[Tree, float]:
    """The derivative along `direction` by central differences at shrinking steps, extrapolated, and its error.

    Ridders 1982: each column of the table removes one more even power of the step; the entry that differs least from
    its neighbours is the best one.
    """
    step, shrink, rows = 1e-2, 1.6, 9

    def central(h: float) -> np.ndarray[Any, Any]:
        ahead, back = (list(leaves(quietly(function, *moved(point, direction, s)))) for s in (h, -h))
        return np.concatenate([np.ravel(np.subtract(a, b)) for a, b in zip(ahead, back, strict=True)]) / (2 * h)

    table = [[central(step)]]
    best, error = table[0][0], np.inf
    for i in range(1, rows):
        step /= shrink
        row = [central(step)]
        factor = shrink**2
        for j in range(1, i + 1):
            row.append((factor * row[j - 1] - table[i - 1][j - 1]) / (factor - 1.0))
            factor *= shrink**2
            wrong = float(
                max(
                    np.max(np.abs(row[j] - row[j - 1]), initial=0),
                    np.max(np.abs(row[j] - table[i - 1][j - 1]), initial=0),
                )
            )
            if wrong <= error:
                best, error = row[j], wrong
        table.append(row)
    return _unravel(best, quietly(function, *point)), error


def _unravel(flat: np.ndarray[Any, Any], like: Tree) -> Tree:
    parts = iter(np.split(flat, np.cumsum([np.size(leaf) for leaf in leaves(like)])[:-1]))
    return tree_map(lambda leaf: next(parts).reshape(np.shape(leaf)), like)


def derivative(case: Case, direction: Tree) -> tuple[Tree, float]:
    """The derivative of a case along `direction`, not by s2sdiff, and how far off it may be."""
    function, point = case.primal, case.point()
    if case.complex_step:
        return complex_step(function, point, direction), 1e-11
    values, error = differences(function, point, direction)
    return values, 10.0 * error + 1e-8


# ---------------------------------------------------------------------------------------------------------------------
# Comparisons.


def assert_close(got: Tree, want: Tree, tolerance: float, what: str) -> None:
    """Every leaf agrees, relative to the largest of all that is wanted."""
    got_leaves, want_leaves = list(leaves(got)), list(leaves(want))
    assert len(got_leaves) == len(want_leaves), f"{what}: {len(got_leaves)} leaves, {len(want_leaves)} wanted"
    scale = max([1.0, *(float(np.max(np.abs(w), initial=0.0)) for w in want_leaves)])
    for g, w in zip(got_leaves, want_leaves, strict=True):
        assert np.shape(g) == np.shape(w), f"{what}: shape {np.shape(g)}, wanted {np.shape(w)}"
        off = float(np.max(np.abs(np.subtract(g, w)), initial=0.0))
        assert off <= tolerance * scale, f"{what}: off by {off:.2g} (allowed {tolerance * scale:.2g})\n{g}\nwanted\n{w}"


def assert_same_bits(got: Tree, want: Tree, what: str) -> None:
    """Every leaf is the same to the last bit."""
    for g, w in zip(leaves(got), leaves(want), strict=True):
        assert np.asarray(g).tobytes() == np.asarray(w).tobytes(), f"{what}:\n{g}\nwanted\n{w}"


def assert_shaped_like(gradient: Tree, argument: Tree, what: str) -> None:
    """A gradient has the structure, the shapes and the dtypes of the argument."""
    parts = children(argument)
    if parts is None:
        assert np.shape(gradient) == np.shape(argument), f"{what}: shape {np.shape(gradient)} for {np.shape(argument)}"
        if is_active(argument):
            have, want = np.asarray(gradient).dtype, np.asarray(argument).dtype
            assert have == want, f"{what}: dtype {have} for {want}"
        return
    assert type(gradient) is type(argument), f"{what}: {type(gradient).__name__} for {type(argument).__name__}"
    if isinstance(argument, dict):
        assert gradient.keys() == argument.keys(), f"{what}: keys {list(gradient)} for {list(argument)}"
    for g, a in zip(children(gradient) or [], parts, strict=True):
        assert_shaped_like(g, a, what)


def _unchanged(args: tuple[Any, ...], case: Case) -> None:
    assert_same_bits(args, case.args, "the arguments were changed")


# ---------------------------------------------------------------------------------------------------------------------
# The oracles.


def check_corpus(case: Case) -> None:
    """The program runs, and what the case says of it holds: complex step and differences agree.  No s2sdiff in here."""
    point, direction = case.point(), direction_like(case.point(), np.random.default_rng(1))
    values, error = differences(case.primal, point, direction)
    assert error < 1e-5 * (1.0 + max(np.max(np.abs(v), initial=0.0) for v in leaves(values))), (
        f"not smooth here: {error:.1e}"
    )
    if case.complex_step:
        assert_close(complex_step(case.primal, point, direction), values, 10.0 * error + 1e-8, "complex step")
    _, first = with_output(case.function, *case.fresh())
    _, second = with_output(case.function, *case.fresh())
    assert first == second


def check_forward(case: Case) -> None:
    """`jvp` gives the program's value and its derivative along a direction, and changes no argument."""
    point = case.point()
    direction = direction_like(point, np.random.default_rng(2))
    value, tangent = quietly(sd.jvp, case.primal, point, direction)
    assert_close(value, case.result(), 1e-13, "value of jvp")
    want, tolerance = derivative(case, direction)
    assert_close(tangent, want, tolerance, "jvp")
    for got, arg in zip(point, case.wrt, strict=True):
        assert_same_bits(got, case.args[arg], "an argument was changed")


def check_reverse(case: Case) -> None:
    """`vjp` gives the program's value and a cotangent that agrees with the derivative along a direction.

    The pullback gives the same bits when called again, and each cotangent is shaped like its argument.
    """
    point, rng = case.point(), np.random.default_rng(3)
    direction = direction_like(point, rng)
    value, pullback = quietly(sd.vjp, case.primal, *point)
    assert_close(value, case.result(), 1e-13, "value of vjp")
    seed = direction_like(value, rng)
    kept = copy.deepcopy(seed)
    cotangent = quietly(pullback, seed)
    assert_shaped_like(cotangent, point, "cotangent")
    want, tolerance = derivative(case, direction)
    scale = max(1.0, _size(seed, want))
    assert abs(inner(cotangent, direction) - inner(seed, want)) <= tolerance * scale, "vjp against the derivative"
    again = copy.deepcopy(cotangent)
    assert_same_bits(quietly(pullback, seed), again, "pullback called twice")
    assert_same_bits(cotangent, again, "the second pullback changed the first one's result")
    assert_same_bits(seed, kept, "the pullback changed its seed")
    assert_apart(cotangent, seed, point, value)
    for got, arg in zip(point, case.wrt, strict=True):
        assert_same_bits(got, case.args[arg], "an argument was changed")


def assert_apart(cotangent: Tree, *others: Tree) -> None:
    """Who gets cotangents may change each in place: they share no memory with one another, nor with what stands elsewhere."""
    arrays = [leaf for leaf in leaves(cotangent) if isinstance(leaf, np.ndarray)]
    elsewhere = [leaf for leaf in leaves(others) if isinstance(leaf, np.ndarray)]
    for k, array in enumerate(arrays):
        assert not any(np.shares_memory(array, other) for other in arrays[:k] + elsewhere), "a cotangent shares memory"


def check_dot(case: Case) -> None:
    """<y_bar, J x_dot> = <J^T y_bar, x_dot>, to rounding."""
    point, rng = case.point(), np.random.default_rng(4)
    direction = direction_like(point, rng)
    value, tangent = quietly(sd.jvp, case.primal, point, direction)
    seed = direction_like(value, rng)
    cotangent = quietly(quietly(sd.vjp, case.primal, *point)[1], seed)
    scale = max(1.0, _size(seed, tangent), _size(cotangent, direction))
    assert abs(inner(seed, tangent) - inner(cotangent, direction)) <= 1e-10 * scale, (
        "<y_bar, J x_dot> = <J^T y_bar, x_dot>"
    )


def check_transpose(case: Case) -> None:
    """What `vjp` gives is linear in its seed, and its own adjoint is J again: that of `jvp`."""
    point, rng = case.point(), np.random.default_rng(7)
    direction = direction_like(point, rng)
    value, tangent = quietly(sd.jvp, case.primal, point, direction)
    pullback = quietly(sd.vjp, case.primal, *point)[1]
    cotangent, transposed = quietly(sd.vjp, pullback, direction_like(value, rng))
    (again,) = quietly(transposed, tuple(direction) if isinstance(cotangent, tuple) else direction)
    scale = max(1.0, float(np.max([np.max(np.abs(v), initial=0.0) for v in leaves(tangent)], initial=0.0)))
    assert_close(again, tangent, 1e-10 * scale, "the adjoint of the pullback")


def check_gradient(case: Case) -> None:
    """For a program that returns a number: `value_and_grad` is right, and effects are kept.

    The program's arguments are all passed here, those that do not vary too; what it prints is printed once.
    """
    argnums, args = _argnums(case), case.fresh()
    want_value, want_output = with_output(case.function, *case.fresh())
    (value, gradient), output = with_output(sd.value_and_grad(case.function, argnums=argnums), *args)
    _unchanged(args, case)
    assert output == want_output, f"printed {output!r}, wanted {want_output!r}"
    assert_close(value, want_value, 1e-13, "value")
    assert_shaped_like(gradient, args[argnums] if isinstance(argnums, int) else tuple(args[i] for i in argnums), "gradient")
    direction = direction_like(case.point(), np.random.default_rng(5))
    want, tolerance = derivative(case, direction)
    each = gradient if len(case.wrt) > 1 else (gradient,)
    have = inner(each, direction)
    assert abs(have - want) <= tolerance * max(1.0, _size(each, direction)), f"{have}, wanted {want}"


def check_gradients_agree(case: Case) -> None:
    """For a program that returns a number: `grad`, which computes no value, and `specialize` agree with `value_and_grad`."""
    argnums, args = _argnums(case), case.fresh()
    _, want_output = with_output(case.function, *case.fresh())
    _, gradient = quietly(sd.value_and_grad(case.function, argnums=argnums), *args)
    alone, output = with_output(sd.grad(case.function, argnums=argnums), *args)
    _unchanged(args, case)
    assert output == want_output, f"grad printed {output!r}, wanted {want_output!r}"
    assert_close(alone, gradient, 1e-12, "grad and value_and_grad")
    special = sd.grad(case.function, argnums=argnums).specialize(*args)
    assert_close(quietly(special, *args), alone, 1e-12, "specialized = generic")


def _argnums(case: Case) -> int | tuple[int, ...]:
    return case.wrt[0] if len(case.wrt) == 1 else case.wrt


def check_jacobians(case: Case) -> None:
    """For a program that returns arrays: jacfwd = jacrev, and each agrees with jvp."""
    function, point = case.primal, case.point()
    argnums = tuple(range(len(point)))
    forward = quietly(sd.jacfwd(function, argnums=argnums), *point)
    reverse = quietly(sd.jacrev(function, argnums=argnums), *point)
    assert_close(reverse, forward, 1e-11, "jacfwd = jacrev")
    direction = direction_like(point, np.random.default_rng(6))
    _, tangent = quietly(sd.jvp, function, point, direction)
    if isinstance(tangent, np.ndarray) and all(children(p) is None for p in point):
        applied = sum(np.tensordot(j, d, axes=np.ndim(d)) for j, d in zip(forward, direction, strict=True))
        assert_close(applied, tangent, 1e-11, "jacfwd and jvp")


def _gradient_along(case: Case, u: Tree) -> tuple[Tree, float]:
    """The derivative along u of the gradient of a case, by differences of `grad`."""
    gradient = sd.grad(case.primal, argnums=tuple(range(len(case.wrt))))
    values, error = differences(gradient, case.point(), u)
    return values, 10.0 * error + 1e-8


def forward_over_reverse(case: Case, u: Tree) -> Tree:
    """H u: jvp of grad."""
    gradient = sd.grad(case.primal, argnums=tuple(range(len(case.wrt))))
    return quietly(sd.jvp, gradient, case.point(), u)[1]


def reverse_over_reverse(case: Case, u: Tree) -> Tree:
    """H u: vjp of grad."""
    gradient = sd.grad(case.primal, argnums=tuple(range(len(case.wrt))))
    return quietly(quietly(sd.vjp, gradient, *case.point())[1], u)


def reverse_over_forward(case: Case, u: Tree) -> Tree:
    """H u: vjp of jacfwd."""
    jacobian = sd.jacfwd(case.primal, argnums=tuple(range(len(case.wrt))))
    return quietly(quietly(sd.vjp, jacobian, *case.point())[1], u)


SECOND_ORDER = {
    "forward-over-reverse": forward_over_reverse,
    "reverse-over-reverse": reverse_over_reverse,
    "reverse-over-forward": reverse_over_forward,
}


def check_second_order(case: Case, product: Callable[[Case, Tree], Tree]) -> None:
    """H u agrees with differences of the gradient, and <v, H u> = <u, H v>."""
    u, v, want, tolerance = case.curvature
    along_u, along_v = product(case, u), product(case, v)
    assert_close(along_u, want, tolerance, f"H u, {product.__name__}")
    scale = max(1.0, _size(along_u, v), _size(along_v, u))
    assert abs(inner(along_u, v) - inner(along_v, u)) <= 1e-10 * scale, "the Hessian is not symmetric"


def answered_or_refused(check: Callable[[Case], None], case: Case) -> str | None:
    """Run `check`; for a case beyond the language a refusal will do, and its message is given back."""
    try:
        check(case)
    except sd.errors.Unsupported as refusal:
        if not case.refusable:
            raise
        return str(refusal)
    return None
