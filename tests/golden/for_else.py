# mode: grad
# wrt: x
# at: 1.4, 5, 3.0
def for_else(x, n, limit):
    y = x
    for _ in range(n):
        y = y * x
        if y > limit:
            break
    else:
        y = y + 10.0 * x
    return y
# output
def for_else_grad(x, n, limit):
    """Adjoint of `for_else` with respect to x.  Held constant: n, limit.

    Written by s2sdiff from for_else.py:4 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    y = x
    broke = False
    y_tape = []
    for _ in range(n):
        y_tape.append(y)
        y = y * x
        if y > limit:
            broke = True
            break

    # --- reverse sweep ---
    x_bar = 10.0 if not broke else 0.0
    y_bar = 1.0
    for y in reversed(y_tape):
        # line 7: y = y * x
        x_bar += y_bar * y
        y_bar = y_bar * x
    # line 5: y = x
    return x_bar + y_bar
