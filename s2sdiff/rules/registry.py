"""Which rule belongs to which function: a table keyed by the function object itself.

Declaring (`s2sdiff.rules.declare`) fills the table without parsing anything; `lookup` reads the rule's source on first
use.  Nothing here is a default: a function that is not in the table has no rule, which is not the same as a zero.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import gast
import numpy as np

if TYPE_CHECKING:
    from s2sdiff.rules.declare import Declaration, Rule

_declarations: dict[Any, Declaration] = {}  # by `key_of`; a declaration holds its function, so an id is never reused
_filling_library = False

# Families about modules that are slow to import, by the module: they wait until the program itself has imported it.
LATE: dict[str, tuple[str, ...]] = {
    "itertools": ("iteration",),
    "heapq": ("heaps",),
    "bisect": ("heaps",),
    "numpy.random": ("draws",),
    "scipy.cluster.vq": ("scipy_cluster",),
    "scipy.fft": ("scipy_fft",),
    "scipy.integrate": ("scipy_integrate", "s2sdiff.integrate", "s2sdiff.ode"),  # rooms above, as for scipy.optimize
    "scipy.interpolate": ("scipy_interpolate",),
    "scipy.linalg": ("scipy_linalg", "scipy_structured", "scipy_factors"),
    "scipy.ndimage": ("scipy_ndimage", "scipy_splines"),
    "scipy.optimize": ("s2sdiff.optimize",),  # a room above: it is made of transforms
    "scipy.signal": (
        "scipy_signal", "scipy_filters", "scipy_filter_forms", "scipy_fractions", "scipy_zero_phase", "scipy_systems",
    ),
    "scipy.sparse": ("scipy_sparse_made",),
    "scipy.sparse.linalg": ("scipy_sparse",),
    "scipy.spatial.distance": ("scipy_spatial",),
    "scipy.spatial.transform": ("scipy_rotation",),
    "scipy.stats": ("scipy_stats", "scipy_limits", "scipy_density", "scipy_frozen", "s2sdiff.quantiles"),
    "scipy.special": (
        "special", "special_gamma", "special_beta", "special_bessel", "special_elliptic", "special_mathieu", "special_polynomials",
    ),
}


def lookup(function: Any) -> Rule | None:
    """The rule of `function`, or None if nothing was declared about it."""
    if key_of(function) not in _declarations:
        import_late()
    declaration = _declarations.get(key_of(function))
    return None if declaration is None else declaration.rule


def declared() -> list[Any]:
    """Every function that has a rule, in the order of declaration."""
    import_late()
    return [d.function for d in _declarations.values()]


def has_user_rules() -> bool:
    """Whether anything was declared that is not the library's."""
    return any(not declaration.library for declaration in _declarations.values())


def is_ours(function: Any) -> bool:
    """Whether `function` has a rule of the library's, which no user has replaced."""
    declaration = _declarations.get(key_of(function))
    return declaration is not None and declaration.library


def import_late() -> None:
    """Register the late families whose module has been imported by now."""
    for module in [m for m in LATE if m in sys.modules]:
        with library():
            for family in LATE.pop(module):
                import_module(family if "." in family else f"s2sdiff.rules.{family}")


def add(declaration: Declaration) -> None:
    """Record a declaration.

    An adjoint and a tangent of one function join.  Otherwise a user's declaration replaces what was said before, while
    the library saying two things about one function is a slip.
    """
    earlier = _declarations.get(key_of(declaration.function))
    ours = any(d.__module__.startswith("s2sdiff.rules.") for d in declaration.definitions.values())
    declaration.library = _filling_library or ours
    if earlier is not None and earlier.library == declaration.library:
        if declaration.library and not declaration.completes(earlier):
            raise ValueError(f"{declaration.name} has two rules")
        declaration.take(earlier)
    elif earlier is not None and declaration.completes(earlier) and "adjoint" in earlier.definitions:
        declaration.take(earlier)  # a user's tangent beside the library's adjoint
    _declarations[key_of(declaration.function)] = declaration


def key_of(function: Any) -> Any:
    """What a function is known by: itself; a method of a ufunc, as np.add.reduce, or of a class is another object each time."""
    owner = getattr(function, "__self__", None)
    return (id(owner), function.__name__) if isinstance(owner, (np.ufunc, type)) else id(function)


@contextmanager
def library() -> Iterator[None]:
    """While the families of the library are imported."""
    global _filling_library  # noqa: PLW0603 - a state of the whole process
    before, _filling_library = _filling_library, True
    try:
        yield
    finally:
        _filling_library = before


# What Python's operators call, by the class of the operator's node.
OPERATOR_FUNCTIONS: dict[type[gast.AST], Callable[..., Any]] = {
    gast.Add: operator.add,
    gast.Sub: operator.sub,
    gast.Mult: operator.mul,
    gast.Div: operator.truediv,
    gast.FloorDiv: operator.floordiv,
    gast.Mod: operator.mod,
    gast.Pow: operator.pow,
    gast.MatMult: operator.matmul,
    gast.LShift: operator.lshift,
    gast.RShift: operator.rshift,
    gast.BitAnd: operator.and_,
    gast.BitOr: operator.or_,
    gast.BitXor: operator.xor,
    gast.UAdd: operator.pos,
    gast.USub: operator.neg,
    gast.Invert: operator.invert,
    gast.Not: operator.not_,
    gast.Eq: operator.eq,
    gast.NotEq: operator.ne,
    gast.Lt: operator.lt,
    gast.LtE: operator.le,
    gast.Gt: operator.gt,
    gast.GtE: operator.ge,
}

# `x.sum(axis=0)` is `np.sum(x, axis=0)`.  A method without a function of the same meaning and order of parameters stands
# for itself.  Left out: what mutates x (sort, fill, put, partition, resize, ...), and what gives no array (item, tolist).
METHODS: dict[str, Callable[..., Any]] = {
    name: getattr(np, name)
    for name in (
        "all", "any", "argmax", "argmin", "argpartition", "argsort", "astype", "choose", "clip", "conj", "conjugate",
        "copy", "cumprod", "cumsum", "diagonal", "dot", "max", "mean", "min", "nonzero", "prod", "ravel", "repeat",
        "reshape", "round", "searchsorted", "squeeze", "std", "sum", "swapaxes", "take", "trace", "transpose", "var",
    )
} | {"flatten": np.ndarray.flatten, "compress": np.ndarray.compress}  # fmt: skip

# `x.T` is `np.transpose(x)`.
PROPERTIES: dict[str, Callable[..., Any]] = {
    "T": np.transpose,
    "mT": np.matrix_transpose,
    "real": np.real,
    "imag": np.imag,
    "shape": np.shape,
    "ndim": np.ndim,
    "size": np.size,
}

# Methods that take their last parameter spread out: `x.reshape(2, 3)` is `np.reshape(x, (2, 3))`.
SPREAD: dict[str, str] = {"reshape": "shape", "transpose": "axes"}
