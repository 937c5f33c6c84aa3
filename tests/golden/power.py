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
def power_grad(x, n):
    """Adjoint of `power` with respect to x.  Held constant: n.

    Written by s2sdiff from power.py:4 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    if n != 0:
        half, power_tape = power_fwd(x, n // 2)
        if n % 2 != 0:
            out_1 = half * half

    if n == 0:
        x_bar = 0.0
    else:
        if n % 2 == 0:
            # line 9: return half * half
            half_bar = 2.0 * half
            x_bar = 0.0
        else:
            # line 10: return half * half * x
            x_bar = out_1
            half_bar = 2.0 * x * half
        # line 7: half = power(x, n // 2)
        x_bar += power_bwd(power_tape, half_bar)
    return x_bar


def power_fwd(x, n):
    """`power`, keeping what its adjoint with respect to x needs.  Held constant: n.

    Written by s2sdiff from power.py:4 (reverse, split).
    """
    half = 0.0
    out_1 = 0.0
    power_tape = None
    if n == 0:
        out = 1.0
    else:
        half, power_tape = power_fwd(x, n // 2)
        if n % 2 == 0:
            out = half * half
        else:
            out_1 = half * half
            out = out_1 * x
    return out, (n, half, out_1, x, power_tape)


def power_bwd(tape, out_bar):
    """Adjoint of `power` with respect to x, from what `power_fwd` kept.  Held constant:
    n.

    Written by s2sdiff from power.py:4 (reverse, split).
    Returns x_bar, shaped like x.
    """
    n, half, out_1, x, power_tape = tape
    if n == 0:
        x_bar = 0.0
    else:
        if n % 2 == 0:
            # line 9: return half * half
            half_bar = 2.0 * out_bar * half
            x_bar = 0.0
        else:
            # line 10: return half * half * x
            x_bar = out_bar * out_1
            half_bar = 2.0 * out_bar * x * half
        # line 7: half = power(x, n // 2)
        x_bar += power_bwd(power_tape, half_bar)
    return x_bar
