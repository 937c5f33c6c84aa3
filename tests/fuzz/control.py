"""Random branches, loops and exits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from fuzz.objects import Objects
from fuzz.types import INDENT, NOTHING, SCALAR, Scope, Type, array, indented


class Control(Objects):
    """Writes blocks of statements."""

    def block(self, scope: Scope, size: int) -> list[str]:
        """Some statements."""
        lines: list[str] = []
        for _ in range(size):
            if self.spent > self.size:
                break
            made = None
            while made is None:
                made = self.statement(scope)
            self.spent += 1
            lines += made
        return lines or ["pass"] if scope.depth else lines

    def statement(self, scope: Scope) -> list[str] | None:
        makers: list[tuple[float, Callable[[Scope], list[str] | None]]] = [
            (12, self.assigns_scalar), (10, self.assigns_array), (4, self.updates_scalar), (12, self.stores),
            (9, self.augments_store), (5, self.augments_whole), (7, self.binds_view), (3, self.unpacks), (2, self.swaps),
            (3, self.makes_container), (4, self.uses_container), (2, self.makes_function), (2, self.calls_for_effect),
            (2, self.writes_out), (1, self.names_twice), (2, self.unpacks_call), (1, self.unpacks_items), (1, self.reorders),
        ]  # fmt: skip
        if scope.depth < 4:
            makers += [(6, self.branches), (2, self.binds_in_branches)]
        if scope.loops < 3 and scope.depth < 4:
            nested = 1.0 if scope.loops == 0 else 0.4
            makers += [
                (11 * nested, self.loops),
                (4 * nested, self.whiles),
                (2 * nested, self.rebinds_to_array),
                (2 * nested, self.searches),
                (2 * nested, self.packs),
                (0.6 * nested, self.fills_table),
                (0.6 * nested, self.empties),
                (0.6 * nested, self.ticks),
            ]
        if scope.loops:
            makers += [(8, self.evolves)]
        if scope.depth and scope.exits:
            makers += [(3, self.exits)]
        if self.memory:
            makers += [
                (12, self.binds_view), (6, self.augments_whole), (5, self.augments_store), (5, self.stores_by_index),
                (6, self.swaps), (5, self.uses_container), (5, self.calls_for_effect), (4, self.rebinds_root),
                (4, self.writes_out), (2, self.names_twice), (2, self.unpacks_items), (2, self.reorders),
            ]  # fmt: skip
            if scope.loops < 2 and scope.depth < 3:
                makers += [(3, self.builds_list), (4, self.moves_on), (3, self.swaps_in_loop)]
        if self.holding:
            makers += [(8, self.makes_container), (30, self.uses_container), (12, self.calls_for_effect)]
            if scope.loops < 2 and scope.depth < 3:
                makers += [(4, self.fills_table), (5, self.walks), (4, self.empties), (4, self.ticks), (3, self.loops)]
        weights, functions = zip(*makers, strict=True)
        return self.random.choices(functions, weights)[0](scope)

    def branches(self, scope: Scope) -> list[str]:
        lines = [f"if {self.test(scope)}:", *indented(self.block(scope.inside(), self.pick([1, 1, 2, 3])))]
        if self.chance(0.25):
            lines += [f"elif {self.condition(scope)}:", *indented(self.block(scope.inside(), self.pick([1, 2])))]
        if self.chance(0.5):
            lines += ["else:", *indented(self.block(scope.inside(), self.pick([1, 1, 2])))]
        return lines

    def binds_in_branches(self, scope: Scope) -> list[str]:
        """Another value or another array under one name, as a test has it."""
        t = self.element_type(scope)
        name = self.new()
        lines = [
            f"if {self.condition(scope)}:",
            f"{INDENT}{name} = {self.owned(scope, t)}",
            "else:",
            f"{INDENT}{name} = {self.owned(scope, t)}",
        ]
        self.bind(scope, name, t)
        return lines

    def loops(self, scope: Scope) -> list[str]:
        """A for loop, over one of many things."""
        inner_scope = scope.inside(loop=True)
        forms: list[Callable[[Scope], str]] = [self.over_range, self.over_range]
        if self.of(scope, "array"):
            forms += [self.over_array, self.over_pairs, self.over_enumerated]
        if self.holders(scope, "list"):
            forms += [self.over_list] * (4 if self.holding else 1)
        head = self.pick(forms)(inner_scope)
        size = self.pick([1, 2, 2, 3, 4])
        lines = [f"for {head}:", *indented(self.block(inner_scope, size))]
        if self.chance(0.08):
            lines += ["else:", *indented(self.block(scope.inside(), 1))]
        if head.startswith("i") and "range(n" not in head and " in range" in head:  # a trip at least: the counter stays
            counter = head.split()[0]
            scope.names[counter] = inner_scope.names[counter]
        return lines

    def over_range(self, scope: Scope) -> str:
        size = self.random.randrange(2, 5)
        name = self.new("i")
        ints = [n for n in self.of(scope, "int") if n == "n"]
        form = self.random.random()
        if ints and form < 0.2:
            scope.names[name] = Type("int", bound=4)
            return f"{name} in range({ints[0]})"
        counters = [n for n in self.of(scope, "int") if n != "n"]
        if counters and form < 0.3:
            scope.names[name] = Type("int", bound=4)
            return f"{name} in range(n)" if "n" in scope.names else f"{name} in range(3)"
        text = self.pick(
            [
                f"range({size})",
                f"range({size})",
                f"range({size - 1}, -1, -1)",
                f"range(1, {size})",
                f"range(0, {size}, 2)",
            ]
        )
        scope.names[name] = Type("int", bound=size)
        scope.frozen = scope.frozen.union([name])
        return f"{name} in {text}"

    def over_array(self, scope: Scope) -> str:
        source = self.pick(self.of(scope, "array"))
        name = self.bind(scope, self.new(), self.row(scope.names[source]))
        size = scope.names[source].shape[0]
        if size > 1 and self.chance(0.25):
            return f"{name} in {source}[{self.cut(size, size - 1)}]"
        return f"{name} in {source}"

    def over_pairs(self, scope: Scope) -> str:
        sources = [self.pick(self.of(scope, "array")) for _ in range(2)]
        types = [self.row(scope.names[s]) for s in sources]
        names = [self.bind(scope, self.new(), t) for t in types]
        return f"{', '.join(names)} in zip({', '.join(sources)})"

    def over_enumerated(self, scope: Scope) -> str:
        source = self.pick(self.of(scope, "array"))
        t = scope.names[source]
        counter = self.bind(scope, self.new("j"), Type("int", bound=t.shape[0]))
        name = self.bind(scope, self.new(), self.row(t))
        return f"{counter}, {name} in enumerate({source})"

    def over_list(self, scope: Scope) -> str:
        text, t, _ = self.pick(self.holders(scope, "list"))
        name = self.bind(scope, self.new(), t.parts[0])
        if self.chance(0.3):
            return f"{name} in {self.pick([f'list({text})', f'{text}[:]'])}"
        scope.names.pop(re.match(r"\w+", text)[0])  # type: ignore[index]  # it may not grow while it is gone through
        if self.chance(0.2):
            return f"{self.bind(scope, self.new('j'), Type('int'))}, {name} in enumerate({text})"
        return f"{name} in {text}"

    def whiles(self, scope: Scope) -> list[str]:
        counter, size = self.new("n"), self.random.randrange(1, 5)
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=size + 1)
        endless, test = self.chance(0.2), f"{counter} < {size}"
        if not endless and self.chance(0.4):
            test += f" and ({self.test(inner_scope)})"
        body = self.block(inner_scope, self.pick([1, 2, 3]))
        lines = [f"{counter} = 0", f"while {test}:", *indented([f"{counter} += 1", *body])]
        if endless:
            lines = [
                f"{counter} = 0",
                "while True:",
                *indented([f"if {counter} >= {size}:", f"{INDENT}break", f"{counter} += 1", *body]),
            ]
        scope.names[counter] = Type("int", bound=size + 1)
        scope.frozen = scope.frozen.union([counter])
        return lines

    def rebinds_to_array(self, scope: Scope) -> list[str]:
        """A sum that starts as a number and becomes an array."""
        name, counter, shape = self.new(), self.new("i"), self.some_shape(scope)
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=3)
        before = self.block(replace(inner_scope, exits=False), 1) if self.chance(0.4) else []
        added = self.array(inner_scope, shape, 2)
        start = self.pick(["0.0", "0", self.scalar(scope, 1)])
        step = self.pick(
            [f"{name} = {name} + {added}", f"{name} = {added} + {name} * {self.number()}", f"{name} += {added}"]
        )
        self.bind(scope, name, array(*shape))
        return [
            f"{name} = {start}",
            f"for {counter} in range({self.random.randrange(1, 4)}):",
            *indented([*before, step]),
        ]

    def searches(self, scope: Scope) -> list[str] | None:
        """A flag or a best value so far, found in a loop that ends early."""
        arrays = [n for n in self.of(scope, "array") if len(scope.names[n].shape) == 1]
        if not arrays:
            return None
        source, best, item = self.pick(arrays), self.new(), self.new()
        inner_scope = scope.inside(loop=True)
        inner_scope.names.update({best: SCALAR, item: SCALAR})
        start = self.scalar(scope, 0)
        self.bind(scope, best, SCALAR)
        update = f"{best} = {self.scalar(inner_scope, 1)}"
        return [
            f"{best} = {start}",
            f"for {item} in {source}:",
            *indented([f"if {item} > {best}:", *indented([update, *(["break"] if self.chance(0.4) else [])])]),
        ]

    def packs(self, scope: Scope) -> list[str] | None:
        """Items that pass a test, stored one after the other."""
        sources = [n for n in self.of(scope, "array") if len(scope.names[n].shape) == 1]
        if not sources:
            return None
        source, store, counter, item = self.pick(sources), self.new(), self.new("c"), self.new()
        shape = scope.names[source].shape
        inner_scope = scope.inside(loop=True, frozen=(store, counter))
        inner_scope.names.update({store: array(*shape, own=True), item: SCALAR})
        passed = [f"{store}[{counter}] = {self.scalar(inner_scope, 1)}", f"{counter} += 1"]
        body = [*self.block(inner_scope, self.pick([0, 1])), f"if {self.condition(inner_scope)}:", *indented(passed)]
        lines = [f"{store} = np.zeros({shape[0]})", f"{counter} = 0", f"for {item} in {source}:", *indented(body)]
        self.bind(scope, store, array(*shape, own=True))
        return lines

    def builds_list(self, scope: Scope) -> list[str]:
        """A list of arrays, built in a loop; often its items are changed in another."""
        name, counter, size = self.new(), self.new("i"), self.random.randrange(1, 4)
        item = array(*self.some_shape(scope), own=True)
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=size)
        added = self.owned(inner_scope, item) if self.chance(0.4) else self.fresh(inner_scope, item.shape)
        lines = [f"{name} = []", f"for {counter} in range({size}):", f"{INDENT}{name}.append({added})"]
        self.bind(scope, name, Type("list", bound=size, parts=(item,)))
        form = self.random.random()
        if form < 0.3:
            lines += [f"for {counter} in range({size}):", f"{INDENT}{name}[{counter}] {self.update(inner_scope, item)}"]
        elif form < 0.6:
            row = self.bind(inner_scope, self.new(), item)
            inner_scope.names.pop(counter)
            lines += [f"for {row} in {name}:", *indented(self.block(inner_scope, 2))]
        return lines

    def moves_on(self, scope: Scope) -> list[str] | None:
        """A while loop that binds a view at an index which then moves on."""
        names = self.of(scope, "array", own=True)
        if not names:
            return None
        source, counter, view = self.pick(names), self.new("n"), self.new()
        shape = scope.names[source].shape
        inner_scope = scope.inside(loop=True, frozen=(counter,))
        inner_scope.names[counter] = Type("int", bound=shape[0])
        if len(shape) == 2:
            bound, t = f"{source}[{counter}]", array(*shape[1:], own=True)
        else:
            bound, t = f"{source}[{counter}:{counter} + 1]", array(1, own=True)
        self.bind(inner_scope, view, t)
        before = self.block(inner_scope, self.pick([0, 1]))
        inner_scope.names[counter] = Type("int", bound=shape[0] + 1)
        after = self.block(inner_scope, self.pick([1, 2, 3]))
        body = [f"{view} = {bound}", *before, f"{counter} += 1", *after]
        return [f"{counter} = 0", f"while {counter} < {shape[0]}:", *indented(body)]

    def swaps_in_loop(self, scope: Scope) -> list[str] | None:
        """Two buffers that change places in each trip."""
        names = self.of(scope, "array", own=True, bind=True)
        pairs = [(a, b) for a in names for b in names if a < b and scope.names[a] == scope.names[b]]
        if not pairs:
            return None
        a, b = self.pick(pairs)
        head = self.over_range(inner_scope := scope.inside(loop=True))
        return [f"for {head}:", *indented([*self.block(inner_scope, self.pick([1, 2, 3])), f"{a}, {b} = {b}, {a}"])]

    def exits(self, scope: Scope) -> list[str]:
        kinds = ["return"] + ["break", "break", "continue"] * bool(scope.loops)
        kind = self.pick(kinds)
        text = self.leaves(scope, scope.result) if kind == "return" else kind
        body = [*(self.block(scope.inside(), 1) if self.chance(0.3) and scope.depth < 5 else []), text]
        return [f"if {self.test(scope)}:", *indented([line for line in body if line != "pass"])]

    def leaves(self, scope: Scope, result: Type) -> str:
        """A return; of an argument, or a view of it, where it may be changed by others."""
        if result == NOTHING:
            return "return"
        return f"return {self.owned(scope, result) if result.own else self.value(scope, result, 1)}"
