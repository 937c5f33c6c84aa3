"""Programs that are given other arguments: inside of one another, as arrays that lie in memory in another way, or longer ones."""

from __future__ import annotations

import ast
import math
import random
from dataclasses import replace

import numpy as np

from fuzz.names import runs
from fuzz.programs import Program

LAYOUTS = (
    "np.repeat({0}, 2, axis=-1)[..., ::2]", "({0})[::-1].copy()[::-1]", "np.stack([{0}] * 2)[1]", "np.stack([{0}] * 2, axis=-1)[..., 0]",
    "np.asfortranarray({0})", "({0}).tolist()", "tuple({0})", "list({0})", "({0}).astype(object).astype(float)",
)  # fmt: skip
PACKS = {  # how the arguments are written, and how one is read
    "dict": ("{{{items}}}", "'{name}': {text}", "packed_['{name}']"),
    "list": ("[{items}]", "{text}", "packed_[{i}]"),
    "tuple": ("({items},)", "{text}", "packed_[{i}]"),
    "deep": ("{{'in': [{items}]}}", "{{'v': {text}}}", "packed_['in'][{i}]['v']"),
}


def with_other_arguments(program: Program) -> Program:
    """The program with arguments that are given otherwise, where it then runs; otherwise as it is."""
    draw = random.Random(program.seed)
    if draw.random() < 0.5:
        laid = [draw.choice(LAYOUTS).format(t) if t.startswith("np.array(") else t for t in program.arguments]
        new = replace(program, arguments=tuple(laid), stepped=False)
    else:
        new = packed(program, draw)
    return new if runs(new, most=1e3) else program


def packed(program: Program, draw: random.Random) -> Program:
    """The program with one argument that holds all of them: taken out at the start, or read where it is."""
    whole, item, read = PACKS[draw.choice([*PACKS])]
    tree = ast.parse(program.text)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    names = [a.arg for a in function.args.args]
    places = {name: read.format(name=name, i=i) for i, name in enumerate(names)}
    bound = {n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    inner = {a.arg for n in ast.walk(function) if n is not function and isinstance(n, (ast.FunctionDef, ast.Lambda)) for a in n.args.args}
    share = draw.choice([0.0, 0.5, 1.0])
    reading = _Read({name: place for name, place in places.items() if name not in bound | inner}, share, draw)
    taken = ast.parse("\n".join(f"{name} = {place}" for name, place in places.items())).body
    function.body = [*taken, *(reading.visit(s) for s in function.body)]
    function.args = ast.arguments([], [ast.arg("packed_")], None, [], [], None, [])
    items = ", ".join(item.format(name=name, text=text) for name, text in zip(names, program.arguments, strict=True))
    text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    return replace(program, text=text, arguments=(whole.format(items=items),), wrt=(0,), stepped=False)


def with_lengths(program: Program, length: int) -> Program | None:
    """The program at arrays that are of another length where they were of the greatest; None where it does not run."""
    draw = random.Random(program.seed + length)
    given = program.args()
    longest = max([len(a) for a in given if _is_real(a)], default=0)
    texts = list(program.arguments)
    for i, array in enumerate(given):
        if _is_real(array):
            shape = tuple(length if n == longest else n for n in array.shape)
            numbers = [round(draw.choice([-1, 1]) * draw.uniform(0.2, 1.5), 3) for _ in range(math.prod(shape))]
            texts[i] = f"np.array({numbers}, dtype=np.{array.dtype}).reshape({shape})"
    new = replace(program, arguments=tuple(texts))
    return new if tuple(texts) != program.arguments and runs(new, most=1e3) else None


def _is_real(given: object) -> bool:
    return isinstance(given, np.ndarray) and given.dtype.kind == "f"


class _Read(ast.NodeTransformer):
    """Reads names where the container has them, a share of the time."""

    def __init__(self, places: dict[str, str], share: float, draw: random.Random) -> None:
        self.places, self.share, self.draw = places, share, draw

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.places or self.draw.random() >= self.share:
            return node
        return ast.parse(self.places[node.id], mode="eval").body
