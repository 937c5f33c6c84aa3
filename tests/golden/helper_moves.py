# mode: grad
# wrt: p,v
# at: np.linspace(0.0, 1.0, 5), np.ones(5), 0.1, 3
import numpy as np


def move(p, v, dt):
    p += dt * v


def helper_moves(p, v, dt, steps):
    p = p.copy()
    for _ in range(steps):
        move(p, v, dt)
    return np.sum(p**2)
# output
def helper_moves_grad(p, v, dt, steps):
    """Adjoint of `helper_moves` with respect to p, v.  Held constant: dt, steps.

    Written by s2sdiff from helper_moves.py:11 (reverse, joint).
    Returns p_bar, v_bar, shaped like p and v.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    p = p.copy()
    for _ in range(steps):
        p += dt * v

    # --- reverse sweep ---
    # line 15: return np.sum(p**2)
    p_bar = 2.0 * p
    v_bar = np.zeros(v.shape)
    for _ in range(steps):
        # line 8: p += dt * v
        v_bar += dt * p_bar
    return p_bar, v_bar
