"""Priority queues, sorted lists, items put in and taken out at positions that are found when the program runs."""

from __future__ import annotations

import bisect
import heapq
import itertools
from heapq import heapify, heappop, heappush, heappushpop, heapreplace

import numpy as np

from oracles import Case

vector = np.array([1.1, 2.3, 0.7, 1.9, 0.4])


class Simulation:
    def __init__(self):
        self.now, self.events, self.log = 0.0, [], []

    def at(self, time, name):
        heapq.heappush(self.events, (time, name))

    def run(self, waits):
        while self.events:
            self.now, name = heapq.heappop(self.events)
            self.log.append(self.now * waits[name])
            if self.now < 4:
                self.at(self.now + waits[name] ** 2, (name + 1) % 5)


class Batches:
    def __init__(self):
        self.items, self.total = [], 0.0

    def add(self, v):
        self.items.append(v)
        if len(self.items) >= 2:
            self.flush()

    def flush(self):
        self.total += sum(self.items) ** 2
        self.items.clear()


class Insertions:
    def __init__(self):
        self.kept = []

    def put(self, pair):
        kept = self.kept
        kept.append(pair)
        i = len(kept) - 1
        while i > 0 and pair < kept[i - 1]:
            kept[i] = kept[i - 1]
            i -= 1
        kept[i] = pair


def shortest_path(w):
    graph = {0: [(1, w[0]), (2, w[1])], 1: [(2, w[2]), (3, w[3])], 2: [(3, w[4])], 3: []}
    distance = {0: 0.0}
    heap = [(0.0, 0)]
    while heap:
        d, u = heapq.heappop(heap)
        if d > distance[u]:
            continue
        for v, c in graph[u]:
            new = d + c * c
            if v not in distance or new < distance[v]:
                distance[v] = new
                heapq.heappush(heap, (new, v))
    return distance[3] * distance[2]


def merged_two_by_two(w):
    heap = []
    for i in range(5):
        heappush(heap, w[i])
    total = 0.0
    while len(heap) > 1:
        a, b = heappop(heap), heappop(heap)
        total = total + a * b
        heappush(heap, a + b)
    return total


def smallest_three(w):
    heap = list(w)
    heapify(heap)
    total = 0.0
    for k in range(3):
        total += heappop(heap) * (k + 1)
    total += heapreplace(heap, w[0] * w[1]) ** 2
    total += heappushpop(heap, w[2]) ** 2
    return total + heap[0] * heap[-1]


def tasks_in_order(w):
    heap = []
    for i in range(5):
        heappush(heap, (w[i], i, w[i] ** 2))
    total = 0.0
    while heap:
        d, i, c = heappop(heap)
        total = total * 0.5 + d * c * i
    return total


def events(w):
    simulation = Simulation()
    simulation.at(w[0], 0)
    simulation.at(w[1], 1)
    simulation.run(w)
    return sum(simulation.log)


def sorted_by_hand(w):
    insertions = Insertions()
    for i in range(3):
        insertions.put((w[i], w[i + 1]))
    return sum(a * b * (k + 1) for k, (a, b) in enumerate(insertions.kept))


def running_median(w):
    xs = []
    total = 0.0
    for v in w:
        bisect.insort(xs, v)
        total += xs[len(xs) // 2] ** 2 * len(xs)
    return total


def popped_by_the_condition(w):
    heap = [w[0], 2.0 * w[1], w[2]]
    while heappop(heap) < 1.0:
        pass
    return heap[0] ** 2 * len(heap)


def placed_in_order(w):
    xs = [w[0], 2.0 * w[2]]
    nothing = bisect.insort(xs, w[1])
    return xs[1] ** 2 if nothing is None else 0.0


def inserted_by_the_loop(w):
    xs = [w[0], w[1], w[2]]
    for i in range(2):
        xs.insert(i * 2, w[i] * xs[0])
    return sum(x * (k + 1) for k, x in enumerate(xs))


def largest_taken_out(w):
    xs = [w[0], w[1], w[2], w[3]]
    k = int(np.argmax(w[:4]))
    return xs.pop(k) ** 2 * sum(xs)


def smallest_removed(w):
    xs = [w[0], w[1], w[2], w[3]]
    least = min(xs)
    xs.remove(least)
    return least**2 + sum(xs) * xs[0]


def deleted_where_found(w):
    xs = list(w)
    del xs[int(np.argmin(w))]
    return sum(x * x * (k + 1) for k, x in enumerate(xs))


def cleared_when_full(w):
    batch = []
    total = 0.0
    for v in w:
        batch.append(v * v)
        if len(batch) == 2:
            total += batch[0] * batch[1]
            batch.clear()
    return total + sum(batch)


def dict_cleared(w):
    found = {}
    total = 0.0
    for k, v in enumerate(w):
        found[k % 2] = v * v
        if k == 2:
            total += sum(found.values()) ** 2
            found.clear()
    return total + sum(found.values()) * 2


def batches_of_an_object(w):
    batches = Batches()
    for v in w:
        batches.add(v)
    batches.flush()
    return batches.total


def attribute_bound_anew(w):
    batches = Batches()
    for v in w:
        batches.items.append(v * v)
        if len(batches.items) > 2:
            batches.items = []
    return sum(batches.items)


def got_or_nothing(w):
    groups = {}
    for i in range(5):
        groups[i % 2] = groups.get(i % 2, []) + [w[i] * i]
    return sum(sum(group) ** 2 * (k + 1) for k, group in groups.items())


def there_or_nothing(w):
    groups = {}
    for i in range(5):
        known = groups[i % 2] if i % 2 in groups else []
        groups[i % 2] = known + [w[i] * i]
    return sum(sum(group) ** 2 for group in groups.values())


def of_unequal_lengths(w):
    total = 0.0
    for a, b in itertools.zip_longest([w[0], w[1], w[3]], [w[2]], fillvalue=1.0):
        total += a * a * b
    return total


def popped_under_another_name(w):
    heap = [w[0], 2.0 * w[1], w[2]]
    a = heappop((heap,)[0])
    return heap[0] ** 2 * len(heap) + a


def popped_of_one_of_two(w):
    flag = w[0] > -1.0
    heap = [w[0], 2.0 * w[1], w[2]]
    other = [w[0], 3.0 * w[1], w[2]]
    a = heappop(heap if flag else other)
    return heap[0] ** 2 * len(heap) + a


def popped_of_a_choice_by_the_condition(w):
    flag = w[0] > -1.0
    heap = [w[0], 2.0 * w[1], w[2]]
    while heappop(heap if flag else heap) < 1.0:
        pass
    return heap[0] ** 2 * len(heap)


def popped_by_a_branch_under_another_name(w):
    heap = [w[0], 2.0 * w[1], w[2]]
    s = 0.0
    if heappop((heap,)[0]) < 1.0:
        s = heap[0] * 2
    return s + heap[-1] * len(heap)


def largest_and_smallest(w):
    a, b = heapq.nlargest(2, w)
    pairs = [(w[0] * w[1], 0), (w[2], 1), (w[3], 2)]
    s = sum(v * v * w[k] for v, k in heapq.nlargest(2, pairs, key=lambda pair: -pair[0]))
    squares = []
    for e in w:
        squares.append(e * e)
    names = {"p": w[0], "q": w[1], "r": w[2]}
    best = heapq.nsmallest(2, names, key=names.get)
    return a * b**2 + s * sum(heapq.nsmallest(len(w) - 1, squares)) + names[best[0]] * names[best[1]] ** 2


CASES = [
    Case(shortest_path, (vector,), complex_step=False, over_forward_refusable=True),
    Case(merged_two_by_two, (vector,), complex_step=False),
    Case(smallest_three, (vector,), complex_step=False),
    Case(tasks_in_order, (vector,), complex_step=False),
    Case(events, (vector,), complex_step=False, over_forward_refusable=True),
    Case(sorted_by_hand, (vector,), complex_step=False, over_forward_refusable=True),
    Case(running_median, (vector,), complex_step=False),
    Case(popped_by_the_condition, (vector,), complex_step=False),
    Case(placed_in_order, (vector,), complex_step=False),
    Case(inserted_by_the_loop, (vector,)),
    Case(largest_taken_out, (vector,)),
    Case(smallest_removed, (vector,), complex_step=False),
    Case(deleted_where_found, (vector,)),
    Case(cleared_when_full, (vector,)),
    Case(dict_cleared, (vector,)),
    Case(batches_of_an_object, (vector,), over_forward_refusable=True),
    Case(attribute_bound_anew, (vector,), over_forward_refusable=True),
    Case(got_or_nothing, (vector,), over_forward_refusable=True),
    Case(there_or_nothing, (vector,)),
    Case(of_unequal_lengths, (vector,)),
    Case(popped_under_another_name, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(popped_of_one_of_two, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(popped_of_a_choice_by_the_condition, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(popped_by_a_branch_under_another_name, (np.array([0.4, 0.75, 1.3, 0.9]),), (0,), refusable=True),
    Case(largest_and_smallest, (vector,)),
]
