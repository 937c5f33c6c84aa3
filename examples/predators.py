"""Rates of a differential equation, fitted to what was seen: SciPy integrates the equation, and its derivative with it."""

import numpy as np
from scipy import integrate, optimize

import s2sdiff as sd

YEARS = np.linspace(0.0, 12.0, 25)
START = np.array([2.0, 1.0])  # hares and foxes


def change(y, t, born, eaten, starved, fed):
    hares, foxes = y
    return [born * hares - eaten * hares * foxes, fed * hares * foxes - starved * foxes]


def populations(rates):
    return integrate.odeint(change, START, YEARS, args=tuple(rates), rtol=1e-9, atol=1e-9)


def misfit(rates, seen):
    y = integrate.odeint(change, START, YEARS, args=(rates[0], rates[1], rates[2], rates[3]), rtol=1e-9, atol=1e-9)
    return np.mean((y - seen) ** 2)


def main():
    true = np.array([0.8, 0.5, 0.9, 0.4])
    seen = populations(true)
    found = optimize.minimize(sd.value_and_grad(misfit), 1.1 * true, (seen,), jac=True, options={"gtol": 1e-9})
    print("rates", found.x.round(6), "after", found.nfev, "gradients")
    assert np.allclose(found.x, true, atol=1e-6)
    # at the best fit the second derivative tells how well each rate is known
    curvature = sd.hessian(misfit)(found.x, seen)
    print("known to", np.sqrt(np.diag(np.linalg.inv(curvature))).round(3), "times the misfit")
    assert np.all(np.linalg.eigvalsh(curvature) > 0.0)


if __name__ == "__main__":
    main()
