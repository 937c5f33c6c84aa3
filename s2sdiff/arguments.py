"""Arguments of a transformed function: abstract types, and what is wrong with them, in JAX's words."""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any, get_type_hints

import numpy as np

from s2sdiff import tree, types
from s2sdiff.run.signatures import NUMBERS
from s2sdiff.sizes import Sizes
from s2sdiff.types import Type

# --------------------------------------------------------------------------------------------------- abstract types


def types_of(
    args: Sequence[Any], kwargs: dict[str, Any], sizes: Sizes
) -> tuple[tuple[Type, ...], dict[str, Type]]:
    """Abstract types of the arguments of one call; equal sizes share a name."""
    sizes.meet(leaf for value in (*args, *kwargs.values()) for leaf in tree.leaves(value))
    return tuple([types.type_of(a, sizes) for a in args]), {name: types.type_of(a, sizes) for name, a in kwargs.items()}


def annotated_types(fun: Callable[..., Any]) -> tuple[Type, ...]:
    """Types of the required positional parameters as far as annotations tell, for a derivative without a call."""
    try:
        parameters = inspect.signature(fun).parameters.values()
        hints = get_type_hints(inspect.unwrap(fun))
    except (TypeError, ValueError, NameError):
        return (types.UNKNOWN,)
    known: dict[Any, Type] = {**types.PYTHON_NUMBERS, np.ndarray: types.Array("float64", None)}
    required = [
        p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty
    ]
    return tuple([known.get(hints.get(p.name), types.UNKNOWN) for p in required])


def actual_shape(t: Type, sizes: Sizes | None) -> tuple[int, ...] | None:
    """The shape of `t` in the call that `sizes` were named in; None where it cannot be told."""
    shape = types.shape_of(t)
    if shape is None:
        return None
    numbers = {name: n for n, name in sizes.names.items()} if sizes else {}
    found = []
    for dim in shape:
        if isinstance(dim, types.Dim) and all(name in numbers for name, _ in dim.terms):
            found.append(dim.const + sum(k * numbers[name] for name, k in dim.terms))
        elif isinstance(dim, int):
            found.append(dim)
        else:
            return None
    return tuple(found)


# ------------------------------------------------------------------------------------------------ what is asked for


def require_callable(fun: Any) -> None:
    """Refuse what cannot be called."""
    if not callable(fun):
        raise TypeError(f"Expected a callable value, got {fun}")


def positions(
    fun: Callable[..., Any],
    argnums: int | Sequence[int] | None,
    argnames: str | Sequence[str] | None,
    count: int,
    keywords: dict[str, Any],
) -> tuple[tuple[int | str, ...], bool]:
    """Which arguments are asked for, of `count` positional ones and these keywords, and whether one is asked for bare."""
    if argnums is None and argnames is None:
        argnums = 0
    found: list[int | str] = []
    bare = isinstance(argnames, str) if argnums is None else argnames is None and hasattr(argnums, "__index__")
    if argnums is not None:
        found += _positions_of(argnums, count)
    if argnames is not None:
        for name in [argnames] if isinstance(argnames, str) else argnames:
            found.append(_position_of_name(fun, name, count, keywords))
    if len(set(found)) != len(found):
        raise ValueError(f"argnums elements must be unique, got {argnums if argnames is None else tuple(found)}")
    return tuple(found), bare


def _positions_of(argnums: int | Sequence[int], count: int) -> list[int]:
    if isinstance(argnums, str):
        raise TypeError("'str' object cannot be interpreted as an integer")
    asked = [operator.index(argnums)] if hasattr(argnums, "__index__") else [operator.index(n) for n in argnums]
    if not asked:
        raise ValueError("max() arg is an empty sequence: argnums must name at least one argument")
    if max(asked) >= count:
        raise TypeError(
            f"differentiating with respect to argnums={argnums} requires at least {max(asked) + 1} positional arguments "
            f"to be passed by the caller, but got only {count} positional arguments."
        )
    if min(asked) < -count:
        raise ValueError(
            "Positional argument indices, e.g. for `argnums`, must have value greater than or equal to -len(args) and "
            f"less than len(args), but got value {min(asked)} for len(args) == {count}."
        )
    return [n % count for n in asked]


def _position_of_name(fun: Callable[..., Any], name: str, count: int, keywords: dict[str, Any]) -> int | str:
    if name in keywords:
        return name
    try:
        parameters = inspect.signature(fun).parameters
    except (TypeError, ValueError):
        parameters = {}  # type: ignore[assignment]
    positional = [p.name for p in parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if name in positional[:count]:
        return positional.index(name)
    if parameters and name not in parameters:
        raise TypeError(f"argnames={name!r} is not a parameter of the function, which takes {', '.join(parameters)}.")
    raise TypeError(
        f"differentiating with respect to argnames={name!r} requires that argument to be passed by the caller."
    )


def inexact_positions(args: Sequence[Type]) -> tuple[int, ...]:
    """Positions of the arguments that a derivative can flow through."""
    return tuple(i for i, t in enumerate(args) if any(types.is_inexact(leaf) for _, leaf in types.leaves(t)))


# ----------------------------------------------------------------------------------------------- inputs and outputs


def check_reverse_input(name: str, t: Type, holomorphic: bool, allow_int: bool) -> None:
    """Refuse an argument that `name`, a reverse-mode transform, cannot differentiate with respect to."""
    for leaf, dtype in _dtypes(t):
        if holomorphic and not types.is_complex(leaf):
            raise TypeError(f"{name} with holomorphic=True requires inputs with complex dtype, but got {dtype}.")
        if not types.is_inexact(leaf) and not allow_int:
            raise TypeError(
                f"{name} requires real- or complex-valued inputs (input dtype that is a sub-dtype of np.inexact), but got "
                f"{dtype}. If you want to use Boolean- or integer-valued inputs, use vjp or set allow_int to True."
            )


def check_forward_input(name: str, t: Type, holomorphic: bool) -> None:
    """Refuse an argument that `name`, a forward-mode transform, cannot differentiate with respect to."""
    for leaf, dtype in _dtypes(t):
        if holomorphic and not types.is_complex(leaf):
            raise TypeError(f"{name} with holomorphic=True requires inputs with complex dtype, but got {dtype}.")
        if not holomorphic and np.dtype(dtype).kind != "f":
            raise TypeError(
                f"{name} requires real-valued inputs (input dtype that is a sub-dtype of np.floating), but got {dtype}. "
                "For holomorphic differentiation, pass holomorphic=True. For differentiation of non-holomorphic functions "
                "involving complex inputs or integer inputs, use s2sdiff.jvp directly."
            )


def check_reverse_output(name: str, t: Type, holomorphic: bool) -> None:
    """Refuse a result that `name`, a reverse-mode transform, cannot differentiate."""
    for leaf, dtype in _dtypes(t):
        if holomorphic and not types.is_complex(leaf):
            raise TypeError(f"{name} with holomorphic=True requires outputs with complex dtype, but got {dtype}.")
        requires = f"{name} requires real-valued outputs (output dtype that is a sub-dtype of np.floating), but got {dtype}. For "
        if not holomorphic and types.is_complex(leaf):
            raise TypeError(
                f"{requires}holomorphic differentiation, pass holomorphic=True. For differentiation of non-holomorphic "
                "functions involving complex outputs, use s2sdiff.vjp directly."
            )
        if not types.is_inexact(leaf):
            raise TypeError(f"{requires}differentiation of functions with integer outputs, use s2sdiff.vjp directly.")


def check_forward_output(name: str, t: Type, holomorphic: bool) -> None:
    """Refuse a result that `name`, a forward-mode transform, cannot differentiate."""
    for leaf, dtype in _dtypes(t):
        if holomorphic and not types.is_complex(leaf):
            raise TypeError(f"{name} with holomorphic=True requires outputs with complex dtype, but got {dtype}.")


def check_scalar(t: Type, sizes: Sizes | None) -> None:
    """Refuse a result that has no gradient since it is not one number."""
    only = "Gradient only defined for scalar-output functions. Output "
    if isinstance(t, types.Static):
        raise TypeError(f"{only}was {t.value!r}.")
    if isinstance(t, types.Text):
        raise TypeError(f"{only}was a string.")
    if isinstance(t, (types.Seq, types.Many, types.Dict, types.Record)):
        raise TypeError(f"{only}was {describe(t, sizes)}.")
    if types.rank(t) and not types.is_thin(t):
        shape = actual_shape(t, sizes)
        raise TypeError(f"{only}had shape: {shape if shape is not None else symbolic_shape(t)}.")


def check_aux(t: Type) -> Type:
    """The type of the result proper, of a function that returns (result, aux)."""
    if isinstance(t, types.Unknown):
        return t
    if not isinstance(t, types.Seq) or t.cls is not tuple or len(t.items) != 2:
        given = f"a tuple of {len(t.items)}" if isinstance(t, types.Seq) and t.cls is tuple else _class_of(t)
        raise TypeError(f"expected function with aux output to return a two-element tuple, but got type {given}")
    return t.items[0]


def check_numbers(args: Sequence[Type]) -> None:
    """Refuse a differentiated argument with a part that is neither a number nor None."""
    for t in args:
        for path, leaf in types.leaves(t):
            if isinstance(leaf, types.Static) and leaf.value is not None:
                field = path and isinstance(types.at(t, path[:-1]), types.Record)
                cure = f"  Let the class say that it is no number: `{path[-1]}: ... = field(metadata={{'static': True}})`." if field else ""
                raise TypeError(f"Argument {leaf.value!r} of type {type(leaf.value)} is not a valid s2sdiff type.{cure}")


def _dtypes(t: Type) -> Iterator[tuple[Type, str]]:
    for _, leaf in types.leaves(t):
        if isinstance(leaf, (types.Scalar, types.Array)):
            yield leaf, leaf.dtype


def _class_of(t: Type) -> str:
    if isinstance(t, types.Array):
        return str(np.ndarray)
    if isinstance(t, types.Scalar):
        return str(types.number_class(t))
    if isinstance(t, types.Text):
        return str(str)
    return str(
        type(t.value) if isinstance(t, types.Static) else getattr(t, "cls", dict if isinstance(t, types.Dict) else list)
    )


def describe(t: Type, sizes: Sizes | None = None) -> str:
    """The type as users write shapes: float64[3], (float64[], float64[2,n0])."""
    if isinstance(t, (types.Scalar, types.Array)):
        shape = actual_shape(t, sizes)
        return f"{t.dtype}[{','.join(map(str, shape))}]" if shape is not None else f"{t.dtype}{symbolic_shape(t)}"
    if isinstance(t, types.Seq):
        inside = ", ".join([describe(child, sizes) for child in t.items])
        return f"[{inside}]" if t.cls is list else f"({inside}{',' if len(t.items) == 1 else ''})"
    if isinstance(t, types.Dict):
        return "{" + ", ".join(f"{key!r}: {describe(child, sizes)}" for key, child in t.items) + "}"
    return repr(t.value) if isinstance(t, types.Static) else _class_of(t)


def symbolic_shape(t: Type) -> str:
    """The shape of `t` with its sizes by name."""
    shape = types.shape_of(t)
    return (
        "(?)"
        if shape is None
        else f"({', '.join('?' if d is None else str(d) for d in shape)}{',' if len(shape) == 1 else ''})"
    )


# ------------------------------------------------------------------------------------------ tangents and cotangents


def check_tangents(name: str, primals: Any, tangents: Any) -> None:
    """Refuse tangents that are not shaped like the primals."""
    if not isinstance(primals, (tuple, list)) or not isinstance(tangents, (tuple, list)):
        raise TypeError(
            f"primal and tangent arguments to s2sdiff.{name} must be tuples or lists; found {type(primals).__name__} and "
            f"{type(tangents).__name__}."
        )
    given, treedef = tree.flatten(tuple(primals), _is_none)
    directions, other = tree.flatten(tuple(tangents), _is_none)
    if treedef != other or any(t is None and _is_inexact(p) for p, t in zip(given, directions, strict=True)):
        raise TypeError(
            f"primal and tangent arguments to s2sdiff.{name} must have the same tree structure; primals have tree "
            f"structure {treedef} whereas tangents have tree structure {other}."
        )
    for primal, tangent in zip(given, directions, strict=True):
        if _is_number(primal) and tangent is not None:
            _check_tangent(name, primal, tangent)
        elif not _is_number(primal) and isinstance(tangent, SimpleNamespace):
            raise TypeError(
                f"s2sdiff.{name} is given a tangent of an object of class {type(primal).__name__}, which is no pytree: make the "
                "class a dataclass, or register it with s2sdiff.tree.register_pytree_node."
            )


def _is_none(x: Any) -> bool:
    return x is None


def _is_inexact(x: Any) -> bool:
    return _is_number(x) and np.asarray(x).dtype.kind in "fc"


def _check_tangent(name: str, primal: Any, tangent: Any) -> None:
    dtype = np.asarray(primal).dtype
    expected = dtype.name if dtype.kind in "fc" else "float0"
    got = _tangent_dtype(tangent)
    if got != expected and not (type(tangent) is float and np.ndim(primal) == 0 and dtype.kind == "f"):
        raise TypeError(
            f"primal and tangent arguments to s2sdiff.{name} do not match; dtypes must be equal, or in case of int/bool "
            f"primal dtype the tangent dtype must be float0. Got primal dtype {dtype.name} and so expected tangent dtype "
            f"{expected}, but got tangent dtype {got} instead."
        )
    if np.shape(primal) != np.shape(tangent):
        raise ValueError(
            f"{name} called with different primal and tangent shapes; Got primal shape {np.shape(primal)} and tangent "
            f"shape as {np.shape(tangent)}"
        )


def check_cotangent(name: str, result: Any, cotangent: Any) -> None:
    """Refuse a cotangent that is not shaped like the result of the function called `name`."""
    outputs, treedef = tree.flatten(result)
    seeds, other = tree.flatten(cotangent)
    if treedef != other:
        raise ValueError(
            f"unexpected tree structure of argument to VJP function: got {other}, but expected to match {treedef}"
        )
    for y, y_bar in zip(outputs, seeds, strict=True):
        if not _is_number(y) or np.asarray(y).dtype.kind not in "fc":
            continue
        got, expected = _shaped(y_bar), _shaped(y)
        if got != expected and not (type(y_bar) in (int, float) and np.ndim(y) == 0):
            raise ValueError(
                f"unexpected type (e.g. shape/dtype) for argument to VJP function: got {got}, but expected {expected} "
                f"because the corresponding output of the function {name} had type {expected}"
            )


def check_one_cotangent(name: str, cotangents: Sequence[Any]) -> None:
    """Refuse a pullback called with the parts of a result rather than with the result."""
    if len(cotangents) != 1:
        raise TypeError(
            f"The function returned by `s2sdiff.vjp` applied to {name} was called with {len(cotangents)} arguments, but "
            "functions returned by `s2sdiff.vjp` must be called with a single argument corresponding to the single value "
            f"returned by {name} (even if that returned value is a tuple or other container).\n\n"
            "For example, if we have:\n\n  def f(x):\n    return (x, x)\n  _, f_vjp = s2sdiff.vjp(f, 1.0)\n\n"
            "the function `f` returns a single tuple as output, and so we call `f_vjp` with a single tuple as its "
            "argument:\n\n  x_bar, = f_vjp((2.0, 2.0))\n\nIf we instead call `f_vjp(2.0, 2.0)`, with the values 'splatted "
            "out' as arguments rather than in a tuple, this error can arise."
        )


def _is_number(x: Any) -> bool:
    return type(x) in NUMBERS or isinstance(x, np.ndarray)


def _tangent_dtype(x: Any) -> str:
    dtype = np.asarray(x).dtype
    return "float0" if dtype.names == ("float0",) else dtype.name


def _shaped(x: Any) -> str:
    return f"{_tangent_dtype(x)}[{','.join(map(str, np.shape(x)))}]"
