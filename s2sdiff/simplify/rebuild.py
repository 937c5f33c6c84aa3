"""Making new trees out of old ones: what does not change is shared, and no node is ever changed in place."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_not
from typing import Any

import gast

from s2sdiff.simplify.node_effects import children, inner_fields
from s2sdiff.simplify.study import Study

BLOCKS = (gast.If, gast.For, gast.While, gast.With)


def changed(node: Any, **fields: Any) -> Any:
    """A copy of `node`, its position included, with some fields replaced."""
    new = node.__class__.__new__(node.__class__)
    new.__dict__.update(node.__dict__)
    new.__dict__.update(fields)
    return new


def map_children(node: Any, edit: Callable[[Any], Any]) -> Any:
    """`node` with `edit` applied to every node directly inside it; `node` itself if that changes nothing."""
    fields: dict[str, Any] = {}
    for field in inner_fields(type(node)):
        value = getattr(node, field, None)
        if isinstance(value, list):
            items = [edit(v) if isinstance(v, gast.AST) else v for v in value]
            if any(map(is_not, items, value)):
                fields[field] = items
        elif isinstance(value, gast.AST):
            new = edit(value)
            if new is not value:
                fields[field] = new
    return changed(node, **fields) if fields else node


def rename(node: Any, old: str, new: str, study: Study) -> Any:
    """`node`, a statement or an expression, with the name `old` replaced by `new` wherever it is read or bound."""
    bit = study.bit(old)

    def edit(part: Any) -> Any:
        if isinstance(part, gast.Name):
            return changed(part, id=new) if part.id == old else part
        known = isinstance(part, (gast.expr, gast.stmt)) and not isinstance(part, (gast.Tuple, gast.List))
        if known and not study.effects(part).mentions & bit:
            return part
        return map_children(part, edit)

    return edit(node)


def replace_reads(node: Any, old: str, value: Any, study: Study) -> Any:
    """`node` with every read of the name `old` replaced by `value`, a leaf that is copied each time."""
    bit = study.bit(old)

    def edit(part: Any) -> Any:
        if isinstance(part, gast.Name):
            return changed(value) if part.id == old and isinstance(part.ctx, gast.Load) else part
        if isinstance(part, (gast.expr, gast.stmt)) and not study.effects(part).reads & bit:
            return part
        return map_children(part, edit)

    return edit(node)


def count_reads(node: Any, bit: int, study: Study) -> int:
    """How often the name of `bit` is read in `node`."""
    if isinstance(node, gast.Name):
        return int(bool(study.effects(node).reads & bit))
    if isinstance(node, (gast.expr, gast.stmt)) and not study.effects(node).reads & bit:
        return 0
    own = 1 if isinstance(node, gast.AugAssign) and study.effects(node.target).binds & bit else 0
    return own + sum(count_reads(c, bit, study) for c in children(node))


def edit_blocks(body: list[Any], edit: Callable[[list[Any], int], list[Any]], depth: int = 1) -> list[Any]:
    """Applies `edit` to a block, then to the blocks inside what it returned; `depth` counts indentation."""
    body = edit(body, depth)
    result = []
    for statement in body:
        new = statement
        if isinstance(statement, BLOCKS):
            inner = edit_blocks(statement.body, edit, depth + 1)
            if inner is not statement.body:
                new = changed(new, body=inner)
            orelse = getattr(statement, "orelse", [])
            if orelse:
                inner = edit_blocks(orelse, edit, depth + 1)
                if inner is not orelse:
                    new = changed(new, orelse=inner)
        result.append(new)
    return result if any(a is not b for a, b in zip(result, body, strict=True)) else body


def edit_heads(statement: Any, edit: Callable[[Any], Any]) -> Any:
    """`statement` with `edit` applied to the expressions of its own line, blocks inside it left alone."""
    if not isinstance(statement, BLOCKS):
        return map_children(statement, edit)
    fields = {}
    for field in ("test", "iter", "target"):
        value = getattr(statement, field, None)
        if value is not None:
            new = edit(value)
            if new is not value:
                fields[field] = new
    return changed(statement, **fields) if fields else statement
