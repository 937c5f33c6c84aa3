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
def effects_value_and_grad(x, limit):
    """`effects` and its adjoint with respect to x.  Held constant: limit.

    Written by s2sdiff from effects.py:7 (reverse, joint).
    """
    # --- forward sweep, keeping what the adjoint needs ---
    assert x.ndim == 1, "a vector, please"
    total = 0.0
    for i in range(len(x)):
        value = x[i]
        total = total + value * value
        if total > limit:
            raise OverflowError(f"too large at {i}")
    print(f"total {total:.3f}")
    out = np.sqrt(total)

    # --- reverse sweep ---
    # line 15: return np.sqrt(total)
    total_bar = 0.5 / out
    x_bar = np.zeros(x.shape)
    for i in reversed(range(len(x))):
        # line 10: for i, value in enumerate(x):
        x_bar[i] = 2.0 * total_bar * x[i]
    return out, x_bar
