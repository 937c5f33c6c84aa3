"""What a program does besides computing: print, f-strings, assert, raise, with np.errstate.  Effects happen once."""

import warnings

import numpy as np

from oracles import Case


def prints(x):
    y = x * x
    print("y is", y > 1.0)
    return y * x


def prints_formatted(x, n):
    for i in range(n):
        x = np.sin(x) + x
        print(f"step {i}: {float(np.real(x)):.6f}")
    return x


def builds_message(x):
    y = x * x
    message = f"{y!r} of {x!r:>10}"
    return y + len(message[:0])


def asserts(x):
    assert x.shape == (3,), "three numbers, please"
    y = x * x
    assert np.all(np.isfinite(y))
    return np.sum(y * x)


def raises_unless_positive(x):
    if x <= 0.0:
        raise ValueError(f"x must be positive, not {x}")
    return np.log(x) * x


def raises_in_loop(x, limit):
    s = 0.0
    for v in x:
        s = s + v * v
        if s > limit:
            raise OverflowError("too large")
    return s


def quiet_division(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        y = 1.0 / x
        z = y * y
    return np.sum(z * x)


def with_and_return(x):
    with np.errstate(all="ignore"):
        return np.sum(np.exp(-x) * x)


def with_in_loop(x, n):
    for _ in range(n):
        with np.errstate(over="ignore"):
            x = x * np.exp(-x)
        x = x + 0.5
    return x


def docstring_and_pass(x):
    """A docstring is no statement."""
    pass
    "nor is a string"
    return x * x


def warns_never(x):
    if x > 100.0:
        warnings.warn("large", stacklevel=2)
    return x * x


def deletes(x):
    y = x * x
    z = y * x
    del y
    return z


def annotated(x: float, n: int = 2) -> float:
    y: float = x * n
    z: float
    z = y * y
    return z


def imports_inside(x):
    import math

    return math.sin(x) * x


def sometimes_prints(x):
    for i in range(3):
        if i == 1:
            print("one")
            continue
        x = x * x
    return x


vector = np.array([0.7, 0.4, 1.2])

CASES = [
    Case(prints, (0.7,), complex_step=False),
    Case(prints_formatted, (0.7, 2), complex_step=False),
    Case(builds_message, (0.7,)),
    Case(asserts, (vector,)),
    Case(raises_unless_positive, (0.7,), complex_step=False),
    Case(raises_in_loop, (vector, 10.0), complex_step=False),
    Case(quiet_division, (vector,)),
    Case(with_and_return, (vector,)),
    Case(with_in_loop, (0.7, 2)),
    Case(docstring_and_pass, (0.7,)),
    Case(warns_never, (0.7,), complex_step=False),
    Case(deletes, (0.7,)),
    Case(annotated, (0.7,)),
    Case(imports_inside, (0.7,), complex_step=False),
    Case(sometimes_prints, (0.7,)),
]

RAISES = [
    (asserts, (np.ones(2),), AssertionError),
    (raises_unless_positive, (-1.0,), ValueError),
    (raises_in_loop, (vector, 0.5), OverflowError),
]
