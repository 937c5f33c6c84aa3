"""The ways to declare a rule.  `s2sdiff.extend` offers the same ones to users.

Partial derivatives, a linear or bilinear function, a zero, or statements; a function that is a composition of others
needs no rule, but a definition to be read (`plain`).

    @elementwise(np.tanh, at=(-2.0, 2.0))          # the partial derivatives; both modes follow
    def tanh(y, x):
        return 1.0 - y * y

    linear(np.transpose, adjoint=untranspose, operands=("a",), at=...)   # its tangent is the call itself
    bilinear(np.matmul, adjoint=..., operands=("a", "b"), at=...)        # a product: linear in each operand

    zero(np.argsort, "integer result")             # zero, with the reason

    @adjoint(np.linalg.solve, at=well_posed)       # the statements of the adjoint, as they will be printed
    def solve(x, a, b, *, x_bar):
        b_bar = np.linalg.solve(a.T, x_bar)
        a_bar = -np.outer(b_bar, x)

    @tangent(np.linalg.solve)                      # and of the tangent, where it cannot be derived
    def solve_tangent(x, a, b, *, a_dot, b_dot):
        x_dot = np.linalg.solve(a, b_dot) - np.linalg.solve(a, a_dot @ x)

A body is source text in the language s2sdiff accepts.  It is read from its file on first use and inlined: its names are
the emitted names.  It sees the function's parameters, `np`, `math` and `s2sdiff.runtime`; it may not use names of its
own file, but for those of lines that several bodies share.  The first parameter is the result.

    @shared                                        # what several rules have in common (`s2sdiff.rules.bodies`)
    def about_mean(a, axis, ddof):
        ...
        return centred, free

    @adjoint(np.var, at=...)
    def var(y, a, axis=None, ddof=0, *, y_bar):
        centred, free = about_mean(a, axis, ddof)  # stands for those lines

Elementwise.  Parameters: result, operands.  Every path ends in `return`: the partial with respect to the operand, or a
    tuple of one per operand, None where there is no derivative.  Static ifs (`s2sdiff.rules.static`) and temporaries may
    precede it.  A partial may be a number or have any shape that broadcasts to the result's.  Broadcasting of operands,
    multiplication by the cotangent or tangent, and dtype are the engine's.
Template, adjoint.  Parameters: result, the function's own parameters under its own names with its defaults, and
    <result>_bar (keyword-only after defaults).  The body assigns <parameter>_bar for each differentiable operand, and
    temporaries; the engine drops what is not asked for.  <result>_bar has the full shape of the result.  A contribution
    may have any shape that broadcasts to the operand's.  With `pointwise=True` operands broadcast against each other and
    contributions have the result's shape: the engine sums them down.  dtype is the engine's: the real part for a real
    operand, float32 kept.  A result that is a tuple is read as y[0], y_bar[1].
Template, tangent.  Parameters: result, the function's parameters, <parameter>_dot.  The body ends by assigning
    <result>_dot a sum of terms (a tuple of such sums for a tuple result), each linear in one <parameter>_dot; the engine
    drops the terms whose operand has no tangent.
Linear.  The tangent is the call with each operand replaced by its tangent, jointly; an operand without a tangent enters
    as zero (as 0.0 if pointwise).  Bilinear: a sum over operands, each replaced in turn.
    An operand that is a sequence of arrays has a contribution that is indexed alike: a list, or an array of its items.
    A rule need not know all of the function's parameters: a call that passes another one is refused.
Shared.  `names = lines(...)` in a body, or in other shared lines, stands for those lines: each argument, a name or a
    literal, takes the place of its parameter, and `return` assigns the names.  What else the lines assign is emitted by
    its name, and may not be assigned by the body, too.
Complex.  JAX's convention: the adjoint of a holomorphic function multiplies by f'(z), no conjugate; z_bar of real(z) is
    y_bar, of imag(z) is -1j * y_bar, of conj(z) is conj(y_bar).  The partial p of a real result with respect to a
    complex operand stands for y_dot = real(p * z_dot) and z_bar = y_bar * p.

`at` gives sample inputs, from which one test checks every rule: for elementwise rules an interval (lo, hi) from which
every operand is drawn, or a tuple of one interval per operand; or, for any rule, a function of a random generator that
returns a list of (args, kwargs).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any, Literal, TypeVar

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.errors import RuleError
from s2sdiff.rules import registry
from s2sdiff.rules.bodies import body_of, is_refusal, parameters

Interval = tuple[float, float]
Samples = Callable[[Any], list[tuple[tuple[Any, ...], dict[str, Any]]]]
At = Interval | tuple[Interval, ...] | Samples
Kind = Literal["general", "linear", "bilinear"]
F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, eq=False)
class Elementwise:
    """Partial derivatives of a function that acts entry by entry, operands broadcast."""

    function: Any
    name: str  # as in "np.tanh"
    result: str
    operands: tuple[str, ...]
    body: gast.FunctionDef  # every path returns a Tuple with one partial (or None) per operand
    at: At
    text: str = field(repr=False)  # the source, for cache keys
    namespace: dict[str, Any] = field(repr=False)  # globals of the rule's file


@dataclass(frozen=True, eq=False)
class Template:
    """The statements of the adjoint, of the tangent, or of both."""

    function: Any
    name: str
    result: str
    params: tuple[str, ...]  # of the function, in order; a starred one without its star
    defaults: dict[str, gast.AST]
    starred: str | None  # the name of *args, if the function takes it
    keyword_only: tuple[str, ...]  # those of params that can only be passed by name
    operands: tuple[str, ...]  # those of params that have a derivative
    constant: tuple[str, ...]  # those of which only the shape, or the order, matters
    adjoint: gast.FunctionDef | None
    tangent: gast.FunctionDef | None
    kind: Kind
    pointwise: bool
    at: At | None
    text: str = field(repr=False)
    namespace: dict[str, Any] = field(repr=False)

    @property
    def gives_parts(self) -> bool:
        """Whether the result is a tuple, as the tangent says."""
        lines = syntax.walk(self.tangent.body) if self.tangent is not None else ()
        dots = [n.value for n in lines if isinstance(n, gast.Assign) and syntax.dotted(n.targets[0]) == f"{self.result}_dot"]
        return any(isinstance(value, gast.Tuple) for value in dots)


@dataclass(frozen=True, eq=False)
class Zero:
    """The derivative is zero, for a reason."""

    function: Any
    name: str
    reason: str

    @property
    def text(self) -> str:
        """For cache keys."""
        return f"zero({self.name}, {self.reason!r})"


Rule = Elementwise | Template | Zero


# The four forms.


def elementwise(*functions: Any, at: At) -> Callable[[F], F]:
    """Declare the partial derivatives of `functions`; see the module's docstring."""

    def declare(definition: F) -> F:
        for function in functions:
            registry.add(Declaration(function, "elementwise", {"partials": definition}, at=at))
        return definition

    return declare


def adjoint(
    *functions: Any, at: At, pointwise: bool = False, constant: Sequence[str] = ()
) -> Callable[[F], F]:
    """Declare the adjoint statements of `functions`; see the module's docstring, and `linear` for `constant`."""

    def declare(definition: F) -> F:
        for function in functions:
            registry.add(
                Declaration(
                    function, "template", {"adjoint": definition}, at=at, pointwise=pointwise, constant=tuple(constant)
                )
            )
        return definition

    return declare


def tangent(*functions: Any) -> Callable[[F], F]:
    """Declare the tangent statements of `functions`; see the module's docstring."""

    def declare(definition: F) -> F:
        for function in functions:
            registry.add(Declaration(function, "template", {"tangent": definition}))
        return definition

    return declare


def linear(
    *functions: Any,
    adjoint: Callable[..., Any],
    operands: Sequence[str],
    at: At,
    pointwise: bool = False,
    constant: Sequence[str] = (),
) -> None:
    """Declare that `functions` are linear in `operands` jointly, with this adjoint.

    Of the arguments named in `constant`, only the shape or the order of the items matters.
    """
    for function in functions:
        registry.add(
            Declaration(
                function, "template", {"adjoint": adjoint}, "linear", tuple(operands), at, pointwise, tuple(constant)
            )
        )


def bilinear(
    *functions: Any, adjoint: Callable[..., Any], operands: Sequence[str], at: At, pointwise: bool = False
) -> None:
    """Declare that `functions` are linear in each of `operands` separately, with this adjoint."""
    for function in functions:
        registry.add(
            Declaration(function, "template", {"adjoint": adjoint}, "bilinear", tuple(operands), at, pointwise)
        )


def zero(function: Any, reason: str) -> None:
    """Declare that the derivative of `function` is zero, and why."""
    registry.add(Declaration(function, "zero", {}, reason=reason))


# Between declaring and first use.


@dataclass
class Declaration:
    """What was declared about one function; its source is read when `rule` is first asked for."""

    function: Any
    form: Literal["elementwise", "template", "zero"]
    definitions: dict[str, Callable[..., Any]]  # "partials", "adjoint", "tangent"
    kind: Kind = "general"
    operands: tuple[str, ...] | None = None
    at: At | None = None
    pointwise: bool = False
    constant: tuple[str, ...] = ()
    reason: str = ""
    library: bool = False

    @property
    def name(self) -> str:
        """The function as a program writes it."""
        return name_of(self.function)

    def completes(self, earlier: Declaration) -> bool:
        """Whether this is the tangent to an earlier adjoint, or the adjoint to an earlier tangent."""
        return self.form == earlier.form == "template" and not self.definitions.keys() & earlier.definitions.keys()

    def take(self, earlier: Declaration) -> None:
        """Join the earlier half of a template."""
        if not self.completes(earlier):
            return
        self.definitions = {**earlier.definitions, **self.definitions}
        if "adjoint" in earlier.definitions:
            self.kind, self.operands = earlier.kind, earlier.operands
            self.at, self.pointwise, self.constant = earlier.at, earlier.pointwise, earlier.constant

    @cached_property
    def rule(self) -> Rule:
        """The rule, read and checked."""
        if self.form == "zero":
            return Zero(self.function, self.name, self.reason)
        return self._elementwise() if self.form == "elementwise" else self._template()

    def _elementwise(self) -> Elementwise:
        body, text, space = body_of(self.definitions["partials"], self.name)
        result, *operands = parameters(body)
        if body.args.vararg or body.args.defaults or body.args.kwonlyargs:
            raise RuleError(f"the rule of {self.name} takes the result and the operands, nothing else")
        body.body = [_returning_tuples(statement, len(operands), self.name) for statement in body.body]
        if not _always_returns(body.body):
            raise RuleError(f"the rule of {self.name} does not return partials on every path")
        assert self.at is not None
        return Elementwise(self.function, self.name, result, tuple(operands), body, self.at, text, space)

    def _template(self) -> Template:
        trees = {part: body_of(definition, self.name) for part, definition in self.definitions.items()}
        adjoint, tangent = (trees[part][0] if part in trees else None for part in ("adjoint", "tangent"))
        model, suffix = (adjoint, "_bar") if adjoint is not None else (tangent, "_dot")
        assert model is not None
        result = parameters(model)[0]
        params = [p for p in parameters(model)[1:] if not p.endswith(suffix)]
        for tree in (adjoint, tangent):
            _check_template(tree, params, result, self.name)
        found = set(parameters(model)) if adjoint is None else syntax.names_stored(adjoint.body)
        operands = self.operands or tuple(p for p in params if p + suffix in found)
        if adjoint is not None and tangent is not None:
            self._check_halves(operands, [p for p in params if f"{p}_dot" in parameters(tangent)])
        own_keywords = tuple(a.id for a in model.args.kwonlyargs if a.id in params)
        text = "\n".join([f"{self.kind}, pointwise={self.pointwise}, {operands}", *(t for _, t, _ in trees.values())])
        space = {name: value for _, _, names in reversed(list(trees.values())) for name, value in names.items()}
        return Template(
            self.function, self.name, result, tuple(params), _defaults(model, params),
            model.args.vararg.id if model.args.vararg else None, own_keywords, operands, self.constant, adjoint, tangent,
            self.kind, self.pointwise, self.at, text, space,
        )  # fmt: skip

    def _check_halves(self, back: Sequence[str], forth: Sequence[str]) -> None:
        """Refuse halves that disagree on what has a derivative: what one leaves out would be taken for a constant there."""
        for p in sorted({*back} ^ {*forth}):
            has, lacks = (f"{p}_bar", f"{p}_dot") if p in back else (f"{p}_dot", f"{p}_bar")
            raise RuleError(f"the rule of {self.name} has {has}, and no {lacks}")


def name_of(function: Any) -> str:
    """`function` as a program writes it: "np.linalg.solve", "math.sin", "abs"."""
    if isinstance(getattr(function, "__self__", None), np.ufunc):
        return f"{name_of(function.__self__)}.{function.__name__}"
    own = str(getattr(function, "__qualname__", None) or getattr(function, "__name__", repr(function)))
    module = str(getattr(function, "__module__", None) or _home_of_ufunc(function))
    if not isinstance(getattr(function, "__self__", None), (type, ModuleType, type(None))):
        own, module = own.rpartition(".")[2], type(function.__self__).__module__  # a method of a module's own object
    parts = [part for part in module.lstrip("_").split(".") if not part.startswith("_") and part != "mtrand"]
    while len(parts) > 1 and module.startswith("scipy.") and ".".join(parts) not in sys.modules:
        parts.pop()  # a file inside a private folder, whose names the folder above gives
    if parts[:1] == ["numpy"]:
        parts[0] = "np"
    return own if module == "builtins" else ".".join([part for part in parts if part] + [own])


def _home_of_ufunc(function: Any) -> str:
    """The module of a ufunc, which does not tell: scipy.special or NumPy; "" for anything else."""
    if type(function).__module__ != "numpy":
        return ""
    own = getattr(sys.modules.get("scipy.special"), getattr(function, "__name__", ""), None)
    return "scipy.special" if own is function else "numpy"


# Checking what was read.


def _defaults(tree: gast.FunctionDef, params: Sequence[str]) -> dict[str, gast.AST]:
    """Default of each parameter that has one."""
    args = tree.args
    positional = [*args.posonlyargs, *args.args]
    by_name = {a.id: d for a, d in zip(reversed(positional), reversed(args.defaults), strict=False)}
    by_name |= {a.id: d for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True) if d is not None}
    return {p: by_name[p] for p in params if p in by_name}


def _returning_tuples(statement: gast.AST, count: int, name: str) -> gast.AST:
    """The statement, each `return e` of one operand turned into `return (e,)`; checks the number of partials."""
    if isinstance(statement, gast.If):
        for branch in ("body", "orelse"):
            setattr(statement, branch, [_returning_tuples(s, count, name) for s in getattr(statement, branch)])
    elif isinstance(statement, gast.Return):
        if count == 1 and statement.value is not None and not isinstance(statement.value, gast.Tuple):
            statement.value = syntax.tuple_([statement.value])
        if not isinstance(statement.value, gast.Tuple) or len(statement.value.elts) != count:
            raise RuleError(f"the rule of {name} returns a tuple of {count} partials, one for each operand")
    return statement


def _always_returns(statements: list[gast.AST]) -> bool:
    """Whether every path through `statements` ends in a return, or in a refusal."""
    if not statements:
        return False
    last = statements[-1]
    if isinstance(last, gast.If):
        return _always_returns(last.body) and _always_returns(last.orelse)
    return isinstance(last, gast.Return) or is_refusal(last)


def _check_template(tree: gast.FunctionDef | None, params: list[str], result: str, name: str) -> None:
    """That a template has the parameters its form asks for, and assigns nothing of the caller's."""
    if tree is None:
        return
    own = parameters(tree)
    extra = [p for p in own[1:] if p not in params]
    allowed = {f"{result}_bar"} | {f"{p}_dot" for p in params}
    if own[0] != result or [p for p in own if p in params] != params or not extra or set(extra) - allowed:
        expected = f"({', '.join([result, *params])}) and then {result}_bar or tangents"
        raise RuleError(f"a template of {name} takes {expected}, not ({', '.join(own)})")
    overwritten = syntax.names_stored(tree.body) & set(own)
    if overwritten:
        raise RuleError(f"a template of {name} overwrites {', '.join(sorted(overwritten))}")
    if any(isinstance(node, gast.Return) for node in syntax.walk(tree.body)):
        raise RuleError(f"a template of {name} assigns its contributions and returns nothing")


def chosen(statements: list[gast.AST], decide: Callable[[gast.AST], bool]) -> list[gast.AST]:
    """The statements that remain when `decide` has answered each static `if` of a rule's body."""
    kept: list[gast.AST] = []
    for statement in statements:
        if isinstance(statement, gast.If):
            kept += chosen(statement.body if decide(statement.test) else statement.orelse, decide)
        else:
            kept.append(statement)
        if kept and isinstance(kept[-1], gast.Return):
            break
    return kept
