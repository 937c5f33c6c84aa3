# mode: grad
# wrt: x
# at: 1.2, 5
def power(x, n):
    if n == 0:
        return 1.0
    half = power(x, n // 2)
    if n % 2 == 0:
        return half * half
    return half * half * x
# output
