"""An iterator that is read by hand stays in the function that makes it."""

import itertools

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.4, 0.7])


def first_of(it):
    return next(it)


def handed_over(x):
    it = iter(x)
    return first_of(it) * next(it)


def captured(x):
    it = iter(x)

    def following():
        return next(it)

    return following() * following()


def returned(x):
    def made():
        return iter(x)

    it = made()
    return next(it) ** 2


def in_a_container(x):
    kept = {"it": iter(x)}
    return next(kept["it"]) ** 2


def in_a_condition(x):
    it = iter(x)
    if next(it) > 0.0:
        return next(it)
    return x[0]


def looked_into(x):
    it = iter([0, 1])
    return x[0] if 1 in it else x[1]


def cycle_of_what_changes(x):
    y, s = x.copy(), 0.0
    for k, v in zip(range(5), itertools.cycle(y)):
        y[0] = y[0] * 2.0
        s += v * k
    return s


def read_on_after_others(x):
    numbers, s = itertools.count(), 0.0
    for _ in range(2):
        for k, v in zip(numbers, x):
            s += v * k
    return s


def powers(x):
    for k in itertools.count():
        yield x[0] ** k


def listed_without_end(x):
    return sum(itertools.islice(powers(x), 4))


@pytest.mark.parametrize(
    ("function", "reason"),
    [(cycle_of_what_changes, "is changed, through `y`"), (read_on_after_others, "never ends"), (listed_without_end, "nothing in it leaves")],
    ids=lambda v: getattr(v, "__name__", ""),
)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_what_never_ends_is_read_rightly_or_refused(transform, function, reason):
    with pytest.raises(sd.errors.Unsupported, match=reason) as refusal:
        transform(function)(X)
    assert "test_refused_walks.py" in str(refusal.value)


@pytest.mark.parametrize("function", [handed_over, captured, returned, in_a_container, in_a_condition, looked_into])
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_an_iterator_is_refused_with_its_cure(transform, function):
    with pytest.raises(sd.errors.Unsupported) as refusal:
        transform(function)(X)
    assert "test_refused_walks.py" in str(refusal.value)
    assert "call `next` in a statement of its own" in str(refusal.value)


def test_an_iterator_that_ended_says_so():
    def three(x):
        it = iter([v**2 for v in x])
        return next(it) * next(it) * next(it)

    with pytest.raises(StopIteration):
        sd.grad(three)(X)


class Squares:
    """An iterator of the user's, which may be read by `next`."""

    def __init__(self, x):
        self.x = x
        self.i = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.i >= len(self.x):
            raise StopIteration
        v = self.x[self.i] ** 2
        self.i += 1
        return v


class Late(Squares):
    """Tells only when it has gone on already whether there is another one."""

    def __next__(self):
        self.i += 1
        if self.i > len(self.x):
            raise StopIteration
        return self.x[self.i - 1] ** 2


class Node:
    def __init__(self, v, following=None):
        self.v = v
        self.following = following


def gone_over(x):
    s = 0.0
    for v in Late(x):
        s = s * v + v
    return s


def gone_over_beside_others(x):
    return sum(a * b for a, b in zip(Squares(x), x, strict=True))


def asked_whether_it_ended(x):
    it, s = Squares(x), 0.0
    while True:
        try:
            v = next(it)
        except StopIteration:
            break
        s = s + v
    return s


def linked(x):
    node = None
    for v in x[x > 0.0]:
        node = Node(v, node)
    s = 0.0
    while node is not None:
        s = s + node.v**2
        node = node.following
    return s


def functions_of_any_number(x):
    fs = [lambda t, a=a: a * t for a in x[x > 0.0]]
    return sum(f(2.0) for f in fs)


def asked_once_more(x):
    n = x[0]

    def grown(e):
        nonlocal n
        n = n * 1.5
        return e * n

    for a, _k in zip(map(grown, x), range(2)):
        pass
    return n * a


def asked_where_it_holds(x):
    n = x[0]

    def grown(e):
        nonlocal n
        n = n * 1.5
        return e * n

    return sum(k * n for _, k in zip((e for e in x if grown(e) > 0.1), x))


INSTEAD = {
    asked_once_more: "`list(...)`",
    asked_where_it_holds: "`list(...)`",
    gone_over: "begin it with `if ...: raise StopIteration`",
    gone_over_beside_others: "list its items before",
    asked_whether_it_ended: "",
    linked: "keep them in a list: `nodes.append(...)`",
    functions_of_any_number: "keep what they differ in, and call one function with it",
}


@pytest.mark.parametrize(("function", "cure"), INSTEAD.items(), ids=lambda v: getattr(v, "__name__", "cure"))
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_what_goes_on_for_as_long_as_it_does_is_refused_with_its_cure(transform, function, cure):
    with pytest.raises(sd.errors.Unsupported) as refusal:
        transform(function)(X)
    assert "test_refused_walks.py" in str(refusal.value)
    assert cure in str(refusal.value)


class Growing:
    def __init__(self, a):
        self.a = a

    @property
    def grown(self):
        self.a = self.a * 2.0
        return self.a

    @property
    def as_told(self):
        return self.double()

    def double(self):
        self.a = self.a * 2.0
        return self.a


def added_to_what_it_changes(x):
    o = Growing(x[0])
    o.a += o.grown
    return o.a


def added_where_its_method_changes(x):
    o = Growing(x[0])
    o.a += o.as_told
    return o.a


class Halves:
    def __init__(self, v):
        self.v = v

    def __getitem__(self, k):
        v = self.v
        v *= 0.5
        return v[k]


def added_where_an_item_changes_all(x):
    y = x * 1.0
    halves = Halves(y)
    y[0] += halves[1]
    return y[0]


class Doubles(Growing):
    def __getitem__(self, k):
        return self.double()

    def __setitem__(self, k, value):
        self.a = value


def changed_where_it_is_read(x):
    o = Doubles(x[0])
    o[0] += o.a
    return o.a


def test_an_item_that_changes_what_is_added_to_it():
    with pytest.raises(sd.errors.Unsupported, match=r"write it out: `o\[k\] = o\[k\] \+ v`") as refused:
        sd.grad(changed_where_it_is_read)(X)
    assert "test_refused_walks.py" in str(refused.value)


def added_under_a_name(x):
    o = Growing(x[0])
    v = o.grown
    o.a += v
    return o.a


@pytest.mark.parametrize("program", [added_to_what_it_changes, added_where_its_method_changes, added_where_an_item_changes_all], ids=lambda f: f.__name__)
def test_a_property_that_changes_what_it_is_added_to(program):
    with pytest.raises(sd.errors.Unsupported, match="name it before") as refused:
        sd.grad(program)(X)
    assert "test_refused_walks.py" in str(refused.value)


def test_added_under_a_name():
    np.testing.assert_allclose(sd.grad(added_under_a_name)(X), 4.0 * np.eye(len(X))[0])
