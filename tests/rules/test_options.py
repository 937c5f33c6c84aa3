"""Options of library functions in settings that are easily forgotten: right, or refused where the call stands."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import fft, interpolate, linalg, ndimage, signal, special, stats
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


PAIRED = (
    np.arctan2, np.copysign, np.float_power, np.fmax, np.fmin, np.fmod, np.heaviside, np.hypot, np.logaddexp, np.logaddexp2,
    np.nextafter, np.power, np.remainder,
)  # fmt: skip


def all_pairs(ufunc):
    return lambda x: ufunc.outer(x[:2] ** 2 + 0.3, x.reshape(2, 3) ** 2 + 0.6)


def lengths(x):
    """Of one number, of three and of four."""
    return math.hypot(x[0]) + math.hypot(x[1], x[2], 0.5) * math.hypot(1, x[3], x[4], x[5])


RIGHT: dict[str, tuple[Callable[..., Any], Any]] = {
    **{f"{ufunc.__name__}.outer": (all_pairs(ufunc), X) for ufunc in PAIRED},
    "outer of a number": (lambda x: np.fmax.outer(0.3, x) + np.logaddexp.outer(x, 0.3), X),
    "outer of lists": (lambda x: np.fmax.outer(x, [0.1, 0.2]) + np.hypot.outer(x, [1, 2]) * np.multiply.outer(x, [2.0, 0.5]), X),
    "lengths of some numbers": (lengths, X),
    "where and a number that begins": (
        lambda x: np.max(x.reshape(2, 3), axis=1, where=x[:3] > 0.0, initial=0.1 * x[0]) * np.prod(x, initial=x[1]), X,
    ),
    "a number that is the extreme": (lambda x: np.max(x[1:], initial=9.0 * x[0] ** 2) + np.nanmin(x, initial=-9.0) * x, X),
    "the mean itself": (lambda x: np.var(x, mean=np.mean(x)) + np.std(x, mean=np.mean(x, keepdims=True), correction=1), X),
    "complex variances": (lambda x: np.var(x[:3] + 1j * x[3:]) * np.nanstd(x[:3] * (1.0 + 2.0j * x[3:]), ddof=1), X),
    "a variance by position": (lambda x: x.reshape(2, 3).var(1, None, None, 1), X),
    "medians over several axes": (lambda x: np.median(x.reshape(1, 2, 3), (0, -1)) * np.nanmedian(x.reshape(1, 2, 3), (0, 2)), X),
    "weighted quantiles": (
        lambda x: np.quantile(x, 0.4, weights=[1, 0, 2, 1, 1, 3], method="inverted_cdf")
        * np.percentile(x.reshape(2, 3), 60, axis=1, weights=np.array([2, 1, 2]), method="inverted_cdf"), X,
    ),
    "pieces of lines": (lambda x: np.maximum.reduceat(x.reshape(2, 3), [0, 2, 1], 1) * np.add.reduceat(x.reshape(2, 3), [2, 0, 1], 1), X),
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
    "rows of several levels": (lambda x: np.quantile(x, [[0.1, 0.5], [0.2, 0.9]], axis=1), TABLE),
    "levels in a list of lists": (lambda x: np.percentile(x, [[10, 50], [20, 90]]), X),
    "orders in a list": (lambda x: special.polygamma([0, 1, 2], np.abs(x[:3]) + 0.5), X),
    "places in a tuple": (lambda x: np.take(x, (2, 0, 2)), X),
    "the grid in lists": (
        lambda x: interpolate.RegularGridInterpolator(([0.0, 1.0, 2.0], (0.0, 1.0)), x)(np.array([[0.3, 0.4]])), TABLE[:3, :2],
    ),
    "chosen from the rows of an array": (lambda x: np.choose([0, 1, 0, 1], x[:4, :4]), TABLE),
    "widths by axis": (lambda x: np.pad(x, {0: (1, 2), -1: 1}), TABLE),
    "a border that goes on": (lambda x: np.pad(x, ((7, 1), (0, 9)), "reflect", reflect_type="odd"), TABLE),
    "a ramp to several values": (lambda x: np.pad(x, 2, "linear_ramp", end_values=((1, 2), (3, 4))), TABLE),
    "a border of largest items": (lambda x: np.pad(x, 1, "maximum"), TABLE),
    "a border of the smallest nearby": (lambda x: np.pad(x, [(2, 0), (1, 3)], mode="minimum", stat_length=((1, 2), (9, 3))), TABLE),
    "a border of medians": (lambda x: np.pad(x, (2, 1), "median", stat_length=(4, 2)), TABLE),
    "an average and its weights": (lambda x: np.multiply(*np.average(x, axis=1, weights=x[0] ** 2, returned=True)), TABLE),
    "an average and how many": (lambda x: np.sum(np.average(x, 0, None, returned=True)[0]) * np.average(x, returned=True)[1] * x[0], TABLE),
    "a tuple of whole numbers": (
        lambda x: np.dot((1, 2), (x[0], x[1])) * np.sum(np.outer([x[0], x[1]], (True, False))) + np.matmul(((1, 2), (3, 4)), (x[0], x[1])), X,
    ),
    "columns and rows under an ellipsis": (lambda x: np.einsum("i...,...i->...", x, np.swapaxes(x, 0, 1)), TABLE),
    "labels in lists": (lambda x: np.einsum(x, [..., 0], x**2, [1, 0], [..., 1]), TABLE),
    "vectors of a wide matrix": (lambda x: np.linalg.qr(x)[0], TABLE),
    "the triangle of a wide matrix": (lambda x: np.linalg.qr(x, mode="r"), TABLE),
    "the singular values with all vectors": (lambda x: np.linalg.svd(x)[1], TABLE),
    "the determinant of a singular matrix": (lambda x: np.linalg.det(np.outer(x[:3], x[3:])), X),
    "the smallest singular values of several": (lambda a: np.linalg.norm(a, -2, axis=(2, 0)), MANY),
    "a period": (lambda x: np.interp(3.0 * x, KNOTS[:6], x**2, period=6.5), X),
    "weights": (lambda x: np.cov(x, fweights=[1, 2, 0, 3, 1, 1], aweights=KNOTS[1:]), TABLE),
    "axes the other way round": (lambda x: np.stack(np.gradient(x, 0.5, axis=(1, 0))), TABLE),
    "waves of the first type": (lambda x: fft.dct(x, 1, n=4, norm="forward"), TABLE),
    "waves along one axis": (lambda x: fft.dstn(x, 3, s=7, axes=0), TABLE),
    "sizes of a half spectrum": (lambda x: np.abs(np.fft.rfft2(x, s=(4, 9))), TABLE),
    "triangles of many": (lambda a: linalg.lu(a)[2], MANY),
    "eigenvalues of many": (lambda a: linalg.eigvalsh(a + np.swapaxes(a, 1, 2), lower=False), MANY),
    "equations of many": (lambda a: linalg.solve_sylvester(a, a[0], a[0]), MANY),
    "a filter and a border for each axis": (
        lambda x: ndimage.gaussian_filter(x, [1.0, 0.7], (0, 1), mode=["wrap", "reflect"]), TABLE,
    ),
    "one variable of several": (lambda x: np.histogramdd([x[:3]], bins=[2], range=[(-3, 3)], weights=x[3:])[0], X),
}

NARROW: dict[str, Callable[..., Any]] = {
    "outer of a list": lambda x: np.maximum.outer(x, [1.0, 2.0]) + np.multiply.outer(x, [1.0, 2.0]),
    "beside whole numbers": lambda x: np.logaddexp(x, np.array([1, 2, 3, 1, 2, 3])),
    "some items": lambda x: np.mean(x.reshape(2, 3), where=np.array([True, False, True])),
    "beside a number": lambda x: np.maximum(x, x[0]) * np.fmin(x[1], x),
    "pad": lambda x: np.pad(x.reshape(2, 3), (2, 1), mode="reflect") + np.pad(x.reshape(2, 3), (2, 1), mode="edge"),
    "pad with what it finds": lambda x: np.pad(x.reshape(2, 3), 1, "maximum") + np.pad(x.reshape(2, 3), 1, "median"),
    "repeat": lambda x: np.repeat(x.reshape(2, 3), [1, 2], axis=0),
    "compress": lambda x: np.compress([True, False, True], x.reshape(2, 3), axis=1),
    "nanprod": lambda x: np.nanprod(x),
    "nanmedian": lambda x: np.nanmedian(x.reshape(2, 3), 1),
    "median": lambda x: np.median(x.reshape(1, 2, 3), (0, 2)),
    "begun": lambda x: np.max(x, initial=x[0]) + np.prod(x, initial=x[1]),
    "variance": lambda x: np.var(x.reshape(2, 3), axis=1, where=np.array([True, False, True])) + np.std(x, mean=x[1], correction=1),
    "trapezoid": lambda x: np.trapezoid(x.reshape(2, 3), x=2.0 * x.reshape(2, 3)),
    "pieces": lambda x: np.multiply.reduceat(x, [0, 2]) + np.add.reduceat(x.reshape(3, 2), [0, 2], 0).sum(),
}

REFUSED: dict[str, tuple[Callable[..., Any], Any, str]] = {
    "factors of many": (lambda a: linalg.cho_factor(a)[0], MANY, "loop over them"),
    "systems of many": (lambda a: linalg.solve(a, A, assume_a="pos"), MANY, "leave the options out"),
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
        lambda x: ndimage.uniform_filter(x, 3, mode=["wrap", "reflect"]), TABLE, "one axis after the other",
    ),
    "another axis": (lambda x: signal.hilbert(x, axis=0).real, TABLE, "move the axis first"),
    "another trend": (lambda x: signal.welch(x, nperseg=8, detrend="linear")[1], LONG, "apply it beforehand"),
    "more than three variables": (lambda x: np.histogramdd(TABLE, 2, weights=x[:5])[0], X, "np.bincount"),
    "a type that depends on values": (lambda x: np.real_if_close(x * (1.0 + 0.0j)), X, "np.real"),
    "an axis that is stretched": (lambda x: np.einsum("i,i->i", x, x[:1]), X, "np.squeeze"),
    "a border that nothing is put in": (lambda x: np.pad(x, 1, "empty"), TABLE, "np.concatenate"),
    "widths in an array": (lambda x: np.pad(x, np.array([[1, 2], [0, 1]]), "maximum"), TABLE, "list them"),
    "widths of too many axes": (lambda x: np.pad(x, ((1, 1), (1, 1), (0, 1)), "median"), TABLE, "a pair for each"),
    "singular values that may be dropped": (lambda x: np.linalg.pinv(x, rcond=0.1), TABLE, "np.linalg.svd"),
    "several levels with weights": (
        lambda x: np.quantile(x, [0.2, 0.6], weights=np.ones(6), method="inverted_cdf"), X, "",
    ),
    "another method": (lambda x: NEAREST(np.stack([x, x], axis=1)), X**2, "s2sdiff.extend"),
}  # fmt: skip


BACKWARDS = {"blocks that are rows", "an axis that is stretched"}  # they are linear: their tangents are calls of the same kind


@pytest.mark.parametrize("name", NARROW)
def test_narrow_numbers_have_narrow_derivatives(name: str) -> None:
    def loss(x):
        return np.sum(function(x) ** 2)

    function, x = NARROW[name], X.astype(np.float32)
    gradient = sd.grad(loss)
    value, tangent = sd.jvp(function, (x,), (x,))
    again, pullback = sd.vjp(gradient, x)
    found = [gradient(x), tangent, sd.jvp(gradient, (x,), (x,))[1], again, pullback(x)[0]]
    assert [one.dtype for one in found] == [np.float32, value.dtype, *[np.float32] * 3]
    np.testing.assert_allclose(found[2], found[4], rtol=1e-3, atol=1e-3)


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
