"""Facts about functions: which derivative each has, one family a file.

`lookup(function)` gives the rule.  How to write one stands in `declare.py`; what is chosen at kinks, in `kinks.md`.
Functions that are compositions of others have no rule: their Python, or a definition of ours, is read (`plain`).
Importing a family registers its rules and parses nothing.  The families about modules that are slow to import, SciPy's
above all, wait in `registry.LATE` until the program has imported those.
"""

from __future__ import annotations

from importlib import import_module

from s2sdiff.rules import registry

FAMILIES = (
    "operators",  # + - * / ** %
    "elementwise",  # functions of one array, entry by entry
    "pairwise",  # of two or three: maximum, hypot, where, clip
    "complex",  # real, imag, conj, angle
    "extended",  # np.emath and cmath
    "builtins",  # math.* and Python's own functions
    "reduction",
    "moments",
    "averages",  # np.average, with the sums of the weights
    "shaping",
    "joining",
    "creation",
    "indexing",
    "ordering",
    "calculus",  # sums, differences and integrals along an axis, interpolation, convolution
    "statistics",  # covariance, histograms
    "polynomials",
    "chebyshev",  # numpy.polynomial: power series, Chebyshev series
    "fft",
    "ufuncs",  # np.add.reduce and its like
    "products",
    "linalg",
    "linalg_factors",
    "linalg_spectra",
    "linalg_norms",
    "applied",  # functions that are given functions: np.vectorize, np.piecewise
    "trees",  # helpers of the runtime that act on containers
    "constant",  # zero, with reasons
)

with registry.library():
    for family in FAMILIES:
        import_module(f"{__name__}.{family}")
