# mode: grad
# wrt: x
# at: 1.3, 8
def break_in_the_middle(x, n):
    y, z = x, 1.0
    for _ in range(n):
        y = y * x
        if y > 3.0:
            break
        z = z + y * y
    return y * z
# output
def break_in_the_middle_grad(x, n):
    """Adjoint of `break_in_the_middle` with respect to x.  Held constant: n.

    Written by s2sdiff from break_in_the_middle.py:4 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    y = x
    z = 1.0
    y_tape = []
    for _ in range(n):
        y_tape.append(y)
        y = y * x
        if y > 3.0:
            break
        z = z + y * y

    # --- reverse sweep ---
    # line 11: return y * z
    y_bar = z
    x_bar = 0.0
    for y_1 in reversed(y_tape):
        y_2 = y_1 * x
        if not y_2 > 3.0:
            # line 10: z = z + y * y
            y_bar += 2.0 * y * y_2
        # line 7: y = y * x
        x_bar += y_bar * y_1
        y_bar = y_bar * x
    # line 5: y, z = x, 1.0
    return x_bar + y_bar
