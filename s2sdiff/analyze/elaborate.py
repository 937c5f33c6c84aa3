"""Abstract interpretation: a function in normal form and the types of its arguments give a `Program`.

Names are resolved to the objects they mean, loops over arrays and lists become loops over a range, branches that the
types decide are taken, and every assignment learns what it means.  Each loop is interpreted until the types at its
head no longer change.  What cannot be understood is refused at the user's line.

The interpreter is a chain of layers, one a file.  Each uses those before it; what one asks of a later layer (all of
them evaluate expressions and interpret blocks) is declared where it is first asked for, as a method without an answer:

    state          versions of names, their memory, the types of atoms, helper assignments
    edges          along which variables a derivative flows
    places         which view of which array each name is
    showing        after a change, the other names of the memory are taken from their places again
    sharing        lists of any length that several names and objects hold
    ownership      changes in place: who may, what becomes stale, which lists grow
    application    functions with rules, applied to atoms
    subscripts     items under indices and keys
    values         right sides that are no calls: a `value_<node>` for each kind of expression
    decisions      tests that the types decide
    joins          np.r_, np.c_, np.block: arrays joined as they are written
    builtin_calls  len, sum, max, list ...: a `builtin_<name>` for each
    containers     methods of lists and dicts, and what is stored under their keys
    dicts          dicts made of others, and what a missing key gives
    sets           sets of what no derivative passes through
    inlining       functions whose bodies are read in place
    bound          functions made of others: partials, methods as values, getters of items
    calls          methods, outer objects, user functions, constructors
    methods        methods of objects of the user's classes
    operators      what operators mean for objects
    conditions     what is evaluated where it is written, which may only read
    attributes     their attributes: read, stored, changed in place
    constructors   how objects are made
    object_calls   copies of objects, and other functions of Python's that are given them
    own_dicts      objects as dicts: vars(p), dataclasses.asdict
    stores         assignments to names and items, augmented assignments
    writers        functions and methods that write into an array, as stores: out=, fill, sort, np.copyto ...
    each_place     np.add.at, np.multiply.at: changes of places that may stand several times
    effects        expression statements, append, print, assert, raise
    branches       `if`, and where paths meet
    walks          iterators that are read by hand: iter, next
    iterators      what a `for` goes over, as a range or written out
    picked         loops over some of the objects of a list
    loops          `for`, `while`, `break`: the fixed point
    managers       `with`: what is entered and left
    elaborate      the whole, and the remaining statements: a `visit_<node>` for each kind
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.absent import count_known
from s2sdiff.analyze.env import Env, any_of
from s2sdiff.analyze.managers import Managers
from s2sdiff.analyze.program import Inactive, Program, with_part
from s2sdiff.analyze.renaming import free_names
from s2sdiff.analyze.updates import recognise_updates
from s2sdiff.errors import Unsupported
from s2sdiff.types import Dict, ListOf, Seq, Static, Type, at, without_value

MOST_ATTEMPTS = 100


class Elaborator(Managers):
    """Interprets one function from its arguments to its return."""

    def run(self) -> Program:
        """The program.  If it is not understood with lists whose items are all alike, loops over short lists are written out:
        each item then has a type and a place of its own, which other names can be told of.
        """
        try:
            return self.settled()
        except Unsupported as refusal:
            if not self.growing:
                raise
            self.tells_items, self.growing = True, set()
            try:
                return self.settled()
            except Unsupported:
                raise refusal from None

    def settled(self) -> Program:
        """The program; interpretation starts over when a list turns out to grow in a loop, a dict to have any keys,
        or an object to get an attribute late.
        """
        for _ in range(MOST_ATTEMPTS):
            known = self.found_out
            try:
                program = self.attempt()
            except Unsupported:
                if self.found_out == known:
                    raise
                continue  # it was taken apart, and need not be
            if self.found_out == known:
                recognise_updates(program)
                return program
        raise Unsupported("the lists and dicts in this function do not settle", self.source, "make them in one place each")

    @property
    def found_out(self) -> int:
        """How much is known that an attempt begins with."""
        known = count_known(self.absent) + count_known(self.context.absent)
        told = len(self.context.later) + len(self.context.stood_for)
        return len(self.growing) + len(self.tangled) + told + known + len(self.forks) + len(self.split_here)

    def attempt(self) -> Program:
        """One interpretation from the arguments to the return."""
        self.grown = frozenset(self.growing)
        self.program = Program(self.source.name, self.source, tuple(self.types), {}, names=self.names)
        self.env, self.region, self.entry, self.position, self.dead, self.breaks = Env(), (), (), 0, False, []
        self.loop_owns, self.loop_inners, self.loop_reads, self.inlining, self.lent = [], [], [], [], frozenset()
        self.views, self.slices, self.choices, self.iterators = {}, {}, {}, {}
        self.inlined_again = Counter()
        self.parted, self.told_in_loop, self.blamed, self.blamed_calls, self.blamed_splits = "", set(), {}, {}, {}
        self.pending, self.following, self.returning, self.live = [], [], "", frozenset()
        self.ran = []
        for name, t in self.types.items():
            owned = self.memory_for(("argument", name), t, "argument")
            t = self.as_dynamic(name, t)
            version = self.define(name, t, "argument", None, owned, view=bool(owned), inner=any_of(owned, t))
            self.program.arguments[name] = version
            self.env.apart.add(frozenset((name,)))  # who lets a list or dict argument be changed writes the function out
        body = self.block(self.source.body)
        self.program.tree = gast.FunctionDef(self.source.name, syntax.clone(self.source.args), body, [], None, None, [])
        syntax.located(self.program.tree, self.source)
        self.program.final = self.env
        return self.program

    def as_dynamic(self, name: str, t: Type) -> Type:
        """A list or dict argument that is indexed by a variable has one type of item; so do dicts inside of arguments."""
        for place in [p for p in self.growing if p[:2] == ("argument", name)]:
            part = at(t, place[2])
            if isinstance(part, Seq):
                self.program.dynamic[name] = part
                t = ListOf(infer.join_all([without_value(i) for i in part.items]), cls=tuple if issubclass(part.cls, tuple) else list)
            elif isinstance(part, Dict):
                t = with_part(t, place[2], infer.dict_of(part))
        return t

    def block(self, statements: Sequence[gast.AST]) -> list[gast.AST]:
        """The statements, elaborated; whatever follows an exit is dropped."""
        result: list[gast.AST] = []
        statements = self.with_forks(statements)
        made_here = any(s not in self.liveness for s in statements)
        read = syntax.names_read(list(statements)) if made_here else set()
        for statement in statements:
            if self.dead:
                break
            self.position += 1
            method = getattr(self, "visit_" + type(statement).__name__, None)
            if method is None:
                raise Unsupported(f"{type(statement).__name__} is not supported", statement)
            outside, self.live = self.live, self.live_after(statement, read)
            result.extend(self.caught_up(statement))
            made = method(statement)
            made += self.taken_again(statement)
            self.live = outside
            made, self.pending, self.following = [*self.pending, *made, *self.following], [], []
            result.extend(syntax.located(new, statement) for new in made)
        return result

    def live_after(self, statement: gast.AST, read: set[str]) -> frozenset[str]:
        """The names that may be read after a statement; of one that is made here, all that are `read` in its block."""
        found = self.liveness.get(statement)
        return self.lent | (found if found is not None else self.live | read)

    # --- the statements that the layers below leave ---

    def visit_Return(self, statement: gast.Return) -> list[gast.AST]:
        """The one return, at the end of the function."""
        value = syntax.clone(statement.value) if statement.value is not None else syntax.const(None)
        self.program.result = self.type_of(value)
        self.check_walk(statement, self.program.result)
        self.program.returned = value
        self.program.parts = self.parts_held(value, ())
        self.program.items_apart = isinstance(value, gast.Name) and frozenset((value.id,)) in self.env.apart
        return [gast.Return(value)]

    def visit_FunctionDef(self, statement: gast.FunctionDef) -> list[gast.AST]:
        """A function written inside this one is interpreted where it is called."""
        self.refuse_turns(statement)
        new = syntax.clone(statement)
        new.decorator_list = []  # none is left but that of a cache, see `normalize.decorated`
        t = replace(self.closure(new, statement.name, statement), cached=bool(statement.decorator_list))
        self.define(statement.name, t, "assign", new)
        self.program.ops[new] = Inactive("a function")
        return [new]

    def refuse_turns(self, statement: gast.FunctionDef) -> None:
        """What a local function captures is passed to it: not so functions that capture each other."""
        local = {s.name: s for s in self.source.body if isinstance(s, gast.FunctionDef)}
        pending, seen = [n for n in free_names(statement) if n in local and n != statement.name], set[str]()
        while pending:
            name = pending.pop()
            if name == statement.name:
                raise Unsupported(f"`{name}` and another function inside this one call each other", statement, "define them outside")
            if name not in seen:
                seen.add(name)
                pending += [n for n in free_names(local[name]) if n in local]

    def visit_Import(self, statement: gast.Import) -> list[gast.AST]:
        """An import is done now, and kept."""
        new = syntax.clone(statement)
        for alias in new.names:
            module = importlib.import_module(alias.name)
            bound = module if alias.asname else importlib.import_module(alias.name.split(".")[0])
            self.define(alias.asname or alias.name.split(".")[0], Static(bound), "assign", new)
        self.program.ops[new] = Inactive("an effect")
        return [new]

    def visit_ImportFrom(self, statement: gast.ImportFrom) -> list[gast.AST]:
        """An import of names is done now, and kept."""
        if statement.level:
            raise Unsupported("a relative import inside a function", statement, "import at the top of the file")
        new = syntax.clone(statement)
        module = importlib.import_module(statement.module)
        for alias in new.names:
            value = getattr(module, alias.name)
            self.define(alias.asname or alias.name, self.context.outer_value_type(value), "assign", new)
        self.program.ops[new] = Inactive("an effect")
        return [new]

    def visit_Pass(self, _statement: gast.AST) -> list[gast.AST]:
        """Nothing."""
        return []
