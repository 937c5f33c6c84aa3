"""Functions that are called by the one that is differentiated: how they are read, and what each is for its arguments.

A `Callee` is one function; for arguments of certain types it is `Specialised`: its program, its result, what it does to
the memory of its arguments, and its derivatives as they are asked for.  One that calls itself is followed with numbers
that are known when generating as far as that ends.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.absent import count_known
from s2sdiff.analyze.elaborate import Elaborator
from s2sdiff.analyze.env import joined_parts
from s2sdiff.analyze.infer import BOTTOM
from s2sdiff.analyze.program import CallUser, Path, Program, Region, Site, Storage, all_parts, exclusive
from s2sdiff.analyze.renaming import all_parameters
from s2sdiff.analyze.state import Closure
from s2sdiff.analyze.world import Source
from s2sdiff.errors import S2SError, Unsupported, located
from s2sdiff.library import only_reads
from s2sdiff.normalize.form import blocks, statements
from s2sdiff.read import Primal
from s2sdiff.rules import plain
from s2sdiff.rules.declare import name_of
from s2sdiff.types import NONE, Scalar, Sparse, Static, Type, Unknown, is_inexact, without_value

if TYPE_CHECKING:
    from s2sdiff.context import Context

MOST_RUNNING = 3
MOST_UNROLLED = 50  # calls of itself that a function makes with numbers known when generating: a network's layers, say
MOST_ROUNDS = 6  # of interpreting a recursive function anew
UNKNOWN_DERIVATIVE = " is not known: "
NO_STARS: tuple[int, tuple[str, ...]] = (0, ())


class Endless(Exception):  # noqa: N818  # nothing went wrong: whoever catches it asks anew
    """A function calls itself with ever new types, or `branches` with new numbers: each depth has twice as many calls."""

    def __init__(self, callee: Callee, *, branches: bool = False) -> None:
        super().__init__(callee.name)
        self.callee = callee
        self.branches = branches


@dataclass(eq=False)
class Callee:
    """A function that is called by the one being differentiated."""

    context: Context
    name: str
    primal: Primal
    tree: gast.FunctionDef
    captured: tuple[tuple[str, str], ...]
    target: Any
    library: Any = None  # the library's function in whose place this one is read
    flags: Mapping[str, Any] = field(default_factory=dict)  # of a library's function: what its options are in this call
    closure: Closure | None = None  # of a function defined inside another
    spelled: Mapping[str, str] = field(default_factory=dict)  # keywords whose parameters bear another name
    written: gast.AST | None = None  # the parameters as the user wrote them, stars included
    made: dict[Any, Specialised] = field(default_factory=dict)
    plain: bool = True  # not one whose derivative the user gave
    unrolls: bool = True  # whether calls with different numbers are different functions
    branches: bool = False  # whether they are even where it calls itself at several places

    def bind(self, elaborator: Elaborator, node: gast.AST, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]) -> list[tuple[str, gast.AST]]:
        """Parameter and atom of each argument; captured variables come last."""
        spec = self.tree.args
        keywords = {self.spelled.get(k, k): a for k, a in keywords.items()}
        positional = [a.id for a in [*spec.posonlyargs, *spec.args]]
        keyword_only = [a.id for a in spec.kwonlyargs]
        bound = dict(self.primal.bound)
        free = [p for p in positional if p not in bound or p in self.flags]
        if len(args) > len(free):
            raise Unsupported(f"`{self.name}` takes {len(free)} arguments, and is given {len(args)}", node)
        unknown = sorted(set(keywords) - {*positional, *keyword_only})
        if unknown and self.library is not None:
            what = f"the derivative of `{_library_name(self.library)}` with the argument `{unknown[0]}`"
            raise Unsupported(what, node, f"leave `{unknown[0]}` out")
        if unknown:
            raise Unsupported(f"`{self.name}` takes no argument `{unknown[0]}`", node, f"leave `{unknown[0]}` out")
        given: dict[str, gast.AST] = dict(zip(free, args, strict=False)) | dict(keywords)
        defaults = self.defaults()
        result = []
        for parameter in [*positional, *keyword_only]:
            if parameter in self.flags:
                continue
            if parameter in given:
                result.append((parameter, given[parameter]))
            elif parameter in bound:
                continue
            elif parameter in defaults:
                result.append((parameter, self.default(elaborator, parameter, defaults[parameter], node)))
            else:
                raise Unsupported(f"`{self.name}` misses the argument `{parameter}`", node)
        for name, local in self.captured:
            atom = syntax.located(syntax.name(local), node)
            elaborator.use(atom)
            result.append((name, atom))
        return result

    def default(self, elaborator: Elaborator, parameter: str, value: Any, node: gast.AST) -> gast.AST:
        """A default as an atom: a literal, a variable where a local function was defined, or an object from outside."""
        if isinstance(value, gast.Name):
            atom = syntax.located(syntax.name(dict(self.captured).get(value.id, value.id)), node)
            elaborator.use(atom)
            return atom
        if value is None or isinstance(value, (int, float, complex, str, bool)):
            return syntax.located(syntax.const(value), node)
        atom = syntax.located(syntax.name(self.context.outer_alias(f"{self.name}_{parameter}", value, elaborator.names)), node)
        elaborator.use(atom)
        return atom

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """What is refused inside a library's function is refused at its call."""
        try:
            yield
        except S2SError as error:
            if self.library is None:
                raise
            _, passed_on, reason = error.message.rpartition(UNKNOWN_DERIVATIVE)  # of the innermost function
            cure = error.cure
            if not passed_on:
                what, _, instead = reason.rpartition(": ")
                reason, cure = (what, instead) if what else (reason, "declare it with s2sdiff.extend")
            raise Unsupported(f"the derivative of `{_library_name(self.library)}`{UNKNOWN_DERIVATIVE}{reason}", cure=cure) from error

    def defaults(self) -> dict[str, Any]:
        """The default of each parameter that has one: its value, or for a local function what was written."""
        if self.target is not None and self.primal.function is not None:
            return self.primal.defaults
        spec = self.written or self.tree.args
        names = [a.id for a in [*spec.posonlyargs, *spec.args]]
        pairs = list(zip(reversed(names), reversed(spec.defaults), strict=False)) + [
            (a.id, d) for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None
        ]
        return {n: d.value if isinstance(d, gast.Constant) else d for n, d in pairs if isinstance(d, (gast.Constant, gast.Name))}

    def free_parameters(self) -> tuple[list[str], list[str], dict[str, Any]] | None:
        """Parameters by position and by name, and the defaults that can be written; None if there are others."""
        spec = self.written or self.tree.args
        if spec.vararg or spec.kwarg:
            return None
        free = set(self.parameters())
        defaults = {p: v for p, v in self.defaults().items() if v is None or isinstance(v, (int, float, str))}
        positional = [a.id for a in [*spec.posonlyargs, *spec.args] if a.id in free]
        return positional, [a.id for a in spec.kwonlyargs if a.id in free], defaults

    def parameters(self) -> list[str]:
        """The parameters that calls give, and those for the variables that a local function captures."""
        spec = self.tree.args
        names = [a.id for a in [*spec.posonlyargs, *spec.args, *spec.kwonlyargs]]
        return [n for n in names if n not in self.primal.bound] + [n for n, _ in self.captured]

    def key(self, types: Mapping[str, Type]) -> Any:
        """What tells one specialisation from another."""
        return (*types.items(), len(self.context.later), count_known(self.context.absent), len(self.context.stood_for))

    def specialise(self, types: Mapping[str, Type], site: Site | None = None) -> Specialised:
        """The callee for arguments of these types; a recursion whose sizes never repeat stops asking for sizes.

        One that is told a number is followed through all that it tells itself, unless that has no end or branches.
        """
        running = [made for made in self.context.running if made.callee is self]
        depth = len(running)
        if depth > MOST_RUNNING:
            types = {p: infer.without_sizes(t) for p, t in types.items()}
        if depth > MOST_UNROLLED:
            raise Endless(self)
        if not self.unrolls:
            types = {p: infer.without_values(t) for p, t in types.items()}
        plain = {p: without_value(t) if isinstance(t, Scalar) and is_inexact(t) else t for p, t in types.items()}
        one_by_one = running and self.unrolls and not self.branches
        if one_by_one and site is not None and running[-1].told_otherwise(plain, site):
            raise Endless(self, branches=True)
        key = self.key(plain)
        if key not in self.made:
            self.made[key] = Specialised(self, plain, len(self.made))
        return self.made[key]


@dataclass(eq=False)
class Specialised:
    """A callee for arguments of certain types: its program, and its derivatives as they are asked for."""

    callee: Callee
    types: dict[str, Type]
    index: int
    found: Type = BOTTOM
    recursive: bool = False
    settled: bool = False
    leans: dict[Specialised, Type] = field(default_factory=dict)  # on callees that were not settled, and what was found of them
    kept: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    indexed: set[str] = field(default_factory=set)
    outer: bool = False
    parts: Mapping[Path, frozenset[Source]] | None = None
    apart: bool = True
    repeatable: bool = True
    program: Program | None = None  # as interpreted, until it is handed out; None if it asked for types still being found out
    pairs: dict[Any, Any] = field(default_factory=dict)
    sites: dict[Program, dict[tuple[int, int], Region]] = field(default_factory=dict)  # where it calls itself with other numbers

    @property
    def keyword_only(self) -> set[str]:
        """Parameters that are passed by name."""
        return {a.id for a in self.callee.tree.args.kwonlyargs}

    def elaborate(self) -> Program:
        """The program, read anew where it was handed out before (differentiating edits it)."""
        program, self.program = self.program or self.elaborated(), None
        return program

    def elaborated(self) -> Program:
        """The program, read anew."""
        with located(self.callee.primal):
            elaborator = Elaborator(self.callee.context, self.callee.primal, self.callee.tree, self.types, called=True, itself=self.callee.closure)
            try:
                program = elaborator.run()
            except Unsupported:
                self.changed |= elaborator.program.changed.keys()
                raise
            raises = elaborator.dead or isinstance(program.result, infer.Bottom)
            if raises and self.callee.library is not None and not self.recursive:  # the library's function need not raise
                raise Unsupported("of arguments of these kinds: pass arrays where it makes arrays of numbers or lists")
            return program

    def result_type(self) -> Type:
        """The type of the result; a recursive function is interpreted until it settles."""
        if self.settled:
            return self.found
        running = self.callee.context.running
        if self in running:
            self.recursive = True
            self.lean_on(self)
            return self.found
        if self.leans and all(other in running and other.found == found for other, found in self.leans.items()):
            for other in self.leans:
                self.lean_on(other)
            return self.found
        try:
            return self.interpreted_type()
        except Endless as endless:
            if endless.callee is not self.callee or any(made in running for made in self.callee.made.values()):
                raise
            if not self.callee.unrolls:
                what = f"`{self.callee.name}` calls itself with arguments of ever new kinds"
                raise Unsupported(what, self.callee.tree, "keep what it is given of one length") from None
            if endless.branches and not self.is_known_of_any_numbers():
                self.callee.branches = True
            else:
                self.forget_numbers()
            return self.result_type()
        except S2SError:
            if self.callee.library is None and self.changed and not self.recursive:
                self.settled = True  # it is read where it is called, and more is known there of what it changes
                return self.found
            if self.callee.library is None:
                raise
            self.found, self.kept, self.settled = self.trial_type(), set(self.types), True
            if not only_reads(self.callee.library):
                self.changed |= set(self.types)
            if self.found == NONE or isinstance(self.found, (Unknown, Sparse)):  # it changes what it is given, or makes an object
                with self.callee.blamed():
                    raise
            return self.found

    def told_otherwise(self, types: Mapping[str, Type], site: Site) -> bool:
        """Whether it calls itself with other numbers than its own, and at several places on one path."""
        kinds, own = ({p: infer.without_values(t) for p, t in told.items()} for told in (types, self.types))
        if kinds != own or types == self.types:
            return False
        place = (site.node.lineno, site.node.col_offset)
        others = self.sites.setdefault(site.program, {})
        others[place] = site.region
        return any(place != other and not exclusive(site.region, region) for other, region in others.items())

    def is_known_of_any_numbers(self) -> bool:
        """Whether the function can be read, and its result is known, without the numbers that it is told."""
        callee, made = self.callee, self.callee.made
        general = Specialised(callee, self.types, 0)
        general.forget_numbers()
        try:
            return not any(isinstance(t, Unknown) for t in all_parts(general.result_type()))
        except S2SError:
            return False
        finally:
            callee.unrolls, callee.made = True, made

    def forget_numbers(self) -> None:
        """Be the function for any numbers, with no other beside it."""
        self.types = {p: infer.without_values(t) for p, t in self.types.items()}
        self.callee.unrolls, self.callee.made = False, {self.callee.key(self.types): self}

    def lean_on(self, other: Specialised) -> None:
        """What is being interpreted since `other` began holds only as long as what is found of `other` so far."""
        running = self.callee.context.running
        for inner in running[running.index(other) + 1 :]:
            inner.leans[other] = other.found

    def trial_type(self) -> Type:
        """The type that a library's function gives; that it cannot be read matters to its derivatives alone."""
        apart = self.types if self.callee.flags else {p: t for p, t in self.types.items() if p in self.keyword_only}
        positional = tuple(t for p, t in self.types.items() if p not in apart)
        return infer.result_of(self.callee.library, positional, {**apart, **{p: Static(v) for p, v in self.callee.flags.items()}})

    def interpreted_type(self) -> Type:
        """The type that reading the function gives; it stays open while it leans on a function that calls this one."""
        self.leans.clear()
        self.callee.context.running.append(self)
        try:
            for _ in range(MOST_ROUNDS):
                program = self.elaborated()
                t = program.result or NONE
                version = program.atom(program.returned) if program.returned is not None else None
                memory = version.storages if version is not None else frozenset()
                self.kept |= {p for p, v in program.arguments.items() if v.storages & memory}
                parts = {path: _sources(program, held) for path, held in program.parts.items()}
                self.parts = parts if self.parts is None else joined_parts([self.parts, parts])
                self.changed |= program.changed.keys()
                self.indexed |= program.dynamic.keys()
                self.outer = self.outer or any(s.owner == "outer" for s in memory)
                self.apart = self.apart and program.items_apart
                self.repeatable = self.repeatable and _is_repeatable(program)
                if self.changed and self.recursive:
                    raise Unsupported(
                        f"`{self.callee.name}` calls itself and changes `{min(self.changed)}`, which it is given or captures", self.callee.tree,
                        "return what it changes instead",
                    )  # fmt: skip
                joined = infer.join(self.found, t)
                stable = joined == self.found
                self.found = joined
                if stable or not self.recursive:
                    break
            else:
                raise Unsupported(f"the type of what `{self.callee.name}` returns does not settle: it calls itself", self.callee.tree)
        finally:
            self.callee.context.running.pop()
        self.settled = not self.leans
        self.program = program if self.settled and not self.recursive else None
        return self.found

    def returned_arguments(self) -> set[str]:
        """Parameters whose memory the result may share; all of them while that is being found out."""
        return self.kept if self.settled else set(self.types)

    def memory_of_parts(self) -> Mapping[Path, frozenset[Source]]:
        """What each part of the result may share memory with; nothing is known while that is being found out."""
        return self.parts or {} if self.settled else {}

    def items_are_apart(self) -> bool:
        """Whether the arrays in the result surely share nothing with one another."""
        return self.settled and self.apart

    def returns_outer_memory(self) -> bool:
        """Whether the result may be an array, or hold one, that lives outside every function."""
        return self.outer

    def does_nothing(self) -> bool:
        """Whether a call of it can be left out: of the checks that it makes, none is left to run time."""
        return self.found == NONE and self.program is not None and all(isinstance(s, gast.Return) for s in self.program.tree.body)

    def is_repeatable(self) -> bool:
        """Whether calling it once more makes no difference: it changes nothing, and gives the same."""
        return (self.settled or self.recursive) and self.repeatable and not self.changed

    def calls_others(self) -> bool:
        """Whether it calls functions of the user's, as far as that is known."""
        return self.program is None or any(isinstance(op, CallUser) for op in self.program.ops.values())

    def changed_arguments(self) -> set[str]:
        """Parameters that are changed in place."""
        return self.changed

    def read_by_index(self) -> set[str]:
        """Parameters that are lists or tuples of which items are read under a running index."""
        return self.indexed

    def pair(self, wanted: tuple[str, ...]) -> Any:
        """The forward and backward halves with respect to some parameters."""
        key = ("pair", wanted)
        if key not in self.pairs:
            with self.callee.blamed():
                self.callee.context.make_pair(self, wanted, key)
        pair = self.pairs[key]
        if pair.keeps is None and self.callee.context.read_again:
            return self.pair_of_recursion(wanted, pair)
        return pair

    def pair_of_recursion(self, wanted: tuple[str, ...], pair: Any) -> Any:
        """Halves for a call inside the function's own: a tape that holds tapes like itself has no type to read it by.

        This one holds the arguments, and what the call computed is computed again.
        """
        key = ("again", wanted)
        if key not in self.pairs:
            self.pairs[key] = self.callee.context.make_again(self, wanted, pair)
        return self.pairs[key]

    def tangent(self, wanted: tuple[str, ...]) -> tuple[str, dict[str, str], bool]:
        """The name of the tangent function with respect to some parameters, those of its tangents, and whether what it gives is its own."""
        key = ("tangent", wanted)
        if key not in self.pairs:
            with self.callee.blamed():
                self.callee.context.make_tangent(self, wanted, key)
        pair = self.pairs[key]
        return pair.name, pair.seeds, pair.fresh


def _is_repeatable(program: Program) -> bool:
    """Whether running a program once more makes no difference, apart from what it does to its arguments."""
    calls = [op.callee for op in program.ops.values() if isinstance(op, CallUser)]
    writes_outside = any(storage.owner == "outer" for storage in program.stores)
    return not (program.unrepeatable or writes_outside) and all(callee.is_repeatable() for callee in calls)


def _sources(program: Program, held: Iterable[Storage]) -> frozenset[Source]:
    """Where memory comes from, as whoever calls the function may ask."""
    parameters = {s: p for p, v in program.arguments.items() for s in v.storages}
    return frozenset(
        Source(parameters.get(s, None if s.owner == "outer" else s.number), s.container, s.single) for s in held
    )


def _library_name(target: Any) -> str:
    """A library's function, or a method of one of its objects, as a program writes it."""
    owner = getattr(target, "__self__", None)
    name = getattr(owner, "name", None)
    return f"{type(owner).__module__.partition('._')[0]}.{name}.{target.__name__}" if isinstance(name, str) else name_of(target)


# --- how they are read ---


def star_count(
    spec: gast.AST, args: Sequence[Any], keywords: Iterable[str], bound: int = 0
) -> tuple[int, tuple[str, ...]]:
    """What a function with stars is written out for: the number of its positional arguments, and the keywords."""
    if not (spec.vararg or spec.kwarg):
        return NO_STARS
    return len(args) + bound, tuple(keywords)


def flags_of(target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST]) -> dict[str, Any]:
    """The options of a library's function that are literals in a call, or left at such a default: they select code."""
    parameters = inspect.signature(plain.readable(target) or target).parameters
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in parameters.values()):
        return {}
    given = {p.name: p.default for p in parameters.values() if p.default is not p.empty}
    atoms = {**dict(zip(parameters, args, strict=False)), **keywords}
    given = {p: v for p, v in given.items() if p not in atoms} | {p: a.value for p, a in atoms.items() if isinstance(a, gast.Constant) and p in parameters}
    return {p: v for p, v in given.items() if v is None or type(v) in (bool, int, str)}


def with_literals(tree: gast.FunctionDef, values: Mapping[str, Any]) -> gast.FunctionDef:
    """The function with some of its parameters written as what they are; those that it assigns again stay names.

    So do the parameters of functions inside it, which are other variables.
    """
    kept = syntax.names_stored(tree.body)
    stack: list[tuple[gast.AST, Mapping[str, Any]]] = [(s, {p: v for p, v in values.items() if p not in kept}) for s in tree.body]
    while stack:
        node, known = stack.pop()
        if isinstance(node, (gast.Lambda, gast.FunctionDef)):
            own = {a.id for a in all_parameters(node)} | (syntax.names_stored(node.body) if isinstance(node, gast.FunctionDef) else set())
            stack += [(default, known) for default in [*node.args.defaults, *node.args.kw_defaults] if default is not None]
            known = {p: v for p, v in known.items() if p not in own}
        for field_name, child in gast.iter_fields(node):
            if isinstance(child, gast.arguments):
                continue
            for k, part in enumerate(child if isinstance(child, list) else [child]):
                if isinstance(part, gast.Name) and part.id in known:
                    new = gast.copy_location(syntax.const(known[part.id]), part)
                    if isinstance(child, list):
                        child[k] = new
                    else:
                        setattr(node, field_name, new)
                elif isinstance(part, gast.AST):
                    stack.append((part, known))
    return tree


def with_super_spelled(node: gast.FunctionDef) -> gast.FunctionDef:
    """A method in which `super()` says what Python knows: the class it is written in, and its object."""
    first = [*node.args.posonlyargs, *node.args.args][:1]
    if not any(isinstance(n, gast.Call) and syntax.dotted(n.func) == "super" and not n.args for n in syntax.walk(node)):
        return node
    new: gast.FunctionDef = syntax.clone(node)
    for call in syntax.walk(new):
        if isinstance(call, gast.Call) and syntax.dotted(call.func) == "super" and not call.args and first:
            call.args = [syntax.located(syntax.name(n), call) for n in ("__class__", first[0].id)]
    return new


def undeclared(node: gast.FunctionDef) -> gast.FunctionDef:
    """A nested function without its `nonlocal` declarations: where it is read in place, they say nothing; those inside it do."""
    new: gast.FunctionDef = syntax.clone(node)
    for block in [new.body, *(block for s in statements(new.body) for block in blocks(s))]:
        block[:] = [gast.copy_location(gast.Pass(), s) if isinstance(s, gast.Nonlocal) else s for s in block]
    return new
