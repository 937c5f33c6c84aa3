"""Arrays that get wider, complex or of more rows, and are changed in place then: their tangents have to be as wide."""

import numpy as np

from oracles import Case

X = np.array([0.7, 1.3, 0.4])
ROW = np.array([[0.7, 1.3, 0.4]])
MASK = np.array([True, False, True])
ONES = (np.ones((1, 1)), np.ones((2, 1)))


def turned(x):
    z = x + 0j
    z *= 1j
    return np.sum(z.imag * x)


def chosen_and_turned(x):
    z = np.where(MASK, x, 1j)
    z *= 1j
    return np.sum(z.imag * x)


def turned_under_a_mask(x):
    z = x + 0j
    z[MASK] = 1j * x[MASK] ** 2
    return np.sum(z.imag)


def turned_through_a_view(x):
    z = x - 2j
    w = z[1:]
    w *= 1j
    return np.sum(z.imag * x)


def turned_item(x):
    z = 1j + x
    z[0] = 1j * x[1] ** 2
    return np.sum(z.imag)


def turned_backwards(x):
    z = x + 0j
    z[::-1] += 1j * x
    return np.sum(z.imag * z.real)


def split_steps(x):
    psi = x + 0j
    for _ in range(2):
        psi *= np.exp(-0.5j * np.abs(psi) ** 2)
    return np.sum(psi.real * psi.imag)


def doubled_precision(x):
    z = x + 1.0
    z[0] = z[1] * 2.0
    return np.sum(z * z)


def more_rows(x):
    y = x
    for k in ONES:
        y = y + k
        y[0] = y[0] * 2.0
    return (y**2).sum()


def more_rows_under_a_mask(x):
    y = x
    for k in ONES:
        y = y + k
        y[y > 1] *= 1.5
    return (y**2).sum()


def last_row(x):
    y = x
    for n in range(len(ONES)):
        y = y + ONES[n]
        y[-1] *= x[0, 0]
    return (y**2).sum()


def more_axes(x):
    y = x
    for k in range(2):
        y = y + np.ones((k + 1, 1))
        y[0] *= x[k]
    return (y**2).sum()


CASES = [
    Case(turned, (X,), (0,), complex_step=False),
    Case(chosen_and_turned, (X,), (0,), complex_step=False),
    Case(turned_under_a_mask, (X,), (0,), complex_step=False),
    Case(turned_through_a_view, (X,), (0,), complex_step=False),
    Case(turned_item, (X,), (0,), complex_step=False),
    Case(turned_backwards, (X,), (0,), complex_step=False),
    Case(split_steps, (X,), (0,), complex_step=False),
    Case(doubled_precision, (X,), (0,)),
    Case(more_rows, (ROW,), (0,)),
    Case(more_rows_under_a_mask, (ROW,), (0,)),
    Case(last_row, (ROW,), (0,)),
    Case(more_axes, (X,), (0,), second_refusable=True, over_forward_refusable=True),
]
