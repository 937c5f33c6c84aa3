"""The type of a call's result: by trying it, or worked out for functions that samples do not tell enough of."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from s2sdiff import tree
from s2sdiff.analyze.infer.elementwise import elementwise
from s2sdiff.analyze.infer.meeting import BOTTOM, Bottom, join, join_all
from s2sdiff.analyze.infer.naming import opened, without_sizes
from s2sdiff.analyze.infer.trials import product_size, tried
from s2sdiff.runtime import add_along_axis, add_at, add_trees, copy_tree, put_at, split_like, unbroadcast, zeros_like
from s2sdiff.types import (
    FLOAT,
    NONE,
    UNKNOWN,
    Array,
    Dict,
    DictOf,
    Dim,
    ListOf,
    Many,
    Record,
    Scalar,
    Seq,
    Size,
    Type,
    Unknown,
    is_any_integer,
    is_inexact,
    leaves,
    rank,
    shape_of,
    size,
    size_sum,
    size_times,
)

PRODUCTS = (operator.matmul, np.matmul, np.dot)
SIZED_BY_VALUES = (
    np.unique, np.compress, np.extract, np.trim_zeros, np.bincount, np.nonzero, np.flatnonzero, np.argwhere, np.union1d,
    np.intersect1d, np.setdiff1d, np.setxor1d, np.unique_values, np.polynomial.polynomial.polysub,
    np.polynomial.chebyshev.chebsub, np.linalg.lstsq,
)  # fmt: skip

# A whole number says how much is left, which is nothing beyond an end, or how far from the diagonal, to either side.
CUT_OFF = (
    np.diag, np.diagflat, np.diagonal, np.tril_indices, np.triu_indices, np.tril_indices_from, np.triu_indices_from, np.diff,
    np.polyder, np.polynomial.polynomial.polyder, np.polynomial.chebyshev.chebder,
)  # fmt: skip

TRIMMING = tuple(
    getattr(module, f"{prefix}{name}")
    for module, prefix in ((np.polynomial.polynomial, "poly"), (np.polynomial.chebyshev, "cheb"), (np, "poly"))
    for name in ("add", "mul", "div", "pow")
    if hasattr(module, f"{prefix}{name}")
)  # they drop zeros at an end, as samples of whole numbers have them


def result_of(function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type]) -> Type:
    """The type of function(*args, **keywords), found by calling it on samples; unknown if that fails."""
    if function is np.cov:  # weights of samples sum to zero, and say nothing of the result
        keywords = {name: t for name, t in keywords.items() if name not in ("fweights", "aweights")}
    if function is np.histogram and isinstance(edges := keywords.get("bins", args[1] if len(args) > 1 else None), Array) and is_inexact(edges):
        return _of_ordered_edges(args, keywords, edges)
    types = [*args, *keywords.values()]
    if any(isinstance(part, Bottom) for t in types for _, part in leaves(t)):
        return BOTTOM
    said = _said_by(function, args) if not keywords else None
    if said is not None:
        return said
    types = opened(types)
    args, keywords = types[: len(args)], dict(zip(keywords, types[len(args) :], strict=True))
    if getattr(function, "__name__", "") == "reshape" and not keywords and len(args) == 2:
        base, shape = args
        parts = shape.items if isinstance(shape, Seq) else (shape,)
        if isinstance(base, (Array, Scalar)) and all(isinstance(p, Scalar) for p in parts):
            array = base if isinstance(base, Array) else Array(base.dtype, ())
            return reshaped(array, [p.value for p in parts])  # type: ignore[attr-defined]
    if any(isinstance(t, Unknown) for t in types):
        return UNKNOWN
    found = tried(function, args, keywords)
    if found is None and function is split_like:
        return _split_types(*args[:2])
    if found is None and function in PRODUCTS and not keywords:
        return _product_type(*args)
    if found is None:
        return _of_any_integers(function, args, keywords)
    if function is np.arange and isinstance(found, Array) and not all(map(_is_exact, types)):
        return replace(found, shape=(None if {*keywords} - {"dtype"} else _numbers_between(args),))
    return without_sizes(found) if _is_sized_by_values(function, types) else found


def _of_ordered_edges(args: Sequence[Type], keywords: Mapping[str, Type], edges: Array) -> Type:
    """What np.histogram gives of edges: those of samples are not in order, unless they are whole numbers, and it gives them back."""
    whole = replace(edges, dtype="int64")
    found = result_of(np.histogram, [whole if t is edges else t for t in args], {name: whole if t is edges else t for name, t in keywords.items()})
    return Seq(found.cls, (found.items[0], edges)) if isinstance(found, Seq) else found


def _of_any_integers(function: Callable[..., Any], args: Sequence[Type], keywords: Mapping[str, Type]) -> Type:
    """The type of a call that takes no samples of sizes, such as an axis or 4 - n, or of lists of places: with small numbers, the sizes
    forgotten.  Several in one list or tuple, such as axes, are different ones.
    """
    given = (*args, *keywords.values())
    if not any(is_any_integer(part.item if isinstance(part, ListOf) else part) for t in given for _, part in leaves(t)):
        return UNKNOWN

    def known(t: Type, number: int) -> Type:
        if isinstance(t, ListOf):
            return replace(t, item=known(t.item, number))
        if isinstance(t, Seq):
            return replace(t, items=tuple(known(item, (number + k) % max(2, len(t.items))) for k, item in enumerate(t.items)))
        return replace(t, value=number) if is_any_integer(t) else t

    def tried_with(number: int) -> Type:
        chosen = [known(t, number) for t in given]
        found = tried(function, chosen[: len(args)], dict(zip(keywords, chosen[len(args) :], strict=True)))
        return UNKNOWN if found is None else without_sizes(found)

    found = tried_with(0)
    return found if found == tried_with(1) else UNKNOWN


def _numbers_between(bounds: Sequence[Type]) -> Size:
    """How many numbers `np.arange` gives: samples do not tell, as there are none where the bounds lie the other way round."""
    given = [_whole(t) for t in bounds]
    start, stop, step = (0, *given, 1) if len(given) == 1 else (*given, 1)[:3]
    gap = size_sum(stop, start, -1)
    if isinstance(gap, int) and isinstance(step, int) and step:
        return len(range(0, gap, step))
    return size_times(step, gap) if step in (1, -1) else None


def _is_exact(t: Type) -> bool:
    """Whether `t` is no number, or one that is known."""
    return not isinstance(t, Scalar) or isinstance(t.value, int | float)


def _whole(t: Type) -> Size:
    """A whole number that is known, or known as a size."""
    value = t.value if isinstance(t, Scalar) else None
    return int(value) if isinstance(value, float) and value.is_integer() else value if isinstance(value, int | Dim) else None


def _said_by(function: Callable[..., Any], args: Sequence[Type]) -> Type | None:
    """The result's type where that of an argument says it; samples may not fit, or not be there."""
    if function is zeros_like:
        return _zeros_of(*args)
    if function is add_trees:
        return _sum_of(*args)
    if function is copy_tree:
        return args[0]
    if function is unbroadcast and isinstance(args[0], Array) and isinstance(args[1], Array):
        return Array(args[0].dtype, args[1].shape)
    if function in (add_at, add_along_axis, put_at) and isinstance(args[0], Array) and isinstance(args[2], (Scalar, Array)) and is_inexact(args[2]):
        return replace(args[0], dtype=args[2].dtype)
    if function is np.broadcast_to and len(args) == 2 and isinstance(args[0], (Scalar, Array)) and isinstance(args[1], Seq):
        return Array(args[0].dtype, tuple(i.value if isinstance(i, Scalar) else None for i in args[1].items))
    return None


def _zeros_of(t: Type) -> Type:
    """What `zeros_like` gives."""
    if isinstance(t, Seq):
        return Seq(t.cls, tuple(map(_zeros_of, t.items)))
    if isinstance(t, Dict):
        return replace(t, items=tuple((k, _zeros_of(part)) for k, part in t.items))
    if isinstance(t, Record):  # what counts of an object are its attributes
        cls = tree.cotangent_class(t.cls, [k for k, _ in t.items])
        return replace(t, cls=cls, items=tuple((k, _zeros_of(part)) for k, part in t.items))
    if isinstance(t, Many):
        return replace(t, item=_zeros_of(t.item))
    if isinstance(t, Array):
        whole = np.dtype(t.dtype).kind in "biu"
        return replace(t, dtype=np.result_type(t.dtype, np.float16).name) if whole else t
    if isinstance(t, Bottom):  # the item of a list that nothing was put into
        return t
    if isinstance(t, Unknown) and t.function:
        return NONE
    if isinstance(t, Unknown):
        present = None if t.present is None else _zeros_of(t.present)
        return Unknown(present if isinstance(present, (Scalar, Array)) else None, t.container)
    return FLOAT if isinstance(t, Scalar) and (t.weak or t.dtype != "bool") else NONE


def _sum_of(a: Type, b: Type) -> Type:
    """What `add_trees` gives."""
    if NONE in (a, b) or BOTTOM in (a, b):
        return b if a in (NONE, BOTTOM) else a
    if isinstance(a, Seq) and isinstance(b, Seq) and len(a.items) == len(b.items):
        return Seq(a.cls, tuple(_sum_of(x, y) for x, y in zip(a.items, b.items, strict=True)))
    if isinstance(a, (Dict, Record)) and type(b) is type(a) and dict(a.items).keys() == dict(b.items).keys():
        return replace(a, items=tuple((k, _sum_of(x, dict(b.items)[k])) for k, x in a.items))
    if isinstance(a, ListOf) and isinstance(b, (ListOf, Seq)):
        return ListOf(_sum_of(a.item, b.item if isinstance(b, ListOf) else join_all(b.items)), cls=a.cls)
    if isinstance(a, Seq) and isinstance(b, ListOf):
        return ListOf(_sum_of(join_all(a.items), b.item), cls=a.cls)
    if isinstance(a, DictOf) and isinstance(b, DictOf):
        return DictOf(_sum_of(a.item, b.item), join(a.key, b.key))
    x, y = (t.present if isinstance(t, Unknown) else t for t in (a, b))  # None counts as zero
    if x is not a and isinstance(x, (Scalar, Array)) and isinstance(y, (Scalar, Array)):
        total = join(elementwise(operator.add, [x, y]), y)
        return total if y is b else Unknown(join(total, x))
    if y is not b and isinstance(x, (Scalar, Array)) and isinstance(y, (Scalar, Array)):
        return join(elementwise(operator.add, [x, y]), x)
    return elementwise(operator.add, [a, b])


def _split_types(arrays: Type, g: Type) -> Type:
    """What `split_like` gives, which fits samples only where the sizes of `arrays` are known to add up to that of g."""
    items = arrays.items if isinstance(arrays, Seq) else [arrays.item] if isinstance(arrays, ListOf) else []
    if not items or not isinstance(g, Array) or not all(isinstance(a, (Scalar, Array)) for a in items):
        return UNKNOWN
    parts = [Array(g.dtype, shape_of(a)) for a in items]
    return ListOf(parts[0]) if isinstance(arrays, ListOf) else Seq(list, tuple(parts))


def _product_type(a: Type, b: Type) -> Type:
    """What `a @ b` gives, where it is not known that the axes which are summed over have one size, as they must have."""
    if not isinstance(a, Array) or not isinstance(b, Array) or not {rank(a), rank(b)} <= {1, 2}:
        return UNKNOWN
    dtype = np.result_type(a.dtype, b.dtype).name
    shape = (*(a.shape or ())[:-1], *((b.shape or ())[1:] if rank(b) == 2 else ()))
    return Array(dtype, shape) if shape else Scalar(dtype, weak=False)


def reshaped(base: Array, shape: Sequence[Size]) -> Type:
    """The type of a reshape to `shape`, in which -1 stands for what is left."""
    total = None if base.shape is None else product_size(base.shape)
    if -1 not in shape:
        return Array(base.dtype, tuple(shape))
    others = product_size([d for d in shape if d != -1])
    rest: Size = None
    if others == 1:
        rest = total
    elif isinstance(total, int) and isinstance(others, int) and others:
        rest = total // others
    elif total is not None and others is not None:
        rest = size(f"?[{total}/{others}]")
    return Array(base.dtype, tuple(rest if d == -1 else d for d in shape))


def _is_sized_by_values(function: Callable[..., Any], types: Sequence[Type]) -> bool:
    """Whether how long the result is depends on more than sizes and whole numbers, which the samples show."""
    if any(function is f for f in CUT_OFF):
        return any(isinstance(t, Scalar) and isinstance(t.value, Dim) for t in types)
    if function is np.repeat:  # each item as often as an array says
        return any(isinstance(t, (Array, Seq, ListOf)) for t in types[1:])
    if any(function is f for f in TRIMMING):
        return any(isinstance(t, Array) and not is_inexact(t) for t in types)
    return any(function is f for f in SIZED_BY_VALUES)
