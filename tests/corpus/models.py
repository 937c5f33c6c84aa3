"""Whole numerical programs, as they stand in papers and notebooks."""

import math

import numpy as np

from oracles import Case

rng = np.random.default_rng(18)


def rosenbrock(x, y):
    return (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2


def rosenbrock_array(x):
    return np.sum(100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2)


def rosenbrock_loop(x):
    total = 0.0
    for i in range(len(x) - 1):
        total += 100.0 * (x[i + 1] - x[i] ** 2) ** 2 + (1.0 - x[i]) ** 2
    return total


def sigmoid(x):
    return 0.5 * (np.tanh(x / 2) + 1)


def predict(w, b, inputs):
    return sigmoid(np.dot(inputs, w) + b)


def logistic_loss(w, b, inputs, targets):
    preds = predict(w, b, inputs)
    label_probs = preds * targets + (1 - preds) * (1 - targets)
    return -np.sum(np.log(label_probs))


def mlp(params, x):
    h = x
    for layer in params["hidden"]:
        h = np.tanh(h @ layer["w"] + layer["b"])
    return h @ params["out"]["w"] + params["out"]["b"]


def mlp_loss(params, x, y):
    error = mlp(params, x) - y
    return np.mean(error * error)


def relu_network(w1, b1, w2, x):
    h = np.maximum(w1 @ x + b1, 0.0)
    return np.sum(w2 @ h)


def cell(h, x, w, u):
    return np.tanh(w @ h + u @ x)


def rnn(params, xs, h0):
    w, u = params["w"], params["u"]
    h = np.zeros((len(xs) + 1, len(h0)))
    h[0] = h0
    for t in range(len(xs)):
        h[t + 1] = cell(h[t], xs[t], w, u)
    return np.sum(h[1:] ** 2)


def lstm_cell(params, state, x):
    h, c = state
    z = np.concatenate([h, x])
    forget = sigmoid(params["forget"] @ z)
    update = sigmoid(params["update"] @ z)
    output = sigmoid(params["output"] @ z)
    c = forget * c + update * np.tanh(params["candidate"] @ z)
    h = output * np.tanh(c)
    return h, c


def lstm(params, xs, h, c):
    state = (h, c)
    loss = 0.0
    for x in xs:
        state = lstm_cell(params, state, x)
        loss = loss + np.sum(state[0] ** 2)
    return loss


def rk4_step(f, t, y, dt):
    k1 = f(t, y)
    k2 = f(t + dt / 2, y + dt / 2 * k1)
    k3 = f(t + dt / 2, y + dt / 2 * k2)
    k4 = f(t + dt, y + dt * k3)
    return y + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)


def pendulum(y0, length, steps):
    def rhs(t, y):
        return np.array([y[1], -9.81 / length * np.sin(y[0])])

    y, t, dt = y0, 0.0, 0.05
    for _ in range(steps):
        y = rk4_step(rhs, t, y, dt)
        t += dt
    return y[0] ** 2 + y[1]


def lotka_volterra(x, y, a, b, c, d, steps):
    dt = 0.01
    for _ in range(steps):
        dx = a * x - b * x * y
        dy = c * x * y - d * y
        x = x + dt * dx
        y = y + dt * dy
    return x * y


def leapfrog(q, p, steps):
    dt = 0.1
    p = p - 0.5 * dt * q**3
    for _ in range(steps - 1):
        q = q + dt * p
        p = p - dt * q**3
    q = q + dt * p
    p = p - 0.5 * dt * q**3
    return 0.5 * p * p + 0.25 * q**4 + q


def normal_cdf(x):
    return 0.5 * (1.0 + math.erf(x / math.sqrt(2.0)))


def black_scholes(spot, strike, rate, vol, time):
    d1 = (math.log(spot / strike) + (rate + 0.5 * vol * vol) * time) / (vol * math.sqrt(time))
    d2 = d1 - vol * math.sqrt(time)
    return spot * normal_cdf(d1) - strike * math.exp(-rate * time) * normal_cdf(d2)


def newton_root(a, guess, steps):
    x = guess
    for _ in range(steps):
        x = x - (x**3 - a * x - 1.0) / (3.0 * x**2 - a)
    return x


def fixed_point(theta, tol):
    x = 0.0
    while True:
        new = np.cos(theta * x)
        if abs(new - x) < tol:
            return new
        x = new


def gradient_descent(x, rate, steps):
    for _ in range(steps):
        g = 4.0 * x**3 - 2.0 * x + 1.0
        x = x - rate * g
    return x**4 - x**2 + x


def simpson(a, b, n):
    h = (b - a) / n
    total = np.exp(-a * a) + np.exp(-b * b)
    for i in range(1, n):
        x = a + i * h
        total += (4.0 if i % 2 else 2.0) * np.exp(-x * x)
    return total * h / 3.0


def horner(coefficients, x):
    value = 0.0
    for c in reversed(coefficients):
        value = value * x + c
    return value


def kalman(z, q, r):
    x, p, loss = 0.0, 1.0, 0.0
    for i in range(len(z)):
        p = p + q
        k = p / (p + r)
        innovation = z[i] - x
        loss = loss + innovation**2 / (p + r) + np.log(p + r)
        x = x + k * innovation
        p = (1.0 - k) * p
    return loss


def forward_algorithm(start, trans, emit, observed):
    alpha = start * emit[:, observed[0]]
    log = 0.0
    for o in observed[1:]:
        scale = np.sum(alpha)
        log = log + np.log(scale)
        alpha = (alpha / scale) @ trans * emit[:, o]
    return log + np.log(np.sum(alpha))


def gaussian_mixture(logits, means, x):
    weights = np.exp(logits) / np.sum(np.exp(logits))
    total = 0.0
    for i in range(len(x)):
        total = total + np.log(np.sum(weights * np.exp(-0.5 * (x[i] - means) ** 2)))
    return total


def n_body_energy(pos):
    energy = 0.0
    for i in range(len(pos)):
        for j in range(i):
            d = pos[i] - pos[j]
            energy = energy - 1.0 / np.sqrt(d @ d + 0.01)
    return energy


def robot_arm(angles):
    x, y, heading = 0.0, 0.0, 0.0
    for angle in angles:
        heading = heading + angle
        x = x + np.cos(heading)
        y = y + np.sin(heading)
    return np.array([x, y])


def determinant_by_minors(a):
    if a.shape[0] == 1:
        return a[0, 0]
    total = 0.0
    for j in range(a.shape[1]):
        minor = np.concatenate([a[1:, :j], a[1:, j + 1 :]], axis=1)
        total = total + (-1.0) ** j * a[0, j] * determinant_by_minors(minor)
    return total


def convolve_loops(x, kernel):
    n, k = len(x), len(kernel)
    y = np.zeros(n - k + 1)
    for i in range(n - k + 1):
        s = 0.0
        for j in range(k):
            s = s + x[i + j] * kernel[j]
        y[i] = s
    return np.sum(y**2)


def lagrange(nodes, values, x):
    total = 0.0
    for i in range(len(nodes)):
        term = values[i]
        for j in range(len(nodes)):
            if j == i:
                continue
            term = term * (x - nodes[j]) / (nodes[i] - nodes[j])
        total = total + term
    return total


def tridiagonal(lower, diag, upper, rhs):
    n = len(diag)
    c, d = np.zeros(n), np.zeros(n)
    c[0], d[0] = upper[0] / diag[0], rhs[0] / diag[0]
    for i in range(1, n):
        m = diag[i] - lower[i] * c[i - 1]
        c[i] = upper[i] / m
        d[i] = (rhs[i] - lower[i] * d[i - 1]) / m
    x = np.zeros(n)
    x[n - 1] = d[n - 1]
    for i in range(n - 2, -1, -1):
        x[i] = d[i] - c[i] * x[i + 1]
    return np.sum(x**2)


def geometric_brownian(mu, sigma, noise):
    s = 1.0
    for z in noise:
        s = s * np.exp((mu - 0.5 * sigma**2) * 0.1 + sigma * np.sqrt(0.1) * z)
    return np.maximum(s - 0.9, 0.0)


def elastic_net(w, x, y, l1, l2):
    r = x @ w - y
    return 0.5 * np.mean(r**2) + l1 * np.sum(np.abs(w)) + l2 * np.sum(w**2)


def m(*shape):
    return rng.normal(size=shape)


MLP = {"hidden": [{"w": m(3, 4), "b": m(4)}, {"w": m(4, 4), "b": m(4)}], "out": {"w": m(4, 2), "b": m(2)}}
GATES = {gate: m(3, 5) for gate in ("forget", "update", "output", "candidate")}


def hysteresis(x, up, down):
    y = np.zeros(len(x))
    level = 0.0
    for i in range(len(x)):
        if x[i] > up:
            level = 0.9 * level + x[i]
        elif x[i] < down:
            level *= 0.5
        y[i] = level * x[i]
    y[1:] -= 0.3 * y[:-1]
    return np.sum(y**2)


def attention(q, k, v):
    s = q @ k.T / np.sqrt(q.shape[1])
    s = s - np.max(s, axis=1, keepdims=True)
    e = np.exp(s)
    p = e / np.sum(e, axis=1, keepdims=True)
    o = p @ v
    centred = o - o.mean(axis=0)
    return np.mean(centred**2 / (1.0 + np.abs(centred)))


def branches_on_a_changed_array(x):
    y = x * 1.0
    total = 0.0
    for i in range(len(x) - 1):
        if y[i] > 0.5:
            total += y[i] ** 2
        y[i] = 0.2
        y[i + 1] = y[i + 1] + 0.3 * x[i]
    return total * np.sum(y)


CASES = [
    Case(rosenbrock, (1.3, 0.7), (0, 1)),
    Case(rosenbrock_array, (m(5),)),
    Case(rosenbrock_loop, (m(5),)),
    Case(logistic_loss, (m(3), 0.3, m(6, 3), np.array([1, 0, 1, 1, 0, 0])), (0, 1)),
    Case(mlp_loss, (MLP, m(5, 3), m(5, 2)), complex_step=True),
    Case(relu_network, (m(4, 3), m(4), m(2, 4), m(3)), (0, 1, 2, 3), complex_step=False),
    Case(rnn, ({"w": m(3, 3), "u": m(3, 2)}, m(4, 2), m(3)), (0, 2), complex_step=False),
    Case(lstm, (GATES, m(3, 2), m(3), m(3)), (0, 1, 2, 3)),
    Case(pendulum, (np.array([0.5, 0.0]), 1.2, 3), (0, 1)),
    Case(lotka_volterra, (1.1, 0.4, 0.6, 0.4, 0.1, 0.4, 10), (0, 1, 2, 3, 4, 5)),
    Case(leapfrog, (0.8, 0.3, 5), (0, 1)),
    Case(black_scholes, (100.0, 95.0, 0.03, 0.25, 0.7), (0, 2, 3, 4), complex_step=False),
    Case(newton_root, (2.0, 1.5, 4), (0, 1)),
    Case(fixed_point, (0.8, 1e-15), order=1, complex_step=False),
    Case(gradient_descent, (0.4, 0.05, 5), (0, 1)),
    Case(simpson, (0.1, 1.3, 6), (0, 1)),
    Case(horner, ([1.0, -0.5, 0.3, 2.0], 0.7), (0, 1)),
    Case(kalman, (m(6), 0.1, 0.5), (0, 1, 2)),
    Case(
        forward_algorithm,
        (
            np.array([0.6, 0.4]),
            np.array([[0.7, 0.3], [0.2, 0.8]]),
            np.array([[0.5, 0.4, 0.1], [0.1, 0.3, 0.6]]),
            [0, 2, 1, 2],
        ),
        (0, 1, 2),
    ),
    Case(gaussian_mixture, (m(3), m(3), m(4)), (0, 1)),
    Case(n_body_energy, (m(4, 3),)),
    Case(robot_arm, (m(4),)),
    Case(determinant_by_minors, (m(3, 3),)),
    Case(convolve_loops, (m(7), m(3)), (0, 1), complex_step=False),
    Case(lagrange, ([0.1, 0.5, 1.1, 1.6], m(4), 0.8), (1, 2)),
    Case(tridiagonal, (m(4), m(4) + 5.0, m(4), m(4)), (0, 1, 2, 3), complex_step=False),
    Case(geometric_brownian, (0.3, 0.2, [0.5, 0.2, 0.7]), (0, 1), complex_step=False),
    Case(elastic_net, (m(3), m(5, 3), m(5), 0.1, 0.2), (0, 3, 4), complex_step=False),
    Case(hysteresis, (np.array([0.7, -0.4, 0.1, 1.3, -0.9]), 0.3, -0.3), complex_step=False),
    Case(attention, (np.array([[0.3, -0.2, 0.9], [1.1, 0.4, -0.5]]), np.eye(3), np.array([[0.2, 1.3], [-0.7, 0.6], [0.8, -1.1]])),
         (0, 1, 2), complex_step=False),
    Case(branches_on_a_changed_array, (np.array([0.7, -0.4, 0.1, 1.3, -0.9]),), complex_step=False),
]
