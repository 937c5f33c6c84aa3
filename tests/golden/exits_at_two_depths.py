# mode: grad
# wrt: x
# at: 0.9, 6
from math import sin


def exits_at_two_depths(x, n):
    for i in range(n):
        x = x * 1.3
        if x > 8.0:
            return x
        for _ in range(i):
            x = x + sin(x)
            if x > 6.0:
                return x * x
    return -x
# output
import math


def exits_at_two_depths_grad(x, n):
    """Adjoint of `exits_at_two_depths` with respect to x.  Held constant: n.

    Written by s2sdiff from exits_at_two_depths.py:7 (reverse, joint).
    Returns x_bar, shaped like x.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    returned = False
    x_tape = []
    x_tapes = []
    x_tapes_1 = []
    for i in range(n):
        x = x * 1.3
        x_tape.append(x)
        if x > 8.0:
            returned = True
            break
        x_tape_1 = []
        x_tape_2 = []
        for _ in range(i):
            x_tape_1.append(x)
            x = x + sin(x)
            x_tape_2.append(x)
            if x > 6.0:
                returned = True
                break
        x_tapes_1.append(x_tape_2)
        x_tapes.append(x_tape_1)
        if returned:
            break

    # --- reverse sweep ---
    if not returned:
        # line 16: return -x
        x_bar = -1.0
        out_bar = 0.0
    else:
        x_bar = 0.0
        out_bar = 1.0
    x_tape_2_left = len(x_tapes_1)
    for k_1 in reversed(range(len(x_tape))):
        if x_tape[k_1] > 8.0:
            # line 11: return x
            x_bar += out_bar
            out_bar = 0.0
        else:
            x_tape_2_left -= 1
            x_tape_2 = x_tapes_1[x_tape_2_left]
            x_tape_1 = x_tapes[x_tape_2_left]
            for k in reversed(range(len(x_tape_2))):
                x = x_tape_2[k]
                if x > 6.0:
                    # line 15: return x * x
                    x_bar += 2.0 * out_bar * x
                    out_bar = 0.0
                # line 13: x = x + sin(x)
                x_bar += x_bar * math.cos(x_tape_1[k])
        # line 9: x = x * 1.3
        x_bar = 1.3 * x_bar
    return x_bar
