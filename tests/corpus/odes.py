"""Ordinary differential equations that scipy.integrate solves."""

import numpy as np
from scipy.integrate import odeint, solve_ivp

from oracles import Case

TIMES = np.linspace(0.0, 3.0, 7)
TIGHT = {"rtol": 1e-13, "atol": 1e-13}
OBSERVED = np.array([[2.0, 1.0], [1.6, 1.2], [1.2, 1.2], [1.0, 1.1], [0.9, 1.0], [0.9, 0.8], [1.0, 0.7]])
DAYS, RAIN = np.linspace(0.0, 3.0, 4), np.array([0.3, 1.0, 0.2, 0.5])


def predators(y, t, a, b, c, d):
    hares, foxes = y
    return [a * hares - b * hares * foxes, -c * foxes + d * hares * foxes]


def fit_of_predators(p, start):
    y = odeint(predators, start, TIMES, args=(p[0], p[1], p[2], 0.3), **TIGHT)
    return np.mean((y - OBSERVED) ** 2)


def pendulum(length, angle, damping):
    def rates(t, y):
        return np.array([y[1], -9.81 / length * np.sin(y[0]) - damping * y[1]])

    path = solve_ivp(rates, (0.0, 3.0), [angle, 0.0], method="DOP853", t_eval=TIMES, **TIGHT)
    return np.sum(path.y[0] * path.t) + path.y[1, -1]


def all_states(x):
    return odeint(lambda y, t: np.array([y[1], -x[0] * y[0] + np.cos(t)]), x, TIMES[:3], **TIGHT)


def until(times):
    y = odeint(lambda y, t: -y * t + np.cos(t), 1.0, times, **TIGHT)
    return np.sum(y[:, 0] * np.arange(len(times)))


def time_of_flight(x):
    """How high a ball is after x[0] seconds, thrown up with x[1]."""
    path = solve_ivp(lambda t, y: [y[1], -9.81 - 0.1 * y[1] * np.abs(y[1])], (0.0, x[0]), [0.0, x[1]], t_eval=[x[0]], **TIGHT)
    return path.y[0, -1]


def doses(x):
    """A drug that is given three times, and leaves the blood for the tissue."""
    body = np.array([0.0, 0.0])
    total = 0.0
    for _ in range(3):
        body = body + np.array([x[0], 0.0])
        levels = odeint(lambda y, t, k: [-k * y[0] - x[2] * y[0], k * y[0] - 0.1 * y[1] ** 2], body, [0.0, 0.5, 1.0], (x[1],), **TIGHT)
        body = levels[-1]
        total = total + np.sum(levels[:, 1])
    return total


def heat(u, k):
    """A rod in pieces: what flows between neighbours."""

    def rates(t, u, n):
        flow = np.zeros(n + 1)
        for i in range(1, n):
            flow[i] = k * (u[i] - u[i - 1]) ** 3
        return flow[1:] - flow[:-1]

    return np.sum(solve_ivp(rates, (0, 1), u, "LSODA", [0.5, 1.0], args=(len(u),), **TIGHT).y[:, -1] ** 2)


def rain(x):
    """What a pond holds when it rains, as a table says."""

    def fall(t):
        return np.interp(t, DAYS, RAIN) * x[1]

    pond = solve_ivp(lambda t, y: fall(t) - x[0] * np.sqrt(y), (0.0, 1.0), [1.0], t_eval=[0.5, 1.0], method="DOP853", **TIGHT)
    return np.sum(pond.y)


def stiff(x):
    path = solve_ivp(
        lambda t, y, k: [-50.0 * (y[0] - np.cos(t) * k), y[0] - y[1] ** 2], (0.0, 1.0), [x[0], 1.0], method="LSODA",
        t_eval=TIMES[:3], args=(x[1],), rtol=1e-12, atol=[1e-12, 1e-13],
    )  # fmt: skip
    return np.sum(path.y[1])


CASES = [
    Case(fit_of_predators, (np.array([1.1, 0.4, 0.9]), np.array([2.0, 1.0])), (0, 1), complex_step=False),
    Case(pendulum, (1.3, 0.7, 0.2), (0, 1, 2), complex_step=False),
    Case(all_states, (np.array([1.2, 0.4]),), complex_step=False),
    Case(until, (np.array([0.1, 0.5, 1.2, 1.3]),), complex_step=False, second_refusable=True),
    Case(time_of_flight, (np.array([0.8, 6.0]),), complex_step=False, second_refusable=True),
    Case(doses, (np.array([1.2, 0.7, 0.2]),), complex_step=False),
    Case(heat, (np.array([1.0, 0.3, 0.8, 0.1]), 0.7), (0, 1), complex_step=False),
    Case(rain, (np.array([0.4, 0.8]),), complex_step=False),
    Case(stiff, (np.array([0.4, 0.8]),), complex_step=False),
]
