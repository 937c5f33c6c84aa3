"""Conditions that change what they ask, however they get at it: through attributes, items, calls, comprehensions."""

import numpy as np

from oracles import Case


class Charge:
    def __init__(self, level):
        self.level = level

    def drained(self):
        self.level = self.level * 0.5
        return self.level < 0.2

    @property
    def low(self):
        self.level = self.level * 0.7
        return self.level < 0.1

    def __lt__(self, other):
        self.level = self.level * 0.6
        return self.level < other

    def __len__(self):
        self.level = self.level * 0.9
        return 2


class Device:
    def __init__(self, charge):
        self.charge = charge
        self.spare = [charge, Charge(charge.level * 2.0)]
        self.named = {"first": charge}

    def best(self):
        return self.charge


def by_an_attribute(x):
    device, y = Device(Charge(x)), 1.0
    if not device.charge.drained():
        y = 2.0
    return device.charge.level * y + device.spare[0].level


def by_an_item(x):
    device, y = Device(Charge(x)), 1.0
    while not device.spare[1].drained():
        y = y + device.charge.level
    return device.spare[1].level * y


def by_a_key(x):
    device, y = Device(Charge(x)), 1.0
    while not device.named["first"].drained():
        y = y + device.charge.level
    return device.charge.level * y


def by_a_method(x):
    device, y = Device(Charge(x)), 1.0
    while not device.best().drained() and y < 3:
        y = y + device.charge.level
    return device.charge.level * y


def by_get(x):
    device, y = Device(Charge(x)), 1.0
    while not device.named.get("first").drained() and y < 3:
        y = y + device.charge.level
    return device.charge.level * y


def by_a_property(x):
    device, y = Device(Charge(x)), 1.0
    if not device.charge.low:
        y = 2.0
    while not device.spare[1].low:
        y = y + device.charge.level
    return device.charge.level * y + device.spare[1].level


def by_a_comparison(x):
    device, y = Device(Charge(x)), 1.0
    while not device.charge < 0.1:
        y = y + device.charge.level
    return device.charge.level * y


def by_a_length(x):
    device, y = Device(Charge(x)), 1.0
    while len(device.charge) > 1 and y < 2:
        y = y + device.charge.level
    return device.charge.level * y


def by_a_lambda(x):
    charges, y = [Charge(x), Charge(2.0 * x)], 1.0
    while not (lambda charge: charge.drained())(charges[0]) and y < 3:
        y = y + charges[0].level * charges[1].level
    return charges[0].level * y


def by_a_comprehension(x):
    charges, y = [Charge(x)], 1.0
    while not [charge.drained() for charge in charges][0] and y < 3:
        y = y + charges[0].level
    return charges[0].level * y


def by_a_choice(x):
    device, y = Device(Charge(x)), 1.0
    while not (device.charge if y < 2 else device.spare[0]).drained() and y < 3:
        y = y + device.charge.level
    return device.charge.level * y


def by_a_loop_in_a_loop(x):
    charges, total = [Charge(x), Charge(2.0 * x)], 0.0
    for charge in charges:
        while not charge.drained():
            total += charge.level * charges[0].level
    return total * charges[1].level


class Held:
    def __init__(self, level):
        self.level = level

    def falls(self, by):
        self.level -= by
        return self.level > 0.3


class Holder:
    def __init__(self, held):
        self.held = held


def under_two_names(x):
    held = Held(x * x)
    holder = Holder(held)
    total = 0.0
    while holder.held.falls(0.3 * x):
        total += held.level
    return held.level * x + total


HANDED = [0.3, -0.6, 0.8]


def by_what_it_hands_over(x):
    def halved(row):
        row[0] = row[0] * 0.5
        return row[0]

    rows = [HANDED * x, 2.0 * x]
    y = 1.0
    while max(0.05 * x[1], halved(rows[0])) > 0.1:
        y = y + rows[0][0]
    return y * rows[1][0]


def by_what_maps(x):
    def halved(row):
        row[0] = row[0] * 0.5
        return row[0] > 0.1

    rows = [x * 2.0, x * 3.0]
    t = 0.0
    while any(map(halved, rows)):
        t += rows[0][0]
    return t * rows[1][1]


place = np.array([0.7, -0.3, 0.4])

CASES = [
    *(
        Case(program, (0.9,), complex_step=False)
        for program in (
            by_an_attribute, by_an_item, by_a_key, by_a_method, by_get, by_a_property, by_a_comparison, by_a_length, by_a_lambda,
            by_a_comprehension, by_a_choice, by_a_loop_in_a_loop, under_two_names,
        )
    ),
    Case(by_what_it_hands_over, (place,), complex_step=False, second_refusable=True),
    Case(by_what_maps, (place,), complex_step=False, second_refusable=True),
]
