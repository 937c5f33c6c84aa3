# mode: grad
# wrt: x
# at: 0.9, 6
from math import sin


def exits_at_two_depths(x, n):
    for i in range(n):
        x = x * 1.3
        if x > 8.0:
            return x
        for _ in range(i):
            x = x + sin(x)
            if x > 6.0:
                return x * x
    return -x
# output
