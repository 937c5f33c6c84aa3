"""`for` and `while`: what has a tangent at the end of a trip has one at its beginning."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import gast

from s2sdiff import syntax
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import Version, inexact_leaves
from s2sdiff.differentiate.forward.branching import Branching
from s2sdiff.differentiate.forward.dots import Dot
from s2sdiff.differentiate.writing import Key
from s2sdiff.types import Array, Scalar, Unknown, at, shape_of


class Looping(Branching):
    """Writes loops: the fixed point."""

    def loop(self, statement: gast.AST) -> None:
        """Tangents that the loop carries exist, with a stable shape, before its first trip and after each."""
        before = self.program.before[statement]
        heads = self.program.heads[statement]
        left = self.program.meets.get(statement, [])
        breaks = syntax.may_break(statement)
        carried = {(h.name, path): h for h in heads for path, _ in inexact_leaves(h.type) if (h, path) in self.active}
        if breaks:  # what is read after the loop may come from its head, or from a break
            met = {(v.name, path): v for v in left for path, _ in inexact_leaves(v.type) if (v, path) in self.active}
            known = {(h.name, path): h for h in heads for path, _ in inexact_leaves(h.type)}
            carried |= {k: known.get(k, v) for k, v in met.items() if k not in carried}
        start, here, taken, begun = dict(self.dots), dict(self.here), set(self.names.taken), dict(self.begun)
        enlarge: set[Key] = set(carried) if breaks else set()
        borrowed: set[Key] = set()  # what a trip leaves behind may be somebody else's memory
        while True:
            self.dots, self.here, self.begun = {k: replace(d) for k, d in start.items()}, dict(here), dict(begun)
            setup = self.set_up(heads, carried, before, enlarge)
            for key in borrowed:
                self.dots[key].owned = False
            entry = {k: replace(d) for k, d in self.dots.items()}
            self.here |= {h.name: h for h in heads}
            if isinstance(statement, gast.For):  # each trip binds it anew, to a whole number
                self.dots = {k: d for k, d in self.dots.items() if k[0] != statement.target.id}
            self.exits.append(left)
            body = self.nested(statement.body)
            self.exits.pop()
            grown = {k for k in carried if k in self.dots and shape_of(self.dots[k].type) != shape_of(entry[k].type)} - enlarge
            lent = {k for k in carried if k in self.dots and entry[k].owned and not self.dots[k].owned} - borrowed
            if not grown and not lent:
                break
            enlarge |= grown
            borrowed |= lent
            self.names.taken = set(taken) | set(self.part_names.values())
        if not (body and isinstance(body[-1], gast.Break)):
            with self.into(body):
                for key, version in carried.items():
                    end = self.dots.get(key)
                    if end is None or shape_of(end.type) != shape_of(entry[key].type) or not syntax.is_name(end.value, self.dot_name(key)):
                        self.complete(version, key[1])
                    entry[key].owned = entry[key].owned and end is not None and end.owned
        self.out += setup
        for key in self.lent & entry.keys():
            entry[key].owned = False
        self.dots = {k: d for k, d in entry.items() if k in carried or k[0] not in {h.name for h in heads}}
        for version in left:
            self.here[version.name] = version
            for key in [k for k in self.dots if k[0] == version.name and (version, k[1]) not in self.active]:
                del self.dots[key]
        new = gast.For(statement.target, statement.iter, body, [], None) if isinstance(statement, gast.For) else gast.While(statement.test, body, [])
        self.emit(syntax.located(new, statement))

    def set_up(
        self, heads: Sequence[Version], carried: dict[Key, Version], before: dict[str, Version], enlarge: AbstractSet[Key]
    ) -> list[gast.AST]:
        """Before a loop: a start for every tangent it carries."""
        before = {name: version for name, version in before.items() if not isinstance(version.type, Bottom)}  # never bound here
        with self.into([]) as setup:
            for key in [k for k in self.dots if k not in carried and k[0] in {h.name for h in heads}]:
                del self.dots[key]
            for key, version in carried.items():
                name = self.dot_name(key)
                dot = self.dots.get(key)
                leaf = at(version.type, key[1])
                first = before.get(key[0])
                value = syntax.name(key[0])
                if dot is None and (first is None or isinstance(first.type, Scalar)):
                    dot = Dot(syntax.const(0.0), Scalar("float64") if not isinstance(leaf, Scalar) else leaf, owned=True)
                    if isinstance(leaf, Array) and key in enlarge:
                        dot.type = leaf  # nothing is known of its shape yet; zero is right for any
                elif dot is None:
                    dot = Dot(self.zeros(value, first, key[1]), leaf, owned=True)  # type: ignore[arg-type]
                elif (key in enlarge or isinstance(leaf, Unknown)) and first is not None:
                    dot = self.enlarged(dot, value, first, key[1])
                if key in enlarge and isinstance(leaf, Array) and isinstance(dot.type, Array):
                    dot = replace(dot, type=replace(leaf, dtype=dot.type.dtype))  # in each trip the size of the primal in that one
                if not syntax.is_name(dot.value, name):
                    self.assign(name, dot.value, dot.type)
                self.note(name, dot.type)
                self.dots[key] = Dot(syntax.name(name), dot.type, dot.owned and (syntax.is_name(dot.value, name) or not isinstance(dot.value, gast.Name)))
        return setup
