# mode: grad
# wrt: a
# at: 2.3, 1e-12
def newton(a, tol):
    x = a
    while True:
        step = (x * x - a) / (2.0 * x)
        x = x - step
        if abs(step) < tol:
            break
    return x
# output
