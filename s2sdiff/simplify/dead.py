"""Drops what nobody reads: assignments, stores into local buffers, appends, empty branches and loops, their comments.

Effects stay: prints, assertions, raises, unknown calls, and changes of anything that the caller can reach.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import gast

from s2sdiff.simplify.liveness import Liveness
from s2sdiff.simplify.node_effects import is_comment
from s2sdiff.simplify.rebuild import BLOCKS, changed
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import Comment, names_read

LINE_COMMENT = re.compile(r"^line \d+")
MIRRORED = {gast.Eq: gast.NotEq, gast.NotEq: gast.Eq, gast.Is: gast.IsNot, gast.IsNot: gast.Is, gast.In: gast.NotIn,
            gast.NotIn: gast.In}  # fmt: skip


def dead(body: list[Any], study: Study) -> list[Any]:
    """Drops statements without a visible effect.

    >>> from s2sdiff.simplify.text import show
    >>> show(dead, '''
    ... # line 3: y = x * 2
    ... y_bar = np.zeros(3)
    ... y_bar[0] += 1.0
    ... # line 2: print it
    ... print(x)
    ... return x
    ... ''', temporaries="y_bar", arrays="y_bar")
    # line 2: print it
    print(x)
    return x
    """
    useless = Liveness(body, study, study.aliases(body)).dead
    return _sweep(body, useless, study) or [gast.Pass()]


def without_idle_functions(body: list[Any]) -> list[Any]:
    r"""Drops functions written in `body` that nothing there calls or hands on.

    >>> from s2sdiff.simplify.text import read
    >>> lines = read("def g(x):\n    return g(x)\nh = lambda x: x\nreturn y").body
    >>> [type(line).__name__ for line in without_idle_functions(lines)]
    ['Return']
    """
    for statement in body:
        name = _function_name(statement)
        if name and not any(name in names_read(other) for other in body if other is not statement):
            return without_idle_functions([other for other in body if other is not statement])
    return body


def _function_name(statement: Any) -> str | None:
    """The name that a function written here gets; None for other statements."""
    if isinstance(statement, gast.FunctionDef):
        return str(statement.name)
    target = statement.targets[0] if isinstance(statement, gast.Assign) and isinstance(statement.value, gast.Lambda) else None
    return str(target.id) if isinstance(target, gast.Name) else None


def negation(test: Any) -> Any:
    """The opposite of a condition; orderings keep their `not`, because of NaN."""
    if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
        return test.operand
    if isinstance(test, gast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in MIRRORED:
        return changed(test, ops=[MIRRORED[type(test.ops[0])]()])
    return gast.UnaryOp(gast.Not(), test)


def _sweep(body: list[Any], useless: set[int], study: Study) -> list[Any]:
    """`body` without its useless statements and the comments that stood for them."""
    result: list[Any] = []
    for statement in body:
        if id(statement) in useless and not is_comment(statement):
            continue
        result.extend(_inside(statement, useless, study) if isinstance(statement, BLOCKS) else [statement])
    result = _without_idle_comments(result, study)
    return result if len(result) != len(body) or any(a is not b for a, b in zip(result, body, strict=True)) else body


def _inside(statement: Any, useless: set[int], study: Study) -> list[Any]:
    """What remains of a statement that holds blocks."""
    body = _sweep(statement.body, useless, study)
    orelse = _sweep(getattr(statement, "orelse", []), useless, study)
    if not isinstance(statement, gast.If):
        body = body or [gast.Pass()]
        if _only_passes(body) and isinstance(statement, gast.With):
            return [gast.Expr(i.context_expr) for i in statement.items if i.optional_vars is None and _speaks(i, study)]
        return [
            statement if body is statement.body or _both_pass(body, statement.body) else changed(statement, body=body)
        ]
    if _only_passes(body) and _only_passes(orelse):
        return [gast.Expr(statement.test)]
    if _only_passes(body):
        return [changed(statement, test=negation(statement.test), body=orelse, orelse=[])]
    if orelse and _only_passes(orelse):
        orelse = []
    if body is statement.body and (orelse is statement.orelse or orelse == statement.orelse == []):
        return [statement]
    return [changed(statement, body=body, orelse=orelse)]


def _speaks(item: Any, study: Study) -> bool:
    """Whether entering a `with` that now holds nothing is more than np.errstate(...)."""
    call = item.context_expr
    return not (
        isinstance(call, gast.Call) and isinstance(call.func, gast.Attribute) and call.func.attr == "errstate"
    ) or (study.effects(call).mutates != 0)


def _only_passes(body: list[Any]) -> bool:
    return all(isinstance(s, gast.Pass) for s in body)


def _both_pass(a: list[Any], b: list[Any]) -> bool:
    return len(a) == len(b) == 1 and isinstance(a[0], gast.Pass) and isinstance(b[0], gast.Pass)


def _without_idle_comments(body: list[Any], study: Study) -> list[Any]:
    """`body` without comments on statements that are gone, and without a blank line at either end."""
    kept: list[Any] = []
    following: Any = None  # the statement that comes next, blank lines aside
    section_is_empty = True
    stacked: dict[int, int] = study.memo.get("stacked", {})
    for statement in reversed(body):
        if not isinstance(statement, Comment):
            if not isinstance(statement, gast.Pass):
                section_is_empty = False
                kept.append(statement)
                following = statement
            continue
        if not statement.text:
            if kept and not (is_comment(kept[-1]) and not kept[-1].text):
                kept.append(statement)
            continue
        if statement.text.startswith("---"):
            idle = section_is_empty
            section_is_empty = True
        else:
            on_comment = following is None or is_comment(following)
            idle = on_comment and (
                LINE_COMMENT.match(statement.text) is not None or stacked.get(id(statement)) != id(following)
            )
        if not idle:
            kept.append(statement)
            following = statement
    while kept and is_comment(kept[-1]) and not kept[-1].text:
        kept.pop()
    kept.reverse()
    return body if len(kept) == len(body) else kept


def stacked_comments(body: list[Any]) -> dict[int, int]:
    """Comments that another comment follows at once, as the generator wrote them: these two belong together."""
    pairs: dict[int, int] = {}
    for first, second in pairwise(body):
        if is_comment(first) and is_comment(second) and second.text and not second.text.startswith("---"):
            pairs[id(first)] = id(second)
    for statement in body:
        if isinstance(statement, BLOCKS):
            pairs.update(stacked_comments(statement.body))
            pairs.update(stacked_comments(getattr(statement, "orelse", [])))
    return pairs
