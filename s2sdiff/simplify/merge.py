"""Joins a first value and what is added to it at once."""

from __future__ import annotations

import re
from typing import Any

import gast

from s2sdiff.simplify.algebra import is_inexact, is_ours, signed_terms, sum_of
from s2sdiff.simplify.first_stores import adds_to_item_of, first_store, is_sum, is_zeros
from s2sdiff.simplify.liveness import liveness
from s2sdiff.simplify.match import number
from s2sdiff.simplify.node_effects import Aliases, commute, is_comment
from s2sdiff.simplify.rebuild import changed, edit_blocks
from s2sdiff.simplify.study import Study
from s2sdiff.simplify.width import LIMIT, line_width

ADJOINT = re.compile(r"_bar(_\d+)?$")


def merge(body: list[Any], study: Study) -> list[Any]:
    """Turns an assignment and the additions that follow it into one assignment.

    >>> from s2sdiff.simplify.text import show
    >>> show(merge, '''
    ... x_bar = 2.0 * y
    ... x_bar -= 3.0 * z
    ... s_bar = 0.0
    ... # line 4: s = x[i]
    ... s_bar += np.sum(x_bar)
    ... u_bar = np.zeros(u.shape)
    ... u_bar[2:] += k * x_bar
    ... u_bar[0] -= s_bar
    ... u_bar[1:] += s_bar
    ... u_bar[1:] -= x_bar
    ... ''', temporaries="x_bar s_bar u_bar", arrays="x_bar y z u u_bar", scalars="s_bar k")
    x_bar = 2.0 * y - 3.0 * z
    # line 4: s = x[i]
    s_bar = np.sum(x_bar)
    u_bar = np.zeros(u.shape)
    u_bar[2:] = k * x_bar
    u_bar[0] = -s_bar
    u_bar[1:] += s_bar - x_bar

    What is added to the whole of an array comes before what is added to its items.

    >>> show(merge, '''
    ... # line 3: y = h[0]
    ... h_bar = np.zeros(h.shape)
    ... h_bar[0] += y_bar
    ... # line 2: z = 2.0 * h
    ... h_bar += 2.0 * z_bar
    ... ''', temporaries="h_bar z_bar", arrays="h_bar z_bar h", scalars="y_bar", float64="h_bar z_bar h", alike="h z_bar")
    # line 2: z = 2.0 * h
    h_bar = 2.0 * z_bar
    # line 3: y = h[0]
    h_bar[0] += y_bar
    """
    work = _Merge(body, study)
    return edit_blocks(body, work.block)


class _Merge:
    def __init__(self, body: list[Any], study: Study) -> None:
        self.body = body
        self.study = study
        self.aliases: Aliases = study.aliases(body)

    def block(self, body: list[Any], depth: int) -> list[Any]:
        i = 0
        while i < len(body) - 1:
            edited = self._at(body, i, depth)
            if edited is None:
                i += 1
            else:
                body = edited
        return body

    def _at(self, body: list[Any], i: int, depth: int) -> list[Any] | None:
        """`body` with what statement i begins joined with what goes on, or None."""
        first = body[i]
        if _is_cleared_item(first):
            return self._cleared(body, i)
        target = _temporary_target(first, self.study)
        if target is None:
            return None
        if isinstance(first, gast.AugAssign) or isinstance(first.targets[0], gast.Subscript):
            return self._two_sums(body, i, depth)
        if isinstance(first.value, gast.Call) and is_zeros(first.value, self.study):
            edited = self._begun_with_whole(body, i, target) or first_store(body, i, target, self.study)
            if edited is not None:
                return edited
        j = self._next_use(body, i, self.study.bit(target))
        if j is None:
            return None
        second = body[j]
        if not is_sum(second) or not isinstance(second.target, gast.Name):
            return None
        return self._first_sum(body, i, j, depth)

    def _first_sum(self, body: list[Any], i: int, j: int, depth: int) -> list[Any] | None:
        """X = A + B for x = A and, later, x += B."""
        study = self.study
        first, second = body[i], body[j]
        a, b = first.value, second.value
        if study.effects(b).reads & study.bit(first.targets[0].id):
            return None
        if any(e.acts for e in (study.effects(a), study.effects(b))):
            return None
        constant = number(a) is not None
        if not constant and (any(is_comment(x) for x in body[i:j]) or not self._is_own(first.targets[0], a)):
            return None
        if any(study.effects(s).exits for s in body[i:j]):
            return None
        total: Any
        if (constant and number(a) == 0 and is_inexact(b, study) and not study.sharing(b)) or self._is_shaped_zeros(
            a, b
        ):
            total = b if isinstance(second.op, gast.Add) else gast.UnaryOp(gast.USub(), b)
        elif isinstance(a, gast.Call) and is_zeros(a, study):
            return None
        elif constant and number(a) == 0:
            total = gast.BinOp(a, second.op, b)
        elif not is_ours(first.targets[0], study) and self._is_rounded(first.targets[0].id, a, b):
            return None
        else:
            total = _sum(first.targets[0], [(1, a)], [(-1 if isinstance(second.op, gast.Sub) else 1, b)])
        merged = changed(first, value=total)
        if line_width(merged, depth, study) > LIMIT:
            return None
        return [*body[:i], *body[i + 1 : j], merged, *body[j + 1 :]]

    def _is_rounded(self, name: str, a: Any, b: Any) -> bool:
        """Whether a sum of the program's own is rounded in its order, or to the precision of the array that `b` is added to."""
        narrow = self.study.kinds.get(name) == "array" and self.study.facts.dtypes.get(name) not in ("float64", "complex128")
        return narrow or len([*signed_terms(a), *signed_terms(b)]) > 2

    def _is_own(self, target: Any, value: Any) -> bool:
        """Whether adding to the target in place changes nothing but the target."""
        return self.study.kinds.get(target.id) == "scalar" or (
            self.study.sharing(value) == 0 and self.study.kind(value) in ("scalar", "array")
        )

    def _begun_with_whole(self, body: list[Any], i: int, name: str) -> list[Any] | None:
        """Z = e for z = np.zeros(...) and, after z[k] += d for some k, z += e."""
        effects, bit = self.study.effects, self.study.bit(name)
        j = next((j for j in range(i + 1, len(body)) if effects(body[j]).mentions & bit and not self._adds_to_items(body[j], name)), None)
        if j is None or not is_sum(body[j]) or not isinstance(body[j].target, gast.Name) or isinstance(body[j].op, gast.Sub):
            return None
        whole = body[j].value
        if effects(whole).mentions & bit or not self._is_shaped_like(body[i].value, whole):
            return None
        begin = changed(body[i], value=whole)
        if self.study.sharing(whole):
            left = self._is_left(whole, body[j], body[i + 1 : j], bit)
            return [*body[:i], begin, *body[i + 1 : j], *body[j + 1 :]] if left else None
        headed = any(map(is_comment, body[i:j]))
        if headed and not (is_comment(body[j - 1]) and all(map(is_comment, body[j + 1 : j + 2]))):
            return None  # the line is not moved if its adjoint is more than e
        start = next((k for k in range(i - 1, -1, -1) if is_comment(body[k])), i) if headed else i
        passed = [s for s in body[start:j] if s is not body[i] and not is_comment(s)]
        if any(effects(s).mentions & bit for s in body[start:i]):
            return None  # what the name held before
        if any(effects(s).exits or not self.study.passes(effects(whole), s, self.aliases) for s in passed):
            return None
        return [*body[:start], *body[j - headed : j], begin, *body[start:i], *body[i + 1 : j - headed], *body[j + 1 :]]

    def _adds_to_items(self, statement: Any, name: str) -> bool:
        """Whether all that a statement does with an array is to add to its items."""
        bit = self.study.bit(name)
        if isinstance(statement, (gast.For, gast.If)):
            head = statement.iter if isinstance(statement, gast.For) else statement.test
            inner = [s for s in (*statement.body, *statement.orelse) if self.study.effects(s).mentions & bit]
            return not self.study.effects(head).mentions & bit and all(self._adds_to_items(s, name) for s in inner)
        inside = [statement.target.slice, statement.value] if adds_to_item_of(statement, name) else []
        return bool(inside) and not any(self.study.effects(part).mentions & bit for part in inside)

    def _is_left(self, value: Any, last: Any, passed: list[Any], heir: int) -> bool:
        """Whether nobody asks any more for an array that is added to another one, which may have its memory instead."""
        bit = self.study.bit(value.id) if isinstance(value, gast.Name) and self.study.may_go(value.id) else 0
        lives = liveness(self.body, self.study).after.get(id(last), bit) & bit
        seen = any(self.study.effects(s).mentions & bit or self.study.effects(s).exits for s in passed)
        alone = self.aliases.closure(bit) & ~heir == bit
        return bool(bit) and not lives and not seen and alone and self.study.are_new(bit | heir, self.body)

    def _is_shaped_zeros(self, zeros: Any, term: Any) -> bool:
        """Whether `term` is new memory of the shape and dtype of np.zeros(x.shape)."""
        if not (isinstance(zeros, gast.Call) and is_zeros(zeros, self.study)) or self.study.sharing(term):
            return False
        return self._is_shaped_like(zeros, term)

    def _is_shaped_like(self, zeros: Any, term: Any) -> bool:
        """Whether `term` has the shape and dtype of np.zeros(x.shape): float64 arithmetic on x, what is like it, and numbers."""
        shape = zeros.args[0]
        of = shape.value if isinstance(shape, gast.Attribute) and shape.attr == "shape" else None
        if zeros.keywords or not isinstance(of, gast.Name) or self.study.facts.dtypes.get(of.id) != "float64":
            return False
        return self._is_like(term, of.id)

    def _is_like(self, term: Any, name: str) -> bool:
        """Whether `term` is elementwise arithmetic of the array `name`, and others like it, with float64 numbers."""
        if isinstance(term, gast.Name):
            facts = self.study.facts
            alike = facts.shapes.get(term.id, "") == facts.shapes.get(name) and facts.dtypes.get(term.id) == "float64"
            return bool(term.id == name) or alike
        if isinstance(term, gast.UnaryOp):
            return self._is_like(term.operand, name)
        if not isinstance(term, gast.BinOp) or isinstance(term.op, gast.MatMult):
            return False
        sides = (term.left, term.right)
        return any(self._is_like(s, name) for s in sides) and all(
            self._is_like(s, name) or self._is_real(s) for s in sides
        )

    def _is_real(self, node: Any) -> bool:
        """Whether `node` is a real number."""
        if isinstance(node, gast.Name):
            dtype: str = self.study.facts.dtypes.get(node.id, "")
            return self.study.kinds.get(node.id) == "scalar" and dtype in ("float64", "int64")
        return number(node) is not None

    def _two_sums(self, body: list[Any], i: int, depth: int) -> list[Any] | None:
        """X += A - B for x += A and, later, x -= B; x may be an item of an array, and x[k] = A the first of them."""
        first = body[i]
        begins = isinstance(first, gast.Assign)
        place = first.targets[0] if begins else first.target
        name = place if isinstance(place, gast.Name) else place.value
        j = self._next_use(body, i, self.study.bit(name.id))
        if j is None or not is_sum(second := body[j]) or not (begins or is_sum(first)):
            return None
        if not is_ours(place, self.study):
            return None  # the program's own sums are rounded as it has them
        if self.study.key(place) != self.study.key(second.target) or any(is_comment(s) for s in body[i:j]):
            return None
        effects = self.study.effects
        if any(effects(p).acts for p in (place, first.value, second.value)):
            return None
        inside = effects(second.value).reads | (effects(place.slice).reads if place is not name else 0)
        if self.aliases.closure(self.study.bit(name.id)) & inside or self.study.kind(place) == "list":
            return None
        if any(effects(s).exits or not commute(effects(first), effects(s), self.aliases) for s in body[i + 1 : j]):
            return None
        signs = [1 if s is first and begins else -1 if isinstance(s.op, gast.Sub) else 1 for s in (first, second)]
        flip = -1 if signs == [-1, -1] else 1
        total = _sum(name, [(flip * signs[0], first.value)], [(flip * signs[1], second.value)])
        merged = changed(first, value=total) if begins else changed(first, op=gast.Sub() if flip < 0 else gast.Add(), value=total)
        if line_width(merged, depth, self.study) > LIMIT:
            return None
        return [*body[:i], *body[i + 1 : j], merged, *body[j + 1 :]]

    def _cleared(self, body: list[Any], i: int) -> list[Any] | None:
        """z[k] = e for z[k] = 0.0 and, as the next thing done with that memory, z[k] += e."""
        study = self.study
        place = body[i].targets[0]
        if study.kind(place.value) != "array" or not is_ours(place, study):
            return None
        memory = self.aliases.closure(study.bit(place.value.id))
        inside = study.effects(place.slice)
        for j in range(i + 1, len(body)):
            statement = body[j]
            effects = study.effects(statement)
            if adds_to_item_of(statement, place.value.id) and study.key(statement.target) == study.key(place):
                value = study.effects(statement.value)
                if value.reads & memory or value.acts:
                    return None
                plus = isinstance(statement.op, gast.Add)
                total = statement.value if plus else gast.UnaryOp(gast.USub(), statement.value)
                return [*body[:i], *body[i + 1 : j], gast.Assign([place], total, None), *body[j + 1 :]]
            if effects.exits or effects.mentions & memory or not commute(inside, effects, self.aliases):
                return None
        return None

    def _next_use(self, body: list[Any], i: int, bit: int) -> int | None:
        """The next statement that mentions the name, if the value of statement i may move there."""
        moving = self.study.effects(body[i].value)
        for j in range(i + 1, len(body)):
            effects = self.study.effects(body[j])
            if effects.mentions & bit:
                return j
            if not is_comment(body[j]) and not self.study.passes(moving, body[j], self.aliases):
                return None
        return None


def _is_cleared_item(statement: Any) -> bool:
    """Whether a statement is name[...] = 0.0."""
    if not isinstance(statement, gast.Assign) or len(statement.targets) != 1 or number(statement.value) != 0:
        return False
    place = statement.targets[0]
    return isinstance(place, gast.Subscript) and isinstance(place.value, gast.Name)


def _sum(target: Any, earlier: list[tuple[int, Any]], later: list[tuple[int, Any]]) -> Any:
    """The sum of two contributions.

    A reverse sweep comes to the terms of a statement from the last to the first: their order is turned back.
    """
    terms = [*later, *earlier] if ADJOINT.search(target.id) else [*earlier, *later]
    flat = [(s * t, part) for s, whole in terms for t, part in signed_terms(whole)]
    lead = next((k for k, (sign, _) in enumerate(flat) if sign > 0), None)
    if lead is None:
        return gast.UnaryOp(gast.USub(), sum_of([(-s, part) for s, part in flat]))
    return sum_of([flat[lead], *flat[:lead], *flat[lead + 1 :]])


def _temporary_target(statement: Any, study: Study) -> str | None:
    """The temporary that a statement assigns or adds to, if that is all it does."""
    if isinstance(statement, gast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        if isinstance(target, gast.Subscript) and study.kind(statement.value) in ("scalar", "array"):
            target = target.value if study.kind(target.value) == "array" else target
    elif isinstance(statement, gast.AugAssign):
        target = statement.target
        if isinstance(target, gast.Subscript) and study.kind(target.value) == "array":
            target = target.value
    else:
        return None
    return target.id if isinstance(target, gast.Name) and study.may_go(target.id) else None
