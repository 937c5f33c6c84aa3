# mode: hvp
# function: rosenbrock
# at: np.linspace(0.1, 0.9, 5)
import numpy as np


def rosenbrock(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
# output
def rosenbrock_hvp(x, *, x_dot):
    """Product of the Hessian of `rosenbrock` with x_dot (forward over reverse)."""
    _, product = rosenbrock_grad_jvp(x, x_dot=x_dot)
    return product


def rosenbrock_grad_jvp(x, *, x_dot):
    """`rosenbrock_grad` and its tangent along x.

    Written by s2sdiff from <s2sdiff rosenbrock_grad of rosenbrock_hvp.py:7>:1
    (forward).
    """
    # line 8: return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)
    x_bar = np.zeros(x.shape)
    out_1_bar = 200.0 * (x[1:] - x[:-1] ** 2)
    out_1_bar_dot = 200.0 * (x_dot[1:] - 2.0 * x_dot[:-1] * x[:-1])
    x_bar_1 = -2.0 * out_1_bar
    x_bar_1_dot = -2.0 * out_1_bar_dot
    x_bar_2 = x[:-1]
    x_bar_dot = np.zeros(x_bar.shape)
    x_bar_dot[:-1] = x_bar_1_dot * x_bar_2 + x_dot[:-1] * x_bar_1 + 2.0 * x_dot[:-1]
    x_bar[:-1] = x_bar_1 * x_bar_2 - 2.0 * (1.0 - x[:-1])
    x_bar_dot[1:] += out_1_bar_dot
    x_bar[1:] += out_1_bar
    return x_bar, x_bar_dot
