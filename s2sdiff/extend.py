"""How you teach s2sdiff the derivative of a function: the four forms in which its own rules are written.

    import numpy as np
    from scipy.special import expit
    from s2sdiff.extend import elementwise

    @elementwise(expit, at=(-3.0, 3.0))
    def logistic(y, x):
        return y * (1.0 - y)

`s2sdiff.rules.declare` describes each form; `custom_jvp` and `custom_vjp` are JAX's way to do it for one function.
"""

from s2sdiff.rules.declare import adjoint as adjoint
from s2sdiff.rules.declare import bilinear as bilinear
from s2sdiff.rules.declare import elementwise as elementwise
from s2sdiff.rules.declare import linear as linear
from s2sdiff.rules.declare import tangent as tangent
from s2sdiff.rules.declare import zero as zero
from s2sdiff.rules.static import is_complex as is_complex
from s2sdiff.rules.static import is_scalar as is_scalar
from s2sdiff.rules.static import is_static as is_static
from s2sdiff.rules.static import ndim as ndim
from s2sdiff.rules.static import refuse as refuse
from s2sdiff.rules.static import same_shape as same_shape
from s2sdiff.rules.static import static as static
