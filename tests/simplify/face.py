"""Naive reverse code of the programs we want to print well: what a generator writes before anybody tidies it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Naive:
    """A function body as generated, what is known of its names, and the text it should become."""

    params: str
    text: str
    want: str
    temporaries: str
    arrays: str = ""
    scalars: str = ""
    lists: str = ""
    dtypes: dict[str, str] = field(default_factory=dict)
    sweep: str = "# --- reverse"


RESIDUAL = Naive(
    params="w, b, x, y",
    temporaries="h_1 out_1 out_bar out_1_bar r_bar h_bar h_1_bar w_bar b_bar",
    arrays="w x y h h_1 r out_1 out_1_bar r_bar h_bar h_1_bar w_bar",
    scalars="b out_bar b_bar",
    dtypes={"float64": "w b x y h r"},
    text="""
h_1 = x @ w
h = h_1 + b
r = h - y
out_1 = r * r
out = np.sum(out_1)
# --- reverse sweep ---
# line 15: return np.sum(r * r)
out_bar = 1.0
out_1_bar = out_bar
r_bar = out_1_bar * r
r_bar += out_1_bar * r
# line 14: r = h - y
h_bar = r_bar
# line 13: h = x @ w + b
h_1_bar = h_bar
b_bar = np.sum(h_bar)
w_bar = x.T @ h_1_bar
return w_bar, b_bar
""",
    want="""
h = x @ w + b
r = h - y
# --- reverse sweep ---
# line 15: return np.sum(r * r)
r_bar = 2.0 * r
# line 13: h = x @ w + b
b_bar = np.sum(r_bar)
w_bar = x.T @ r_bar
return (w_bar, b_bar)
""",
)

RESIDUAL_JVP = Naive(
    params="w, b, x, y, w_dot, b_dot",
    temporaries="h_1 h_1_dot h_dot r_dot out_1 out_1_dot out out_dot",
    arrays="w x y h h_1 r out_1 h_1_dot h_dot r_dot out_1_dot w_dot",
    scalars="b out out_dot b_dot",
    dtypes={"float64": "w b x y h r"},
    text="""
h_1 = x @ w
h_1_dot = x @ w_dot
h = h_1 + b
h_dot = h_1_dot + b_dot
r = h - y
r_dot = h_dot
out_1 = r * r
out_1_dot = r_dot * r + r * r_dot
out = np.sum(out_1)
out_dot = np.sum(out_1_dot)
return out, out_dot
""",
    want="""
h = x @ w + b
h_dot = x @ w_dot + b_dot
r = h - y
return (np.sum(r * r), np.sum(2.0 * r * h_dot))
""",
)

LOOP = Naive(
    params="x, n",
    temporaries="s_1 s_2 s_3 s_tape x_bar s_bar s_1_bar s_2_bar s_3_bar",
    arrays="x x_bar",
    scalars="n s i s_1 s_2 s_3 s_bar s_1_bar s_2_bar s_3_bar",
    lists="s_tape",
    dtypes={"float64": "x s"},
    text="""
# --- forward sweep, keeping what the adjoint needs ---
s_tape = []
s = 0.0
for i in range(n):
    s_tape.append(s)
    if s > 1.0:
        s_1 = x[i]
        s = s * s_1
    else:
        s_2 = x[i]
        s_3 = np.sin(s_2)
        s = s + s_3

# --- reverse sweep ---
x_bar = np.zeros(x.shape)
s_bar = 1.0
for i in reversed(range(n)):
    s = s_tape[i]
    if s > 1.0:
        s_1 = x[i]
        # line 50: s = s * x[i]
        s_1_bar = s_bar * s
        s_bar = s_bar * s_1
        x_bar[i] += s_1_bar
    else:
        s_2 = x[i]
        s_3 = np.sin(s_2)
        # line 52: s = s + np.sin(x[i])
        s_3_bar = s_bar
        s_2_bar = s_3_bar * np.cos(s_2)
        x_bar[i] += s_2_bar
return x_bar
""",
    want="""
# --- forward sweep, keeping what the adjoint needs ---
s_tape = []
s = 0.0
for i in range(n):
    s_tape.append(s)
    if s > 1.0:
        s = s * x[i]
    else:
        s = s + np.sin(x[i])
# --- reverse sweep ---
x_bar = np.zeros(x.shape)
s_bar = 1.0
for i in reversed(range(n)):
    s = s_tape[i]
    if s > 1.0:
        # line 50: s = s * x[i]
        x_bar[i] += s_bar * s
        s_bar = s_bar * x[i]
    else:
        # line 52: s = s + np.sin(x[i])
        x_bar[i] += s_bar * np.cos(x[i])
return x_bar
""",
)

NEWTON = Naive(
    params="a, tol",
    temporaries="step_1 step_2 step_3 step_4 x_tape a_bar x_bar step_bar step_1_bar step_2_bar step_3_bar step_4_bar",
    scalars="a tol x step step_1 step_2 step_3 step_4 a_bar x_bar step_bar step_1_bar step_2_bar step_3_bar",
    lists="x_tape",
    dtypes={"float64": "a tol x step"},
    text="""
# --- forward sweep, keeping what the adjoint needs ---
x_tape = []
x = a
while True:
    x_tape.append(x)
    step_1 = x * x
    step_2 = step_1 - a
    step_3 = 2.0 * x
    step = step_2 / step_3
    x = x - step
    if abs(step) < tol:
        break

# --- reverse sweep ---
a_bar = 0.0
x_bar = 1.0
for x in reversed(x_tape):
    step_1 = x * x
    step_2 = step_1 - a
    step_3 = 2.0 * x
    step = step_2 / step_3
    # line 90: x = x - step
    step_bar = -x_bar
    # line 89: step = (x * x - a) / (2.0 * x)
    step_2_bar = step_bar * (1.0 / step_3)
    step_3_bar = step_bar * (-step / step_3)
    x_bar = x_bar + step_3_bar * 2.0
    step_1_bar = step_2_bar
    a_bar = a_bar + -step_2_bar
    x_bar = x_bar + step_1_bar * x
    x_bar = x_bar + x * step_1_bar
# line 87: x = a
a_bar = a_bar + x_bar
return a_bar
""",
    want="""
# --- forward sweep, keeping what the adjoint needs ---
x_tape = []
x = a
while True:
    x_tape.append(x)
    step = (x * x - a) / (2.0 * x)
    x = x - step
    if abs(step) < tol:
        break
# --- reverse sweep ---
a_bar = 0.0
x_bar = 1.0
for x in reversed(x_tape):
    step_1 = 2.0 * x
    step = (x * x - a) / step_1
    # line 90: x = x - step
    step_bar = -x_bar
    # line 89: step = (x * x - a) / (2.0 * x)
    step_2_bar = step_bar / step_1
    a_bar -= step_2_bar
    x_bar += 2.0 * step_2_bar * x - 2.0 * step_bar * (step / step_1)
# line 87: x = a
return a_bar + x_bar
""",
)

DIFFUSE = Naive(
    params="u, k, steps",
    temporaries="u_1 u_2 u_3 u_4 u_5 u_6 out_1 out u_1_tape u_1_bar u_2_bar u_3_bar u_4_bar u_5_bar u_6_bar u_7_bar u_bar"
    " k_bar out_bar curve curve_tape curve_bar t_bar",
    arrays="u u_1 u_2 u_3 u_4 u_5 out_1 u_bar u_1_bar u_2_bar u_3_bar u_4_bar u_5_bar curve curve_bar t_bar",
    scalars="k steps _ out_bar k_bar",
    lists="curve_tape",
    dtypes={"float64": "u k"},
    text="""
# --- forward sweep, keeping what the adjoint needs ---
u = u.copy()
curve_tape = []
for _ in range(steps):
    u_1 = u[2:]
    u_2 = u[1:-1]
    u_3 = 2.0 * u_2
    u_4 = u_1 - u_3
    u_5 = u[:-2]
    curve = u_4 + u_5
    curve_tape.append(curve)
    u_1 = u[1:-1]
    u_2 = k * curve
    u_3 = u_1 + u_2
    u[1:-1] = u_3

# --- reverse sweep ---
# line 130: return np.sum(u**2)
out_bar = 1.0
u_bar = np.zeros(u.shape)
u_1_bar = out_bar
u_bar += u_1_bar * (2.0 * u ** 1)
k_bar = 0.0
for curve in reversed(curve_tape):
    # line 129: u[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    t_bar = u_bar[1:-1].copy()
    k_bar += np.sum(t_bar * curve)
    curve_bar = t_bar * k
    u_4_bar = curve_bar
    u_bar[:-2] += curve_bar
    u_3_bar = -u_4_bar
    u_bar[2:] += u_4_bar
    u_2_bar = 2.0 * u_3_bar
    u_bar[1:-1] += u_2_bar
return u_bar, k_bar
""",
    want="""
# --- forward sweep, keeping what the adjoint needs ---
u = u.copy()
curve_tape = []
for _ in range(steps):
    curve = u[2:] - 2.0 * u[1:-1] + u[:-2]
    curve_tape.append(curve)
    u[1:-1] = u[1:-1] + k * curve
# --- reverse sweep ---
# line 130: return np.sum(u**2)
u_bar = 2.0 * u
k_bar = 0.0
for curve in reversed(curve_tape):
    # line 129: u[1:-1] = u[1:-1] + k * (u[2:] - 2.0 * u[1:-1] + u[:-2])
    t_bar = u_bar[1:-1]
    k_bar += np.sum(t_bar * curve)
    curve_bar = k * t_bar
    u_bar[:-2] += curve_bar
    u_bar[2:] += curve_bar
    u_bar[1:-1] -= 2.0 * curve_bar
return (u_bar, k_bar)
""",
)

RELAX = Naive(
    params="a",
    temporaries="b_1 b_2 b_3 row_1 out_1 out out_bar out_1_bar b_bar row_bar b_1_bar b_2_bar a0_bar a_bar t_bar",
    arrays="a b row row_1 out_1 out_1_bar b_bar row_bar a_bar",
    scalars="b_1 b_2 b_3 out_bar b_1_bar b_2_bar a0_bar t_bar",
    dtypes={"float64": "a b row"},
    text="""
b = a * 1.0
row = b[1:4]
row_1 = row.copy()
row *= a[0]
b_1 = row[1]
b_2 = b[4]
b_3 = b_1 * b_2
b[0] = b_3

# --- reverse sweep ---
# line 165: return np.sum(b * b)
out_bar = 1.0
out_1_bar = out_bar
b_bar = out_1_bar * b + out_1_bar * b
row_bar = b_bar[1:4]
# line 164: b[0] = row[1] * b[4]
t_bar = b_bar[0]
b_bar[0] = 0.0
b_1_bar = t_bar * b_2
b_2_bar = t_bar * b_1
row_bar[1] += b_1_bar
b_bar[4] += b_2_bar
# line 163: row *= a[0]
a0_bar = np.sum(row_bar * row_1)
row_bar *= a[0]
# line 161: b = a * 1.0
a_bar = b_bar * 1.0
a_bar[0] += a0_bar
return a_bar
""",
    want="""
b = a * 1.0
row = b[1:4]
row_1 = row.copy()
row *= a[0]
b_1 = row[1]
b_2 = b[4]
b[0] = b_1 * b_2
# --- reverse sweep ---
# line 165: return np.sum(b * b)
b_bar = 2.0 * b
row_bar = b_bar[1:4]
# line 164: b[0] = row[1] * b[4]
t_bar = b_bar[0]
b_bar[0] = 0.0
row_bar[1] += t_bar * b_2
b_bar[4] += t_bar * b_1
# line 163: row *= a[0]
a0_bar = np.sum(row_bar * row_1)
row_bar *= a[0]
# line 161: b = a * 1.0
b_bar[0] += a0_bar
return b_bar
""",
)

ALL = {
    "residual": RESIDUAL,
    "residual_jvp": RESIDUAL_JVP,
    "loop": LOOP,
    "newton": NEWTON,
    "diffuse": DIFFUSE,
    "relax": RELAX,
}
