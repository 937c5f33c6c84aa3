"""Calls of functions with a derivative of their own (`custom_jvp`, `custom_vjp`), or computed again (`checkpoint`).

Such a function is called like any other.  Its derivative is a few lines around functions that exist already: those the
user gave as the rule, or our own of what the user wrote.  They are text like all that is emitted, so derivatives of
higher order read them, and the rule beneath.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FunctionType, MethodType
from typing import Any

import gast

from s2sdiff import emit, syntax
from s2sdiff.analyze.elaborate import Elaborator
from s2sdiff.analyze.program import CallUser, Path, Site, memory_paths
from s2sdiff.analyze.state import Closure
from s2sdiff.analyze.world import Source
from s2sdiff.assemble.callees import Pair, fresh_stem
from s2sdiff.called import Callee
from s2sdiff.called import Specialised as Plain
from s2sdiff.context import Context
from s2sdiff.errors import NotDifferentiable, S2SError, Unsupported
from s2sdiff.read.unwrap import unwrap
from s2sdiff.run.load import load
from s2sdiff.run.signatures import signature_of
from s2sdiff.runtime import zeros_like
from s2sdiff.types import (
    NONE,
    UNKNOWN,
    Array,
    Scalar,
    Seq,
    Static,
    Type,
    Unknown,
    is_inexact,
    rank,
    shape_of,
    without_value,
)

Atoms = Sequence[gast.AST]
WRONG_TREE = (
    "Custom VJP bwd rule must produce an output with the same container (pytree) structure as the args tuple of the primal "
    "function, and in particular must produce a tuple of length equal to the number of arguments to the primal function, "
    "but got {got} for {count} argument{s} of {name}."
)
WRONG_SHAPE = (
    "Custom VJP bwd rule must produce an output with the same type as the args tuple of the primal function, but for the "
    "argument {p} of {name} the bwd rule produced {got} corresponding to an input of type {expected}, so the shapes do not match."
)


def kind_of(target: Any) -> str | None:
    """Which of "vjp", "jvp" and "again", for the objects that this room is about, and for methods that are made of them."""
    found = getattr(type(target.__func__ if isinstance(target, MethodType) else target), "__s2sdiff_rule__", None)
    return found if isinstance(found, str) else None


def readable(function: Callable[..., Any], mode: str, count: int) -> Callable[..., Any]:
    """What is read in place of `function`, called with `count` positional arguments: a line that calls it."""
    kind = kind_of(function)
    if kind is None or (kind == "again" and mode != "vjp"):  # a gradient in one piece keeps nothing
        return function
    try:
        parameters = list(inspect.signature(_fun(function)).parameters.values())[isinstance(function, MethodType) :]
    except (TypeError, ValueError):
        return function
    names: list[str] = []
    defaults: list[Any] = []
    for p in parameters:
        if p.kind is p.VAR_POSITIONAL:
            names += [f"{p.name}_{k}" for k in range(count - len(names))]
        elif p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD):
            names.append(p.name)
            defaults += [p.default] if p.default is not p.empty else []
    fresh = syntax.Names({*names})
    name, call = fresh.fresh(_name(function)), fresh.fresh("custom")
    text = f"def {name}({', '.join(names)}):\n    return {call}({', '.join(names)})\n"
    made = load(text, f"<s2sdiff {name}>", _globals(function), {call: function})[name]
    made.__defaults__ = tuple(defaults) or None
    return made


def callee(context: Context, target: Any) -> Any:
    """The callee behind a call of `target`; None for a function that has nothing of its own."""
    kind = kind_of(target)
    if kind is None:
        return None
    method = isinstance(target, MethodType)
    key = (kind, id(target.__func__), id(target.__self__)) if method else (kind, id(target))
    if key not in context.callees:
        made: Any = Again(context, target) if kind == "again" else Custom(context, target, kind)
        context.callees[key] = made  # it answers for a `Callee`
    return context.callees[key]


# ------------------------------------------------------------------------------------------------------ their callees


@dataclass(eq=False)
class Custom:
    """A function whose derivative the user gave, as something that is called."""

    context: Context
    target: Any
    kind: str
    made: dict[Any, Specialised] = field(default_factory=dict)
    plain: bool = False

    def __post_init__(self) -> None:
        if self.context.target != "python":
            raise Unsupported(f"a {self.rules.__class__.__name__} function with target={self.context.target!r}")
        self.name = _name(self.target)
        self.signature = inspect.signature(self.rules.fun)
        self.bound: dict[str, Any] = {}  # a method's self
        if isinstance(self.target, MethodType):
            self.bound[next(iter(self.signature.parameters))] = self.target.__self__

    @property
    def rules(self) -> Any:
        """The `custom_jvp` or `custom_vjp` itself."""
        return self.target.__func__ if isinstance(self.target, MethodType) else self.target

    def bind(
        self, elaborator: Elaborator, node: gast.AST, args: Atoms, keywords: Mapping[str, gast.AST]
    ) -> list[tuple[str, gast.AST]]:
        """Parameter and atom of each argument: by position, as rules take them."""
        try:
            bound = self.signature.bind(*self.bound.values(), *args, **keywords)
        except TypeError as error:
            raise Unsupported(f"`{self.name}`: {error}", node) from None
        bound.apply_defaults()
        found: list[tuple[str, gast.AST]] = []
        for name, value in bound.arguments.items():
            p = self.signature.parameters[name]
            if name in self.bound:
                continue
            if p.kind is p.VAR_POSITIONAL:
                found += [(f"{name}_{k}", atom) for k, atom in enumerate(value)]
            elif p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD):
                if not isinstance(value, (gast.AST, int, float, complex, str, type(None))):
                    raise Unsupported(f"the default of `{name}` is not a literal", node, f"pass `{name}`")
                found.append((name, value if isinstance(value, gast.AST) else syntax.located(syntax.const(value), node)))
            elif name in keywords or (p.kind is p.VAR_KEYWORD and value):
                raise Unsupported(
                    f"keyword arguments of `{self.name}` that have no position", node, "rules take arguments by position"
                )
        return found

    def specialise(self, types: Mapping[str, Type], site: Site | None = None) -> Specialised:
        """The callee for arguments of these types."""
        if any(isinstance(t, Closure) for t in types.values()):
            raise Unsupported(f"a local function is given to `{self.name}`", cure="define it outside")
        plain = {p: without_value(t) if is_inexact(t) else t for p, t in types.items()}
        key = tuple(plain.items())
        if key not in self.made:
            self.made[key] = Specialised(self, plain)
        return self.made[key]


@dataclass(eq=False)
class Specialised:
    """A function with its own derivative, for arguments of certain types."""

    callee: Custom
    types: dict[str, Type]
    keyword_only: frozenset[str] = frozenset()
    found: Type | None = None
    shares: set[str] | None = None
    pairs: dict[tuple[str, ...], Any] = field(default_factory=dict)
    tangents: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def result_type(self) -> Type:
        """The type of the result, as far as the function can be read."""
        if self.found is None:
            self.found = UNKNOWN  # while it is found out, for a function that calls itself
            self.found, self.shares = shares = self.result_of(self.callee.rules.fun, self.types)
            others = self.shared_by_rule()  # whose function calls this one, as a rule
            self.shares = shares[1] | others if shares[1] is not None and others is not None else None
        return self.found

    def shared_by_rule(self) -> set[str] | None:
        """The arguments with which the result may share memory where the rule computes it; None if that is not known."""
        rules = self.callee.rules
        if self.callee.kind == "vjp":
            return self.result_of(rules.fwd, self.types, (0,))[1] if rules.fwd is not None else set()
        if rules.jvp is None:
            return set()
        fixed, others = self.apart(())
        both = Seq(tuple, tuple(self.types[p] for p in others if p in self.types))
        shares = self.result_of(rules.jvp, {**{p: self.types[p] for p in fixed if p in self.types}, "primals": both, "tangents": both}, (0,))[1]
        return None if shares is None or "primals" in shares else shares

    def result_of(self, function: Any, types: Mapping[str, Type], part: Path = ()) -> tuple[Type, set[str] | None]:
        """The result type of one of the user's functions, and the arguments with which a part of it may share memory, if known."""
        try:
            made = called(self.callee.context, function, list(types), self.callee.bound).specialise(types)
            t = made.result_type()
        except S2SError:
            return UNKNOWN, None
        if made.changed_arguments():
            return UNKNOWN, None
        memory, asked = made.memory_of_parts(), [path for path in memory_paths(t) if path[: len(part)] == part]
        if not all(path in memory for path in asked):
            return t, made.returned_arguments()
        origins = {source.origin for path in asked for source in memory[path]}
        return t, {p for p in types if p in origins}

    def memory_of_parts(self) -> Mapping[Path, frozenset[Source]]:
        """Not known of a function that is called as it is."""
        return {}

    def items_are_apart(self) -> bool:
        """Not known of a function that is called as it is."""
        return False

    def returns_outer_memory(self) -> bool:
        """Not known, and taken not to be so: a rule that returns a global array is the user's own."""
        return False

    def does_nothing(self) -> bool:
        """Not known of a function that is called as it is."""
        return False

    def is_repeatable(self) -> bool:
        """Not known of a function that is called as it is."""
        return False

    def calls_others(self) -> bool:
        """Not known of a function that is called as it is."""
        return True

    def changed_arguments(self) -> set[str]:
        """None: a function with a rule of its own is called as it is, and rules know nothing of changes in place."""
        return set()

    def read_by_index(self) -> set[str]:
        """None that are known."""
        return set()

    def returned_arguments(self) -> set[str]:
        """Parameters whose memory the result may share."""
        return set(self.types) if self.shares is None else self.shares & set(self.types)

    def apart(self, wanted: Sequence[str]) -> tuple[list[str], list[str]]:
        """Names of the constant arguments and of the others."""
        names = [*self.callee.bound, *self.types]
        fixed = {names[n] for n in self.callee.rules.nondiff_argnums if -len(names) <= n < len(names)}
        for p in wanted:
            if p in fixed:
                raise NotDifferentiable(
                    f"`{p}` of `{self.callee.name}` is one of its nondiff_argnums, and depends on an argument that is "
                    "differentiated", cure="leave it out of nondiff_argnums",
                )  # fmt: skip
        return [n for n in names if n in fixed], [n for n in names if n not in fixed]

    def rule(self) -> Any:
        """The rule as it is now; another one makes a derivative anew."""
        rules = self.callee.rules
        self.callee.context.dependencies[id(rules), "rule"] = (rules.rule, signature_of(rules.rule()))
        return rules.rule()

    def pair(self, wanted: tuple[str, ...]) -> Any:
        """The forward and backward halves with respect to some parameters."""
        if wanted not in self.pairs:
            self.pairs[wanted] = self.vjp_pair(wanted) if self.callee.kind == "vjp" else self.jvp_pair(wanted)
        return self.pairs[wanted]

    def tangent(self, wanted: tuple[str, ...]) -> tuple[str, dict[str, str], bool]:
        """The name of the tangent function with respect to some parameters, those of its tangents, and whether what it gives is its own: a rule may give what it was given."""
        if self.callee.kind == "vjp":
            raise TypeError("can't apply forward-mode autodiff (jvp) to a custom_vjp function.")
        return self.tangent_function(wanted).__name__, self.dots(wanted), False

    # --- custom_vjp ---

    def vjp_pair(self, wanted: tuple[str, ...]) -> Any:
        """Around fwd and bwd: the cotangents that are wanted; zeros where bwd gives None."""
        fixed, others = self.apart(wanted)
        fwd, bwd = self.rule()
        kinds = self.cotangent_types(fwd, bwd, fixed, others)
        write = Text.for_rule(self.callee, ("fwd", "bwd"), [*self.types])
        forward, backward = write.use(fwd, "fwd"), write.use(bwd, "bwd")
        y_bar, tape = write.fresh("y_bar"), write.fresh("tape")
        bars = {p: write.fresh(f"{p}_bar") if p in wanted and kinds.get(p) != NONE else "_" for p in others}
        asked = [p for p in wanted if p not in kinds]  # whether they are None is seen when the code runs
        zero = [p for p in wanted if p in asked or kinds[p] == NONE]
        extra = [n for n in [*fixed, *zero] if n in self.types]
        zeros = write.use(zeros_like, "zeros_like") if zero else ""
        residuals = write.fresh("residuals") if extra else tape
        call = f"{forward}({', '.join([*self.callee.bound, *self.types])})"
        if extra:
            y = write.fresh("y")
            body = [f"{y}, {residuals} = {call}", f"return {y}, ({', '.join([residuals, *extra])})"]
        else:
            body = [f"return {call}"]
        write.function("fwd", ", ".join(self.types), f"`{self.callee.name}` by its own rule, keeping what that needs.", body)
        body = [f"{', '.join([residuals, *extra])} = {tape}"] if extra else []
        body.append(f"{', '.join(bars.values())}{',' if len(bars) == 1 else ''} = {backward}({', '.join([*fixed, residuals, y_bar])})")
        parts = [
            f"{zeros}({p}) if {bars[p]} is None else {bars[p]}" if p in asked else f"{zeros}({p})" if p in zero else bars[p]
            for p in wanted
        ]
        body.append(f"return {', '.join(parts)}")
        write.function("bwd", f"{tape}, {y_bar}", f"Cotangents of {', '.join(wanted)}, by the rule of `{self.callee.name}`.", body)
        return write.pair(self.types, wanted)

    def cotangent_types(self, fwd: Any, bwd: Any, fixed: list[str], others: list[str]) -> dict[str, Type]:
        """What bwd gives for each argument, where it can be read; refuses what does not fit the arguments."""
        both, _ = self.result_of(fwd, self.types)
        if not isinstance(both, Seq) or len(both.items) != 2:
            return {}
        types = {n: self.types[n] for n in fixed if n in self.types}
        found, _ = self.result_of(bwd, {**types, "residuals": both.items[1], "y_bar": self.result_type()})
        if isinstance(found, Unknown):
            return {}
        if not isinstance(found, Seq) or found.cls is not tuple or len(found.items) != len(others):
            got = f"a tuple of length {len(found.items)}" if isinstance(found, Seq) and found.cls is tuple else _described(found)
            count = len(others)
            raise TypeError(WRONG_TREE.format(got=got, count=count, s="" if count == 1 else "s", name=self.callee.name))
        for p, t in zip(others, found.items, strict=True):
            own = self.types.get(p)
            if isinstance(t, (Scalar, Array)) and isinstance(own, (Scalar, Array)) and None not in (rank(t), rank(own)) and rank(t) != rank(own):
                got, expected = _described(t), _described(own)
                raise ValueError(WRONG_SHAPE.format(p=p, name=self.callee.name, got=got, expected=expected))
        return {p: t for p, t in zip(others, found.items, strict=True) if not _unsure(t)}

    # --- custom_jvp ---

    def dots(self, wanted: Sequence[str]) -> dict[str, str]:
        """What the tangent function calls the tangents of its parameters."""
        names = syntax.Names({*self.types, *self.callee.bound})
        return {p: names.fresh(f"{p}_dot") for p in wanted}

    def tangent_function(self, wanted: tuple[str, ...]) -> FunctionType:
        """f_rule_jvp(x, y, *, x_dot): the rule, with zero tangents for what is not wanted."""
        if wanted in self.tangents:
            return self.tangents[wanted]  # type: ignore[no-any-return]
        fixed, others = self.apart(wanted)
        dots = self.dots(wanted)
        write = Text.for_rule(self.callee, ("jvp",), [*self.types, *dots.values()])
        rule = write.use(self.rule(), "jvp")
        zeros = write.use(zeros_like, "zeros_like") if [p for p in others if p not in wanted] else ""
        tangents = [dots[p] if p in wanted else f"{zeros}({p})" for p in others]
        given = [*fixed, _tuple(others), _tuple(tangents)]
        signature = ", ".join([*self.types, "*", *dots.values()])
        doc = f"`{self.callee.name}` and its tangent along {', '.join(wanted)}, by its own rule."
        write.function("jvp", signature, doc, [f"return {rule}({', '.join(given)})"])
        self.tangents[wanted] = write.load()[f"{write.stem}_jvp"]
        return self.tangents[wanted]  # type: ignore[no-any-return]

    def jvp_pair(self, wanted: tuple[str, ...]) -> Any:
        """The rule transposed: its tangent is linear in the tangents, so the halves are those of the rule at zero."""
        tangent = self.tangent_function(wanted)
        dots = self.dots(wanted)
        types = {**self.types, **{dot: self.types[p] for p, dot in dots.items()}}
        inner = called(self.callee.context, tangent, None, {}).specialise(types).pair(tuple(dots.values()))
        write = Text.for_rule(self.callee, ("fwd", "bwd"), [*self.types])
        forward, backward = write.emitted(inner.forward_name), write.emitted(inner.backward_name)
        zeros = write.use(zeros_like, "zeros_like")
        pushed, tape, y_bar = write.fresh("pushed"), write.fresh("tape"), write.fresh("y_bar")
        given = [*self.types, *(f"{dots[p]}={zeros}({p})" for p in wanted)]
        body = [f"{pushed}, {tape} = {forward}({', '.join(given)})", f"return {pushed}[0], {tape}"]
        write.function("fwd", ", ".join(self.types), f"`{self.callee.name}` by its own rule, keeping what that needs.", body)
        body = [f"return {backward}({tape}, (None, {y_bar}))"]
        doc = f"Cotangents of {', '.join(wanted)}: the tangent that the rule of `{self.callee.name}` gives, transposed."
        write.function("bwd", f"{tape}, {y_bar}", doc, body)
        return write.pair(self.types, wanted)


@dataclass(eq=False)
class Again:
    """A function whose intermediate values are computed again on the way back."""

    context: Context
    target: Any
    made: dict[int, Any] = field(default_factory=dict)
    plain: bool = False

    def __post_init__(self) -> None:
        self.name = _name(self.target)
        fun = _fun(self.target)
        fun = MethodType(fun, self.target.__self__) if isinstance(self.target, MethodType) else fun
        self.bound: dict[str, Any] = {}
        self.rules = self.target
        self.fun = fun
        self.inner = called(self.context, fun, None, {})

    def bind(
        self, elaborator: Elaborator, node: gast.AST, args: Atoms, keywords: Mapping[str, gast.AST]
    ) -> list[tuple[str, gast.AST]]:
        """Parameter and atom of each argument."""
        return self.inner.bind(elaborator, node, args, keywords)

    def specialise(self, types: Mapping[str, Type], site: Site | None = None) -> Any:
        """The callee for arguments of these types."""
        plain = self.inner.specialise(types, site)
        if any(isinstance(t, Closure) for t in types.values()) or self.context.target != "python":
            return plain  # it keeps what it computes
        if id(plain) not in self.made:
            self.made[id(plain)] = Repeated(self, plain)
        return self.made[id(plain)]


@dataclass(eq=False)
class Repeated:
    """A function that is computed again, for arguments of certain types."""

    callee: Again
    plain: Plain
    pairs: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.plain, name)  # all but the halves is that of the function itself

    def pair(self, wanted: tuple[str, ...]) -> Any:
        """The halves, around those of the function itself."""
        if _does_more(self.plain):
            raise Unsupported(f"`{self.callee.name}` draws or prints, and would do so again", cure="leave it out of `checkpoint`")
        if wanted not in self.pairs:
            write = Text(self.callee.context, f"{self.callee.name}_again", ("fwd", "bwd"), self.plain.types, _globals(self.callee.target))
            fun = write.use(self.callee.fun, "fun")
            self.pairs[wanted] = halves_again(self.plain, wanted, self.plain.pair(wanted), write, f"{fun}({{given}})")
        return self.pairs[wanted]


def _does_more(plain: Plain) -> bool:
    """Whether a function, or one that it calls, surely draws at random or makes itself heard."""
    program = getattr(plain, "program", None)
    if program is None:
        return False
    return bool(program.unrepeatable) or any(_does_more(op.callee) for op in program.ops.values() if isinstance(op, CallUser))


def halves_again(plain: Plain, wanted: tuple[str, ...], inner: Pair, write: Text, value: str) -> Pair:
    """Halves of which the first gives the value and keeps the arguments alone, and the second begins with computing again."""
    names, name = list(plain.types), plain.callee.name
    forward, backward = write.emitted(inner.forward_name), write.emitted(inner.backward_name)
    tape, kept, y_bar = write.fresh("tape"), write.fresh(f"{name}_tape"), write.fresh("y_bar")
    given = ", ".join([f"{n}={n}" if n in plain.keyword_only else n for n in names])
    named = [n for n in names if n in plain.keyword_only]
    signature = ", ".join([*(n for n in names if n not in named), *(["*", *named] if named else [])])
    body = [f"return {value.format(given=given)}, {_tuple(names)}"]
    write.function("fwd", signature, f"`{name}`, keeping its arguments alone.", body)
    body = [f"{', '.join(names)}{',' if len(names) == 1 else ''} = {tape}", f"_, {kept} = {forward}({given})", f"return {backward}({kept}, {y_bar})"]
    write.function("bwd", f"{tape}, {y_bar}", f"Cotangents of {', '.join(wanted)}; `{name}` is computed again.", body)
    pair: Pair = write.pair(plain.types, wanted)
    pair.tape_type, pair.keeps = Seq(tuple, tuple(plain.types.values())), set(names)
    return pair


def recursion_again(plain: Plain, wanted: tuple[str, ...], inner: Pair) -> Pair:
    """Halves for the calls that a recursive function makes of itself, with a tape that does not nest."""
    context = plain.callee.context
    write = Text(context, f"{plain.callee.name}_again", ("fwd", "bwd"), plain.types, plain.callee.primal.globals)
    return halves_again(plain, wanted, inner, write, f"{inner.forward_name}({{given}})[0]")


# ------------------------------------------------------------------------------------------------------------ helpers


class Text:
    """The lines of some functions, and what their names mean."""

    def __init__(self, context: Context, stem: str, suffixes: Sequence[str], taken: Iterable[str], around: dict[str, Any]) -> None:
        self.context = context
        self.around = around  # the globals of the user's module
        self.stem = fresh_stem(context, stem, suffixes)
        self.own = [f"{self.stem}_{s}" for s in suffixes]
        self.names = syntax.Names({*taken, *self.own, "_"})
        self.bindings: dict[str, Any] = {}
        self.texts: list[str] = []

    @classmethod
    def for_rule(cls, callee: Custom, suffixes: Sequence[str], taken: Sequence[str]) -> Text:
        """Lines around the rule of a function; a method's rule is given its self."""
        text = cls(callee.context, f"{callee.name}_rule", suffixes, [*taken, *callee.bound], _globals(callee.target))
        text.bindings.update(callee.bound)
        return text

    def fresh(self, wish: str) -> str:
        """A name that is free."""
        return str(self.names.fresh(wish))

    def use(self, function: Any, wish: str) -> str:
        """A name under which the text can call `function`."""
        name = getattr(function, "__name__", wish)
        name = self.fresh(name if name.isidentifier() else wish)
        self.bindings[name] = function
        return name

    def emitted(self, name: str) -> str:
        """The name of a function of ours."""
        self.bindings[name] = self.context.bindings[name]
        self.names.fresh(name)
        return name

    def function(self, suffix: str, signature: str, doc: str, body: Sequence[str]) -> None:
        """Add a function."""
        lines = [f"def {self.stem}_{suffix}({signature}):", f'    """{doc}"""', *(f"    {line}" for line in body)]
        (tree,) = syntax.parse_python("\n".join(lines)).body
        self.texts.append(emit.print_function(tree))

    def load(self) -> dict[str, FunctionType]:
        """The functions, live, and known to whatever calls them."""
        text = emit.module(self.texts)
        live = load(text, f"<s2sdiff {self.own[0]}>", self.around, self.bindings)
        self.context.texts.append(text.rstrip("\n"))
        self.context.bindings.update(live)
        return live

    def pair(self, types: Mapping[str, Type], wanted: Sequence[str]) -> Any:
        """The two halves, live."""
        self.load()
        forward, backward = self.own
        return Pair(self.stem, forward, backward, [(p, types[p]) for p in wanted])


def called(context: Context, function: Any, names: Sequence[str] | None, bound: Mapping[str, Any]) -> Callee:
    """A call of `function`, whatever kind of callable it is, with arguments of these names."""
    if not bound and (isinstance(function, FunctionType) or names is None):
        found = context.callee(None, function, None, (), {})  # type: ignore[arg-type]
        if not names or found.parameters() == list(names):
            return found
    fresh = syntax.Names({*(names or ()), *bound})
    name, call = fresh.fresh(f"call_{_name(function)}"), fresh.fresh("function")
    text = f"def {name}({', '.join(names or ())}):\n    return {call}({', '.join([*bound, *(names or ())])})\n"
    made = load(text, f"<s2sdiff {name}>", _globals(function), {**bound, call: function})[name]
    return context.callee(None, made, None, (), {})  # type: ignore[arg-type]


def _described(t: Type) -> str:
    if isinstance(t, (Scalar, Array)):
        return f"{t.dtype}[{','.join(map(str, shape_of(t) or ()))}]"
    return "None" if t == NONE else "a list" if isinstance(t, Seq) and t.cls is list else f"a {type(t).__name__.lower()}"


def _unsure(t: Type) -> bool:
    """Whether a cotangent of this type may turn out to be None."""
    return isinstance(t, Unknown) or (isinstance(t, Static) and t != NONE)


def _tuple(items: Sequence[str]) -> str:
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def _fun(target: Any) -> Any:
    rules: Any = target.__func__ if isinstance(target, MethodType) else target
    return rules.fun


def _name(target: Any) -> str:
    name = getattr(target, "__name__", "function")
    return name if name.isidentifier() else "function"


def _globals(target: Any) -> dict[str, Any]:
    """The globals of the module that the user's function is in."""
    try:
        return unwrap(_fun(target) if kind_of(target) else target).function.__globals__
    except (S2SError, TypeError):
        return {"__name__": __name__}
