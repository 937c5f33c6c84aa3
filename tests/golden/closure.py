# mode: grad
# wrt: y0,length
# at: np.array([0.5, 0.0]), 1.2, 3
import numpy as np


def closure(y0, length, steps):
    def rhs(y):
        return np.array([y[1], -9.81 / length * np.sin(y[0])])

    y = y0
    for _ in range(steps):
        y = y + 0.05 * rhs(y + 0.025 * rhs(y))
    return y[0]
# output
def closure_grad(y0, length, steps):
    """Adjoint of `closure` with respect to y0, length.  Held constant: steps.

    Written by s2sdiff from closure.py:7 (reverse, joint).
    Returns y0_bar, length_bar, shaped like y0 and length.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    y = y0
    rhs_tapes = []
    rhs_tapes_1 = []
    for _ in range(steps):
        rhs_y, rhs_tape = rhs_fwd(y, length)
        rhs_tapes.append(rhs_tape)
        y_1, rhs_tape_1 = rhs_fwd(y + 0.025 * rhs_y, length)
        rhs_tapes_1.append(rhs_tape_1)
        y = y + 0.05 * y_1

    # --- reverse sweep ---
    # line 14: return y[0]
    y_bar = np.zeros(y.shape)
    y_bar[0] = 1.0
    length_bar = 0.0
    for k in reversed(range(steps)):
        # line 13: y = y + 0.05 * rhs(y + 0.025 * rhs(y))
        y_2_bar, length_bar_1 = rhs_bwd(rhs_tapes_1[k], 0.05 * y_bar)
        y_bar_1, length_bar_2 = rhs_bwd(rhs_tapes[k], 0.025 * y_2_bar)
        y_bar = y_bar_1 + y_bar + y_2_bar
        length_bar += length_bar_2 + length_bar_1
    # line 11: y = y0
    return y_bar, length_bar


def rhs_fwd(y, length):
    """`rhs`, keeping what its adjoint with respect to y, length needs.

    Written by s2sdiff from closure.py:8 (reverse, split).
    """
    out_1 = -9.81 / length
    sin_y0 = np.sin(y[0])
    return np.array([y[1], out_1 * sin_y0]), (y, out_1, sin_y0, length)


def rhs_bwd(tape, out_bar):
    """Adjoint of `rhs` with respect to y, length, from what `rhs_fwd` kept.

    Written by s2sdiff from closure.py:8 (reverse, split).
    Returns y_bar, length_bar, shaped like y and length.
    """
    y, out_1, sin_y0, length = tape
    # line 9: return np.array([y[1], -9.81 / length * np.sin(y[0])])
    y_bar = np.zeros(y.shape)
    y_bar[0] = out_1 * out_bar[1] * np.cos(y[0])
    length_bar = -out_1 * (sin_y0 * out_bar[1]) / length
    y_bar[1] = out_bar[0]
    return y_bar, length_bar
