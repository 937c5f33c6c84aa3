"""The dict of an object is no copy: what would follow it, and cannot, is refused."""

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.4, 0.7])


class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b

    @property
    def twice(self):
        return self.a * 2


class Late:
    def __init__(self, a):
        self.a = a

    def go_on(self, b):
        self.b = b


class Slots:
    __slots__ = ("__dict__", "a")

    def __init__(self, a, b):
        self.a = a
        self.b = b


def doubled(d):
    d["a"] = d["a"] * 2


def handed_over(x):
    p = Pair(x[0], x[1])
    doubled(vars(p))
    return p.a * p.b


def in_a_container(x):
    p = Pair(x[0], x[1])
    box = [vars(p)]
    p.a = x[1]
    return box[0]["a"]


def of_another_object_by_now(x):
    p = Pair(x[0], x[1])
    d = vars(p)
    p = Pair(x[1], x[1])
    return d["a"] * p.b


def of_a_property(x):
    p = Pair(x[0], x[1])
    p.__dict__["twice"] = x[1]
    return p.twice


def of_what_comes_late(x):
    p = Late(x[0])
    if x[0] > 0:
        p.go_on(x[1])
    return sum(vars(p).values())


def of_slots(x):
    return sum(vars(Slots(x[0], x[1])).values())


def taken_out(x):
    p = Pair(x[0], x[1])
    return p.__dict__.pop("a") * p.b


CURES = {
    handed_over: "make it a copy: `dict(vars(p))`",
    in_a_container: "make it a copy: `dict(vars(p))`",
    of_another_object_by_now: "write `vars(...)` where it is read",
    of_a_property: "store it under another name",
    of_what_comes_late: "read them by their names",
    of_slots: "read them by their names",
    taken_out: "store or read the attributes by their names",
}


@pytest.mark.parametrize(("function", "cure"), CURES.items(), ids=lambda v: getattr(v, "__name__", "cure"))
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_the_dict_of_an_object_is_refused_with_its_cure(transform, function, cure):
    with pytest.raises(sd.errors.Unsupported) as refusal:
        transform(function)(X)
    assert "test_refused_own_dicts.py" in str(refusal.value)
    assert cure in str(refusal.value)
