"""The programs that `bench.py` times, each with the gradient an expert would write by hand in NumPy.

The first three are the small ones of the issue; the twelve that follow are those of the performance notes (sources:
ADBench for GMM, BA and LSTM, NPBench for the stencils, Cholesky and vadv).  Hand gradients are statement-level
adjoints: what a person writes who differentiates line by line, keeps what is needed and drops what is not, without
changing the algorithm.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Workload:
    """A program, its hand-written gradient, and the arguments of both.

    `hand` takes the program's arguments and returns the gradient with respect to `wrt`: bare for one, a tuple for more.
    `seeds` are given for a program that returns an array: its derivative is one pullback for each seed, and `hand`
    returns one tuple of cotangents for each.  `step` is that of the differences that `hand` is checked against, small
    where the program jumps.
    """

    name: str
    primal: Callable[..., Any]
    hand: Callable[..., Any]
    args: tuple[Any, ...]
    wrt: tuple[int, ...]
    seeds: tuple[Any, ...] = ()
    step: float = 1e-6


# ---------------------------------------------------------------------------------------------------------------------


def nine_operations(x, y):
    a = x * y
    b = a + x
    c = b / y
    d = c - a
    e = d * d
    f = e + b
    g = f * x
    h = g - y
    return h * c


def nine_operations_hand(x, y):
    a = x * y
    b = a + x
    c = b / y
    d = c - a
    f = d * d + b
    h = f * x - y
    f_bar = c * x
    d_bar = 2.0 * d * f_bar
    c_bar = h + d_bar
    b_bar = f_bar + c_bar / y
    a_bar = b_bar - d_bar
    return a_bar * y + b_bar + c * f, a_bar * x - c_bar * c / y - c


def scalar_loop(x, n):
    s = x
    for _ in range(n):
        s = s + 0.1 * x * (s - s * s)
    return s


def scalar_loop_hand(x, n):
    s_tape = []
    s = x
    for _ in range(n):
        s_tape.append(s)
        s = s + 0.1 * x * (s - s * s)
    x_bar, s_bar = 0.0, 1.0
    k = 0.1 * x
    for s in reversed(s_tape):
        x_bar += 0.1 * (s - s * s) * s_bar
        s_bar += k * (1.0 - 2.0 * s) * s_bar
    return x_bar + s_bar


def logistic_regression(w, b, x, y):
    p = 0.5 * (np.tanh(0.5 * (x @ w + b)) + 1.0)
    return -np.sum(np.log(p * y + (1.0 - p) * (1.0 - y)))


def logistic_regression_hand(w, b, x, y):
    t = np.tanh(0.5 * (x @ w + b))
    p = 0.5 * (t + 1.0)
    slope = y - (1.0 - y)
    p_bar = -slope / (p * y + (1.0 - p) * (1.0 - y))
    z_bar = 0.25 * p_bar * (1.0 - t * t)
    return x.T @ z_bar, np.sum(z_bar)


# ---------------------------------------------------------------------------------------------------------------------


def rosenbrock(x, y):
    return (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2


def rosenbrock_hand(x, y):
    r = 200.0 * (y - x * x)
    return -2.0 * (1.0 - x) - 2.0 * x * r, r


def mlp(w1, b1, w2, b2, w3, b3, x, y):
    h1 = np.tanh(x @ w1 + b1)
    h2 = np.tanh(h1 @ w2 + b2)
    r = h2 @ w3 + b3 - y
    return np.sum(r * r)


def mlp_hand(w1, b1, w2, b2, w3, b3, x, y):
    h1 = np.tanh(x @ w1 + b1)
    h2 = np.tanh(h1 @ w2 + b2)
    r_bar = 2.0 * (h2 @ w3 + b3 - y)
    z2_bar = (r_bar @ w3.T) * (1.0 - h2 * h2)
    z1_bar = (z2_bar @ w2.T) * (1.0 - h1 * h1)
    return (
        x.T @ z1_bar, np.sum(z1_bar, axis=0), h1.T @ z2_bar, np.sum(z2_bar, axis=0), h2.T @ r_bar, np.sum(r_bar, axis=0),
    )  # fmt: skip


try:
    from scipy.special import erf
except ImportError:  # the one workload that needs SciPy is then left out
    erf = None


def black_scholes(spot, strike, rate, vol, time):
    root = vol * np.sqrt(time)
    d1 = (np.log(spot / strike) + (rate + 0.5 * vol * vol) * time) / root
    d2 = d1 - root
    cdf1 = 0.5 * (1.0 + erf(d1 / math.sqrt(2.0)))
    cdf2 = 0.5 * (1.0 + erf(d2 / math.sqrt(2.0)))
    return np.sum(spot * cdf1 - strike * np.exp(-rate * time) * cdf2)


def black_scholes_hand(spot, strike, rate, vol, time):
    root_time = np.sqrt(time)
    root = vol * root_time
    d1 = (np.log(spot / strike) + (rate + 0.5 * vol * vol) * time) / root
    d2 = d1 - root
    cdf1 = 0.5 * (1.0 + erf(d1 / math.sqrt(2.0)))
    cdf2 = 0.5 * (1.0 + erf(d2 / math.sqrt(2.0)))
    discounted = strike * np.exp(-rate * time)
    density = 1.0 / math.sqrt(2.0 * math.pi)
    d2_bar = -discounted * density * np.exp(-0.5 * d2 * d2)
    d1_bar = spot * density * np.exp(-0.5 * d1 * d1) + d2_bar
    q_bar = d1_bar / root
    root_bar = -d2_bar - q_bar * d1
    discounted_bar = discounted * cdf2
    spot_bar = cdf1 + q_bar / spot
    rate_bar = q_bar * time + discounted_bar * time
    vol_bar = q_bar * vol * time + root_bar * root_time
    time_bar = q_bar * (rate + 0.5 * vol * vol) + 0.5 * root_bar * vol / root_time + discounted_bar * rate
    return spot_bar, rate_bar, vol_bar, time_bar


def lotka_volterra(x, y, a, b, c, d, steps):
    dt = 0.001
    for _ in range(steps):
        dx = a * x - b * x * y
        dy = c * x * y - d * y
        x = x + dt * dx
        y = y + dt * dy
    return x * y


def lotka_volterra_hand(x, y, a, b, c, d, steps):
    dt = 0.001
    x_tape, y_tape = [], []
    for _ in range(steps):
        x_tape.append(x)
        y_tape.append(y)
        dx = a * x - b * x * y
        dy = c * x * y - d * y
        x = x + dt * dx
        y = y + dt * dy
    x_bar, y_bar = y, x
    a_bar = b_bar = c_bar = d_bar = 0.0
    for x, y in zip(reversed(x_tape), reversed(y_tape)):
        dx_bar = dt * x_bar
        dy_bar = dt * y_bar
        xy = x * y
        a_bar += dx_bar * x
        b_bar -= dx_bar * xy
        c_bar += dy_bar * xy
        d_bar -= dy_bar * y
        xy_bar = c * dy_bar - b * dx_bar
        x_bar += a * dx_bar + xy_bar * y
        y_bar += xy_bar * x - d * dy_bar
    return x_bar, y_bar, a_bar, b_bar, c_bar, d_bar


# ADBench's mixture of Gaussians.  k components in d dimensions, n points.  L_k is lower triangular with exp(q) on its
# diagonal; `place` says where in (0, *l) each entry below the diagonal stands.


def gmm(alphas, means, q, l, x, place, gamma, m):
    n, k = len(x), len(alphas)
    diagonal = np.exp(q)
    below = np.concatenate([np.zeros((k, 1)), l], axis=1)[:, place]
    centred = x.T - means[:, :, None]
    moved = diagonal[:, :, None] * centred + below @ centred
    exponent = (alphas + np.sum(q, axis=1))[:, None] - 0.5 * np.sum(moved * moved, axis=1)
    largest = np.max(exponent, axis=0)
    likelihood = np.sum(np.log(np.sum(np.exp(exponent - largest), axis=0)) + largest)
    top = np.max(alphas)
    weights = np.log(np.sum(np.exp(alphas - top))) + top
    wishart = 0.5 * gamma * gamma * (np.sum(diagonal * diagonal) + np.sum(l * l)) - m * np.sum(q)
    return likelihood - n * weights + wishart


def gmm_hand(alphas, means, q, l, x, place, gamma, m):
    n, k = len(x), len(alphas)
    diagonal = np.exp(q)
    below = np.concatenate([np.zeros((k, 1)), l], axis=1)[:, place]
    centred = x.T - means[:, :, None]
    moved = diagonal[:, :, None] * centred + below @ centred
    exponent = (alphas + np.sum(q, axis=1))[:, None] - 0.5 * np.sum(moved * moved, axis=1)
    p = np.exp(exponent - np.max(exponent, axis=0))
    exponent_bar = p / np.sum(p, axis=0)
    moved_bar = -exponent_bar[:, None, :] * moved
    below_bar = moved_bar @ centred.transpose(0, 2, 1)
    diagonal_bar = np.sum(moved_bar * centred, axis=2) + gamma * gamma * diagonal
    centred_bar = diagonal[:, :, None] * moved_bar + below.transpose(0, 2, 1) @ moved_bar
    each_bar = np.sum(exponent_bar, axis=1)
    w = np.exp(alphas - np.max(alphas))
    rows, columns = np.nonzero(place)
    l_bar = np.empty(l.shape)
    l_bar[:, place[rows, columns] - 1] = below_bar[:, rows, columns]
    l_bar += gamma * gamma * l
    return (
        each_bar - n * w / np.sum(w),
        -np.sum(centred_bar, axis=2),
        diagonal_bar * diagonal + each_bar[:, None] - m,
        l_bar,
    )


# ADBench's bundle adjustment: p observations, each a camera (rotation 3, centre 3, focal length, principal point 2,
# radial distortion 2), a point and a weight.  Two pullbacks give the 2 x 15 blocks of the Jacobian.


def bundle_adjustment_of(features):
    """The residuals of cameras, points and weights against these features, and what a person would pull back by hand."""

    def bundle_adjustment(cameras, points, weights):
        rotation, k = cameras[:, 0:3], cameras[:, 9:11]
        x = points - cameras[:, 3:6]
        angle = np.sqrt(np.sum(rotation * rotation, axis=1))
        cos, sin = np.cos(angle), np.sin(angle)
        u = rotation / angle[:, None]
        cross = np.stack(
            [
                u[:, 1] * x[:, 2] - u[:, 2] * x[:, 1],
                u[:, 2] * x[:, 0] - u[:, 0] * x[:, 2],
                u[:, 0] * x[:, 1] - u[:, 1] * x[:, 0],
            ],
            axis=1,
        )
        along = np.sum(u * x, axis=1) * (1.0 - cos)
        rotated = x * cos[:, None] + cross * sin[:, None] + u * along[:, None]
        flat = rotated[:, 0:2] / rotated[:, 2:3]
        square = np.sum(flat * flat, axis=1)
        scale = cameras[:, 6] * (1.0 + k[:, 0] * square + k[:, 1] * square * square)
        projected = flat * scale[:, None] + cameras[:, 7:9]
        return weights[:, None] * (projected - features)

    def hand(cameras, points, weights):
        return bundle_adjustment_hand(cameras, points, weights, features)

    return bundle_adjustment, hand


def cross_product(a, b):
    return np.stack(
        [
            a[:, 1] * b[:, 2] - a[:, 2] * b[:, 1],
            a[:, 2] * b[:, 0] - a[:, 0] * b[:, 2],
            a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0],
        ],
        axis=1,
    )


def bundle_adjustment_hand(cameras, points, weights, features):
    rotation, focal, k = cameras[:, 0:3], cameras[:, 6], cameras[:, 9:11]
    x = points - cameras[:, 3:6]
    angle = np.sqrt(np.sum(rotation * rotation, axis=1))
    cos, sin = np.cos(angle), np.sin(angle)
    u = rotation / angle[:, None]
    cross = cross_product(u, x)
    dot = np.sum(u * x, axis=1)
    along = dot * (1.0 - cos)
    rotated = x * cos[:, None] + cross * sin[:, None] + u * along[:, None]
    depth = rotated[:, 2:3]
    flat = rotated[:, 0:2] / depth
    square = np.sum(flat * flat, axis=1)
    distortion = 1.0 + k[:, 0] * square + k[:, 1] * square * square
    scale = focal * distortion
    off = flat * scale[:, None] + cameras[:, 7:9] - features

    rows = []
    for axis in range(2):
        cameras_bar = np.zeros(cameras.shape)
        weights_bar = off[:, axis]
        cameras_bar[:, 7 + axis] = weights
        flat_bar = np.zeros(flat.shape)
        flat_bar[:, axis] = weights * scale
        scale_bar = weights * flat[:, axis]
        cameras_bar[:, 6] = scale_bar * distortion
        distortion_bar = scale_bar * focal
        cameras_bar[:, 9] = distortion_bar * square
        cameras_bar[:, 10] = distortion_bar * square * square
        square_bar = distortion_bar * (k[:, 0] + 2.0 * k[:, 1] * square)
        flat_bar += 2.0 * square_bar[:, None] * flat
        rotated_bar = np.empty(rotated.shape)
        rotated_bar[:, 0:2] = flat_bar / depth
        rotated_bar[:, 2] = -np.sum(rotated_bar[:, 0:2] * flat, axis=1)
        along_bar = np.sum(rotated_bar * u, axis=1)
        dot_bar = along_bar * (1.0 - cos)
        cross_bar = rotated_bar * sin[:, None]
        cos_bar = np.sum(rotated_bar * x, axis=1) - along_bar * dot
        sin_bar = np.sum(rotated_bar * cross, axis=1)
        x_bar = rotated_bar * cos[:, None] + cross_product(cross_bar, u) + dot_bar[:, None] * u
        u_bar = rotated_bar * along[:, None] + cross_product(x, cross_bar) + dot_bar[:, None] * x
        angle_bar = sin_bar * cos - cos_bar * sin - np.sum(u_bar * u, axis=1) / angle
        cameras_bar[:, 0:3] = u_bar / angle[:, None] + (angle_bar)[:, None] * u
        cameras_bar[:, 3:6] = -x_bar
        rows.append((cameras_bar, x_bar, weights_bar))
    return rows


# ADBench's diagonal LSTM: `main` holds two rows (weights, biases of four gates) a layer, `state` two rows (h, c) a layer.


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def lstm_cell(weight, bias, hidden, cell, inputs):
    n = len(hidden)
    forget = sigmoid(inputs * weight[:n] + bias[:n])
    update = sigmoid(hidden * weight[n : 2 * n] + bias[n : 2 * n])
    output = sigmoid(inputs * weight[2 * n : 3 * n] + bias[2 * n : 3 * n])
    change = np.tanh(hidden * weight[3 * n :] + bias[3 * n :])
    cell = cell * forget + update * change
    return output * np.tanh(cell), cell


def lstm(main, extra, state, sequence):
    state = state.copy()
    total = 0.0
    for t in range(len(sequence) - 1):
        x = sequence[t] * extra[0]
        for i in range(0, len(main), 2):
            hidden, cell = lstm_cell(main[i], main[i + 1], state[i], state[i + 1], x)
            state[i] = hidden
            state[i + 1] = cell
            x = hidden
        y = x * extra[1] + extra[2]
        total = total + np.sum(sequence[t + 1] * (y - np.log(np.sum(np.exp(y)) + 2.0)))
    return -total / (sequence[1:].size)


def lstm_hand(main, extra, state, sequence):
    n = extra.shape[1]
    h = [state[i] for i in range(0, len(main), 2)]
    c = [state[i] for i in range(1, len(main), 2)]
    tape = []
    for t in range(len(sequence) - 1):
        x = sequence[t] * extra[0]
        layers = []
        for j in range(len(h)):
            weight, bias = main[2 * j], main[2 * j + 1]
            forget = sigmoid(x * weight[:n] + bias[:n])
            update = sigmoid(h[j] * weight[n : 2 * n] + bias[n : 2 * n])
            output = sigmoid(x * weight[2 * n : 3 * n] + bias[2 * n : 3 * n])
            change = np.tanh(h[j] * weight[3 * n :] + bias[3 * n :])
            cell = c[j] * forget + update * change
            squashed = np.tanh(cell)
            layers.append((x, h[j], c[j], forget, update, output, change, squashed))
            x = output * squashed
            h[j], c[j] = x, cell
        e = np.exp(x * extra[1] + extra[2])
        tape.append((layers, x, e / (np.sum(e) + 2.0)))

    main_bar, extra_bar = np.zeros(main.shape), np.zeros(extra.shape)
    h_bar = [np.zeros(n) for _ in h]
    c_bar = [np.zeros(n) for _ in c]
    seed = -1.0 / sequence[1:].size
    for t in reversed(range(len(sequence) - 1)):
        layers, x, p = tape[t]
        gold = seed * sequence[t + 1]
        y_bar = gold - np.sum(gold) * p
        extra_bar[1] += y_bar * x
        extra_bar[2] += y_bar
        x_bar = y_bar * extra[1]
        for j in reversed(range(len(h))):
            x, hidden, cell, forget, update, output, change, squashed = layers[j]
            weight, weight_bar, bias_bar = main[2 * j], main_bar[2 * j], main_bar[2 * j + 1]
            out_bar = x_bar + h_bar[j]
            cell_bar = c_bar[j] + out_bar * output * (1.0 - squashed * squashed)
            forget_bar = cell_bar * cell * forget * (1.0 - forget)
            update_bar = cell_bar * change * update * (1.0 - update)
            output_bar = out_bar * squashed * output * (1.0 - output)
            change_bar = cell_bar * update * (1.0 - change * change)
            weight_bar[:n] += forget_bar * x
            weight_bar[n : 2 * n] += update_bar * hidden
            weight_bar[2 * n : 3 * n] += output_bar * x
            weight_bar[3 * n :] += change_bar * hidden
            bias_bar[:n] += forget_bar
            bias_bar[n : 2 * n] += update_bar
            bias_bar[2 * n : 3 * n] += output_bar
            bias_bar[3 * n :] += change_bar
            c_bar[j] = cell_bar * forget
            h_bar[j] = update_bar * weight[n : 2 * n] + change_bar * weight[3 * n :]
            x_bar = forget_bar * weight[:n] + output_bar * weight[2 * n : 3 * n]
        extra_bar[0] += x_bar * sequence[t]
    return main_bar, extra_bar


def jacobi_2d(a, steps):
    a = a.copy()
    b = a.copy()
    for _ in range(steps):
        b[1:-1, 1:-1] = 0.2 * (a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1])
        a[1:-1, 1:-1] = 0.2 * (b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1])
    return np.sum(a)


def jacobi_2d_hand(a, steps):
    a_bar, b_bar = np.ones(a.shape), np.zeros(a.shape)
    for _ in range(steps):
        for source, target in ((a_bar, b_bar), (b_bar, a_bar)):
            s = 0.2 * source[1:-1, 1:-1]
            source[1:-1, 1:-1] = 0.0
            target[1:-1, 1:-1] += s
            target[1:-1, :-2] += s
            target[1:-1, 2:] += s
            target[2:, 1:-1] += s
            target[:-2, 1:-1] += s
    return a_bar + b_bar


def seidel_2d(a, steps):
    a = a.copy()
    n = a.shape[0]
    for _ in range(steps - 1):
        for i in range(1, n - 1):
            a[i, 1:-1] += (
                a[i - 1, :-2] + a[i - 1, 1:-1] + a[i - 1, 2:] + a[i, 2:] + a[i + 1, :-2] + a[i + 1, 1:-1] + a[i + 1, 2:]
            )
            for j in range(1, n - 1):
                a[i, j] += a[i, j - 1]
                a[i, j] /= 9.0
    return np.sum(a)


def seidel_2d_hand(a, steps):
    n = a.shape[0]
    a_bar = np.ones(a.shape)
    for _ in range(steps - 1):
        for i in range(n - 2, 0, -1):
            for j in range(n - 2, 0, -1):
                a_bar[i, j] /= 9.0
                a_bar[i, j - 1] += a_bar[i, j]
            s = a_bar[i, 1:-1].copy()
            a_bar[i - 1, :-2] += s
            a_bar[i - 1, 1:-1] += s
            a_bar[i - 1, 2:] += s
            a_bar[i, 2:] += s
            a_bar[i + 1, :-2] += s
            a_bar[i + 1, 1:-1] += s
            a_bar[i + 1, 2:] += s
    return a_bar


def cholesky(a):
    a = a.copy()
    n = a.shape[0]
    a[0, 0] = np.sqrt(a[0, 0])
    for i in range(1, n):
        for j in range(i):
            a[i, j] -= np.dot(a[i, :j], a[j, :j])
            a[i, j] /= a[j, j]
        a[i, i] -= np.dot(a[i, :i], a[i, :i])
        a[i, i] = np.sqrt(a[i, i])
    return np.sum(a)


def cholesky_hand(a):
    low = a.copy()
    n = low.shape[0]
    low[0, 0] = np.sqrt(low[0, 0])
    for i in range(1, n):
        for j in range(i):
            low[i, j] -= np.dot(low[i, :j], low[j, :j])
            low[i, j] /= low[j, j]
        low[i, i] -= np.dot(low[i, :i], low[i, :i])
        low[i, i] = np.sqrt(low[i, i])
    a_bar = np.ones(a.shape)
    for i in range(n - 1, 0, -1):
        a_bar[i, i] *= 0.5 / low[i, i]
        a_bar[i, :i] -= 2.0 * a_bar[i, i] * low[i, :i]
        for j in range(i - 1, -1, -1):
            a_bar[i, j] /= low[j, j]
            s = a_bar[i, j]
            a_bar[j, j] -= s * low[i, j]
            a_bar[i, :j] -= s * low[j, :j]
            a_bar[j, :j] -= s * low[i, :j]
    a_bar[0, 0] *= 0.5 / low[0, 0]
    return a_bar


# NPBench's vertical advection: a tridiagonal solve along the last axis, forward and back.


def vadv(utens_stage, wcon, u_stage, u_pos, utens, dtr):
    ni, nj, nk = utens_stage.shape
    ccol = np.zeros((ni, nj, nk))
    dcol = np.zeros((ni, nj, nk))
    out = np.zeros((ni, nj, nk))

    gcv = 0.25 * (wcon[1:, :, 1] + wcon[:-1, :, 1])
    cs = gcv * 0.5
    correction = -cs * (u_stage[:, :, 1] - u_stage[:, :, 0])
    divided = 1.0 / (dtr - cs)
    ccol[:, :, 0] = cs * divided
    dcol[:, :, 0] = (dtr * u_pos[:, :, 0] + utens[:, :, 0] + utens_stage[:, :, 0] + correction) * divided

    for k in range(1, nk - 1):
        acol = -0.125 * (wcon[1:, :, k] + wcon[:-1, :, k])
        cs = 0.125 * (wcon[1:, :, k + 1] + wcon[:-1, :, k + 1])
        correction = -acol * (u_stage[:, :, k - 1] - u_stage[:, :, k]) - cs * (u_stage[:, :, k + 1] - u_stage[:, :, k])
        right = dtr * u_pos[:, :, k] + utens[:, :, k] + utens_stage[:, :, k] + correction
        divided = 1.0 / (dtr - acol - cs - ccol[:, :, k - 1] * acol)
        ccol[:, :, k] = cs * divided
        dcol[:, :, k] = (right - dcol[:, :, k - 1] * acol) * divided

    k = nk - 1
    acol = -0.125 * (wcon[1:, :, k] + wcon[:-1, :, k])
    correction = -acol * (u_stage[:, :, k - 1] - u_stage[:, :, k])
    right = dtr * u_pos[:, :, k] + utens[:, :, k] + utens_stage[:, :, k] + correction
    divided = 1.0 / (dtr - acol - ccol[:, :, k - 1] * acol)
    dcol[:, :, k] = (right - dcol[:, :, k - 1] * acol) * divided

    data = dcol[:, :, nk - 1] * 1.0
    out[:, :, nk - 1] = dtr * (data - u_pos[:, :, nk - 1])
    for k in range(nk - 2, -1, -1):
        data = dcol[:, :, k] - ccol[:, :, k] * data
        out[:, :, k] = dtr * (data - u_pos[:, :, k])
    return np.sum(out)


def vadv_hand(utens_stage, wcon, u_stage, u_pos, utens, dtr):
    ni, nj, nk = utens_stage.shape
    ccol, dcol, data = np.empty((nk, ni, nj)), np.empty((nk, ni, nj)), np.empty((nk, ni, nj))
    acols, css, divideds = [None] * nk, [None] * nk, [None] * nk
    for k in range(nk):
        right = dtr * u_pos[:, :, k] + utens[:, :, k] + utens_stage[:, :, k]
        bottom = dtr
        if k > 0:
            acols[k] = acol = -0.125 * (wcon[1:, :, k] + wcon[:-1, :, k])
            right = right - acol * (u_stage[:, :, k - 1] - u_stage[:, :, k]) - dcol[k - 1] * acol
            bottom = bottom - acol - ccol[k - 1] * acol
        if k < nk - 1:
            css[k] = cs = 0.125 * (wcon[1:, :, k + 1] + wcon[:-1, :, k + 1])
            right = right - cs * (u_stage[:, :, k + 1] - u_stage[:, :, k])
            bottom = bottom - cs
        divideds[k] = divided = 1.0 / bottom
        if k < nk - 1:
            ccol[k] = cs * divided
        dcol[k] = right * divided
    data[nk - 1] = dcol[nk - 1]
    for k in range(nk - 2, -1, -1):
        data[k] = dcol[k] - ccol[k] * data[k + 1]

    utens_stage_bar, wcon_bar = np.empty(utens_stage.shape), np.zeros(wcon.shape)
    ccol_bar, dcol_bar = np.empty((nk, ni, nj)), np.empty((nk, ni, nj))
    data_bar = np.full((ni, nj), dtr)
    for k in range(nk - 1):
        dcol_bar[k] = data_bar
        ccol_bar[k] = -data_bar * data[k + 1]
        data_bar = dtr - ccol[k] * data_bar
    dcol_bar[nk - 1] = data_bar
    for k in range(nk - 1, -1, -1):
        right_bar = dcol_bar[k] * divideds[k]
        utens_stage_bar[:, :, k] = right_bar
        bottom_bar = -right_bar * dcol[k]
        if k < nk - 1:
            cs_bar = ccol_bar[k] * divideds[k]
            bottom_bar -= cs_bar * ccol[k]
            cs_bar -= bottom_bar + right_bar * (u_stage[:, :, k + 1] - u_stage[:, :, k])
            cs_bar *= 0.125
            wcon_bar[1:, :, k + 1] += cs_bar
            wcon_bar[:-1, :, k + 1] += cs_bar
        if k > 0:
            acol = acols[k]
            acol_bar = -bottom_bar * (1.0 + ccol[k - 1])
            acol_bar -= right_bar * (u_stage[:, :, k - 1] - u_stage[:, :, k] + dcol[k - 1])
            ccol_bar[k - 1] -= bottom_bar * acol
            dcol_bar[k - 1] -= right_bar * acol
            acol_bar *= -0.125
            wcon_bar[1:, :, k] += acol_bar
            wcon_bar[:-1, :, k] += acol_bar
    return utens_stage_bar, wcon_bar


def hdiff(field, coeff):
    lap = 4.0 * field[1:-1, 1:-1] - (field[2:, 1:-1] + field[:-2, 1:-1] + field[1:-1, 2:] + field[1:-1, :-2])
    step = lap[1:, 1:-1] - lap[:-1, 1:-1]
    flx = np.where(step * (field[2:-1, 2:-2] - field[1:-2, 2:-2]) > 0.0, 0.0, step)
    step = lap[1:-1, 1:] - lap[1:-1, :-1]
    fly = np.where(step * (field[2:-2, 2:-1] - field[2:-2, 1:-2]) > 0.0, 0.0, step)
    return np.sum(field[2:-2, 2:-2] - coeff * (flx[1:] - flx[:-1] + fly[:, 1:] - fly[:, :-1]))


def hdiff_hand(field, coeff):
    lap = 4.0 * field[1:-1, 1:-1] - (field[2:, 1:-1] + field[:-2, 1:-1] + field[1:-1, 2:] + field[1:-1, :-2])
    step_x = lap[1:, 1:-1] - lap[:-1, 1:-1]
    stops_x = step_x * (field[2:-1, 2:-2] - field[1:-2, 2:-2]) > 0.0
    step_y = lap[1:-1, 1:] - lap[1:-1, :-1]
    stops_y = step_y * (field[2:-2, 2:-1] - field[2:-2, 1:-2]) > 0.0
    field_bar, lap_bar = np.zeros(field.shape), np.zeros(lap.shape)
    field_bar[2:-2, 2:-2] = 1.0
    step_bar = np.zeros(step_x.shape)
    step_bar[1:] = -coeff
    step_bar[:-1] += coeff
    step_bar[stops_x] = 0.0
    lap_bar[1:, 1:-1] += step_bar
    lap_bar[:-1, 1:-1] -= step_bar
    step_bar = np.zeros(step_y.shape)
    step_bar[:, 1:] = -coeff
    step_bar[:, :-1] += coeff
    step_bar[stops_y] = 0.0
    lap_bar[1:-1, 1:] += step_bar
    lap_bar[1:-1, :-1] -= step_bar
    field_bar[1:-1, 1:-1] += 4.0 * lap_bar
    field_bar[2:, 1:-1] -= lap_bar
    field_bar[:-2, 1:-1] -= lap_bar
    field_bar[1:-1, 2:] -= lap_bar
    field_bar[1:-1, :-2] -= lap_bar
    return field_bar


# ---------------------------------------------------------------------------------------------------------------------


def below_the_diagonal(d: int) -> np.ndarray:
    """Where each entry of a d x d matrix stands in (0, *entries below the diagonal), column by column."""
    place = np.zeros((d, d), int)
    columns, rows = np.triu_indices(d, 1)
    place[rows, columns] = np.arange(1, len(rows) + 1)
    return place


def all_workloads() -> list[Workload]:
    """Every workload, with its arguments drawn from one seed."""
    rng = np.random.default_rng(0)
    normal, uniform = rng.normal, rng.uniform
    d, k, n = 20, 25, 1000
    p = 5000
    first, second = np.zeros((p, 2)), np.zeros((p, 2))
    first[:, 0], second[:, 1] = 1.0, 1.0
    cameras = normal(size=(p, 11)) * np.array([0.3, 0.3, 0.3, 1, 1, 1, 0.1, 0.1, 0.1, 0.01, 0.001]) + np.eye(11)[6]
    square = normal(size=(100, 100))
    found = [
        Workload("nine operations", nine_operations, nine_operations_hand, (1.3, 0.7), (0, 1)),
        Workload("scalar loop 100", scalar_loop, scalar_loop_hand, (0.3, 100), (0,)),
        Workload(
            "logreg 1000x20", logistic_regression, logistic_regression_hand,
            (normal(size=20), 0.3, normal(size=(1000, 20)), rng.integers(0, 2, 1000).astype(float)), (0, 1),
        ),
        Workload("rosenbrock", rosenbrock, rosenbrock_hand, (1.3, 0.7), (0, 1)),
        Workload(
            "mlp 8-16-16-1", mlp, mlp_hand,
            (normal(size=(8, 16)), normal(size=16), normal(size=(16, 16)), normal(size=16), normal(size=(16, 1)),
             normal(size=1), normal(size=(4, 8)), normal(size=(4, 1))), (0, 1, 2, 3, 4, 5),
        ),
        Workload(
            "black-scholes 1e5", black_scholes, black_scholes_hand,
            (uniform(50, 150, 100_000), uniform(50, 150, 100_000), uniform(0, 0.1, 100_000), uniform(0.1, 0.5, 100_000),
             uniform(0.1, 2.0, 100_000)), (0, 2, 3, 4),
        ),
        Workload("lotka-volterra 1000", lotka_volterra, lotka_volterra_hand, (1.1, 0.4, 0.6, 0.4, 0.1, 0.4, 1000), tuple(range(6))),
        Workload(
            "gmm d20 k25 n1000", gmm, gmm_hand,
            (normal(size=k), normal(size=(k, d)), 0.1 * normal(size=(k, d)), 0.1 * normal(size=(k, d * (d - 1) // 2)),
             normal(size=(n, d)), below_the_diagonal(d), 1.0, 0.0), (0, 1, 2, 3),
        ),
        Workload(
            "ba 5000", *bundle_adjustment_of(normal(size=(p, 2))),
            (cameras, normal(size=(p, 3)) + np.array([0.0, 0.0, 10.0]), uniform(0.5, 1.5, p)), (0, 1, 2),
            (first, second),
        ),
        Workload(
            "lstm l2 c256 b14", lstm, lstm_hand,
            (normal(size=(4, 56)), normal(size=(3, 14)), normal(size=(4, 14)), rng.integers(0, 2, (256, 14)).astype(float)), (0, 1),
        ),
        Workload("jacobi_2d t50 n150", jacobi_2d, jacobi_2d_hand, (normal(size=(150, 150)), 50), (0,)),
        Workload("seidel_2d t8 n50", seidel_2d, seidel_2d_hand, (normal(size=(50, 50)), 8), (0,)),
        Workload("cholesky n100", cholesky, cholesky_hand, (square @ square.T + 100.0 * np.eye(100),), (0,)),
        Workload(
            "vadv 60x60x40", vadv, vadv_hand,
            (normal(size=(60, 60, 40)), uniform(-1.0, 1.0, (61, 60, 40)), normal(size=(60, 60, 40)), normal(size=(60, 60, 40)),
             normal(size=(60, 60, 40)), 3.0 / 20.0 + 1.0), (0, 1),
        ),
        Workload("hdiff 64x64x60", hdiff, hdiff_hand, (normal(size=(68, 68, 60)), normal(size=(64, 64, 60))), (0,), step=1e-9),
    ]  # fmt: skip
    return [w for w in found if erf is not None or w.primal is not black_scholes]
