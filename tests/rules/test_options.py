"""Options of library functions in settings that are easily forgotten: right, or refused where the call stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import interpolate, linalg, ndimage, signal, stats
from scipy.spatial import distance

import s2sdiff as sd
from s2sdiff.errors import Unsupported

RNG = np.random.default_rng(5)
X = RNG.normal(size=6)
LONG = RNG.normal(size=40)
A = 0.4 * RNG.normal(size=(3, 3)) + np.diag([3.0, 4.0, 5.0])
S = A @ A.T
TABLE = RNG.normal(size=(5, 6))
MANY = np.stack([S, S + 0.5 * np.eye(3), S @ S])
HERMITIAN = S + 0.3j * (A - A.T)
WHOLE = np.array([[1, 2, 0, 3], [2, 1, 1, 2], [0, 3, 1, 1], [4, 0, 1, 0], [1, 1, 5, 2]])
KNOTS = np.arange(7.0)
CONSTANT = interpolate.UnivariateSpline(KNOTS, np.sin(KNOTS), s=0, ext=3)
TWO_ENDS = interpolate.interp1d(KNOTS, np.sin(KNOTS), bounds_error=False, fill_value=(0.25, 0.75))
GRID = interpolate.RegularGridInterpolator(
    (np.arange(5.0), np.arange(6.0)), TABLE, bounds_error=False, fill_value=0.5
)
NEAREST = interpolate.RegularGridInterpolator((np.arange(5.0), np.arange(6.0)), TABLE, method="nearest")
PLACES = np.array([[0.1, 2.0], [1.4, 0.3], [0.7, 1.1], [1.9, 1.7], [5.0, 0.2], [1.0, 1.0]])


def counted_again(x):
    """Both the sums and the edges, of a sample that moves, too."""
    first, (rows, columns) = np.histogramdd(PLACES, [np.array([0.0, 1.0, 2.0]), 3], weights=x**2)
    second, edges = np.histogramdd(np.stack([x, x**2], axis=1), 2, density=True)
    widths = np.outer(np.diff(rows), np.diff(columns))
    return np.concatenate((np.ravel(first / widths), np.ravel(second), edges[0], edges[1]))


def smoothed_into(x):
    out = np.zeros(6)
    ndimage.gaussian_filter1d(x, 1.0, output=out)
    return 2.0 * out


RIGHT: dict[str, tuple[Callable[..., Any], Any]] = {
    "trans by a letter": (lambda b: linalg.solve_triangular(A, b, trans="C"), A[0]),
    "trans=2": (lambda a: linalg.solve_triangular(a, A[0], trans=2, lower=True), A),
    "window that is the default": (lambda x: signal.spectrogram(x, nperseg=8)[2], LONG),
    "constant trend, in short": (lambda x: signal.detrend(x, type="c"), X),
    "window of one sample": (lambda x: signal.savgol_filter(x, 1, 0), LONG),
    "complex convolution": (lambda x: np.real(signal.convolve2d(1j * x, (1.0 + 2.0j) * A)), TABLE),
    "conjugate weights": (lambda x: np.imag(ndimage.correlate(x, A * (1.0 + 0.5j))), TABLE),
    "no width": (lambda x: ndimage.gaussian_filter(x, 0.0), TABLE),
    "several axes": (lambda x: stats.sem(x, axis=(0, 1)), TABLE),
    "squares of what is left": (lambda b: np.linalg.lstsq(TABLE, b)[1], TABLE[:, 0]),
    "squares of what is left by integers": (lambda b: np.linalg.lstsq(WHOLE, b)[1], TABLE[:, 0]),
    "a quotient by integers": (lambda c: np.polynomial.chebyshev.chebdiv(c, WHOLE[1])[0], X),
    "places in a list": (lambda x: distance.cdist([[0.5, 1.0, 2.0, 3.0, 4.0, 5.0]], x), TABLE),
    "coefficients in a list": (lambda b: signal.freqs(b, [1.0, 0.5], [0.5, 1.0])[1].real, X),
    "constant beyond the ends": (lambda x: CONSTANT(9.0 * x), X),
    "another value beyond each end": (lambda x: TWO_ENDS(9.0 * x), X),
    "a value beyond the grid": (lambda x: GRID(np.stack([4.0 * x, x**2], axis=1)), X),
    "boxes of several variables": (counted_again, X),
    "one variable of several": (lambda x: np.histogramdd([x[:3]], bins=[2], range=[(-3, 3)], weights=x[3:])[0], X),
}

REFUSED: dict[str, tuple[Callable[..., Any], Any, str]] = {
    "factors of many": (lambda a: linalg.cho_factor(a)[0], MANY, "loop over them"),
    "triangles of many": (lambda a: linalg.lu(a)[2], MANY, "loop over them"),
    "eigenvalues of many": (lambda a: linalg.eigvalsh(a), MANY, "loop over them"),
    "systems of many": (lambda a: linalg.solve(a, A, assume_a="pos"), MANY, "leave the options out"),
    "roots of many": (lambda a: linalg.sqrtm(a), MANY, "loop over them"),
    "equations of many": (lambda a: linalg.solve_sylvester(a, a, a), MANY, "loop over them"),
    "matrices of many rows": (lambda a: linalg.toeplitz(a), TABLE, "loop over them"),
    "Hermitian systems": (lambda a: linalg.solve(a, A[0], assume_a="pos"), HERMITIAN, "np.linalg.solve"),
    "as LAPACK gives it": (lambda a: linalg.qr(a, mode="raw"), A, "mode='economic'"),
    "blocks that are rows": (lambda a: linalg.block_diag(a, a[0]), A, "np.atleast_2d"),
    "types that are not known": (lambda a: linalg.eigh(a, WHOLE[1:4, :3] @ WHOLE[1:4, :3].T), S, "astype(float)"),
    "distances of complex vectors": (lambda x: distance.sqeuclidean(x + 1j, 2.0 * x), X, "np.abs"),
    "a number where arrays are meant": (lambda x: signal.filtfilt([0.5, 0.2], 1.0, x), LONG, ""),
    "breakpoints": (lambda x: signal.detrend(x, bp=3), X, "each piece"),
    "so many frequencies": (lambda b: signal.freqs(b, X[:3] ** 2, 5)[1], X, "pass an array of them"),
    "a result elsewhere": (smoothed_into, X, "leave `output` out"),
    "a mode for each axis": (
        lambda x: ndimage.gaussian_filter(x, 1.0, mode=["wrap", "reflect"]), TABLE, "one axis after the other",
    ),
    "sizes without axes": (lambda x: np.real(np.fft.fftn(x, s=(3, 4))), TABLE[None], "name the axes"),
    "another axis": (lambda x: signal.hilbert(x, axis=0).real, TABLE, "move the axis first"),
    "another trend": (lambda x: signal.welch(x, nperseg=8, detrend="linear")[1], LONG, "apply it beforehand"),
    "more than three variables": (lambda x: np.histogramdd(TABLE, 2, weights=x[:5])[0], X, "np.bincount"),
    "a type that depends on values": (lambda x: np.real_if_close(x * (1.0 + 0.0j)), X, "np.real"),
    "another method": (lambda x: NEAREST(np.stack([x, x], axis=1)), X**2, "s2sdiff.extend"),
}  # fmt: skip


BACKWARDS = {"blocks that are rows", "sizes without axes"}  # they are linear: their tangents are calls of the same kind


def forwards(function: Callable[..., Any], x: Any) -> Any:
    return sd.jvp(function, (x,), (x,))


@pytest.mark.parametrize("name", RIGHT)
def test_right(name: str) -> None:
    function, x = RIGHT[name]
    direction = np.random.default_rng(7).normal(size=x.shape)
    h = 1e-5
    want = (function(x + h * direction) - function(x - h * direction)) / (2.0 * h)
    value, found = sd.jvp(function, (x,), (direction,))
    np.testing.assert_allclose(value, function(x), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(found, want, rtol=1e-6, atol=1e-7)
    value, pullback = sd.vjp(function, x)
    np.testing.assert_allclose(value, function(x), rtol=1e-9, atol=1e-11)
    weights = np.random.default_rng(8).normal(size=np.shape(value))
    np.testing.assert_allclose(np.sum(pullback(weights)[0] * direction), np.sum(weights * want), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    function, x, cure = REFUSED[name]
    ways: list[Callable[..., Any]] = [sd.vjp] if name in BACKWARDS else [sd.vjp, forwards]
    for derived in ways:
        with pytest.raises(Unsupported) as refused:
            derived(function, x)
        assert cure in str(refused.value)
        assert refused.value.text is not None
        assert "lambda" in refused.value.text or "output=" in refused.value.text  # the line of the call
