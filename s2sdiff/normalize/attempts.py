"""Rewrites `try` into questions whether its statements raise, and branches."""

from __future__ import annotations

import contextlib
import copy
import functools
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.library import CHANGING_METHODS, PURE_METHODS, catches_ordinary, only_reads, varies
from s2sdiff.normalize.form import blocks, is_report, statements
from s2sdiff.normalize.parts import changed, has_walrus, if_, is_atom, leaves, map_parts, not_, root, walk_scope
from s2sdiff.normalize.scope import Scope

RAISES, RAISED = "raises", "raised"  # the helpers of `s2sdiff.runtime` that ask, and that give the exception
CURE = "keep in the try only what may raise, or test the condition with if beforehand"
EXITS = (gast.Return, gast.Break, gast.Continue)
QUIET = (*EXITS, gast.Pass, gast.FunctionDef, gast.Global, gast.Nonlocal)
ATOMS = (gast.Name, gast.Constant, gast.Tuple, gast.List, gast.Lambda, gast.Load)
COUNTING = ("range", "enumerate", "zip", "reversed", "len")
READ = "a handler that reads its exception is not supported, but for the arguments of one that is raised in the `try`"
NOT_READ = "leave out `as`, and compute from the variables"
BUILT_IN = (type(object.__init__), type(object.__new__))  # what C has written keeps the arguments as they are
MOST_AGAIN = 4  # lines of handlers that may stand there once more
COMPOUND = (gast.If, gast.For, gast.While, gast.With)


def open_attempts(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''Each statement that may raise is tried first; then either it is done, or the handler.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(x):
    ...     try:
    ...         y = math.sqrt(x)
    ...         z = 1.0 / y
    ...     except (ValueError, ZeroDivisionError):
    ...         z = 0.0
    ...     else:
    ...         z = z + 1.0
    ...     finally:
    ...         w = x
    ...     return w * z
    ... """, open_attempts))
    def f(x):
        if raises(lambda: math.sqrt(x), ValueError, ZeroDivisionError):
            z = 0.0
        else:
            y = math.sqrt(x)
            if raises(lambda: 1.0 / y, ValueError, ZeroDivisionError):
                z = 0.0
            else:
                z = 1.0 / y
                z = z + 1.0
        w = x
        return w * z

    A handler of several lines stands behind what is tried, where more than one statement may lead to it.

    >>> print(example("""
    ... def f(xs):
    ...     y = 0.0
    ...     try:
    ...         for x in xs:
    ...             y = y + math.log(x)
    ...     except ValueError:
    ...         y = -1.0
    ...     return y
    ... """, open_attempts))
    def f(xs):
        y = 0.0
        caught = False
        for x in xs:
            if raises(lambda: y + math.log(x), ValueError):
                caught = True
                break
            else:
                y = y + math.log(x)
        if caught:
            y = -1.0
        return y
    '''
    return changed(function, body=_block(function.body, scope))


def _block(block: list[Any], scope: Scope) -> list[Any]:
    return [new for statement in block for new in _statement(statement, scope)]


def _statement(statement: Any, scope: Scope) -> list[Any]:
    if isinstance(statement, gast.Try):
        return _opened(statement, scope)
    suppressed = _suppressed(statement, scope) if isinstance(statement, gast.With) else None
    if suppressed is not None:
        return _block(suppressed, scope)
    if not blocks(statement):
        return [statement]
    fields = {name: _block(getattr(statement, name), scope) for name in ("body", "orelse") if hasattr(statement, name)}
    return [changed(statement, **fields)]


def suppresses(call: Any, scope: Scope) -> bool:
    """Whether an expression is `contextlib.suppress(...)` of exceptions one by one."""
    if not isinstance(call, gast.Call) or call.keywords or any(isinstance(kind, gast.Starred) for kind in call.args):
        return False
    return scope.stands_for(call.func) is contextlib.suppress


def _suppressed(statement: Any, scope: Scope) -> list[Any] | None:
    """`with contextlib.suppress(KeyError): ...` as a `try` with a handler that does nothing; None for other contexts."""
    for k, item in enumerate(statement.items):
        call = item.context_expr
        if not suppresses(call, scope):
            continue
        inside = [changed(statement, items=statement.items[k + 1 :])] if statement.items[k + 1 :] else list(statement.body)
        if call.args:
            handler = gast.ExceptHandler(call.args[0] if len(call.args) == 1 else gast.Tuple(call.args, gast.Load()), None, [gast.Pass()])
            inside = [syntax.located(gast.Try(inside, [handler], [], []), statement)]
        return [changed(statement, items=statement.items[:k], body=inside)] if k else inside
    return None


def _opened(statement: Any, scope: Scope) -> list[Any]:
    body, orelse, last = (_block(getattr(statement, f), scope) for f in ("body", "orelse", "finalbody"))
    for inner in last:
        if not _is_unseen(inner, scope):
            message = "a `finally` with an effect that may be seen outside"
            raise Unsupported(message, inner, "move it out of the function, or change a copy that is made in it: `u = x.copy()`")
    if not statement.handlers:
        opened = [*body, *orelse]
    else:
        for name in {RAISES, RAISED} & scope.bound:
            raise Unsupported(f"a `try` where `{name}` is a name of its own", statement, f"rename `{name}`")
        handlers = [changed(handler, body=_block(handler.body, scope)) for handler in statement.handlers]
        opened = _Attempt(statement, handlers, scope).opened(_items_apart(body, scope), orelse)
    return [*(_left_by_way_of(last, opened, scope) if last else opened), *last]


class _Attempt:
    """One `try`: what it holds becomes questions, and branches to its handlers."""

    def __init__(self, statement: Any, handlers: list[Any], scope: Scope) -> None:
        self.statement = statement
        self.arguments = [_name_of_arguments(handler, scope) for handler in handlers]  # of exceptions, where they are read
        self.handlers = [_with_arguments(*pair) for pair in zip(handlers, self.arguments, strict=True)]
        self.scope = scope
        self.kinds = [[scope.stands_for(kind) for kind in _kinds(handler)] for handler in handlers]
        self.caught = ""  # the variable that notes which handler is to run, where they stand behind what is tried
        self.in_loop = False
        self.places = 0  # where a handler is to run
        self.goes_on = False  # whether something would follow such a place
        self.orelse: list[Any] = []

    def opened(self, body: list[Any], orelse: list[Any]) -> list[Any]:
        """The statements that stand for the `try`."""
        self.orelse = orelse
        direct = self.steps(body, at_end=True)
        lines = max(len(statements(handler.body)) for handler in self.handlers)
        brief = self.places < 2 or (self.places - 1) * lines <= MOST_AGAIN
        if not self.goes_on and (brief or any(map(_asks_for_exception, self.handlers))):
            return direct
        for handler in self.handlers:
            if _asks_for_exception(handler):
                message = "a handler that reads or raises again what one of several statements raised"
                raise Unsupported(message, handler.body[0], "name the exception: raise ValueError(...)")
        self.caught, self.orelse = self.scope.fresh("caught"), []
        begin = syntax.assign(self.caught, self.number(None))
        after = orelse
        for k, handler in reversed(list(enumerate(self.handlers))):
            after = if_(self.is_caught(k), handler.body, after)
        return [syntax.located(s, self.statement) for s in (begin, *self.steps(body, at_end=True), *after)]

    # --- statement by statement ---

    def steps(self, block: list[Any], *, at_end: bool) -> list[Any]:
        """A block in which what may raise is asked first; `at_end` where the `else` of the `try` follows it."""
        done: list[Any] = []
        for position, statement in enumerate(block):
            if isinstance(statement, (gast.Assign, gast.AugAssign)):
                statement = copy.copy(statement)
                statement.is_tried = True  # what a setter raises, nobody asks
                statement.may_not_fit = self.caught_by(ValueError) is not None  # an array at one place of an array, or added in place to a smaller one
            made = self.step(statement, block[position + 1 :], at_end=at_end)
            if made is not None:
                return done + [syntax.located(s, statement) for s in made]
            done.append(statement)
        return [*done, *self.orelse] if at_end else done

    def step(self, statement: Any, rest: list[Any], *, at_end: bool) -> list[Any] | None:
        """A statement that may raise, and the rest of its block; None for one that does not."""
        if isinstance(statement, gast.Raise):
            return self.raised(statement)
        if isinstance(statement, COMPOUND):
            return self.compound(statement, rest, at_end=at_end)
        if isinstance(statement, gast.Assert):
            return self.asserted(statement, rest, at_end=at_end)
        value = getattr(statement, "value", None)
        if (isinstance(statement, QUIET) and value is None) or is_report(value):
            return None
        if isinstance(statement, (gast.Import, gast.ImportFrom)) and self.caught_by(ImportError) is None:
            return None
        if _is_append(statement) and any(AttributeError in kinds for kinds in self.kinds):
            raise Unsupported("an `append` in a `try` that asks whether there is a list", statement, "test it before: `if xs is None:`")
        tried = _tried(statement)
        for target in _targets(statement):
            if isinstance(target, (gast.Tuple, gast.List)) and not self.unpacks_safely(target, statement.value):
                raise Unsupported("an assignment to several names in a `try`, which may raise", statement, CURE)
            if _is_slice(target) and not isinstance(statement.value, gast.Constant) and self.caught_by(ValueError) is not None:
                raise Unsupported("a store into a slice in a `try` that catches ValueError, which it may raise", statement, CURE)
            if isinstance(target, gast.Subscript) and self.caught_by(IndexError) is not None:
                tried = gast.Tuple([tried, _place(target)], gast.Load())
        return self.asked(tried, [statement, *self.steps(rest, at_end=at_end)]) if self.may_raise(tried) else None

    def asked(self, tried: Any, then: list[Any]) -> list[Any]:
        """The handlers, each if its exception is raised, and else what follows."""
        if not _may_run_twice(tried):
            raise Unsupported("a `try` around what must not run twice", tried, CURE)
        for k, handler in reversed(list(enumerate(self.handlers))):
            if self.is_safe(k, tried):
                continue
            ask = syntax.call(RAISES, _thunk(tried), *map(syntax.clone, _kinds(handler)))
            then = [gast.If(ask, self.leave(k, syntax.call(RAISED, _thunk(tried))), then)]
        return then

    def leave(self, k: int, exception: Any) -> list[Any]:
        """What is done where a handler is to run."""
        self.places += 1
        self.goes_on = self.goes_on or self.in_loop
        held = self.arguments_held(k, exception)
        if self.caught:
            note = syntax.assign(self.caught, self.number(k))
            return [*held, note, *([gast.Break()] if self.in_loop else [])]
        return [*held, *_with_exception(self.handlers[k], exception)]

    def arguments_held(self, k: int, exception: Any) -> list[Any]:
        """The arguments that an exception is made of, under a name, where its handler reads them."""
        if self.arguments[k] is None:
            return []
        if syntax.is_name(getattr(exception, "func", None), RAISED):
            return [syntax.assign(self.arguments[k], syntax.attribute(exception, "args"))]
        made = exception if isinstance(exception, gast.Call) else gast.Call(exception, [], [])
        cls = self.scope.stands_for(made.func)
        plain = isinstance(cls, type) and all(isinstance(getattr(cls, m), BUILT_IN) for m in ("__init__", "__new__"))
        if not plain or made.keywords or any(isinstance(arg, gast.Starred) for arg in made.args):
            raise Unsupported(READ, self.handlers[k].body[0], NOT_READ)
        return [syntax.assign(self.arguments[k], gast.Tuple(list(map(syntax.clone, made.args)), gast.Load()))]

    def raised(self, statement: Any) -> list[Any] | None:
        """`raise E(...)`, of which the handler is known; None if it leaves the `try`."""
        made = statement.exc.func if isinstance(statement.exc, gast.Call) else statement.exc
        cls = self.scope.stands_for(made) if made is not None else None
        if not isinstance(cls, type):
            raise Unsupported("an exception in a `try` of which the class is not known", statement, "raise an exception of a class by its name")
        k = self.caught_by(cls)
        return None if k is None else self.leave(k, statement.exc)

    def asserted(self, statement: Any, rest: list[Any], *, at_end: bool) -> list[Any] | None:
        """`assert`, of which a handler may hear."""
        k = self.caught_by(AssertionError)
        if k is None and not self.may_raise(statement.test):
            return None
        after = self.steps(rest, at_end=at_end)
        made: list[Any] = [statement, *after]
        if k is not None:
            error = syntax.call("AssertionError", *([statement.msg] if statement.msg is not None else []))
            made = if_(not_(statement.test), self.leave(k, error), after)
        return self.asked(statement.test, made) if self.may_raise(statement.test) else made

    def compound(self, statement: Any, rest: list[Any], *, at_end: bool) -> list[Any] | None:
        """A statement with blocks, of which parts may raise."""
        heads = _heads(statement)
        unsafe = list(filter(self.may_raise, heads))
        if unsafe and isinstance(statement, gast.While):
            if statement.orelse:
                raise Unsupported("a `while` with `else` whose condition may raise, in a `try`", statement, CURE)
            leaves_it = syntax.located(gast.If(not_(statement.test), [gast.Break()], []), statement)
            statement = changed(statement, test=syntax.const(value=True), body=[leaves_it, *statement.body])
        before = self.places
        new = self.with_blocks(statement)
        if self.places > before:
            leaves_context = isinstance(statement, gast.With)  # which is left before a handler runs
            self.goes_on = self.goes_on or bool(rest) or (at_end and bool(self.orelse)) or leaves_context
            if leaves_context:
                new.left_by_exception = True
            made = [syntax.located(new, statement), *self.unless_caught(rest, at_end=at_end)]
        else:
            made = [statement, *self.steps(rest, at_end=at_end)] if unsafe else []
        if unsafe and not isinstance(statement, gast.While):
            for head in reversed(unsafe):
                made = self.asked(head, made)
        return made or None

    def with_blocks(self, statement: Any) -> Any:
        """A statement with what may raise in its blocks asked first."""
        outside, self.in_loop = self.in_loop, self.in_loop or isinstance(statement, (gast.For, gast.While))
        body = self.steps(statement.body, at_end=False)
        self.in_loop = outside
        if isinstance(statement, gast.With):
            return changed(statement, body=body)
        return changed(statement, body=body, orelse=self.steps(statement.orelse, at_end=False))

    def unless_caught(self, rest: list[Any], *, at_end: bool) -> list[Any]:
        """What follows a statement with blocks, in which a handler may have been chosen."""
        after = self.steps(rest, at_end=at_end)
        if not self.caught:
            return after
        if self.in_loop:
            return [gast.If(self.is_caught(None), [gast.Break()], []), *after]
        return if_(not_(self.is_caught(None)), after) if after else []

    # --- which handler is to run ---

    def number(self, k: int | None) -> Any:
        """What is noted where a handler is to run, or none."""
        if len(self.handlers) == 1:
            return syntax.const(k is not None)
        return syntax.const(0 if k is None else k + 1)

    def is_caught(self, k: int | None) -> Any:
        """Whether a handler is to run, or (None) any."""
        noted = syntax.name(self.caught)
        if len(self.handlers) == 1:
            return noted
        return gast.Compare(noted, [gast.Gt() if k is None else gast.Eq()], [self.number(k)])

    # --- what may raise ---

    def caught_by(self, exception: type[BaseException]) -> int | None:
        """The first handler that may catch an exception."""
        for k, kinds in enumerate(self.kinds):
            if any(not isinstance(kind, type) or issubclass(exception, kind) for kind in kinds):
                return k
        return None

    def may_raise(self, tried: Any) -> bool:
        """Whether an expression may raise what a handler catches."""
        return not all(self.is_safe(k, tried) for k in range(len(self.handlers)))

    def is_safe(self, k: int, tried: Any) -> bool:
        """Whether an expression surely raises nothing that a handler catches."""
        inside = [n for n in walk_scope(tried) if not (isinstance(n, gast.Call) and self.scope.is_builtin(n.func, *COUNTING))]
        if isinstance(tried, gast.Call) and syntax.is_name(tried.func, RAISES):
            return True  # the question of a `try` inside
        kinds = self.kinds[k]
        if any(isinstance(kind, type) and issubclass(kind, NameError) for kind in kinds):
            return isinstance(tried, gast.Constant)
        if all(isinstance(n, ATOMS) for n in inside):
            return True
        ordinary = any(not isinstance(kind, type) or catches_ordinary(kind) for kind in kinds)
        return not ordinary and not any(isinstance(n, (gast.Call, gast.Yield, gast.YieldFrom)) for n in inside)

    def unpacks_safely(self, target: Any, value: Any) -> bool:
        """Whether several names surely get a value each, or nobody hears of it."""
        named = all(isinstance(leaf, gast.Name) for leaf in leaves(target))
        known = isinstance(value, gast.Call) or (isinstance(value, gast.Tuple) and len(value.elts) == len(target.elts))
        return named and (known or self.caught_by(ValueError) is None)


def _items_apart(body: list[Any], scope: Scope) -> list[Any]:
    """The statements with each xs.append(e) in two, of which only the first may raise."""
    new: list[Any] = []
    for statement in body:
        if isinstance(statement, COMPOUND):
            fields = {name: _items_apart(getattr(statement, name), scope) for name in ("body", "orelse") if hasattr(statement, name)}
            new.append(changed(statement, **fields))
        elif _is_append(statement) and not is_atom(statement.value.args[0]):
            held = scope.fresh("item")
            kept = changed(statement, value=changed(statement.value, args=[syntax.name(held)]))
            new += [syntax.located(syntax.assign(held, statement.value.args[0]), statement), kept]
        else:
            new.append(statement)
    return new


def _is_append(statement: Any) -> bool:
    """Whether a statement is xs.append(e): only e may raise."""
    call = statement.value if isinstance(statement, gast.Expr) else None
    method = call.func if isinstance(call, gast.Call) else None
    if call is None or not isinstance(method, gast.Attribute):
        return False
    return method.attr == "append" and isinstance(method.value, gast.Name) and len(call.args) == 1


def _tried(statement: Any) -> Any:
    """The expression that is evaluated when `statement` runs."""
    if isinstance(statement, gast.AugAssign):
        tried = gast.BinOp(_read(statement.target), statement.op, statement.value)
        tried.is_in_place = True
        return tried
    if _is_append(statement):
        return statement.value.args[0]
    if isinstance(statement, gast.Delete):
        return gast.Tuple([_read(target) for target in statement.targets if not isinstance(target, gast.Name)], gast.Load())
    if isinstance(statement, (gast.Assign, gast.AnnAssign, gast.Return, gast.Expr)):
        return statement.value if statement.value is not None else syntax.const(None)
    raise Unsupported("a statement of this kind in a `try`", statement, CURE)


def _targets(statement: Any) -> list[Any]:
    return [statement.target] if isinstance(statement, gast.AnnAssign) else list(getattr(statement, "targets", []) if isinstance(statement, gast.Assign) else [])


def _heads(statement: Any) -> list[Any]:
    """The expressions that a statement with blocks evaluates itself; entering a context is taken to raise nothing."""
    if isinstance(statement, gast.With):
        return []
    return [statement.iter if isinstance(statement, gast.For) else statement.test]


def _read(target: Any) -> Any:
    """A place as it is read."""
    return changed(target, ctx=gast.Load())


def _place(target: Any) -> Any:
    """A place that is stored into as it is read, where that raises what the store does: of a dict, which takes any key, it does not."""
    place = _read(target)
    place.is_stored = True
    return place


def _thunk(tried: Any) -> Any:
    """A function that evaluates an expression."""
    return gast.Lambda(gast.arguments([], [], None, [], [], None, []), syntax.clone(tried))


def _may_run_twice(tried: Any) -> bool:
    """Whether evaluating an expression once more changes nothing, as far as it can be seen here."""
    calls = [node for node in walk_scope(tried) if isinstance(node, gast.Call)]
    methods = [call.func.attr for call in calls if isinstance(call.func, gast.Attribute)]
    yields = any(isinstance(node, (gast.Yield, gast.YieldFrom)) for node in walk_scope(tried))
    return not (yields or has_walrus(tried) or set(methods) & CHANGING_METHODS or any(map(is_report, calls)))


# --- handlers ---


def _kinds(handler: Any) -> list[Any]:
    """The exceptions of a handler, as written."""
    kinds = handler.type or syntax.name("BaseException")
    return list(kinds.elts) if isinstance(kinds, gast.Tuple) else [kinds]



def _asks_for_exception(handler: Any) -> bool:
    """Whether a handler reads its exception, or raises it again."""
    if handler.name is not None and handler.name.id in syntax.names_read(handler.body):
        return True
    return any(isinstance(s, gast.Raise) and s.exc is None for s in statements(handler.body))


def _name_of_arguments(handler: Any, scope: Scope) -> str | None:
    """A name for the arguments of a handler's exception, if it reads them."""
    name = handler.name.id if handler.name is not None else None
    reads = name is not None and any(map(functools.partial(_is_arguments, name=name), walk_scope(handler.body)))
    return scope.fresh(f"{name}_args") if reads else None


def _is_arguments(node: Any, name: str) -> bool:
    return isinstance(node, gast.Attribute) and node.attr == "args" and syntax.is_name(node.value, name)


def _with_arguments(handler: Any, held: str | None) -> Any:
    """A handler that reads the arguments of its exception under a name of their own."""
    if held is None:
        return handler

    def replaced(node: Any) -> Any:
        if _is_arguments(node, handler.name.id):
            return syntax.located(syntax.name(held), node)
        return map_parts(node, lambda part, _: replaced(part))

    return changed(handler, body=[replaced(statement) for statement in handler.body])


def _with_exception(handler: Any, exception: Any) -> list[Any]:
    """The statements of a handler, with the exception in the place of its name and where it is raised again."""
    return list(handler.body) if not _asks_for_exception(handler) else [_in_place(s, handler, exception) for s in handler.body]


def _in_place(statement: Any, handler: Any, exception: Any) -> Any:
    name = handler.name.id if handler.name is not None else ""
    reads = bool(name) and name in syntax.names_read(statement)
    if isinstance(statement, gast.Raise):
        if statement.exc is None:
            return changed(statement, exc=syntax.clone(exception))
        return _with(statement, name, exception) if reads else statement
    if isinstance(statement, gast.If) and not (name and name in syntax.names_read(statement.test)):
        return changed(statement, **{f: [_in_place(s, handler, exception) for s in getattr(statement, f)] for f in ("body", "orelse")})
    if reads and isinstance(statement, gast.Expr) and is_report(statement.value):
        return _with(statement, name, exception)
    if reads or any(isinstance(s, gast.Raise) and s.exc is None for s in statements([statement])):
        raise Unsupported(READ, statement, NOT_READ)
    return statement


def _with(node: Any, name: str, value: Any) -> Any:
    """A node with a value in the place of a name."""
    if syntax.is_name(node, name):
        return syntax.clone(value)
    return map_parts(node, lambda part, _: _with(part, name, value))


# --- finally ---


def _left_by_way_of(last: list[Any], block: list[Any], scope: Scope, *, in_loop: bool = False) -> list[Any]:
    """A block in which the `finally` stands before each exit that leaves it."""
    new: list[Any] = []
    for statement in block:
        if isinstance(statement, gast.Return) and not isinstance(statement.value or syntax.const(None), gast.Constant):
            held = scope.fresh("out")
            lines = [syntax.assign(held, statement.value), *map(syntax.clone, last), gast.Return(syntax.name(held))]
            new += [syntax.located(line, statement) for line in lines]
        elif isinstance(statement, gast.Return) or (isinstance(statement, EXITS) and not in_loop):
            new += [*map(syntax.clone, last), statement]
        elif isinstance(statement, COMPOUND):
            inside = in_loop or isinstance(statement, (gast.For, gast.While))
            fields = {"body": _left_by_way_of(last, statement.body, scope, in_loop=inside)}
            if not isinstance(statement, gast.With):
                fields["orelse"] = _left_by_way_of(last, statement.orelse, scope, in_loop=in_loop)
            new.append(changed(statement, **fields))
        else:
            new.append(statement)
    return new


def _is_unseen(statement: Any, scope: Scope) -> bool:
    """Whether it would not be noticed outside if the statement did not run after an exception."""
    if isinstance(statement, (gast.If, gast.For)):
        heads, inside = _heads(statement), [*statement.body, *statement.orelse]
        return all(_only_computes(head, scope) for head in heads) and all(_is_unseen(s, scope) for s in inside)
    if isinstance(statement, gast.AugAssign):
        return _is_own(statement.target, scope) and _only_computes(statement.value, scope)
    if isinstance(statement, gast.Assign):
        places = [leaf for target in statement.targets for leaf in leaves(target)]
        return all(isinstance(p, gast.Name) or _is_own(p, scope) for p in places) and _only_computes(statement.value, scope)
    if _is_append(statement):
        return _is_own(statement.value.func.value, scope) and _only_computes(statement.value.args[0], scope)
    if isinstance(statement, gast.Delete):
        return all(isinstance(target, gast.Name) or _is_own(target, scope) for target in statement.targets)
    return isinstance(statement, gast.Pass)


def _is_own(place: Any, scope: Scope) -> bool:
    """Whether a place lies in what the function itself makes, and shares with nothing that comes from outside."""
    name = root(place) if isinstance(place, (gast.Name, gast.Subscript)) else None
    return name is not None and scope.kin.get(name, frozenset([name])) <= scope.assigned - scope.rebound


def _only_computes(value: Any, scope: Scope) -> bool:
    """Whether an expression surely has no effect."""
    calls = [node for node in walk_scope(value) if isinstance(node, (gast.Call, gast.Yield, gast.YieldFrom, gast.NamedExpr))]
    return all(isinstance(call, gast.Call) and _only_reads(call, scope) for call in calls)


def _only_reads(call: gast.Call, scope: Scope) -> bool:
    function = scope.stands_for(call.func)
    if function is None:
        return isinstance(call.func, gast.Attribute) and call.func.attr in PURE_METHODS
    return only_reads(function) and not varies(function) and not any(k.arg == "out" for k in call.keywords)


def _is_slice(target: Any) -> bool:
    """Whether a target is several items of an array or a list."""
    return isinstance(target, gast.Subscript) and any(isinstance(part, gast.Slice) for part in syntax.walk(target.slice))
