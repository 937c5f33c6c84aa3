# mode: grad
# wrt: x
# at: 1.2, 9
def return_in_loop(x, n):
    y = x
    for _ in range(n):
        y = y * x + 1.0
        if y > 5.0:
            return y * y
    return y - x
# output
def return_in_loop_grad(x, n):
    """Adjoint of `return_in_loop` with respect to x.  Held constant: n.

    Written by s2sdiff from return_in_loop.py:4 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    y = x
    returned = False
    y_tape = []
    for _ in range(n):
        y_tape.append(y)
        y = y * x + 1.0
        if y > 5.0:
            returned = True
            break

    # --- reverse sweep ---
    if not returned:
        # line 10: return y - x
        x_bar = -1.0
        y_bar = 1.0
        out_bar = 0.0
    else:
        y_bar = 0.0
        x_bar = 0.0
        out_bar = 1.0
    for y in reversed(y_tape):
        if y * x + 1.0 > 5.0:
            # line 9: return y * y
            y_bar += 2.0 * out_bar * (y * x + 1.0)
        # line 7: y = y * x + 1.0
        x_bar += y_bar * y
        y_bar = y_bar * x
        out_bar = 0.0
    # line 5: y = x
    return x_bar + y_bar
