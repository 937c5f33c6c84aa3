"""A third module, for `lent`: with names that it has, too."""

STEP = 1.5


class Rate:
    k = 1.1

    def __init__(self, v):
        self.v = v

    def go(self):
        return self.v**2 * self.k * STEP
