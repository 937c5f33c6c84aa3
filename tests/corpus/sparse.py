"""scipy.sparse: matrices that are made outside, in products and linear systems."""

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


CASES = [
    Case(product, (vector,)),
    Case(product_of_matrices, (vector,)),
    Case(product_by_method, (vector,)),
    Case(quadratic_form, (vector,)),
    Case(implicit_steps, (vector,)),
    Case(solved_by_iteration, (vector,), complex_step=False),
]
