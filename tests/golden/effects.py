# mode: value-and-grad
# wrt: x
# at: np.ones(3), 10.0
import numpy as np


def effects(x, limit):
    assert x.ndim == 1, "a vector, please"
    total = 0.0
    for i, value in enumerate(x):
        total = total + value * value
        if total > limit:
            raise OverflowError(f"too large at {i}")
    print(f"total {total:.3f}")
    return np.sqrt(total)
# output
