"""Building, copying and reading gast trees: the only place that calls gast constructors.

gast's constructors accept too few fields and fail much later, and a node inserted twice is rewritten twice; hence
builders that fill every field and a `clone` that copies on insertion.
"""

from __future__ import annotations

import ast
import itertools
import keyword
from collections.abc import Callable, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import gast


class Comment(gast.AST):
    """A comment on a line of its own in emitted code; `text` may hold several lines, or "" for a blank line."""

    _fields = ("text",)
    _attributes = ()

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text


def name(identifier: str, store: bool = False) -> gast.Name:
    """A name that is read, or with `store` assigned."""
    return gast.Name(identifier, gast.Store() if store else gast.Load(), None, None)


def const(value: Any) -> gast.Constant:
    """A literal."""
    return gast.Constant(value, None)


def attribute(value: gast.AST, attr: str) -> gast.Attribute:
    """value.attr, read."""
    return gast.Attribute(value, attr, gast.Load())


def subscript(value: gast.AST, index: gast.AST, store: bool = False) -> gast.Subscript:
    """value[index]."""
    return gast.Subscript(value, index, gast.Store() if store else gast.Load())


def tuple_(items: Sequence[gast.AST], store: bool = False) -> gast.Tuple:
    """(a, b, ...)."""
    return gast.Tuple(list(items), gast.Store() if store else gast.Load())


def list_(items: Sequence[gast.AST]) -> gast.List:
    """[a, b, ...]."""
    return gast.List(list(items), gast.Load())


def call(func: gast.AST | str, *args: gast.AST, **keywords: gast.AST) -> gast.Call:
    """func(*args, **keywords); a string is parsed as a dotted name."""
    target = expr(func) if isinstance(func, str) else func
    return gast.Call(target, list(args), [gast.keyword(k, v) for k, v in keywords.items()])


def empty_object(of: gast.AST, cls: type) -> gast.Call:
    """What makes an object of a class that is called `of`, without attributes."""
    return call(of) if cls is SimpleNamespace else call("object.__new__", of)


def binop(left: gast.AST, op: type[gast.AST], right: gast.AST) -> gast.BinOp:
    """`left op right`, with `op` a gast operator class such as gast.Mult."""
    return gast.BinOp(left, op(), right)


def negative(operand: gast.AST) -> gast.UnaryOp:
    """-operand."""
    return gast.UnaryOp(gast.USub(), operand)


def assign(target: gast.AST | str, value: gast.AST) -> gast.Assign:
    """`target = value`."""
    place = name(target, store=True) if isinstance(target, str) else target
    return gast.Assign([place], value, None)


def augassign(target: gast.AST | str, op: type[gast.AST], value: gast.AST) -> gast.AugAssign:
    """`target op= value`."""
    place = name(target, store=True) if isinstance(target, str) else target
    return gast.AugAssign(place, op(), value)


def returns(value: gast.AST) -> gast.Return:
    """`return value`."""
    return gast.Return(value)


def function(identifier: str, params: Sequence[str], body: list[gast.AST], keyword_only: Sequence[str] = ()) -> gast.FunctionDef:
    """`def identifier(*params, *, *keyword_only): body`."""
    args = gast.arguments(
        [gast.Name(p, gast.Param(), None, None) for p in params], [], None,
        [gast.Name(p, gast.Param(), None, None) for p in keyword_only], [None] * len(keyword_only), None, [],
    )  # fmt: skip
    return gast.FunctionDef(identifier, args, body, [], None, None, [])


def expr(text: str) -> gast.AST:
    """The expression written in `text`, without positions: they tell what is the user's."""
    return unplaced(gast.parse(text, mode="eval").body)


def body(text: str) -> list[gast.AST]:
    """The statements written in `text`."""
    return list(gast.parse(text).body)


PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def unplaced(node: gast.AST) -> gast.AST:
    """`node`, which no longer stands anywhere in a file."""
    for child in walk(node):
        for key in PLACE:
            child.__dict__.pop(key, None)
    return node


def clone(node: Any) -> Any:
    """A deep copy that shares nothing with `node` (lists of nodes included) that can change; positions are kept."""
    if isinstance(node, list):
        return [clone(item) for item in node]
    if not isinstance(node, gast.AST) or not node._fields:  # an operator, or whether a name is read
        return node
    new = node.__class__.__new__(node.__class__)
    content = new.__dict__
    for key, value in node.__dict__.items():
        content[key] = clone(value) if isinstance(value, (gast.AST, list)) else value
    return new


def with_parts(node: gast.AST, change: Callable[[gast.AST], gast.AST]) -> Any:
    """A node like `node`, with `change` of each node directly inside it."""
    new = node.__class__.__new__(node.__class__)
    new.__dict__.update(node.__dict__)
    for key, value in node.__dict__.items():
        if isinstance(value, gast.AST):
            new.__dict__[key] = change(value)
        elif isinstance(value, list):
            new.__dict__[key] = [change(v) if isinstance(v, gast.AST) else v for v in value]
    return new


def change_parts(node: gast.AST, change: Callable[[gast.AST], gast.AST]) -> Any:
    """The node itself, with `change` of each node directly inside it; its lists stay the same lists."""
    for key, value in list(node.__dict__.items()):
        if isinstance(value, gast.AST):
            node.__dict__[key] = change(value)
        elif isinstance(value, list):
            value[:] = [change(v) if isinstance(v, gast.AST) else v for v in value]
    return node


def is_everything(index: gast.AST) -> bool:
    """Whether an index takes all there is: `:`, `...` or `()`."""
    if isinstance(index, gast.Slice):
        return index.lower is None and index.upper is None and index.step is None
    if isinstance(index, gast.Tuple):
        return not index.elts
    return isinstance(index, gast.Constant) and index.value is Ellipsis


def located(node: gast.AST, origin: gast.AST | None) -> gast.AST:
    """`node` and its parts, placed where `origin` stands in the user's file if they have no place yet."""
    if origin is not None and hasattr(origin, "lineno"):
        place = {key: getattr(origin, key, None) for key in (*PLACE, *["written"] * hasattr(origin, "written"))}
        for child in walk(node):
            if "lineno" not in child.__dict__:
                child.__dict__.update({**place, **child.__dict__})
    return node


def unplaced_here(node: Any, source: Any) -> None:
    """`node` was read from another file, of `source`: it has no place in this one, and remembers its own as `written`."""
    for child in walk(node):
        if "lineno" in child.__dict__:
            child.written = source, SimpleNamespace(**{key: child.__dict__.pop(key, None) for key in PLACE})


def written(node: gast.AST) -> tuple[Any, Any]:
    """The source that a node was read from, None for that of the function at hand, and what has its place there."""
    source, place = node.__dict__.get("written", (None, node))
    return source, place


def is_added(part: gast.AST, statement: gast.AugAssign) -> bool:
    """Whether a part stands in what an augmented assignment adds, in the user's file; true where all are said to be in one place."""
    here, start = _start(part), _start(statement)
    end, behind = _end(statement), _end(statement.target)
    if not here or written(part)[0] is not written(statement)[0]:
        return False
    return (start if behind == end else max(start, behind)) <= here <= end


def _start(node: gast.AST) -> tuple[int, ...]:
    place = written(node)[1]
    return (place.lineno, place.col_offset) if hasattr(place, "lineno") else ()


def _end(node: gast.AST) -> tuple[int, ...]:
    place = written(node)[1]
    return (place.end_lineno, place.end_col_offset) if hasattr(place, "end_lineno") else ()


def dump(node: gast.AST | list[gast.AST]) -> str:
    """A text that two trees share exactly when they are the same program; positions left out."""
    return "\n".join(gast.dump(n) for n in node) if isinstance(node, list) else gast.dump(node)


def same(a: gast.AST, b: gast.AST) -> bool:
    """Whether two trees are the same program."""
    return dump(a) == dump(b)


def names_read(node: gast.AST | list[gast.AST]) -> set[str]:
    """Names that are read anywhere in `node`."""
    return {n.id for n in walk(node) if n.__class__ is gast.Name and n.ctx.__class__ is gast.Load}


@lru_cache(maxsize=4096)
def names_in_place(place: gast.AST) -> frozenset[str]:
    """Names that are read in an expression that nobody changes, such as where an array lies: asked for again and again."""
    return frozenset(names_read(place))


def names_stored(node: gast.AST | list[gast.AST]) -> set[str]:
    r"""Names that are bound anywhere in `node`, not those whose items are stored.

    A function that is written inside has variables of its own, but for those that it declares nonlocal.

    >>> sorted(names_stored(body("x = 1\ndef f(y):\n nonlocal n\n n = y\n z[0] = a = n")))
    ['n', 'x']
    """
    nodes = walk(node)
    stored = [n for n in nodes if n.__class__ is gast.Name and n.ctx.__class__ in (gast.Store, gast.Del)]
    nested = [part for n in nodes if n.__class__ is gast.FunctionDef and n is not node for part in walk(n)]
    if not nested:
        return {n.id for n in stored}
    own = {id(n) for n in nested}
    given = {name for n in nested if isinstance(n, gast.Nonlocal) for name in n.names}
    return given | {n.id for n in stored if id(n) not in own}


def walk(node: gast.AST | list[gast.AST]) -> list[gast.AST]:
    """Every node below, in source order; what only names an operator or says whether a name is read is left out."""
    found: list[gast.AST] = []
    for top in node if isinstance(node, list) else [node]:
        _gather(top, found.append)
    return found


def _gather(node: gast.AST, add: Callable[[gast.AST], None]) -> None:
    add(node)
    kind = node.__class__
    fields = _inner_fields.get(kind)
    if fields is None:
        fields = _inner_fields[kind] = tuple(f for f in kind._fields if f not in PLAIN_FIELDS)
    content = node.__dict__
    for field in fields:
        value = content.get(field)
        if value.__class__ is list:
            for item in value:
                if item.__class__ is gast.Name and item.annotation is None:  # most of all nodes
                    add(item)
                elif isinstance(item, gast.AST):
                    _gather(item, add)
        elif value.__class__ is gast.Name and value.annotation is None:
            add(value)
        elif isinstance(value, gast.AST):
            _gather(value, add)


PLAIN_FIELDS = frozenset({"op", "ops", "ctx", "id", "attr", "kind", "arg", "type_comment", "conversion", "text"})
_inner_fields: dict[type[Any], tuple[str, ...]] = {gast.Constant: ()}


def is_none(node: gast.AST) -> bool:
    """Whether `node` is the literal None."""
    return isinstance(node, gast.Constant) and node.value is None


def is_name(node: gast.AST, identifier: str) -> bool:
    """Whether a node is this name."""
    return isinstance(node, gast.Name) and node.id == identifier


def asks_for_one(node: gast.AST) -> bool:
    """Whether a comparison asks if two names stand for one object, `row is rows[0]`: of a copy the answer would be another."""
    one = isinstance(node, gast.Compare) and any(isinstance(op, (gast.Is, gast.IsNot)) for op in node.ops)
    return one and not any(isinstance(side, gast.Constant) for side in (node.left, *node.comparators))


def may_break(loop: gast.AST) -> bool:
    """Whether a loop, or what stands in one, may end by `break`."""
    stack = list(loop.body) + list(loop.orelse if isinstance(loop, gast.If) else [])
    while stack:
        node = stack.pop()
        if isinstance(node, gast.Break):
            return True
        if isinstance(node, (gast.If, gast.With)):
            stack += node.body + list(getattr(node, "orelse", []))
    return False


def dotted(node: gast.AST) -> str | None:
    """A string such as "np.linalg.solve" for a name or a chain of attributes of a name; None for anything else."""
    parts: list[str] = []
    while isinstance(node, gast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, gast.Name):
        return None
    return ".".join([node.id, *reversed(parts)])


class Names:
    """Hands out identifiers that clash with nothing, the same ones on every run."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = set(taken)

    def fresh(self, wish: str, *others: str) -> str:
        """`wish` or the first of `others` that is free, else wish_1, wish_2, ..."""
        numbered = (f"{wish}_{n}" for n in itertools.count(1))
        candidate = next(name for name in itertools.chain((wish, *others), numbered) if name not in self.taken and not keyword.iskeyword(name))
        self.taken.add(candidate)
        return candidate


LONGEST_NAME = 16


def described(node: gast.AST) -> str | None:
    """A name that says what a call or a product of matrices is: exp_x for np.exp(x); None where that would be long.

    >>> [described(expr(text)) for text in ("np.exp(x)", "x.sum()", "np.max(x, axis=1)", "math.log(p[0])", "x.T @ w", "np.exp(-x)")]
    ['exp_x', 'sum_x', 'max_x', 'log_p0', 'xT_matmul_w', None]
    """
    words: list[str | None] = []
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.MatMult):
        words = [_word(node.left), "matmul", _word(node.right)]
    elif isinstance(node, gast.Call) and all(isinstance(a, gast.Constant) for a in [*node.args[1:], *(k.value for k in node.keywords)]):
        owner, _, own = (dotted(node.func) or "").rpartition(".")
        words = [own.strip("_").lower() or None, _word(node.args[0] if node.args else node.func.value) if node.args or owner else None]
    name = "_".join(word for word in words if word is not None)
    return name if name and None not in words and len(name) <= LONGEST_NAME else None


def _word(node: gast.AST) -> str | None:
    """One word for a name, x0 for x[0] and xT for x.T."""
    if isinstance(node, gast.Subscript) and isinstance(node.slice, gast.Constant) and str(node.slice.value).isdecimal():
        base = _word(node.value)
        return None if base is None else f"{base}{node.slice.value}"
    text = dotted(node)
    return text.replace(".", "") if text is not None and "." not in text.removesuffix(".T") else None


OPERATORS: dict[type[gast.AST], str] = {
    gast.Add: "+", gast.Sub: "-", gast.Mult: "*", gast.Div: "/", gast.FloorDiv: "//", gast.Mod: "%", gast.Pow: "**",
    gast.MatMult: "@", gast.LShift: "<<", gast.RShift: ">>", gast.BitOr: "|", gast.BitXor: "^", gast.BitAnd: "&",
}  # fmt: skip


def parse_python(text: str, filename: str = "<s2sdiff>") -> gast.AST:
    """A module's tree from its text."""
    return gast.ast_to_gast(ast.parse(text, filename))
