# mode: grad
# wrt: x
# at: 1.3, 8
def break_in_the_middle(x, n):
    y, z = x, 1.0
    for _ in range(n):
        y = y * x
        if y > 3.0:
            break
        z = z + y * y
    return y * z
# output
