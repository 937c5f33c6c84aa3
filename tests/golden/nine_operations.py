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
def nine_operations_grad(x, y):
    """Adjoint of `nine_operations` with respect to x, y.

    Written by s2sdiff from nine_operations.py:4 (reverse, joint).
    Returns x_bar, y_bar, shaped like x and y.
    """
    a = x * y
    b = a + x
    c = b / y
    d = c - a
    e = d * d
    f = e + b
    g = f * x
    h = g - y

    # line 13: return h * c
    c_bar = h
    # line 12: h = g - y
    y_bar = -c
    # line 11: g = f * x
    b_bar = c * x
    x_bar = c * f
    # line 9: e = d * d
    d_bar = 2.0 * b_bar * d
    # line 8: d = c - a
    c_bar += d_bar
    a_bar = -d_bar
    # line 7: c = b / y
    b_bar += c_bar / y
    y_bar -= c_bar * c / y
    # line 6: b = a + x
    a_bar += b_bar
    x_bar += b_bar
    # line 5: a = x * y
    x_bar += a_bar * y
    y_bar += a_bar * x
    return x_bar, y_bar
