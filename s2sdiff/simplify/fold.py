"""Moves the value of a temporary that is used once to the place where it is used.

A value moves only past statements that commute with it, never into a loop, and only while the line stays short; a
temporary that normal form split off a line of the user's goes back whatever the width.  Where the value can not come
down because a name it reads is rebound in between, the statement that uses it may come up instead.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import library
from s2sdiff.simplify.liveness import Liveness
from s2sdiff.simplify.node_effects import Aliases, Effects, children, commute, is_comment, is_exit, statements
from s2sdiff.simplify.rebuild import BLOCKS, changed, count_reads, edit_blocks
from s2sdiff.simplify.study import Study
from s2sdiff.simplify.width import LIMIT, line_width, width

CLOSED = (gast.Lambda, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp, gast.JoinedStr, gast.NamedExpr)  # fmt: skip
SHORT = 12  # columns of a value that may be written twice
PASSING_WIDTH = 24  # a user's variable keeps its cotangent's line unless the value is at most so wide


def fold(body: list[Any], study: Study) -> list[Any]:
    """Folds single-use temporaries into their use.

    >>> from s2sdiff.simplify.text import show
    >>> show(fold, '''
    ... h_1 = x @ w
    ... h = h_1 + b
    ... t_bar = 2.0 * h
    ... x[0] = 1.0
    ... return np.sum(t_bar)
    ... ''', params="x, w, b", temporaries="h_1 t_bar", arrays="x w b h h_1 t_bar")
    h = x @ w + b
    x[0] = 1.0
    return np.sum(2.0 * h)
    """
    return _Fold(body, study).run(body)


class _Fold:
    """One sweep over a function: every block from its last statement up, so that chains fold at once."""

    def __init__(self, body: list[Any], study: Study) -> None:
        self.study = study
        self.aliases: Aliases = study.aliases(body)
        self.live = Liveness(body, study)
        self.depth = 1

    def run(self, body: list[Any]) -> list[Any]:
        return edit_blocks(body, self._block)

    def _block(self, body: list[Any], depth: int) -> list[Any]:
        self.depth = depth
        result = body
        i = len(result) - 2
        while i >= 0:
            edited = self._try(result, i)
            if edited is not None:
                result = edited
            i -= 1
        return result

    def _try(self, body: list[Any], i: int) -> list[Any] | None:
        """`body` with the temporary that statement i defines folded away, or None."""
        definition = body[i]
        name = _defined(definition)
        if name is None and isinstance(definition, gast.Assign) and isinstance(definition.targets[0], gast.Tuple):
            return self._unpack_into_place(body, i)
        if name is None or not self.study.may_go(name):
            return None
        bit = self.study.bit(name)
        value = definition.value
        if isinstance(definition, gast.AugAssign):
            if self.study.kinds.get(name) != "scalar" or not _next_is_return(body, i):
                return None
            value = gast.BinOp(changed(definition.target, ctx=gast.Load()), definition.op, definition.value)
        elif isinstance(value, (gast.Lambda, gast.NamedExpr)):
            return None
        j = self._use(body, i, bit)
        if j is None:
            return self._repeat(body, i, name, value)
        moving = self.study.effects(value)
        between = [s for s in body[i + 1 : j] if not is_comment(s)]
        if any(self._leaves_with(s, bit) for s in body[i + 1 : j + 1]):
            return None
        folded = self._folded(body, i, j, value, bit)
        if folded is None:
            return None
        if all(self.study.passes(moving, s, self.aliases) for s in between):
            for s in between:
                self._extend(s, moving.reads)
            return [*body[:i], *body[i + 1 : j], folded, *body[j + 1 :]]
        if len(between) == j - i - 1 and self._may_rise(body[j], between):
            self.live.after[id(folded)] |= self.live.after[id(definition)]
            return [*body[:i], folded, *body[i + 1 : j], *body[j + 1 :]]
        return None

    def _repeat(self, body: list[Any], i: int, name: str, value: Any) -> list[Any] | None:
        """`body` with a short view, an item, a shape or n + 1 written out where it is used, twice at most."""
        study = self.study
        if study.facts.rank(name) != 2 or isinstance(body[i], gast.AugAssign) or not _is_plain(value):
            return None
        if width(value, study) > SHORT or (isinstance(value, gast.BinOp) and study.kind(value) != "scalar"):
            return None
        bit, moving = study.bit(name), study.effects(value)
        result = body[:i]
        uses = 0
        for j in range(i + 1, len(body)):
            statement = body[j]
            effects = study.effects(statement)
            reads = count_reads(statement, bit, study) if effects.mentions & bit else 0
            uses += reads
            last = not self.live.after[id(statement)] & bit
            if reads > 1 or uses > 2 or effects.exits or (effects.binds | effects.mutates | effects.grows) & bit:
                return None
            if not reads:
                if not is_comment(statement) and not study.passes(moving, statement, self.aliases):
                    return None
                result.append(statement)
                continue
            if isinstance(statement, BLOCKS) or not (last or commute(moving, effects, self.aliases)):
                return None
            new = self._put(statement, bit, value, self.depth, restores=False)
            if new is None:
                return None
            result.append(new)
            if last:
                for s in result[i:-1]:
                    self._extend(s, moving.reads)
                return [*result, *body[j + 1 :]]
        return None

    def _unpack_into_place(self, body: list[Any], i: int) -> list[Any] | None:
        """`x[k], b = e` for `a, b = e` and then `x[k] = a`, where a is not needed for anything else."""
        study = self.study
        unpacking = body[i]
        for n, item in enumerate(unpacking.targets[0].elts):
            if not isinstance(item, gast.Name) or not study.may_go(item.id):
                continue
            j = self._use(body, i, study.bit(item.id))
            store = None if j is None else body[j]
            if (
                not isinstance(store, gast.Assign)
                or len(store.targets) != 1
                or not isinstance(store.targets[0], gast.Subscript)
            ):
                continue
            place = store.targets[0]
            if not isinstance(store.value, gast.Name) or study.effects(place).reads & study.effects(unpacking).binds:
                continue
            between = body[i + 1 : j]
            if (
                study.kind(place.value) != "array"
                or any(is_comment(s) for s in between)
                or not self._may_rise(store, between)
            ):
                continue
            items = list(unpacking.targets[0].elts)
            items[n] = place
            joined = changed(unpacking, targets=[changed(unpacking.targets[0], elts=items)])
            if line_width(joined, self.depth, study) > LIMIT:
                continue
            self._inherit(joined, unpacking)
            self.live.after[id(joined)] |= self.live.after[id(store)]
            return [*body[:i], joined, *between, *body[i + 1 + len(between) + 1 :]]
        return None

    def _use(self, body: list[Any], i: int, bit: int) -> int | None:
        """Where the value defined by statement i is read, if that is once and it is not needed after."""
        for j in range(i + 1, len(body)):
            effects = self.study.effects(body[j])
            if effects.mentions & bit:
                if not effects.reads & bit or count_reads(body[j], bit, self.study) != 1:
                    return None
                simple = not isinstance(body[j], BLOCKS)
                if effects.binds & bit and not (simple and isinstance(body[j], gast.Assign)):
                    return None
                return None if self.live.after[id(body[j])] & bit and not effects.binds & bit else j
        return None

    def _leaves_with(self, statement: Any, bit: int) -> bool:
        """Whether an exit inside `statement` leads to where the name is read."""
        if not self.study.effects(statement).exits:
            return False
        return any(is_exit(s) and self.live.after[id(s)] & bit for s in statements([statement]))

    def _extend(self, statement: Any, reads: int) -> None:
        """Notes that `reads` are now read after `statement` as well."""
        for s in statements([statement]):
            self.live.after[id(s)] |= reads

    def _may_rise(self, use: Any, between: list[Any]) -> bool:
        """Whether the statement that uses the value may run before those in between."""
        if isinstance(use, BLOCKS) or not isinstance(use, (gast.Assign, gast.AugAssign, gast.Expr)):
            return False
        own = self.study.effects(use)
        return all(not self.study.effects(s).exits and self.study.passes(own, s, self.aliases) for s in between)

    def _folded(self, body: list[Any], i: int, j: int, value: Any, bit: int) -> Any:
        """Statement j with the value in place of the name, or None where it may not or should not go there."""
        definition, use = body[i], body[j]
        restores = self._is_user_line(definition, use)
        if not restores and self._is_landmark(body, i, j, value):
            return None
        return self._put(use, bit, value, self.depth, restores)

    def _is_user_line(self, definition: Any, use: Any) -> bool:
        """Whether normal form split `definition` off the user's statement `use`."""
        line = getattr(definition, "lineno", None)
        if line is None or line != getattr(use, "lineno", None) or self.study.facts.is_called_as_derivative(_defined(definition) or ""):
            return False
        target = use.targets[0] if isinstance(use, gast.Assign) else getattr(use, "target", None)
        while isinstance(target, (gast.Subscript, gast.Attribute)):
            target = target.value
        return not (isinstance(target, gast.Name) and target.id in self.study.facts.temporaries)

    def _is_landmark(self, body: list[Any], i: int, j: int, value: Any) -> bool:
        """Whether a reader would miss the line: the cotangent of a user's variable, with a comment of its own."""
        name = _defined(body[i]) or ""
        if self.study.facts.rank(name) != 1 or isinstance(value, (gast.Name, gast.Constant)):
            return False
        if isinstance(body[j], gast.Return):
            return isinstance(body[j].value, gast.Tuple)
        commented = (self.study.facts.is_called_as_derivative(name) and "_dot" in name) or any(
            is_comment(s) and s.text for s in body[i + 1 : j]
        )
        return commented and width(value, self.study) > PASSING_WIDTH

    def _put(self, use: Any, bit: int, value: Any, depth: int, restores: bool) -> Any:
        """`use` with the read of the name replaced, or None."""
        effects = self.study.effects
        moving = effects(value)
        earlier: list[Effects] = []
        for field, part in _heads(use):
            if effects(part).reads & bit:
                changes = (effects(part).mutates | effects(part).grows) & bit
                if (changes or (field.startswith("target") and effects(part.value).reads & bit)) and not (
                    _is_place(value) and self.study.kind(value) not in ("array", "scalar") and _is_changed_itself(part)
                ):
                    return None
                spot = _Spot(self.study, self.aliases, bit, value, moving)
                if isinstance(value, gast.IfExp) and not restores and not isinstance(part, gast.Name):
                    return None
                if not all(commute(moving, e, self.aliases) for e in earlier):
                    return None
                new = spot.fill(part)
                if new is None:
                    return None
                folded = _with_head(use, field, new)
                fits = line_width(folded, depth, self.study) <= max(LIMIT, 4 * depth + line_width(use, 0, self.study))
                if not fits and not restores:
                    return None
                self._inherit(folded, use)
                return folded
            earlier.append(effects(part))
        if isinstance(use, gast.If) and commute(moving, effects(use.test), self.aliases):
            return self._put_in_branch(use, bit, value, depth, restores)
        return None

    def _put_in_branch(self, use: Any, bit: int, value: Any, depth: int, restores: bool) -> Any:
        moving = self.study.effects(value)
        if moving.acts:
            return None
        for field in ("body", "orelse"):
            block = getattr(use, field)
            for k, statement in enumerate(block):
                effects = self.study.effects(statement)
                if effects.reads & bit:
                    new = self._put(statement, bit, value, depth + 1, restores)
                    if new is None:
                        return None
                    for s in block[:k]:
                        self._extend(s, moving.reads)
                    folded = changed(use, **{field: [*block[:k], new, *block[k + 1 :]]})
                    self._inherit(folded, use)
                    return folded
                if effects.binds & bit or not commute(moving, effects, self.aliases):
                    break
        return None

    def _inherit(self, new: Any, old: Any) -> None:
        self.live.after[id(new)] = self.live.after[id(old)]
        self.live.before[id(new)] = self.live.before[id(old)]
        self.study.memo.setdefault("alive", {})[id(new)] = new  # its identity must stay its own


class _Spot:
    """The place in an expression where the value is to go."""

    def __init__(self, study: Study, aliases: Aliases, bit: int, value: Any, moving: Effects) -> None:
        self.study, self.aliases, self.bit, self.value, self.moving = study, aliases, bit, value, moving

    def fill(self, node: Any) -> Any:
        """`node` with the value in place, or None where what runs before it does not commute with it."""
        if isinstance(node, gast.Name):
            return self.value
        if isinstance(node, CLOSED):
            return None
        if isinstance(node, (gast.Attribute, gast.Subscript)) and self._is_base(node.value):
            return None
        if isinstance(node, gast.Call) and self._is_changed_by(node) and not (_is_place(self.value) and _is_changed_itself(node)):
            return None
        for place, child in enumerate(children(node)):
            if self.study.effects(child).reads & self.bit:
                if place and self.moving.acts and isinstance(node, (gast.IfExp, gast.BoolOp, gast.Compare)):
                    return None
                new = self.fill(child)
                return None if new is None else _with_child(node, child, new)
            if isinstance(child, (gast.Name, gast.Constant)):
                continue  # a name is not looked into before all operands are there
            if not commute(self.moving, self.study.effects(child), self.aliases):
                return None
        return None

    def _is_base(self, node: Any) -> bool:
        """Whether `value.attr` or `value[i]` would read badly."""
        simple = (gast.Name, gast.Attribute, gast.Subscript, gast.Call, gast.BinOp)
        return (
            isinstance(node, gast.Name)
            and node.id == self.study.names[self.bit.bit_length() - 1]
            and not isinstance(self.value, simple)
        )

    def _is_changed_by(self, call: Any) -> bool:
        """Whether the call is a method that changes the value in place."""
        func = call.func
        return (
            isinstance(func, gast.Attribute)
            and func.attr in library.CHANGING_METHODS
            and bool(self.study.effects(func.value).reads & self.bit)
        )


def _is_place(value: Any) -> bool:
    """Whether a value is an attribute or an item of a variable, which gives the same object whenever it is read."""
    while isinstance(value, (gast.Attribute, gast.Subscript)):
        if isinstance(value, gast.Subscript) and not _is_plain_index(value.slice):
            return False
        value = value.value
        if isinstance(value, gast.Name):
            return True
    return False


def _is_changed_itself(node: Any) -> bool:
    """Whether it is a place whose item is stored, `log[k]`, or whose method is called, `log.append(v)`."""
    if isinstance(node, gast.Call):
        node = node.func
    return isinstance(node, (gast.Attribute, gast.Subscript)) and (isinstance(node.value, gast.Name) or _is_place(node.value))


def _is_plain(value: Any) -> bool:
    """Whether a value is x[i], x[1:-1], x[i + 1], n + 1 or x.shape."""
    if isinstance(value, gast.Attribute):
        return value.attr == "shape" and isinstance(value.value, gast.Name)
    if isinstance(value, gast.BinOp):
        sum_ = isinstance(value.op, (gast.Add, gast.Sub)) and isinstance(value.left, gast.Name)
        return sum_ and isinstance(value.right, gast.Constant) and type(value.right.value) is int
    return isinstance(value, gast.Subscript) and isinstance(value.value, gast.Name) and _is_plain_index(value.slice)


def _is_plain_index(index: Any) -> bool:
    if isinstance(index, gast.Tuple):
        return all(_is_plain_index(i) for i in index.elts)
    if isinstance(index, gast.Slice):
        return all(_is_plain_index(i) for i in (index.lower, index.upper, index.step) if i is not None)
    if isinstance(index, gast.UnaryOp):
        return isinstance(index.operand, gast.Constant)
    return isinstance(index, (gast.Name, gast.Constant)) or (isinstance(index, gast.BinOp) and _is_plain(index))


def _defined(statement: Any) -> str | None:
    """The one name that a statement assigns, if that is all it does."""
    if isinstance(statement, gast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, gast.AugAssign):
        target = statement.target
    else:
        return None
    return target.id if isinstance(target, gast.Name) else None


def _next_is_return(body: list[Any], i: int) -> bool:
    following = next((s for s in body[i + 1 :] if not is_comment(s)), None)
    return isinstance(following, gast.Return)


def _heads(statement: Any) -> list[tuple[str, Any]]:
    """The expressions that run once when a statement starts, in order; `field` or `field index` says where."""
    if isinstance(statement, gast.Assign):
        return [
            ("value", statement.value),
            *[("targets", t) for t in statement.targets[:1] if isinstance(t, gast.Subscript)],
        ]
    if isinstance(statement, gast.AugAssign):
        place = [("target", statement.target)] if isinstance(statement.target, gast.Subscript) else []
        return [*place, ("value", statement.value)]
    if isinstance(statement, gast.If):
        return [("test", statement.test)]
    if isinstance(statement, gast.For):
        return [("iter", statement.iter)]
    if isinstance(statement, (gast.Expr, gast.Return)) and statement.value is not None:
        return [("value", statement.value)]
    return []


def _with_head(statement: Any, field: str, new: Any) -> Any:
    return changed(statement, **{field: [new, *statement.targets[1:]] if field == "targets" else new})


def _with_child(node: Any, child: Any, new: Any) -> Any:
    """`node` with `new` in the place of its part `child`."""
    for field in node._fields:
        held = getattr(node, field, None)
        if held is child:
            return changed(node, **{field: new})
        if isinstance(held, list):
            for place, item in enumerate(held):
                if item is child:
                    return changed(node, **{field: [*held[:place], new, *held[place + 1 :]]})
                if isinstance(item, gast.keyword) and item.value is child:
                    return changed(node, **{field: [*held[:place], changed(item, value=new), *held[place + 1 :]]})
    raise AssertionError(type(node).__name__)
