"""What vmap means: which axes are mapped, what one item is, how results are stacked.

Axis specifications are JAX's: an int, None (not mapped), or a tree of those that is a prefix of the values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from s2sdiff import arguments, tree, types
from s2sdiff.types import Type

Axis = int | None


def call(fun: Callable[..., Any], in_axes: Any, out_axes: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`fun` of each item, results stacked; keyword arguments are mapped over their axis 0."""
    values, structure = tree.flatten((args, kwargs))
    axes = axes_of_arguments(in_axes, args) + [0] * len(tree.leaves(kwargs))
    count = mapped_size(values, axes)
    items = [v if axis is None else np.moveaxis(v, axis, 0) for v, axis in zip(values, axes, strict=True)]
    results = []
    for i in range(count):
        one = [v if axis is None else v[i] for v, axis in zip(items, axes, strict=True)]
        item_args, item_kwargs = tree.unflatten(structure, one)
        results.append(fun(*item_args, **item_kwargs))
    return stacked(results, out_axes)


def axes_of_arguments(in_axes: Any, args: tuple[Any, ...]) -> list[Axis]:
    """The mapped axis of each leaf of the positional arguments."""
    if isinstance(in_axes, list):
        in_axes = tuple(in_axes)
    if not isinstance(in_axes, (int, tuple, type(None))):
        raise TypeError(
            "vmap in_axes must be an int, None, or a tuple of entries corresponding to the positional arguments passed to "
            f"the function, but got {in_axes}."
        )
    return _of_leaves("in_axes", in_axes, args)


def mapped_size(values: list[Any], axes: list[Axis]) -> int:
    """The size that all mapped axes share."""
    sizes: dict[int, str] = {}
    for value, axis in zip(values, axes, strict=True):
        if axis is None:
            continue
        shape = np.shape(value)
        if not -len(shape) <= axis < len(shape):
            raise ValueError(
                f"vmap was requested to map its argument along axis {axis}, which implies that its rank should be at least "
                f"{axis + 1 if axis >= 0 else -axis}, but is only {len(shape)} (its shape is {shape})"
            )
        described = f"{np.asarray(value).dtype}[{','.join(map(str, shape))}]"
        sizes.setdefault(shape[axis], f"axis {axis} of an argument of type {described}")
    if not sizes:
        raise ValueError("vmap must have at least one non-None value in in_axes")
    if len(sizes) > 1:
        found = ";\n".join(f"  * one axis had size {n}: {where}" for n, where in sizes.items())
        raise ValueError(f"vmap got inconsistent sizes for array axes to be mapped:\n{found}")
    (size,) = sizes
    if not size:
        raise ValueError("vmap over an axis of size 0: there is no item that would tell the shape of the result")
    return size


def stacked(results: list[Any], out_axes: Any) -> Any:
    """One tree whose leaves are those of `results`, stacked."""
    columns, structure = [], tree.structure(results[0])
    for result in results:
        found, other = tree.flatten(result)
        if other != structure:
            raise TypeError(f"vmap: the results of the function differ in structure: {structure} and {other}")
        columns.append(found)
    axes = _of_leaves("out_axes", out_axes, results[0])
    leaves = [
        column[0] if axis is None else np.stack(column, axis=axis)
        for column, axis in zip(zip(*columns, strict=True), axes, strict=True)
    ]
    return tree.unflatten(structure, leaves)


def axes_of_types(
    in_axes: Any, names: tuple[str, ...], args: tuple[Type, ...], kwargs: Mapping[str, Type]
) -> dict[str, list[Axis]]:
    """The mapped axis of each leaf of each parameter, in the order of `types.leaves`."""
    counter = iter(range(sum([_count(t) for t in args])))
    skeleton = tuple([_skeleton(t, counter) for t in args])
    axes = dict(zip(tree.leaves(skeleton), axes_of_arguments(in_axes, skeleton), strict=True))
    in_order = iter([axes[i] for i in range(len(axes))])
    found = {name: [next(in_order) for _ in range(_count(t))] for name, t in zip(names, args, strict=True)}
    found.update({name: [0] * _count(t) for name, t in kwargs.items()})
    if not any(axis is not None for group in found.values() for axis in group):
        raise ValueError("vmap must have at least one non-None value in in_axes")
    return found


def axes_of_type(out_axes: Any, result: Type) -> list[Axis]:
    """The axis along which each leaf of the result is stacked, in the order of `types.leaves`."""
    skeleton = _skeleton(result, iter(range(_count(result))))
    axes = dict(zip(tree.leaves(skeleton), _of_leaves("out_axes", out_axes, skeleton), strict=True))
    return [axes[i] for i in range(len(axes))]


def item_type(t: Type, axes: list[Axis]) -> Type:
    """The type of one item of an argument."""
    return _item_type(t, iter(axes))


def _of_leaves(what: str, axes: Any, value: Any) -> list[Axis]:
    try:
        return tree.broadcast_prefix(axes, value, is_leaf=lambda axis: axis is None)
    except ValueError as mismatch:
        raise ValueError(
            f"vmap {what} specification must be a tree prefix of the corresponding value, got specification {axes} for "
            f"value tree {tree.structure(value)}."
        ) from mismatch


def _is_leaf(t: Type) -> bool:
    return not isinstance(t, (types.Seq, types.Dict, types.Record))


def _count(t: Type) -> int:
    return len([leaf for _, leaf in types.leaves(t) if not isinstance(leaf, (types.Static, types.Text))])


def _skeleton(t: Type, counter: Iterator[int]) -> Any:
    """A value of the structure of `t` whose leaves are numbered in the order of `types.leaves`."""
    if isinstance(t, (types.Static, types.Text)):
        return None
    if _is_leaf(t):
        return next(counter)
    parts = {key: _skeleton(child, counter) for key, child in types.children(t)}
    if isinstance(t, types.Dict):
        return parts
    cls: Any = getattr(t, "cls", tuple)
    if isinstance(t, types.Record):
        return cls(**parts)
    return cls(*parts.values()) if hasattr(cls, "_fields") else cls(parts.values())


def _item_type(t: Type, axes: Iterator[Axis]) -> Type:
    if isinstance(t, (types.Static, types.Text)):
        return t
    if isinstance(t, types.Seq):
        return types.Seq(t.cls, tuple([_item_type(child, axes) for child in t.items]))
    if isinstance(t, types.Dict):
        return types.Dict(tuple([(key, _item_type(child, axes)) for key, child in t.items]))
    if isinstance(t, types.Record):
        return types.Record(t.cls, tuple([(key, _item_type(child, axes)) for key, child in t.items]), t.constants)
    axis = next(axes)
    if axis is None:
        return t
    if not isinstance(t, types.Array) or t.shape is None:
        return types.UNKNOWN
    if not -len(t.shape) <= axis < len(t.shape):
        raise ValueError(
            f"vmap was requested to map its argument along axis {axis}, but its type is {arguments.describe(t)}"
        )
    shape = list(t.shape)
    del shape[axis]
    return types.Array(t.dtype, tuple(shape)) if shape else types.Scalar(t.dtype, weak=False)
