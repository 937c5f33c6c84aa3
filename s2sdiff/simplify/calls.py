"""What calls do: which have no effect, which change an argument in place, and whose memory a result may share.

A call that no table answers may do anything: change whatever the world outside can reach, and keep what it was given.
"""

from __future__ import annotations

import numpy as np

MODULES = frozenset({"np", "numpy", "math", "cmath", "operator", "scipy"})
SPEAKING_MODULES = frozenset({"warnings", "logging", "logger"})

# Results that share no memory with any argument, whatever the arguments; every ufunc is one as well.
FRESH_NUMPY = frozenset(
    """zeros ones empty full zeros_like ones_like empty_like full_like arange linspace logspace eye identity tri
    sum mean prod max min amax amin std var median average ptp dot vdot inner outer tensordot kron cross trace where
    copy concatenate stack vstack hstack column_stack tile repeat roll cumsum cumprod sort argsort argmax argmin
    any all clip round around interp convolve correlate searchsorted take take_along_axis tril triu pad unique
    histogram bincount count_nonzero nonzero allclose isclose array_equal shape ndim size gradient
    float64 float32 int64 int32 complex128 complex64 bool_ result_type dtype iscomplexobj isscalar
    nansum nanmean nanmax nanmin logical_not vander""".split()
)
REDUCTIONS = frozenset(
    """sum mean prod max min amax amin std var median linalg.norm vdot any all count_nonzero size ndim""".split()
)
FLOATING = frozenset(
    """sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh exp exp2 expm1 log log2 log10 log1p
    sqrt cbrt hypot arctan2 logaddexp reciprocal mean std var linalg.norm linalg.solve linalg.inv linalg.det
    zeros ones empty eye identity linspace float64 float32""".split()
)
# Functions whose result is floating-point where one of the first two arguments is.
FOLLOWING = frozenset(
    """sum prod max min abs absolute negative add subtract multiply dot matmul outer inner vdot cumsum transpose
    reshape ravel copy broadcast_to squeeze expand_dims maximum minimum square tensordot conj""".split()
)
CALLING_NUMPY = frozenset({"vectorize", "apply_along_axis", "apply_over_axes", "fromfunction", "piecewise", "frompyfunc"})
SPEAKING_NUMPY = ("save", "load", "set", "print", "testing.", "errstate", "memmap", "fromfile", "genfromtxt")
CHANGING_NUMPY = frozenset({"copyto", "put", "place", "putmask", "fill_diagonal", "put_along_axis", "random.shuffle"})

PURE_BUILTINS = frozenset(
    """len range abs float int bool complex min max sum zip reversed enumerate tuple list dict set frozenset sorted round
    isinstance hasattr getattr type str repr divmod pow slice any all id callable iter bytes""".split()
)
FRESH_BUILTINS = frozenset(
    "len range abs float int bool complex round isinstance hasattr type str repr divmod pow slice any all id callable".split()
)
SCALAR_BUILTINS = frozenset("len float int bool complex isinstance hasattr callable any all id".split())

PURE_METHODS = frozenset(
    """copy sum mean prod max min std var dot reshape ravel transpose astype conj conjugate flatten tolist item any all
    argmax argmin argsort cumsum cumprod squeeze swapaxes trace clip round repeat take diagonal nonzero searchsorted
    items keys values get index count view""".split()
)
FRESH_METHODS = frozenset(
    """sum mean prod max min std var dot flatten item any all argmax argmin argsort cumsum cumprod trace clip round
    repeat take nonzero searchsorted index count""".split()
)
CHANGING_METHODS = frozenset(
    """append extend insert pop remove clear reverse sort update setdefault popitem fill put partition resize itemset
    setfield setflags byteswap""".split()
)
KEEPING_METHODS = frozenset("append extend insert update setdefault".split())
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
