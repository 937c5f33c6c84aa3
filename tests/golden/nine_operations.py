# mode: grad
# wrt: x,y
# at: 1.2, 0.7
def nine_operations(x, y):
    a = x * y
    b = a + x
    c = b / y
    d = c - a
    e = d * d
    f = e + b
    g = f * x
    h = g - y
    return h * c
# output
