"""What expressions and statements do: the names they read, bind and change, and which names may share memory.

Trees are never changed in place, so what is known of a node is known for good and is remembered by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import gast

from s2sdiff import library
from s2sdiff.simplify.call_effects import CallFacts, classify
from s2sdiff.simplify.facts import Facts
from s2sdiff.simplify.node_effects import (
    LOOP_EXIT,
    NOTHING,
    OUTSIDE,
    RETURN,
    Aliases,
    Effects,
    children,
    commute,
    nodes,
    statements,
    together,
)
from s2sdiff.syntax import dotted, names_read, names_stored, walk

SHAPE = ("shape", "size", "ndim")
WHOLE = ("size", "ndim", "itemsize", "nbytes")
PINNING = (gast.Lambda, gast.FunctionDef, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp,
           gast.NamedExpr, gast.Global, gast.Nonlocal, gast.Delete, gast.ClassDef)  # fmt: skip


class Study:
    """All that is known of one function, and remembered while it is simplified."""

    def __init__(self, function: Any, facts: Facts) -> None:
        self.facts = facts
        self.bits: dict[str, int] = {}
        self.names: list[str] = [""]
        self.immutable = 0
        self.unsure = 0
        self.arrays = 0
        self._effects: dict[int, tuple[Any, Effects]] = {}
        self._handlers: dict[type[Any], Callable[[Any], Effects]] = {}
        self._calls: dict[int, tuple[Any, CallFacts]] = {}
        self._sharing: dict[int, tuple[Any, int]] = {}
        self._kinds: dict[int, tuple[Any, str]] = {}
        self._keys: dict[int, tuple[Any, int]] = {}
        self._interned: dict[Any, int] = {}
        self.memo: dict[str, dict[Any, Any]] = {}
        self.shapes: dict[int, int] = {}  # of the names whose shape alone is read somewhere, to that of the shape
        self.kinds: dict[str, str] = dict(facts.kinds)
        self.temporaries = 0
        arguments = function.args
        given = [*arguments.args, *arguments.posonlyargs, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        self.params = frozenset(a.id for a in given if a is not None)
        inside = nodes(function.body)
        named = [n for n in inside if isinstance(n, gast.Name)]
        self.local = self.params | {n.id for n in named if not isinstance(n.ctx, gast.Load)}
        self.pinned = 0
        for node in inside:
            if isinstance(node, PINNING):
                held = {n.id for n in walk(node) if isinstance(n, gast.Name)} | set(getattr(node, "names", []))
                self.pinned |= self.mask(name for name in held if isinstance(name, str))
        free = {n.id for n in named if isinstance(n.ctx, gast.Load)} - self.local
        called = {n.func.id for n in inside if isinstance(n, gast.Call) and isinstance(n.func, gast.Name)}
        self.world = OUTSIDE | self.mask(self.params) | self.mask(free - called - library.MODULES)

    # Names

    def bit(self, name: str) -> int:
        """The set that holds `name` alone."""
        bit = self.bits.get(name)
        if bit is None:
            bit = self.bits[name] = 1 << len(self.names)
            self.names.append(name)
            kind = self.kinds.get(name, "other")
            if kind == "scalar":
                self.immutable |= bit
            elif kind == "array":
                self.arrays |= bit
            elif kind != "list":
                self.unsure |= bit
            if name in self.facts.temporaries:
                self.temporaries |= bit
        return bit

    def mask(self, names: Iterable[str]) -> int:
        """The set of `names`."""
        mask = 0
        for name in sorted(names):
            mask |= self.bit(name)
        return mask

    def named(self, mask: int) -> list[str]:
        """The names in a set."""
        return [name for k, name in enumerate(self.names) if k and mask >> k & 1]

    def adopt(self, name: str, kind: str) -> None:
        """Makes `name` a new temporary."""
        self.kinds[name] = kind
        self.local |= {name}
        self.temporaries |= self.bit(name)

    def may_go(self, name: str) -> bool:
        """Whether `name` is a temporary that no inner function holds."""
        return bool(self.bit(name) & self.temporaries & ~self.pinned)

    def is_module(self, name: str) -> bool:
        """Whether `name` is a module whose functions are known."""
        return name in library.MODULES and name not in self.local

    def function(self, called: Any) -> str | None:
        """The dotted name of a function that is called: of a library's function its own, whatever it is called here."""
        name = dotted(called)
        return name if name is None or name.partition(".")[0] in self.local else self.facts.functions.get(name, name)

    # What running a node does

    def effects(self, node: Any) -> Effects:
        """The effects of an expression or of a statement with all it holds."""
        found = self._effects.get(id(node))
        if found is None:
            kind = type(node)
            handler = self._handlers.get(kind)
            if handler is None:
                handler = self._handlers[kind] = getattr(self, "_" + kind.__name__.lower(), self._any)
            result = handler(node)
            self._effects[id(node)] = (node, result)
            return result
        return found[1]

    def block(self, body: list[Any]) -> Effects:
        """The effects of a list of statements."""
        return together([self.effects(s) for s in body])

    def _name(self, node: Any) -> Effects:
        if isinstance(node.ctx, gast.Load):
            return NOTHING if self.is_module(node.id) else Effects(reads=self.bit(node.id))
        return Effects(binds=self.bit(node.id))

    def _constant(self, node: Any) -> Effects:  # noqa: ARG002
        return NOTHING

    _comment = _pass = _constant

    def _any(self, node: Any) -> Effects:
        """Expressions do what their parts do; a statement that is not known may do anything."""
        if not isinstance(node, gast.stmt):
            return together([self.effects(c) for c in children(node)])
        inside = list(walk(node))
        reads = self.mask(n.id for n in inside if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
        binds = self.mask(names_stored(node))
        return Effects(reads | binds, binds, OUTSIDE | reads | binds, fixed=True, exits=LOOP_EXIT | RETURN)

    def _call(self, node: Any) -> Effects:
        parts = [self.effects(a) for a in node.args] + [self.effects(k.value) for k in node.keywords]
        what = self.call(node)
        root = dotted(node.func)
        if root is None or not self.is_module(root.partition(".")[0]):
            parts.append(self.effects(node.func))
        parts.append(Effects(mutates=what.mutates, fixed=what.fixed, grows=what.grows))
        return together(parts)

    def _lambda(self, node: Any) -> Effects:
        return Effects(reads=self.mask(names_read(node)))

    _listcomp = _setcomp = _dictcomp = _generatorexp = _lambda

    def _namedexpr(self, node: Any) -> Effects:
        return together([self.effects(node.value), self.effects(node.target), Effects(fixed=True)])

    def shapes_read(self, node: Any) -> int:
        """The arrays of which a statement or an expression reads the shape, and nothing else."""
        known: dict[int, tuple[Any, int]] = self.memo.setdefault("shapes", {})
        found = known.get(id(node))
        if found is None:
            inside = nodes([node])
            asked = [n.value.id for n in inside if isinstance(n, gast.Attribute) and n.attr in SHAPE and isinstance(n.value, gast.Name)]
            if asked:
                met = [n.id for n in inside if isinstance(n, gast.Name)]
                asked = [name for name in asked if self.kinds.get(name) == "array" and asked.count(name) == met.count(name)]
            for name in asked:
                self.shapes[self.bit(name)] = self.bit(f"{name}.shape")
            found = known[id(node)] = (node, self.mask(asked))
        return found[1]

    def with_shapes(self, names: int) -> int:
        """A set of names, and the shapes of those of them that are read somewhere."""
        for name, shape in self.shapes.items():
            names |= shape if names & name else 0
        return names

    def place(self, target: Any) -> Effects:
        """The effects of storing into `target`."""
        if isinstance(target, gast.Name):
            return Effects(binds=self.bit(target.id))
        if isinstance(target, (gast.Tuple, gast.List)):
            return together([self.place(t) for t in target.elts])
        if isinstance(target, gast.Starred):
            return self.place(target.value)
        changed = self.sharing(target.value) or self.effects(target.value).reads
        grows = self.kind(target.value) == "list"
        parts = [self.effects(target.value), Effects(grows=changed) if grows else Effects(mutates=changed)]
        if isinstance(target, gast.Subscript):
            parts.append(self.effects(target.slice))
        return together(parts)

    def _assign(self, node: Any) -> Effects:
        return together([self.effects(node.value), *[self.place(t) for t in node.targets]])

    def _augassign(self, node: Any) -> Effects:
        value = self.effects(node.value)
        if not isinstance(node.target, gast.Name):
            item = self.sharing(node.target.value)  # what a list holds may be an array that changes in place
            return together([value, self.place(node.target), Effects(mutates=item)])
        bit = self.bit(node.target.id)
        kind = self.kinds.get(node.target.id, "other")
        binds = 0 if kind in ("array", "list") else bit
        if kind == "list":
            return together([value, Effects(reads=bit, grows=bit)])
        return together([value, Effects(bit, binds, 0 if kind == "scalar" else bit)])

    def _expr(self, node: Any) -> Effects:
        return self.effects(node.value)

    def _return(self, node: Any) -> Effects:
        return together(
            [self.effects(node.value) if node.value is not None else NOTHING, Effects(fixed=True, exits=RETURN)]
        )

    def _break(self, node: Any) -> Effects:  # noqa: ARG002
        return Effects(exits=LOOP_EXIT)

    _continue = _break

    def _assert(self, node: Any) -> Effects:
        return together([*[self.effects(c) for c in children(node)], Effects(fixed=True)])

    _raise = _assert

    def _if(self, node: Any) -> Effects:
        return together([self.effects(node.test), self.block(node.body), self.block(node.orelse)])

    def _for(self, node: Any) -> Effects:
        body = together([self.block(node.body), self.block(node.orelse)])
        consumed = 0  # iterating over what may be an iterator uses it up
        if isinstance(node.iter, gast.Name):
            consumed = self.effects(node.iter).reads & self.unsure
        elif isinstance(node.iter, gast.Call):
            consumed = (
                together([self.effects(a) for a in node.iter.args if isinstance(a, gast.Name)]).reads & self.unsure
            )
        head = [self.effects(node.iter), self.place(node.target), Effects(mutates=consumed)]
        return together([*head, body._replace(exits=body.exits & RETURN)])

    def _while(self, node: Any) -> Effects:
        body = together([self.block(node.body), self.block(node.orelse)])
        return together([self.effects(node.test), body._replace(exits=body.exits & RETURN)])

    def _with(self, node: Any) -> Effects:
        items = [self.effects(i.context_expr) for i in node.items]
        targets = [self.place(i.optional_vars) for i in node.items if i.optional_vars is not None]
        return together([*items, *targets, self.block(node.body), Effects(fixed=True, mutates=OUTSIDE)])

    def _functiondef(self, node: Any) -> Effects:
        return Effects(self.mask(names_read(node)), self.bit(node.name), OUTSIDE, fixed=True)

    def _import(self, node: Any) -> Effects:
        return Effects(binds=self.mask((a.asname or a.name).split(".")[0] for a in node.names), fixed=True)

    _importfrom = _import

    # Calls

    def call(self, node: Any) -> CallFacts:
        """What a call does."""
        found = self._calls.get(id(node))
        if found is None:
            found = self._calls[id(node)] = (node, classify(node, self))
        return found[1]

    def passes(self, moving: Effects, statement: Any, aliases: Aliases) -> bool:
        """Whether what has the effects `moving` may trade places with a statement.

        An append of a variable to a list looks at no memory but the list's own.
        """
        if commute(moving, self.effects(statement), aliases):
            return True
        call = statement.value if isinstance(statement, gast.Expr) else None
        if not (isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "append"):
            return False
        if self.kind(call.func.value) != "list" or not all(
            isinstance(n, gast.Name) for n in [call.func.value, *call.args]
        ):
            return False
        own = self.bit(call.func.value.id)
        changed = aliases.closure_of_lists((moving.mutates | moving.grows) & ~self.arrays)
        seen = moving.reads | moving.mutates | moving.grows
        return not (
            moving.exits
            or moving.binds & self.effects(statement).reads
            or changed & own
            or aliases.closure_of_lists(own) & seen
        )

    # Memory

    def sharing(self, node: Any) -> int:
        """The names whose memory the value of an expression may share; 0 where it is new or can not be changed."""
        found = self._sharing.get(id(node))
        if found is None:
            found = self._sharing[id(node)] = (node, self._shares(node) & ~self.immutable)
        return found[1]

    def _shares(self, node: Any) -> int:
        if isinstance(node, gast.Name):
            return 0 if self.is_module(node.id) else self.bit(node.id)
        if isinstance(node, (gast.Constant, gast.JoinedStr, gast.Slice)):
            return 0
        if isinstance(node, gast.Call):
            return self.call(node).shares
        if isinstance(node, gast.Attribute):
            name = dotted(node)
            if self.is_measure(node) or (name and self.is_module(name.partition(".")[0])):
                return 0
            return self.sharing(node.value)
        if isinstance(node, (gast.Subscript, gast.Starred)):
            return self.sharing(node.value)
        if isinstance(node, (gast.BinOp, gast.UnaryOp, gast.Compare)) and self.kind(node) in ("scalar", "array"):
            return 0
        if isinstance(node, gast.BinOp) and "array" in (self.kind(node.left), self.kind(node.right)):
            return 0  # with whatever else, the sum or product of an array is new memory
        if isinstance(node, (gast.BinOp, gast.UnaryOp, gast.BoolOp, gast.IfExp, gast.Tuple, gast.List, gast.Dict, gast.Compare)):
            shared = 0
            for child in children(node):
                shared |= self.sharing(child)
            return shared
        return self.effects(node).reads | OUTSIDE

    def is_array(self, node: Any) -> bool:
        """Whether the value of an expression is an array, and never a number."""
        return self.kind(node) == "array" and not any(isinstance(n, gast.Name) and n.id in self.facts.numbers for n in walk(node))

    def is_real_number(self, node: Any) -> bool:
        """Whether an expression is the name of a floating-point number."""
        return isinstance(node, gast.Name) and self.kind(node) == "scalar" and self.facts.dtypes.get(node.id, "").startswith("float")

    def is_new(self, node: Any) -> bool:
        """Whether an array is surely new memory, each of its items in a place of its own: no view, and not stretched."""
        if isinstance(node, gast.Call):
            return self.call(node).fresh and self.function(node.func) not in self.facts.pure  # those may give stretched ones
        return isinstance(node, (gast.BinOp, gast.UnaryOp)) and self.is_array(node)

    def are_new(self, names: int, body: list[Any]) -> bool:
        """Whether names are only ever given new arrays, and each other, in the function whose body this is."""
        return not names & self.mask(self.params) and all(self._gives_new(names, s) for s in statements(body))

    def _gives_new(self, names: int, statement: Any) -> bool:
        if isinstance(statement, gast.Assign) and all(isinstance(target, gast.Name) for target in statement.targets):
            value = statement.value
            other = isinstance(value, gast.Name) and bool(self.bit(value.id) & names)
            return other or self.is_new(value) or not self.mask(target.id for target in statement.targets) & names
        targets = [statement.target] if isinstance(statement, gast.For) else getattr(statement, "targets", [])
        targets += [item.optional_vars for item in getattr(statement, "items", []) if item.optional_vars is not None]
        return not self.mask(name for target in targets for name in names_stored(target)) & names

    def looks(self, node: Any) -> bool:
        """Whether an operation or a call only looks at its operands: its value never shares memory with them."""
        if isinstance(node, gast.Call):
            what = self.call(node)
            return what.fresh and not what.mutates and not what.grows
        return isinstance(node, (gast.BinOp, gast.UnaryOp)) and self.kind(node) in ("scalar", "array")

    def kind(self, node: Any) -> str:
        """What the value of an expression is: "scalar", "array", "list" or "other"."""
        found = self._kinds.get(id(node))
        if found is None:
            found = self._kinds[id(node)] = (node, self._kind(node))
        return found[1]

    def _kind(self, node: Any) -> str:
        if isinstance(node, gast.Name):
            return self.kinds.get(node.id, "other")
        if isinstance(node, gast.Constant):
            return "scalar"
        if isinstance(node, gast.Call):
            return self.call(node).kind
        if isinstance(node, (gast.BinOp, gast.UnaryOp, gast.Compare)):
            kinds = {self.kind(c) for c in children(node)}
            return "scalar" if kinds == {"scalar"} else "array" if kinds <= {"scalar", "array"} else "other"
        if isinstance(node, gast.IfExp):
            kinds = {self.kind(node.body), self.kind(node.orelse)}
            return kinds.pop() if len(kinds) == 1 else "other"
        if isinstance(node, gast.Subscript):
            return "array" if self.kind(node.value) == "array" else "other"
        if isinstance(node, gast.Attribute):
            name = dotted(node)
            if (node.attr in WHOLE and self.is_measure(node)) or (name and self.is_module(name.partition(".")[0])):
                return "scalar"
            return (
                "array" if node.attr in ("T", "real", "imag", "flat") and self.kind(node.value) == "array" else "other"
            )
        return "list" if isinstance(node, (gast.List, gast.Dict)) else "other"

    def is_measure(self, node: gast.Attribute) -> bool:
        """Whether an attribute says how an array is laid out, and is no part of an object."""
        return node.attr in library.PLAIN_ATTRIBUTES and node.attr not in self.facts.parts

    def aliases(self, body: list[Any]) -> Aliases:
        """Which names may share memory anywhere in the function whose body this is."""
        last = self.memo.get("aliases")
        if last is not None and last["body"] is body:
            return last["aliases"]  # type: ignore[no-any-return]
        constraints = [] if self.facts.local else [self.world & ~self.immutable]
        for statement in statements(body):
            constraints.extend(self.ties(statement))
        aliases = Aliases(constraints, self.arrays)
        self.memo["aliases"] = {"body": body, "aliases": aliases}
        return aliases

    def ties(self, node: Any) -> list[int]:
        """Sets of names that may come to share memory when this statement's own line runs."""
        known = self.memo.setdefault("ties", {})
        found = known.get(id(node))
        if found is None:
            found = known[id(node)] = (node, [m & ~self.immutable for m in self._find_ties(node)])
        return found[1]

    def _find_ties(self, node: Any) -> list[int]:
        ties = []
        heads: list[Any] = []
        if isinstance(node, gast.Assign):
            ties.append(self.sharing(node.value) | self._receivers(node.targets))
            heads = [node.value, *node.targets]
        elif isinstance(node, gast.AugAssign):
            if self.kind(node.target) not in ("scalar", "array"):
                ties.append(self.sharing(node.value) | self._receivers([node.target]))
            heads = [node.value, node.target]
        elif isinstance(node, gast.For):
            ties.append(self.sharing(node.iter) | self._receivers([node.target]))
            heads = [node.iter]
        elif isinstance(node, gast.With):
            for item in node.items:
                held = [item.optional_vars] if item.optional_vars is not None else []
                ties.append(OUTSIDE | self.effects(item.context_expr).reads | self._receivers(held))
                heads.append(item.context_expr)
        elif isinstance(node, (gast.If, gast.While)):
            heads = [node.test]
        elif isinstance(node, gast.FunctionDef):
            ties.append(OUTSIDE | self.effects(node).reads)
        elif isinstance(node, gast.stmt):
            heads = children(node)
            if not isinstance(node, (gast.Expr, gast.Return, gast.Assert, gast.Raise)):
                effects = self.effects(node)
                ties.append((effects.reads | effects.binds) if effects.fixed else 0)
        for head in heads:
            effects = self.effects(head)
            if effects.acts:
                ties.extend(self._kept_by_calls(head))
        return ties

    def _receivers(self, targets: list[Any]) -> int:
        """The names that an assignment to `targets` lets hold the value."""
        mask = 0
        for target in targets:
            if isinstance(target, gast.Name):
                mask |= self.bit(target.id)
            elif isinstance(target, (gast.Tuple, gast.List)):
                mask |= self._receivers(target.elts)
            elif isinstance(target, gast.Starred):
                mask |= self._receivers([target.value])
            elif not (isinstance(target, gast.Subscript) and self.kind(target.value) == "array"):
                mask |= self.effects(target.value).reads  # a container keeps the object itself
        return mask

    def _kept_by_calls(self, head: Any) -> Iterator[int]:
        """For each call that may keep its arguments, the names tied by it."""
        for node in walk(head):
            if not isinstance(node, gast.Call):
                continue
            what = self.call(node)
            if what.mutates & OUTSIDE:
                yield what.shares
            elif isinstance(node.func, gast.Attribute) and node.func.attr in library.KEEPING_METHODS:
                yield what.shares | what.mutates | what.grows

    # Equality

    def key(self, node: Any) -> int:
        """A number that two expressions share exactly when they are the same text."""
        found = self._keys.get(id(node))
        if found is None:
            parts: list[Any] = [type(node)]
            for field in node._fields:
                value = getattr(node, field, None)
                if field == "ctx":
                    continue
                if isinstance(value, gast.AST):
                    value = ("node", self.key(value))
                elif isinstance(value, list):
                    value = tuple(("node", self.key(v)) if isinstance(v, gast.AST) else v for v in value)
                elif isinstance(node, gast.Constant) and field == "value":
                    value = (type(value), repr(value))
                parts.append(value)
            found = self._keys[id(node)] = (node, self._interned.setdefault(tuple(parts), len(self._interned)))
        return found[1]
