"""What is one kind of thing on one path and another on another is refused: parts of it had no derivative."""

import numpy as np
import pytest
from scipy import fft, linalg

import s2sdiff as sd
from s2sdiff.errors import Unsupported

X = np.array([0.4, -0.7])
TABLE = np.array([[2.0, 0.3], [0.3, 1.0]])
YES = np.True_  # a Python bool is known by its value where it has to be


def returns_more(x, also):
    if also:
        return np.sin(x), x
    return np.sin(x)


def longer_tuple(x, also):
    parts = (x * x,) if also else (x * x, x)
    return parts[0]


def tuple_or_dict(x, named):
    return {"a": x * x} if named else (x * x,)


def tuple_or_list(x, listed):
    pair = [x, x] if listed else (x, x)
    return pair[0] * 2.0


def another_form_in_each_trip(x, n):
    nested = x * 2.0
    while n > 0:
        nested = (nested, x)
        n -= 1
    return nested


def same_form(x, also):
    parts = (x * x, 2.0 * x) if also else (x * x, x)
    return parts[0] * parts[1]


def same_items(x, more):
    table = {"a": x * 2.0}
    if more:
        table = {"a": x * 3.0, "b": x}
    return table["a"]


FORMS = [returns_more, longer_tuple, tuple_or_dict, tuple_or_list, another_form_in_each_trip]


def forwards(function, x, flag):
    return sd.jvp(function, (x, flag), (x, np.zeros((), [("float0", "V")])))


@pytest.mark.parametrize("function", FORMS)
def test_other_forms_on_other_paths_are_refused(function):
    for derived in (forwards, sd.vjp):
        with pytest.raises(Unsupported, match="one kind of thing on one path") as refused:
            derived(function, X, YES)
        assert refused.value.cure == "give it one form on every path"


@pytest.mark.parametrize("flag", [True, False])
def test_the_same_form_is_not(flag):
    np.testing.assert_allclose(sd.vjp(same_form, X, flag)[1](np.ones(2))[0], 3.0 * X**2 * (2.0 if flag else 1.0))
    np.testing.assert_allclose(sd.vjp(same_items, X, flag)[1](np.ones(2))[0], [3.0, 3.0] if flag else [2.0, 2.0])


def kind_of_transform(x, kind):
    return fft.dct(x, kind)


def triangle(x, lower):
    return linalg.solve_triangular(TABLE, x, lower=lower)


def by_rows(x, rows):
    return np.cov(np.outer(x, x), rowvar=rows)


@pytest.mark.parametrize(("function", "option"), [(kind_of_transform, np.int64(3)), (triangle, np.True_), (by_rows, np.False_)])
def test_options_that_rules_ask_about_are_known_or_refused(function, option):
    """An option of which only the kind is known was taken for another one than that the rule asks for."""
    with pytest.raises(Unsupported, match="not known when generating"):
        sd.vjp(function, X, option)


def number_or_array(x, n):
    y = x * 2.0
    for _ in range(n):
        y = np.sum(y) * np.ones(2)
    if n > 1:
        y = y + np.eye(2)
    return y[0, 0] if n > 1 else y


@pytest.mark.parametrize("transform", [sd.grad, sd.value_and_grad])
def test_a_result_that_may_be_a_number_is_looked_at_when_it_is_there(transform):
    np.testing.assert_allclose(sd.grad(number_or_array)(X, 2), [4.0, 4.0])
    with pytest.raises(TypeError, match=r"Output had shape: \(2,\)"):
        transform(number_or_array)(X, 1)


def slope_by_position_of_what_is_captured(x):
    k = x * 2.0
    return sd.grad(lambda v: np.sum(v * k), 1)(x)


def slope_by_name_of_what_is_captured(x):
    k = x * 2.0
    return sd.grad(lambda v: np.sum(v * k), argnames="k")(x)


@pytest.mark.parametrize("function", [slope_by_position_of_what_is_captured, slope_by_name_of_what_is_captured])
def test_what_a_local_function_captures_is_no_argument_of_it(function):
    """It is one of the function that is read in its place: nobody asked for its slope."""
    with pytest.raises(Unsupported, match=r"of a local function|captures"):
        sd.vjp(function, X)


def parts_beside_any_number(x):
    return sum(v * np.sum(part) for v, part in zip(x[x > 0.0], [x, 2.0], strict=False))


def test_parts_of_different_kinds_beside_any_number_of_items_are_refused():
    """They were read with a running index, as if they were of one kind: the derivative raised."""
    for transform in (sd.grad, sd.jacfwd):
        with pytest.raises(Unsupported, match="of different kinds, beside something whose length is not known"):
            transform(parts_beside_any_number)(np.abs(X))


class Vector:
    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, k):
        return self.items[k]

    def __iter__(self):
        for item in self.items:
            yield item * 5.0

    def __rmul__(self, k):
        return Vector([k * item * 10.0 for item in self.items])


def number_of_numpys_beside_a_vector(x):
    s = -x[0] + 1.0
    v = s * Vector([x[0], x[1]])
    return v[0] * v[1]


def number_out_of_a_list(x):
    v = [x[0], 2.0][0] * Vector([x[0], x[1]])
    return v[0] * v[1]


def number_given_on(x):
    def scaled(k, v):
        return k * v

    return scaled(x[1], Vector([x[0], x[1]]))[1]


def number_of_either_kind(x):
    return (min(x[0], 0.5) * Vector([x[0], x[1]]))[1]


def truth_of_numpys(x):
    return ((x[0] > 0.0) * Vector([x[0], x[1]]))[1]


class Reading:
    def __init__(self, level):
        self.level = level

    def __getattribute__(self, name):
        return object.__getattribute__(self, name) * 2.0


def read_in_its_own_way(x):
    return Reading(x[0]).level


class Items:
    def __init__(self, items):
        self.items = items

    def __getitem__(self, k):
        return self.items[k]


def sum_by_number(x):
    return sum(Items([x[0], x[1]]))


def vector_backwards(x):
    total = 0.0
    for item in reversed(Vector([x[0], x[1]])):
        total = total * 2.0 + item
    return total


def sum_of_a_vector(x):
    return np.sum(Vector([x[0], x[1]]))


@pytest.mark.parametrize(
    ("program", "says"),
    [*((program, "NumPy makes an array of objects of it") for program in (number_of_numpys_beside_a_vector, number_out_of_a_list, number_given_on, number_of_either_kind, truth_of_numpys)),
     (read_in_its_own_way, "`__getattribute__` of its own"), (sum_by_number, "`sum` of an object of class `Items`"), (vector_backwards, "`reversed` of an object"), (sum_of_a_vector, "`np.sum` of an object of class `Vector`")],
    ids=lambda f: getattr(f, "__name__", ""),
)  # fmt: skip
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd])
def test_what_numpy_and_python_take_for_a_sequence(transform, program, says):
    with pytest.raises(Unsupported, match=says) as refused:
        transform(program)(X)
    assert "test_refused_forms.py" in str(refused.value)


def test_a_number_of_pythons_beside_a_vector():
    def program(x):
        v = 2.0 * Vector([x[0], x[1]])
        return v[0] * v[1]

    np.testing.assert_allclose(sd.grad(program)(X), [400.0 * X[1], 400.0 * X[0]])


class Doubling:
    def of(self, u):
        return u * 2.0


class AsksWhatIsInherited(Doubling):
    def of(self, u):
        return super().of(u) if hasattr(super(), "of") else u


class LooksAtWhatIsInherited(Doubling):
    def of(self, u):
        inherited = super()
        return inherited.of(u) if inherited else u


@pytest.mark.parametrize("cls", [AsksWhatIsInherited, LooksAtWhatIsInherited], ids=lambda c: c.__name__)
def test_what_is_inherited_is_called_and_not_looked_at(cls):
    def calls(x):
        return np.sum(cls().of(x))

    with pytest.raises(Unsupported, match=r"`super\(\)` elsewhere than in a call of a method") as refused:
        sd.grad(calls)(X)
    assert "test_refused_forms.py" in str(refused.value)
