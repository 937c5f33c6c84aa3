"""Complex states that programs carry through loops, swap, pass on and read the parts of, made of real numbers."""

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


def buffers_swapped(x):
    a = x + 0j
    b = np.empty_like(a)
    for _ in range(3):
        b[:] = (0.5 + 1j) * a
        a, b = b, a
    return np.sum(a.real * b.imag)


def buffer_of_a_branch(x):
    a, b = x + 0j, 1j * x
    c = a if x[0] > 0 else b
    c[0] = 1j * x[1]
    return np.sum(c.imag * x)


class Pair:
    pass


def buffers_of_an_object(x):
    p = Pair()
    p.a = x + 0j
    p.b = np.zeros(4, complex)
    for _ in range(3):
        p.b[:] = (0.5 + 1j) * p.a
        p.a, p.b = p.b, p.a
    return np.sum(p.a.real * p.b.imag)


def number_that_becomes_complex(x):
    z = x[0]
    for k in range(3):
        z = z * (x[k] + 1j)
    return abs(z) ** 2 + z.imag


def real_again_at_times(x):
    z, s = x[0] + 0j, 0.0
    for k in range(4):
        z = z * (1j + x[k]) if x[k] > 0.8 else z.real + 0j
        s = s + z.real * x[k]
    return s + z.imag


def turned_until_large(x):
    a = x + 0j
    while np.sum(np.abs(a)) < 20.0:
        a = a * (1.1 + 0.3j)
    return np.sum(a.real) * np.sum(a.imag)


def parts_of_a_list(x):
    both = [x + 0j, x * 1j]
    for _ in range(3):
        both = [both[1] * x, both[0] * (1 + 2j)]
    return np.sum(both[0].real * both[1].imag)


def by_recursion(x):
    def turned(z, n):
        return z if n == 0 else turned(z * (x[n] + 1j), n - 1)
    return turned(x[0] + 0j, 3).imag


def numbers_swapped(x):
    z, w = x[0] + 0j, x[1] + 0j
    for _ in range(2):
        z, w = w * 1j, z + w
    return w.imag * z.real + w.real * z.imag


def numbers_multiplied_in_turn(x):
    z, w = complex(x[0]), complex(x[1])
    for _ in range(2):
        z, w = w, z * w * 1j
    return abs(z) ** 2 + w.imag * z.real + w.real


def real_items_before_complex_ones(x):
    p = np.exp(1j * x)
    xs = [p.real, p.imag]
    for _ in range(3):
        xs.append(xs[-1] * 1j + xs[-2])
    return np.sum(xs[-1].imag) * np.sum(xs[-2].real)


def spectrum_turned_back(x):
    u = np.abs(np.fft.fft(x))
    for _ in range(2):
        u = np.fft.ifft(u)
    return np.sum(u.real * np.arange(4.0)) + u.imag[1]


def real_part_turned(x):
    u = np.exp(1j * x).imag + 0j
    for _ in range(3):
        u *= 1j + 0.5
    return np.sum(u.real**2)


def scaled_by_neighbours(x):
    a = np.exp(1j * x)
    a[1:] *= a[:-1] * 1j
    return np.real(np.sum(a))


def columns_of_rows_scaled(x):
    a = np.exp(1j * np.outer(x, x))
    b = a[1:]
    b[:, 0] *= 1j * x[0]
    return np.real(np.sum(a)) + np.sum(b, axis=0).real[1]


CASES = [
    Case(f, (X,), complex_step=False)
    for f in (
        buffers_swapped, buffer_of_a_branch, buffers_of_an_object, number_that_becomes_complex, real_again_at_times,
        turned_until_large, parts_of_a_list, by_recursion, numbers_swapped, numbers_multiplied_in_turn,
        scaled_by_neighbours, columns_of_rows_scaled, real_items_before_complex_ones, spectrum_turned_back, real_part_turned,
    )
]  # fmt: skip
