# mode: grad
# wrt: x,a
# at: np.ones(4), np.eye(4)
import numpy as np


def quadratic_form(x, a):
    return 0.5 * x @ a @ x - np.sum(x)
# output
def quadratic_form_grad(x, a):
    """Adjoint of `quadratic_form` with respect to x, a.

    Written by s2sdiff from quadratic_form.py:7 (reverse, joint).
    Returns x_bar, a_bar, shaped like x and a.
    """
    out_1 = 0.5 * x

    # line 8: return 0.5 * x @ a @ x - np.sum(x)
    a_bar = np.outer(out_1, x)
    x_bar = 0.5 * (a @ x) - 1.0 + out_1 @ a
    return x_bar, a_bar
