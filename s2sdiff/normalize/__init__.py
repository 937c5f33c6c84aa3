"""A function's tree in normal form: one operation a statement, exits at the ends of blocks.

Purely syntactic: nothing here knows a type, a rule or a NumPy name.  What a construct is rewritten into is its file's
docstring; `PASSES` is the order; `form` says what comes out, and checks it; `accept` says what is refused.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

import gast

from s2sdiff import syntax
from s2sdiff.normalize import form
from s2sdiff.normalize.accept import guard
from s2sdiff.normalize.attempts import open_attempts
from s2sdiff.normalize.comprehension_names import rename_comprehensions
from s2sdiff.normalize.declarations import drop_declarations
from s2sdiff.normalize.decorated import apply_decorators
from s2sdiff.normalize.exits import nest_exits
from s2sdiff.normalize.form import check as check
from s2sdiff.normalize.functional import open_generator_loops, write_generators
from s2sdiff.normalize.generators import list_generators
from s2sdiff.normalize.hiding import rename_hiding
from s2sdiff.normalize.literals import join_signs
from s2sdiff.normalize.loop_else import open_loop_else
from s2sdiff.normalize.managers import as_manager as as_manager
from s2sdiff.normalize.managers import is_block as is_block
from s2sdiff.normalize.managers import stops_at_exception as stops_at_exception
from s2sdiff.normalize.match_statement import open_matches
from s2sdiff.normalize.operations import flatten
from s2sdiff.normalize.scope import NONE_OUTER, Outer, Scope, scope_of, unknown
from s2sdiff.normalize.while_test import open_while_tests
from s2sdiff.normalize.yields import collect_yields, return_items
from s2sdiff.normalize.yields import is_generator as is_generator
from s2sdiff.normalize.yields import lists_at_once as lists_at_once
from s2sdiff.normalize.yields import returns_iterator as returns_iterator

__all__ = ["PASSES", "Outer", "as_function", "as_manager", "check", "is_block", "is_generator", "lists_at_once", "normalize", "returns_iterator", "stops_at_exception"]


class Pass(NamedTuple):
    """A rewrite, and a check of what it promises of its result, which later passes keep."""

    rewrite: Callable[[gast.FunctionDef, Scope], gast.FunctionDef]
    promise: Callable[[gast.FunctionDef, str], None]


PASSES = (
    Pass(open_matches, form.absent(gast.Match)),  # first: later passes need not know its blocks
    Pass(open_attempts, form.absent(gast.Match, gast.Try)),  # while a `return` in it still means leaving
    Pass(collect_yields, form.absent(gast.Match)),  # while a `return` still ends the generator
    Pass(return_items, form.absent(gast.Match)),  # before generators turn into lists
    Pass(drop_declarations, form.absent(gast.AnnAssign, gast.Global)),  # early: later passes need not know these
    Pass(apply_decorators, form.absent(gast.Match)),  # early: later passes find functions without decorators
    Pass(write_generators, form.absent(gast.Match)),  # before generators turn into loops and lists
    Pass(open_generator_loops, form.absent(gast.Match)),  # while `continue` still means the next item
    Pass(open_loop_else, form.no_loop_else),  # while `break` still means leaving the loop early
    Pass(open_while_tests, form.no_walrus_in_while),  # after loop else, which a test that fails must still run
    Pass(nest_exits, form.exits_at_ends),  # after the passes that write `break`, before statements multiply
    Pass(list_generators, form.exits_at_ends),  # before renaming: a generator is then a comprehension like others
    Pass(rename_comprehensions, form.exits_at_ends),  # before comprehensions turn into loops
    Pass(join_signs, form.exits_at_ends),  # before operands are told from operations
    Pass(flatten, form.check),  # last: the others need not care for evaluation order
)


def normalize(
    function: gast.FunctionDef, taken: AbstractSet[str] = frozenset(), meaning: Callable[[str], Any] = unknown, outer: Outer = NONE_OUTER
) -> gast.FunctionDef:
    """`function` in normal form; the given tree is left alone and shares nothing with the result.

    `taken` are the names of its module and of the functions around it (not the builtins): new names avoid them, and
    a builtin that they hide is not taken for one.  `meaning` gives the object that a name from outside stands for, by
    which decorators are known.  `outer` says which of its names are variables of functions around it.
    """
    function = rename_hiding(function, scope_of(function, frozenset(taken), meaning, outer), outer.captured)
    scope = scope_of(function, frozenset(taken), meaning, outer)
    guard(function, scope)
    checking = os.environ.get("S2SDIFF_CHECK") == "1" or "pytest" in sys.modules
    for rewrite, promise in PASSES:
        function = rewrite(function, scope)
        if checking:
            promise(function, rewrite.__name__)
    normal: gast.FunctionDef = syntax.clone(function)
    return normal


def as_function(node: gast.Lambda, name: str, taken: AbstractSet[str] = frozenset(), outer: Outer = NONE_OUTER) -> gast.FunctionDef:
    """A lambda as a function of that name, in normal form.

    >>> from s2sdiff.normalize.example import text
    >>> print(text(as_function(syntax.expr("lambda x, k=2: k * x + 1"), "line")))
    def line(x, k=2):
        out_1 = k * x
        out = out_1 + 1
        return out
    """
    body = [gast.Return(node.body)]
    function = gast.FunctionDef(name, node.args, body, [], None, None, [])
    return normalize(syntax.located(function, node), taken, outer=outer)
