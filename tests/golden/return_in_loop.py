# mode: grad
# wrt: x
# at: 1.2, 9
def return_in_loop(x, n):
    y = x
    for _ in range(n):
        y = y * x + 1.0
        if y > 5.0:
            return y * y
    return y - x
# output
