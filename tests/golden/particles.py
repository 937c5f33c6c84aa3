# mode: grad
# wrt: x,v
# at: np.linspace(0.5, 1.0, 4), np.ones(4), 0.1, 3
from dataclasses import dataclass

import numpy as np


@dataclass
class Particles:
    x: np.ndarray
    v: np.ndarray

    def step(self, dt):
        self.v -= dt * self.x
        self.x += dt * self.v

    def energy(self):
        return 0.5 * np.sum(self.v**2 + self.x**2)


def particles(x, v, dt, steps):
    p = Particles(x.copy(), v.copy())
    for _ in range(steps):
        p.step(dt)
    return p.energy()
# output
def particles_grad(x, v, dt, steps):
    """Adjoint of `particles` with respect to x, v.  Held constant: dt, steps.

    Written by s2sdiff from particles.py:22 (reverse, joint).
    Returns x_bar, v_bar, shaped like x and v.
    """
    # --- forward sweep, keeping what the adjoint needs ---
    p = Particles(x.copy(), v.copy())
    for _ in range(steps):
        p.v = p.v - dt * p.x
        p.x = p.x + dt * p.v

    # --- reverse sweep ---
    # line 19: return 0.5 * np.sum(self.v**2 + self.x**2)
    x_bar = 1.0 * p.x
    v_bar = 1.0 * p.v
    for _ in range(steps):
        # line 16: self.x += dt * self.v
        v_bar += dt * x_bar
        # line 15: self.v -= dt * self.x
        x_bar = x_bar - dt * v_bar
    # line 23: p = Particles(x.copy(), v.copy())
    return x_bar, v_bar
