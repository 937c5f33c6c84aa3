"""Objects that change when Python asks them something, where nobody would hear of it, are refused at the user's line."""

import itertools
import math
import operator

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.42, -0.73, 1.31])


class Moody:
    """Doubles whenever it is asked anything."""

    def __init__(self, level):
        self.level = level

    def double(self):
        self.level = self.level * 2.0
        return self.level

    def __eq__(self, other):
        return bool(self.double() > other.level)

    def __hash__(self):
        return len(str(self.double()))

    def __lt__(self, other):
        return bool(self.double() < other.level)

    def __bool__(self):
        return bool(self.double() > 0.0)

    def __float__(self):
        return float(self.double())

    def __index__(self):
        return int(self.double() > 0.0)

    def __str__(self):
        return "at " + str(self.double())

    def __repr__(self):
        return "at " + str(self.double())

    def __format__(self, spec):
        return "at " + str(self.double())


class Steps:
    def __init__(self, values):
        self.values = values

    def __iter__(self):
        yield self.values[0]
        yield self.values[1]


def a_membership(x):
    o, q = Moody(x[0]), Moody(x[1])
    return (o in [q, q]) * x[2] + o.level


def a_membership_in_a_condition(x):
    o, others = Moody(x[0]), [Moody(x[1])]
    return o.level if o in others else x[2]


def a_comparison_of_tuples(x):
    o, q = Moody(x[0]), Moody(x[1])
    return ((o, 1) == (q, 1)) * x[2] + o.level


def an_unequal(x):
    o, q = Moody(x[0]), Moody(x[1])
    return (o != q) * x[2] + o.level


def a_position(x):
    o, q = Moody(x[0]), Moody(x[1])
    return [q, o].index(o) * x[2] + o.level


def a_removal(x):
    o, q = Moody(x[0]), Moody(x[1])
    both = [q, o]
    both.remove(o)
    return both[0].level


def a_count(x):
    o, q = Moody(x[0]), Moody(x[1])
    return [q, o].count(o) * x[2] + o.level


def an_order(x):
    return sorted([Moody(x[0]), Moody(x[1])])[1].level


def an_order_of_pairs(x):
    return sorted([(1, Moody(x[0])), (1, Moody(x[1]))])[1][1].level


def a_hash(x):
    o = Moody(x[0])
    return hash(o) * o.level


def any_of_them(x):
    o = Moody(x[0])
    return any([o, 0]) * o.level


def a_root(x):
    o = Moody(x[0])
    return math.sqrt(o) * o.level


def a_rounding(x):
    o = Moody(x[0])
    return round(x[1], o) * o.level


def a_position_in_an_array(x):
    o = Moody(x[0])
    return x[o] * o.level


def a_position_in_a_list(x):
    o = Moody(x[0])
    return [x[1], x[2]][o] * o.level


def a_bound(x):
    o = Moody(x[0])
    return np.sum(x[:o]) * o.level


def a_letter(x):
    o = Moody(x[0])
    return len("abc"[o]) * o.level


def a_place_to_store(x):
    o, y = Moody(x[0]), x * 1.0
    y[o] = 3.0
    return np.sum(y) * o.level


def a_place_to_add(x):
    o, y = Moody(x[0]), x * 1.0
    y[o] += 3.0
    return np.sum(y) * o.level


def a_place_to_delete(x):
    o, y = Moody(x[0]), [x[0], x[1]]
    del y[o]
    return y[0] * o.level


def an_index(x):
    o = Moody(x[0])
    return operator.index(o) * o.level


def a_stored_object(x):
    o, y = Moody(x[0]), x * 1.0
    y[0] = o
    return np.sum(y) * o.level


def an_array_and_an_object(x):
    o, y = Moody(x[0]), x * 1.0
    y += o
    return np.sum(y) * o.level


def a_text(x):
    o = Moody(x[0])
    return len(str(o)) * 0.0 + o.level


def a_text_that_nobody_reads(x):
    o = Moody(x[0])
    words = "it is " + str(o)  # noqa: F841
    return o.level


def an_old_text(x):
    o = Moody(x[0])
    return len("%s" % o) * 0.0 + o.level  # noqa: UP031


def a_text_put_together(x):
    o = Moody(x[0])
    return len(f"{o}") * 0.0 + o.level


def a_text_of_a_list(x):
    o = Moody(x[0])
    return len(repr([o])) * 0.0 + o.level


def a_text_by_a_method(x):
    o = Moody(x[0])
    return len("{}".format(o)) * 0.0 + o.level  # noqa: UP032


class Scaled:
    """What functions of numbers give of it depends on its factor."""

    def __init__(self, factor):
        self.factor = factor

    def __pow__(self, k):
        return self.factor * k

    def __floor__(self):
        return self.factor * 2.0

    def __eq__(self, other):
        return self.factor * other

    def __hash__(self):
        return 1


def a_power(x):
    return pow(Scaled(x[0]), 2) * x[1]


def a_floor(x):
    return math.floor(Scaled(x[0])) * x[1]


def an_operator_by_name(x):
    return operator.pow(Scaled(x[0]), 2) * x[1]


def a_comparison_by_name(x):
    return operator.eq(Scaled(x[0]), 2.0) * x[1]


def added_by_a_conversion(x):
    o = Moody(x[0])
    q = o
    o.level += float(q)
    return q.level


def added_in_an_assertion(x):
    o, q = Moody(x[0]), Moody(x[1])
    assert max(o, q).level < 100.0
    return o.level


class Counting:
    def __init__(self, level):
        self.level = level

    def __call__(self, k):
        self.level = self.level * k
        return 1.0


def mapped_in_an_assertion(x):
    count = Counting(x[0])
    assert any(map(count, x))
    return count.level


def tried_by_numpy(x):
    count = Counting(x[0])
    return np.sum(np.vectorize(count)(x)) * count.level


def local_function_tried_by_numpy(x):
    level = x[0]

    def counting(k):
        nonlocal level
        level = level * k
        return level

    return np.sum(np.vectorize(counting)(x)) * level


def appending_function_tried_by_numpy(x):
    seen = []

    def noted(k):
        seen.append(k)
        return k * 2.0

    return np.sum(np.vectorize(noted)(x)) * len(seen)


PROGRAMS = [value for value in dict(vars()).values() if getattr(value, "__module__", None) == __name__ and not isinstance(value, type)]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd])
def test_what_changes_when_it_is_asked(program, transform):
    with pytest.raises(sd.errors.Unsupported) as refused:
        transform(program)(X)
    assert "test_refused_asked.py" in str(refused.value)
    assert refused.value.cure


def kept_while_it_changes(x):
    steps = Steps(x * 1.0)
    it = iter(steps)
    first = next(it)
    steps.values[1] = first * 3.0
    return first * next(it)


def turned_while_it_changes(x):
    values = x * 1.0
    it = itertools.cycle(values)
    first = next(it)
    values[1] = first * 3.0
    return first * next(it)


@pytest.mark.parametrize("program", [kept_while_it_changes, turned_while_it_changes], ids=lambda f: f.__name__)
def test_an_iterator_of_what_changes(program):
    with pytest.raises(sd.errors.Unsupported) as refused:
        sd.grad(program)(X)
    assert "test_refused_asked.py" in str(refused.value)
    assert refused.value.cure


def not_tried_by_numpy(x):
    count = Counting(x[0])
    return np.sum(np.vectorize(count, otypes=[float])(x)) * count.level


def test_what_numpy_does_not_try_first():
    np.testing.assert_allclose(sd.grad(not_tried_by_numpy)(X), 3.0 * np.prod(X) * X[0] / X * np.array([2.0, 1.0, 1.0]))


class Bag:
    def __init__(self):
        self.items = []

    def extend(self, more):
        self.items += [*more, *more]

    def append(self, item):
        self.items.append(item * 3.0)


def given_a_generator(x):
    bag = Bag()
    bag.extend(e * 2.0 for e in x)
    return sum(bag.items)


def test_an_object_that_is_given_a_generator():
    with pytest.raises(sd.errors.Unsupported, match="an object is given a generator") as refused:
        sd.grad(given_a_generator)(X)
    assert "test_refused_asked.py" in str(refused.value)
