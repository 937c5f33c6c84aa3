"""What the programs about holders hold: cells in objects, lists and dicts, and the arrays and numbers of these.

A place is an expression that can be read and stored into; its kind, a letter, says what stands there:

    A  an array of three          B  an array or a view, or None
    N  a number                   C  a cell
    L  a list of arrays of three  V  a list of views of two
    R  a list of numbers          Q  a list of cells
    D  a dict of arrays of three
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

CELLS = ("Cell(x * 1.0, 0.0)", "Cell(x * 2.0, x[0])", "Cell(x ** 2, 1.0)", "Cell(np.zeros_like(x), 0.0)")


@dataclass
class World:
    """The places there are, by their kinds, with the statements that make them."""

    places: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    shares: bool = True  # whether one thing comes to stand in several places
    known: list[str] = field(default_factory=list)  # the functions there are, and the number of the trip in a loop
    arguments: list[tuple[str, str]] = field(default_factory=list)  # beside x, their names and texts

    def drawn(self, drawn: random.Random, own: Sequence[str], shared: Sequence[str]) -> str:
        """One of the ways to make something: of its own, or of what stands elsewhere too."""
        return drawn.choice([*own, *shared] if self.shares else own)

    def add(self, line: str, **places: str) -> None:
        """A statement, and the places it makes, as words."""
        if line:
            self.lines.append(line)
        for kind, texts in places.items():
            self.places.setdefault(kind, []).extend(texts.split())

    def add_cells(self, *texts: str) -> None:
        """Cells that have come to stand somewhere, with what they hold."""
        for text in texts:
            self.add("", C=text, A=f"{text}.u", N=f"{text}.t", B=f"{text}.v")


def cells(world: World, drawn: random.Random) -> None:
    """Two cells under names; they may be held elsewhere too."""
    world.add(f"a = {drawn.choice(CELLS[:2])}")
    world.add(f"b = {world.drawn(drawn, CELLS[2:], ['Cell(a.u, 0.5)'])}")
    if drawn.random() < 0.7:
        world.add_cells("a", "b")


def names(world: World, drawn: random.Random) -> None:
    world.add(world.drawn(drawn, ["u = x * 1.0"], ["u = a.u"]), A="u")
    world.add(drawn.choice(["s = 0.0", "s = x[1]"]), N="s")


def pair(world: World, drawn: random.Random) -> None:
    world.add(world.drawn(drawn, ["w = Pair(Cell(x * 1.3, x[2]), Cell(x * 3.0, 1.0))"], ["w = Pair(a, b)", "w = Pair(a, Cell(x * 3.0, 1.0))", "w = Pair(a, a)"]))
    world.add_cells("w.p", "w.q")


def dict_of_cells(world: World, drawn: random.Random) -> None:
    world.add(world.drawn(drawn, ["d = {'p': Cell(x * 1.5, 0.5), 'q': Cell(x * 0.7, x[1])}"], ["d = {'p': a, 'q': b}", "d = {'p': Cell(x * 1.5, 0.5), 'q': b}"]))
    world.add_cells("d['p']", "d['q']")


def list_of_cells(world: World, drawn: random.Random) -> None:
    world.add(world.drawn(drawn, ["cs = [Cell(x * i, 0.1 * i) for i in range(1, 3)]", "cs = [Cell(x * 1.5, 0.5), Cell(x * 0.7, x[1])]"], ["cs = [a, b]", "cs = [a, Cell(x * 1.5, 0.5)]"]), Q="cs")
    world.add_cells("cs[0]", "cs[1]", "cs[-1]")


def list_of_arrays(world: World, drawn: random.Random) -> None:
    world.add(world.drawn(drawn, ["xs = [x * 1.0, x * 2.0]", "xs = [x * i for i in range(1, 4)]"], ["xs = [a.u, b.u]", "xs = [a.u, x * 0.5]"]), L="xs")
    world.add("", A="xs[0] xs[1] xs[-1]")


def dict_of_arrays(world: World, drawn: random.Random) -> None:
    world.add(world.drawn(drawn, ["e = {'p': x * 1.2, 'q': x * 0.3}"], ["e = {'p': a.u, 'q': x * 0.3}"]), A="e['p'] e['q']", D="e")
    if drawn.random() < 0.3:
        world.add("t = Bag({'p': x * 1.3, 'q': x * 0.8})", A="t.items['p']", D="t.items")


def matrix(world: World, drawn: random.Random) -> None:
    """An array of two axes, whose rows are views."""
    world.add(world.drawn(drawn, ["mm = np.outer(x, x)"], ["mm = np.outer(x, x); a.u = mm[1]"]), A="mm[0] mm[1]")
    if drawn.random() < 0.5:
        world.add("w2 = Bag(mm)", A="w2.items[0] w2.items[2]")


def numbers(world: World, drawn: random.Random) -> None:
    world.add(drawn.choice(["ns = [x[0], 0.5]", "ns = [0.0, a.t]"]), R="ns", N="ns[0] ns[1] ns[-1]")
    if drawn.random() < 0.5:
        world.add("m = {'p': 0.0, 'q': x[1]}", N="m['p'] m['q']")


def bag(world: World, drawn: random.Random) -> None:
    """An object that holds lists; another may share one of them."""
    world.add(world.drawn(drawn, ["g = Bag([x * 1.0, x * 2.0])"], ["g = Bag([a.u, x * 0.5])"]), L="g.items", A="g.items[0] g.items[1]", R="g.ns", N="g.ns[0]")
    if world.shares and drawn.random() < 0.5:
        world.add(drawn.choice(["h = Bag(g.items)", "h = Bag(g.items[:])", "h = Bag([*g.items])", "h = g"]), L="h.items", A="h.items[0] h.items[-1]", R="h.ns")
    if drawn.random() < 0.3:
        world.add(world.drawn(drawn, ["g.cells = [Cell(x * 0.2, 0.3), Cell(x * 1.1, x[0])]"], ["g.cells = [a, b]"]), Q="g.cells")
        world.add_cells("g.cells[0]", "g.cells[1]")


def bags_held(world: World, drawn: random.Random) -> None:
    """Bags in a list, in a dict or in a pair."""
    made = world.drawn(drawn, ["Bag([x * 0.4, x * 0.5])"], ["Bag([a.u, x * 0.5])"]), "Bag([x * 1.0, x * 2.0])"
    how, one, other = drawn.choice([("gs = [{}, {}]", "gs[0]", "gs[1]"), ("gs = {{'p': {}, 'q': {}}}", "gs['p']", "gs['q']"), ("gs = Pair({}, {})", "gs.p", "gs.q")])
    world.add(how.format(*made), L=f"{one}.items {other}.items", A=f"{one}.items[0] {other}.items[1] {other}.items[-1]", N=f"{one}.ns[0] {other}.ns[1]")


def lists_in_containers(world: World, drawn: random.Random) -> None:
    made = world.drawn(drawn, ["[x * 0.4, x * 0.5]"], ["[a.u, x * 0.5]", "[a.u, b.u]"])
    how, one, other = drawn.choice([("ll = [[x * 1.0, x * 2.0], {}]", "ll[0]", "ll[1]"), ("ll = {{'p': [x * 1.0, x * 2.0], 'q': {}}}", "ll['p']", "ll['q']")])
    world.add(how.format(made), L=f"{one} {other}", A=f"{one}[0] {one}[1] {other}[0] {other}[-1]")


def views(world: World, drawn: random.Random) -> None:
    if not world.shares:
        return
    world.add(drawn.choice(["vs = [a.u[1:], b.u[:-1]]", "vs = [a.u[:2], a.u[1:]]"]), V="vs")
    if drawn.random() < 0.5:
        world.add("a.v = a.u[1:]", B="a.v")


def given(world: World, drawn: random.Random) -> None:
    """An argument that holds arrays, which the function may change."""
    arrays = "np.array([0.3, 0.55, 1.2])", "np.array([0.7, 0.25, 0.9])"
    how, copied, one, other = drawn.choice([("[{}, {}]", "list(given)", "given[0]", "given[1]"), ("{{'p': {}, 'q': {}}}", "dict(given)", "given['p']", "given['q']")])
    world.arguments.append(("given", how.format(*arrays)))
    world.add(f"given = {copied}", A=f"{one} {other}")


PARTS = (
    given, matrix, names, pair, dict_of_cells, list_of_cells, list_of_arrays, dict_of_arrays, numbers, bag, bags_held, lists_in_containers, views, cells,
)  # fmt: skip


def generate_world(drawn: random.Random) -> World:
    """A few things to hold, one in another."""
    world = World(shares=drawn.random() < 0.5)
    cells(world, drawn)
    for part in drawn.sample(PARTS[:-1], drawn.choice([1, 1, 2, 2, 3])):
        part(world, drawn)
    if "A" not in world.places:
        world.add("", A="a.u b.u")
    if "N" not in world.places:
        world.add("", N="a.t b.t")
    return world
