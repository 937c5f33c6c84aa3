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
