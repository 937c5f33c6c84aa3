# mode: grad
# at: np.linspace(0.5, 1.0, 5)
import numpy as np


def running_sum(x):
    s = x.copy()
    for i in range(1, len(s)):
        s[i] += s[i - 1]
    return np.sum(s**3)
# output
def running_sum_grad(x):
    """Adjoint of `running_sum` with respect to x.

    Written by s2sdiff from running_sum.py:6 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    s = x.copy()
    for i in range(1, len(s)):
        s[i] += s[i - 1]

    # --- reverse sweep ---
    # line 10: return np.sum(s**3)
    s_bar = 3.0 * s**2
    for i in reversed(range(1, len(s))):
        # line 9: s[i] += s[i - 1]
        s_bar[i - 1] += s_bar[i]
    # line 7: s = x.copy()
    return s_bar
