# mode: jacrev
# wrt: a
# at: np.ones((2, 3)), np.ones(3)
import numpy as np


def matrix_product(a, x):
    return np.tanh(a @ x)
# output
def matrix_product_jacrev(a, x):
    """Jacobian of `matrix_product` with respect to a, by rows (reverse mode)."""
    y, tape = matrix_product_fwd(a, x)
    rows = []
    for seed in np.eye(len(y)):
        rows.append(matrix_product_bwd(tape, seed))
    return np.stack(rows)


def matrix_product_fwd(a, x):
    """`matrix_product`, keeping what its adjoint with respect to a needs.  Held
    constant: x.

    Written by s2sdiff from matrix_product.py:7 (reverse, split).
    """
    out = np.tanh(a @ x)
    return out, (out, x)


def matrix_product_bwd(tape, out_bar):
    """Adjoint of `matrix_product` with respect to a, from what `matrix_product_fwd`
    kept.  Held constant: x.

    Written by s2sdiff from matrix_product.py:7 (reverse, split).
    Returns a_bar, shaped like a.
    """
    out, x = tape
    # line 8: return np.tanh(a @ x)
    return np.outer(out_bar * (1.0 - out * out), x)
