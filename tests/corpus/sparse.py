"""scipy.sparse: matrices in products and linear systems, made outside, and made of variables."""

import numpy as np
import scipy.sparse.linalg
from scipy import sparse

from oracles import Case

vector = np.array([0.4, 1.3, 2.1])
A = sparse.csr_matrix(np.array([[4.0, 1.0, 0.0], [0.0, 3.0, 1.0], [1.0, 0.0, 5.0]]))
B = sparse.csr_array(np.arange(6.0).reshape(2, 3))
LAPLACE = sparse.diags_array([-np.ones(2), 2.5 * np.ones(3), -np.ones(2)], offsets=[-1, 0, 1]).tocsr()


def product(x):
    return np.sum((A @ np.sin(x)) ** 2) + np.sum((x @ A) ** 2)


def product_of_matrices(x):
    return np.sum((B @ np.outer(x, x)) ** 2)


def product_by_method(x):
    return np.sum(B.dot(np.sin(x)) ** 2) + np.sum((A.T @ x) ** 2)


def quadratic_form(x):
    return x @ (A @ x)


def implicit_steps(x):
    for _ in range(2):
        x = scipy.sparse.linalg.spsolve(A, x * x)
    return np.sum(x**2)


def solved_by_iteration(x):
    return np.sum(scipy.sparse.linalg.cg(LAPLACE, x * x, rtol=1e-13)[0] ** 2)


# --- matrices that are made of variables; two entries are at one place, and one is zero ---

SIZE = 3
ROWS, COLUMNS = np.array([0, 1, 2, 0, 1, 1]), np.array([0, 1, 2, 2, 0, 1])
STARTS = np.array([0, 2, 5, 6])
entries = np.array([4.1, 3.2, 5.3, 0.7, 0.0, 0.4])


def product_of_entries(d, x):
    a = sparse.csr_matrix((d * d, (ROWS, COLUMNS)), shape=(SIZE, SIZE))
    y = a @ np.sin(x)
    return np.sum(y**2) + np.sum(x @ a) + np.sum(a.T.dot(y)) + np.sum(a * x)


def product_of_entries_and_matrix(d, x):
    a = sparse.csc_array((d, (ROWS, COLUMNS)), shape=(3, 3))
    return np.sum((a @ np.outer(x, x)) ** 2) + np.sum((np.outer(x, x) @ a) ** 2)


def system_of_entries(d, b):
    a = sparse.csc_matrix((d, (ROWS, COLUMNS)), shape=(SIZE, SIZE))
    return np.sum(scipy.sparse.linalg.spsolve(a, b) ** 2)


def systems_of_entries(d, b):
    a = sparse.csc_array((d, (ROWS, COLUMNS)), shape=(3, 3))
    return np.sum(scipy.sparse.linalg.spsolve(a, np.outer(b, b)) ** 2)


def steps_of_a_changing_system(d, u):
    unit = sparse.eye_array(SIZE, format="csc")
    for k in range(3):
        a = sparse.csc_array((d * u[0], (ROWS, COLUMNS)), shape=(SIZE, SIZE))
        u = scipy.sparse.linalg.spsolve(unit + 0.1 * k * a, u)
    return np.sum(u * u)


def arithmetic_of_matrices(d, x):
    a = sparse.csr_array((d, (ROWS, COLUMNS)), shape=(SIZE, SIZE))
    b = (a + A) * x[0] - sparse.eye_array(SIZE) / x[1] - a.T
    b += A
    return np.sum(np.sin(b.toarray())) + b.sum() + np.sum(b.diagonal() ** 2) + np.sum((-b) @ x) + np.sum(b.sum(axis=0) ** 2)


def compressed_entries(d, x):
    a = sparse.csr_matrix((d, COLUMNS, STARTS), shape=(3, 3))
    b = sparse.csc_array((d, ROWS, STARTS), shape=(3, 3))
    return np.sum((a @ (b @ x)) ** 2)


def listed_entries(d, x):
    a = sparse.coo_array((d, (ROWS, COLUMNS)), shape=(3, 3))
    return np.sum((a.tocsr() @ x) ** 2) + np.sum((a.tocsc().T @ x) ** 2)


def three_diagonals(d, x):
    a = sparse.diags([d[:2], d[:3], d[2:4]], [-1, 0, 1], format="csc")
    laplace = sparse.diags([1.0, -2.0, 1.0], [-1, 0, 1], shape=(SIZE, SIZE))
    return np.sum(scipy.sparse.linalg.spsolve(a, x) ** 2) + np.sum((laplace @ (sparse.diags_array(x) @ x)) ** 2)


def repeated_product(a, x):
    while np.linalg.norm(a @ x) < 100.0:
        x = a @ x + 0.1
    return x


def matrix_given_to_a_function(d, x):
    a = sparse.csr_array((d, (ROWS, COLUMNS)), shape=(SIZE, SIZE))
    return np.sum(repeated_product(a, x) ** 2)


def matrix_of_a_branch(d, x):
    if x[0] > 0.0:
        a = sparse.csr_array((d, (ROWS, COLUMNS)), shape=(SIZE, SIZE))
    else:
        a = sparse.csr_array((d * d, (ROWS, COLUMNS)), shape=(SIZE, SIZE))
    return np.sum((a @ x) ** 2)


def list_of_matrices(d, x):
    matrices = []
    for k in range(1, 4):
        matrices.append(sparse.csr_array((d / k, (ROWS, COLUMNS)), shape=(SIZE, SIZE)))
    for a in matrices:
        x = a @ x
    return np.sum(x**2)


def entries_changed_afterwards(d, x):
    d = d * 1.0
    a = sparse.csr_array((d, (ROWS, COLUMNS)), shape=(SIZE, SIZE))
    d *= 2.0
    return np.sum((a @ x) ** 2) + np.sum(d**2)


def items_of_a_made_matrix(x):
    k = sparse.coo_matrix((x, ([0, 1, 2], [1, 2, 0])), shape=(3, 3)).tocsr()
    s = k[0, 1] ** 2 + k[-1, 0] * x[1] + k[1, 1]
    for i in range(3):
        for j in range(3):
            s = s + k[i, j] ** 2 * i
    return s


CASES = [
    Case(product, (vector,)),
    Case(product_of_matrices, (vector,)),
    Case(product_by_method, (vector,)),
    Case(quadratic_form, (vector,)),
    Case(implicit_steps, (vector,)),
    Case(solved_by_iteration, (vector,), complex_step=False),
    Case(product_of_entries, (entries, vector)),
    Case(product_of_entries_and_matrix, (entries, vector)),
    Case(system_of_entries, (entries, vector)),
    Case(systems_of_entries, (entries, vector)),
    Case(steps_of_a_changing_system, (entries, vector)),
    Case(arithmetic_of_matrices, (entries, vector)),
    Case(compressed_entries, (entries, vector)),
    Case(listed_entries, (entries, vector)),
    Case(three_diagonals, (entries, vector)),
    Case(matrix_given_to_a_function, (entries, vector)),
    Case(matrix_of_a_branch, (entries, vector)),
    Case(list_of_matrices, (entries, vector)),
    Case(entries_changed_afterwards, (entries, vector)),
    Case(items_of_a_made_matrix, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
]
