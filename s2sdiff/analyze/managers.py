"""What a `with` enters and leaves.

A context of NumPy's stays a `with`.  One of the user's own, an object with `__enter__` and `__exit__`, is entered by a
call before the body and left by one behind it:

    with Timer(n) as t: ...    becomes    manager = Timer(n); t = manager.__enter__(); ...; manager.__exit__(None, None, None)

The body stands in the place of the `yield` of a generator that contextlib.contextmanager makes a context of.

Where the body raises, so does the derivative; hence a context that may swallow exceptions is refused.
"""

from __future__ import annotations

import contextlib
import warnings
from types import FunctionType
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.calls import makes_manager
from s2sdiff.analyze.loops import Loops
from s2sdiff.analyze.methods import bound_to, receiver
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.parts import walk_scope
from s2sdiff.types import Static

CONTEXTS = (np.errstate, np.printoptions, warnings.catch_warnings)
CURE = "take the block out of `with`"


class Managers(Loops):
    """Understands `with`."""

    def visit_With(self, statement: gast.With) -> list[gast.AST]:
        """The block in contexts that only say how NumPy computes or prints, or between what other contexts do."""
        if all(self.context_called(item.context_expr) in CONTEXTS and item.optional_vars is None for item in statement.items):
            return self.kept_context(statement)
        first, *others = statement.items
        if others:
            inner = syntax.located(gast.With(others, statement.body, None), statement)
            outer = syntax.located(gast.With([first], [inner], None), statement)
            inner.left_by_exception = outer.left_by_exception = getattr(statement, "left_by_exception", False)
            statement = self.same_again((statement, "the first"), outer)
            for part in (statement, *statement.body):
                self.liveness.setdefault(part, self.live)
            return self.visit_With(statement)
        return self.entered(statement, first.context_expr, first.optional_vars.id if first.optional_vars is not None else "")

    def context_called(self, context: gast.AST) -> Any:
        """The object from outside whose call is a context; None for others."""
        target = self.resolve(context.func) if isinstance(context, gast.Call) else None
        return target.value if isinstance(target, Static) else None

    def kept_context(self, statement: gast.With) -> list[gast.AST]:
        """A block that stays in its contexts, in every sweep."""
        new = gast.With([syntax.clone(item) for item in statement.items], [], None)
        for item in new.items:
            self.read_all(item)
        outside = self.region
        self.region = (*outside, ("with", new))
        new.body = self.block(statement.body)
        self.region = outside
        return [new]

    def entered(self, statement: gast.With, context: gast.AST, name: str) -> list[gast.AST]:
        """A block between what its context does before and behind it."""
        called = self.context_called(context)
        if called is contextlib.nullcontext:
            given = context.args[0] if context.args else syntax.const(None)
            lines = self.placed("given", [syntax.assign(name, syntax.clone(given))] if name else [], statement)
            return self.block([*lines, *statement.body])
        made, self.pending = self.pending, []
        generator = self.generator_called(context, statement)
        if generator is not None:
            target, args = generator
            keywords = {k.arg: k.value for k in context.keywords}
            callee = self.context.callee(self, target, context, args, keywords)
            return made + self.around(callee, callee.bind(self, context, args, keywords), name, statement, {name, *self.names_bound(statement.body)})
        if called is not None and not self.context.is_user_function(called) and not self.is_users_class(called):
            known = "np.errstate, np.printoptions, warnings.catch_warnings, contextlib.nullcontext and the user's own contexts"
            raise Unsupported(f"only `with` of {known} is supported", statement, CURE)
        return made + self.between(statement, context, name)

    def generator_called(self, context: gast.AST, statement: gast.AST) -> tuple[Any, list[gast.AST]] | None:
        """The function of contextlib.contextmanager whose call is a context, and its arguments; None for other contexts."""
        func = context.func if isinstance(context, gast.Call) else None
        if isinstance(func, gast.Attribute) and self.is_value(func):
            base = func.value
            if not isinstance(base, gast.Name):
                base = syntax.name(self.helper(statement, base.attr))
                self.pending += self.after_pending(self.placed("base", [syntax.assign(base.id, func.value)], statement), statement)
            held = self.type_of(base)
            cls = self.class_of(held)
            method = self.member(cls, func.attr) if cls is not None else None
            return (bound_to(held, method), [*receiver(held, base), *context.args]) if makes_manager(method) else None
        target = self.resolve(func) if func is not None else None
        made = target.value if isinstance(target, Static) else target
        return (made, context.args) if makes_manager(made) else None

    def between(self, statement: gast.With, context: gast.AST, name: str) -> list[gast.AST]:
        """A block between `__enter__` and `__exit__` of an object."""
        manager = self.helper(statement, "manager")
        if isinstance(context, gast.Name) and context.id not in {name, *self.names_bound(statement.body)}:
            manager = context.id
        elif name and name not in self.names_bound(statement.body) and self.enters_itself(context):
            manager = name
        lines = self.placed("made", [syntax.assign(manager, syntax.clone(context))] if not syntax.is_name(context, manager) else [], statement)
        made = self.after_pending(lines, statement)
        held = self.peek(syntax.name(manager))
        enter, exit_ = (self.method_of(held, method) if held is not None else None for method in ("__enter__", "__exit__"))
        if enter is None or exit_ is None:
            raise Unsupported("`with` of what has no `__enter__` and `__exit__` that can be read", statement, CURE)
        self.check_lets_pass(statement, exit_)
        unused = self.helper(statement, "entered")
        enters = syntax.assign(name if name not in ("", manager) else unused, syntax.call(f"{manager}.__enter__"))
        leaves = gast.Expr(syntax.call(f"{manager}.__exit__", *(syntax.const(None) for _ in range(3))))
        first, last = self.placed("around", [enters, leaves], statement)
        for node in syntax.walk(statement.body):
            if node in self.liveness:
                self.liveness[node] |= {manager}
        return made + self.block([first, *statement.body, last])

    def enters_itself(self, context: gast.AST) -> bool:
        """Whether a context is a new object whose `__enter__` returns that object."""
        cls = self.context_called(context)
        enter = self.member(cls, "__enter__") if isinstance(cls, type) else None
        if not isinstance(enter, FunctionType):
            return False
        tree = self.context.primal_of(enter).tree
        given = str(tree.args.args[0].id) if tree.args.args else ""
        answers = [n.value for n in walk_scope(tree.body) if isinstance(n, gast.Return)]
        return bool(answers) and all(syntax.is_name(a, given) for a in answers) and given not in syntax.names_stored(tree.body)

    def check_lets_pass(self, statement: gast.With, exit_: Any) -> None:
        """Refuse a context that may swallow an exception."""
        tree = self.context.primal_of(exit_).tree
        body = tree.body
        answers = [n.value for n in walk_scope(body) if isinstance(n, gast.Return) and n.value is not None]
        if any(not isinstance(answer, gast.Constant) or answer.value for answer in answers):
            raise Unsupported("an `__exit__` that may swallow exceptions", statement, "return None or False from `__exit__`")
        if getattr(statement, "left_by_exception", False) and syntax.names_read(body) & told_exceptions(tree.args):
            message = "a context that is left by an exception, whose `__exit__` reads it"
            raise Unsupported(message, statement, "handle the exception inside of the `with`")

    def is_users_class(self, called: Any) -> bool:
        """Whether a context is an object of a class of the user's."""
        return isinstance(called, type) and self.context.is_user_class(called)

    def placed(self, what: str, lines: list[gast.AST], statement: gast.AST) -> list[gast.AST]:
        """Statements where the `with` stands, the same ones each time it is interpreted."""
        return self.same_again((statement, what), [syntax.located(line, statement) for line in lines])  # type: ignore[no-any-return]


def told_exceptions(parameters: gast.AST) -> set[str]:
    """The parameters of `__exit__` that tell of an exception."""
    return {a.id for a in [*parameters.args[1:], parameters.vararg, parameters.kwarg, *parameters.kwonlyargs] if a is not None}
