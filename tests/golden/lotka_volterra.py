# mode: grad
# wrt: a,b,c,d
# at: 1.1, 0.4, 0.6, 0.4, 0.1, 0.4, 10
def lotka_volterra(x, y, a, b, c, d, steps):
    dt = 0.01
    for _ in range(steps):
        dx = a * x - b * x * y
        dy = c * x * y - d * y
        x = x + dt * dx
        y = y + dt * dy
    return x * y
# output
