"""What a `try` asks is evaluated once more afterwards: what would be heard of twice is refused at its line."""

import contextlib
import inspect
import re

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported

X = np.array([0.7, 1.3, 0.4])


class Counter:
    def __init__(self):
        self.n = 0

    def times(self, v):
        self.n += 1
        return v * self.n


def noisy(v):
    if v < 0.0:
        raise ValueError("negative")
    return v * np.random.normal()  # noqa: NPY002 - the stream that all share


def pushes(v, into):
    into[0] += v
    return v * 2.0


def says(v):
    print(v)
    return v * 2.0


def calls_one_that_says(v):
    return says(v) * v


def puts_into_its_argument(x):
    y = x * 1.0
    with contextlib.suppress(ValueError):
        np.put_along_axis(y, np.argmax(y)[None], 0.0, axis=0)
    return np.sum(y)


def draws_in_a_function(x):
    try:
        y = noisy(x[0])
    except ValueError:
        y = 0.0
    return y * x[1]


def draws(x):
    rng = np.random.default_rng(0)
    try:
        y = rng.normal() * x[0]
    except ValueError:
        y = 0.0
    return y * rng.normal()


def changes_what_it_is_given(x):
    a = np.zeros(2)
    try:
        y = pushes(x[0], a)
    except ValueError:
        y = 0.0
    return y + a[0] ** 2


def changes_what_it_captures(x):
    seen = [0.0]

    def push(v):
        seen.append(v)
        return v * 2.0

    try:
        y = push(x[0])
    except ValueError:
        y = 0.0
    return y + len(seen) * x[2]


def changes_its_object(x):
    counter = Counter()
    try:
        y = counter.times(x[0])
    except ValueError:
        y = 0.0
    return y * counter.times(x[1])


def prints(x):
    try:
        y = calls_one_that_says(x[0])
    except ValueError:
        y = 0.0
    return y * x[1]


def takes_away(x):
    stack = [x[0], x[1]]
    s = 0.0
    while True:
        try:
            v = stack.pop()
        except IndexError:
            break
        s += v * v
    return s


def reads_what_one_of_several_raised(x):
    y = 0.0
    try:
        for v in x:
            y = y + np.log(v)
    except ValueError as error:
        print(error)
    return y


def stores_under_another_name(x):
    u = x
    try:
        s = x[0] * 2.0
    finally:
        u[0] = 1.0
    return s


def stores_into_rows(x):
    rows = [x, x * 2.0]
    try:
        s = x[0] * 2.0
    finally:
        for row in rows:
            row *= x[1]
    return s


def draws_in_the_finally(x):
    u = x.copy()
    try:
        s = x[0] * 2.0
    finally:
        u[0] = np.random.normal()  # noqa: NPY002 - the stream that all share
    return s * u[0]


def writes_in_the_finally(x):
    u = x.copy()
    try:
        s = x[0] * 2.0
    finally:
        u[0] = np.multiply(u, 2.0, out=x)[0]
    return s


class Sized(ValueError):  # noqa: N818 - the name is of no interest
    def __init__(self, size):
        self.size = size


def reads_an_attribute(x):
    try:
        if x[0] > 0.5:
            raise Sized(2.0)  # noqa: TRY301 - that is what is refused
        s = x[1]
    except Sized as error:
        s = x[0] * error.size
    return s


def reads_arguments_that_are_not_kept(x):
    try:
        if x[0] > 0.5:
            raise Sized(2.0)  # noqa: TRY301 - that is what is refused
        s = x[1]
    except Sized as error:
        s = x[0] * error.args[0]
    return s


def reads_what_an_operation_raised(x):
    try:
        s = np.linalg.cholesky(np.outer(x, x))[0, 0]
    except np.linalg.LinAlgError as error:
        s = x[0] * len(error.args)
    return s


def adds_at_places(x):
    y = x * 1.0
    try:
        np.add.at(y, 0, x[1])
    except ValueError:
        y = x
    return np.sum(y**2)


def writes_into_an_array(x):
    y = x * 1.0
    try:
        np.multiply(y, y, out=y)
    except ValueError:
        return 0.0
    return np.sum(y**2)


PROGRAMS = [
    adds_at_places, writes_into_an_array,
    stores_under_another_name, stores_into_rows, draws_in_the_finally, writes_in_the_finally, reads_an_attribute,
    reads_arguments_that_are_not_kept, reads_what_an_operation_raised,
    puts_into_its_argument, draws_in_a_function, draws, changes_what_it_is_given, changes_what_it_captures, changes_its_object, prints, takes_away,
    reads_what_one_of_several_raised,
]  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_refused_at_its_line(transform, program):
    with pytest.raises(Unsupported, match="cure: ") as refused:
        transform(program)(X)
    found = re.search(r"test_refused_attempts\.py:(\d+)", str(refused.value))
    assert found is not None
    first = program.__code__.co_firstlineno
    assert first < int(found[1]) < first + len(inspect.getsource(program).splitlines())


def array_at_one_place(x):
    y = x * 1.0
    with contextlib.suppress(ValueError):
        y[0] = y
    return np.sum(y)


def array_added_at_one_place(x):
    y = x * 1.0
    try:
        y[0] += x
    except ValueError:
        y[0] = 2.0
    return np.sum(y)


def larger_array_added(x):
    y = x * 1.0
    try:
        y += np.ones((2, 3))
    except ValueError:
        y[0] = 2.0
    return np.sum(y)


@pytest.mark.parametrize("program", [array_at_one_place, array_added_at_one_place, larger_array_added], ids=lambda f: f.__name__)
def test_an_array_that_may_not_fit(program):
    with pytest.raises(sd.errors.Unsupported, match="an array is stored into an array in a `try` that catches ValueError") as refused:
        sd.grad(program)(X)
    assert "test_refused_attempts.py" in str(refused.value)


def slice_that_may_not_fit(x):
    y = x * 1.0
    try:
        y[:] = x[1:]
        y[0] = 5.0
    except ValueError:
        pass
    return np.sum(y)


def test_a_slice_that_may_not_fit():
    with pytest.raises(sd.errors.Unsupported, match="a store into a slice in a `try` that catches ValueError") as refused:
        sd.grad(slice_that_may_not_fit)(np.array([0.42, -0.73, 1.31]))
    assert "test_refused_attempts.py" in str(refused.value)
