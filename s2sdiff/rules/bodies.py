"""Reading the body of a rule: from its file, with the lines that it shares with the bodies of others.

Shared lines are a function.  A body asks for them as if it called it, and they stand there as if they had been written
there: what is emitted does not tell.
"""

from __future__ import annotations

import ast
import linecache
from collections.abc import Callable
from functools import lru_cache
from types import FunctionType
from typing import Any, TypeVar

import gast

from s2sdiff import syntax
from s2sdiff.errors import RuleError

F = TypeVar("F", bound=Callable[..., Any])


def shared(definition: F) -> F:
    """Declare lines that the bodies of several rules have in common; see `s2sdiff.rules.declare`."""
    definition.__s2sdiff_shared__ = True  # type: ignore[attr-defined]
    return definition


def body_of(definition: Callable[..., Any], rule: str) -> tuple[gast.FunctionDef, str, dict[str, Any]]:
    """The tree of a rule's function, all text that it is made of, and the names that its static questions may use."""
    body = Body(definition, rule)
    return body.tree, "\n".join(body.texts), body.space


# A function's source.


def definition_of(function: Callable[..., Any]) -> tuple[gast.FunctionDef, str]:
    """The tree of a rule's function, without decorators, docstring and positions; and its text."""
    if not isinstance(function, FunctionType):
        raise RuleError(f"a rule is written as a function, not as {function!r}")
    code = function.__code__
    linecache.checkcache(code.co_filename)
    lines = linecache.getlines(code.co_filename)
    node = _definitions("".join(lines)).get(code.co_firstlineno)
    if node is None or node.name != code.co_name:
        raise RuleError(f"the source of the rule {code.co_name} is not at {code.co_filename}:{code.co_firstlineno}")
    tree: gast.FunctionDef = gast.ast_to_gast(node)
    tree.decorator_list = []
    if ast.get_docstring(node, clean=False) is not None:
        tree.body = tree.body[1:]
    syntax.unplaced(tree)
    return tree, "".join(lines[node.lineno - 1 : node.end_lineno])


@lru_cache(maxsize=100)
def _definitions(text: str) -> dict[int, ast.FunctionDef]:
    """The functions of a file by first line (that of the first decorator, as code objects count)."""
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    return {min([n.lineno, *(d.lineno for d in n.decorator_list)]): n for n in functions}


def parameters(tree: gast.FunctionDef) -> list[str]:
    """Names of all parameters, in order."""
    args = tree.args
    starred = [args.vararg] if args.vararg else []
    return [a.id for a in [*args.posonlyargs, *args.args, *starred, *args.kwonlyargs]]


def is_refusal(statement: gast.AST) -> bool:
    """Whether `statement` is `refuse(...)`."""
    return (
        isinstance(statement, gast.Expr)
        and isinstance(statement.value, gast.Call)
        and syntax.dotted(statement.value.func) == "refuse"
    )


# Shared lines.


class Body:
    """The body of a rule, with the lines that it shares with others in the places where it calls for them."""

    def __init__(self, definition: Callable[..., Any], rule: str) -> None:
        self.tree, text = definition_of(definition)
        self.rule = rule
        self.texts = [text]
        self.space = definition.__globals__
        if _shared_in(self.tree.body, self.space):
            self.tree.body = self.opened(self.tree.body, self.space, {*parameters(self.tree)}, ())

    def opened(
        self, statements: list[gast.AST], space: dict[str, Any], taken: set[str], within: tuple[Any, ...]
    ) -> list[gast.AST]:
        """The statements of a file with these globals, each call of shared lines replaced by them."""
        lines: list[gast.AST] = []
        for k, statement in enumerate(statements):
            branching = isinstance(statement, gast.If)
            names = _shared_in(statement.test if branching else statement, space)
            if names and names != [_function_called(statement)]:
                raise self.refused(space[names[0].id], "stands behind `=`, alone")
            others = taken | _assigned([*lines, *statements[k + 1 :]])
            if names:
                lines += self.lines(statement, space[names[0].id], others, within)
            elif branching:
                branches = (self.opened(branch, space, others, within) for branch in (statement.body, statement.orelse))
                lines.append(gast.If(statement.test, *branches))
            else:
                lines.append(statement)
        return lines

    def lines(self, statement: gast.Assign, part: Any, taken: set[str], within: tuple[Any, ...]) -> list[gast.AST]:
        """What the call of `part` in `statement` stands for."""
        tree, text = definition_of(part)
        self.texts.append(text)
        params, given = parameters(tree), statement.value.args
        own, targets = _assigned(tree.body), syntax.names_stored(statement)
        if part in within:
            raise self.refused(part, "asks for itself")
        if len(params) != len(tree.args.args) or tree.args.defaults or own & {*params}:
            raise self.refused(part, "has plain parameters, and overwrites none")
        simple = all(isinstance(a, gast.Constant) or syntax.dotted(a) for a in given)
        if statement.value.keywords or len(given) != len(params) or not simple:
            raise self.refused(part, f"is given ({', '.join(params)}) in this order, each a name or a literal")
        if clash := (own & taken | syntax.names_stored(tree.body) & syntax.names_read(given)) - targets:
            raise self.refused(part, f"assigns {', '.join(sorted(clash))}, which the rule has, too")
        self.learn(part, syntax.names_read(tree.body) - {*params})
        body = [_with_names(s, dict(zip(params, given, strict=True))) for s in tree.body]
        lines = _assigning(body, statement.targets[0])
        if lines is None:
            raise self.refused(part, f"does not return {', '.join(sorted(targets))} on every path, to be assigned one by one")
        return self.opened(lines, part.__globals__, taken, (*within, part))

    def learn(self, part: Any, names: set[str]) -> None:
        """Let static questions use the names that shared lines of another file take from there."""
        if part.__globals__ is self.space:
            return
        known = {name: part.__globals__[name] for name in names & part.__globals__.keys()}
        for name, value in known.items():
            if self.space.get(name, value) is not value:
                raise self.refused(part, f"reads {name}, which is another one in the file of the rule")
        self.space = known | self.space

    def refused(self, part: Any, reason: str) -> RuleError:
        """The error that says why the lines cannot stand here."""
        return RuleError(f"{part.__name__}, shared lines of {self.rule}, {reason}")


def _shared_in(node: gast.AST | list[gast.AST], space: dict[str, Any]) -> list[gast.Name]:
    """The names of shared lines that stand in `node`."""
    names = [n for n in syntax.walk(node) if isinstance(n, gast.Name)]
    return [n for n in names if hasattr(space.get(n.id), "__s2sdiff_shared__")]


def _function_called(statement: gast.AST) -> gast.AST | None:
    """The f of `names = f(...)`."""
    is_call = isinstance(statement, gast.Assign) and isinstance(statement.value, gast.Call)
    return statement.value.func if is_call else None


def _assigned(statements: list[gast.AST]) -> set[str]:
    """The names that statements bind, but for those of comprehensions, which nobody else sees."""
    inner = [n.target for n in syntax.walk(statements) if isinstance(n, gast.comprehension)]
    return syntax.names_stored(statements) - syntax.names_stored(inner)


def _with_names(node: gast.AST, given: dict[str, gast.AST]) -> gast.AST:
    """`node` with what is given in the places of parameters."""
    if isinstance(node, gast.Name) and node.id in given:
        return syntax.clone(given[node.id])
    return syntax.with_parts(node, lambda part: _with_names(part, given))


def _assigning(statements: list[gast.AST], target: gast.AST) -> list[gast.AST] | None:
    """The statements, each `return e` turned into `target = e`; None if a path ends without."""
    for k, statement in enumerate(statements):
        if isinstance(statement, gast.Return):
            values = _assignments(target, statement.value)
            return None if values is None else [*statements[:k], *values]
        if isinstance(statement, gast.If) and any(isinstance(n, gast.Return) for n in syntax.walk(statement)):
            rest = statements[k + 1 :]
            yes, no = (_assigning([*branch, *rest], target) for branch in (statement.body, statement.orelse))
            return None if yes is None or no is None else [*statements[:k], gast.If(statement.test, yes, no)]
    return statements if statements and is_refusal(statements[-1]) else None


def _assignments(target: gast.AST, value: gast.AST) -> list[gast.AST] | None:
    """`target = value`, or one for each of several; none for a name that is given to itself.  None if that is not the same."""
    targets = target.elts if isinstance(target, gast.Tuple) else [target]
    values = value.elts if isinstance(target, gast.Tuple) and isinstance(value, gast.Tuple) else [value]
    if len(values) != len(targets):
        return None
    lines = [syntax.assign(t.id, v) for t, v in zip(targets, values, strict=True) if syntax.dotted(v) != t.id]
    stored = [line.targets[0].id for line in lines]
    mixed = any(stored[k] in syntax.names_read(line.value) for n, line in enumerate(lines) for k in range(n))
    return None if mixed else lines
