"""What reads as one thing, and is another at times."""

import numpy as np
from scipy import linalg, sparse, special
from scipy.spatial.transform import Rotation, Slerp

from oracles import Case


def at_least_a_whole_number(x):
    return max(x[1], 1) * x[0] + max(2, 3 * x[1]) * x[2] + min(-1, 3 * x[2]) * x[0]


def running_maximum_from_one(x):
    m = 1
    for v in x:
        m = max(m, v)
    return m * x[0]


def largest_of_several(x):
    n = len(x)
    return max([0, x[0]]) * x[1] + max(x[0], 1, x[1]) * max(n, 9 * x[1]) + max(-1, -2, x[2])


def number_alone(x):
    return max(x[0], 1, x[1])


def chosen_by_a_list(x):
    return np.choose([0, 1, 0], [x, x * 2]).sum() * x[0]


def tuple_inside_an_index(x):
    return np.sum(np.outer(x, x)[(0, 1),] * np.arange(6.0).reshape(2, 3))


def diagonal_changed_later(x):
    d = x.copy()
    a = sparse.diags([d], [0])
    d[0] = 5 * x[1]
    return (a @ x).sum()


def quaternion_changed_later(x):
    r = Rotation.from_rotvec(x)
    q = r.as_quat()
    q *= -5.0 * x[1]
    return r.apply(np.array([1.0, 2.0, 3.0]))[0] + np.sum(q)


def times_changed_later(x):
    times = np.array([0.0, 1.0, 2.0])
    path = Slerp(times, Rotation.from_rotvec(np.array([x, x[::-1], x * 0.3])))
    times[1] = 5.0
    return path([0.3, 1.6]).as_rotvec()[0, 1]


def products_with_lists(x):
    total = np.dot([[1, 2, 3], [0, 1, 0]], x).sum() + np.kron([1, 2], x).sum() + np.inner([1, 2, 3], x) + np.vdot([1, 2, 3], x)
    total += np.matmul(x, [[1, 0], [2, 1], [0, 3]]).sum() + np.tensordot([1, 2, 3], x, 1) + np.einsum("i,i", [1, 2, 3], x)
    return total * x[0] + np.cross([1, 2, 3], x).sum() + np.outer([1, 2], x).sum()


def solutions_with_lists(x):
    a = [[2, 1, 0], [1, 3, 0], [0, 0, 1]]
    return np.sum(np.linalg.solve(a, x) ** 2) + np.sum(linalg.solve(a, x) * x)


def functions_with_lists(x):
    total = np.interp(x, [-1, 0, 2], [1, 4, 9]).sum() + np.trapezoid([1, 2, 4], x) + np.arctan2(x, [1, 2, 3]).sum()
    total += np.maximum(x, [1, 1, 0]).sum() + np.hypot([3, 4, 5], x).sum() + np.power([2, 3, 4], x).sum()
    return total + special.jv([0, 1, 2], x).sum() + np.polyfit([0.0, 1, 2], x, 1, w=[1, 2, 1])[0] + x[np.sum([0, 1])]


class Log:
    def add(self, v):
        if not hasattr(self, "items"):
            self.items = []
        self.items.append(v)


def list_begun_late(x):
    log = Log()
    for v in x:
        log.add(v)
    return len(log.items) * x[0] + log.items[-1]


class Pair:
    pass


def tuple_on_one_side(x):
    p = Pair()
    if x[0] > 0.9:
        p.both = (x[1], x[2])
    return x[1] * 3 if hasattr(p, "both") else x[0] ** 2


point = np.array([0.71, 1.33, -0.92])

CASES = [
    Case(at_least_a_whole_number, (point,), complex_step=False),
    Case(running_maximum_from_one, (point,), complex_step=False),
    Case(largest_of_several, (point,), complex_step=False),
    Case(number_alone, (point,), complex_step=False),
    Case(chosen_by_a_list, (point,)),
    Case(tuple_inside_an_index, (point,), refusable=True),
    Case(diagonal_changed_later, (point,), complex_step=False),
    Case(quaternion_changed_later, (point,), complex_step=False),
    Case(times_changed_later, (point,), complex_step=False),
    Case(products_with_lists, (point,), complex_step=False),
    Case(solutions_with_lists, (point,), complex_step=False),
    Case(functions_with_lists, (point,), complex_step=False),
    Case(list_begun_late, (point,), refusable=True),
    Case(tuple_on_one_side, (point,), complex_step=False, refusable=True),
]
