"""The normal form, defined and checked.

An atom is a name or a literal.  A statement of the form does one thing to atoms:

    name = operation                     one operator, call, subscript, attribute or display, of atoms
    name[index] = atom                   a store; likewise name.attribute = atom
    place op= atom                       a name, a subscript or an attribute of one, updated (perhaps in place)
    call                                 for its effect; print and logging calls keep their arguments as written
    if test: ... else: ...               tests are kept as written, and bind no name
    for name in iterable: ...            see `ITERABLES`; over zip and enumerate the target may be a tuple of names
    while test: ...
    del name[index]                      an item of a list or dict
    break                                where nothing of the trip would follow
    with call as name, ...: ...          calls of atoms, or names
    assert, raise, import                as written
    def                                  as written, but that the defaults are atoms; so for a lambda
    return atom                          once, at the end

There is no `continue`, no `else` of a loop, no walrus, no comprehension outside of what is kept as written.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.parts import has_walrus, is_atom

# A loop may run over a call of these, nested in each other, with atoms for operands.
ITERABLES = ("range", "zip", "enumerate", "reversed", "list", "sorted")
PAIRING = ("zip", "enumerate")

_LOGGERS = ("logging", "logger", "log", "warnings")
_LEVELS = ("debug", "info", "warning", "warn", "error", "exception", "critical")


def is_report(node: Any) -> bool:
    """Whether `node` is a call that tells the user something: no derivative passes through its arguments."""
    if not isinstance(node, gast.Call):
        return False
    head, _, last = (syntax.dotted(node.func) or "").rpartition(".")
    return last == "print" if not head else head in _LOGGERS and last in _LEVELS


def is_kept(node: Any, field: str) -> bool:
    """Whether that field of `node` stays as the user wrote it: no derivative passes through it."""
    if isinstance(node, (gast.If, gast.While, gast.IfExp)):
        return field == "test" and not has_walrus(node.test)
    if isinstance(node, gast.comprehension):
        return field == "ifs" and not any(map(has_walrus, node.ifs))
    if isinstance(node, gast.Assert) or is_report(node):
        return not has_walrus(node)
    return isinstance(node, (gast.Raise, gast.JoinedStr, gast.Lambda, gast.FunctionDef))


def is_flag(node: Any) -> bool:
    """Whether `node` is a comparison of atoms, or `and`, `or`, `not` of such: true or false, nothing to evaluate."""
    if isinstance(node, gast.BoolOp):
        return all(is_flag(value) for value in node.values)
    if isinstance(node, gast.UnaryOp):
        return isinstance(node.op, gast.Not) and is_flag(node.operand)
    return isinstance(node, gast.Compare) and len(node.ops) == 1 and is_atom(node.left) and is_atom(node.comparators[0])


def is_index(node: Any) -> bool:
    """Whether `node` may stand between brackets."""
    if isinstance(node, gast.Tuple):
        return all(is_index(item) and not isinstance(item, gast.Tuple) for item in node.elts)
    if isinstance(node, gast.Slice):
        return all(part is None or is_atom(part) for part in (node.lower, node.upper, node.step))
    return is_atom(node)


def _is_element(node: Any) -> bool:
    return is_atom(node.value if isinstance(node, gast.Starred) else node)


def _is_call(node: Any) -> bool:
    return (
        syntax.dotted(node.func) is not None
        and all(map(_is_element, node.args))
        and all(is_atom(keyword.value) for keyword in node.keywords)
    )


OPERATIONS: dict[type[gast.AST], Callable[[Any], bool]] = {
    gast.Name: is_atom,
    gast.Constant: is_atom,
    gast.UnaryOp: lambda e: is_atom(e.operand) or is_flag(e),
    gast.BinOp: lambda e: is_atom(e.left) and is_atom(e.right),
    gast.Compare: is_flag,
    gast.BoolOp: is_flag,
    gast.Subscript: lambda e: is_atom(e.value) and is_index(e.slice),
    gast.Attribute: lambda e: syntax.dotted(e) is not None,
    gast.Call: _is_call,
    gast.Tuple: lambda e: all(map(_is_element, e.elts)),
    gast.List: lambda e: all(map(_is_element, e.elts)),
    gast.Set: lambda e: all(map(_is_element, e.elts)),
    gast.Dict: lambda e: all(k is None or is_atom(k) for k in e.keys) and all(map(is_atom, e.values)),
    gast.JoinedStr: lambda e: True,  # noqa: ARG005 - kept as written
    gast.Lambda: lambda e: _are_defaults(e.args),  # normalized where it is called
}


def is_operation(node: Any) -> bool:
    """Whether `node` may stand on the right of `name = ...`."""
    holds = OPERATIONS.get(type(node))
    return holds is not None and holds(node)


def is_place(node: Any) -> bool:
    """Whether `node` may be updated or stored to."""
    if isinstance(node, gast.Subscript):
        return isinstance(node.value, gast.Name) and is_index(node.slice)
    return isinstance(node, gast.Name) or (isinstance(node, gast.Attribute) and isinstance(node.value, gast.Name))


def is_iterable(node: Any) -> bool:
    """Whether a loop may run over `node`."""
    if not isinstance(node, gast.Call):
        return is_atom(node)
    return (
        isinstance(node.func, gast.Name)
        and node.func.id in ITERABLES
        and all(_is_element(a) or is_iterable(a) for a in node.args)
        and all(is_atom(keyword.value) for keyword in node.keywords)
    )


def is_loop_target(target: Any, sequence: Any) -> bool:
    """Whether a loop over `sequence` may bind `target`."""
    if isinstance(target, gast.Tuple):
        pairs = isinstance(sequence, gast.Call) and sequence.func.id in PAIRING
        return pairs and _are_names(target)
    return isinstance(target, gast.Name)


def _are_names(target: Any) -> bool:
    return all(map(_are_names, target.elts)) if isinstance(target, gast.Tuple) else isinstance(target, gast.Name)


def check(function: gast.FunctionDef, culprit: str = "normalize") -> None:
    r"""Raise AssertionError, naming `culprit` and the statement, unless `function` is in normal form.

    >>> check(syntax.body("def f(x):\n y = x * 2.0\n return y + 1.0")[0])
    Traceback (most recent call last):
    AssertionError: normalize left line 3 out of normal form: return y + 1.0
    """
    *body, last = function.body
    _require(isinstance(last, gast.Return) and is_atom(last.value), last, culprit)
    _check_block(body, culprit, tail=False)


def _check_block(block: list[Any], culprit: str, *, tail: bool) -> None:
    """Check statements; `tail` where nothing of the loop's trip follows them, so that they may end with a break."""
    for statement in block:
        at_end = tail and statement is block[-1]
        holds = _STATEMENTS.get(type(statement))
        _require(holds is not None and holds(statement), statement, culprit)
        _require(at_end or not isinstance(statement, gast.Break), statement, culprit)
        if isinstance(statement, (gast.For, gast.While)):
            _check_block(statement.body, culprit, tail=True)
        elif isinstance(statement, (gast.If, gast.With)):
            _check_block(statement.body, culprit, tail=at_end)
            _check_block(getattr(statement, "orelse", []), culprit, tail=at_end)


def _is_assign(s: Any) -> bool:
    if len(s.targets) != 1 or not is_place(s.targets[0]):
        return False
    return is_operation(s.value) if isinstance(s.targets[0], gast.Name) else is_atom(s.value)


def _is_for(s: Any) -> bool:
    return is_iterable(s.iter) and is_loop_target(s.target, s.iter) and not s.orelse and bool(s.body)


def _are_defaults(spec: Any) -> bool:
    return all(d is None or is_atom(d) for d in (*spec.defaults, *spec.kw_defaults))


def _is_context(item: Any) -> bool:
    named = item.optional_vars is None or isinstance(item.optional_vars, gast.Name)
    return named and (is_atom(item.context_expr) or (isinstance(item.context_expr, gast.Call) and _is_call(item.context_expr)))


_STATEMENTS: dict[type[gast.AST], Callable[[Any], bool]] = {
    gast.Assign: _is_assign,
    gast.AugAssign: lambda s: is_place(s.target) and is_atom(s.value),
    gast.Expr: lambda s: isinstance(s.value, gast.Call) and (is_report(s.value) or _is_call(s.value)),
    gast.If: lambda s: bool(s.body) and not has_walrus(s.test),
    gast.For: _is_for,
    gast.While: lambda s: bool(s.body) and not s.orelse and not has_walrus(s.test),
    gast.With: lambda s: bool(s.body) and all(map(_is_context, s.items)),
    gast.Assert: lambda s: not has_walrus(s),
    gast.Delete: lambda s: len(s.targets) == 1 and isinstance(s.targets[0], gast.Subscript) and is_place(s.targets[0]),
    gast.Raise: lambda s: not has_walrus(s),
    gast.Break: lambda s: True,  # noqa: ARG005 - where it stands is checked by the block
    gast.Pass: lambda s: True,  # noqa: ARG005 - the body of a loop that does nothing
    gast.Import: lambda s: True,  # noqa: ARG005 - kept as written
    gast.ImportFrom: lambda s: True,  # noqa: ARG005 - kept as written
    gast.FunctionDef: lambda s: _are_defaults(s.args),  # normalized where it is called
}


def absent(*kinds: type[gast.AST]) -> Callable[[gast.FunctionDef, str], None]:
    """The promise that no statement of these kinds is left."""

    def promise(function: gast.FunctionDef, culprit: str) -> None:
        for statement in statements(function.body):
            _require(not isinstance(statement, kinds), statement, culprit)

    return promise


def no_loop_else(function: gast.FunctionDef, culprit: str) -> None:
    """The promise that no loop has an `else`."""
    for statement in statements(function.body):
        _require(not (isinstance(statement, (gast.For, gast.While)) and statement.orelse), statement, culprit)


def no_walrus_in_while(function: gast.FunctionDef, culprit: str) -> None:
    """The promise that the test of a `while` binds no name."""
    for statement in statements(function.body):
        _require(not (isinstance(statement, gast.While) and has_walrus(statement.test)), statement, culprit)


def exits_at_ends(function: gast.FunctionDef, culprit: str) -> None:
    """The promise that nothing follows a `break`, nothing is a `continue`, and the only `return` is the last statement."""
    found = [s for s in statements(function.body) if isinstance(s, (gast.Return, gast.Continue))]
    _require(found == function.body[-1:], function.body[-1], culprit)
    _check_breaks(function.body, culprit, tail=False)


def _check_breaks(block: list[Any], culprit: str, *, tail: bool) -> None:
    for statement in block:
        at_end = tail and statement is block[-1]
        _require(at_end or not isinstance(statement, gast.Break), statement, culprit)
        loop = isinstance(statement, (gast.For, gast.While))
        for branch in blocks(statement):
            _check_breaks(branch, culprit, tail=loop or at_end)


def statements(block: list[Any]) -> list[Any]:
    """Every statement of a block and of the blocks inside, nested functions left out."""
    found = []
    for statement in block:
        found.append(statement)
        for branch in blocks(statement):
            found.extend(statements(branch))
    return found


def blocks(statement: Any) -> list[list[Any]]:
    """The blocks directly inside a statement."""
    if isinstance(statement, (gast.If, gast.For, gast.While)):
        return [statement.body, statement.orelse]
    if isinstance(statement, gast.Try):
        return [statement.body, *(h.body for h in statement.handlers), statement.orelse, statement.finalbody]
    return [statement.body] if isinstance(statement, gast.With) else []


def _require(holds: bool, statement: Any, culprit: str) -> None:
    if not holds:
        line = getattr(statement, "lineno", "?")
        text = ast.unparse(ast.fix_missing_locations(gast.gast_to_ast(syntax.clone(statement)))).splitlines()[0]
        raise AssertionError(f"{culprit} left line {line} out of normal form: {text}")
