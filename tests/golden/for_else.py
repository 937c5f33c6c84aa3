# mode: grad
# wrt: x
# at: 1.4, 5, 3.0
def for_else(x, n, limit):
    y = x
    for _ in range(n):
        y = y * x
        if y > limit:
            break
    else:
        y = y + 10.0 * x
    return y
# output
