"""Stores while another name may show the same memory, and it is not known which part: refused at the next reading."""

from functools import cache

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.7, -0.4, 1.3])
TABLE = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def columns_in_a_row(x):
    a = np.outer(x, x + 1)
    f = a.T.ravel(order="F")
    f[1] = x[0] * 5
    return np.sum(a * a)


def rows_of_the_table():
    return TABLE[0:2]


def stores_into_a_global(x):
    t = rows_of_the_table()
    t[0] = x
    return np.sum(t * x)


def twice(x):
    y = np.sin(x)
    return [y, y]


def stores_into_one_of_two(x):
    q = twice(x)
    q[0][1] = x[0] * x[2]
    return np.sum(q[1] * x) + np.sum(q[0])


def whole_and_part(x):
    y = np.sin(x)
    return y, y[1:]


def stores_into_the_part(x):
    q = whole_and_part(x)
    q[1][0] = x[0] * x[2]
    return np.sum(q[0] * x)


def reads_a_name_in_another_order(x):
    a = np.outer(x, x)
    flat = a.ravel("F")
    a[0] = 2.0 * x
    return np.sum(flat)


@pytest.mark.parametrize("program", [
    columns_in_a_row, stores_into_one_of_two, stores_into_the_part, reads_a_name_in_another_order,
])  # fmt: skip
def test_may_share_memory(program):
    for derivative in (sd.grad, sd.jacfwd):
        with pytest.raises(sd.errors.Unsupported, match="may share memory"):
            derivative(program)(X)


def changed_under_a_flat_name(m):
    b = m * 1.0
    flat = b.ravel()
    flat[1] = m[0, 0]
    return np.sum(b * b)


def test_a_reshape_that_copies_is_refused_when_run():
    """NumPy keeps the order of the items that it is given, so `flat` is a copy here, and the derivative another one."""
    upright = np.arange(6.0).reshape(2, 3)
    lying = np.asfortranarray(upright)
    for derivative in (sd.grad, sd.jacfwd, sd.hessian):
        derivative(changed_under_a_flat_name)(upright)
        with pytest.raises(ValueError, match="its items do not lie in order"):
            derivative(changed_under_a_flat_name)(lying)


def points_between_in_rows(x):
    b = np.linspace(0.5, x, 2, axis=1)
    b.ravel()[1] = x[0]
    return np.sum(b * b)


def zeros_in_an_order_that_is_told(x, order):
    b = np.zeros((2, 3), float, order)
    flat = b.ravel()
    flat[1] = x[0]
    return np.sum(b * b) * x[1] + x[0]


def test_what_is_made_in_another_order_copies_when_it_is_reshaped():
    with pytest.raises(ValueError, match="its items do not lie in order"):
        sd.grad(points_between_in_rows)(X)
    with pytest.raises(ValueError, match="its items do not lie in order"):
        sd.grad(zeros_in_an_order_that_is_told)(X, "F")
    np.testing.assert_allclose(sd.grad(zeros_in_an_order_that_is_told)(X, "C"), [1.0 + 2.0 * X[0] * X[1], X[0] ** 2, 0.0])


def test_a_global_array_is_not_changed():
    with pytest.raises(sd.errors.Unsupported, match="lives outside the function"):
        sd.grad(stores_into_a_global)(X)
    assert TABLE[0, 0] == 1.0


@cache
def buffer(n):
    return np.zeros(n)


class Pair:
    def __init__(self, u, v):
        self.u = u
        self.v = v

    def norm(self):
        return self.u @ self.v


def cached_array_changed(x):
    b = buffer(3)
    b += x
    return buffer(3) @ x


def view_of_a_cached_array_changed(x):
    @cache
    def scaled(k):
        return x * k

    tail = scaled(2)[1:]
    tail *= 2.0
    return scaled(2).sum()


def cached_list_changed(x):
    @cache
    def rows(k):
        return [x * k, x]

    held = rows(2)
    held[0] = held[1]
    return rows(2)[0].sum()


def attribute_of_a_cached_object_changed(x):
    @cache
    def pair(k):
        return Pair(x * k, x)

    p = pair(2)
    p.u = p.v
    return pair(2).u.sum()


def array_in_a_cached_object_changed(x):
    @cache
    def pair(k):
        return Pair(x * k, x * 2.0)

    pair(2).u[0] = 5.0
    return pair(2).u.sum()


def changed_by_a_helper(x):
    @cache
    def scaled(k):
        return x * k

    def doubled(v):
        v *= 2.0

    doubled(scaled(2))
    return scaled(2).sum()


@pytest.mark.parametrize("program", [
    cached_array_changed, view_of_a_cached_array_changed, cached_list_changed, attribute_of_a_cached_object_changed,
    array_in_a_cached_object_changed, changed_by_a_helper,
])  # fmt: skip
@pytest.mark.parametrize("derivative", [sd.grad, sd.jacfwd])
def test_what_a_cached_function_gives_is_not_changed(derivative, program):
    """It gives the same memory again, so that the change is there the next time: derivatives were computed without it."""
    with pytest.raises(sd.errors.Unsupported, match="lives outside the function"):
        derivative(program)(X)


def test_a_cached_function_of_an_object_is_refused():
    @cache
    def norm(p):
        return p.norm()

    def before_and_after(x):
        p = Pair(x, x * 2.0)
        first = norm(p)
        p.u = x * x
        return first * norm(p)

    with pytest.raises(sd.errors.Unsupported, match="keeps what it computed for an object"):
        sd.grad(before_and_after)(X)


def history_of_one_array(x):
    u, history = x.copy(), []
    for _ in range(3):
        history.append(u)
        u[1:] = u[:-1] * 2.0
    return np.stack(history).sum()


def history_of_copies(x):
    u, history = x.copy(), []
    for _ in range(3):
        history.append(u.copy())
        u[1:] = u[:-1] * 2.0
    return np.stack(history).sum()


def test_an_array_that_is_kept_and_changed_is_refused_with_a_cure_that_works():
    with pytest.raises(sd.errors.Unsupported, match=r"`history.append\(u.copy\(\)\)`"):
        sd.grad(history_of_one_array)(X)
    np.testing.assert_allclose(sd.grad(history_of_copies)(X), [11.0, 3.0, 1.0])


def the_argument_under_another_name_from_the_second_trip_on(x):
    y = np.sin(x)
    for _ in sorted(y):
        y.sort()
        for _ in [0, 1]:
            y = x
    return np.sum(x**2 * np.arange(3))


def test_what_is_apart_before_a_loop_and_not_at_its_end_is_not_apart_in_it():
    with pytest.raises(sd.errors.Unsupported, match="may share memory with what line"):
        sd.grad(the_argument_under_another_name_from_the_second_trip_on)(X)


def one_part_told_and_the_other_not(x):
    y, z = x * 1.0, x * 2.0
    both = [y, z]
    named = {"p": y, "q": z}
    for _ in range(2):
        for u in named.values():
            u[1] = 0.0
        y = named["p"]
    return np.sum(both[0])


def test_what_is_told_of_one_part_stays_behind_with_the_other():
    with pytest.raises(sd.errors.Unsupported, match="`both` may share memory with what line"):
        sd.grad(one_part_told_and_the_other_not)(X)
