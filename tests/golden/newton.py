# mode: grad
# wrt: a
# at: 2.3, 1e-12
def newton(a, tol):
    x = a
    while True:
        step = (x * x - a) / (2.0 * x)
        x = x - step
        if abs(step) < tol:
            break
    return x
# output
def newton_grad(a, tol):
    """Adjoint of `newton` with respect to a.  Held constant: tol.

    Written by s2sdiff from newton.py:4 (reverse, joint).
    Returns a_bar, shaped like a.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    x = a
    x_tape = []
    while True:
        x_tape.append(x)
        step = (x * x - a) / (2.0 * x)
        x = x - step
        if abs(step) < tol:
            break

    # --- reverse sweep ---
    a_bar = 0.0
    x_bar = 1.0
    for x in reversed(x_tape):
        step_1 = 2.0 * x
        # line 8: x = x - step
        step_bar = -x_bar
        # line 7: step = (x * x - a) / (2.0 * x)
        step_2_bar = step_bar / step_1
        a_bar -= step_2_bar
        x_bar += 2.0 * step_2_bar * x - 2.0 * step_bar * ((x * x - a) / step_1) / step_1
    # line 5: x = a
    return a_bar + x_bar
