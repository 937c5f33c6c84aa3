# mypy: ignore-errors
"""scipy.special, loaded once the program itself has imported it."""

from __future__ import annotations

import math

import numpy as np
from scipy import special

from s2sdiff.rules.declare import elementwise

# erf(x) = 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.  Abramowitz and Stegun 7.1.1


@elementwise(special.erf, at=(-2.0, 2.0))
def erf(y, x):
    return 2.0 / math.sqrt(math.pi) * np.exp(-x * x)


@elementwise(special.erfc, at=(-2.0, 2.0))
def erfc(y, x):
    return -2.0 / math.sqrt(math.pi) * np.exp(-x * x)


@elementwise(special.expit, at=(-3.0, 3.0))
def expit(y, x):
    return y * (1.0 - y)
