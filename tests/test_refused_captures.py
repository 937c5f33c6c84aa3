"""What a function captures is an argument of whoever is given the function; sizes that depend on values are not known."""

import bisect
import collections
import heapq
import re

import numpy as np
import pytest

import s2sdiff as sd

optimize = pytest.importorskip("scipy.optimize")


def root(x):
    return optimize.newton(lambda t: t - x, 0.0)


def powers(w, a):
    return np.sum(a * w ** np.arange(1.0 * a.shape[0]))


def test_a_captured_variable_is_not_constant():
    np.testing.assert_allclose(sd.grad(root)(2.0), 1.0, rtol=1e-9)


def test_arange_of_a_float():
    slope = sd.grad(powers, (0, 1))(2.0, np.ones(3))
    assert slope[0] == 5.0
    np.testing.assert_array_equal(slope[1], [1.0, 2.0, 4.0])


def turns_inside(x, n):
    def up(v, k):
        return v if k == 0 else down(np.sin(v) * x, k - 1)

    def down(v, k):
        return up(v * v, k)

    return up(x, n)


def up_outside(v, k, x):
    return v if k == 0 else down_outside(np.sin(v) * x, k - 1, x)


def down_outside(v, k, x):
    return up_outside(v * v, k, x)


def turns_outside(x, n):
    return up_outside(x, n, x)


def test_local_functions_that_call_each_other_are_refused_and_work_outside():
    with pytest.raises(sd.errors.Unsupported, match="`up` and another function inside this one call each other"):
        sd.grad(turns_inside)(0.7, 2)
    difference = (turns_outside(0.7 + 1e-6, 2) - turns_outside(0.7 - 1e-6, 2)) / 2e-6
    np.testing.assert_allclose(sd.grad(turns_outside)(0.7, 2), difference, rtol=1e-8)


def sorted_letters(x):
    y = x * 1.0

    def key(k):
        y[0] = y[0] * x[1]
        return 1

    return y[0] * len(sorted("ab", key=key))


def largest_key(x):
    y = [x[0]]
    best = max({"a": 1, "b": 2}, key=lambda k: y.append(x[1]) or 1)
    return y[-1] * len(best)


def place_by_a_key(x):
    y = x * 1.0

    def key(k):
        y[0] = y[0] * x[1]
        return k

    return y[0] * bisect.bisect([1, 2, 3], 2, key=key)


def text_put_in(x):
    y = [x[0]]
    text = re.sub("a", lambda found: str(y.append(x[1])), "aa")
    return y[-1] * len(text)


def smallest_letters(x):
    count = 0

    def key(k):
        nonlocal count
        count += 1
        return k

    return x[0] * len(heapq.nsmallest(1, "ab", key=key)) + count * x[1]


def missing_values_for_keys(x):
    d = collections.defaultdict(lambda: x[0])
    names = sorted("ab", key=lambda k: d[k])
    return d["a"] * len(d) * len(names)


@pytest.mark.parametrize("program", [sorted_letters, largest_key, place_by_a_key, text_put_in, smallest_letters, missing_values_for_keys], ids=lambda f: f.__name__)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_a_function_that_changes_something_is_not_handed_to_one_that_calls_it(transform, program):
    with pytest.raises(sd.errors.Unsupported, match="calls a function that may change something") as refused:
        transform(program)(np.array([0.4, 0.7]))
    assert "test_refused_captures.py" in str(refused.value)


def deep(n, v):
    """Another function than the local ones below of this name."""
    raise ValueError


def tried_by_itself(x):
    def deep(n, v):
        if n == 0:
            return v
        try:
            return deep(n - 1, v * 3)
        except ValueError:
            return v * 2

    return deep(2, x[0])


def asked_by_itself(x):
    def deep(n, v):
        if n == 0:
            return v
        if deep(n - 1, v * 2) > 0:
            return v * 2
        return v * 3

    return deep(2, x[0])


def called_by_itself_with_numbers(x):
    def deep(n, v):
        if n == 0:
            return v
        k = deep(n - 1, 2.0)
        return deep(n - 1, v) * k

    return deep(2, x[0])


@pytest.mark.parametrize("program", [tried_by_itself, asked_by_itself, called_by_itself_with_numbers], ids=lambda f: f.__name__)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_a_local_function_has_its_name_where_it_is_defined(transform, program):
    with pytest.raises(sd.errors.Unsupported, match="calls itself where no derivative is asked for") as refused:
        transform(program)(np.array([0.4, 0.7]))
    assert "test_refused_captures.py" in str(refused.value)


zeros_like = [1.0, 2.0]


def reads_a_global_called_as_a_helper(x):
    rows = [x, x * 2]
    for k in range(2):
        rows.append(rows[k] * zeros_like[k])
    chosen = rows if x[0] > 0 else rows[1:]
    return sum(np.sum(row * row) for row in chosen)


def made_with(add_at):
    def reads_a_captured_name_called_as_a_helper(x):
        return np.sum(x[[0, 0, 1]] ** 2) * add_at

    return reads_a_captured_name_called_as_a_helper


@pytest.mark.parametrize("program", [reads_a_global_called_as_a_helper, made_with(2.0)], ids=lambda f: f.__name__)
def test_names_from_outside_are_not_those_of_helpers(program):
    with pytest.raises(sd.errors.Unsupported, match="is the name of a helper of s2sdiff") as refused:
        sd.grad(program)(np.array([0.4, 0.7]))
    assert "test_refused_captures.py" in str(refused.value)


def gone_over_with_a_builtin_for_a_number(x, reversed):
    s = 0.0
    for v in [v * 2 for v in x]:
        s = s * v + reversed
    return s


@pytest.mark.parametrize("transform", [sd.vjp, lambda f, *args: sd.grad(f)(*args)])
def test_parameters_are_not_the_builtins_that_derivatives_call(transform):
    with pytest.raises(sd.errors.Unsupported, match="the derivative calls `reversed`, and `reversed` is a parameter here") as refused:
        transform(gone_over_with_a_builtin_for_a_number, np.array([0.5, -0.7, 1.2]), 2.0)
    assert "test_refused_captures.py" in str(refused.value)
    assert sd.jvp(gone_over_with_a_builtin_for_a_number, (np.array([0.5, -0.7, 1.2]), 2.0), (np.zeros(3), 1.0))[1] == pytest.approx(1.0 + 2.4 - 1.4 * 2.4)
