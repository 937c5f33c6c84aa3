# mypy: ignore-errors
# ruff: noqa: D102 - the methods are those of SciPy's frozen distributions
"""scipy.stats: distributions that are frozen, `stats.norm(loc=m, scale=s)`: each method is that of the distribution itself.

One that a program makes is read as a `Frozen`, which holds the parameters as they were given.  One that is made outside holds
constants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MethodType
from typing import Any

from scipy import stats
from scipy.stats import _distn_infrastructure

from s2sdiff.rules.plain import STANDS, Stand, finder

Definition = Callable[..., Any]


@dataclass(frozen=True, eq=False)
class Frozen:
    """A distribution with its parameters."""

    dist: Any
    args: Any
    kwds: Any

    def pdf(self, x):
        return self.dist.pdf(x, *self.args, **self.kwds)

    def logpdf(self, x):
        return self.dist.logpdf(x, *self.args, **self.kwds)

    def pmf(self, k):
        return self.dist.pmf(k, *self.args, **self.kwds)

    def logpmf(self, k):
        return self.dist.logpmf(k, *self.args, **self.kwds)

    def cdf(self, x):
        return self.dist.cdf(x, *self.args, **self.kwds)

    def logcdf(self, x):
        return self.dist.logcdf(x, *self.args, **self.kwds)

    def sf(self, x):
        return self.dist.sf(x, *self.args, **self.kwds)

    def logsf(self, x):
        return self.dist.logsf(x, *self.args, **self.kwds)

    def ppf(self, q):
        return self.dist.ppf(q, *self.args, **self.kwds)

    def isf(self, q):
        return self.dist.isf(q, *self.args, **self.kwds)


METHODS = {name for name in vars(Frozen) if not name.startswith("_")}
STANDS[Frozen] = Stand(
    _distn_infrastructure.rv_frozen,
    "a distribution that the program freezes", f"call its methods {', '.join(f'`{name}`' for name in sorted(METHODS))}", ()
)

_freezing: dict[int, tuple[Any, Definition]] = {}
_methods: dict[tuple[int, str], tuple[Any, Definition]] = {}


@finder
def frozen(target: Any) -> Definition | None:
    """What is read for a distribution that is called: a function that freezes it."""
    if not isinstance(target, (stats.rv_continuous, stats.rv_discrete)):
        return None
    if id(target) not in _freezing:

        def freeze(*args, **kwds):
            return Frozen(target, args, kwds)

        _freezing[id(target)] = target, freeze
    return _freezing[id(target)][1]


@finder
def method(target: Any) -> Definition | None:
    """What is read for a method of a distribution that was frozen outside."""
    held = target.__self__ if isinstance(target, MethodType) else None
    if not isinstance(held, _distn_infrastructure.rv_frozen) or target.__name__ not in METHODS:
        return None
    if (id(held), target.__name__) not in _methods:
        function = getattr(held.dist, target.__name__)
        shapes, loc, scale = held.dist._parse_args(*held.args, **held.kwds)  # noqa: SLF001 - SciPy's own name for it
        given = (*shapes, loc, scale) if isinstance(held.dist, stats.rv_continuous) else (*shapes, loc)

        def at_place(x):
            return function(x, *given)

        _methods[id(held), target.__name__] = held, at_place
    return _methods[id(held), target.__name__][1]
