"""`*args` and `**kwargs` parameters, written out for the arguments of one call.

A function with stars is another function for each number of arguments: its body begins by packing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.parts import changed


def written_out(
    function: gast.FunctionDef, count: int, keywords: Sequence[str]
) -> tuple[gast.FunctionDef, dict[str, str]]:
    r"""`function` called with `count` positional arguments and these keywords; and parameters that bear another name.

    >>> from s2sdiff.emit import print_function
    >>> [function] = syntax.body("def f(x, *rest, **options):\n return g(x, rest, options)")
    >>> print(print_function(written_out(function, 3, ["scale"])[0]), end="")
    def f(x, rest_0, rest_1, *, scale):
        rest = (rest_0, rest_1)
        options = {"scale": scale}
        return g(x, rest, options)
    """
    spec = function.args
    if not (spec.vararg or spec.kwarg):
        return function, {}
    names = syntax.Names({n.id for n in syntax.walk(function) if isinstance(n, gast.Name)})
    packed: list[Any] = []
    positional, lone, kw_defaults = list(spec.args), list(spec.kwonlyargs), list(spec.kw_defaults)
    spelled: dict[str, str] = {}
    if spec.vararg:
        extra = [names.fresh(f"{spec.vararg.id}_{k}") for k in range(count - len(spec.posonlyargs) - len(positional))]
        positional += [_parameter(n) for n in extra]
        packed.append(syntax.assign(spec.vararg.id, syntax.tuple_([syntax.name(n) for n in extra])))
    if spec.kwarg:
        taken = {p.id for p in (*spec.args, *lone)}
        for keyword in keywords:
            if keyword not in taken:
                spelled[keyword] = names.fresh(keyword)
        lone += [_parameter(n) for n in spelled.values()]
        kw_defaults += [None] * len(spelled)
        values = [syntax.name(n) for n in spelled.values()]
        packed.append(syntax.assign(spec.kwarg.id, gast.Dict([syntax.const(k) for k in spelled], values)))
    arguments = changed(
        spec, args=positional, vararg=None, kwonlyargs=lone, kw_defaults=kw_defaults, kwarg=None, defaults=[]
    )
    body = [*(syntax.located(line, function) for line in packed), *function.body]
    return changed(function, args=arguments, body=body), {k: n for k, n in spelled.items() if k != n}


def _parameter(name: str) -> gast.Name:
    return gast.Name(name, gast.Param(), None, None)
