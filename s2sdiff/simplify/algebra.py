"""Arithmetic that a generator writes and a person would not.

Only what the generator wrote is touched: statements whose target is a cotangent or a tangent, and elsewhere nodes
without a position in the user's file.  A rule that leaves out an operation is used only where the result stays what
it was: a number, new memory, or an operand that the surrounding operation copies; and floating-point, so that no
integer appears where a float was.  Results agree to rounding; the sign of a zero may differ.
"""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import library
from s2sdiff.simplify.chosen import chosen_once
from s2sdiff.simplify.liveness import Liveness, liveness
from s2sdiff.simplify.match import MOST_DIGITS, Rule, build, folded_literals, is_same, match, number, rule
from s2sdiff.simplify.rebuild import changed, edit_blocks, edit_heads, map_children
from s2sdiff.simplify.study import Study
from s2sdiff.syntax import dotted, is_everything

RULES = [
    # neutral elements
    rule("x * 1.0", "x", "x"),
    rule("x / 1.0", "x", "x"),
    rule("x + 0.0", "x", "x"),
    rule("x - 0.0", "x", "x"),
    rule("0.0 - x", "-x", "x"),
    rule("x ** 1.0", "x", "x"),
    rule("x * -1.0", "-x", "x"),
    rule("x / -1.0", "-x", "x"),
    rule("np.full(s, 1.0)", "np.ones(s)"),
    rule("np.full(s, 1.0, d)", "np.ones(s, d)"),
    # turned twice
    rule("x.T.T", "x", "x"),  # of an array: an object may have a part of that name
    rule("np.outer(x, y).T", "np.outer(y, x)"),
    rule("np.logical_or(x, x)", "x"),
    # new axes
    rule("np.expand_dims(a, 0)", "a[None]"),
    rule("np.expand_dims(a, 1)", "a[:, None]"),
    rule("np.expand_dims(a, 2)", "a[:, :, None]"),
    rule("np.expand_dims(a, -1)", "a[..., None]"),
    # signs: they rise out of products, and meet in sums
    rule("-(-x)", "x"),
    rule("x + -y", "x - y", exact="y"),
    rule("x - -y", "x + y", exact="y"),
    rule("-x * y", "-(x * y)", exact="x", strict=True),
    rule("x * -y", "-(x * y)", exact="y", strict=True),
    rule("-x / y", "-(x / y)", exact="x"),
    rule("x / -y", "-(x / y)", exact="y"),
    rule("-x @ y", "-(x @ y)", exact="x"),
    rule("x @ -y", "-(x @ y)", exact="y"),
    rule("-(x - y)", "y - x"),
    # division by way of the reciprocal
    rule("x * (1.0 / y)", "x / y"),
    rule("x * (c / y)", "c * x / y", exact="c * x"),
    # division by what is a factor, too: an exponential, once in a quotient and once as its own derivative
    rule("x / n * n", "x", "x"),
    # literals come first and meet there
    rule("e * c", "c * e", strict=True),
    rule("c * (k * x)", "c * k * x", exact="k * x", strict=True),
    rule("e * (c * y)", "c * e * y", exact="c * y", strict=True),
    rule("c * (x * y)", "c * x * y", exact="x * y", strict=True),
    rule("c * (x / y)", "c * x / y", strict=True),
    # items of a multiple
    rule("(c * a)[i]", "c * a[i]"),
    # like terms
    rule("x + x", "2.0 * x", "x"),
    rule("-x - x", "-(2.0 * x)", "x"),
    rule("c * x + x", "(c + 1.0) * x", "x"),
    rule("c * x + k * x", "(c + k) * x", exact="c * x"),
    rule("c * x - k * x", "(c - k) * x", exact="c * x"),
    rule("x / z + y / z", "(x + y) / z", exact="x + y"),
    rule("x / z - y / z", "(x - y) / z", exact="x - y"),
    # a number that only made an integer floating-point
    rule("1.0 * x * y", "x * y", "y", strict=True),
    rule("1.0 * x / y", "x / y", strict=True),
]
ROOTS = (gast.BinOp, gast.UnaryOp, gast.Call, gast.Attribute, gast.Subscript, gast.IfExp)
PRODUCTS = (gast.Mult, gast.Div, gast.MatMult)
IN_PLACE = (gast.Add, gast.Sub, gast.Mult, gast.Div)


def _by_root() -> dict[Any, list[Rule]]:
    table: dict[Any, list[Rule]] = {}
    for one in RULES:
        table.setdefault(_root(one.pattern), []).append(one)
    return table


def _root(node: Any) -> Any:
    return (type(node), type(node.op)) if hasattr(node, "op") else type(node)


TABLE = _by_root()


def algebra(body: list[Any], study: Study) -> list[Any]:
    """Rewrites arithmetic by the rules above, and sums into a target as `+=`.

    >>> from s2sdiff.simplify.text import show
    >>> show(algebra, '''
    ... x_bar = 1.0 * r + r * 1.0
    ... s_bar = s_bar + -g * (1.0 / d)
    ... y_bar[0] += -x_bar * 3.0
    ... ''', temporaries="x_bar s_bar y_bar", arrays="r x_bar y_bar", scalars="s_bar g d", float64="r g d")
    x_bar = 2.0 * r
    s_bar -= g / d
    y_bar[0] -= 3.0 * x_bar
    """
    return edit_blocks(body, _Algebra(body, study).block)


def signs(body: list[Any], study: Study) -> list[Any]:
    """Puts the sign of a product on its first factor, as the last step.

    >>> from s2sdiff.simplify.text import show
    >>> show(signs, "x_bar = -(g * x)", temporaries="x_bar", float64="g x")
    x_bar = -g * x
    """

    def lower(node: Any, *, ours: bool) -> Any:
        new = map_children(node, lambda part: lower(part, ours=ours))
        if isinstance(new, gast.UnaryOp) and isinstance(new.op, gast.USub) and (ours or not hasattr(new, "lineno")):
            return _negated_first(new.operand, study) or new
        return new

    def line(statement: Any) -> Any:
        target = statement.targets[0] if isinstance(statement, gast.Assign) else getattr(statement, "target", None)
        ours = isinstance(statement, (gast.Assign, gast.AugAssign)) and is_ours(target, study)
        return edit_heads(statement, lambda part: lower(part, ours=ours))

    return edit_blocks(body, lambda block, _: _edited(block, line))


def _sum_of_negative(call: gast.Call, study: Study) -> Any:
    """-np.sum(x, axis=0) for np.sum(-x, axis=0); None for anything else."""
    part = call.args[0] if len(call.args) == 1 and dotted(call.func) == "np.sum" else None
    if not isinstance(part, gast.UnaryOp) or not isinstance(part.op, gast.USub) or not is_exact(part.operand, study):
        return None
    return changed(part, operand=changed(call, args=[part.operand]))


def _turned_product(product: Any, study: Study) -> Any:
    """y.T @ x for (x.T @ y).T, and x @ y.T for (y @ x.T).T; None for anything else."""
    if not isinstance(product, gast.BinOp) or not isinstance(product.op, gast.MatMult):
        return None
    if not any(isinstance(p, gast.Attribute) and p.attr == "T" for p in (product.left, product.right)):
        return None
    if not all(_is_matrix(p, study) for p in (product.left, product.right)):
        return None
    left, right = (gast.Attribute(p, "T", gast.Load()) for p in (product.right, product.left))
    return changed(product, left=left, right=right)


def _is_matrix(node: Any, study: Study) -> bool:
    """Whether an expression surely has at most two axes."""
    if isinstance(node, gast.BinOp):
        return _is_matrix(node.left, study) and _is_matrix(node.right, study)
    if isinstance(node, gast.UnaryOp):
        return _is_matrix(node.operand, study)
    if isinstance(node, gast.Attribute):
        return node.attr == "T" and _is_matrix(node.value, study)
    return isinstance(node, gast.Name) and (node.id in study.facts.matrices or study.kind(node) == "scalar")


def _sum_over_axis(node: gast.Subscript) -> Any:
    """np.sum(x, axis=1) for np.sum(x, axis=1, keepdims=True)[:, 0], whatever its sign; None for anything else."""
    if isinstance(node.value, gast.UnaryOp) and isinstance(node.value.op, gast.USub):
        total = _sum_over_axis(changed(node, value=node.value.operand))
        return total and changed(node.value, operand=total)
    call, index = node.value, node.slice.elts if isinstance(node.slice, gast.Tuple) else [node.slice]
    if not isinstance(call, gast.Call) or dotted(call.func) != "np.sum" or len(call.args) != 1:
        return None
    given = {k.arg: k.value for k in call.keywords}
    if given.keys() != {"axis", "keepdims"} or getattr(given["keepdims"], "value", False) is not True:
        return None
    axis = number(given["axis"])
    taken = [k for k, i in enumerate(index) if number(i) == 0]
    others = [i for k, i in enumerate(index) if k not in taken]
    if type(axis) is not int or taken != [axis] or any(not (isinstance(i, gast.Slice) and is_everything(i)) for i in others):
        return None
    return changed(call, keywords=[k for k in call.keywords if k.arg == "axis"])


def _negated_first(product: Any, study: Study) -> Any:
    """-product with the sign on its first factor; None for what is not a product, or begins with what has no sign."""
    if not isinstance(product, gast.BinOp) or not isinstance(product.op, PRODUCTS):
        return None
    left = _negated_first(product.left, study)
    if left is None and is_exact(product.left, study):
        left = gast.UnaryOp(gast.USub(), product.left)
    return left and changed(product, left=left)


def _edited(block: list[Any], edit: Any) -> list[Any]:
    result = [edit(s) for s in block]
    return result if any(a is not b for a, b in zip(result, block, strict=True)) else block


class _Algebra:
    """One sweep; what is known to be in order is remembered from sweep to sweep."""

    def __init__(self, body: list[Any], study: Study) -> None:
        self.study = study
        self.body = body
        self.settled = study.memo.setdefault("settled", {})
        self._live: Liveness | None = None

    def block(self, block: list[Any], depth: int) -> list[Any]:  # noqa: ARG002
        return _edited(block, self._statement)

    def _statement(self, statement: Any) -> Any:
        if isinstance(statement, gast.Assign):
            place = self._place(statement.targets[0])
            return self._assign(statement if place is statement.targets[0] else changed(statement, targets=[place]))
        if isinstance(statement, gast.AugAssign):
            place = self._place(statement.target)
            return self._augment(statement if place is statement.target else changed(statement, target=place))
        return edit_heads(statement, lambda part: self._tidy(part, ours=False, copied=False))

    def _place(self, target: Any) -> Any:
        """A target of ours with its index in order."""
        if not isinstance(target, gast.Subscript) or not is_ours(target, self.study):
            return target
        index = self._tidy(target.slice, ours=True, copied=False)
        return target if index is target.slice else changed(target, slice=index)

    def _assign(self, statement: Any) -> Any:
        target = statement.targets[0]
        ours = is_ours(target, self.study)
        copied = self.study.kind(target) == "scalar"
        if isinstance(target, gast.Subscript):
            copied = copied or self.study.kind(target.value) == "array"
        value = self._tidy(statement.value, ours=ours, copied=copied)
        if not copied and value is statement.value and (ours or not hasattr(value, "lineno")):
            value = self._tidy_if_alone(statement)
        new = statement if value is statement.value else changed(statement, value=value)
        if ours and isinstance(target, gast.Subscript) and self.study.kind(target.value) == "array":
            return self._in_place(new)
        return self._as_sum(new) if ours and copied and isinstance(target, gast.Name) else new

    def _tidy_if_alone(self, statement: Any) -> Any:
        """The value as the operand itself if nobody sees that again, else as a copy, which says what is meant.

        What came from outside the function is seen there.
        """
        value = self._step(statement.value, copied=True)
        if value is None:
            return statement.value
        shared = self.study.sharing(value)
        if shared:
            if self._live is None:
                self._live = liveness(self.body, self.study)
            seen = self._live.after.get(id(statement))
            if seen is None or self.study.aliases(self.body).closure(shared) & (seen | self.study.world):
                is_array = isinstance(value, gast.Name) and self.study.kind(value) == "array" and value.id not in self.study.facts.numbers
                return gast.Call(gast.Attribute(value, "copy", gast.Load()), [], []) if is_array else statement.value
        return value

    def _augment(self, statement: Any) -> Any:
        ours = is_ours(statement.target, self.study)
        value = self._tidy(statement.value, ours=ours, copied=self.study.kind(statement.target) != "list")
        op = statement.op
        if ours and isinstance(op, (gast.Add, gast.Sub)):
            positive = _without_sign(value, self.study)
            if positive is not None:
                value, op = positive, gast.Sub() if isinstance(op, gast.Add) else gast.Add()
        return statement if value is statement.value else changed(statement, value=value, op=op)

    def _tidy(self, node: Any, *, ours: bool, copied: bool) -> Any:
        """`node` with every rule applied; `copied`: what surrounds it makes new memory of it at once."""
        key = (id(node), ours, copied)
        if key in self.settled:
            return node
        new = self._tidied_inside(node, ours)
        if isinstance(new, ROOTS) and (ours or not hasattr(new, "lineno")):
            for _ in range(20):
                better = self._step(new, copied=copied)
                if better is None:
                    break
                new = self._tidied_inside(better, ours)
        self.settled[(id(new), ours, copied)] = new
        return new

    def _tidied_inside(self, node: Any, ours: bool) -> Any:
        copied = self.study.looks(node)
        return map_children(node, lambda part: self._tidy(part, ours=ours, copied=copied))

    def _scales(self, node: Any) -> bool:
        """Whether `node` is an array times a number's name, which goes first."""
        if (
            not isinstance(node, gast.BinOp)
            or not isinstance(node.op, gast.Mult)
            or not isinstance(node.right, gast.Name)
        ):
            return False
        return bool(self.study.kind(node.right) == "scalar" and self.study.kind(node.left) == "array")

    def _step(self, node: Any, *, copied: bool) -> Any:
        """`node` rewritten by the first rule that applies, or None."""
        effects = self.study.effects(node)
        if effects.acts or not isinstance(node, ROOTS):
            return None
        literal = folded_literals(node)
        if literal is not None:
            return literal
        if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Add, gast.Sub)):
            collected = _collected(node, self.study)
            if collected is not None:
                return collected
        if isinstance(node, gast.Subscript) and (total := _sum_over_axis(node)) is not None:
            return total
        if self._scales(node):
            return changed(node, left=node.right, right=node.left)
        if isinstance(node, gast.Attribute) and node.attr == "T":
            turned = _turned_product(node.value, self.study)
        else:
            turned = _sum_of_negative(node, self.study) if isinstance(node, gast.Call) else None
            turned = turned or (chosen_once(node, self.study) if isinstance(node, (gast.Call, gast.IfExp)) else None)
        if turned is not None:
            return turned
        for one in TABLE.get(_root(node), ()):
            bindings = match(one, node, self.study)
            if bindings is None or not all(is_inexact(bindings[part], self.study) for part in one.inexact):
                continue
            if one.exact is not None and not is_exact(build(one.exact, bindings), self.study):
                continue
            if isinstance(one.result, gast.Name) and not copied and self.study.sharing(bindings[one.result.id]):
                continue
            return build(one.result, bindings)
        return None

    def _in_place(self, statement: Any) -> Any:
        """`x[i] = x[i] / y` as `x[i] /= y`."""
        target, value = statement.targets[0], statement.value
        effects = self.study.effects(target)
        if not isinstance(value, gast.BinOp) or effects.fixed or effects.grows:
            return statement
        own = self.study.key(target)
        if isinstance(value.op, IN_PLACE) and self.study.key(value.left) == own:
            return gast.AugAssign(target, value.op, value.right)
        if isinstance(value.op, (gast.Add, gast.Mult)) and self.study.key(value.right) == own:
            return gast.AugAssign(target, value.op, value.left)
        return statement

    def _as_sum(self, statement: Any) -> Any:
        """`x = x + a - b` on a number as `x += a - b`."""
        name = statement.targets[0]
        terms = signed_terms(statement.value)
        own = [t for t in terms if isinstance(t[1], gast.Name) and t[1].id == name.id]
        if len(own) != 1 or own[0][0] < 0 or len(terms) < 2:
            return statement
        rest = [t for t in terms if t is not own[0]]
        grows = any(sign > 0 for sign, _ in rest)
        rest.sort(key=lambda t: (t[0] > 0) != grows)
        total = sum_of([(1 if (sign > 0) == grows else -1, term) for sign, term in rest])
        return gast.AugAssign(name, gast.Add() if grows else gast.Sub(), total)


def is_ours(target: Any, study: Study) -> bool:
    """Whether a statement with this target is the generator's."""
    while isinstance(target, (gast.Subscript, gast.Attribute)):
        target = target.value
    return isinstance(target, gast.Name) and study.facts.is_derivative(target.id)


def signed_terms(node: Any, sign: int = 1) -> list[tuple[int, Any]]:
    """The signed terms of a sum."""
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Add, gast.Sub)):
        second = sign if isinstance(node.op, gast.Add) else -sign
        return [*signed_terms(node.left, sign), *signed_terms(node.right, second)]
    return [(sign, node)]


def _collected(node: Any, study: Study) -> Any:
    """A sum with its last term joined to an earlier one like it, and n + 1 - 1 as n; None if there is none."""
    terms = signed_terms(node)
    if len(terms) < 3:
        return None
    sign, last = terms[-1]
    if type(number(last)) is int:
        k = next((k for k, (_, t) in enumerate(terms[1:-1], 1) if type(number(t)) is int), None)
        if k is None:
            return None
        value = terms[k][0] * (number(terms[k][1]) or 0) + sign * (number(last) or 0)
        rest = [*terms[:k], *terms[k + 1 : -1]]
        if not value and len(rest) == 1 and study.kind(rest[0][1]) in ("array", "list"):
            return None  # the array itself would stand for a new one
        return sum_of([*rest, (1 if value > 0 else -1, gast.Constant(abs(value), None))] if value else rest)
    factor, core = _scaled(last)
    if factor is None and not is_inexact(core, study):
        return None
    for k, (other_sign, term) in enumerate(terms[:-1]):
        other, same = _scaled(term)
        if is_same(core, same, study) and (other is not None or is_inexact(same, study)):
            value = other_sign * (1.0 if other is None else other) + sign * (1.0 if factor is None else factor)
            if not (value > 0 or (k and value < 0)) or len(repr(value)) > MOST_DIGITS:
                return None
            joined = core if abs(value) == 1 else gast.BinOp(gast.Constant(abs(value), None), gast.Mult(), core)
            return sum_of([*terms[:k], (1 if value > 0 else -1, joined), *terms[k + 1 : -1]])
    return None


def _scaled(term: Any) -> tuple[Any, Any]:
    """The literal first factor of a product, or None, and the rest."""
    if isinstance(term, gast.BinOp) and isinstance(term.op, gast.Mult):
        value = number(term.left)
        if value is not None:
            return value, term.right
        factor, rest = _scaled(term.left)
        if factor is not None:
            return factor, gast.BinOp(rest, gast.Mult(), term.right)
    return None, term


def sum_of(terms: list[tuple[int, Any]]) -> Any:
    """The sum of signed terms, of which the first is positive."""
    total = terms[0][1]
    for sign, term in terms[1:]:
        total = gast.BinOp(total, gast.Add() if sign > 0 else gast.Sub(), term)
    return total


def _without_sign(node: Any, study: Study) -> Any:
    """X for -x; None for anything else."""
    value = number(node)
    if value is not None:
        return gast.Constant(-value, None) if value < 0 else None
    negative = isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub) and is_exact(node.operand, study)
    return node.operand if negative else None


def is_exact(node: Any, study: Study) -> bool:
    """Whether an expression surely gives what it gives in floating-point numbers: nothing in it wraps, as in a uint8."""
    return is_inexact(node, study) or _is_wide(node, study)


def _is_wide(node: Any, study: Study) -> bool:
    """Whether an expression is of whole numbers of 64 bits, with signs, or of Python's."""
    if isinstance(node, gast.Name):
        return study.facts.dtypes.get(node.id) == "int64"
    if isinstance(node, gast.Constant):
        return type(node.value) is int
    if isinstance(node, gast.BinOp):
        return _is_wide(node.left, study) and _is_wide(node.right, study)
    if isinstance(node, gast.Subscript):
        return _is_wide(node.value, study)
    return isinstance(node, gast.UnaryOp) and _is_wide(node.operand, study)


def is_inexact(node: Any, study: Study) -> bool:
    """Whether the value of an expression is surely floating-point or complex."""
    if isinstance(node, gast.Name):
        return study.facts.is_inexact(node.id)
    if isinstance(node, gast.Constant):
        return isinstance(node.value, (float, complex))
    if isinstance(node, gast.BinOp):
        if isinstance(node.op, gast.Div):
            return True
        return is_inexact(node.left, study) or is_inexact(node.right, study)
    if isinstance(node, gast.UnaryOp):
        return is_inexact(node.operand, study)
    if isinstance(node, gast.Subscript) or (isinstance(node, gast.Attribute) and node.attr in ("T", "real", "imag")):
        return study.kind(node.value) == "array" and is_inexact(node.value, study)
    if isinstance(node, gast.IfExp):
        return is_inexact(node.body, study) and is_inexact(node.orelse, study)
    return isinstance(node, gast.Call) and _gives_inexact(node, study)


def _gives_inexact(node: Any, study: Study) -> bool:
    name = study.function(node.func) or ""
    root, _, tail = name.partition(".")
    if node.keywords and any(k.arg == "dtype" for k in node.keywords):
        return False
    if study.is_module(root):
        if tail in library.FLOATING:
            return True
        follows = tail in library.FOLLOWING and len(node.args) > 0
        return follows and any(is_inexact(a, study) for a in node.args[:2])
    if name == "float" or (name == "abs" and "abs" not in study.local):
        return name == "float" or is_inexact(node.args[0], study)
    method = isinstance(node.func, gast.Attribute) and study.kind(node.func.value) == "array"
    return method and node.func.attr in library.FOLLOWING and is_inexact(node.func.value, study)
