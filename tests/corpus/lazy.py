"""Iterators, which read what they go over as the loop goes on, and views of dicts."""

import itertools

import numpy as np

from oracles import Case


def pairs(X):
    for i in range(len(X)):
        for j in range(i):
            yield i, j, X[i] - X[j]


def body_changes_what_the_generator_reads(X):
    X = X.copy()
    E = 0.0
    for i, j, d in pairs(X):
        X[i] += 0.1 * d
        X[j] -= 0.1 * d
        E += d * d
    return E


def body_rebinds_what_the_generator_reads(x):
    k = 1.0

    def gen():
        for t in x:
            yield t * k

    s = 0.0
    for v in gen():
        k = k + v
        s += v * k
    return s


class Src:
    def __init__(self, x):
        self.x = x
        self.scale = 1.0

    def batches(self):
        for v in self.x:
            yield v * self.scale


def generator_method_reads_the_object(x):
    src = Src(x)
    s = 0.0
    for b in src.batches():
        s += b**2
        src.scale = 1 / (1 + s)
    return s


def numbered_generator(x):
    a = x.copy()
    s = 0.0
    for i, v in enumerate(v * a[2] for v in a):
        a[2] += v
        s += v * (i + 1)
    return s


def numbered_generator_with_a_condition(x):
    a = x.copy()
    s = 0.0
    for i, v in enumerate(v * a[2] for v in a if v > 0):
        a[2] += v
        s += v * (i + 1)
    return s


def generator_over_two(x):
    a = x.copy()
    s = 0.0
    for v in (v * w for v in a for w in x):
        a[2] += v
        s += v
    return s


def changed_under_another_name(x):
    a = x.copy()
    s = 0.0
    b = a
    for i, v in enumerate(v * a[2] for v in a if v > 0):
        b[2] += v
        s += v * (i + 1)
    return s


def numbered_map(x):
    a = x.copy()
    s = 0.0
    for i, v in enumerate(map(np.sin, a)):
        a[2] += v
        s += v * (i + 1)
    return s


def generator_beside_an_array(x):
    a = x.copy()
    s = 0.0
    for v, w in zip((q * a[1] for q in a), x):
        a[2] += v
        s += v * w
    return s


def pairs_of_neighbours(x):
    a = x.copy()
    s = 0.0
    for p, q in itertools.pairwise(a):
        a[2] += p
        s += p * q
    return s


def chained(x):
    a = x.copy()
    s = 0.0
    for i, v in enumerate(itertools.chain(a, a[:1])):
        a[0] += v
        s += v * i
    return s


def scatters_to_later_cells(x):
    T = np.outer(x, x)
    for (i, j), v in np.ndenumerate(T):
        if j + 1 < T.shape[1]:
            T[i, j + 1] += 0.3 * v
    return np.sum(T**2)


def stores_into_the_cell_at_hand(x):
    T = np.outer(x, x)
    for (i, j), v in np.ndenumerate(T):
        T[i, j] = v * v
    return np.sum(T**2)


def adds_to_the_cell_at_hand(x):
    T = np.outer(x, x)
    for place, v in np.ndenumerate(T):
        T[place] += v * v
    return np.sum(T**2)


def stores_into_another_cell(x):
    T = np.outer(x, x)
    for (i, j), v in np.ndenumerate(T):
        j = (j + 1) % 3
        T[i, j] = v * v
    return np.sum(T**2)


def stores_under_a_transposed_name(x):
    T = np.outer(x, x)
    S = T.T
    for (i, j), v in np.ndenumerate(T):
        S[i, j] = v * v + x[i]
    return np.sum(T**2)


def goes_over_a_reversed_view(x):
    T = np.outer(x, x)
    for (i, j), v in np.ndenumerate(T[::-1]):
        T[i, j] = v * v + x[i]
    return np.sum(T**2)


def variable_of_the_other_generator(x):
    t = 5.0
    s = 0.0
    for a, b in zip((a * t for a in x), (t * 2 for t in x)):
        s += a * b
    return s


def generator_that_counts(x):
    n = 0

    def g():
        nonlocal n
        for v in x:
            n += 1
            yield v

    s = 0.0
    for v in g():
        s += v * n
        if n == 2:
            break
    return s * n


def fills_another_array(x):
    X = x.copy()
    out = np.zeros(3)
    E = 0.0
    for i, j, d in pairs(X):
        out[i] += 0.1 * d
        out[j] -= 0.1 * d
        E += d * d
    return E + np.sum(out**2)


def several_that_change_nothing(x):
    s = 0.0
    k = 2.0

    def gen():
        for t in x:
            yield t * k

    for v in gen():
        s += v
    for i, v in enumerate(v * k for v in x if v > 0):
        s += v * i
    for (i, a), (j, b) in itertools.combinations(list(enumerate(x)), 2):
        s += a * b * (i + j)
    for a, b in zip(map(np.sin, x), (q * q for q in x)):
        s += a * b
    return s


def logs_what_a_generator_gives(x):
    src = Src(x)
    s = 0.0
    log = []
    for b in src.batches():
        s += b**2
        log.append(b)
    return s * log[1]


def changes_later_entries(x):
    d = {"a": x[0], "b": x[1]}
    for k, v in d.items():
        d[k] = v * 2
        d["b"] = d["b"] + 1
    return d["a"] * d["b"]


def changes_what_values_go_over(x):
    d = {"a": x[0], "b": x[1]}
    for v in d.values():
        d["b"] = v * 3
    return d["b"]


def items_beside_an_array(x):
    d = {"a": x[0], "b": x[1]}
    for (k, v), q in zip(d.items(), x):
        d["b"] = v * 3 * q
    return d["b"]


def values_kept(x):
    d = {"a": x[0], "b": x[1]}
    v = d.values()
    d["a"] = 5.0 * x[1]
    return sum(v)


def items_kept(x):
    d = {"a": x[0], "b": x[1]}
    v = d.items()
    d["a"] = 5.0 * x[1]
    return sum(b for a, b in v)


class H:
    def __init__(self, d):
        self.d = d
        self.vals = d.values()


def values_kept_in_an_object(x):
    d = {"a": x[0], "b": x[1]}
    h = H(d)
    d["a"] = 5.0 * x[1]
    return sum(h.vals)


def values_and_keys_kept(x):
    d = {"a": x[0], "b": x[1]}
    v = d.values()
    k = d.keys()
    s = 0.0
    for q in k:
        s += d[q] ** 2
    return sum(v) * s


def changed_under_another_name_of_the_dict(x):
    d = {"a": x[0], "b": x[1]}
    e = d
    for v in d.values():
        e["b"] = v * 3
    return d["b"]


def left_early(x):
    d = {"a": x[0], "b": x[1], "c": x[2]}
    t = 0.0
    for v in d.values():
        d["b"] = v * 3
        t += d["b"]
        if t > 5.0:
            break
    return d["b"] * t


def generator_kept(x):
    a = x.copy()
    g = (v * a[0] for v in a)
    a[0] = 5.0
    return sum(g)


point = np.array([1.0, 2.0, 4.0])


def generator_over_two_in_a_local_function(x):
    a, s = x.copy(), 0.0

    def part():
        nonlocal s
        for v in (v * w for v in a for w in x):
            a[2] += v
            s += v

    part()
    return s


class Steps:
    """Its own iterator, which ends after so many steps."""

    def __init__(self, u, n):
        self.u = u
        self.n = n
        self.k = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.k == self.n:
            raise StopIteration
        self.k += 1
        self.u = np.sin(self.u) * 1.1
        return self.u


class Pairs:
    """Neighbours; each loop begins anew."""

    def __init__(self, u):
        self.u = u

    def __iter__(self):
        self.k = 0
        return self

    def __next__(self):
        if self.k < len(self.u) - 1:
            self.k += 1
            return self.u[self.k - 1], self.u[self.k]
        raise StopIteration


class Shrinking:
    """Ends by its values."""

    def __init__(self, u):
        self.u = u

    def __iter__(self):
        return self

    def __next__(self):
        if self.u[0] > 0.3:
            self.u = self.u * 0.8
        else:
            raise StopIteration()
        return self.u


def steps_of_an_object(x, n):
    steps, s = Steps(x, n), 0.0
    for u in steps:
        s = s + u.sum() ** 2
    return s * steps.k


def the_rest_of_the_steps(x):
    steps, s = Steps(x, 5), next(Steps(x, 1)).sum()
    for u in steps:
        s = s + u.sum()
        if u[0] < 0.7:
            break
    for u in steps:
        s = s * u[0]
    return s


def steps_beside_themselves(x):
    steps, s = Steps(x, 6), 0.0
    for u in steps:
        for v in steps:
            s = s + (u * v).sum()
            break
    return s


def neighbours_of_an_object(x):
    pairs, s = Pairs(x**2), 0.0
    for a, b in pairs:
        s = s + a * b**2
    return s + sum(a * b for a, b in pairs)


def steps_until_small(x):
    return sum((u**2).sum() for u in Shrinking(x))


def places_that_are_frozen(x):
    kept = frozenset(k for k in range(len(x)) if k % 2 == 0)
    more = kept
    more |= {1}
    return sum(x[k] ** 2 for k in sorted(more)) * sum(x[k] for k in kept) * (2.0 if isinstance(kept, frozenset) else 3.0)


def rows_in_a_chain(x):
    rows = [[x[0], x[1] ** 2], [x[2]]]
    return sum(v**2 for v in itertools.chain.from_iterable(rows)) * sum(itertools.compress(x, [1, 0, 1]))


CASES = [
    Case(body_changes_what_the_generator_reads, (point,), refusable=True),
    Case(body_rebinds_what_the_generator_reads, (point,), refusable=True),
    Case(generator_method_reads_the_object, (point,), refusable=True),
    Case(numbered_generator, (point,)),
    Case(numbered_generator_with_a_condition, (point,), refusable=True),
    Case(generator_over_two, (point,), refusable=True),
    Case(changed_under_another_name, (point,), refusable=True),
    Case(numbered_map, (point,)),
    Case(generator_beside_an_array, (point,)),
    Case(pairs_of_neighbours, (point,), refusable=True),
    Case(chained, (point,), refusable=True),
    Case(scatters_to_later_cells, (point,), refusable=True),
    Case(stores_into_the_cell_at_hand, (point,)),
    Case(adds_to_the_cell_at_hand, (point,)),
    Case(stores_into_another_cell, (point,), refusable=True),
    Case(stores_under_a_transposed_name, (point,), refusable=True),
    Case(goes_over_a_reversed_view, (point,), refusable=True),
    Case(variable_of_the_other_generator, (point,)),
    Case(generator_that_counts, (point,), refusable=True),
    Case(fills_another_array, (point,), complex_step=False),
    Case(several_that_change_nothing, (point,)),
    Case(logs_what_a_generator_gives, (point,)),
    Case(changes_later_entries, (point,)),
    Case(changes_what_values_go_over, (point,)),
    Case(items_beside_an_array, (point,), refusable=True),
    Case(values_kept, (point,), refusable=True),
    Case(items_kept, (point,)),
    Case(values_kept_in_an_object, (point,), refusable=True),
    Case(values_and_keys_kept, (point,)),
    Case(changed_under_another_name_of_the_dict, (point,)),
    Case(left_early, (point,), refusable=True),
    Case(generator_kept, (point,), refusable=True),
    Case(generator_over_two_in_a_local_function, (point,), refusable=True),
    Case(steps_of_an_object, (point, 4)),
    Case(steps_of_an_object, (point, 0), label="none", order=1),
    Case(the_rest_of_the_steps, (point,), complex_step=False),
    Case(steps_beside_themselves, (point,)),
    Case(neighbours_of_an_object, (point,)),
    Case(steps_until_small, (point,), complex_step=False),
    Case(places_that_are_frozen, (point,)),
    Case(rows_in_a_chain, (point,)),
]
