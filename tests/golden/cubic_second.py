# mode: grad
# order: 2
# function: cubic
# at: 1.0
def cubic(x):
    return x**3 + 2 * x**2 - 3 * x + 1
# output
def cubic_grad_grad(x):
    """Adjoint of `cubic_grad` with respect to x.

    Written by s2sdiff from <s2sdiff cubic_grad of cubic_second.py:5>:1 (reverse,
    joint).
    Returns x_bar, shaped like x.
    """
    # line 8: return 4.0 * x - 3.0 + 3.0 * x**2
    return 6.0 * x + 4.0
