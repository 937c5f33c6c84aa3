"""Iterators read by hand, objects that can be gone over, strings joined of values that are shown."""

import functools
import itertools

import numpy as np

from oracles import Case

X = np.array([0.4, 0.75, 1.3, 0.9])


class Layers:
    def __init__(self, weights):
        self.weights = weights

    def __iter__(self):
        return iter(self.weights)

    def __len__(self):
        return len(self.weights)


class Doubled:
    def __init__(self, weights):
        self.weights = weights

    def __iter__(self):
        for w in self.weights:
            yield w * 2.0


def first_and_rest(x):
    it = iter(x)
    first = next(it)
    s = first**2
    for v in it:
        s = s + v * first
    return s


def in_order(x):
    it = iter(x)
    return next(it) - 2 * next(it) * next(it)


def two_at_a_time(x):
    it = iter(x)
    s = 0.0
    for a in it:
        b = next(it)
        s = s + a * b**2
    return s


def left_and_gone_on_with(x):
    it = iter(x)
    total = 0.0
    for v in it:
        total = total + v
        if total > 1:
            break
    for v in it:
        total = total * v
    return total


def under_two_names(x):
    it = iter(x)
    also = it
    a = next(it)
    b = next(also)
    return a * b**2 * next(it)


def until_there_is_none(x):
    it = iter(x)
    s = 0.0
    while (v := next(it, None)) is not None:
        s = s + v**2
    return s


def defaults(x):
    it = iter(x[:1])
    a = next(it, 2.0)
    b = next(it, x[3])
    return a * b


def in_each_trip(x):
    total = 0.0
    for k in range(2):
        it = iter(x * (k + 1))
        a = next(it)
        total = total + a * next(it)
    return total


def read_by_a_branch(x):
    it = iter(x)
    a = next(it) if x[0] > 0 else 1.0
    return a * next(it)


def name_bound_again(x):
    y = x * 1.0
    it = iter(y)
    a = next(it)
    y = x * 5.0
    return a * next(it) * y[0]


def list_that_grows(x):
    xs = [x[0], x[1]]
    it = iter(xs)
    a = next(it)
    xs.append(a * x[2])
    return a * next(it) * next(it)


def parameters_one_by_one(x):
    parts = iter(np.split(x, 2))
    w = next(parts)
    b = next(parts)
    return np.sum(w * b**2)


def different_parts(x):
    it = iter((x[0], x[1:]))
    a = next(it)
    return np.sum(a * next(it) ** 2)


def what_is_left(x):
    it = iter(x)
    next(it)
    s = sum(it)
    again = iter([v * s for v in x])
    next(again)
    rest = list(again)
    return rest[0] * rest[-1]


def array_changed_meanwhile(x):
    y = x * 1.0
    it = iter(y)
    a = next(it)
    y[1] = a * x[2]
    return a * next(it)


def over_an_object(x):
    layers = Layers([x[0], x[1] * 2])
    s = 0.0
    for w in layers:
        s = s + w**2
    return s * len(layers)


def objects_side_by_side(x):
    return sum(a * b * k for k, (a, b) in enumerate(zip(Layers(x), Doubled(x), strict=True)))


def functions_of_objects(x):
    largest, *_ = sorted(Layers([x[2], x[1]]))
    return largest * max(Layers(x)) * sum(Doubled([x[0], x[3]])) * list(Layers(x))[1]


def object_changed_meanwhile(x):
    layers = Layers([x[0], x[1]])
    s = 0.0
    for w in layers:
        s = s + w**2
        layers.weights = [x[2]]
    return s * layers.weights[0]


def object_read_by_hand(x):
    it = iter(Layers([x[0], x[1]]))
    return next(it) * next(it) ** 2


def joined_text(x):
    lines = [f"{k}: {v:.2f}" for k, v in enumerate(x)]
    text = "; ".join(lines) + ", ".join(str(v) for v in x)
    names = "".join(["a", "b"])
    return np.sum(x**2) * (1.0 if text else 2.0) * {"ab": x[0]}[names]


def as_long_as(x):
    low = list(itertools.takewhile(lambda v: v < 1.0, x))
    high = list(itertools.dropwhile(lambda v: v < 1.0, [2.0 * v for v in x]))
    others = sum(v**2 for v in itertools.filterfalse(lambda v: v < 0.8, x))
    return sum(low) * high[0] * others


def spread_over(x):
    pairs = [(x[0], x[1]), (x[2], x[3])]
    return sum(itertools.starmap(lambda a, b: a * b**2, pairs))


def accumulated_with_an_effect(x):
    seen = []

    def f(a, b):
        seen.append(a)
        return a * b

    totals = list(itertools.accumulate(x, f))
    return totals[2] * sum(seen)


def parts_beside_an_array(x):
    s = 0.0
    for i, (a, b) in enumerate(zip(x, [x, 2.0, [x[0], x[1]]], strict=False)):
        s = s + a * np.sum(b) * (i + 1)
    return s


class Named:
    names = ("a", "b")

    def __init__(self, x):
        for name, v in zip(self.names, x[:2], strict=True):
            setattr(self, name, v)

    def norm(self):
        return sum(getattr(self, name) ** 2 for name in self.names)


def names_beside_an_array(x):
    return Named(x).norm() * x[0]


def pieces_of_two(x):
    heads = [np.split(v, 2) for v in (x[:2], x[1:3] * 2)]
    return sum(np.sum(a * b) for a, b in zip(*heads, strict=False))


class Squares:
    def __init__(self, x):
        self.x = x
        self.i = 0

    def __next__(self):
        if self.i >= len(self.x):
            raise StopIteration
        v = self.x[self.i] ** 2
        self.i += 1
        return v


def iterator_of_the_user(x):
    it, s = Squares(x), 0.0
    first = next(it)
    for i in range(2):
        s = s + next(it) * (i + 1)
    return s * first + it.i


def functions_of_the_items(x):
    fs = []
    for a in x:
        fs.append(lambda t, a=a: a * t * t)
    s = x[0]
    for f in fs:
        s = f(s) + x[1]
    return s


def put_(a, i, v):
    a[i] = v


def over_a_copy_that_a_helper_changes(x):
    s = 0.0
    u = x * 1.0
    for item in list(u):
        put_(u, 2, item * x[0])
        s = s + item * u[2]
    return s


def over_a_copy_changed_by_another_name(x):
    s = 0.0
    u = x * 1.0
    for item in list(u):
        v = u
        v[2] = item * x[0]
        s = s + item * u[2]
    return s


def over_a_copy_changed_through_a_view(x):
    s = 0.0
    u = x * 1.0
    w = u[1:]
    for item in list(u):
        w[1] = item * x[0]
        s = s + item * u[2]
    return s


def over_a_copied_list_that_a_local_function_changes(x):
    s = 0.0
    xs = [v for v in x]

    def g():
        xs[2] = xs[0] * xs[1]
        xs[0] = 3.0
    for item in list(xs):
        g()
        s = s + item * xs[2]
    return s


def over_a_tuple_that_a_local_function_changes(x):
    s = 0.0
    u = x * 1.0

    def g():
        u[2] = u[0] * u[1]
    for item in tuple(u):
        g()
        s = s + item * u[2]
    return s


def grow_(xs, v):
    xs.append(v)


def over_a_list_that_a_helper_grows(x):
    s = 0.0
    xs = [v for v in x]
    for v in xs:
        if len(xs) < 8:
            grow_(xs, v * x[1])
        s = s * 0.7 + v
    return s


def over_a_list_that_grows_under_another_name(x):
    s = 0.0
    xs = [v for v in x]
    ys = xs
    for v in xs:
        if len(ys) < 8:
            ys.append(v * x[1])
        s = s * 0.7 + v
    return s


def over_few_items_that_become_more(x):
    s = 0.0
    xs = [x[0], x[1], x[2]]

    def grow(v):
        xs.append(v)
    for v in xs:
        if len(xs) < 6:
            grow(v * 2)
        s = s * 0.7 + v * x[2]
    return s


def over_few_items_that_move_up(x):
    s = 0.0
    xs = [x[0], x[1], x[2]]

    def move(v):
        xs.append(v)
        xs.pop(0)
    for v in xs:
        move(v * x[3])
        s = s * 0.7 + v * x[2]
    return s


class Grows:
    def __init__(self, x):
        self.xs = [v for v in x]

    def grow(self, v):
        self.xs.append(v)

    def total(self, x):
        s = 0.0
        for v in self.xs:
            if len(self.xs) < 6:
                self.grow(v * 2)
            s = s * 0.7 + v * x[2]
        return s


def over_a_list_of_an_object_that_grows(x):
    return Grows(x).total(x)


def over_copied_values_that_a_local_function_changes(x):
    s = 0.0
    d = {k: x[k] for k in range(len(x))}

    def double(k):
        d[k] = d[k] * 2
    for v in list(d.values()):
        double(3)
        s = s * 0.9 + v
    for v in sorted(d.values()):
        double(2)
        s = s * 0.9 + v * d[2]
    return s


def over_bound_again_in_the_trip(x):
    s = 0.0
    xs = [x[0], x[1]]
    for v in xs:
        xs = [v, s, 1.0]
        s = s * 0.8 + v * xs[0]
    return s


def over_copied_items_of_known_keys(x):
    s = 0.0
    d = {"a": x[0], "b": x[1]}

    def double(k):
        d[k] = d[k] * 2
    for k, v in list(d.items()):
        double("b")
        s = s + v * d[k] * x[2]
    for i, v in enumerate(list(d.values())):
        double("b")
        s = s + v * d["a"] * (i + 1)
    return s


def over_copies_beside_others(x):
    s = 0.0
    d = {k: x[k] for k in range(len(x))}
    u = x * 1.0

    def double(k):
        u[k] = u[k] * 2
    for i, (k, v) in enumerate(list(d.items())):
        d[2] = d[2] * v
        s = s + d[2] * i * v + k
    for v, w in zip(list(u), x):
        double(2)
        s = s + v * w * u[2]
    return s


def put(place, where, value):
    place[where] = value


def over_a_copy_of_what_gets_a_name_in_the_trip(x):
    s, u = 0.0, x * 1.0
    for item in list(u):
        v = u
        put(v, 2, item * x[0])
        s = s + item * u[2]
    return s


def over_a_copy_of_what_a_name_becomes(x):
    s, u, v = 0.0, x * 1.0, x * 0.5
    for item in list(u):
        v = u
        v[2] = item * x[0]
        s = s + item * u[2]
    return s + v[0]


def over_a_copy_changed_in_an_object(x):
    s, place = 0.0, Layers(x * 1.0)
    for item in list(place.weights):
        same = place
        same.weights[2] = item * x[0]
        s = s + item * place.weights[2]
    return s


def over_a_copied_list_that_grows_under_a_new_name(x):
    u, s = [v * 2 for v in x], 0.0
    for k, item in enumerate(list(u)):
        v = u
        v.append(item * x[0])
        v[2] = v[2] * item
        s = s + item * u[-1] + k * item
    return s + len(u) * x[0]


def over_copied_items_of_a_dict_under_a_new_name(x):
    d, s = {"a": x[0], "b": x[1]}, 0.0
    for _, item in list(d.items()):
        e = d
        put(e, "b", item * x[2])
        s = s + item * d["b"]
    return s


def over_copied_values_beside_an_array(x):
    d, s = {}, 0.0
    for k, a in enumerate(x):
        d[k] = a * 2
    for v, w in zip(list(d.values()), x, strict=True):
        e = d
        e[2] = v * x[1]
        s = s + v * w
    return s + d[2]


def over_a_copy_backwards(x):
    s, u = 0.0, x * 1.0
    for item in reversed(list(u)):
        u[0] = item * x[0]
        s = s + item * u[0]
    return s


class Link:
    """One of a list that is linked by hand."""

    def __init__(self, v, following=None):
        self.v = v
        self.following = following


def along_three_links(x):
    node, s = Link(x[0], Link(x[1], Link(x[2]))), 0.0
    while node is not None:
        s = s + node.v**2 * x[1]
        node = node.following
    return s


def linked_in_a_loop(x):
    head = None
    for v in x:
        head = Link(v, head)
    s, node, k = 0.0, head, 0
    while node is not None:
        k += 1
        if node.v > 0.5:
            s = s * node.v + node.v**2 * k
        node = node.following
        s = s * 1.5
    return s


def changed_along_the_links(x):
    head = Link(x[0], Link(x[1]))
    node = head
    while node is not None:
        node.v = node.v * 2.0
        node = node.following
    node, s = head, 0.0
    while node is not None:
        s = s + node.v**2
        node = node.following
    return s


def arrays_along_links(x):
    s = 0.0
    for k in range(3):
        node = Link(x * x[k], Link(x + 1.0))
        while node is not None:
            u = node.v
            u[0] = 3.0 * k
            s = s + (u**3).sum() * k
            node = node.following
    return s


class Tenths:
    """What it goes over is not what it has under its numbers."""

    def __init__(self, items):
        self.items = items

    def __iter__(self):
        return iter(self.items)

    def __getitem__(self, k):
        return self.items[k] * 0.1


class TenthsYielded(Tenths):
    def __iter__(self):
        for item in self.items:
            yield item * 1.0


def objects_gone_over_and_indexed(x):
    tenths = Tenths([x[0], x[1], x[2]])
    a, *others = tenths
    total = functools.reduce(lambda u, v: u * v + u, tenths) + sum(itertools.accumulate(tenths))
    for b, c in [Tenths([x[0], x[1]]), Tenths([x[2], x[3]])]:
        total = total + b * c * tenths[1]
    return total + a * others[1] + sum(u * v for u, v in itertools.pairwise(tenths))


def objects_that_yield_and_are_indexed(x):
    tenths = TenthsYielded([x[0], x[1], x[2]])
    a, b, c = list(tenths)
    total = functools.reduce(lambda u, v: u * v + u, tenths) + sum(itertools.accumulate(tenths))
    return total * tenths[0] + a * b * c + sum(u * v for u, v in itertools.combinations(tenths, 2))


def dicts_gone_over_by_their_keys(x):
    places = {0: x[0], 3: x[1], 1: x[2]}
    counted = {k: x[k] for k in range(len(x))}
    total = functools.reduce(lambda u, v: u * 2.0 + v * x[3], places) * places[3]
    total = total + sum(u * v * places[u] for u, v in itertools.pairwise(places))
    total = total + sum(k * counted[k] for k in itertools.islice(counted, 1, 3))
    return total + functools.reduce(lambda known, k: {"s": known["s"] * k + x[0]}, counted, {"s": x[1]})["s"]


CASES = [
    Case(objects_gone_over_and_indexed, (X,)),
    Case(objects_that_yield_and_are_indexed, (X,)),
    Case(dicts_gone_over_by_their_keys, (X,)),
    Case(first_and_rest, (X,)),
    Case(in_order, (X,)),
    Case(two_at_a_time, (X,)),
    Case(left_and_gone_on_with, (X,), complex_step=False),
    Case(under_two_names, (X,)),
    Case(until_there_is_none, (X,)),
    Case(defaults, (X,)),
    Case(in_each_trip, (X,)),
    Case(read_by_a_branch, (X,), complex_step=False),
    Case(name_bound_again, (X,)),
    Case(list_that_grows, (X,)),
    Case(parameters_one_by_one, (X,)),
    Case(different_parts, (X,)),
    Case(what_is_left, (X,)),
    Case(array_changed_meanwhile, (X,), refusable=True),
    Case(over_an_object, (X,)),
    Case(objects_side_by_side, (X,)),
    Case(functions_of_objects, (X,), complex_step=False),
    Case(object_changed_meanwhile, (X,)),
    Case(object_read_by_hand, (X,)),
    Case(joined_text, (X,), complex_step=False),
    Case(as_long_as, (X,), complex_step=False),
    Case(spread_over, (X,)),
    Case(accumulated_with_an_effect, (X,), refusable=True),
    Case(parts_beside_an_array, (X[:3],)),
    Case(names_beside_an_array, (X,)),
    Case(pieces_of_two, (X,)),
    Case(iterator_of_the_user, (X,)),
    Case(functions_of_the_items, (X[:3],)),
    Case(over_a_copy_that_a_helper_changes, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(over_a_copy_changed_by_another_name, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(over_a_copy_changed_through_a_view, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(over_a_copied_list_that_a_local_function_changes, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(over_a_tuple_that_a_local_function_changes, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(over_a_list_that_a_helper_grows, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(over_a_list_that_grows_under_another_name, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(over_few_items_that_become_more, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(over_few_items_that_move_up, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(over_a_list_of_an_object_that_grows, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(over_copied_values_that_a_local_function_changes, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(over_bound_again_in_the_trip, (X,)),
    Case(over_copied_items_of_known_keys, (X,)),
    Case(over_copies_beside_others, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,)),
    Case(over_a_copy_of_what_gets_a_name_in_the_trip, (X,)),
    Case(over_a_copy_of_what_a_name_becomes, (X,)),
    Case(over_a_copy_changed_in_an_object, (X,)),
    Case(over_a_copied_list_that_grows_under_a_new_name, (X,)),
    Case(over_copied_items_of_a_dict_under_a_new_name, (X,)),
    Case(over_copied_values_beside_an_array, (X,)),
    Case(over_a_copy_backwards, (X,)),
    Case(along_three_links, (np.array([0.7, 1.3, 0.4]),)),
    Case(linked_in_a_loop, (np.array([0.7, 1.3, 0.4]),), complex_step=False),
    Case(changed_along_the_links, (np.array([0.7, 1.3, 0.4]),)),
    Case(arrays_along_links, (np.array([0.7, 1.3, 0.4]),)),
]
