# mode: grad
# order: 2
# function: cubic
# at: 1.0
def cubic(x):
    return x**3 + 2 * x**2 - 3 * x + 1
# output
