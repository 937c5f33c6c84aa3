"""What is read of a function: its tree, its file, and everything that its names stand for."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CellType, FunctionType
from typing import Any

import gast

from s2sdiff.errors import Unsupported
from s2sdiff.read.private import spell_private_names
from s2sdiff.read.source import Comments, Found, find
from s2sdiff.read.unwrap import Unwrapped, unwrap


@dataclass(frozen=True, eq=False)
class Primal:
    """A function as the user wrote it.

    `tree` belongs to whoever asked: each reading makes a new one.  `function` is None for a function found inside
    another's tree.  `bound` are the parameters that are given already: a method's `self`, a partial's arguments.
    """

    name: str
    tree: gast.FunctionDef
    filename: str
    lines: tuple[str, ...]
    comments: Comments
    function: FunctionType | None
    globals: dict[str, Any]
    cells: Mapping[str, CellType]
    bound: Mapping[str, Any]
    found_by: tuple[tuple[Any, str], ...] = ()  # as of `Unwrapped`

    def meaning(self, name: str) -> Any:
        """What a name that the function only reads stands for now; MISSING if nothing."""
        if name in self.cells:
            cell = self.cells[name]
            return cell.cell_contents if cell != CellType() else MISSING
        return self.globals.get(name, getattr(builtins, name, MISSING))

    @property
    def is_ours(self) -> bool:
        """Whether it is written in s2sdiff, in the place of a library's function."""
        return str(self.globals.get("__name__", "")).startswith("s2sdiff.")

    @property
    def defaults(self) -> dict[str, Any]:
        """The default of each parameter that has one, as the function was made with it."""
        if self.function is None:
            return {}
        code = self.function.__code__
        names = code.co_varnames[: code.co_argcount]
        found = dict(zip(reversed(names), reversed(self.function.__defaults__ or ()), strict=False))
        return found | (self.function.__kwdefaults__ or {})


MISSING = object()


def read(function: Callable[..., Any]) -> Primal:
    """The source of any callable that is written in Python, or is a plain function of NumPy or `math`."""
    target = unwrap(function)
    plain = target.function
    found = find(plain)
    tree = as_function(found.node, found.assigned_to)
    _refuse_coroutine(tree, found)
    spell_private_names(tree, plain.__qualname__)
    tree.decorator_list = []  # `function` is what the decorators were given, or what they made
    cells = dict(zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=True))
    name = type(target.args[0]).__name__.lower() if tree.name == "__call__" and target.args else plain_name(plain, tree.name)
    return Primal(
        name, tree, plain.__code__.co_filename, found.file.lines, found.file.comments, plain, plain.__globals__,
        cells, bound_parameters(tree, target), target.found_by,
    )  # fmt: skip


def plain_name(function: FunctionType, name: str) -> str:
    """What emitted code calls a function: `vector_add` for the operator `__add__` of a class `Vector`.

    >>> plain_name(Primal.__init__, "__init__"), plain_name(read, "read")
    ('primal_init', 'read')
    """
    if not (name.startswith("__") and name.endswith("__")):
        return name
    return f"{function.__qualname__.split('.')[-2:][0].lower()}_{name.strip('_')}"


def read_nested(primal: Primal, node: gast.AST, name: str = "lambda_") -> Primal:
    """A function that is defined inside `primal`; `name` is for a lambda."""
    tree = as_function(node, name)
    own = {p.id for p in (*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs)}
    bound = {p: value for p, value in primal.bound.items() if p not in own}  # a method's `self` is seen inside, too
    return Primal(
        tree.name, tree, primal.filename, primal.lines, primal.comments, None, primal.globals, primal.cells, bound
    )  # fmt: skip


def as_function(node: gast.AST, name: str) -> gast.FunctionDef:
    """`node` itself, or for a lambda the function that returns its value.

    >>> from s2sdiff import emit, syntax
    >>> print(emit.print_function(as_function(syntax.expr("lambda x: x * x"), "square")), end="")
    def square(x):
        return x * x
    """
    if not isinstance(node, gast.Lambda):
        return node
    answer = gast.copy_location(gast.Return(node.body), node.body)
    return gast.copy_location(gast.FunctionDef(name, node.args, [answer], [], None, None, []), node)


def bound_parameters(tree: gast.FunctionDef, target: Unwrapped) -> dict[str, Any]:
    """The parameters to which the bound arguments belong."""
    positional = [p.id for p in (*tree.args.posonlyargs, *tree.args.args)]
    named = {*(p.id for p in tree.args.args), *(p.id for p in tree.args.kwonlyargs)}
    if len(target.args) > len(positional):
        if tree.args.vararg:
            raise Unsupported(f"arguments bound to `*{tree.args.vararg.id}`", tree, "use a lambda that passes them")
        raise TypeError(f"{tree.name}() takes {len(positional)} positional arguments but {len(target.args)} are bound")
    bound = dict(zip(positional, target.args, strict=False))
    for name, value in target.kwargs.items():
        if name in bound:
            raise TypeError(f"{tree.name}() got multiple values for argument '{name}'")
        if name not in named:
            if tree.args.kwarg:
                raise Unsupported(f"an argument bound to `**{tree.args.kwarg.id}`", tree, "use a lambda that passes it")
            raise TypeError(f"{tree.name}() got an unexpected keyword argument '{name}'")
        bound[name] = value
    return bound


def _refuse_coroutine(tree: gast.AST, found: Found) -> None:
    if isinstance(tree, gast.AsyncFunctionDef):
        error = Unsupported(
            "an async function cannot be differentiated", tree, "move the numerical part into a plain function"
        )
        raise error.locate(found.file.name, found.file.lines)
