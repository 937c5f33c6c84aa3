"""Functions of other modules, read where they are called."""

import corpus.lent
import numpy as np
from corpus.lent import stored_where_it_fits as stored
from oracles import Case

X = np.array([0.5, -0.7, 1.2])
STEP, added, xp = 3.0, None, None  # names of the other module


def changed_by_another_module(x):
    y = x * STEP
    return corpus.lent.added(x, y) + y[2]


def tried_by_another_module(x):
    y = x * STEP
    return stored(y, x[0]) + y[1]


CASES = [Case(f, (X,)) for f in (changed_by_another_module, tried_by_another_module)]
