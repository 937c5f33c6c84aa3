"""What a derivative is made for: the types of the function's parameters, and what is checked when it is called."""

from __future__ import annotations

from collections.abc import Sequence

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze.program import Program, holds_memory
from s2sdiff.context import Context
from s2sdiff.errors import Unsupported
from s2sdiff.read import Primal
from s2sdiff.run.derivative import Request
from s2sdiff.sizes import Sizes
from s2sdiff.types import Array, Record, Static, Type, Unknown, type_of


def argument_types(primal: Primal, tree: gast.FunctionDef, args: Sequence[Type], kwargs: dict[str, Type], sizes: Sizes) -> dict[str, Type]:
    """The type of each parameter, defaults included."""
    spec = tree.args
    positional = [a.id for a in [*spec.posonlyargs, *spec.args] if a.id not in primal.bound]
    keyword_only = [a.id for a in spec.kwonlyargs if a.id not in primal.bound]
    if len(args) > len(positional):
        raise TypeError(f"{primal.name}() takes {len(positional)} positional arguments but {len(args)} were given")
    types = dict(zip(positional, args, strict=False))
    for name, t in kwargs.items():
        if name not in positional + keyword_only or name in types:
            raise TypeError(f"{primal.name}() got an unexpected keyword argument '{name}'")
        types[name] = t
    defaults = primal.defaults
    result: dict[str, Type] = {}
    for name in [*positional, *keyword_only]:
        if name in types:
            result[name] = types[name]
        elif name in defaults:
            result[name] = type_of(defaults[name], sizes)
        else:
            raise TypeError(f"{primal.name}() missing a required argument: '{name}'")
    return result


def wrt_names(primal: Primal, tree: gast.FunctionDef, wrt: Sequence[int | str]) -> tuple[str, ...]:
    """The parameters behind positions and names."""
    positional = [a.id for a in [*tree.args.posonlyargs, *tree.args.args] if a.id not in primal.bound]
    return tuple(positional[w] if isinstance(w, int) else w for w in wrt)


def checks_of_arguments(context: Context, program: Program, request: Request) -> list[gast.AST]:
    """For a function that changes its arguments: the checks, on entry, that nothing else shows what is changed."""
    if request.repeated and context.drawn:
        message = "numbers that are drawn, which would be drawn again for each column"
        raise Unsupported(message, context.drawn[0], "draw them outside of the function, and pass them as an argument")
    changed = [program.arguments[p] for p in program.changed]
    for version, place in zip(changed, program.changed.values(), strict=True):
        if request.repeated or not isinstance(version.type, Array):
            raise Unsupported(
                f"`{version.name}` is, or may be, an argument of the function, and is changed in place", place,
                f"work on a copy: `{version.name} = {version.name}.copy()` before this line",
            )  # fmt: skip
    beyond = [name for (_, name), (get, _) in context.dependencies.items() if isinstance(get(), np.ndarray)]
    beyond = [name for name in beyond if name not in program.outer]
    if changed and beyond:
        raise Unsupported(
            f"an argument is changed in place, and `{beyond[0]}`, which is read elsewhere, may share its memory",
            next(iter(program.changed.values())), f"pass `{beyond[0]}` as an argument, or work on a copy",
        )  # fmt: skip
    held = (Record, Static, Unknown)
    given = [v for v in program.arguments.values() if holds_memory(v.type) or isinstance(v.type, held)]
    outer = [v for v in program.outer.values() if holds_memory(v.type)]
    others = [v for v in (*given, *outer) if v not in changed]
    compared = {v: [*changed[k + 1 :], *others] for k, v in enumerate(changed)}
    names = {syntax.name(v.name): [syntax.name(o.name) for o in rest] for v, rest in compared.items() if rest}
    return [gast.Expr(context.helper_call("check_apart", name, *rest)) for name, rest in names.items()]
