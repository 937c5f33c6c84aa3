# mode: grad
# wrt: x,y
# at: np.array([0.7, -0.4]), np.array([0.3, 1.2])
def comprehension(x, y):
    return sum(a * b for a, b in zip(x, y) if a > 0.0)
# output
