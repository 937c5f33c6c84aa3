"""Functions whose derivative is zero wherever it exists, each with its reason.

The reason is shown where a user asks why nothing flows.  A name stands here only if its result cannot carry a
derivative for any arguments: np.arange moves with its own, so it is not here.
"""

from __future__ import annotations

import builtins
import cmath
import math
import operator
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from s2sdiff.rules.declare import zero
from s2sdiff.runtime import euler_axes, euler_frame

TABLE: dict[str, tuple[Callable[..., Any], ...]] = {
    "a comparison": (
        operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge, operator.is_, operator.is_not,
        operator.contains,
        np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal, np.isclose, np.allclose,
        np.array_equal, np.array_equiv, np.isin, math.isclose, cmath.isclose,
    ),
    "a truth value": (
        operator.not_, operator.truth, builtins.bool, builtins.any, builtins.all,
        np.logical_and, np.logical_or, np.logical_xor, np.logical_not, np.any, np.all,
        np.isnan, np.isinf, np.isfinite, np.isposinf, np.isneginf, np.isnat, np.signbit,
        math.isnan, math.isinf, math.isfinite, cmath.isnan, cmath.isinf, cmath.isfinite,
    ),
    "an operation on bits": (
        operator.and_, operator.or_, operator.xor, operator.invert, operator.lshift, operator.rshift,
        np.bitwise_and, np.bitwise_or, np.bitwise_xor, np.bitwise_not, np.left_shift, np.right_shift,
        np.bitwise_count, np.packbits, np.unpackbits,
    ),
    "constant between jumps": (
        operator.floordiv, np.floor_divide, np.floor, np.ceil, np.trunc, np.fix, np.rint, np.round, np.around,
        np.spacing, builtins.round, math.floor, math.ceil, math.trunc, math.ulp,
    ),
    "an integer": (
        builtins.int, operator.index, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64,
        np.bool_, np.gcd, np.lcm, math.gcd, math.lcm, math.factorial, math.comb, math.perm, math.isqrt, builtins.hash,
        builtins.id, builtins.ord,
    ),
    "a position": (
        np.argmax, np.argmin, np.nanargmax, np.nanargmin, np.argsort, np.argpartition, np.argwhere, np.lexsort,
        np.nonzero, np.flatnonzero, np.searchsorted, np.digitize, np.unravel_index, np.ravel_multi_index,
        np.indices, np.diag_indices, np.diag_indices_from, np.tril_indices, np.triu_indices,
        np.tril_indices_from, np.triu_indices_from, np.mask_indices,
    ),
    "a count": (np.count_nonzero, np.linalg.matrix_rank, builtins.len),
    "a shape": (np.shape, np.ndim, np.size, np.broadcast_shapes),
    "a type, or a question about one": (
        builtins.isinstance, builtins.issubclass, builtins.callable, builtins.hasattr, np.dtype, np.result_type,
        np.promote_types, np.can_cast, np.min_scalar_type, np.common_type, np.issubdtype, np.isdtype, np.finfo,
        np.iinfo, np.iscomplexobj, np.isrealobj, np.iscomplex, np.isreal, np.isscalar, np.iterable, np.isfortran,
        np.may_share_memory, np.shares_memory,
    ),
    "a constant array": (
        np.zeros, np.ones, np.empty, np.eye, np.identity, np.tri, np.zeros_like, np.ones_like, np.empty_like,
        np.bartlett, np.blackman, np.hamming, np.hanning,
    ),
    "axes that letters name": (euler_axes, euler_frame),
    "a clock": (time.time, time.perf_counter, time.monotonic, time.process_time, time.time_ns, time.perf_counter_ns),
}  # fmt: skip

for reason, functions in TABLE.items():
    for function in functions:
        zero(function, reason)
