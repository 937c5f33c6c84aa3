"""Strings: as modes, as keys, put together at run time."""

import numpy as np

from oracles import Case


def mode_put_together(x):
    mode = "fa" + "st"
    if mode == "fast":
        return 2.0 * x * x
    return 3.0 * x


def empty_is_false(x):
    suffix = "" + ""
    if suffix:
        return 2.0 * x
    return x * x


def mode_in_lower_case(x, mode):
    kind = mode.lower()
    if kind == "fast":
        return x * x
    if kind.startswith("s"):
        return x * x * x
    return x


def key_with_a_number(x):
    params = {"w0": x, "w1": x * x}
    n = 1
    return params[f"w{n}"] * params["w" + "0"]


def one_of_two_strings(x):
    sign = "plus" if x > 0.0 else "minus"
    if sign == "plus":
        return x * x
    return -x


def grows_in_a_loop(x):
    name = ""
    for i in range(3):
        name = name + str(i)
        if name == "01":
            x = x * x
    return x


def written_number(x):
    text = f"{x:.1f}"
    if text.endswith("7"):
        return x * x
    return 3.0 * x


def tests_of_many_kinds(x):
    text = "%d" % 3
    if len(text) == 1:
        x = x * x
    if text in ("3", "4"):
        x = x * x
    if text[0] == "4":
        x = x * x
    return x


def activate(x, kind):
    if kind == "tanh":
        return np.tanh(x)
    if kind.startswith("sig"):
        return 1.0 / (1.0 + np.exp(-x))
    return x


def kinds_over_a_list(x):
    for kind in ["tanh", "sigmoid", "linear"]:
        x = activate(x, kind)
    return activate(x, "ta" + "nh")


def letter_by_letter(x):
    y = x[0]
    for c in "smsa":
        if c == "s":
            y = np.sin(y)
        elif c == "m":
            y = y * x[1]
        else:
            y = y + x[2]
    return y


def letters_looked_up(x):
    ops = {"s": np.sin, "c": np.cos, "e": np.exp}
    y = x
    for c in "sce":
        y = ops[c](y)
    return np.sum(y)


def left_at_a_letter(x):
    y = x[0]
    for c in "smsaq":
        if c == "q":
            break
        y = np.sin(y) if c == "s" else y * x[1]
    return y


def letters_beside_items(x):
    y = 0.0
    for k, (c, xi) in enumerate(zip("aba", x)):
        y += xi**2 * k if c == "a" else xi
    return y


def letters_of_an_argument(x, code):
    y = x[0]
    for c in code:
        y = np.sin(y) if c == "s" else y * x[1]
    return y


def letters_as_many_as_asked(x, n):
    code = "sm" * n
    y = x[0]
    for c in code:
        y = np.sin(y) if c == "s" else y * x[1]
    return y


def words_as_opcodes(x):
    stack = [x[0]]
    for op in "dup mul push add".split():
        if op == "dup":
            stack.append(stack[-1])
        elif op == "mul":
            stack.append(stack.pop() * stack.pop())
        elif op == "push":
            stack.append(x[1])
        elif op == "add":
            stack.append(stack.pop() + stack.pop())
    return stack[-1]


x3 = np.array([0.7, 0.4, 1.3])


def stack_machine(x):
    st = []
    for op in ["p0", "p1", "mul", "p2", "add"]:
        if op[0] == "p":
            st.append(x[int(op[1])])
        elif op == "mul":
            b = st.pop()
            a = st.pop()
            st.append(a * b)
        else:
            b = st.pop()
            a = st.pop()
            st.append(a + b)
    return st[0]


def keys_of_several_parts(x):
    names = ["%s_%d" % ("p", i) for i in range(3)]
    d = {n: x[i] for i, n in enumerate(names)}
    return d["p_1"] * d["%s_%d" % ("p", 2)] * len("%r" % ([1, 2],))


CASES = [
    *(
        Case(f, (x3,))
        for f in (letter_by_letter, letters_looked_up, left_at_a_letter, letters_beside_items, words_as_opcodes)
    ),
    Case(letters_of_an_argument, (x3, "smsm")),
    Case(letters_as_many_as_asked, (x3, 3)),
    Case(mode_put_together, (0.7,)),
    Case(empty_is_false, (0.7,)),
    *(Case(mode_in_lower_case, (0.7, mode), label=mode) for mode in ("Fast", "SLOW", "none")),
    Case(key_with_a_number, (0.7,)),
    Case(one_of_two_strings, (0.7,), complex_step=False),
    Case(grows_in_a_loop, (0.7,)),
    Case(written_number, (0.7,), complex_step=False),
    Case(tests_of_many_kinds, (0.7,)),
    Case(kinds_over_a_list, (0.7,)),
    Case(stack_machine, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(keys_of_several_parts, (np.array([0.42, -0.73, 1.31, 0.6]),)),
]
