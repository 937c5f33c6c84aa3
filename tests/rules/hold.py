"""What the tests of families share: derivatives by both modes, held against each other, values and differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import s2sdiff as sd

Function = Callable[..., Any]


def slope(f: Function, x: Any) -> Any:
    """The derivative of a function that acts entry by entry, the same by both modes, of the shape and dtype of x."""
    y, pull = sd.vjp(f, x)
    (back,) = pull(np.ones_like(y)[()])
    _, forth = sd.jvp(f, (x,), (np.ones_like(x)[()],))
    assert np.shape(back) == np.shape(x)
    assert np.asarray(back).dtype == np.asarray(x).dtype
    np.testing.assert_allclose(np.broadcast_to(back, np.shape(forth)) * np.ones_like(y), forth, rtol=1e-6, atol=1e-12)
    return back


def gradient(f: Function, *args: Any) -> Any:
    """The gradient of a number by the first argument, the same by both modes."""
    back = sd.grad(f)(*args)
    forth = sd.jacfwd(f)(*args)
    np.testing.assert_allclose(back, forth, rtol=1e-6, atol=1e-9)
    return back


def jacobian(f: Function, *args: Any) -> Any:
    """The Jacobian by the first argument, the same by both modes."""
    back = sd.jacrev(f)(*args)
    np.testing.assert_allclose(back, sd.jacfwd(f)(*args), rtol=1e-6, atol=1e-9)
    return back


def by_differences(f: Function, *args: Any, order: int = 2) -> None:
    """Hold all derivatives up to `order`, in every mix of modes, against differences."""
    sd.check_grads(f, args, order, atol=1e-4, rtol=1e-4)


def in_single(f: Function, *args: Any) -> None:
    """Hold the cotangents and the tangent at single precision to their dtypes, and near to those at double precision."""
    single = tuple(np.complex64(a) if np.iscomplexobj(a) else np.float32(a) for a in args)
    y, pull = sd.vjp(f, *args)
    y_single, pull_single = sd.vjp(f, *single)
    assert np.asarray(y_single).dtype in (np.float32, np.complex64)
    seed = np.cos(np.arange(np.size(y))).reshape(np.shape(y)).astype(np.asarray(y).dtype)[()]
    cotangents = pull_single(seed.astype(np.asarray(y_single).dtype))
    for got, want, a in zip(cotangents, pull(seed), single, strict=True):
        assert np.asarray(got).dtype == np.asarray(a).dtype
        np.testing.assert_allclose(got, want, rtol=2e-4, atol=2e-5)
    _, forth = sd.jvp(f, single, tuple(np.ones_like(a)[()] for a in single))
    assert np.asarray(forth).dtype == np.asarray(y_single).dtype
    np.testing.assert_allclose(forth, sd.jvp(f, args, tuple(np.ones_like(a)[()] for a in args))[1], rtol=2e-4, atol=2e-5)
