"""Changes of an array in place that are refused: at the user's line, with a cure that works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd

X = np.array([0.7, -0.4, 1.3, 0.9])
A = np.array([[0.7, -0.4, 1.3], [0.2, 0.9, -1.1]])


def place_of_several_values(x):
    y = np.sin(x)
    np.place(y, x > 0.8, x[:2])
    return np.sum(y * y)


def diagonal_of_an_oblong(a):
    y = np.sin(a)
    np.fill_diagonal(y, a[0, 1])
    return np.sum(y * y)


def multiplied_at_a_table_of_places(x):
    y = np.sin(x)
    np.multiply.at(y, np.array([[0, 0], [2, 1]]), 2.0)
    return np.sum(y * y)


def fmax_at_lists_of_places(x):
    y = x.copy()
    np.fmax.at(y, [[0, 0], [1, 2]], x[0])
    return np.sum(y)


def complex_factors_of_a_real_array(x):
    y = np.sin(x)
    np.multiply.at(y, [0, 0, 2], 1j * x[1:])
    return np.sum(y * y)


def rounded_at(x):
    y = np.sin(x)
    np.rint.at(y, [0, 0, 2])
    return np.sum(y * y)


def flat_handed_over(a):
    def first_of(items):
        return items[0]

    return first_of(a.flat) * a[0, 1]


def flat_assigned(a):
    y = np.sin(a)
    y.flat = a[0, 1]
    return np.sum(y * y)


def real_part_assigned(x):
    y = x + 1j * x
    y.real = x * x
    return np.sum(np.abs(y) ** 2)


def imaginary_items(x):
    y = x + 1j * x
    y.imag[1:] = x[1:]
    return np.sum(np.abs(y) ** 2)


def shape_assigned(a):
    y = np.sin(a)
    y.shape = (6,)
    return np.sum(y * y)


def resized(a):
    y = np.sin(a)
    y.resize(6)
    return np.sum(y * y)


def flags_set(a):
    y = np.sin(a)
    y.setflags(write=False)
    return np.sum(y * y)


def iterated_to_write(x):
    y = np.sin(x)
    for e in np.nditer(y, op_flags=["readwrite"]):
        e[...] = 2 * e
    return np.sum(y * y)


def structured(x):
    y = np.zeros(4, dtype=[("a", float), ("b", float)])
    y["a"] = x
    return np.sum(y["a"] ** 2)


def masked(x):
    y = np.ma.masked_array(x, mask=[False, False, True, False])
    y[0] = x[1]
    return np.sum(y * y)


def shuffled(x):
    y = x * 2
    np.random.shuffle(y)  # noqa: NPY002 - what users write
    return np.sum(y * x)


def shuffled_by_a_generator(x):
    y = x * 2
    np.random.default_rng(0).shuffle(y)
    return np.sum(y * x)


def bytes_swapped(x):
    y = x * 2
    y.byteswap(inplace=True)
    return np.sum(y * x)


def nan_replaced_in_place_by_position(x):
    y = x * 2
    z = np.nan_to_num(y, False)  # noqa: FBT003 - as users write it
    return np.sum(y * z)


def array_of_flat_changed(a):
    y = np.sin(a)
    z = np.array(y.flat)
    z[0] = a[1, 1]
    return np.sum(y * y)


def array_changed_whose_flat_is_read(a):
    y = np.sin(a)
    z = np.copy(y.flat)
    y[0] = a[1]
    return np.sum(z * z)


def polynomial_object(x):
    return np.poly1d(x)(x[0])


def float_into_integers(x):
    y = np.zeros(4, dtype=int)
    y[:] = x
    return np.sum(y * x)


def float_into_integers_of_a_branch(x):
    w = x * 1.0
    if x[0] > 0:
        w = np.arange(4)
    w[0] = x[1]
    return np.sum(w)


def float_into_booleans_of_a_loop(x):
    w = x * 1.0
    for _ in range(2):
        w = w > 0
    row = w[1:]
    row[0] = x[1]
    return np.sum(w)


def float_into_a_range(x):
    y = np.arange(4)
    y[0] = x[0]
    return np.sum(y * x)


def float_into_a_full_array(x):
    y = np.full(4, 3)
    y[0] = x[0]
    return np.sum(y * x)


def float_into_booleans(x):
    y = np.zeros(4, dtype=bool)
    y[0] = x[0]
    return np.sum(y * x)


def integers_filled(x):
    y = np.arange(4)
    y.fill(x[0])
    return np.sum(y * x)


def integers_copied_to(x):
    y = np.arange(4)
    np.copyto(y, x, casting="unsafe")
    return np.sum(y * x)


def out_with_casting(x):
    y = np.zeros(4, dtype=np.float32)
    np.add(x, x, out=y, casting="safe")
    return np.sum(y)


def sum_in_another_precision(x):
    s = np.zeros(2, dtype=np.float32)
    np.sum(x.reshape(2, 2), axis=0, out=s)
    return np.sum(s)


def several_outputs(x):
    y = np.zeros(4)
    z = np.zeros(4)
    np.modf(x, y, z)
    return np.sum(y)


def sum_into_at_a_mask(a):
    y = np.ones(3)
    a.sum(axis=0, out=y, where=a > 0.0)
    return np.sum(y)


def some_items_of_nothing(a):
    return np.sum(np.exp(a, where=a > 0.0))


class Level:
    def __init__(self, value):
        self.value = value


def popped_by_the_class(x):
    xs = [x, 2.0 * x]
    last = list.pop(xs)
    return np.sum(xs[-1]) * len(last)


def attribute_set_by_name(x):
    level = Level(x[0])
    done = setattr(level, "value", x[1] * x[2])
    return level.value if done is None else 0.0


def sorted_by_the_class(x):
    y = np.sin(x)
    done = np.ndarray.sort(y)
    return y[0] if done is None else 0.0


@pytest.mark.parametrize(
    ("function", "args", "cure"),
    [
        (popped_by_the_class, X, "`xs.append(v)`"),
        (attribute_set_by_name, X, "`p.x = v`"),
        (sorted_by_the_class, X, ""),
        (place_of_several_values, X, "a[mask] = values"),
        (diagonal_of_an_oblong, A, "a[k, k] = v"),
        (multiplied_at_a_table_of_places, X, "x[i[k]] = np.multiply(x[i[k]], v[k])"),
        (fmax_at_lists_of_places, X, "x[i[k]] = np.fmax(x[i[k]], v[k])"),
        (complex_factors_of_a_real_array, X, "x[i[k]] = np.multiply(x[i[k]], v[k])"),
        (rounded_at, X, "x[i[k]] = np.rint(x[i[k]])"),
        (flat_handed_over, A, "x.reshape(-1)"),
        (flat_assigned, A, "x[...] = value"),
        (real_part_assigned, X, "x[...] = value + 1j * x.imag"),
        (imaginary_items, X, ".copy()"),
        (shape_assigned, A, "x = x.reshape(shape)"),
        (resized, A, "np.reshape"),
        (flags_set, A, "leave the flags alone"),
        (iterated_to_write, X, "np.ndindex"),
        (structured, X, "a dict of arrays"),
        (masked, X, "np.where"),
        (shuffled, X, "np.random.permutation"),
        (shuffled_by_a_generator, X, "rng.permutation"),
        (bytes_swapped, X, "x.astype"),
        (nan_replaced_in_place_by_position, X, ""),
        (array_of_flat_changed, A, ".copy()"),
        (array_changed_whose_flat_is_read, A, ".copy()"),
        (polynomial_object, X, "np.polyval(c, x)"),
        (float_into_integers, X, "a float array"),
        (float_into_a_range, X, "a float array"),
        (float_into_integers_of_a_branch, X, "a float array"),
        (float_into_booleans_of_a_loop, X, "a float array"),
        (float_into_a_full_array, X, "a float array"),
        (float_into_booleans, X, "a float array"),
        (integers_filled, X, "a float array"),
        (integers_copied_to, X, "a[...] = v"),
        (out_with_casting, X, "leave `casting` out"),
        (sum_in_another_precision, X, "y[...] = f(x)"),
        (several_outputs, X, "name the argument"),
        (sum_into_at_a_mask, A, "y[mask] = f(x[mask])"),
        (some_items_of_nothing, A, ""),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
@pytest.mark.parametrize("transform", [sd.grad, sd.jacfwd], ids=lambda t: t.__name__)
def test_a_change_is_refused_with_its_cure(
    transform: Callable[..., Any], function: Callable[..., Any], args: Any, cure: str
) -> None:
    with pytest.raises(sd.errors.Unsupported) as refusal:
        transform(function)(args)
    assert "test_refused_changes.py" in str(refusal.value)
    assert cure in str(refusal.value).rsplit("cure:", 1)[-1]
