"""Rules made into statements: parameters replaced by the operands of one call, static questions answered."""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.differentiate.narrow import as_wide, is_narrow_integer, wide_name, widened
from s2sdiff.errors import RuleError, Unsupported
from s2sdiff.rules import static
from s2sdiff.rules.declare import Elementwise, Template, chosen
from s2sdiff.types import (
    Array,
    Dim,
    ListOf,
    Scalar,
    Seq,
    Static,
    Type,
    Unknown,
    is_complex,
    is_thin,
    number_class,
    rank,
    shape_of,
)


class Open(Exception):  # noqa: N818 - it is turned into `Unsupported`
    """A static question has no answer yet."""


@dataclass(frozen=True, eq=False)
class Known:
    """An argument as a rule's static questions see it: its type, and no value, which equals none that is known."""

    type: Type

    @property
    def ndim(self) -> int:
        """The number of axes."""
        n = rank(self.type)
        if n is None:
            raise Open
        return n

    @property
    def shape(self) -> tuple[Any, ...]:
        """The shape, sizes that are known by name only as `Extent`."""
        shape = shape_of(self.type)
        if shape is None:
            raise Open
        return tuple(d if isinstance(d, int) else Extent(d) for d in shape)

    @property
    def dtype(self) -> Any:
        """The dtype of a number or an array."""
        if isinstance(self.type, (Scalar, Array)):
            return np.dtype(self.type.dtype)
        raise Open

    def __len__(self) -> int:
        if isinstance(self.type, Seq):
            return len(self.type.items)
        shape = shape_of(self.type)
        if shape and isinstance(shape[0], int):
            return shape[0]
        raise Open

    def __getitem__(self, k: int) -> Any:
        if isinstance(self.type, Seq):
            return answerable(self.type.items[k])
        raise Open

    def __iter__(self) -> Any:
        return iter([self[k] for k in range(len(self))])

    def __bool__(self) -> bool:
        raise Open

    def __eq__(self, other: object) -> bool:
        raise Open

    def __hash__(self) -> int:
        return hash(self.type)


@dataclass(frozen=True)
class Extent:
    """A size that is known only by name; equal names are equal sizes, and a named axis is never 1."""

    size: Dim | None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Extent) and self.size is not None and self.size == other.size:
            return True
        if other == 1 and self.size is not None:
            from s2sdiff.types import may_be_one

            if not may_be_one(self.size):
                return False
        raise Open

    def __hash__(self) -> int:
        return hash(self.size)


def answerable(t: Type) -> Any:
    """A value for static questions: the literal where there is one, else what the type knows."""
    if isinstance(t, Static):
        return t.value
    if isinstance(t, Scalar) and t.value is not None and not isinstance(t.value, Dim):
        return t.value
    if isinstance(t, Seq) and not hasattr(t.cls, "_fields"):
        items = [answerable(i) for i in t.items]
        if not any(isinstance(i, Known) for i in items):
            return t.cls(items)
    return Known(t)


def _ndim(a: Any) -> int:
    return a.ndim if isinstance(a, Known) else np.ndim(a)


def _is_scalar(a: Any) -> bool:
    return isinstance(a.type, Scalar) if isinstance(a, Known) else static.is_scalar(a)


def _is_complex(a: Any) -> bool:
    if isinstance(a, Known) and isinstance(a.type, Unknown):
        raise Open
    return is_complex(a.type) if isinstance(a, Known) else static.is_complex(a)


def _is_real(a: Any) -> bool:
    if isinstance(a, Known) and not isinstance(a.type, (Scalar, Array, Unknown)):
        return False
    return bool(a.dtype.kind == "f") if isinstance(a, Known) else static.is_real(a)


def _is_static(a: Any) -> bool:
    if isinstance(a, (tuple, list)):
        return all(_is_static(x) for x in a)
    return not isinstance(a, Known) and static.is_static(a)


def _isinstance(a: Any, classes: Any) -> bool:
    if not isinstance(a, Known):
        return isinstance(a, classes)
    t = a.type
    if isinstance(t, Scalar):
        return issubclass(number_class(t), classes)
    if isinstance(t, (Seq, Array)):
        return issubclass(t.cls if isinstance(t, Seq) else np.ndarray, classes)
    raise Open


def _same_shape(a: Any, b: Any) -> bool:
    first, second = (shape_of(x.type) if isinstance(x, Known) else np.shape(x) for x in (a, b))
    return first is not None and None not in first and first == second


def _is_square(a: Any) -> bool:
    shape = shape_of(a.type) if isinstance(a, Known) else np.shape(a)
    return shape is not None and len(shape) >= 2 and shape[-1] is not None and shape[-1] == shape[-2]


QUESTIONS: dict[str, Callable[..., Any]] = {
    "ndim": _ndim, "is_scalar": _is_scalar, "is_complex": _is_complex, "is_static": _is_static, "is_real": _is_real,
    "isinstance": _isinstance, "same_shape": _same_shape, "is_square": _is_square, "size_along": static.size_along, "static": static.static, "refuse": static.refuse,
}  # fmt: skip


@dataclass
class Instance:
    """One use of a rule: what its names stand for, in the tree and to its static questions."""

    rule: Elementwise | Template
    trees: dict[str, gast.AST]  # parameter, result, <result>_bar, <parameter>_dot -> expression
    types: dict[str, Type]  # parameter, result -> type
    origin: gast.AST
    fresh: Callable[[str], str]
    wanted: Callable[[str], tuple[int, ...]]  # the items of a parameter through which a derivative flows

    def __post_init__(self) -> None:
        self.values: dict[str, Any] = {name: answerable(t) for name, t in self.types.items()}
        self.temporaries: dict[str, str] = {}
        self.narrow = [name for name, t in self.types.items() if name in self.trees and is_narrow_integer(t)]
        self.trees |= {wide_name(name): as_wide(self.trees[name], self.types[name]) for name in self.narrow}

    def refused(self, reason: str) -> Unsupported:
        """The error that says why the rule has no answer."""
        return Unsupported(f"{self.rule.name}: {reason}", self.origin)

    def ask(self, question: gast.AST, settle: Callable[[Any], Any] = lambda answer: answer) -> Any:
        """The answer to a static question."""
        code = compile(_python(question), "<rule>", "eval")
        scope = {**vars(builtins), "np": np, "math": math, **self.rule.namespace, **QUESTIONS, "wanted": self.wanted, **self.values}
        try:
            return settle(eval(code, scope))  # noqa: S307 - the text is a rule's
        except static.Refused as refusal:
            raise self.refused(str(refusal)) from None
        except NameError as error:
            raise RuleError(f"the rule of {self.rule.name} asks `{_text(question)}`: {error.name} is no parameter") from None
        except (Open, TypeError, AttributeError):
            text = _text(question)
            raise Unsupported(
                f"the derivative of {self.rule.name} depends on `{text}`, which is not known when generating", self.origin,
                "give example arguments of the right shapes, or use a literal here",
            ) from None  # fmt: skip

    def decide(self, test: gast.AST) -> bool:
        """Which branch of a static `if` is taken."""
        return bool(self.ask(test, bool))

    def statements(self, body: list[gast.AST]) -> list[gast.AST]:
        """The statements of a rule's body that remain, before substitution."""
        lines = chosen(body, self.decide)
        for line in lines:
            if isinstance(line, gast.Expr) and isinstance(line.value, gast.Call) and syntax.dotted(line.value.func) == "refuse":
                self.ask(line.value)
        return lines

    def substitute(self, node: gast.AST) -> gast.AST:
        """`node` with the rule's names replaced, static parts computed and conditional expressions decided."""
        return self.substituted(widened(node, self.types) if self.narrow else node)

    def substituted(self, node: gast.AST) -> gast.AST:
        """The same, where no constant is of a narrow type."""
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
            if node.id in self.trees:
                return syntax.clone(self.trees[node.id])
            return syntax.name(self.temporaries.get(node.id, node.id))
        if isinstance(node, gast.Call) and syntax.dotted(node.func) == "static":
            return self.ask(node.args[0], literal)
        if isinstance(node, gast.Subscript) and isinstance(node.value, gast.Name) and isinstance(node.slice, gast.Constant):
            whole = self.trees.get(node.value.id)
            if isinstance(whole, (gast.Tuple, gast.List)) and isinstance(node.slice.value, int):
                return syntax.clone(whole.elts[node.slice.value])
        if isinstance(node, gast.ListComp):
            return self.unrolled(node)
        if isinstance(node, gast.Tuple) and isinstance(node.ctx, gast.Load):
            return syntax.tuple_([part for e in node.elts for part in self.parts_of(e)])
        if isinstance(node, gast.Call) and syntax.dotted(node.func) == "len" and self.counted(node.args[0]) is not None:
            return syntax.const(self.counted(node.args[0]))
        if isinstance(node, gast.Call) and syntax.dotted(node.func) == "np.size" and self.is_array(node.args[0]):
            return syntax.attribute(self.substituted(node.args[0]), "size")  # of which the sweeps know that it reads no items
        copy = syntax.with_parts(node, self.substituted)
        item = isinstance(copy, gast.Subscript) and isinstance(copy.value, gast.Tuple) and not isinstance(copy.slice, gast.Slice)
        if item and not syntax.names_read(copy.slice):
            return copy.value.elts[_number(copy.slice)]
        if isinstance(copy, gast.Call):
            copy.args = [a for arg in copy.args for a in _spliced(arg)]
        return copy

    def unrolled(self, node: gast.ListComp) -> gast.AST:
        """[e(i) for i in range(n)] with a known n, written out."""
        loop = node.generators[0]
        items = []
        if any(isinstance(t, ListOf) and p in syntax.names_read(loop.iter) for p, t in self.types.items()):
            own = syntax.clone(node)
            own.elt = self.substitute(own.elt)
            own.generators[0].iter = self.substitute(own.generators[0].iter)
            return own
        for k, written in self.ask(loop.iter, lambda items: [(item, literal(item)) for item in items]):
            outer = self.trees.get(loop.target.id)
            self.trees[loop.target.id] = written
            self.values[loop.target.id] = k
            if all(self.decide(test) for test in loop.ifs):
                items.append(self.substitute(node.elt))
            if outer is None:
                del self.trees[loop.target.id]
            else:
                self.trees[loop.target.id] = outer
        return syntax.list_(items)

    def parts_of(self, node: gast.AST) -> list[gast.AST]:
        """An item of a tuple; or, of `*given[1:]` or `*[e(i) for i in range(n)]`, the items one by one."""
        if not isinstance(node, gast.Starred):
            return [self.substitute(node)]
        if isinstance(node.value, gast.ListComp):
            return list(self.unrolled(node.value).elts)
        whole, chosen = node.value, slice(None)
        if isinstance(whole, gast.Subscript) and isinstance(whole.slice, gast.Slice):
            whole, chosen = whole.value, self.ask(syntax.call("slice", *(b or syntax.const(None) for b in (whole.slice.lower, whole.slice.upper, whole.slice.step))))
        count = self.counted(whole)
        if count is None:
            return [syntax.with_parts(node, self.substitute)]
        return [self.substitute(syntax.subscript(syntax.clone(whole), syntax.const(k))) for k in range(count)[chosen]]

    def counted(self, node: gast.AST) -> int | None:
        """The length of a sequence of operands, if `node` is one."""
        t = self.types.get(node.id) if isinstance(node, gast.Name) else None
        return len(t.items) if isinstance(t, Seq) else None

    def is_array(self, node: gast.AST) -> bool:
        """Whether an operand is an array, on every path."""
        t = self.types.get(node.id) if isinstance(node, gast.Name) else None
        return isinstance(t, Array) and not is_thin(t)

    def temporary(self, name: str) -> str:
        """The emitted name of a temporary of the rule."""
        if name not in self.temporaries:
            self.temporaries[name] = self.fresh(name)
        return self.temporaries[name]


def _number(node: gast.AST) -> Any:
    """The value of an expression without names."""
    return eval(compile(_python(node), "<rule>", "eval"))  # noqa: S307 - the text is a rule's


def _spliced(arg: gast.AST) -> list[gast.AST]:
    """*(a, b, c)[:2] as a, b."""
    if not isinstance(arg, gast.Starred):
        return [arg]
    whole, chosen = arg.value, slice(None)
    if isinstance(whole, gast.Subscript) and isinstance(whole.slice, gast.Slice):
        bounds = [whole.slice.lower, whole.slice.upper, whole.slice.step]
        if not any(b is not None and syntax.names_read(b) for b in bounds):
            whole, chosen = whole.value, slice(*(None if b is None else _number(b) for b in bounds))
    return list(whole.elts[chosen]) if isinstance(whole, (gast.Tuple, gast.List)) else [arg]


def partials(instance: Instance) -> tuple[list[tuple[str, gast.AST]], list[gast.AST | None]]:
    """The temporaries (name, value) and the partial derivatives of an elementwise rule."""
    assert isinstance(instance.rule, Elementwise)
    lines = instance.statements(instance.rule.body.body)
    temporaries: list[tuple[str, gast.AST]] = []
    for line in lines[:-1]:
        if isinstance(line, gast.Assign):
            value = instance.substitute(line.value)
            temporaries.append((instance.temporary(line.targets[0].id), value))
    if not lines or not isinstance(lines[-1], gast.Return):
        raise instance.refused("no derivative for these arguments")
    result: list[gast.AST | None] = []
    for partial in lines[-1].value.elts:
        if isinstance(partial, gast.Constant) and partial.value is None:
            result.append(None)
        else:
            result.append(instance.substitute(partial))
    return temporaries, result


def contributions(instance: Instance, wanted: set[str]) -> list[tuple[str | None, Any, gast.AST]]:
    """The adjoint statements of a template, in order: (None, temporary, value) or (parameter, item or None, value)."""
    rule = instance.rule
    assert isinstance(rule, Template)
    if rule.adjoint is None:
        raise instance.refused("no adjoint is declared")
    outputs = {f"{p}_bar": p for p in rule.operands}
    lines = _needed(instance.statements(rule.adjoint.body), {name for name, p in outputs.items() if p in wanted})
    result: list[tuple[str | None, Any, gast.AST]] = []
    for line in lines:
        if not isinstance(line, gast.Assign):
            continue
        target = line.targets[0]
        if isinstance(target, gast.Tuple):
            result.append((None, [instance.temporary(e.id) for e in target.elts], instance.substitute(line.value)))
        elif target.id in outputs and any(target.id in syntax.names_read(later) for later in lines if later is not line):
            value = instance.substitute(line.value)
            name = instance.temporary(target.id)
            result.append((None, name, value))
            if outputs[target.id] in wanted:
                result.append((outputs[target.id], None, syntax.name(name)))
        elif target.id in outputs:
            if outputs[target.id] in wanted:
                result.append((outputs[target.id], None, instance.substitute(line.value)))
        else:
            value = instance.substitute(line.value)
            result.append((None, instance.temporary(target.id), value))
    return result


def _needed(lines: list[gast.AST], wanted: set[str]) -> list[gast.AST]:
    """The statements that lead to the names that are wanted: a temporary may call functions of the user's."""
    kept: list[gast.AST] = []
    for line in reversed(lines):
        if not isinstance(line, gast.Assign) or syntax.names_stored([line]) & wanted:
            kept.insert(0, line)
            wanted = wanted | syntax.names_read(line)
    return kept


def tangent_terms(node: gast.AST, sign: int = 1) -> list[tuple[int, gast.AST]]:
    """The terms of a sum with their signs."""
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Add, gast.Sub)):
        right = sign if isinstance(node.op, gast.Add) else -sign
        return tangent_terms(node.left, sign) + tangent_terms(node.right, right)
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        return tangent_terms(node.operand, -sign)
    return [(sign, node)]


def literal(value: Any) -> gast.AST:
    """A tree for a value computed when generating."""
    if isinstance(value, (tuple, list)):
        items = [literal(v) for v in value]
        return syntax.tuple_(items) if isinstance(value, tuple) else syntax.list_(items)
    if isinstance(value, np.generic):
        return syntax.const(value.item())
    if isinstance(value, slice):
        return syntax.call("slice", literal(value.start), literal(value.stop), literal(value.step))
    if isinstance(value, Known):
        raise Open
    return syntax.const(value)


def _python(node: gast.AST) -> Any:
    import ast

    return ast.fix_missing_locations(ast.Expression(gast.gast_to_ast(_with_places(syntax.clone(node)))))


def _with_places(node: gast.AST) -> gast.AST:
    for child in syntax.walk(node):
        if not hasattr(child, "lineno"):
            child.lineno = child.end_lineno = 1
            child.col_offset = child.end_col_offset = 0
    return node


def _text(node: gast.AST) -> str:
    import ast

    return ast.unparse(_python(node))
