# mypy: ignore-errors
# ruff: noqa: SIM108 - a static `if` is a choice made when generating
"""scipy.stats: the distributions, found by walking the module and read through their own private methods.

`scipy.stats.gamma.logpdf(x, a, loc, scale)` is, as SciPy computes it,

    def gamma_logpdf(x, a, loc=0, scale=1):
        y = (x - loc) / scale
        inside = (a > 0) & (scale > 0) & (y >= 0.0)
        y = np.where(inside, y, 1.0)
        value = gamma._logpdf(y, a) - np.log(scale)
        return np.where(inside, value, np.where((a > 0) & (scale > 0), -np.inf, np.nan))

and `gamma._logpdf` is Python with rules for all that it calls.  `written` writes this for any distribution and method;
what lies outside the support is moved inside before the formula sees it, so that no infinity of a branch not taken gets
into a derivative.  Where a private method cannot be read, a derivative is refused by the distribution's name.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from functools import lru_cache
from types import MethodType
from typing import Any, NamedTuple

import numpy as np
from scipy import integrate, special, stats
from scipy.stats import _continuous_distns

from s2sdiff.rules.declare import adjoint, tangent, zero
from s2sdiff.rules.plain import READ, defined, finder
from s2sdiff.rules.static import refuse
from s2sdiff.run.load import load

# What SciPy itself calls, from a package that has moved; None in an older SciPy.
apply_where = getattr(getattr(_continuous_distns, "xpx", None), "apply_where", None)

Definition = Callable[..., Any]

READ |= {"scipy.stats._continuous_distns", "scipy.stats._discrete_distns"}

# --- what is asked of a distribution with the shapes at hand: no derivative flows through the answers ---


def accepts(dist: Any, *shapes: Any) -> Any:
    """Whether the shapes are allowed."""
    return np.asarray(dist._argcheck(*shapes), dtype=bool)  # noqa: SLF001 - SciPy's own names for what we read


def supports(dist: Any, x: Any, *shapes: Any) -> Any:
    """Whether the density at x is not zero."""
    return dist._support_mask(np.asarray(x), *shapes)  # noqa: SLF001


def surrounds(dist: Any, x: Any, *shapes: Any) -> Any:
    """Whether x lies within the support and not at an end of it."""
    return dist._open_support_mask(np.asarray(x), *shapes)  # noqa: SLF001


def exceeds(dist: Any, x: Any, *shapes: Any) -> Any:
    """Whether x lies at the upper end of the support or above."""
    return np.asarray(x) >= dist._get_support(*shapes)[1]  # noqa: SLF001


def inner(dist: Any, *shapes: Any) -> Any:
    """A point within the support."""
    low, high = (np.asarray(end, dtype=float) for end in dist._get_support(*shapes))  # noqa: SLF001
    one_sided = np.where(np.isfinite(low), low + 1.0, np.where(np.isfinite(high), high - 1.0, 0.0))
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(low) & np.isfinite(high), 0.5 * (low + high), one_sided)


for question in (accepts, supports, surrounds, exceeds):
    zero(question, "a boolean result")
zero(inner, "it stands for what lies outside the support")

# --- the public methods, written with the private ones ---

# By the public name: the argument, the formula for y inside the support, the value outside it (below, above)
OF_PLACES = {
    "logpdf": ("x", "{d}._logpdf({y}) - np.log(scale)", "-np.inf", "-np.inf"),
    "pdf": ("x", "{d}._pdf({y}) / scale", "0.0", "0.0"),
    "cdf": ("x", "{d}._cdf({y})", "0.0", "1.0"),
    "logcdf": ("x", "{d}._logcdf({y})", "-np.inf", "0.0"),
    "sf": ("x", "{d}._sf({y})", "1.0", "0.0"),
    "logsf": ("x", "{d}._logsf({y})", "0.0", "-np.inf"),
}
OF_COUNTS = {
    "logpmf": ("k", "{d}._logpmf({y})", "-np.inf", "-np.inf"),
    "pmf": ("k", "{d}._pmf({y})", "0.0", "0.0"),
    "cdf": ("k", "{d}._cdf({y})", "0.0", "1.0"),
    "logcdf": ("k", "{d}._logcdf({y})", "-np.inf", "0.0"),
    "sf": ("k", "{d}._sf({y})", "1.0", "0.0"),
    "logsf": ("k", "{d}._logsf({y})", "0.0", "-np.inf"),
}
DENSITIES = ("logpdf", "pdf", "logpmf", "pmf")
OF_PROBABILITIES = ("ppf", "isf")

# What the private methods are that a distribution does not have: SciPy's own, without `*args`
GENERIC = {
    "_logpdf": ("x", "np.log({d}._pdf({y}))"),
    "_logpmf": ("x", "np.log({d}._pmf({y}))"),
    "_logcdf": ("x", "np.log({d}._cdf({y}))"),
    "_sf": ("x", "1.0 - {d}._cdf({y})"),
    "_logsf": ("x", "np.log({d}._sf({y}))"),
    "_pmf": ("x", "np.exp({d}._logpmf({y}))"),
    "_isf": ("q", "{d}._ppf({y})"),
}
BASES = (stats.rv_continuous, stats.rv_discrete)

# Quantiles that are compiled, or stored into masks
COMPILED = {
    "argus", "betaprime", "cosine", "dgamma", "invgauss", "kappa4", "kstwobign", "landau", "ncf", "ncx2", "pearson3", "skewnorm",
    "truncnorm", "truncpareto", "vonmises", "vonmises_line", "wald", "ksone",
}  # fmt: skip
SEARCHED: dict[str, Definition] = {}  # what stands for the others, which the room above says

# Compiled, but for an equal formula in Python, or without one
EXPONENTIALS = ("binom", "nbinom")

_written: dict[tuple[int, str], tuple[Any, Definition]] = {}


@finder
def method(target: MethodType) -> Definition | None:
    """What is read for a method of a distribution: a text, or the private method itself."""
    dist = target.__self__ if isinstance(target, MethodType) else None
    if not isinstance(dist, BASES):
        return None
    name = target.__name__
    kinds = OF_PLACES if isinstance(dist, stats.rv_continuous) else OF_COUNTS
    if (dist.name, name) in OF_OURS:
        return OF_OURS[dist.name, name]
    by_logarithm = name == "_pmf" and dist.name in EXPONENTIALS
    generic = by_logarithm or any(getattr(base, name, None) is target.__func__ for base in BASES + BASES[0].__mro__)
    if name.startswith("_") and not generic:
        return None if goes_item_by_item(target.__func__) else target
    if not generic or not (name in kinds or name in OF_PROBABILITIES or name in GENERIC):
        return None
    if (id(dist), name) not in _written:
        _written[id(dist), name] = (dist, made(dist, name))
    return _written[id(dist), name][1]


@lru_cache(maxsize=1000)
def goes_item_by_item(function: Any) -> bool:
    """Whether a private method pairs the items of its arguments: of what SciPy has broadcast, and a program has not."""
    try:
        return "zip(" in inspect.getsource(function)
    except OSError:  # it is made by SciPy, of a text
        return False


def bernoulli_cdf(k, p, loc=0):
    """As SciPy has it compiled."""
    y = np.floor(k - loc)
    value = np.where(y < 0.0, 0.0, np.where(y < 1.0, 1.0 - p, 1.0))
    return np.where((p >= 0.0) & (p <= 1.0), value, np.nan)


def poisson_entropy(mu, loc=0):
    """The sum of -p log p over all counts that a small mu leaves; for a large one, the series of Evans and Boersma (1988).

    log(2 pi e mu) / 2 - 1 / (12 mu) - 1 / (24 mu^2) - 19 / (360 mu^3) - ... comes from the central moments of the counts,
    log(k + 1) expanded about log(mu); from mu = 100 on, what is left out is below 1e-14.  (SciPy adds up too few counts
    for mu = 10000, and says so.)
    """
    valid, small = (mu >= 0) & np.isfinite(loc), mu < 100.0
    k, mean = np.arange(250.0), np.expand_dims(np.where((mu > 0) & small, mu, 1.0), -1)
    log_p = k * np.log(mean) - mean - special.gammaln(k + 1.0)
    of_counts = np.where(mu == 0, special.entr(np.where(mu == 0, mu, 1.0)), -np.sum(np.exp(log_p) * log_p, axis=-1))
    many = np.where(small, 100.0, mu)
    less = np.polyval([33953 / 5040, 1375 / 1008, 863 / 2520, 9 / 80, 19 / 360, 1 / 24, 1 / 12, 0.0], 1.0 / many)
    in_series = 0.5 * np.log(2.0 * np.pi * np.e * many) - less
    return np.where(valid, np.where(small, of_counts, in_series), np.nan)


OF_OURS = {("bernoulli", "cdf"): bernoulli_cdf, ("poisson", "entropy"): poisson_entropy}


def made(dist: Any, name: str) -> Definition:
    """The function of a method, live."""
    text = written(dist, name)
    own = text.split("(", 1)[0].removeprefix("def ")
    helpers = {f.__name__: f for f in (accepts, supports, surrounds, exceeds, inner, *SEARCHED.values())}
    return load(text, f"<s2sdiff scipy.stats.{dist.name}.{name}>", {"np": np}, {dist.name: dist, **helpers})[own]


def written(dist: Any, name: str) -> str:
    """The text of a method of a distribution.

    >>> print(written(stats.rayleigh, "cdf"), end="")
    def rayleigh_cdf(x, loc=0, scale=1):
        y = (x - loc) / scale
        valid = scale > 0
        inside = valid & (0.0 < y)
        y = np.where(inside, y, 1.0)
        return np.where(inside, rayleigh._cdf(y), np.where(valid, 0.0, np.nan))
    """
    if name in GENERIC:
        return generic_text(dist, name)
    if name in OF_PROBABILITIES:
        return quantile_text(dist, name)
    return place_text(dist, name)


def shapes_of(dist: Any) -> list[str]:
    """The names of the shape parameters."""
    return [s.strip() for s in dist.shapes.split(",")] if dist.shapes else []


def generic_text(dist: Any, name: str) -> str:
    """SciPy's own version of a private method."""
    x, formula = GENERIC[name]
    shapes = shapes_of(dist)
    call = formula.format(d=dist.name, y=", ".join(["1.0 - q" if x == "q" else x, *shapes]))
    return text_of(f"{dist.name}{name}", [x, *shapes], [f"return {call}"])


def place_text(dist: Any, name: str) -> str:
    """A method of a place x: density, distribution, survival."""
    continuous = isinstance(dist, stats.rv_continuous)
    x, formula, below, above = (OF_PLACES if continuous else OF_COUNTS)[name]
    shapes = shapes_of(dist)
    parameters = [x, *shapes, "loc=0", *(["scale=1"] if continuous else [])]
    valid = validity(dist, shapes, ["scale > 0"] if continuous else [])
    is_open = name not in DENSITIES if continuous else False
    support, middle, upper = support_of(dist, shapes, is_open=is_open)
    rounded = not continuous and name not in DENSITIES
    lines = [f"y = ({x} - loc) / scale" if continuous else f"y = np.floor({x} - loc)" if rounded else f"y = {x} - loc"]
    if not continuous and not rounded:
        support = [*support, "y == np.floor(y)"]
    lines.append(f"valid = {joined(valid) if valid else 'np.isfinite(loc)'}")
    value = formula.format(d=dist.name, y=", ".join(["y", *shapes]))
    if not support:
        return text_of(f"{dist.name}_{name}", parameters, [*lines, f"return np.where(valid, {value}, np.nan)"])
    outside = above if below == above else f"np.where({upper}, {above}, {below})" if upper else below
    lines += [
        f"inside = {' & '.join(['valid', *bracketed(support)])}",
        *([f"above = {upper}"] if upper and below != above else []),
        f"y = np.where(inside, y, {middle})",
    ]
    outside = outside.replace(upper, "above") if upper else outside
    lines.append(f"return np.where(inside, {value}, np.where(valid, {outside}, np.nan))")
    return text_of(f"{dist.name}_{name}", parameters, lines)


def quantile_text(dist: Any, name: str) -> str:
    """A method of a probability q: the quantile from below or from above; the ends of the support at 0 and 1."""
    shapes = shapes_of(dist)
    low, high = ("low", "high") if own_support(dist) else (number(dist.a), number(dist.b))
    ends = (low, high) if name == "ppf" else (high, low)
    valid = validity(dist, shapes, ["scale > 0"])
    lines = [
        f"valid = {joined(valid)}",
        "inside = valid & (0.0 < q) & (q < 1.0)",
        "share = np.where(inside, q, 0.5)",
    ]
    if own_support(dist):
        lines.append(f"low, high = {dist.name}._get_support({', '.join(shapes)})")
    inner = f"{dist.name}._{name}(" if is_read(dist, name) else f"{SEARCHED[name].__name__}({dist.name}, "
    value = f"{inner}{', '.join(['share', *shapes])}) * scale + loc"
    if own_support(dist):  # an end may be infinite: it is met only where it is asked for
        lines += [
            f"end = np.where(q == 0.0, {ends[0]}, np.where(q == 1.0, {ends[1]}, 0.0))",
            "end = np.where(valid & ((q == 0.0) | (q == 1.0)), end * scale + loc, np.nan)",
        ]
    else:
        at_end = [end if "inf" in end else f"{end} * scale + loc" for end in ends]
        lines.append(f"end = np.where(valid & (q == 0.0), {at_end[0]}, np.where(valid & (q == 1.0), {at_end[1]}, np.nan))")
    lines.append(f"return np.where(inside, {value}, end)")
    return text_of(f"{dist.name}_{name}", ["q", *shapes, "loc=0", "scale=1"], lines)


def is_read(dist: Any, name: str) -> bool:
    """Whether a quantile is a formula of SciPy's own; others are searched for, or compiled."""
    private = getattr(type(dist), "_" + name)
    by_formula = private is not getattr(BASES[0], "_" + name) or (name == "isf" and is_read(dist, "ppf"))
    return by_formula and dist.name not in COMPILED and not goes_item_by_item(private)


def validity(dist: Any, shapes: list[str], others: list[str]) -> list[str]:
    """Conditions on the parameters."""
    base = BASES[0] if isinstance(dist, BASES[0]) else BASES[1]
    if type(dist)._argcheck is base._argcheck:  # noqa: SLF001
        return [*(f"{s} > 0" for s in shapes), *others]
    return [f"accepts({', '.join([dist.name, *shapes])})", *others]


def own_support(dist: Any) -> bool:
    """Whether the support depends on the shapes."""
    base = BASES[0] if isinstance(dist, BASES[0]) else BASES[1]
    return type(dist)._get_support is not base._get_support  # noqa: SLF001


def support_of(dist: Any, shapes: list[str], *, is_open: bool) -> tuple[list[str], str, str]:
    """Conditions for y to be within the support, a point within it, and the condition to be above it."""
    base = BASES[0] if isinstance(dist, BASES[0]) else BASES[1]
    own_mask = type(dist)._support_mask  # noqa: SLF001
    always_open = own_mask is base._open_support_mask  # noqa: SLF001
    if own_support(dist) or not (always_open or own_mask is base._support_mask):  # noqa: SLF001
        arguments = ", ".join([dist.name, "y", *shapes])
        points = ", ".join([dist.name, *shapes])
        return [f"{'surrounds' if is_open else 'supports'}({arguments})"], f"inner({points})", f"exceeds({arguments})"
    sign = "<" if is_open or always_open else "<="
    low, high = number(dist.a), number(dist.b)
    lower = [f"{low} {sign} y"] if np.isfinite(dist.a) else []
    upper = [f"y {sign} {high}"] if np.isfinite(dist.b) else []
    middle = 0.5 * (dist.a + dist.b) if lower and upper else dist.a + 1.0 if lower else dist.b - 1.0
    return [*lower, *upper], number(middle), f"y >= {high}" if upper else ""


def number(value: float) -> str:
    """A number, written."""
    return repr(float(value)) if np.isfinite(value) else "-np.inf" if value < 0 else "np.inf"


def bracketed(conditions: list[str]) -> list[str]:
    """Conditions that can be joined by `&`."""
    return [f"({c})" if " " in c.split("(")[0] else c for c in conditions]


def joined(conditions: list[str]) -> str:
    """All conditions in one; a single one stands bare."""
    return " & ".join(bracketed(conditions)) if len(conditions) > 1 else conditions[0]


def text_of(name: str, parameters: list[str], lines: list[str]) -> str:
    """A function definition."""
    return f"def {name}({', '.join(parameters)}):\n" + "".join(f"    {line}\n" for line in lines)


# --- what the private methods call ---


def stand_in(condition: Any, a: Any) -> Any:
    """Like a, its entries where the condition fails replaced by one where it holds, if there is one."""
    shape = np.broadcast_shapes(np.shape(condition), np.shape(a))
    holds, entries = np.broadcast_to(condition, shape), np.broadcast_to(a, shape)
    return np.where(holds, entries, entries[holds][0]) if np.any(holds) else np.array(entries)


zero(stand_in, "it stands where a branch is not taken")


def masked(count: int) -> list[str]:
    """Lines of `apply_where` with this many arguments: each branch sees the entries that are its own."""
    names = [f"a_{k}" for k in range(count)]
    own = ", ".join(f"np.where(cond, {a}, stand_in(cond, {a}))" for a in names)
    others = ", ".join(f"np.where(cond, stand_in(np.logical_not(cond), {a}), {a})" for a in names)
    return [
        f"if len(args) == {count}:",
        f"    {', '.join(names)}{',' * (count == 1)} = args",
        f"    first = f1({own})",
        "    if f2 is None:",
        "        return np.where(cond, first, fill_value)",
        f"    return np.where(cond, first, f2({others}))",
    ]


APPLY_WHERE = [
    "if not isinstance(args, tuple):",
    "    return apply_where(cond, (args,), f1, f2, fill_value=fill_value)",
    *(line for count in (1, 2, 3, 4, 5) for line in masked(count)),
    'raise NotImplementedError("apply_where with more than five arguments")',
]

if apply_where is not None:
    text = text_of("apply_where", ["cond", "args", "f1", "f2=None", "*", "fill_value=None"], APPLY_WHERE)
    within = {"apply_where": apply_where, "stand_in": stand_in}
    body = load(text, "<s2sdiff scipy.stats apply_where>", {"np": np}, within)["apply_where"]
    defined(apply_where, at=lambda _: [])(body)


# --- ufuncs of SciPy's own, in words that have rules; and truncnorm, whose methods are written with masks and stores ---

UFUNCS = vars(special._ufuncs)  # noqa: SLF001


def own(name):
    """The declaration of one of SciPy's own ufuncs; of nothing, where this SciPy does not have it."""
    return defined(UFUNCS[name], at=lambda _: []) if name in UFUNCS else lambda body: body


@own("_beta_pdf")
def beta_pdf(x, a, b):
    return np.exp(special.xlogy(a - 1.0, x) + special.xlog1py(b - 1.0, -x) - special.betaln(a, b))


@own("_beta_ppf")
def beta_ppf(q, a, b):
    return special.betaincinv(a, b, q)


# Of n trials with probability p, at most k succeed: I_(1-p)(n - k, k + 1); at most k fail before n succeed: I_p(n, k + 1)


@own("_binom_cdf")
def binom_cdf(k, n, p):
    some = k < n
    return np.where(some, special.betainc(np.where(some, n - k, 1.0), k + 1.0, 1.0 - p), 1.0)


@own("_binom_sf")
def binom_sf(k, n, p):
    some = k < n
    return np.where(some, special.betainc(k + 1.0, np.where(some, n - k, 1.0), p), 0.0)


@own("_nbinom_cdf")
def nbinom_cdf(k, n, p):
    return special.betainc(n, k + 1.0, p)


@own("_nbinom_sf")
def nbinom_sf(k, n, p):
    return special.betainc(k + 1.0, n, 1.0 - p)


@own("_cauchy_ppf")
def cauchy_ppf(q, loc, scale):
    return loc - scale / np.tan(math.pi * q)


@own("_cauchy_isf")
def cauchy_isf(q, loc, scale):
    return loc + scale / np.tan(math.pi * q)


@own("_cosine_cdf")
def cosine_cdf(x):
    return 0.5 + (x + np.sin(x)) / (2.0 * math.pi)


@own("_log1mexp")
def log1mexp(x):
    return np.log(-np.expm1(x))


@own("_skewnorm_cdf")
def skewnorm_cdf(x, loc, scale, a):
    y = (x - loc) / scale
    return special.ndtr(y) - 2.0 * special.owens_t(y, a)


def log_gauss_mass(a, b):
    """The logarithm of ndtr(b) - ndtr(a): in one tail by the difference of logarithms, else by both complements."""
    central = (a <= 0) & (b > 0)
    low = np.where(central, -2.0, np.where(a > 0, -b, a))
    high = np.where(central, -1.0, np.where(a > 0, -a, b))
    of_high = special.log_ndtr(high)
    in_tail = of_high + np.log1p(-np.exp(special.log_ndtr(low) - of_high))
    return np.where(
        central,
        np.log1p(-special.ndtr(np.where(central, a, -1.0)) - special.ndtr(np.where(central, -b, -1.0))),
        in_tail,
    )


@defined(type(stats.truncnorm)._logpdf, at=lambda _: [])  # noqa: SLF001
def truncnorm_logpdf(self, x, a, b):
    return stats.norm._logpdf(x) - log_gauss_mass(a, b)  # noqa: SLF001


def complemented(log_p, log_q):
    """log_p, from log_q = log(1 - p) where p is near 1."""
    near = log_p > -0.1
    return np.where(near, np.log1p(-np.exp(np.where(near, log_q, -1.0))), log_p)


@defined(type(stats.truncnorm)._logcdf, at=lambda _: [])  # noqa: SLF001
def truncnorm_logcdf(self, x, a, b):
    whole = log_gauss_mass(a, b)
    return complemented(log_gauss_mass(a, x) - whole, log_gauss_mass(x, b) - whole)


@defined(type(stats.truncnorm)._logsf, at=lambda _: [])  # noqa: SLF001
def truncnorm_logsf(self, x, a, b):
    whole = log_gauss_mass(a, b)
    return complemented(log_gauss_mass(x, b) - whole, log_gauss_mass(a, x) - whole)


# Of a triangle with its corner at c = 1 the whole is its rising side, so that c has the derivative from below there


@defined(type(stats.triang)._pdf, at=lambda _: [])  # noqa: SLF001
def triang_pdf(self, x, c):
    rising = (x < c) | (c == 1.0)
    return np.where(rising, 2.0 * x / np.where(rising, c, 1.0), 2.0 * (1.0 - x) / np.where(rising, 1.0, 1.0 - c))


@defined(type(stats.triang)._cdf, at=lambda _: [])  # noqa: SLF001
def triang_cdf(self, x, c):
    rising = (x < c) | (c == 1.0)
    falling = 1.0 - (1.0 - x) ** 2 / np.where(rising, 1.0, 1.0 - c)
    return np.where(rising, x * x / np.where(rising, c, 1.0), falling)


@defined(type(stats.trapezoid)._pdf, at=lambda _: [])  # noqa: SLF001
def trapezoid_pdf(self, x, c, d):
    rising, falling = x < c, x > d
    share = np.where(rising, x / np.where(rising, c, 1.0), np.where(falling, (1.0 - x) / np.where(falling, 1.0 - d, 1.0), 1.0))
    return 2.0 * share / (d - c + 1.0)


@defined(type(stats.trapezoid)._cdf, at=lambda _: [])  # noqa: SLF001
def trapezoid_cdf(self, x, c, d):
    rising, falling = x < c, x > d
    area = np.where(rising, x**2 / np.where(rising, c, 1.0), c + 2.0 * (x - c))
    beyond = (1.0 - x) ** 2 / np.where(falling, 1.0 - d, 1.0)
    return np.where(falling, 1.0 - beyond / (d - c + 1.0), area / (d - c + 1.0))


@defined(type(stats.norminvgauss)._sf, at=lambda _: [])  # noqa: SLF001
def norminvgauss_sf(self, x, a, b):
    # The integral of the density from x on, as SciPy has it; item by item, of arguments that are broadcast
    shape = np.broadcast_shapes(np.shape(x), np.shape(a), np.shape(b))
    places = np.ravel(np.broadcast_to(x, shape))
    steepness, skewness = np.ravel(np.broadcast_to(a, shape)), np.ravel(np.broadcast_to(b, shape))
    masses = [
        integrate.quad(self._pdf, place, np.inf, args=(steepness[k], skewness[k]))[0]
        for k, place in enumerate(places)
    ]
    return np.reshape(np.array(masses), shape)


# --- distributions of vectors ---


def vectors(_):
    """Not called as functions of a module: `tests/rules/test_scipy_stats.py` tries them."""
    return []


@defined(type(stats.multivariate_normal).logpdf, at=vectors)
def multivariate_normal_logpdf(self, x, mean, cov=1):
    # -(n log 2 pi + log det cov + (x - mean)' cov^-1 (x - mean)) / 2, by the Cholesky factor of cov
    if np.ndim(x) == 0 or np.ndim(cov) != 2:
        raise NotImplementedError(
            "the derivative of scipy.stats.multivariate_normal: pass vectors, and cov as a matrix"
        )
    if x.shape[-1] != cov.shape[0]:
        raise NotImplementedError("of places in a row, along a line: one in each row, x[:, None]")
    factor = np.linalg.cholesky(cov)
    away = x - mean
    scaled = np.linalg.solve(factor, away if np.ndim(x) == 1 else np.swapaxes(away, -1, -2))
    size = np.sum(scaled * scaled, axis=0 if np.ndim(x) == 1 else -2)
    return -0.5 * (x.shape[-1] * np.log(2.0 * np.pi) + size) - np.sum(np.log(np.diagonal(factor)))


@defined(type(stats.multivariate_normal).pdf, at=vectors)
def multivariate_normal_pdf(self, x, mean, cov=1):
    return np.exp(stats.multivariate_normal.logpdf(x, mean, cov))


@defined(type(stats.multivariate_normal).entropy, at=vectors)
def multivariate_normal_entropy(self, mean, cov=1):
    if np.ndim(cov) != 2:
        raise NotImplementedError("the derivative of scipy.stats.multivariate_normal: pass cov as a matrix")
    _, log_det = np.linalg.slogdet(cov)
    return 0.5 * (cov.shape[0] * (1.0 + np.log(2.0 * np.pi)) + log_det)


@defined(type(stats.dirichlet).logpdf, at=vectors)
def dirichlet_logpdf(self, x, alpha):
    if x.shape[0] != alpha.shape[0]:
        raise NotImplementedError("the derivative of scipy.stats.dirichlet: pass every entry of x, the last one too")
    constant = np.sum(special.gammaln(alpha)) - special.gammaln(np.sum(alpha))
    return np.sum(special.xlogy(alpha - 1.0, x.T).T, axis=0) - constant


@defined(type(stats.dirichlet).pdf, at=vectors)
def dirichlet_pdf(self, x, alpha):
    return np.exp(stats.dirichlet.logpdf(x, alpha))


@defined(type(stats.multinomial).logpmf, at=vectors)
def multinomial_logpmf(self, x, n, p):
    # SciPy replaces the last probability by what the others leave
    rest = np.concatenate([p[:-1], np.reshape(1.0 - np.sum(p[:-1]), (1,))])
    shares = np.sum(special.xlogy(x, rest) - special.gammaln(np.asarray(x) + 1), axis=-1)
    return np.where(np.sum(x, axis=-1) == n, special.gammaln(n + 1) + shares, -np.inf)


@defined(type(stats.multinomial).pmf, at=vectors)
def multinomial_pmf(self, x, n, p):
    return np.exp(stats.multinomial.logpmf(x, n, p))


# --- summaries of samples ---


def tables(rng):
    """Positive numbers, along the first axis or another."""
    a = rng.uniform(0.5, 2.0, (4, 3))
    return [((a[:, 0],), {}), ((a,), {}), ((a, 1), {})]


@defined(stats.zscore, at=tables)
def zscore(a, axis=0, ddof=0):
    return (a - np.mean(a, axis=axis, keepdims=True)) / np.std(a, axis=axis, ddof=ddof, keepdims=True)


def weighted(rng):
    """Positive numbers, and with weights of their own shape."""
    w = rng.uniform(0.5, 2.0, (4, 3))
    return [*tables(rng), ((tables(rng)[1][0][0],), {"weights": w}), ((tables(rng)[1][0][0], 1), {"weights": w})]


def averaged(a, axis, weights, keepdims):
    """The mean along an axis; with weights of the same shape, their share each."""
    if weights is None:
        return np.mean(a, axis=axis, keepdims=keepdims)
    if np.ndim(weights) != np.ndim(a):
        raise NotImplementedError("with weights of another shape: np.broadcast_to(weights, a.shape)")
    return np.sum(a * weights, axis=axis, keepdims=keepdims) / np.sum(weights, axis=axis, keepdims=keepdims)


@defined(stats.gmean, at=weighted)
def gmean(a, axis=0, dtype=None, weights=None, *, keepdims=False):
    if dtype is not None:
        raise NotImplementedError("with a dtype: a.astype(dtype)")
    return np.exp(averaged(np.log(a), axis, weights, keepdims))


@defined(stats.hmean, at=weighted)
def hmean(a, axis=0, dtype=None, *, weights=None, keepdims=False):
    if dtype is not None:
        raise NotImplementedError("with a dtype: a.astype(dtype)")
    return 1.0 / averaged(1.0 / a, axis, weights, keepdims)


@defined(stats.pmean, at=lambda rng: [((args[0], p), kwargs) for p in (2.5, 0) for args, kwargs in weighted(rng)])
def pmean(a, p, *, axis=0, dtype=None, weights=None, keepdims=False):
    if dtype is not None:
        raise NotImplementedError("with a dtype: a.astype(dtype)")
    if not isinstance(p, (int, float)):
        raise NotImplementedError("with a power that is no number: np.mean(a**p) ** (1 / p)")
    if p == 0:
        return np.exp(averaged(np.log(a), axis, weights, keepdims))
    return averaged(a**p, axis, weights, keepdims) ** (1.0 / p)


@defined(stats.iqr, at=lambda rng: [((rng.normal(size=7),), {}), ((rng.normal(size=(5, 3)), 0), {"rng": (10, 80)})])
def iqr(x, axis=None, rng=(25, 75), scale=1.0, *, keepdims=False):
    if not isinstance(scale, (int, float)) or np.ndim(rng) != 1:
        raise NotImplementedError("by a scale that is no number: divide by it")
    low, high = np.percentile(x, [rng[0], rng[1]], axis=axis, keepdims=keepdims)
    return (high - low) / scale


class Correlation(NamedTuple):
    """What a test of correlation gives; of SciPy's, not its confidence interval."""

    statistic: Any
    pvalue: Any


class Line(NamedTuple):
    """What a regression gives; of SciPy's, not the error of the intercept."""

    slope: Any
    intercept: Any
    rvalue: Any
    pvalue: Any
    stderr: Any


@defined(stats.pearsonr, at=lambda _: [])
def pearsonr(x, y, *, alternative="two-sided"):
    # Of normal samples without correlation, (1 + r) / 2 is beta distributed   (Student 1908)
    if np.ndim(x) != 1 or np.ndim(y) != 1:
        raise NotImplementedError("of several samples at once: loop over them")
    if alternative != "two-sided" or x.shape[0] < 3:
        raise NotImplementedError("with one side, or of two points: the sum of products of deviations, over their norms")
    a, b = x - np.mean(x), y - np.mean(y)
    r = np.sum(a * b) / np.sqrt(np.sum(a * a) * np.sum(b * b))
    half = 0.5 * x.shape[0] - 1.0
    return Correlation(r, 2.0 * special.betainc(half, half, 0.5 * (1.0 - np.abs(r))))


@defined(stats.linregress, at=lambda _: [])
def linregress(x, y, alternative="two-sided"):
    # The slope over its error has Student's distribution
    if np.ndim(x) != 1 or np.ndim(y) != 1:
        raise NotImplementedError("of several samples at once: loop over them")
    if alternative != "two-sided" or x.shape[0] < 3:
        raise NotImplementedError("with one side, or of two points: np.polyfit(x, y, 1)")
    a, b = x - np.mean(x), y - np.mean(y)
    slope = np.sum(a * b) / np.sum(a * a)
    r = np.sum(a * b) / np.sqrt(np.sum(a * a) * np.sum(b * b))
    error = np.sqrt((1.0 - r**2) * np.sum(b * b) / (np.sum(a * a) * (x.shape[0] - 2.0)))
    pvalue = 2.0 * special.stdtr(x.shape[0] - 2.0, -np.abs(slope / error))
    return Line(slope, np.mean(y) - slope * np.mean(x), r, pvalue, error)


@defined(stats.sem, at=tables)
def sem(a, axis=0, ddof=1, *, keepdims=False):
    spread = np.std(a, axis=axis, ddof=ddof, keepdims=keepdims)
    return spread / np.sqrt(np.size(a) / np.size(spread))


@defined(stats.variation, at=tables)
def variation(a, axis=0, *, ddof=0, keepdims=False):
    return np.std(a, axis=axis, ddof=ddof, keepdims=keepdims) / np.mean(a, axis=axis, keepdims=keepdims)


@defined(stats.skew, at=tables)
def skew(a, axis=0, bias=True, *, keepdims=False):
    away = a - np.mean(a, axis=axis, keepdims=True)
    ratio = np.mean(away**3, axis=axis, keepdims=keepdims) / np.mean(away**2, axis=axis, keepdims=keepdims) ** 1.5
    if bias:
        return ratio
    n = np.size(a) / np.size(ratio)
    return np.sqrt((n - 1.0) * n) / (n - 2.0) * ratio


@defined(stats.kurtosis, at=tables)
def kurtosis(a, axis=0, fisher=True, bias=True, *, keepdims=False):
    away = a - np.mean(a, axis=axis, keepdims=True)
    ratio = np.mean(away**4, axis=axis, keepdims=keepdims) / np.mean(away**2, axis=axis, keepdims=keepdims) ** 2
    if not bias:
        n = np.size(a) / np.size(ratio)
        ratio = ((n**2 - 1.0) * ratio - 3.0 * (n - 1.0) ** 2) / ((n - 2.0) * (n - 3.0)) + 3.0
    return ratio - 3.0 if fisher else ratio


def orders(rng):
    """Central moments, and one about a given center."""
    return [*((args[:1], {"order": 3}) for args, _ in tables(rng)), ((tables(rng)[1][0][0], 2), {"axis": 1, "center": 0.3})]


@defined(stats.moment, at=orders)
def moment(a, order=1, axis=0, *, center=None, keepdims=False):
    if not isinstance(order, int):
        raise NotImplementedError("of several orders: ask for each")
    middle = np.mean(a, axis=axis, keepdims=True) if center is None else center
    return np.mean((a - middle) ** order, axis=axis, keepdims=keepdims)


def shares(rng):
    """One distribution, one against another, in bits; along an axis."""
    p, q = rng.uniform(0.5, 2.0, (4, 3)), rng.uniform(0.5, 2.0, (4, 3))
    return [((p[:, 0],), {}), ((p, q), {}), ((p, q, 2.0, 1), {}), ((p[:, 0], q[:, 0]), {"base": 3.0})]


@defined(stats.entropy, at=shares)
def entropy(pk, qk=None, base=None, axis=0, *, keepdims=False):
    p = pk / np.sum(pk, axis=axis, keepdims=True)
    if qk is None:
        terms = special.entr(p)
    else:
        terms = special.rel_entr(p, qk / np.sum(qk, axis=axis, keepdims=True))
    whole = np.sum(terms, axis=axis, keepdims=keepdims)
    return whole if base is None else whole / np.log(base)


@defined(stats.boxcox_llf, at=lambda rng: [((0.7, rng.uniform(0.5, 2.0, 6)), {})])
def boxcox_llf(lmb, data):
    # The likelihood of normal data, and the slopes of the transform   (Box and Cox 1964)
    if np.ndim(data) != 1:
        raise NotImplementedError("of several samples at once: loop over them")
    return (lmb - 1.0) * np.sum(np.log(data)) - 0.5 * len(data) * np.log(np.var(special.boxcox(data, lmb)))


@defined(stats.zmap, at=lambda rng: [((args[0], args[0][::-1] ** 2, *args[1:]), {}) for args, _ in tables(rng)])
def zmap(scores, compare, axis=0, ddof=0):
    level = np.mean(compare, axis=axis, keepdims=True)
    return (scores - level) / np.std(compare, axis=axis, ddof=ddof, keepdims=True)


@adjoint(stats.mode, at=lambda rng: [*tables(rng), ((tables(rng)[1][0][0],), {"axis": None}), ((tables(rng)[1][0][0], 1), {"keepdims": True})])
def mode(y, a, axis=0, nan_policy="propagate", keepdims=False, *, y_bar):
    # y = (the value that occurs most often, how often it does): the items equal to it share evenly
    if nan_policy != "propagate":
        refuse("with a nan_policy: leave out what is NaN beforehand")
    if axis is None or keepdims:
        a_bar = np.where(a == y[0], y_bar[0] / y[1], 0.0)
    else:
        a_bar = np.where(a == np.expand_dims(y[0], axis), np.expand_dims(y_bar[0] / y[1], axis), 0.0)


@tangent(stats.mode)
def mode_tangent(y, a, axis=0, nan_policy="propagate", keepdims=False, *, a_dot):
    if nan_policy != "propagate":
        refuse("with a nan_policy: leave out what is NaN beforehand")
    if axis is None or keepdims:
        chosen = a == y[0]
    else:
        chosen = a == np.expand_dims(y[0], axis)
    y_dot = (np.sum(np.where(chosen, a_dot, 0.0), axis=axis, keepdims=keepdims) / y[1], 0)
