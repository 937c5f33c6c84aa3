"""Expressions taken apart: text in, text out (what is normal already is in test_normalize)."""

import textwrap

import pytest

from s2sdiff.normalize.example import example

CASES = [
    ("s = s + v * s", "s_1 = v * s\ns = s + s_1"),
    ("return np.sum(r * r)", "out_1 = r * r\nout = np.sum(out_1)\nreturn out"),
    ("return", "return None"),
    ("a[i + 1] = b * c + d", "a_1 = b * c\na_2 = a_1 + d\na_3 = i + 1\na[a_3] = a_2"),
    ("a[i][j] += -1", "a_1 = a[i]\na_1[j] += -1"),
    ("self.w.b = x * 2", "self_1 = x * 2\nself_2 = self.w\nself_2.b = self_1"),
    ("u[1:-1] -= 2.0 * c", "u_1 = 2.0 * c\nu[1:-1] -= u_1"),
    ("y = x[a + 1:, None, b * 2]", "y_1 = a + 1\ny_2 = b * 2\ny = x[y_1:, None, y_2]"),
    ("y = (a + b).sum(axis=c - 1)", "y_1 = a + b\ny_2 = c - 1\ny = y_1.sum(axis=y_2)"),
    ("y = a.T @ b", "y_1 = a.T\ny = y_1 @ b"),
    ("y = a[0].T", "y_1 = a[0]\ny = y_1.T"),
    ("y = f(x)(z)", "f_x = f(x)\ny = f_x(z)"),
    ("y = fs[0](z)", "y_1 = fs[0]\ny = y_1(z)"),
    ("y = (-2.0) ** x - 2.0 ** -1", "y_1 = -2.0\ny_2 = y_1 ** x\ny_3 = 2.0 ** -1\ny = y_2 - y_3"),
    ("y = g(lambda t: t + a * b, f'{a * b}')", "function = lambda t: t + a * b\ny_1 = f'{a * b}'\ny = g(function, y_1)"),
    ("y = a < b < c", "y = a < b and b < c"),
    ("def g(t, k=a or b, *, r=[a * b]):\n    h(t)",
     "g_default = a\nif not g_default:\n    g_default = b\ng_default_1 = a * b\ng_default_2 = [g_default_1]\n\ndef g(t, k=g_default, *, r=g_default_2):\n    h(t)"),
    ("xs.append(a * b)", "xs_1 = a * b\nxs.append(xs_1)"),
    ("np.add.at(x, i, a * b)", "at = a * b\nnp.add.at(x, i, at)"),
    ("if (n := f(x)) > 3:\n    g(n)", "n = f(x)\nif n > 3:\n    g(n)"),
    ("while (n := f(x)) > 3:\n    g(n)", "while True:\n    n = f(x)\n    if not n > 3:\n        break\n    else:\n        g(n)"),
    ("if a:\n    pass\nelse:\n    g(a)", "if not a:\n    g(a)"),
    ("if a in b:\n    pass\nelse:\n    g(a)", "if a not in b:\n    g(a)"),
    ("for i in range(len(x)):\n    g(i)", "len_x = len(x)\nfor i in range(len_x):\n    g(i)"),
    ("for x in np.sort(xs):\n    g(x)", "sort_xs = np.sort(xs)\nfor x in sort_xs:\n    g(x)"),
    ("for a, b in ps:\n    g(a)", "for a_b in ps:\n    a = a_b[0]\n    b = a_b[1]\n    g(a)"),
    ("for k, v in d.items():\n    g(k)", "items_d = d.items()\nfor k_v in items_d:\n    k = k_v[0]\n    v = k_v[1]\n    g(k)"),
    ("for a, (b, c) in zip(x, y[1:]):\n    g(a)", "pairs = y[1:]\nfor a, (b, c) in zip(x, pairs):\n    g(a)"),
    ("w, u = params['w'], params['u']", "w = params['w']\nu = params['u']"),
    ("a = b = 0.0", "a = 0.0\nb = 0.0"),
    ("a = b = f(x)", "a = f(x)\nb = a"),
    ("y, (a, b) = g(x)", "y_a_b = g(x)\ny = y_a_b[0]\na_b = y_a_b[1]\na = a_b[0]\nb = a_b[1]"),
    ("h[t + 1], tape = g(x)", "h_tape = g(x)\nh_1 = h_tape[0]\ntape = h_tape[1]\nh_2 = t + 1\nh[h_2] = h_1"),
    ("a, b = zip(*ps)", "a_b_1 = zip(*ps)\na_b = list(a_b_1)\na = a_b[0]\nb = a_b[1]"),
    ("*a, b = t", "a_1 = t[:-1]\na = list(a_1)\nb = t[-1]"),
    ("y = x or 1", "y = x\nif not y:\n    y = 1"),
    ("i = [i for i in xs if i]", "i = []\nfor i_1 in xs:\n    if i_1:\n        i.append(i_1)"),
    ("y = {k + 1: f(v) for k, v in ps}", "y = {}\nfor k_v in ps:\n    k = k_v[0]\n    v = k_v[1]\n    y_1 = k + 1\n    f_v = f(v)\n    y[y_1] = f_v"),
    ("y = {f(v) for v in xs}", "y = set()\nfor v in xs:\n    f_v = f(v)\n    y.add(f_v)"),
    ("y = all(v for v in xs)", "y = True\nfor v in xs:\n    if not v:\n        y = False\n        break"),
    ("y = sum((v for v in xs), z)", "y = z\nfor v in xs:\n    y = y + v"),
    ("y = sum(xs)", "y = sum(xs)"),
    ("y = max(v * v for v in xs)", "y_1 = []\nfor v in xs:\n    y_2 = v * v\n    y_1.append(y_2)\ny = max(y_1)"),
    ("sorted(a * b)", "sorted_1 = a * b\nsorted(sorted_1)"),
    ("for [a, b] in zip(x, y):\n    g(a)", "for a, b in zip(x, y):\n    g(a)"),
    ("return y, (h, x)", "out_1 = (h, x)\nout = (y, out_1)\nreturn out"),
    ("return {'w': w_bar * 2}", "out_1 = w_bar * 2\nout = {'w': out_1}\nreturn out"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), CASES)
def test_text(before, after):
    ending = "" if "return" in before else "\nreturn None"
    got = example("def f():\n" + textwrap.indent(before, "    "))
    assert got == "def f():\n" + textwrap.indent(after + ending, "    ")
