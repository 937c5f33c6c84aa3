"""Checks of derivatives: against differences of the function, and of the two modes against each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from s2sdiff import api, transform, tree

Function = Callable[..., Any]

TOLERANCE = {"float16": 1e-2, "float32": 2e-2, "complex64": 2e-2}  # JAX's; by the coarsest dtype there is
STEP = {"float16": 1e-1, "float32": 1e-2, "complex64": 1e-2}


def check_grads(
    f: Function,
    args: Sequence[Any],
    order: int,
    modes: str | Sequence[str] = ("fwd", "rev"),
    atol: float | None = None,
    rtol: float | None = None,
    eps: float | None = None,
) -> None:
    """Compare derivatives of `f` at `args` up to `order` with central differences; an AssertionError tells what differs.

    Each mode is applied to the derivatives of both, as in JAX: for order 2, the derivative of the jvp and of the vjp is
    compared with differences of that jvp and vjp.
    """
    chosen = [modes] if isinstance(modes, str) else list(modes)
    if not chosen or set(chosen) - {"fwd", "rev"}:
        raise ValueError(f"modes must be taken from 'fwd' and 'rev', got {modes!r}")
    dtype = _coarsest(args)
    default = TOLERANCE.get(dtype, 1e-5)
    check = _Check(
        chosen,
        default if atol is None else atol,
        default if rtol is None else rtol,
        STEP.get(dtype, 1e-5) if eps is None else eps,
    )
    check(f, tuple(args), order, "")


class _Check:
    """The settings of one `check_grads`."""

    def __init__(self, modes: list[str], atol: float, rtol: float, eps: float) -> None:
        self.modes = modes
        self.atol = atol
        self.rtol = rtol
        self.eps = eps
        self.rng = np.random.default_rng(0)

    def __call__(self, f: Function, args: tuple[Any, ...], order: int, of: str) -> None:
        if "fwd" in self.modes:
            name = f"JVP of {of}" if of else "JVP"
            self.forward(f, args, name)
            if order > 1:
                directions = tree.map(self.direction, args)
                self(
                    transform.shared(transform.Jvp, f, has_aux=False, target="python"),
                    (args, directions),
                    order - 1,
                    name,
                )
        if "rev" in self.modes:
            name = f"VJP of {of}" if of else "VJP"
            seed = self.reverse(f, args, name)
            if order > 1:
                self(transform.shared(transform.Pull, f, target="python"), (args, seed), order - 1, name)

    def forward(self, f: Function, args: tuple[Any, ...], name: str) -> None:
        """jvp: its result is the function's, its tangent that of differences."""
        tangents = tree.map(self.direction, args)
        value, tangent = api.jvp(f, args, tangents)
        self.close(value, f(*args), f"{name}: value")
        self.close(tangent, self.differences(f, args, tangents), f"{name}: tangent against differences")

    def reverse(self, f: Function, args: tuple[Any, ...], name: str) -> Any:
        """vjp: its result is the function's, <cotangent, tangent> that of differences; gives the seed it tried."""
        tangents = tree.map(self.direction, args)
        value, pullback = api.vjp(f, *args)
        self.close(value, f(*args), f"{name}: value")
        seed = tree.map(self.direction, value)
        cotangents = pullback(seed)
        got, want = _inner(cotangents, tangents), _inner(seed, self.differences(f, args, tangents))
        self.close(got, want, f"{name}: <cotangent, direction> against differences")
        return seed

    def direction(self, x: Any) -> Any:
        """A random direction at `x`, of its shape and dtype; integers have none."""
        from s2sdiff.drivers import FLOAT0

        values = np.asarray(x)
        if values.dtype.kind not in "fc":
            return np.zeros(values.shape, FLOAT0)
        direction = self.rng.normal(size=values.shape)
        if values.dtype.kind == "c":
            direction = direction + 1j * self.rng.normal(size=values.shape)
        return (
            np.asarray(direction).astype(values.dtype)[()]
            if np.ndim(x) or not isinstance(x, float)
            else float(direction)
        )

    def differences(self, f: Function, args: tuple[Any, ...], tangents: tuple[Any, ...]) -> Any:
        """The tangent of `f`, by central differences."""

        def moved(step: float) -> Any:
            return f(*tree.map(lambda x, t: x + _like(x, step * t) if _varies(t) else x, args, tangents))

        return tree.map(
            lambda up, down: (up - down) / (2.0 * self.eps) if _varies(up) else up, moved(self.eps), moved(-self.eps)
        )

    def close(self, got: Any, want: Any, what: str) -> None:
        """Every leaf of `got` is what is wanted, to the tolerances."""
        have, structure = tree.flatten(got)
        wanted, other = tree.flatten(want)
        if structure != other:
            raise AssertionError(f"{what}: the structure is {structure}, expected {other}")
        for g, w in zip(have, wanted, strict=True):
            if not _varies(w):
                continue
            if np.shape(g) != np.shape(w):
                raise AssertionError(f"{what}: the shape is {np.shape(g)}, expected {np.shape(w)}")
            if not np.allclose(g, w, atol=self.atol, rtol=self.rtol, equal_nan=True):
                worst = np.unravel_index(np.nanargmax(np.abs(np.subtract(g, w))), np.shape(w))
                place = f" at {tuple(int(i) for i in worst)}" if worst else ""
                raise AssertionError(
                    f"{what}: got {np.asarray(g)[worst]!r}{place}, expected {np.asarray(w)[worst]!r} "
                    f"(atol={self.atol:g}, rtol={self.rtol:g})"
                )


def _coarsest(args: Sequence[Any]) -> str:
    """The dtype with the fewest digits among the arguments."""
    names = [np.asarray(leaf).dtype for leaf in tree.leaves(list(args))]
    inexact = [dtype for dtype in names if dtype.kind in "fc"]
    return max(inexact, key=lambda dtype: float(np.finfo(dtype).eps)).name if inexact else "float64"


def _varies(x: Any) -> bool:
    return isinstance(x, (float, complex, np.number, np.ndarray)) and np.asarray(x).dtype.kind in "fc"


def _like(x: Any, step: Any) -> Any:
    """`step` in the dtype of `x`, so that float32 arguments stay float32."""
    return (
        step.astype(x.dtype)
        if isinstance(x, (np.ndarray, np.generic)) and isinstance(step, (np.ndarray, np.generic))
        else step
    )


def _inner(a: Any, b: Any) -> Any:
    """<a, b> over all leaves, the real part: no conjugate, as in JAX's pullbacks."""
    total = 0.0
    for x, y in zip(tree.leaves(a), tree.leaves(b), strict=True):
        if _varies(x) and _varies(y):
            total += np.sum(np.real(np.multiply(x, y)))
    return np.float64(total)
