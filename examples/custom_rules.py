"""Derivatives of one's own: a stable log(1 + e^x) by custom_jvp, gradients clipped on their way back by custom_vjp.

python examples/custom_rules.py
"""

import numpy as np

import s2sdiff as sd


@sd.custom_jvp
def log1pexp(x):
    return np.log(1.0 + np.exp(x))


@log1pexp.defjvp
def log1pexp_jvp(primals, tangents):
    (x,), (x_dot,) = primals, tangents
    y = log1pexp(x)
    y_dot = (1.0 - 1.0 / (1.0 + np.exp(x))) * x_dot
    return y, y_dot


@sd.custom_vjp
def clipped(x, low, high):
    return x


def clipped_fwd(x, low, high):
    return x, (low, high)


def clipped_bwd(residuals, y_bar):
    low, high = residuals
    return np.clip(y_bar, low, high), 0.0, 0.0


clipped.defvjp(clipped_fwd, clipped_bwd)


def steep(x):
    return 100.0 * clipped(x, -1.0, 1.0)


def main():
    assert np.isclose(log1pexp(3.0), 3.0485873)
    assert np.isclose(sd.grad(log1pexp)(3.0), 0.95257413)
    assert sd.grad(log1pexp)(100.0) == 1.0
    assert np.isclose(sd.jvp(log1pexp, (0.0,), (2.0,))[1], 1.0)

    assert steep(2.0) == 200.0
    assert sd.grad(steep)(2.0) == 1.0

    # A custom_vjp says nothing of forward mode, and the tool says so.
    try:
        sd.jvp(steep, (2.0,), (1.0,))
    except (TypeError, sd.errors.Unsupported) as refusal:
        print("refused:", str(refusal).splitlines()[0])
    else:
        raise RuntimeError("forward mode went through a custom_vjp")


if __name__ == "__main__":
    main()
