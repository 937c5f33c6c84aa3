"""Statements made for their effect: appending, printing, logging, assertions, exceptions.

An effect is kept whole.  What it hands to the world outside must neither be differentiated nor be changed there.
"""

from __future__ import annotations

from array import array
from collections import deque
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.each_place import EachPlace
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import Append, Inactive, holds_memory, inexact_leaves
from s2sdiff.analyze.state import Closure, Super, is_effect
from s2sdiff.errors import Unsupported
from s2sdiff.library import GIVING_METHODS, PURE_METHODS, changes_its_argument, module_of, only_reads
from s2sdiff.rules import methods, registry
from s2sdiff.rules.declare import name_of
from s2sdiff.rules.refused import REFUSED, cure_for
from s2sdiff.types import NONE, Array, Dict, Many, Record, Seq, Static, Unknown

ASSIGN_IT = "write the change as an assignment, such as `x[i] = v`"
CONTAINERS = (list, dict, set, deque, bytearray, array, np.ndarray)
SHUFFLED = REFUSED["np.random.Generator.shuffle"]


class Effects(EachPlace):
    """Understands statements that are expressions, and the other effects."""

    def visit_Expr(self, statement: gast.Expr) -> list[gast.AST]:
        """A call whose result is not used: a change in place, an effect, or a call of the user's."""
        value = statement.value
        if isinstance(value, gast.Call):
            func = value.func
            if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name) and func.value.id in self.env:
                handled = self.method_statement(statement, value, func)
                if handled is not None:
                    return handled
            if isinstance(func, gast.Attribute) and self.on_object(func):
                if getattr(value, "by_generator", False):
                    raise Unsupported("an object is given a generator", statement, "write a list: [... for ...]")
                inside = self.inside_object(statement, value, func)
                if inside is not None:
                    return inside
                return self.visit_Assign(self.with_result(statement))
            target = self.resolve(func)
            if isinstance(target, Static) and target.value is object.__setattr__:
                return self.set_attribute_of(statement)
            if isinstance(target, Static) and target.value is setattr and len(value.args) == 3:
                return self.set_named(statement, *value.args)
            if (
                isinstance(func, gast.Attribute)
                and func.attr in GIVING_METHODS
                and isinstance(func.value, gast.Name)
                and func.value.id in self.env
            ):
                return self.visit_Assign(self.with_result(statement))
            if isinstance(target, Static) and is_effect(target.value):
                return [self.effect(statement)]
            if isinstance(target, Static) and target.value is next:
                return self.visit_Assign(self.with_result(statement))
            if isinstance(target, Static) and not self.context.is_user_function(target.value):
                return self.function_statement(statement, value, target.value)
            if isinstance(target, (Static, Closure)) or (isinstance(func, gast.Name) and isinstance(self.peek(func), Record)):
                return self.visit_Assign(self.with_result(statement))
            return [self.escape(statement, None)]
        return [self.effect(statement)]

    def with_result(self, statement: gast.Expr) -> Any:
        """The call with its result assigned: the same statement each time, so that names in it stay the same."""
        name = self.helper(statement, "unused")
        line = syntax.located(syntax.assign(name, syntax.clone(statement.value)), statement)
        return self.same_again((statement, "unused"), line)

    def function_statement(self, statement: gast.Expr, value: gast.Call, target: Any) -> list[gast.AST]:
        """A function that is not the user's: it writes into an argument, or does something outside."""
        if isinstance(getattr(target, "__self__", None), np.ufunc) and target.__name__ == "at":
            return self.changed_at(statement, target.__self__)
        node = syntax.clone(value)
        keywords = {k.arg: k.value for k in node.keywords}
        if changes_its_argument(target) and hasattr(self, f"write_{target.__name__}") and node.args:
            return self.written(statement, target.__name__, node.args[0], node.args[1:], keywords)
        if registry.lookup(target) is not None and self.into_out(node, target, node.args, keywords, statement):
            return []
        return [self.escape(statement, target)]

    # --- changes in place ---

    def on_object(self, func: gast.Attribute) -> bool:
        """Whether a method's name begins with an object of a class of the user's."""
        base = func.value
        while isinstance(base, gast.Attribute):
            base = base.value
        held = self.peek(base) if isinstance(base, gast.Name) else None
        return isinstance(held, (Record, Super)) or (isinstance(held, Seq) and hasattr(held.cls, "_fields"))

    def inside_object(self, statement: gast.Expr, value: gast.Call, func: gast.Attribute) -> list[gast.AST] | None:
        """p.items.append(v): a method of what an attribute holds, under a name of its own; None for others."""
        if not isinstance(func.value, gast.Attribute):
            return None
        name = self.helper(statement, func.value.attr)
        call = gast.Call(syntax.attribute(syntax.name(name), func.attr), value.args, value.keywords)
        lines = [syntax.assign(name, syntax.clone(func.value)), gast.Expr(call)]
        return self.block(self.same_again((statement, "inside"), [syntax.located(line, statement) for line in lines]))

    def set_attribute_of(self, statement: gast.Expr) -> list[gast.AST]:
        """object.__setattr__(p, "x", v)."""
        new = syntax.clone(statement)
        base, name, value = new.value.args
        held, attr = self.type_of(base), self.type_of(name)
        self.type_of(value)
        if not isinstance(held, Record) or not isinstance(base, gast.Name) or not isinstance(attr, Static):
            raise Unsupported("`object.__setattr__` of what is not known when generating", statement, "store the attribute")
        return self.set_attribute(new, statement, base, attr.value, value)

    def set_named(self, statement: gast.Expr, base: gast.AST, attr: gast.AST, value: gast.AST) -> list[gast.AST]:
        """setattr(p, "x", v), as p.x = v."""
        known = self.type_of(attr)
        if not isinstance(known, Static) or not isinstance(known.value, str):
            raise Unsupported("`setattr` with a name that is not known when generating", statement, "keep the values in a dict")
        target = gast.Attribute(syntax.clone(base), known.value, gast.Store())
        return self.visit_Assign(syntax.located(gast.Assign([target], syntax.clone(value), None), statement))

    def method_statement(self, statement: gast.Expr, value: gast.Call, func: gast.Attribute) -> list[gast.AST] | None:
        """`base.append(v)` and other methods called for their effect."""
        base = syntax.clone(func.value)
        self.pending += self.as_present([base], statement)  # None has no methods
        held = self.type_of(base)
        if isinstance(held, Bottom) or (held == NONE and self.loop_reads):  # a later trip holds something else, or it raises
            return [statement]
        if func.attr == "append" and isinstance(held, (Seq, Many)) and len(value.args) == 1:
            item = syntax.clone(value.args[0])
            self.type_of(item)
            self.note_items([item], base)
            new = gast.Expr(syntax.call(syntax.attribute(base, "append"), item))
            if isinstance(held, Seq) and self.outlives_trip(base.id):
                self.grow(self.program.uses[base])
            if isinstance(held, Seq):
                self.put(new, statement, base, len(held.items), item)
            else:
                self.change(new, statement, base, Append(base, item), item)
            return [new, *self.put_back(base.id, statement), *self.dropping(base, held, [syntax.const(0)], statement)]
        changed = self.container_change(statement, base, func.attr, value.args, {k.arg: k.value for k in value.keywords})
        if changed is not None:
            return changed
        if func.attr in GIVING_METHODS and isinstance(held, (Seq, Many, Dict)):
            return None
        if isinstance(held, Array):
            node = syntax.clone(value)
            keywords = {k.arg: k.value for k in node.keywords}
            if func.attr in methods.WRITING_METHODS:
                return self.written(statement, func.attr, base, node.args, keywords)
            function = registry.METHODS.get(func.attr)
            if function is not None and self.into_out(node, function, [base, *node.args], keywords, statement):
                return []
        if isinstance(held, (Array, Seq, Many, Dict)):
            cure = methods.INPLACE_METHODS.get(func.attr, ASSIGN_IT)
            raise Unsupported(f"the method `{func.attr}` changes `{base.id}` in place", statement, cure)
        if isinstance(held, Unknown) and held.container:
            cure = "give it one type from the start: an empty list or dict for None"
            raise Unsupported(f"`{base.id}` is not of one type on all paths, and `{func.attr}` may change it", statement, cure)
        return None

    # --- effects that are kept whole ---

    def escape(self, statement: gast.Expr, target: Any) -> gast.AST:
        """A call for its effect on something outside: it may be given anything but what is differentiated."""
        if (
            registry.lookup(target) is not None
            or changes_its_argument(target)
            or isinstance(getattr(target, "__self__", None), np.ufunc)
        ):
            raise Unsupported(f"`{name_of(target)}` is called for an effect", statement, cure_for(target, ASSIGN_IT))
        self.check_stays(statement.value, target)
        new = self.effect(statement)
        module = module_of(target).partition(".")[0]
        logs = module in ("logging", "warnings") or (module == "builtins" and only_reads(target))
        if not logs:
            for node in syntax.walk(new):
                version = self.program.uses.get(node)
                if version is not None:
                    self.program.escapes += [((version, path), statement) for path, _ in inexact_leaves(version.type)]
                    if holds_memory(version.type) and version.kind != "outer":
                        shuffles = (syntax.dotted(statement.value.func) or "").endswith(".shuffle")
                        cure = f"write `{SHUFFLED}`" if shuffles else "hand over a copy's numbers, or leave the call out"
                        raise Unsupported(
                            "an array or list is handed to something outside, which might change it", statement, cure
                        )
        return new

    def check_stays(self, call: gast.Call, target: Any) -> None:
        """Refuse a change of a list, dict, set or array that lives outside: the adjoint, or the next column, would find it as it is then."""
        func = call.func
        if isinstance(func, gast.Attribute) and self.is_mutable_outside(func.value):
            changed, harmless = func.value, func.attr in PURE_METHODS
        elif call.args and self.is_mutable_outside(call.args[0]):
            changed, name = call.args[0], name_of(target)
            harmless = not (name.endswith("shuffle") or module_of(target) == "_operator" or getattr(target, "__objclass__", None) in CONTAINERS)
        else:
            return
        if not harmless:
            message = f"`{syntax.dotted(changed)}` lives outside the function and is changed in place"
            cure = f"write `{SHUFFLED}`" if name_of(target).endswith("shuffle") else "pass it as an argument, or work on a copy"
            raise Unsupported(message, call, cure)

    def is_mutable_outside(self, node: gast.AST) -> bool:
        """Whether a name or attribute means a container or an array that no variable of the function holds."""
        t = None if (syntax.dotted(node) or "").partition(".")[0] in self.env else self.resolve(node)
        return isinstance(t, (Array, Seq, Many, Dict)) or (isinstance(t, Static) and isinstance(t.value, CONTAINERS))

    def effect(self, statement: gast.AST) -> gast.AST:
        """A statement kept whole: it may read anything and changes nothing that is differentiated."""
        new = syntax.clone(statement)
        self.read_all(new)
        self.program.ops[new] = Inactive("an effect")
        self.program.unrepeatable |= not isinstance(statement, (gast.Assert, gast.Raise))
        return new

    def visit_Assert(self, statement: gast.AST) -> list[gast.AST]:
        """An assertion is kept as it is."""
        return [self.effect(gast.Assert(self.asked(syntax.clone(statement.test)), statement.msg))]

    def visit_Raise(self, statement: gast.AST) -> list[gast.AST]:
        """An exception is kept as it is, and nothing follows it; a definition of ours says so what it does not handle."""
        reason = unhandled(statement)
        surely = self.region == self.entry
        if reason is not None and surely and (self.inlining[-1] if self.inlining else self).primal.is_ours:
            raise Unsupported(reason, cure="declare it with s2sdiff.extend")  # it lies where the function is called
        new = self.effect(statement)
        self.dead = True
        return [new]


def unhandled(statement: gast.AST) -> str | None:
    """What `raise NotImplementedError("...")` says; None for other exceptions."""
    made = statement.exc
    if not isinstance(made, gast.Call) or syntax.dotted(made.func) != "NotImplementedError":
        return None
    return str(made.args[0].value) if made.args and isinstance(made.args[0], gast.Constant) else ""
