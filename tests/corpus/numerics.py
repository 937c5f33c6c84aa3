"""Numerical programs as people write them: in place, by loops, to a tolerance."""

import numpy as np

from oracles import Case

vector = np.array([0.7, -0.4, 1.3])


def heat_in_two_buffers(x, n):
    # heat equation, two buffers, conditional
    u = np.sin(x)
    un = np.empty_like(u)
    for t in range(n):
        un[:] = u
        u[1:-1] = un[1:-1] + 0.1 * (un[2:] - 2 * un[1:-1] + un[:-2])
        u[0] = u[-1]
    return np.sum(u * u)


def lu_in_place(x):
    a = np.outer(x, x) + np.eye(3) * 3
    n = 3
    for k in range(n):
        for i in range(k + 1, n):
            a[i, k] /= a[k, k]
            a[i, k + 1 :] -= a[i, k] * a[k, k + 1 :]
    return np.sum(a * a)


def gram_schmidt_in_place(x):
    q = np.outer(x, x) + np.diag(x) + np.eye(3)
    for j in range(3):
        v = q[:, j]
        for i in range(j):
            w = q[:, i]
            v -= (w @ v) * w
        v /= np.sqrt(v @ v)
    return np.sum(q[0] * x)


def bodies(x):
    p = np.zeros((3, 2))
    v = np.ones((3, 2))
    p[:, 0] = x
    for step in range(3):
        f = np.zeros_like(p)
        for i in range(3):
            for j in range(3):
                if i != j:
                    d = p[j] - p[i]
                    f[i] += d / (d @ d + 1.0)
        v += 0.1 * f
        p += 0.1 * v
    return np.sum(p * p)


def dynamic_programming(x):
    table = np.zeros((4, 4))
    for i in range(1, 4):
        for j in range(1, 4):
            table[i, j] = max(table[i - 1, j], table[i, j - 1]) + x[i - 1] * x[j - 1]
    return table[3, 3]


def recurrent_rows(x):
    h = np.zeros((4, 3))
    for t in range(3):
        prev = h[t]
        cur = h[t + 1]
        cur[:] = np.tanh(prev * x + x[t])
    return np.sum(h[-1] * x)


def stack_machine(x):
    stack = []
    for op, v in (("push", x[0]), ("push", x[1]), ("mul", None), ("push", x[2]), ("add", None)):
        if op == "push":
            stack.append(v)
        elif op == "mul":
            b = stack.pop()
            a = stack.pop()
            stack.append(a * b)
        else:
            b = stack.pop()
            a = stack.pop()
            stack.append(a + b)
    return stack[0]


def kalman_filter(x):
    m = np.zeros(3)
    P = np.eye(3)
    for k in range(3):
        H = np.zeros(3)
        H[k] = 1.0
        S = H @ P @ H + 0.5
        K = P @ H / S
        m += K * (x[k] - H @ m)
        P -= np.outer(K, H @ P)
    return np.sum(m * m) + np.trace(P) * x[0]


def newton_to_tolerance(x):
    lo, hi = 0.0, 3.0
    y = x[0]
    for _ in range(20):
        y = y - (y * y - x[2]) / (2 * y)
        if abs(y * y - x[2]) < 1e-12:
            break
    return y


def solved_at_free_places(x):
    fixed = [1]
    free = [k for k in range(4) if k not in fixed]
    K = np.diag(x) + 0.1
    u = np.zeros_like(x)
    u[free] = np.linalg.solve(K[np.ix_(free, free)], x[free])
    return np.sum(u**2)


def solved_at_an_array_of_places(x):
    free = np.array([k for k in range(4) if k != 1])
    K = np.outer(x, x) + np.eye(4)
    return np.sum(np.linalg.solve(K[np.ix_(free, free)], x[free]) ** 2)


CASES = [
    Case(heat_in_two_buffers, (vector, 3), complex_step=False),
    Case(lu_in_place, (vector,), complex_step=False),
    Case(gram_schmidt_in_place, (vector,), complex_step=False),
    Case(bodies, (vector,), complex_step=False),
    Case(dynamic_programming, (vector,), complex_step=False),
    Case(recurrent_rows, (vector,), complex_step=False),
    Case(stack_machine, (vector,), complex_step=False),
    Case(kalman_filter, (vector,), complex_step=False),
    Case(newton_to_tolerance, (vector,), complex_step=False),
    Case(solved_at_free_places, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(solved_at_an_array_of_places, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
]
