# mode: grad
# at: 1.4
import numpy as np


def ladder(x):
    if x < 0.0:
        y = -x
    elif 0.0 <= x < 1.0:
        y = x * x
    else:
        y = x**3 if x < 2.0 else np.exp(-x)
    return y + x
# output
def ladder_grad(x):
    """Adjoint of `ladder` with respect to x.

    Written by s2sdiff from ladder.py:6 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    if x < 0.0:
        y = -x
    elif 0.0 <= x < 1.0:
        y = x * x
    else:
        y = x**3 if x < 2.0 else np.exp(-x)

    if x < 0.0:
        # line 8: y = -x
        x_bar = 0.0
    elif 0.0 <= x < 1.0:
        # line 10: y = x * x
        x_bar = 1.0 + 2.0 * x
    elif x < 2.0:
        # line 12: y = x**3 if x < 2.0 else np.exp(-x)
        x_bar = 1.0 + 3.0 * x**2
    else:
        # line 12: y = x**3 if x < 2.0 else np.exp(-x)
        x_bar = 1.0 - y
    return x_bar
