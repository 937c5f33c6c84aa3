"""Gives a name to what a block computes more than once.

Only inside one block, only what is worth it (a call, a matrix product, some arithmetic), only where the operands stay
what they were, and only where each use makes new memory of the value, so that sharing it is never seen.  The user's own
lines are not rewritten, but for steps of them that were given names; a variable of theirs that already holds the value
is used.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

import gast

from s2sdiff.simplify.node_effects import Aliases, children
from s2sdiff.simplify.rebuild import edit_blocks, edit_heads, map_children
from s2sdiff.simplify.study import Study
from s2sdiff.simplify.width import width
from s2sdiff.syntax import assign, described, name

SIMPLE = (gast.Assign, gast.AugAssign, gast.Expr, gast.Return)
CONDITIONAL = (gast.IfExp, gast.BoolOp, gast.Lambda, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)
LIGHT_CALLS = frozenset(
    {"len", "range", "np.zeros", "np.ones", "np.shape", "np.ndim", "np.size", "np.empty", "np.zeros_like"}
)
WORTHY = 3  # arithmetic operations; a call or a matrix product counts as that many


class Use(NamedTuple):
    """One place where an expression is evaluated; `holder` is the name if it is just given that name."""

    line: int
    node: Any
    holder: str | None
    replaceable: bool


def common(body: list[Any], study: Study) -> list[Any]:
    """Computes repeated expressions once.

    >>> from s2sdiff.simplify.text import show
    >>> show(common, '''
    ... a_bar = y_bar * np.exp(x)
    ... b_bar = c * np.exp(x)
    ... ''', temporaries="a_bar b_bar y_bar", arrays="x c a_bar b_bar y_bar")
    exp_x = np.exp(x)
    a_bar = y_bar * exp_x
    b_bar = c * exp_x
    >>> show(common, "y_dot = np.linalg.svd(x)[0] @ x_dot @ np.linalg.svd(x)[2]", arrays="x x_dot y_dot")
    svd_x = np.linalg.svd(x)
    y_dot = svd_x[0] @ x_dot @ svd_x[2]
    """
    aliases = study.aliases(body)

    def edit(block: list[Any], depth: int) -> list[Any]:  # noqa: ARG001
        for _ in range(len(block)):
            shared = _share_one(block, study, aliases)
            if shared is None:
                break
            block = shared
        return block

    return edit_blocks(body, edit)


def _share_one(block: list[Any], study: Study, aliases: Aliases) -> list[Any] | None:
    """`block` with the widest repeated expression shared, or None."""
    by_width: dict[int, list[Use]] = defaultdict(list)
    for index, statement in enumerate(block):
        if isinstance(statement, SIMPLE) and statement.value is not None:
            for use in _uses(statement, index, study):
                by_width[width(use.node, study)].append(use)
    for columns in sorted(by_width, reverse=True):
        if len(by_width[columns]) > 1:
            groups: dict[int, list[Use]] = defaultdict(list)
            for use in by_width[columns]:
                groups[study.key(use.node)].append(use)
            for uses in groups.values():
                if len(uses) > 1:
                    shared = _share(block, uses, study, aliases)
                    if shared is not None:
                        return shared
    return None


def _uses(statement: Any, index: int, study: Study) -> list[Use]:
    """The expressions of a statement that are worth a name."""
    target = statement.targets[0] if isinstance(statement, gast.Assign) else getattr(statement, "target", None)
    holder = target.id if isinstance(statement, gast.Assign) and isinstance(target, gast.Name) else None
    while isinstance(target, (gast.Subscript, gast.Attribute)):
        target = target.value
    ours = isinstance(target, gast.Name) and study.facts.is_derivative(target.id)
    found: list[Use] = []
    whole = study.effects(statement.value)
    if whole.acts:
        return found

    def visit(node: Any, *, copied: bool) -> None:
        if isinstance(node, CONDITIONAL):
            return
        effects = study.effects(node)
        if (
            isinstance(node, (gast.BinOp, gast.Call))
            and not effects.acts
            and _worth(node, study) >= WORTHY
        ):
            held = holder if node is statement.value else None
            step = held is not None and study.may_go(held) and hasattr(node, "lineno")
            replaceable = (copied or study.kind(node) == "scalar") and (ours or step or not hasattr(node, "lineno"))
            if replaceable or held:
                found.append(Use(index, node, held, replaceable and (step or not held)))
        looked_at = study.looks(node) or (copied and isinstance(node, gast.Subscript))  # what is looked at in part, too
        for child in children(node):
            visit(child, copied=looked_at)

    visit(statement.value, copied=isinstance(statement, gast.AugAssign) and study.kind(statement.target) != "list")
    return found


def _worth(node: Any, study: Study) -> int:
    """How many operations an expression takes."""
    known = study.memo.setdefault("worth", {})
    found = known.get(id(node))
    if found is None:
        own = 0
        if isinstance(node, gast.BinOp):
            own = WORTHY if isinstance(node.op, gast.MatMult) else 1
        elif isinstance(node, gast.Call):
            own = 0 if study.function(node.func) in LIGHT_CALLS else WORTHY
        found = known[id(node)] = (node, own + sum(_worth(c, study) for c in children(node)))
    return found[1]


def _share(block: list[Any], uses: list[Use], study: Study, aliases: Aliases) -> list[Any] | None:
    """`block` with a run of these uses reading one name, or None."""
    for start, first in enumerate(uses):
        later = [u for u in uses[start + 1 :] if u.replaceable]
        if not (first.holder or first.replaceable) or not later:
            continue
        watched = study.effects(first.node).reads
        if first.holder is not None:
            if study.bit(first.holder) & (watched | study.pinned):
                continue
            watched |= study.bit(first.holder)
        same: list[Use] = []
        for use in later:
            begin = first.line + 1 if first.holder is not None else first.line
            if not _untouched(block[begin : use.line], watched, study, aliases):
                break
            same.append(use)
        if not same:
            continue
        if first.holder is not None:
            return _replaced(block, same, first.holder)
        identifier = _fresh(first.node, study)
        study.adopt(identifier, study.kind(first.node))
        result = _replaced(block, [first, *same], identifier)
        result.insert(first.line, assign(identifier, first.node))
        return result
    return None


def _untouched(between: list[Any], watched: int, study: Study, aliases: Aliases) -> bool:
    """Whether none of these statements rebinds or changes what is watched."""
    effects = study.block(between)
    return not effects.binds & watched and not aliases.touched(effects) & watched & ~study.immutable


def _replaced(block: list[Any], uses: list[Use], identifier: str) -> list[Any]:
    """`block` with these uses reading `identifier`."""
    result = list(block)
    gone = {id(u.node) for u in uses}

    def edit(node: Any) -> Any:
        return name(identifier) if id(node) in gone else map_children(node, edit)

    for index in {u.line for u in uses}:
        result[index] = edit_heads(block[index], edit)
    return result


def _fresh(node: Any, study: Study) -> str:
    """A name for the value: from its operands where that is short, else a number."""
    wish = described(node)
    taken = study.local | set(study.names)
    if wish is not None and wish not in taken:
        return wish
    n = 1
    while f"t_{n}" in taken:
        n += 1
    return f"t_{n}"
