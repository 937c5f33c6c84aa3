"""How you teach s2sdiff the derivative of a function: the four forms in which its own rules are written.

    import numpy as np
    from scipy.special import expit
    from s2sdiff.extend import elementwise

    @elementwise(expit, at=(-3.0, 3.0))
    def logistic(y, x):
        return y * (1.0 - y)

`s2sdiff.rules.declare` describes each form, and `shared`, lines that several rules have in common; `custom_jvp` and
`custom_vjp` are JAX's way to do it for one function.
"""

from s2sdiff.rules.bodies import shared
from s2sdiff.rules.declare import adjoint, bilinear, elementwise, linear, tangent, zero
from s2sdiff.rules.static import is_complex, is_scalar, is_square, is_static, ndim, refuse, same_shape, static

__all__ = [
    "adjoint",
    "bilinear",
    "elementwise",
    "is_complex",
    "is_scalar",
    "is_square",
    "is_static",
    "linear",
    "ndim",
    "refuse",
    "same_shape",
    "shared",
    "static",
    "tangent",
    "zero",
]
