# mode: grad
# at: 1.0
def cubic(x):
    return x**3 + 2 * x**2 - 3 * x + 1
# output
def cubic_grad(x):
    """Adjoint of `cubic` with respect to x.

    Written by s2sdiff from cubic.py:3 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # line 4: return x**3 + 2 * x**2 - 3 * x + 1
    return 4.0 * x - 3.0 + 3.0 * x**2
