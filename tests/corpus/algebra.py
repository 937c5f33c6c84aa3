"""Vectors, matrices and linear algebra."""

import numpy as np

from oracles import Case

rng = np.random.default_rng(17)


def matrix_vector(a, x):
    return np.sum(np.tanh(a @ x))


def vector_matrix(x, a):
    return np.sum((x @ a) ** 2)


def inner_products(x, y):
    return x @ y * np.dot(x, x) + np.vdot(y, y) + np.inner(x, y) ** 2


def matrix_product(a, b):
    return np.sum((a @ b) ** 2)


def batched_product(a, b):
    return np.sum(np.matmul(a, b) ** 2)


def dot_of_matrices(a, b):
    return np.sum(np.dot(a, b) * a.dot(b))


def outer_product(x, y):
    return np.sum(np.outer(x, y) ** 2 * np.arange(12.0).reshape(3, 4))


def quadratic_form(x, a):
    return 0.5 * x @ a @ x - np.sum(x)


def einsums(a, b, x):
    return np.einsum("ij,jk->", a, b) + np.einsum("ij,j,i->", a, x, x[:3]) + np.sum(np.einsum("ij->ji", a) ** 2)


def tensordots(a, b):
    return np.sum(np.tensordot(a, b, axes=1) ** 2)


def reassigned_matrix(a, b):
    a = a @ b
    a = a @ a
    return np.sum(a * b)


def power_iteration(a, x, n):
    for _ in range(n):
        x = a @ x
        x = x / np.linalg.norm(x)
    return x @ a @ x


def solves(a, b):
    x = np.linalg.solve(a, b)
    return np.sum(x * x)


def solves_many(a, b):
    return np.sum(np.linalg.solve(a, b) ** 2)


def inverts(a):
    return np.sum(np.linalg.inv(a) ** 2)


def determinants(a):
    sign, log = np.linalg.slogdet(a)
    return np.linalg.det(a) + sign * log


def cholesky_factor(a):
    low = np.linalg.cholesky(0.5 * (a + a.T))
    return np.sum(low * low[::-1])


def gaussian_log_likelihood(x, mean, cov):
    d = x - mean
    _, log = np.linalg.slogdet(cov)
    return -0.5 * (d @ np.linalg.solve(cov, d) + log)


def least_squares(a, b):
    x = np.linalg.solve(a.T @ a, a.T @ b)
    r = a @ x - b
    return r @ r


def orthogonalise(a):
    q0 = a[:, 0] / np.linalg.norm(a[:, 0])
    v = a[:, 1] - (q0 @ a[:, 1]) * q0
    q1 = v / np.linalg.norm(v)
    return np.sum(q0 * np.array([1.0, 2.0, 3.0])) + np.sum(q1**3)


def cross_product(x, y):
    z = np.array([x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]])
    return z @ z + z[0]


def conjugate_gradient(a, b, n):
    x = np.zeros(len(b))
    r = b - a @ x
    p = r
    for _ in range(n):
        ap = a @ p
        alpha = (r @ r) / (p @ ap)
        x = x + alpha * p
        fresh = r - alpha * ap
        p = fresh + (fresh @ fresh) / (r @ r) * p
        r = fresh
    return np.sum(x**2)


def matrix_result(a, b):
    return a @ b


def m(*shape):
    return rng.normal(size=shape)


spd = (lambda a: a @ a.T + 3.0 * np.eye(3))(m(3, 3))
regular = m(3, 3) + 3.0 * np.eye(3)

def response(system, w):
    if len(system) != 2:
        raise NotImplementedError
    return np.polyval(system[0], 1j * w) / np.polyval(system[1], 1j * w)


def gain_of_a_filter(b, a, w):
    return np.sum(np.abs(response((b, a), w)) ** 2)


def square_root_by_svd(a):
    u, s, vt = np.linalg.svd(a)
    return np.sum(u @ np.diag(np.sqrt(s)) @ vt)


def singular_values_of_columns(a, k):
    return np.sum(np.linalg.svd(a[:, :k], full_matrices=False)[1])


def diagonal_of_columns(a, w, k):
    return np.sum((np.diagonal(a[:, :k]) * w) ** 2)


def triangle_of_columns(a, w, k):
    return np.sum((np.linalg.qr(a[:, :k])[1][:, :3] * w) ** 2)


CASES = [
    Case(square_root_by_svd, (regular,), complex_step=False),
    Case(gain_of_a_filter, (np.array([0.5, 0.7]), np.array([1.0, 0.3, 0.2]), np.array([0.5, 1.5])), (0, 1, 2), complex_step=False),
    Case(matrix_vector, (m(3, 4), m(4)), (0, 1)),
    Case(vector_matrix, (m(3), m(3, 4)), (0, 1)),
    Case(inner_products, (m(4), m(4)), (0, 1), complex_step=False),
    Case(matrix_product, (m(2, 3), m(3, 4)), (0, 1)),
    Case(batched_product, (m(2, 2, 3), m(2, 3, 2)), (0, 1)),
    Case(batched_product, (m(2, 2, 3), m(3, 2)), (0, 1), label="stretched"),
    Case(dot_of_matrices, (m(2, 3), m(3, 2)), (0, 1)),
    Case(outer_product, (m(3), m(4)), (0, 1)),
    Case(quadratic_form, (m(4), m(4, 4)), (0, 1)),
    Case(einsums, (m(3, 4), m(4, 2), m(4)), (0, 1, 2)),
    Case(tensordots, (m(2, 3), m(3, 2)), (0, 1)),
    Case(reassigned_matrix, (m(3, 3), m(3, 3)), (0, 1)),
    Case(power_iteration, (spd, m(3), 3), (0, 1), complex_step=False),
    Case(solves, (regular, m(3)), (0, 1)),
    Case(solves_many, (regular, m(3, 2)), (0, 1)),
    Case(inverts, (regular,)),
    Case(determinants, (regular,), complex_step=False),
    Case(cholesky_factor, (spd,), complex_step=False),
    Case(gaussian_log_likelihood, (m(3), m(3), spd), (0, 1, 2), complex_step=False),
    Case(least_squares, (m(5, 2), m(5)), (0, 1)),
    Case(orthogonalise, (m(3, 2),), complex_step=False),
    Case(cross_product, (m(3), m(3)), (0, 1)),
    Case(conjugate_gradient, (spd, m(3), 2), (0, 1)),
    Case(matrix_result, (m(2, 3), m(3, 2)), (0, 1)),
    Case(singular_values_of_columns, (np.cos(np.arange(15.0)).reshape(5, 3), 2), (0,), complex_step=False),
    Case(diagonal_of_columns, (np.cos(np.arange(12.0)).reshape(3, 4), np.ones(3), 1), (0, 1)),
    Case(triangle_of_columns, (np.cos(np.arange(12.0)).reshape(3, 4), np.ones(3), 1), (0, 1), complex_step=False),
]
