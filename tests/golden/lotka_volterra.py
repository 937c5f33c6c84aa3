# mode: grad
# wrt: a,b,c,d
# at: 1.1, 0.4, 0.6, 0.4, 0.1, 0.4, 10
def lotka_volterra(x, y, a, b, c, d, steps):
    dt = 0.01
    for _ in range(steps):
        dx = a * x - b * x * y
        dy = c * x * y - d * y
        x = x + dt * dx
        y = y + dt * dy
    return x * y
# output
def lotka_volterra_grad(x, y, a, b, c, d, steps):
    """Adjoint of `lotka_volterra` with respect to a, b, c, d.  Held constant: x, y,
    steps.

    Written by s2sdiff from lotka_volterra.py:4 (reverse, joint).
    Returns a_bar, b_bar, c_bar, d_bar, shaped like a, b, c and d.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    dt = 0.01
    x_tape = []
    y_tape = []
    for _ in range(steps):
        y_tape.append(y)
        x_tape.append(x)
        dx = a * x - b * x * y
        dy = c * x * y - d * y
        x = x + dt * dx
        y = y + dt * dy

    # --- reverse sweep ---
    # line 11: return x * y
    x_bar = y
    y_bar = x
    d_bar = 0.0
    c_bar = 0.0
    b_bar = 0.0
    a_bar = 0.0
    for k in reversed(range(steps)):
        y_1 = y_tape[k]
        x_1 = x_tape[k]
        # line 10: y = y + dt * dy
        dy_bar = y_bar * dt
        # line 9: x = x + dt * dx
        dx_bar = x_bar * dt
        # line 8: dy = c * x * y - d * y
        dy_1_bar = -dy_bar
        d_bar += dy_1_bar * y_1
        dy_2_bar = dy_bar * y_1
        y_bar += dy_bar * (c * x_1) + dy_1_bar * d
        c_bar += dy_2_bar * x_1
        x_bar += dy_2_bar * c
        # line 7: dx = a * x - b * x * y
        dx_1_bar = -dx_bar
        dx_2_bar = dx_1_bar * y_1
        y_bar += dx_1_bar * (b * x_1)
        b_bar += dx_2_bar * x_1
        a_bar += dx_bar * x_1
        x_bar += dx_bar * a + dx_2_bar * b
    return a_bar, b_bar, c_bar, d_bar
