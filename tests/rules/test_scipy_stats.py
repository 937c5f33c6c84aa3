"""scipy.stats: every distribution that the walk finds, against difference quotients."""

from __future__ import annotations

import linecache
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.stats._distr_params import distcont

import s2sdiff as sd
from s2sdiff.errors import Unsupported
from s2sdiff.rules import scipy_stats

from . import check

# The densities that are refused, each with what the refusal says.
NOT_READ = {
    # Written in C, or as an integral or a series there
    "kstwo": "kolmognp",
    "ksone": "_smirnovp",
    "kstwobign": "_kolmogp",
    "landau": "_landau_pdf",
    "ncf": "_ncf_pdf",
    "nct": "_nct_pdf",
    "genhyperbolic": "takes 3 arguments",
    "levy_stable": "_pdf_single_value_piecewise_Z0",
    "studentized_range": "ufunc",
    # A loop over the entries that np.vectorize makes, of a compiled function, and of one that a library makes
    "geninvgauss": "no derivative rule",
    "irwinhall": "not known when generating",
    # No closed form with respect to a shape
    "gausshyper": "hyp2f1` with respect to `a`",
    "ncx2": "ive` with respect to its order",
    "tukeylambda": "tklmbda` with respect to lambda",
    # Branches over entries: stores into masks, a table of functions, a method of the class above
    "pearson3": "abs depends on",
}
NO_TANGENT = {"dpareto_lognorm"}  # it stores into what is an array only if the place is one: a TypeError for numbers
SHAPES = {name: tuple(float(s) for s in shapes) for name, shapes in reversed(distcont) if isinstance(name, str)}


def program(name: str, method: str, shapes: tuple[float, ...]) -> Any:
    """A function of the place, the shapes, and location and scale."""
    parameters = ", ".join(["x", *(f"s{k}" for k in range(len(shapes))), "loc", "scale"])
    text = f"def f({parameters}):\n    return scipy_stats.{name}.{method}({parameters})\n"
    filename = f"<{name}.{method}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space = {"scipy_stats": stats}
    exec(compile(text, filename, "exec"), space)
    return space["f"]


def quotient(f: Any, args: tuple[Any, ...], k: int) -> Any:
    return check.difference(lambda v: f(*args[:k], v, *args[k + 1 :]), args[k], 1.0, step=1e-4)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # SciPy, too, has branches that it does not take
@pytest.mark.parametrize("name", sorted(SHAPES.keys() - NOT_READ.keys()))
def test_the_density_of_every_distribution(name: str) -> None:
    dist, shapes = getattr(stats, name), SHAPES[name]
    x = float(dist.ppf(0.6, *shapes, 0.3, 1.7))
    f, args = program(name, "logpdf", shapes), (x, *shapes, 0.3, 1.7)
    wrt = tuple(range(len(args)))
    got = sd.grad(f, wrt)(*args)
    y_dot = np.dot(got, got) if name in NO_TANGENT else sd.jvp(f, args, got)[1]
    np.testing.assert_allclose(got, [quotient(f, args, k) for k in wrt], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(y_dot, np.dot(got, got), rtol=1e-8)


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_not_read_is_refused(name: str) -> None:
    f, args = program(name, "logpdf", SHAPES[name]), (0.5, *SHAPES[name], 0.3, 1.7)
    for derivative in (lambda: sd.grad(f, tuple(range(len(args))))(*args), lambda: sd.jvp(f, args, (1.0,) * len(args))):
        with pytest.raises(Unsupported, match=NOT_READ[name].replace("`", "`?")):
            derivative()


METHODS = {
    "norm": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "expon": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "cauchy": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "gumbel_r": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "gumbel_l": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "logistic": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "laplace": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "uniform": "logpdf pdf cdf ppf",
    "pareto": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "truncnorm": "logpdf pdf cdf logcdf sf logsf ppf isf",
    "triang": "logpdf pdf cdf sf ppf isf",
    "trapezoid": "cdf ppf",
    "foldnorm": "ppf isf",
    "exponnorm": "ppf isf",
    "wald": "ppf isf",
    "genextreme": "ppf",
    "exponweib": "logpdf cdf sf ppf",
}


@pytest.mark.parametrize(("name", "method"), [(n, m) for n, methods in METHODS.items() for m in methods.split()])
def test_methods_over_arrays(name: str, method: str) -> None:
    shapes = SHAPES[name]
    p = np.array([[0.2, 0.6, 0.9]])
    x = p if method in ("ppf", "isf") else getattr(stats, name).ppf(p, *shapes, 0.3, 1.7)
    f, args = program(name, method, shapes), (x, *(np.full((2, 1), s) for s in shapes), 0.3, np.full(3, 1.7))
    rng = np.random.default_rng(3)
    dots = tuple(rng.normal(size=np.shape(a)) if np.ndim(a) else 0.4 for a in args)
    y, y_dot = sd.jvp(f, args, dots)
    np.testing.assert_allclose(y, f(*args), rtol=1e-12)
    np.testing.assert_allclose(y_dot, check.difference(lambda v: f(*v), args, dots), rtol=1e-6, atol=1e-8)
    _, pullback = sd.vjp(f, *args)
    y_bar = rng.normal(size=np.shape(y))
    bars = pullback(y_bar)
    np.testing.assert_allclose(sum(np.sum(b * d) for b, d in zip(bars, dots, strict=True)), np.sum(y_bar * y_dot))


SEARCHED = {"argus": "chi", "dgamma": "a", "geninvgauss": "p b", "invgauss": "mu", "landau": "", "norminvgauss": "a b", "pearson3": "skew"}


@pytest.mark.parametrize("name", SEARCHED)
@pytest.mark.parametrize("method", ["ppf", "isf"])
def test_quantiles_that_are_searched_for(name: str, method: str) -> None:
    f, shapes = program(name, method, SHAPES[name]), SHAPES[name]
    args, places = (0.63, *shapes, 0.3, 1.7), (0, len(shapes) + 1, len(shapes) + 2)
    got = sd.grad(f, places)(*args)
    np.testing.assert_allclose(got, [quotient(f, args, k) for k in places], rtol=1e-6)


def test_second_derivatives_of_quantiles() -> None:
    def f(q, c):
        return stats.foldcauchy.ppf(q, c)

    hessian = sd.hessian(f)(0.4, 1.7)
    np.testing.assert_allclose(hessian, quotient(lambda q, c: sd.grad(f)(q, c), (0.4, 1.7), 0), rtol=1e-6)
    with pytest.raises(Unsupported):
        sd.grad(sd.grad(f, 1), 1)(0.4, 1.7)


def test_ends_of_a_support_that_are_infinite_move_nothing() -> None:
    def f(q, c, scale):
        return np.sum(stats.genpareto.ppf(q, c, 0.2, scale))

    q = np.array([0.0, 0.3, 0.9])
    np.testing.assert_allclose(sd.grad(f, 2)(q, 0.1, 1.3), quotient(f, (q, 0.1, 1.3), 2), rtol=1e-8)


def test_a_triangle_s_corner_at_an_end() -> None:
    def f(x):
        return np.sum(stats.triang.cdf(x, 1.0))

    np.testing.assert_allclose(sd.grad(f)(np.array([0.2, 0.7])), [0.4, 1.4])
    np.testing.assert_allclose(sd.grad(lambda c: stats.triang.pdf(0.3, c))(1.0), -0.6)


def of_correlation(x, y):
    r, p = stats.pearsonr(x, y)
    return stats.pearsonr(x, y).statistic * 2.0 + r * p


def of_a_line(x, y):
    found = stats.linregress(x, y)
    slope, _, _, pvalue, _ = found
    return found.slope * found.intercept + found.rvalue * pvalue + found.stderr * slope


@pytest.mark.parametrize("f", [of_correlation, of_a_line])
def test_lines(f: Any) -> None:
    rng = np.random.default_rng(4)
    x, x_dot, y_dot = rng.normal(size=(3, 7))
    y = 0.7 * x + 0.4 * rng.normal(size=7)
    want = check.difference(lambda v: f(*v), (x, y), (x_dot, y_dot))
    np.testing.assert_allclose(sd.jvp(f, (x, y), (x_dot, y_dot)), (f(x, y), want), rtol=1e-7)
    np.testing.assert_allclose(sum(b @ d for b, d in zip(sd.grad(f, (0, 1))(x, y), (x_dot, y_dot), strict=True)), want, rtol=1e-7)
    second = check.difference(lambda v: sd.grad(f)(*v), (x, y), (x_dot, y_dot))
    np.testing.assert_allclose(sd.hvp(f, (x, y), (x_dot, y_dot))[0], second, rtol=1e-6, atol=1e-8)


def test_item_by_item() -> None:
    """SciPy pairs the items of x, a and b, which it has broadcast before."""

    def f(x, a, b):
        return np.sum(stats.norminvgauss.sf(x, a, b))

    x, a = np.array([[0.2, 0.7], [0.1, 1.0]]), np.array([1.0, 1.2])
    value, slopes = sd.value_and_grad(f, (0, 1, 2))(x, a, 0.5)
    np.testing.assert_allclose(value, f(x, a, 0.5), rtol=1e-12)
    np.testing.assert_allclose(slopes[0], -stats.norminvgauss.pdf(x, a, 0.5), rtol=1e-9)
    np.testing.assert_allclose(np.sum(slopes[1]), quotient(f, (x, a, 0.5), 1), rtol=1e-6)
    np.testing.assert_allclose(slopes[2], quotient(f, (x, a, 0.5), 2), rtol=1e-6)
    with pytest.raises(Unsupported, match="_logsf"):
        sd.grad(lambda n: stats.hypergeom.logsf(2, 20, n, 12.0))(7.0)


def test_shapes_that_are_whole_numbers() -> None:
    """The name of a shape may be that of a parameter of a local function of SciPy's."""

    def f(x):
        return np.sum(stats.ncx2.logpdf(x, 21, 1.05))

    x = np.array([5.0, 6.0])
    np.testing.assert_allclose(np.sum(sd.grad(f)(x)), quotient(lambda x: f(x), (x,), 0), rtol=1e-7)


def test_degrees_of_freedom_that_are_no_whole_number() -> None:
    def f(x, df):
        return stats.chi2.logpdf(x, df)

    np.testing.assert_allclose(sd.grad(f, (0, 1))(1.3, 2.7), [quotient(f, (1.3, 2.7), k) for k in (0, 1)], rtol=1e-7)


def test_second_derivatives() -> None:
    def f(x, a, loc, scale):
        return np.sum(stats.gamma.logpdf(x, a, loc, scale))

    x = np.array([0.7, 1.9])
    hessian = sd.hessian(f, (1, 2, 3))(x, 2.3, 0.1, 1.4)
    for k in range(3):
        want = quotient(lambda *args: np.array(sd.grad(f, (1, 2, 3))(x, *args)), (2.3, 0.1, 1.4), k)
        np.testing.assert_allclose([row[k] for row in hessian], want, rtol=1e-6)


def test_outside_the_support_nothing_moves() -> None:
    def f(x, a):
        return np.where(x < 2.0, stats.beta.logpdf(x, a, 2.5), 0.0)

    x = np.array([0.5, 2.5])
    _, y_dot = sd.jvp(f, (x, 1.5), (np.ones(2), 0.0))
    assert y_dot[1] == 0.0
    assert np.isfinite(sd.grad(lambda x, a: np.sum(f(x, a)))(x, 1.5)).all()


def test_distributions_of_counts() -> None:
    def f(mu, p):
        return (
            stats.poisson.logpmf(3, mu)
            + stats.bernoulli.logpmf(1, p)
            + stats.binom.logpmf(2, 5, p)
            + stats.geom.pmf(2, p)
        )

    got = sd.grad(f, (0, 1))(2.5, 0.3)
    np.testing.assert_allclose(got, [quotient(f, (2.5, 0.3), k) for k in (0, 1)], rtol=1e-7)


def test_distributions_of_vectors() -> None:
    cov = np.array([[2.0, 0.3], [0.3, 1.0]])
    x, mean, p = np.array([0.4, -0.2]), np.array([0.1, 0.3]), np.array([0.2, 0.3, 0.5])
    cases = [
        (lambda x, mean, cov: 2.0 * stats.multivariate_normal.logpdf(x, mean, cov), (x, mean, cov)),
        (lambda x, mean, cov: np.sum(stats.multivariate_normal.pdf(x, mean, cov)), (np.stack([x, 2 * x]), mean, cov)),
        (lambda mean, cov: 2.0 * stats.multivariate_normal.entropy(mean, cov), (mean, cov)),
        (lambda alpha: stats.dirichlet.logpdf(np.array([0.2, 0.3, 0.5]), alpha), (1.0 + p,)),
        (lambda p: stats.multinomial.logpmf(np.array([1, 2, 3]), 6, p), (p,)),
    ]
    for f, args in cases:
        rng = np.random.default_rng(5)
        # a covariance stays symmetric, and probabilities add up to one: SciPy gives NaN for others
        kept = {id(cov): lambda d: d + d.T, id(p): lambda d: d - np.mean(d)}
        dots = tuple(kept.get(id(a), np.copy)(rng.normal(size=a.shape)) for a in args)
        y, y_dot = sd.jvp(f, args, dots)
        np.testing.assert_allclose(y, f(*args), rtol=1e-12)
        np.testing.assert_allclose(y_dot, check.difference(lambda v, f=f: f(*v), args, dots), rtol=1e-7)
        bars = sd.grad(f, tuple(range(len(args))))(*args)
        np.testing.assert_allclose(sum(np.sum(b * d) for b, d in zip(bars, dots, strict=True)), y_dot)


def test_what_is_not_known_is_refused_by_name() -> None:
    def f(lam):
        return stats.tukeylambda.cdf(0.3, lam)

    with pytest.raises(Unsupported, match=r"scipy.stats.tukeylambda.cdf.*with respect to lambda"):
        sd.grad(f)(2.0)


@pytest.mark.parametrize(("method", "x"), [("cdf", 1.3), ("logsf", 1.3), ("ppf", 0.3), ("isf", 0.2)])
def test_the_order_of_an_incomplete_gamma_function(method: str, x: float) -> None:
    for name, shapes in (("gamma", (2.3,)), ("chi2", (3.7,)), ("chi", (3.7,)), ("gengamma", (2.2, 1.4)), ("gennorm", (1.4,))):
        f, args = program(name, method, shapes), (x, *shapes, 0.1, 1.4)
        got = sd.grad(f, tuple(range(len(args))))(*args)
        np.testing.assert_allclose(got, [quotient(f, args, k) for k in range(len(args))], rtol=1e-6, atol=1e-9)


def test_a_distribution_that_cannot_be_read_may_stay_a_constant() -> None:
    def f(x):
        return x * stats.nct.cdf(0.3, 4.0, 0.2)

    np.testing.assert_allclose(sd.grad(f)(2.0), stats.nct.cdf(0.3, 4.0, 0.2))


def test_the_text_of_a_method() -> None:
    assert scipy_stats.written(stats.norm, "sf").splitlines()[-1] == "    return np.where(valid, norm._sf(y), np.nan)"


MEANS = np.array([1e-3, 0.1, 1.0, 7.3, 50.0, 99.9, 100.1, 400.0, 1000.0])


def slopes_of_entropy(mu: float) -> tuple[float, float]:
    """E log((k + 1) / mu), and its derivative E log((k + 2) / (k + 1)) - 1 / mu, of which E 1 / (k + 1) is nearly all."""
    k = np.arange(0.0, mu + 30.0 * np.sqrt(mu) + 30.0)
    away = np.concatenate(([0.0], np.cumsum(np.log(mu / k[1:])))) - mu
    p = np.exp(away - np.log(np.sum(np.exp(away))))
    curvature = np.sum(p * (np.log1p(1.0 / (k + 1.0)) - 1.0 / (k + 1.0))) - np.exp(-mu) / mu
    return np.sum(p * np.log1p((k + 1.0 - mu) / mu)), curvature


def test_the_entropy_of_counts() -> None:
    def f(mu, loc):
        return stats.poisson.entropy(mu, loc)

    wanted = np.array([slopes_of_entropy(mu) for mu in MEANS])
    ones = np.ones_like(MEANS)
    y, y_dot = sd.jvp(f, (MEANS, 1.0), (ones, 0.0))
    np.testing.assert_allclose(y, stats.poisson.entropy(MEANS), rtol=1e-12)
    np.testing.assert_allclose(y_dot, wanted[:, 0], rtol=1e-10)
    np.testing.assert_allclose(sd.vjp(lambda mu: f(mu, 0.0), MEANS)[1](ones)[0], wanted[:, 0], rtol=1e-10)
    for mu, (slope, curvature) in zip(MEANS, wanted, strict=True):
        np.testing.assert_allclose(sd.grad(f)(mu, 0.0), slope, rtol=1e-10)
        np.testing.assert_allclose(sd.grad(sd.grad(f))(mu, 0.0), curvature, rtol=1e-10)
    far = sd.grad(f)(1e4, 0.0)  # where SciPy adds up too little
    np.testing.assert_allclose(far, slopes_of_entropy(1e4)[0], rtol=1e-8)
    with np.errstate(divide="ignore"):
        assert sd.grad(f)(0.0, 0.0) == np.inf
    assert np.isnan(sd.value_and_grad(f)(-1.0, 0.0)[0])


TABLE = np.array([[1.0, 2.0, 2.0, 0.0], [1.0, 3.0, 2.0, 0.0], [0.0, 3.0, 1.0, 5.0]])
MODES = [
    (lambda a: stats.mode(a), 0),
    (lambda a: stats.mode(a, axis=-1), 1),
    (lambda a: stats.mode(a, 0, keepdims=True), 0),
    (lambda a: stats.mode(a, axis=None), None),
    (lambda a: stats.mode(a, axis=None, keepdims=True), None),
    (lambda a: stats.mode(a, axis=(0, 1)), None),
]


@pytest.mark.parametrize(("most_in", "axis"), MODES)
def test_items_that_equal_the_mode_share_evenly(most_in: Any, axis: int | None) -> None:
    def f(a):
        most = most_in(a)
        return np.sum(most.count * np.sin(most.mode))

    def g(a):
        value, count = most_in(a)
        return np.sum(count * np.sin(value))

    equal = stats.mode(TABLE, axis=axis, keepdims=True).mode == TABLE
    direction = np.random.default_rng(2).normal(size=TABLE.shape)
    for function in (f, g):
        np.testing.assert_allclose(sd.grad(function)(TABLE), np.where(equal, np.cos(TABLE), 0.0), rtol=1e-14)
        y, y_dot = sd.jvp(function, (TABLE,), (direction,))
        np.testing.assert_allclose(y, function(TABLE), rtol=1e-14)
        np.testing.assert_allclose(y_dot, np.sum(np.where(equal, np.cos(TABLE) * direction, 0.0)), rtol=1e-13)


def test_the_second_derivative_of_the_mode_is_shared_twice() -> None:
    hessian = sd.hessian(lambda x: stats.mode(x)[0] ** 2)(np.array([1.0, 2.0, 2.0]))
    np.testing.assert_allclose(hessian, [[0.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.0, 0.5, 0.5]])


def test_a_mode_that_leaves_out_items_is_refused() -> None:
    for derivative in (sd.grad, sd.jacfwd):
        with pytest.raises(Unsupported, match="beforehand"):
            derivative(lambda x: stats.mode(x, nan_policy="omit").mode)(TABLE[0])


LIMITS = {
    ("genpareto", (0.0,)): "logpdf pdf cdf logcdf sf logsf ppf isf",
    ("genextreme", (0.0,)): "logpdf pdf cdf logcdf sf logsf ppf isf",
    ("skewnorm", (0.0,)): "logpdf pdf",
    ("kappa4", (0.0, 0.2)): "logpdf pdf cdf logcdf",
    ("kappa4", (0.0, 0.0)): "logpdf pdf cdf logcdf",
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of the end of a support, which is infinite there
@pytest.mark.parametrize(("name", "shapes", "method"), [(*case, m) for case, methods in LIMITS.items() for m in methods.split()])
def test_by_a_shape_where_the_formula_has_a_limit(name: str, shapes: tuple[float, ...], method: str) -> None:
    f, args = program(name, method, shapes), (0.7, *shapes, 0.1, 1.4)
    got = sd.grad(f, tuple(range(len(args))))(*args)
    np.testing.assert_allclose(got, [quotient(f, args, k) for k in range(len(args))], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ["genpareto", "genextreme", "truncpareto"])
@pytest.mark.parametrize("method", ["logpdf", "pdf", "cdf", "logcdf", "sf", "logsf"])
def test_the_values_near_a_limit_and_at_the_ends(name: str, method: str) -> None:
    x = np.array([-np.inf, -3.0, 0.0, 0.4, 1.0, 2.5, 40.0, np.inf])
    near = () if name == "truncpareto" else (1e-4, 1e-9, 0.0, -1e-9, -1e-4)  # of that one SciPy's formulas cancel
    for c in (1.7, 1.0, 0.02, *near, -0.02, -0.7):
        shapes = (c, 3.0) if name == "truncpareto" else (c,)
        with np.errstate(all="ignore"):
            want = getattr(getattr(stats, name), method)(x, *shapes)
            y, _ = sd.jvp(program(name, method, shapes), (x, *shapes, 0.0, 1.0), (x * 0.0, *(0.0 * s for s in shapes), 0.0, 0.0))
        np.testing.assert_allclose(y, want, rtol=1e-12, atol=1e-13)
