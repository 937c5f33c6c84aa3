"""What `contextlib.contextmanager` is given: a generator that yields once, as a body around the place where it does.

start = clock()                     start = clock()
try:                                yield(start)      <- here stands the block of the `with`
yield start            is       log(name, clock() - start)
finally:
log(name, clock() - start)
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.form import statements
from s2sdiff.normalize.parts import changed, walk_scope
from s2sdiff.normalize.yields import YIELDS

ENTERED = "yield"  # as the name of a function: no user has one of that name
AND_ON = "await"  # the same, where something follows that is not in a `finally`: after an exception it does not run
CURE = "yield once, at the top or in a `try` with `finally`, or write a class with `__enter__` and `__exit__`"


def as_manager(function: gast.FunctionDef) -> gast.FunctionDef:
    """A generator function whose one `yield` is a call of what stands for the block of the `with`."""
    return changed(function, body=_opened(function.body, function))


def is_block(statement: Any) -> bool:
    """Whether a statement stands for the block of the `with`."""
    call = statement.value if isinstance(statement, gast.Expr) else None
    return isinstance(call, gast.Call) and isinstance(call.func, gast.Name) and call.func.id in (ENTERED, AND_ON)


def stops_at_exception(block: Any) -> bool:
    """Whether something behind the block of the `with` does not run after an exception."""
    return syntax.is_name(block.value.func, AND_ON)


def _opened(block: list[Any], function: gast.FunctionDef, *, goes_on: bool = False) -> list[Any]:
    """`goes_on` where something follows that is not in a `finally`."""
    places = [k for k, s in enumerate(block) if any(isinstance(n, YIELDS) for n in walk_scope(s))]
    if len(places) != 1:
        raise Unsupported("a context manager whose generator does not yield once", function, CURE)
    before, holder, after = block[: places[0]], block[places[0]], block[places[0] + 1 :]
    if any(isinstance(s, gast.Return) for s in statements(before)):
        raise Unsupported("a context manager whose generator returns before it yields", function, CURE)
    if isinstance(holder, gast.Expr) and isinstance(holder.value, gast.Yield):
        value = holder.value.value or syntax.const(None)
        return [*before, syntax.located(gast.Expr(gast.Call(syntax.name(AND_ON if goes_on or after else ENTERED), [value], [])), holder), *after]
    if not isinstance(holder, gast.Try) or holder.handlers or any(isinstance(s, gast.Return) for s in statements([holder])):
        raise Unsupported("a context manager whose generator yields in a block of its own", holder, CURE)
    inside = _opened(holder.body, function, goes_on=goes_on or bool(after or holder.orelse))
    return [*before, *inside, *holder.orelse, *holder.finalbody, *after]
