# mode: jvp
# wrt: theta
# at: 0.8, 1e-12
import math


def fixed_point(theta, tol):
    x = 0.0
    while True:
        new = math.cos(theta * x)
        if abs(new - x) < tol:
            return new
        x = new
# output
def fixed_point_jvp(theta, tol, *, theta_dot):
    """`fixed_point` and its tangent along theta.  Held constant: tol.

    Written by s2sdiff from fixed_point.py:7 (forward).
    """
    x = 0.0
    x_dot = 0.0
    while True:
        new_1 = theta * x
        new = math.cos(new_1)
        new_dot = -(theta_dot * x + x_dot * theta) * math.sin(new_1)
        if abs(new - x) < tol:
            break
        x = new
        x_dot = new_dot
    return new, new_dot
