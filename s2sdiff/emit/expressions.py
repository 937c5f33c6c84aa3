"""Expressions as pieces of a line: minimal parentheses by precedence, black's spacing, every constant exact.

Each method gives how tightly the text binds and the text itself; `pieces` adds parentheses where the place needs a
tighter one.  A negative constant, which a parser never makes but a transformer does, binds like a unary minus.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Sequence
from enum import IntEnum, auto
from typing import Any

import gast

from s2sdiff.emit.layout import COMMA, COMPREHENSION, Break, Group, Line, flat
from s2sdiff.syntax import clone


class Level(IntEnum):
    """How tightly an expression binds, from loose to tight."""

    NAMED = auto()
    TUPLE = auto()
    YIELD = auto()
    TEST = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    COMPARISON = auto()
    BIT_OR = auto()
    BIT_XOR = auto()
    BIT_AND = auto()
    SHIFT = auto()
    SUM = auto()
    TERM = auto()
    UNARY = auto()
    POWER = auto()
    AWAIT = auto()
    ATOM = auto()


BINARY: dict[type[gast.AST], tuple[str, Level]] = {
    gast.BitOr: ("|", Level.BIT_OR), gast.BitXor: ("^", Level.BIT_XOR), gast.BitAnd: ("&", Level.BIT_AND),
    gast.LShift: ("<<", Level.SHIFT), gast.RShift: (">>", Level.SHIFT), gast.Add: ("+", Level.SUM),
    gast.Sub: ("-", Level.SUM), gast.Mult: ("*", Level.TERM), gast.Div: ("/", Level.TERM),
    gast.FloorDiv: ("//", Level.TERM), gast.Mod: ("%", Level.TERM), gast.MatMult: ("@", Level.TERM),
    gast.Pow: ("**", Level.POWER),
}  # fmt: skip
COMPARISONS: dict[type[gast.AST], str] = {
    gast.Eq: "==", gast.NotEq: "!=", gast.Lt: "<", gast.LtE: "<=", gast.Gt: ">", gast.GtE: ">=",
    gast.Is: "is", gast.IsNot: "is not", gast.In: "in", gast.NotIn: "not in",
}  # fmt: skip
UNARY: dict[type[gast.AST], str] = {gast.USub: "-", gast.UAdd: "+", gast.Invert: "~", gast.Not: "not "}
PRINTED_BY_PYTHON = ("FormattedValue", "TemplateStr", "Interpolation")


def pieces(node: gast.AST, level: Level = Level.TEST) -> Line:
    """`node` as it is written where something that binds as tightly as `level` is expected."""
    write = _WRITERS.get(type(node).__name__)
    if write is None:
        raise TypeError(f"cannot print {type(node).__name__}")
    own, line = write(node)
    return line if own >= level else [Group("(", line, ")", display=isinstance(node, gast.Tuple))]


def bare(node: gast.AST) -> Level:
    """The level of a place where a tuple stands without parentheses, but nothing else that is loose."""
    return Level.TUPLE if isinstance(node, gast.Tuple) else Level.TEST


def text(node: gast.AST, level: Level = Level.TEST) -> str:
    """`node` on one line."""
    return flat(pieces(node, level))


def parameters(node: gast.AST) -> Line:
    """The parameter list of a function or lambda, without its parentheses."""
    positional = [*node.posonlyargs, *node.args]
    defaults = [None] * (len(positional) - len(node.defaults)) + list(node.defaults)
    rows = [_parameter(p, d) for p, d in zip(positional, defaults, strict=True)]
    if node.posonlyargs:
        rows.insert(len(node.posonlyargs), ["/"])
    if node.vararg:
        rows.append(["*", *_parameter(node.vararg, None)])
    elif node.kwonlyargs:
        rows.append(["*"])
    rows += [_parameter(p, d) for p, d in zip(node.kwonlyargs, node.kw_defaults, strict=True)]
    if node.kwarg:
        rows.append(["**", *_parameter(node.kwarg, None)])
    return commas(rows)


def arguments(positional: Sequence[gast.AST], keywords: Sequence[gast.AST]) -> Line:
    """The arguments of a call or a class statement, without their parentheses."""
    if len(positional) == 1 and not keywords and isinstance(positional[0], gast.GeneratorExp):
        return _comprehension(pieces(positional[0].elt), positional[0].generators)
    named = [[k.arg + "=" if k.arg else "**", *pieces(k.value)] for k in keywords]
    return commas([*map(pieces, positional), *named])


def commas(rows: Iterable[Line]) -> Line:
    """Rows with commas between them."""
    line: Line = []
    for n, row in enumerate(rows):
        line += [Break(",", COMMA), *row] if n else row
    return line


def by_python(node: gast.AST) -> str:
    """The text that Python's own printer gives."""
    return ast.unparse(gast.gast_to_ast(clone(node)))


def quoted(value: str) -> str:
    """A literal of a string, in double quotes unless that would cost backslashes."""
    literal = repr(value)
    if literal.startswith("'") and '"' not in literal:
        return '"' + literal[1:-1].replace("\\'", "'") + '"'
    return literal


def _joined(first: Line, *rest: tuple[str, Line], looseness: int) -> Line:
    """Operands with operators between them."""
    line = list(first)
    for operator, operand in rest:
        line += [Break(operator, looseness), *operand]
    return line


def _parameter(node: gast.AST, default: gast.AST | None) -> Line:
    if node.annotation is None:
        return [node.id] if default is None else [node.id + "=", *pieces(default)]
    line = [node.id + ": ", *pieces(node.annotation)]
    return line if default is None else [*line, " = ", *pieces(default)]


def _name(node: gast.AST) -> tuple[Level, Line]:
    return Level.ATOM, [node.id]


def _constant(node: gast.AST) -> tuple[Level, Line]:
    value: Any = node.value
    if hasattr(value, "dtype") and hasattr(value, "item"):
        value = value.item()
    if value is Ellipsis:
        return Level.ATOM, ["..."]
    if isinstance(value, str):
        return Level.ATOM, [("u" if node.kind == "u" else "") + quoted(value)]
    if isinstance(value, bytes):
        return Level.ATOM, ["b" + quoted(value.decode("latin-1")) if value.isascii() else repr(value)]
    if isinstance(value, tuple):
        return _tuple(gast.Tuple([gast.Constant(item, None) for item in value], gast.Load()))
    if value is None or isinstance(value, bool):
        return Level.ATOM, [repr(value)]
    if isinstance(value, complex):
        return _complex(value)
    if isinstance(value, (int, float)):
        return _real(value)
    raise TypeError(f"cannot print a constant of type {type(value).__name__}")


def _real(value: float) -> tuple[Level, Line]:
    if isinstance(value, float) and not math.isfinite(value):
        return Level.ATOM, [f'float("{value}")']
    return (Level.UNARY if math.copysign(1.0, value) < 0 else Level.ATOM), [repr(value)]


def _complex(value: complex) -> tuple[Level, Line]:
    sign = math.copysign(1.0, value.imag)
    if value.real == 0 and math.copysign(1.0, value.real) == sign and math.isfinite(value.imag):
        literal = repr(complex(0.0, abs(value.imag)))  # as 2j is 0 + 2j, so -2j is -0 - 2j
        return (Level.UNARY, ["-" + literal]) if sign < 0 else (Level.ATOM, [literal])
    real, imag = _real(value.real)[1], _real(value.imag)[1]
    return Level.ATOM, ["complex", Group("(", commas([real, imag]), ")")]


def _tuple(node: gast.AST) -> tuple[Level, Line]:
    if len(node.elts) == 1:
        return Level.ATOM, [Group("(", [*pieces(node.elts[0]), ","], ")", display=True)]
    if not node.elts:
        return Level.ATOM, ["()"]
    return Level.TUPLE, commas(map(pieces, node.elts))


def _list(node: gast.AST) -> tuple[Level, Line]:
    return Level.ATOM, [Group("[", commas(map(pieces, node.elts)), "]", display=True)]


def _set(node: gast.AST) -> tuple[Level, Line]:
    return Level.ATOM, [Group("{", commas(map(pieces, node.elts)), "}", display=True) if node.elts else "{*()}"]


def _dict(node: gast.AST) -> tuple[Level, Line]:
    rows = [
        ["**", *pieces(value, Level.BIT_OR)] if key is None else [*pieces(key), ": ", *pieces(value)]
        for key, value in zip(node.keys, node.values, strict=True)
    ]
    return Level.ATOM, [Group("{", commas(rows), "}", display=True)]


def _comprehension(element: Line, generators: Sequence[gast.AST]) -> Line:
    line = list(element)
    for part in generators:
        word = "async for" if part.is_async else "for"
        line += [Break(word, COMPREHENSION), text(part.target, Level.TUPLE), " in ", *pieces(part.iter, Level.OR)]
        for test in part.ifs:
            line += [Break("if", COMPREHENSION), *pieces(test, Level.OR)]
    return line


def _list_comprehension(node: gast.AST) -> tuple[Level, Line]:
    return Level.ATOM, [Group("[", _comprehension(pieces(node.elt), node.generators), "]")]


def _set_comprehension(node: gast.AST) -> tuple[Level, Line]:
    return Level.ATOM, [Group("{", _comprehension(pieces(node.elt), node.generators), "}")]


def _generator(node: gast.AST) -> tuple[Level, Line]:
    return Level.ATOM, [Group("(", _comprehension(pieces(node.elt), node.generators), ")")]


def _dict_comprehension(node: gast.AST) -> tuple[Level, Line]:
    element = [*pieces(node.key), ": ", *pieces(node.value)]
    return Level.ATOM, [Group("{", _comprehension(element, node.generators), "}")]


def _walrus(node: gast.AST) -> tuple[Level, Line]:
    return Level.NAMED, [*pieces(node.target, Level.ATOM), " := ", *pieces(node.value)]


def _yield(node: gast.AST) -> tuple[Level, Line]:
    return Level.YIELD, ["yield ", *pieces(node.value, bare(node.value))] if node.value else ["yield"]


def _yield_from(node: gast.AST) -> tuple[Level, Line]:
    return Level.YIELD, ["yield from ", *pieces(node.value)]


def _await(node: gast.AST) -> tuple[Level, Line]:
    return Level.AWAIT, ["await ", *pieces(node.value, Level.ATOM)]


def _choice(node: gast.AST) -> tuple[Level, Line]:
    test, other = ("if", pieces(node.test, Level.OR)), ("else", pieces(node.orelse))
    return Level.TEST, _joined(pieces(node.body, Level.OR), test, other, looseness=_looseness(Level.TEST))


def _lambda(node: gast.AST) -> tuple[Level, Line]:
    head = flat(parameters(node.args))
    body = [p.flat if isinstance(p, Break) else p for p in pieces(node.body)]
    return Level.TEST, [f"lambda {head}: " if head else "lambda: ", *body]


def _boolean(node: gast.AST) -> tuple[Level, Line]:
    word, own = ("or", Level.OR) if isinstance(node.op, gast.Or) else ("and", Level.AND)
    first, *rest = (pieces(value, Level(own + 1)) for value in node.values)
    return own, _joined(first, *((word, operand) for operand in rest), looseness=_looseness(own))


def _unary(node: gast.AST) -> tuple[Level, Line]:
    if isinstance(node.op, gast.Not):
        return Level.NOT, ["not ", *pieces(node.operand, Level.NOT)]
    power = isinstance(node.operand, gast.BinOp) and isinstance(node.operand.op, gast.Pow)
    operand = pieces(node.operand, Level.ATOM if power else Level.UNARY)  # -(x**2) for the eye alone
    return Level.UNARY, [UNARY[type(node.op)], *operand]


def _binary(node: gast.AST) -> tuple[Level, Line]:
    operator, own = BINARY[type(node.op)]
    if own is Level.POWER:
        left, right = pieces(node.left, Level.AWAIT), pieces(node.right, Level.UNARY)
        return own, [*left, "**", *right] if _is_close(node) else _joined(
            left, ("**", right), looseness=_looseness(own)
        )
    left, right = pieces(node.left, own), pieces(node.right, Level(own + 1))
    return own, _joined(left, (operator, right), looseness=_looseness(own))


def _comparison(node: gast.AST) -> tuple[Level, Line]:
    first = pieces(node.left, Level.BIT_OR)
    rest = [(COMPARISONS[type(op)], pieces(e, Level.BIT_OR)) for op, e in zip(node.ops, node.comparators, strict=True)]
    return Level.COMPARISON, _joined(first, *rest, looseness=_looseness(Level.COMPARISON))


def _call(node: gast.AST) -> tuple[Level, Line]:
    return Level.ATOM, [*pieces(node.func, Level.ATOM), Group("(", arguments(node.args, node.keywords), ")")]


def _attribute(node: gast.AST) -> tuple[Level, Line]:
    value = pieces(node.value, Level.ATOM)
    if (
        isinstance(node.value, gast.Constant)
        and isinstance(node.value.value, (int, float))
        and isinstance(value[0], str)
    ):
        value = [f"({value[0]})"]
    return Level.ATOM, [*value, "." + node.attr]


def _subscript(node: gast.AST) -> tuple[Level, Line]:
    index = node.slice
    if isinstance(index, gast.Tuple) and index.elts:
        inside = commas(map(pieces, index.elts))
        if len(index.elts) == 1:
            inside.append(",")
    else:
        inside = pieces(index)
    return Level.ATOM, [*pieces(node.value, Level.ATOM), Group("[", inside, "]")]


def _slice(node: gast.AST) -> tuple[Level, Line]:
    parts = [node.lower, node.upper, node.step]
    space = "" if all(part is None or _is_plain_bound(part) for part in parts) else " "
    line: Line = [*pieces(node.lower), space] if node.lower else []
    line.append(":")
    if node.upper:
        line += [space, *pieces(node.upper)]
    if node.step:
        line += [space + ":" if node.upper else ":", space, *pieces(node.step)]
    return Level.TEST, line


def _starred(node: gast.AST) -> tuple[Level, Line]:
    return Level.TEST, ["*", *pieces(node.value, Level.BIT_OR)]


def _f_string(node: gast.AST) -> tuple[Level, Line]:
    literal = by_python(node)
    inside = literal[2:-1]
    if literal.startswith("f'") and not {"'", '"', "\\"} & set(inside):
        literal = f'f"{inside}"'
    return Level.ATOM, [literal]


def _python_text(node: gast.AST) -> tuple[Level, Line]:
    return Level.ATOM, [by_python(node)]


def _looseness(level: Level) -> int:
    """How early a line is broken at operators of this level; `and` and `or` alike."""
    return COMPREHENSION - (Level.OR if level is Level.AND else level)


def _is_close(power: gast.AST) -> bool:
    """Whether ** stands without blanks, as in x**2 and 2**i**j."""
    right = power.right
    chain = isinstance(right, gast.BinOp) and isinstance(right.op, gast.Pow)
    return _is_simple(power.left) and (_is_close(right) if chain else _is_simple(right, signed=True))


def _is_simple(node: gast.AST, signed: bool = False) -> bool:
    """Whether an operand of ** stands close to it: a name, a number, a chain of attributes."""
    if signed and isinstance(node, gast.UnaryOp) and not isinstance(node.op, gast.Not):
        node = node.operand
    if isinstance(node, gast.Constant):
        own, line = _constant(node)
        number = not isinstance(node.value, (str, bytes)) and "(" not in flat(line)
        return number and (signed or own is Level.ATOM)
    while isinstance(node, gast.Attribute):
        node = node.value
    return isinstance(node, gast.Name)


def _is_plain_bound(node: gast.AST) -> bool:
    """Whether a slice keeps close to its colon beside this bound."""
    if isinstance(node, gast.UnaryOp) and not isinstance(node.op, gast.Not):
        node = node.operand
    return isinstance(node, (gast.Name, gast.Constant))


_WRITERS = {
    "Attribute": _attribute, "Await": _await, "BinOp": _binary, "BoolOp": _boolean, "Call": _call,
    "Compare": _comparison, "Constant": _constant, "Dict": _dict, "DictComp": _dict_comprehension,
    "GeneratorExp": _generator, "IfExp": _choice, "JoinedStr": _f_string, "Lambda": _lambda, "List": _list,
    "ListComp": _list_comprehension, "Name": _name, "NamedExpr": _walrus, "Set": _set,
    "SetComp": _set_comprehension, "Slice": _slice, "Starred": _starred, "Subscript": _subscript, "Tuple": _tuple,
    "UnaryOp": _unary, "Yield": _yield, "YieldFrom": _yield_from,
    **dict.fromkeys(PRINTED_BY_PYTHON, _python_text),
}  # fmt: skip
