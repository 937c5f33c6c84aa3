"""Classes with private names: `self.__x` is an attribute of its own in each class."""

import numpy as np
from oracles import Case

X = np.array([0.42, -0.73, 1.31])


class Square:
    __factor = 3.0

    def __init__(self, side):
        self.__side = side
        self.height = 2.0

    def area(self):
        return self.__side**2 * self.__factor

    def __scaled(self, k):
        return k * self.__side

    def scaled(self, k):
        return self.__scaled(k) + self.__side

    def __len__(self):
        return len(self.__side)

    @property
    def side(self):
        return self.__side

    def grow(self, k):
        self.__side = self.__side * k
        self.__side += 1


class Coloured(Square):
    def __init__(self, side):
        super().__init__(side)
        self.__side = side * 2

    def both(self):
        return self.__side * self.area()


def area(x):
    return Square(x[0]).area() * x[1]


def private_method(x):
    return Square(x[0]).scaled(x[1])


def length_and_property(x):
    square = Square(x)
    return np.sum(square.side) * len(square)


def changed(x):
    square = Square(x[0])
    square.grow(x[1])
    return square.side + square.area()


def in_two_classes(x):
    square = Coloured(x[0])
    square.grow(2.0)
    return square.both() * square._Square__side


CASES = [Case(f, (X,)) for f in (area, private_method, length_and_property, changed, in_two_classes)]
