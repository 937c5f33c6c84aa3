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
