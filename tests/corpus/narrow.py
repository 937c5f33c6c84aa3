"""Constants of narrow types: bytes, labels, images and masks, whose own arithmetic wraps or is refused by NumPy."""

import numpy as np
import scipy.special as sp

from oracles import Case

X = np.array([0.3, 0.4, 0.5])
C = np.array([200, 250, 3], np.uint8)
ORDERS = np.arange(3, dtype=np.uint8)
S = np.uint8(200)
M = np.array([True, False, True])
H = np.array([-128, 100, 5], np.int8)
LONG = np.array([60000, -50000, 7], np.int32)


def number_times_number(x):
    return S * (S * x[0])


def array_times_array(x):
    return np.sum(C * (C * x))


def array_times_number(x):
    return np.sum(C * (S * x))


def inner_product(x):
    return C @ (C * x)


def outer_product(x):
    return np.sum(np.outer(C, x) * C)


def cosine(x):
    return np.sum(C * np.cos(x))


def divided_by(x):
    return np.sum(C / x)


def distance(x):
    return np.sum((C - x) ** 2)


def difference_of_squares(x):
    return np.sum((C - x) * (C + x))


def under_a_mask(x):
    return np.sum(M * np.cos(x))


def masked_logarithm(x):
    return -np.sum(M * np.log(x))


def power_of_a_constant(x):
    return np.sum(C[2] ** x)


def cosine_of_bytes(x):
    return np.sum(H * np.cos(x))


def negative_bytes(x):
    return np.sum(-H * np.cos(x))


def large_numbers(x):
    return np.sum(LONG * (LONG * np.cos(x)))


def angle(x):
    return np.sum(np.arctan2(LONG, x))


def angle_of_the_other(x):
    return np.sum(np.arctan2(x, C))


def hypotenuse(x):
    return np.sum(np.hypot(x, C))


def chosen_signs(x):
    return np.sum(np.where(M, C * x, -C * x))


def without_a_mask(x):
    return np.sum((~M) * np.cos(x)) - np.sum(M * np.sin(x))


def negative_mean(x):
    return np.mean(-(C * x))


def its_own_product_wraps(x):
    return np.sum(C * C * x)


def looked_up(x):
    return np.sum(np.interp(x, [0, 1, 2], C[::-1]))


def in_place(x):
    y = np.zeros_like(x)
    y += C * np.exp(-x)
    y -= M * x
    return np.sum(y * C)


def decay(x):
    return np.sum(np.exp(-C * x))


def mask_as_a_factor(x):
    return (M @ x) * (M @ x) - M @ np.log(x)


def inverse_under_a_condition(x):
    return np.sum((C > 100) / x)


def conditions_as_factors(x):
    return (x[0] > 0.1) * np.cos(x[1]) - (x[0] > 0.1) / x[2]


def spaced(x):
    return np.sum(np.gradient(x**2, C) * x)


def orders(x):
    return np.sum(sp.eval_laguerre(ORDERS, x) + sp.xlogy(x, C))


def loglikelihood(x, labels):
    return -np.sum(labels * np.log(x))


def listed_as_pythons(x):
    return sum((k + k) * x[i] for i, k in enumerate(H.tolist())) + (C.tolist()[1] + 10) * x[0]


def items_as_pythons(x):
    a = np.zeros(2, np.int8)
    a[0] = 100
    return (a.item(0) + 100) * x[0] + (a[0].item() * 100) * x[1] + (a[0].tolist() * 3) * x[2]


def truths_as_pythons(x):
    positive = (x > 0.35).tolist()
    return sum(positive) * x[0] + (positive[1] + positive[2]) * x[1] - (-positive[1]) * x[2]


CASES = [
    *(Case(f, (X,), (0,)) for f in (listed_as_pythons, items_as_pythons)),
    Case(truths_as_pythons, (X,), (0,), complex_step=False),
    Case(number_times_number, (X,), (0,)),
    Case(array_times_array, (X,), (0,)),
    Case(array_times_number, (X,), (0,)),
    Case(inner_product, (X,), (0,)),
    Case(outer_product, (X,), (0,)),
    Case(cosine, (X,), (0,)),
    Case(divided_by, (X,), (0,)),
    Case(distance, (X,), (0,)),
    Case(difference_of_squares, (X,), (0,)),
    Case(under_a_mask, (X,), (0,)),
    Case(masked_logarithm, (X,), (0,)),
    Case(power_of_a_constant, (X,), (0,)),
    Case(cosine_of_bytes, (X,), (0,)),
    Case(negative_bytes, (X,), (0,)),
    Case(large_numbers, (X,), (0,)),
    Case(angle, (X,), (0,), complex_step=False),
    Case(angle_of_the_other, (X,), (0,), complex_step=False),
    Case(hypotenuse, (X,), (0,), complex_step=False),
    Case(chosen_signs, (X,), (0,)),
    Case(without_a_mask, (X,), (0,)),
    Case(negative_mean, (X,), (0,)),
    Case(its_own_product_wraps, (X,), (0,)),
    Case(looked_up, (X,), (0,), complex_step=False),
    Case(in_place, (X,), (0,)),
    Case(decay, (X,), (0,)),
    Case(mask_as_a_factor, (X,), (0,)),
    Case(inverse_under_a_condition, (X,), (0,), complex_step=False),
    Case(conditions_as_factors, (X,), (0,), complex_step=False),
    Case(spaced, (X,), (0,), complex_step=False),
    Case(orders, (X,), (0,), complex_step=False),
    Case(loglikelihood, (X, np.array([1, 0, 1], np.uint8)), (0,), label="bytes"),
    Case(loglikelihood, (X, np.array([True, False, True])), (0,), label="mask"),
]
