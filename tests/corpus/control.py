"""Statements that choose what runs: match, try, with, del, global; loops over what is neither range nor array."""

import contextlib
import dataclasses
import math
from typing import NamedTuple

import numpy as np

from oracles import Case

rng = np.random.default_rng(31)
vector = rng.uniform(0.5, 1.5, size=4)
GAIN = 2.0


# --- match ---


def match_literals(x, mode):
    match mode:
        case "square":
            return x * x
        case "cube" | "third power":
            return x**3
        case _:
            return x


def match_numbers(x, n):
    match n:
        case 0:
            y = x
        case -1 | 1:
            y = x * x
        case k if k > 10:
            y = k * x**3
        case k:
            y = k * x
    return y


def match_sequence(pair):
    match pair:
        case [x]:
            return x
        case (x, y):
            return x * y * y


def match_star(xs):
    match xs:
        case []:
            return 0.0
        case [first, second, *rest] if first > 0.5:
            return first * second + rest[0] ** 2
        case [*_, last]:
            return last


def match_mapping(params):
    match params:
        case {"rate": rate}:
            return rate
        case {"shape": {"w": w}, **others}:
            return w * others["scale"] ** 2


def match_class(x):
    match x:
        case int() | None:
            return 1.0
        case float(v):
            return v * v


def match_none_inside(tree):
    match tree:
        case (x, None):
            return x * x
        case (x, y) as pair:
            return x * pair[1]


def interpreter(x, y):
    program = [("push", x), ("multiply", y), ("add", x), ("square", None)]
    value = 0.0
    for instruction in program:
        match instruction:
            case ("push", v):
                value = v
            case ("multiply", v):
                value = value * v
            case ("add", v):
                value = value + v
            case ("square", None):
                value = value * value
    return value


def match_in_a_loop(x, codes):
    for code in codes:
        match code:
            case 0:
                x = np.sin(x)
            case 1:
                continue
            case 2:
                break
            case _:
                x = x * x
    return x


@dataclasses.dataclass
class Disc:
    center: tuple
    radius: float = 1.0


class Span(NamedTuple):
    start: float
    stop: float


class Step:
    __match_args__ = ("size", "at")

    def __init__(self, at, size):
        self.at, self.size = at, size


class Leap(Step):
    pass


def extent(shape):
    match shape:
        case Disc((a, b), r) if r > a:
            return a * b * r
        case Disc(radius=1.0):
            return shape.center[0] ** 2
        case Disc(center, radius=r):
            return center[1] * r
        case Span(start, stop=b):
            return b - start**2
        case Leap(size):
            return size * 3.0
        case Step(size, at):
            return size / at
        case float(k):
            return k
    return 0.0


def match_of_attributes_by_position(x):
    shapes = [Disc((x[0], x[1]), x[2] * 3.0), Disc((x[0], x[1])), Disc((x[3] * 9.0, x[1]), x[2]), Span(x[0], x[1])]
    return sum(extent(shape) * x[1] for shape in shapes) + extent(Leap(x[0], x[1])) * extent(Step(x[2], x[3])) + extent(0.3)


def match_rebinds_its_subject(x):
    match x, 2.0 * x:
        case (y, x):
            return y * x * x


# --- try, with ---


def finally_runs(x):
    try:
        y = x * x
    finally:
        z = x * 3.0
    return y * z


def handler_not_taken(x):
    try:
        y = math.sqrt(x)
    except ValueError:
        y = 0.0
    return y * x


def handler_taken(x):
    try:
        y = math.sqrt(x)
    except ValueError:
        y = x * x
    return y * x


def handler_chosen(xs):
    total = 0.0
    for x in xs:
        try:
            y = math.log(x)
        except (ValueError, OverflowError):
            y = x * x
        except Exception:
            y = 0.0
        else:
            y = y * x
        total = total + y * y
    return total


def missing_key(params):
    try:
        scale = params["scale"]
    except KeyError:
        scale = params["gain"] ** 2
    return scale * params["gain"]


def returns_from_a_try(a, b):
    try:
        return np.linalg.solve(a, b)[0]
    except np.linalg.LinAlgError:
        return np.sum(a * a) + b[0]


def mean_or_first(xs, n):
    try:
        return sum(xs) / n
    except ZeroDivisionError:
        return xs[0] ** 2


def contexts(x):
    with contextlib.nullcontext():
        y = x * x
    with np.printoptions(precision=3), np.errstate(all="ignore"):
        y = y * x
    return np.sum(y)


# --- names ---


def reads_a_global(x):
    global GAIN
    return GAIN * x * x


def deletes_names(x):
    y = x * x
    z = y * x
    del x, y
    return z


def chains_and_annotations(x):
    a = b = x * x
    c: float = a * x
    d: float
    d = c
    a = a * 2.0
    return a * b * d


def walrus_in_a_condition(xs):
    squares = [y * y for x in xs if (y := 2.0 * x) > 1.0]
    return sum(squares) + y


# --- loops ---


def loop_over_nested_lists(rows):
    total = 0.0
    for row in rows:
        for x in row:
            total += x * x
    return total


def loop_over_items(params):
    total = 0.0
    for name, value in params.items():
        total += value * value if name == "a" else value
    for name in params:
        total *= params[name]
    return total


def loop_over_places(a):
    b = np.zeros(a.shape)
    for place in np.ndindex(a.shape):
        b[place] = a[place] ** 2
        b[place] += a[place]
    for i, j in np.ndindex(2, 3):
        b[i, j] *= i + j
    return np.sum(b * a)


def loop_over_places_and_items(a):
    total = 0.0
    for (i, j), v in np.ndenumerate(a):
        total += v * v * (i + 1) * (j + 2)
    return total


def loop_with_else(xs):
    for x in xs:
        if x < 0.1:
            break
    else:
        x = xs[0] * xs[1]
    return x * x


def no_trips(x, n):
    y = x * x
    for _ in range(n):
        y = y * x
    return y


def loop_changes_the_type(x):
    total = 0
    for i in range(3):
        total = total + x * i
    return np.sum(total * total)


CASES = [
    Case(match_literals, (0.7, "square")),
    Case(match_literals, (0.7, "third power"), label="alternative"),
    Case(match_literals, (0.7, "other"), label="default"),
    Case(match_numbers, (0.7, 0)),
    Case(match_numbers, (0.7, -1), label="alternative"),
    Case(match_numbers, (0.7, 12), label="guard"),
    Case(match_numbers, (0.7, 4), label="capture"),
    Case(match_sequence, ((0.7, 0.4),)),
    Case(match_star, ([0.7, 0.4, 0.3],), complex_step=False),
    Case(match_star, ([0.2, 0.4, 0.3],), complex_step=False, label="guarded"),
    Case(match_mapping, ({"shape": {"w": 0.7}, "scale": 0.4},)),
    Case(match_class, (0.7,), complex_step=False),
    Case(match_none_inside, ((0.7, None),)),
    Case(match_none_inside, ((0.7, 0.4),), label="second"),
    Case(interpreter, (0.7, 0.4), (0, 1)),
    Case(match_in_a_loop, (0.7, [0, 1, 3, 2, 3])),
    Case(match_rebinds_its_subject, (0.7,)),
    Case(finally_runs, (0.7,)),
    Case(handler_not_taken, (0.7,), complex_step=False),
    Case(handler_taken, (-0.7,), complex_step=False),
    Case(handler_chosen, ([0.7, -0.4, 0.3],), complex_step=False),
    Case(missing_key, ({"gain": 0.7},)),
    Case(returns_from_a_try, (rng.normal(size=(3, 3)), vector[:3]), (0, 1)),
    Case(mean_or_first, ([0.7, 0.4], 2)),
    Case(mean_or_first, ([0.7, 0.4], 0), label="handler"),
    Case(contexts, (vector,)),
    Case(reads_a_global, (0.7,)),
    Case(deletes_names, (0.7,)),
    Case(chains_and_annotations, (0.7,)),
    Case(walrus_in_a_condition, ([0.7, 0.4, 1.0],), complex_step=False),
    Case(loop_over_nested_lists, ([[0.7, 0.3], [0.2]],)),
    Case(loop_over_items, ({"a": 0.7, "b": 0.3},)),
    Case(loop_over_places, (rng.normal(size=(2, 3)),), complex_step=False),
    Case(loop_over_places_and_items, (rng.normal(size=(2, 3)),)),
    Case(loop_with_else, ([0.7, 0.4, 0.3],), complex_step=False),
    Case(no_trips, (0.7, 0)),
    Case(loop_changes_the_type, (vector,)),
    Case(match_of_attributes_by_position, (vector,)),
]
