"""The fence: every kind of node is answered here, accepted or refused with a reason and a cure.

What the rewrites behind the fence rely on is refused here if it does not hold, so that nothing falls through them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.attempts import suppresses
from s2sdiff.normalize.form import is_kept
from s2sdiff.normalize.generators import PARALLEL, folds_generator, growth, takes_generator
from s2sdiff.normalize.parts import SCOPES, has_walrus, parameters
from s2sdiff.normalize.scope import Scope

ACCEPTED = frozenset("""
    FunctionDef Return Delete Assign AugAssign AnnAssign For While If With Raise Assert Import ImportFrom Expr Pass
    Break Continue BoolOp NamedExpr BinOp UnaryOp Lambda IfExp Dict Set ListComp SetComp DictComp GeneratorExp Compare
    Call JoinedStr FormattedValue Constant Attribute Subscript Starred Name List Tuple Slice Load Store Del Param
    And Or Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv Invert Not UAdd USub
    Match match_case MatchValue MatchSingleton MatchSequence MatchMapping MatchClass MatchStar MatchAs MatchOr
    Yield YieldFrom Try ExceptHandler Global Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn comprehension arguments keyword alias withitem
""".split())  # fmt: skip  # noqa: SIM905 - it reads as a list

_TRY = ("except* is not supported", "use except, or test the condition with if beforehand")
_ASYNC = ("async code is not supported", "use an ordinary function")
_TYPE = ("type parameters and aliases are not supported here", "define them outside the function")
_TEMPLATE = ("a template string is not supported", "use an f-string")
_OLD = ("Python 2 is not supported", "write it in Python 3")
_NO_FUNCTION = ("only the statements of a function are supported", "put the code in a function")

REFUSED: dict[str, tuple[str, str]] = {
    "TryStar": _TRY,
    "AsyncFunctionDef": _ASYNC, "AsyncFor": _ASYNC, "AsyncWith": _ASYNC, "Await": _ASYNC,
    "ClassDef": ("a class inside a function is not supported", "define it outside the function"),
    "Nonlocal": ("assigning names of an enclosing function is not supported here", "call a function that is written inside"),
    "TypeAlias": _TYPE, "TypeVar": _TYPE, "ParamSpec": _TYPE, "TypeVarTuple": _TYPE, "type_ignore": _TYPE,
    "TemplateStr": _TEMPLATE, "Interpolation": _TEMPLATE,
    "Print": _OLD, "Exec": _OLD, "Repr": _OLD,
    "Module": _NO_FUNCTION, "Interactive": _NO_FUNCTION, "Expression": _NO_FUNCTION, "FunctionType": _NO_FUNCTION,
    "Suite": _NO_FUNCTION, "AugLoad": _NO_FUNCTION, "AugStore": _NO_FUNCTION,
}  # fmt: skip


def guard(function: gast.FunctionDef, scope: Scope) -> None:
    r"""Refuse what the rewrites cannot put into normal form.

    >>> from s2sdiff.normalize.scope import scope_of
    >>> [function] = syntax.body("def f(x):\n class C: pass")
    >>> guard(function, scope_of(function))
    Traceback (most recent call last):
    s2sdiff.errors.Unsupported: a class inside a function is not supported
    cure: define it outside the function
    """
    fence = _Fence(scope, function.name)
    fence.visit(function.args, kept=True)
    for statement in function.body:
        fence.visit(statement, kept=False)


class _Fence:
    def __init__(self, scope: Scope, name: str) -> None:
        self.scope = scope
        self.name = name
        self.answered: set[int] = set()  # generators whose reader was seen to read all of them

    def visit(self, node: Any, *, kept: bool) -> None:
        """Answer `node` and its parts; `kept` where they stay as written."""
        kind = type(node).__name__
        if kind in REFUSED:
            message, cure = REFUSED[kind]
            raise Unsupported(message, node, cure)
        if kind not in ACCEPTED:
            raise Unsupported(f"{kind} is not known to s2sdiff", node)
        further = _FURTHER.get(type(node))
        if further and not kept:
            further(self, node)
        if isinstance(node, SCOPES):
            return  # answered where it is called
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, (list, gast.AST)):
                below = kept or is_kept(node, field)
                for part in value if isinstance(value, list) else [value]:
                    if isinstance(part, gast.AST):
                        self.visit(part, kept=below)

    def delete(self, node: Any) -> None:
        """`del x` says that a name is done with; `del x[i]` changes a container."""
        for target in node.targets:
            if not isinstance(target, (gast.Name, gast.Subscript)):
                raise Unsupported("del of an attribute is not supported", target, "make a new object without it")

    def globals(self, node: Any) -> None:
        """A name that is declared global may be read, and not assigned."""
        for name in node.names:
            if name in self.scope.assigned:
                raise Unsupported(f"assigning the global `{name}` is not supported", node, "return the value instead")

    def nested_function(self, node: Any) -> None:
        """A nested function is answered where it is called."""
        for decorator in node.decorator_list:
            self.without_walrus(decorator)
        self.defaults(node)

    def defaults(self, node: Any) -> None:
        """The defaults of a function are evaluated where it stands, and kept as written."""
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                self.without_walrus(default)

    def items(self, node: Any) -> None:
        """The contexts of a `with` are taken to let exceptions pass."""
        for item in node.items:
            call = item.context_expr
            named = isinstance(call, gast.Call) and (syntax.dotted(call.func) or "").rpartition(".")[2] == "suppress"
            if named and not suppresses(call, self.scope):
                raise Unsupported("contextlib.suppress is not supported", call, "use try and except")

    def message(self, node: Any) -> None:
        """The message of an assertion is evaluated only if it fails."""
        if node.msg is not None:
            self.without_walrus(node.msg)

    def without_walrus(self, node: Any) -> None:
        if self.scope.walrus and has_walrus(node):
            raise Unsupported(
                "a name is assigned inside of what is kept as written", node, "assign it in a statement before"
            )

    def call(self, node: Any) -> None:
        """A generator may be the first argument of what reads all of it."""
        of_object = self.scope.is_builtin(node.func, "vars") and node.args
        if self.scope.is_builtin(node.func, "eval", "exec", "locals", "vars", "globals", "dir") and not of_object:
            raise Unsupported(f"{node.func.id} hides what it computes", node, "write the expression itself")
        if getattr(node.func, "attr", None) == "__iter__" and self.name != "__iter__":
            raise Unsupported("an iterator that is asked for by its name", node, "write `iter(...)`")
        if node.args and takes_generator(node, self.scope):
            self.answered.add(id(node.args[0]))
        if folds_generator(node):
            self.answered.add(id(node.args[1]))
        if self.scope.is_builtin(node.func, *PARALLEL, "map", "filter"):
            self.answered.update(map(id, node.args))

    def grows(self, node: Any) -> None:
        """A list may grow by what a generator gives."""
        found = growth(node, self.scope)
        if found is not None:
            self.answered.add(id(found[1]))

    def loop(self, node: Any) -> None:
        """A loop may run over a generator."""
        self.answered.add(id(node.iter))

    def assignment(self, node: Any) -> None:
        """A generator may be unpacked."""
        if any(isinstance(target, (gast.Tuple, gast.List)) for target in node.targets):
            self.answered.add(id(node.value))

    def given_back(self, node: Any) -> None:
        """A generator may be what an object is gone over by."""
        if self.name == "__iter__":
            self.answered.add(id(node.value))

    def starred(self, node: Any) -> None:
        self.answered.add(id(node.value))

    def generator(self, node: Any) -> None:
        if id(node) not in self.answered:
            raise Unsupported("a generator is not supported here", node, "write a list: [... for ...]")
        self.element(node)

    def element(self, node: Any) -> None:
        """The lambdas of a comprehension all see the last value of its variables, also once it is a loop run anew."""
        own = set().union(*(syntax.names_stored(clause.target) for clause in node.generators))
        for item in (node.key, node.value) if isinstance(node, gast.DictComp) else (node.elt,):
            if isinstance(item, gast.Lambda):
                shared = own & syntax.names_read(item.body) - parameters(item)
                for variable in sorted(shared):
                    cure = f"make it a default: lambda ..., {variable}={variable}"
                    raise Unsupported(f"these lambdas share one {variable}", item, cure)

    def clause(self, node: Any) -> None:
        if node.is_async:
            message, cure = _ASYNC
            raise Unsupported(message, node.target, cure)
        self.answered.add(id(node.iter))

    def index(self, node: Any) -> None:
        items = node.slice.elts if isinstance(node.slice, gast.Tuple) else ()
        if {gast.Starred, gast.Slice} <= set(map(type, items)):
            raise Unsupported("an index with a star and a slice is not supported", node, "write slice(a, b) for a:b")


_FURTHER: dict[type[gast.AST], Callable[[_Fence, Any], None]] = {
    gast.Delete: _Fence.delete,
    gast.Global: _Fence.globals,
    gast.FunctionDef: _Fence.nested_function,
    gast.Lambda: _Fence.defaults,
    gast.Assign: _Fence.assignment,
    gast.AugAssign: _Fence.grows,
    gast.Expr: _Fence.grows,
    gast.For: _Fence.loop,
    gast.With: _Fence.items,
    gast.Assert: _Fence.message,
    gast.Raise: _Fence.without_walrus,
    gast.JoinedStr: _Fence.without_walrus,
    gast.Call: _Fence.call,
    gast.Return: _Fence.given_back,
    gast.Starred: _Fence.starred,
    gast.GeneratorExp: _Fence.generator,
    gast.ListComp: _Fence.element,
    gast.SetComp: _Fence.element,
    gast.DictComp: _Fence.element,
    gast.comprehension: _Fence.clause,
    gast.Subscript: _Fence.index,
}
