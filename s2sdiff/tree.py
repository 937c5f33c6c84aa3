"""Pytrees: nested tuples, lists, dicts (keys in sorted order), named tuples, None and registered classes.

Names, order and conventions are those of `jax.tree`.  None is a node without leaves; whatever is not a node is a leaf.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import reduce as fold
from types import SimpleNamespace
from typing import Any, TypeVar

Leaf = Any
IsLeaf = Callable[[Any], bool] | None
Class = TypeVar("Class", bound=type)


@dataclass(frozen=True)
class Node:
    """How one registered class is taken apart and put together."""

    flatten: Callable[[Any], tuple[Iterable[Any], Any]]
    unflatten: Callable[[Any, Sequence[Any]], Any]
    children: tuple[str, ...] | None = None  # the fields that are children, of a dataclass


REGISTERED: dict[type, Node] = {}


class TreeDef:
    """The structure of a tree: everything about it but its leaves.  Compares by value."""

    __slots__ = ("children", "cls", "data", "num_leaves")

    def __init__(self, cls: type | None, data: Any = None, children: tuple[TreeDef, ...] = ()) -> None:
        self.cls = cls  # None for a leaf
        self.data = data  # keys of a dict, auxiliary data of a registered class
        self.children = children
        self.num_leaves: int = 1 if cls is None else sum([child.num_leaves for child in children])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TreeDef):
            return NotImplemented
        same_node = self.cls is other.cls and self.data == other.data
        return self is other or (same_node and self.children == other.children)

    def __hash__(self) -> int:
        return hash((self.cls, len(self.children), self.num_leaves))

    def __repr__(self) -> str:
        return f"PyTreeDef({_text(self)})"

    def unflatten(self, leaves: Iterable[Leaf]) -> Any:
        """The tree of this structure with these leaves."""
        return unflatten(self, leaves)


LEAF = TreeDef(None)
EMPTY = TreeDef(type(None))


def flatten(tree: Any, is_leaf: IsLeaf = None) -> tuple[list[Leaf], TreeDef]:
    """The leaves of `tree`, left to right, and its structure."""
    found: list[Leaf] = []
    return found, _flatten(tree, found, is_leaf)


def leaves(tree: Any, is_leaf: IsLeaf = None) -> list[Leaf]:
    """The leaves of `tree`, left to right."""
    return flatten(tree, is_leaf)[0]


def structure(tree: Any, is_leaf: IsLeaf = None) -> TreeDef:
    """The structure of `tree`."""
    return flatten(tree, is_leaf)[1]


def unflatten(treedef: TreeDef, leaves: Iterable[Leaf]) -> Any:
    """The tree of structure `treedef` with these leaves: the inverse of `flatten`."""
    given = list(leaves)
    if len(given) > treedef.num_leaves:
        raise ValueError(f"Too many leaves for PyTreeDef; expected {treedef.num_leaves}.")
    if len(given) < treedef.num_leaves:
        raise ValueError(f"Too few leaves for PyTreeDef; expected {treedef.num_leaves}, got {len(given)}.")
    return _unflatten(treedef, iter(given))


def map(f: Callable[..., Any], tree: Any, *rest: Any, is_leaf: IsLeaf = None) -> Any:  # noqa: A001
    """The tree of `f(leaf, *leaves of the rest)`; each of `rest` has `tree` as a prefix."""
    first, treedef = flatten(tree, is_leaf)
    columns = [first]
    for other in rest:
        column: list[Any] = []
        _flatten_up_to(treedef, other, column)
        columns.append(column)
    return _unflatten(treedef, iter([f(*row) for row in zip(*columns, strict=True)]))


def reduce(f: Callable[[Any, Any], Any], tree: Any, *initial: Any, is_leaf: IsLeaf = None) -> Any:
    """`functools.reduce` over the leaves of `tree`."""
    return fold(f, leaves(tree, is_leaf), *initial)


def all(tree: Any, *, is_leaf: IsLeaf = None) -> bool:  # noqa: A001
    """Whether every leaf of `tree` is true."""
    return not [leaf for leaf in leaves(tree, is_leaf) if not leaf]


def broadcast_prefix(prefix: Any, tree: Any, is_leaf: IsLeaf = None) -> list[Any]:
    """For each leaf of `tree`, the leaf of `prefix` that stands above it."""
    above, treedef = flatten(prefix, is_leaf)
    below: list[Any] = []
    _flatten_up_to(treedef, tree, below)
    return [value for value, subtree in zip(above, below, strict=True) for _ in leaves(subtree)]


def register_pytree_node(
    cls: type,
    flatten: Callable[[Any], tuple[Iterable[Any], Any]],
    unflatten: Callable[[Any, Sequence[Any]], Any],
) -> None:
    """Make `cls` a node: `flatten(value)` gives (children, data) and `unflatten(data, children)` is its inverse."""
    if cls in REGISTERED or cls in BUILT_IN:
        raise ValueError(f"Duplicate custom PyTreeDef type registration for {cls}.")
    REGISTERED[cls] = Node(flatten, unflatten)


def register_dataclass(
    cls: Class, data_fields: Sequence[str] | None = None, meta_fields: Sequence[str] | None = None
) -> Class:
    """Make a dataclass a node whose children are `data_fields`; `meta_fields` are part of the structure.

    Without `data_fields` they are all fields but those declared with `metadata={"static": True}`.  Also a decorator.
    """
    if not is_dataclass(cls):
        raise TypeError(f"register_dataclass: expected a dataclass, got {cls}.")
    declared = [f for f in fields(cls) if f.init]
    meta = [f.name for f in declared if f.metadata.get("static")] if meta_fields is None else list(meta_fields)
    data = [f.name for f in declared if f.name not in meta] if data_fields is None else list(data_fields)
    unplaced = {f.name for f in declared if f.default is MISSING and f.default_factory is MISSING} - {*data, *meta}
    if unplaced or not {*data, *meta} <= {f.name for f in declared}:
        raise ValueError(f"data_fields and meta_fields must name the fields of {cls.__name__}; got {data} and {meta}.")

    def take_apart(value: Any) -> tuple[list[Any], tuple[Any, ...]]:
        return [getattr(value, name) for name in data], tuple([getattr(value, name) for name in meta])

    def put_together(constants: tuple[Any, ...], children: Sequence[Any]) -> Any:
        return cls(**dict(zip(data, children, strict=True)), **dict(zip(meta, constants, strict=True)))

    register_pytree_node(cls, take_apart, put_together)
    REGISTERED[cls] = Node(take_apart, put_together, tuple(data))
    return cls


# ----------------------------------------------------------------------------------------- attributes of an object


def attributes(value: Any) -> dict[str, Any] | None:
    """The attributes of a dataclass instance or of a registered object, by name; None for anything else.

    This is how an object is read inside a differentiated function, where its attributes are used, not its children.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    return dict(vars(value)) if type(value) in REGISTERED and hasattr(value, "__dict__") else None


def with_attributes(value: Any, **changes: Any) -> Any:
    """A copy of `value` with these attributes, made as its class is registered, else without running `__init__`."""
    cls = type(value)
    if cls in REGISTERED:
        children, data = REGISTERED[cls].flatten(value)
        names = child_names(value) or ()
        return REGISTERED[cls].unflatten(data, [changes.get(n, c) for n, c in zip(names, children, strict=True)])
    return _copied(value, changes)


def children_and_constants(value: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The attributes of an object that are its children, and the others; None unless each child is an attribute.

    Constant are the fields of a dataclass declared with `metadata={"static": True}`, and whatever `flatten` leaves out.
    """
    found = attributes(value)
    if found is None:
        return None
    if type(value) in REGISTERED:
        names = child_names(value)
        if names is None:
            return None
    else:
        names = tuple([f.name for f in fields(value) if not f.metadata.get("static")])
    return {n: found[n] for n in names}, {n: part for n, part in found.items() if n not in names}


def cotangent_class(cls: type, names: Iterable[str]) -> type:
    """The class of cotangents of objects with these attributes: the same if it tells what is in them, else a mere namespace."""
    told = is_dataclass(cls) and {f.name for f in fields(cls)}.issuperset(names)
    return cls if told or cls in REGISTERED else SimpleNamespace


def is_told_by_class(cls: type) -> bool:
    """Whether the class alone tells which attributes of an object are children, and which are constants."""
    return is_dataclass(cls) and (cls not in REGISTERED or REGISTERED[cls].children is not None)


def constructor_fields(cls: type) -> tuple[list[str], list[str]] | None:
    """The children and the constants of a dataclass whose `__init__` only keeps its arguments; None for other classes."""
    if not is_dataclass(cls) or hasattr(cls, "__post_init__") or [f for f in fields(cls) if not f.init]:
        return None
    code = getattr(cls.__init__, "__code__", None)
    if code is None or code.co_filename != "<string>" or (cls in REGISTERED and REGISTERED[cls].children is None):
        return None
    given = REGISTERED[cls].children if cls in REGISTERED else None
    children = [f.name for f in fields(cls) if (not f.metadata.get("static") if given is None else f.name in given)]
    return children, [f.name for f in fields(cls) if f.name not in children]


def is_plain(cls: type) -> bool:
    """Whether `cls(*children)` puts an object together again."""
    names = constructor_fields(cls)
    return names is not None and not names[1] and not [f for f in fields(cls) if f.kw_only]


def child_names(value: Any) -> tuple[str, ...] | None:
    """The attributes that hold the children of a registered object, in their order; None if a child is no attribute."""
    flatten_one = REGISTERED[type(value)].flatten
    parts = attributes(value) or {}
    children = list(flatten_one(value)[0])
    holders = [[name for name, part in parts.items() if part is child] for child in children]
    if not [names for names in holders if len(names) != 1]:
        return tuple([names[0] for names in holders])
    marks = {name: object() for names in holders if len(names) > 1 for name in names}  # one object under several names
    try:
        marked = list(flatten_one(_copied(value, marks))[0])
    except Exception:  # noqa: BLE001 - whatever the user's flatten makes of objects that are no numbers
        return None
    parts |= marks
    holders = [[name for name, part in parts.items() if part is child] for child in marked]
    known = len(marked) == len(children) and not [names for names in holders if len(names) != 1]
    return tuple([names[0] for names in holders]) if known else None


def _copied(value: Any, changes: dict[str, Any]) -> Any:
    """A copy with these attributes, made without running `__init__`."""
    copy = object.__new__(type(value))
    for name, part in {**(attributes(value) or {}), **changes}.items():
        object.__setattr__(copy, name, part)
    return copy


# --------------------------------------------------------------------------------------------------- the recursion

def reads_as_dict(value: Any) -> bool:
    """Whether reading an ordered dict, or one with what missing keys give, is reading a dict; so is what is missing one of its kind."""
    if type(value) is defaultdict:
        return value.default_factory is None or all(type(item) is value.default_factory for item in value.values())
    return type(value) is OrderedDict


BUILT_IN = {tuple, list, dict, OrderedDict, defaultdict, type(None)}


def _flatten(tree: Any, found: list[Leaf], is_leaf: IsLeaf) -> TreeDef:
    if is_leaf is not None and is_leaf(tree):
        found.append(tree)
        return LEAF
    cls = type(tree)
    if cls is tuple or cls is list:
        return TreeDef(cls, None, tuple([_flatten(child, found, is_leaf) for child in tree]))
    if cls is dict:
        keys = _sorted_keys(tree)
        return TreeDef(cls, keys, tuple([_flatten(tree[key], found, is_leaf) for key in keys]))
    if tree is None:
        return EMPTY
    parts = _parts(tree)
    if parts is None:
        found.append(tree)
        return LEAF
    children, data = parts
    return TreeDef(cls, data, tuple([_flatten(child, found, is_leaf) for child in children]))


def _parts(tree: Any) -> tuple[list[Any], Any] | None:
    """Children and data of a node, None for a leaf."""
    cls = type(tree)
    if cls is tuple or cls is list or _is_namedtuple(cls):
        return list(tree), None
    if cls is dict:
        keys = _sorted_keys(tree)
        return [tree[key] for key in keys], keys
    if cls is OrderedDict:
        return list(tree.values()), list(tree)
    if cls is defaultdict:
        keys = _sorted_keys(tree)
        return [tree[key] for key in keys], (tree.default_factory, keys)
    if tree is None:
        return [], None
    if cls in REGISTERED:
        children, data = REGISTERED[cls].flatten(tree)
        return list(children), data
    return None


def _join(cls: type, data: Any, children: list[Any]) -> Any:
    """The node that `_parts` took apart."""
    if cls is tuple or cls is list:
        return cls(children)
    if cls is dict or cls is OrderedDict:
        return cls(zip(data, children, strict=True))
    if cls is defaultdict:
        return defaultdict(data[0], zip(data[1], children, strict=True))
    if cls is type(None):
        return None
    if cls in REGISTERED:
        return REGISTERED[cls].unflatten(data, children)
    return cls(*children)


def _unflatten(treedef: TreeDef, given: Any) -> Any:
    if treedef.cls is None:
        return next(given)
    return _join(treedef.cls, treedef.data, [_unflatten(child, given) for child in treedef.children])


def _flatten_up_to(treedef: TreeDef, tree: Any, found: list[Any]) -> None:
    """Append the subtrees of `tree` that stand where `treedef` has leaves."""
    if treedef.cls is None:
        found.append(tree)
        return
    if treedef.cls is not type(tree):
        raise ValueError(f"Expected {_kind(treedef)}, got {tree!r}.")
    parts = _parts(tree)
    assert parts is not None
    children, data = parts
    if treedef.cls is dict and data != treedef.data:
        raise ValueError(f"Dict key mismatch; expected keys: {treedef.data}, got {data}; dict: {tree!r}.")
    if data != treedef.data:
        raise ValueError(f"Mismatch of custom node data: {treedef.data!r} != {data!r}; value: {tree!r}.")
    if len(children) != len(treedef.children):
        name = treedef.cls.__name__
        raise ValueError(
            f"{name.capitalize()} arity mismatch: {len(children)} != {len(treedef.children)}; {name}: {tree!r}."
        )
    for expected, child in zip(treedef.children, children, strict=True):
        _flatten_up_to(expected, child, found)


def _sorted_keys(mapping: dict[Any, Any]) -> list[Any]:
    """Keys in sorted order, in insertion order where they do not compare."""
    try:
        return sorted(mapping)
    except TypeError:
        return list(mapping)


def _is_namedtuple(cls: type) -> bool:
    return issubclass(cls, tuple) and hasattr(cls, "_fields")


def _kind(treedef: TreeDef) -> str:
    return "None" if treedef.cls is type(None) or treedef.cls is None else treedef.cls.__name__


def _text(treedef: TreeDef) -> str:
    cls, parts = treedef.cls, [_text(child) for child in treedef.children]
    if cls is None:
        return "*"
    if cls is tuple:
        return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
    if cls is list:
        return f"[{', '.join(parts)}]"
    if cls is dict:
        return "{" + ", ".join(f"{k!r}: {p}" for k, p in zip(treedef.data, parts, strict=True)) + "}"
    if cls is type(None):
        return "None"
    if _is_namedtuple(cls):
        return f"{cls.__name__}({', '.join(f'{k}={p}' for k, p in zip(cls._fields, parts, strict=True))})"  # type: ignore[attr-defined]
    return f"CustomNode({cls.__name__}[{treedef.data!r}], [{', '.join(parts)}])"
