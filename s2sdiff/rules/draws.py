"""Random draws that take no parameters: a draw is a constant of the program.

Draws that move with their parameters, such as np.random.normal(mean, scale), are not here.  A draw is never repeated to
recompute a value.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np

from s2sdiff.rules.declare import zero

DRAWS: tuple[Callable[..., Any], ...] = (
    np.random.rand, np.random.randn, np.random.random, np.random.random_sample, np.random.ranf, np.random.sample,
    np.random.standard_normal, np.random.standard_exponential, np.random.standard_cauchy, np.random.randint,
    np.random.bytes, np.random.seed, np.random.default_rng,
    np.random.Generator.random, np.random.Generator.standard_normal, np.random.Generator.standard_exponential,
    np.random.Generator.integers, np.random.Generator.bytes,
    np.random.RandomState.rand, np.random.RandomState.randn, np.random.RandomState.random_sample,
    np.random.RandomState.standard_normal, np.random.RandomState.randint,
    random.random, random.randint, random.randrange, random.getrandbits, random.seed,
)  # fmt: skip

for draw in DRAWS:
    zero(draw, "a random draw")
