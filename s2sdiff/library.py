"""What is known of the functions and methods of Python and NumPy: which write into what they are given, which change
nothing, and whose results are memory of their own.

Every room asks here, by the name that is written, as np.<tail>: what a name means is for the room to know.
"""

from __future__ import annotations

import inspect
from operator import attrgetter
from typing import Any

import numpy as np

POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


MODULES = frozenset({"np", "numpy", "math", "cmath", "operator", "scipy"})
READING_MODULES = words("numpy scipy math cmath statistics copy collections itertools functools operator bisect heapq")
SPEAKING_MODULES = frozenset({"warnings", "logging", "logger"})

SPLITS = {np.split: None, np.hsplit: 1, np.vsplit: 0}  # whose parts are views, with the axis that is cut

# Results that share no memory with any argument, whatever the arguments; every ufunc is one as well.
FRESH_NUMPY = words(
    """
    zeros ones empty full zeros_like ones_like empty_like full_like arange linspace logspace eye identity tri
    sum mean prod max min amax amin std var median average ptp dot vdot inner outer tensordot kron cross trace
    where copy concatenate stack vstack hstack column_stack tile repeat roll cumsum cumprod sort argsort
    argmax argmin any all clip round around interp convolve correlate searchsorted take take_along_axis tril
    triu pad unique bincount count_nonzero nonzero allclose isclose array_equal shape ndim size
    gradient result_type dtype iscomplexobj isscalar
    nansum nanmean nanmax nanmin logical_not vander
    """
)
REDUCTIONS = words(
    """
    sum mean prod max min amax amin std var median linalg.norm vdot any all count_nonzero size ndim
    """
)
FLOATING = words(
    """
    sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh exp exp2 expm1 log log2 log10
    log1p sqrt cbrt hypot arctan2 logaddexp reciprocal mean std var linalg.norm linalg.solve linalg.inv
    linalg.det zeros ones empty eye identity linspace float64 float32
    """
)
# Functions whose result is floating-point where one of the first two arguments is.
FOLLOWING = words(
    """
    sum prod max min abs absolute negative add subtract multiply dot matmul outer inner vdot cumsum transpose
    reshape ravel copy broadcast_to squeeze expand_dims maximum minimum square tensordot conj
    """
)
CALLING_NUMPY = frozenset(
    {"vectorize", "apply_along_axis", "apply_over_axes", "fromfunction", "piecewise", "frompyfunc"}
)
SPEAKING_NUMPY = ("save", "load", "set", "print", "testing.", "errstate", "memmap", "fromfile", "genfromtxt")

# Functions that write into their first argument, as the method `at` of every ufunc does.
CHANGING_NUMPY = words("copyto fill_diagonal place put put_along_axis putmask random.shuffle")
# Functions of Python's other modules that do.
CHANGING_PYTHON = words(
    """
    setitem delitem iadd iand iconcat ifloordiv ilshift imod imul imatmul ior ipow irshift isub itruediv ixor
    heapify heappop heappush heappushpop heapreplace insort insort_left insort_right
    """
)

PURE_BUILTINS = words(
    """
    len range abs float int bool complex min max sum zip reversed enumerate tuple list dict set frozenset
    sorted round isinstance hasattr getattr type str repr divmod pow slice any all id callable iter bytes
    """
)
FRESH_BUILTINS = words(
    """
    len range abs float int bool complex round isinstance hasattr type str repr divmod pow slice any all id
    callable
    """
)
SCALAR_BUILTINS = words(
    """
    len float int bool complex isinstance hasattr callable any all id
    """
)

TRUTH = ("__bool__", "__len__")
ASKED = (  # what functions such as `len`, `next` and `math.sqrt` call of an object that they are given
    *TRUTH, "__iter__", "__next__", "__reversed__", "__abs__", "__float__", "__int__", "__index__", "__complex__", "__round__", "__trunc__", "__floor__",
    "__ceil__", "__hash__", "__str__", "__repr__", "__format__",
)  # fmt: skip

PURE_METHODS = words(
    """
    copy sum mean prod max min std var dot reshape ravel transpose astype conj conjugate flatten tolist item
    any all argmax argmin argsort cumsum cumprod squeeze swapaxes trace clip round repeat take diagonal
    nonzero searchsorted items keys values get index count view
    """
)
FRESH_METHODS = words(
    """
    sum mean prod max min std var dot flatten item any all argmax argmin argsort cumsum cumprod trace clip
    round repeat take nonzero searchsorted index count
    """
)

# Methods that change the object they are called on; those of containers that give something as well; and those that
# keep what they are given in it.
CHANGING_ARRAYS = words("fill sort partition put resize itemset setfield setflags byteswap")
CHANGING_METHODS = CHANGING_ARRAYS | words(
    """
    append extend insert pop popitem remove clear reverse update setdefault add discard popleft appendleft extendleft rotate subtract
    """
)
GIVING_METHODS = words("pop popitem popleft setdefault")
KEEPING_METHODS = words("append extend insert update setdefault")
PLAIN_ATTRIBUTES = frozenset({"shape", "ndim", "size", "dtype", "itemsize", "nbytes"})


def is_fresh_numpy(tail: str) -> bool:
    """Whether np.<tail>(...) always returns memory of its own."""
    if tail in FRESH_NUMPY:
        return True
    if tail.startswith(("linalg.", "fft.")):
        return tail not in ("linalg.diagonal", "linalg.matrix_transpose")
    head, _, method = tail.partition(".")
    return isinstance(getattr(np, head, None), np.ufunc) and method in ("", "reduce", "outer", "accumulate", "reduceat")


def keeps_numbers(tail: str) -> bool:
    """Whether np.<tail>(...) of numbers alone is a number."""
    return isinstance(getattr(np, tail, None), np.ufunc) or tail in ("float64", "float32", "complex128", "complex64")


def changes_its_argument(function: Any) -> bool:
    """Whether a function of NumPy writes into its first argument."""
    if isinstance(getattr(function, "__self__", None), np.ufunc):
        return bool(function.__name__ == "at")
    return any(function is attrgetter(tail)(np) for tail in CHANGING_NUMPY)


def module_of(function: Any) -> str:
    """The module that a function is from; that of a method is its class's."""
    return str(getattr(function, "__module__", None) or getattr(function, "__objclass__", type(function)).__module__)


# What operators, indices, attributes and functions of numbers, arrays and containers raise.
ORDINARY = (
    ArithmeticError, ZeroDivisionError, OverflowError, FloatingPointError, IndexError, KeyError, TypeError, ValueError, AttributeError,
)  # fmt: skip


def catches_ordinary(kind: type[BaseException]) -> bool:
    """Whether a handler of this exception catches what any operation on numbers and arrays may raise."""
    return any(issubclass(error, kind) for error in ORDINARY)


def is_rare(kind: type[BaseException]) -> bool:
    """Whether an exception is raised by decompositions of matrices alone, or by the user's own code."""
    of_users = kind.__module__.partition(".")[0] not in ("builtins", *MODULES)
    return kind is np.linalg.LinAlgError or (of_users and not catches_ordinary(kind))


def decomposes(function: Any) -> bool:
    """Whether a function of a library may decompose a matrix, perhaps in vain: all but some that surely do not."""
    if isinstance(function, np.ufunc) or module_of(function) in ("math", "builtins"):
        return False
    inside = module_of(function).partition(".")[0] == "numpy" and "linalg" not in module_of(function)
    return not inside or getattr(function, "__name__", "") in ("polyfit", "roots", "poly", "vectorize", "apply_along_axis")


def varies(function: Any) -> bool:
    """Whether a function gives something else each time: a random draw, a clock, the next of what an iterator has."""
    if function is next:
        return True
    module = module_of(function if getattr(function, "__self__", None) is None else type(function.__self__))
    return module.startswith("numpy.random") or module.partition(".")[0] in ("random", "time", "secrets", "uuid", "os")


def only_reads(function: Any) -> bool:
    """Whether a function of Python's or of a library surely changes nothing that it is given."""
    module = module_of(function)
    if hasattr(function, "__objclass__"):  # a method, called as the function that its class has
        return function.__name__ in PURE_METHODS
    if module == "builtins":
        return isinstance(function, type) or getattr(function, "__name__", "") in PURE_BUILTINS
    known = module.partition(".")[0].lstrip("_") in READING_MODULES
    return known and not changes_its_argument(function) and getattr(function, "__name__", "") not in CHANGING_PYTHON


def place_of_output(function: Any) -> int | None:
    """Which positional argument of a NumPy function is `out`; None where `out` goes by its name only."""
    if isinstance(function, np.ufunc):
        return function.nin
    try:
        positional = [p.name for p in inspect.signature(function).parameters.values() if p.kind in POSITIONAL]
    except (TypeError, ValueError):
        return {np.dot: 2}.get(function)
    return positional.index("out") if "out" in positional else None
