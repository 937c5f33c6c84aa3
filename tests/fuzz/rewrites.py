"""Programs put in other words: what they compute stays, and so must their derivatives.

A rewrite changes how a function is written and not what it does: its variables become attributes of an object or keys
of a dict, its body stands in a loop of one trip or in a local function, its arrays get second names, pass through
functions and containers.  Some are drawn for a program of the corpus, or for one that was drawn itself.
"""

from __future__ import annotations

import ast
import inspect
import linecache
import random
import textwrap
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fuzz.programs import Program
from fuzz.truth import Rejected, load
from oracles import Case

HELPERS = """import contextlib
import functools

import numpy as np


class Box:
    pass


class Left_(Exception):
    pass


class Quiet_:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.left = True


@contextlib.contextmanager
def quiet_():
    try:
        yield 1.0
    finally:
        pass


def same_(value):
    return value


def put_(array, place, value):
    array[place] = value


"""
UNKNOWN = (
    ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Yield, ast.YieldFrom, ast.Match, ast.ClassDef, ast.With,
    ast.Delete, ast.NamedExpr,
)  # fmt: skip
ENDLESS = ("itertools.cycle", "itertools.count")
INNER = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
PASSED = (  # what gives a value back
    "same_({0})", "({0},)[0]", "[{0}][0]", "{{'k': {0}}}['k']", "(lambda: {0})()", "({0} if flag_ else {0})",
    "[{0}, {0}][-1]", "(lambda v: v)({0})",
)  # fmt: skip


def in_other_words(seed: int) -> Case:
    """A program of the corpus, drawn and put in other words; raises Rejected where it cannot be."""
    from corpus import CASES  # which is large

    drawn = random.Random(seed)
    case = drawn.choice(CASES)
    try:
        new = rewritten(case, seed)
        new.result()
    except Exception as error:  # whatever it is, the program cannot be put so
        raise Rejected(str(error)) from error
    return new


def text_of(case: Case) -> str:
    """The text of a rewritten program, without the helpers."""
    return inspect.getsource(case.function)


def rewritten(case: Case, seed: int) -> Case:
    """The case with its function put in other words."""
    tree = _plain_function(case.function)
    if any(isinstance(node, ast.Attribute) and ast.unparse(node) in ENDLESS for node in ast.walk(tree)):
        raise ValueError("what goes over an endless iterator may never stop in other words")
    put(tree, random.Random(seed))
    text = HELPERS + ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    filename = f"<fuzz rewritten {case} {seed}.py>"
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    space = {**case.function.__globals__}
    exec(compile(text, filename, "exec"), space)
    function = space[tree.name]
    function.__defaults__, function.__kwdefaults__ = case.function.__defaults__, case.function.__kwdefaults__
    return replace(case, function=function, refusable=True)


def with_other_words(program: Program) -> Program:
    """A program with its function put in other words, where it then runs; otherwise as it is."""
    tree = ast.parse(program.text)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    try:
        put(function, random.Random(program.seed))
        text = HELPERS + ast.unparse(ast.fix_missing_locations(tree)) + "\n"
        new = replace(program, text=text, stepped=False)
        alike = load(new)(*new.args()) == load(program)(*program.args())
    except Exception:
        return program
    return new if alike else program


def put(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Puts a function in other words; raises Rejected where these would change what it does."""
    for node in ast.walk(tree):
        if isinstance(node, UNKNOWN) or (isinstance(node, ast.Name) and node.id in ("locals", "globals", "vars", "eval")):
            raise Rejected(type(node).__name__)
    for way in drawn.sample(WAYS, drawn.choice([1, 1, 2, 3])):
        way(tree, drawn)


def _plain_function(function: Callable[..., Any]) -> ast.FunctionDef:
    """The tree of a function of a module."""
    if not inspect.isfunction(function) or function.__closure__ or function.__name__ == "<lambda>":
        raise Rejected("no plain function")
    tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(tree, ast.FunctionDef) or tree.decorator_list or tree.args.vararg or tree.args.kwarg:
        raise Rejected("decorated, or with stars")
    return tree


def parameters(tree: ast.FunctionDef) -> list[str]:
    """The names of a function's parameters."""
    return [a.arg for a in [*tree.args.posonlyargs, *tree.args.args, *tree.args.kwonlyargs]]


def variables(tree: ast.FunctionDef) -> list[str]:
    """The variables that a function itself binds and nothing inside of it does."""
    own = dict.fromkeys(parameters(tree))
    inner: set[str] = set()
    waiting: list[tuple[ast.AST, bool]] = [(s, False) for s in tree.body]
    while waiting:
        node, inside = waiting.pop(0)
        if isinstance(node, (ast.FunctionDef, ast.ExceptHandler)) and node.name:
            inner.add(node.name)
        if isinstance(node, (ast.FunctionDef, ast.Lambda)):
            inner |= {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
        inside = inside or isinstance(node, INNER)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            inner.add(node.id) if inside else own.setdefault(node.id)
        waiting += [(child, inside) for child in ast.iter_child_nodes(node)]
    return [name for name in own if name not in inner]


def lines(text: str) -> list[ast.stmt]:
    """Statements."""
    return ast.parse(text).body


# --------------------------------------------------------------------------------------------- where variables stand


class Places(ast.NodeTransformer):
    """Puts places for variables."""

    def __init__(self, places: dict[str, str]) -> None:
        self.places = places

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.places:
            return node
        place = ast.parse(self.places[node.id], mode="eval").body
        place.ctx = node.ctx  # type: ignore[attr-defined]
        return place


def _in_places(tree: ast.FunctionDef, drawn: random.Random, first: str, place: str) -> None:
    share = drawn.choice([1.0, 0.5, 0.3])
    annotated = {s.target.id for s in ast.walk(tree) if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)}
    places = {n: place.format(n, k) for k, n in enumerate(variables(tree)) if n not in annotated and drawn.random() < share}
    given = [f"{places[p]} = {p}" for p in parameters(tree) if p in places]
    tree.body = lines("\n".join([first, *given])) + [Places(places).visit(s) for s in tree.body]


def in_an_object(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Variables are attributes."""
    _in_places(tree, drawn, "object_ = Box()", "object_.{0}")


def in_a_dict(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Variables stand under keys."""
    _in_places(tree, drawn, "dict_ = {}", "dict_['{0}']")


def in_a_table(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Variables stand under numbers, in a dict or in a list that begins as nothing but None."""
    names = variables(tree)
    kind = drawn.choice(["{}", f"[None] * {len(names)}"])
    _in_places(tree, drawn, f"table_ = {kind}", "table_[{1}]")


# --------------------------------------------------------------------------------------------- what is around the body


def in_a_loop(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """The body is that of a loop of one trip."""
    heads = ["for once_ in range(1): pass"]
    if isinstance(tree.body[-1], ast.Return):
        heads.append("while True: pass")
    (loop,) = lines(drawn.choice(heads))
    loop.body, tree.body = tree.body, [loop]  # type: ignore[attr-defined]


def in_a_function(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """The body is that of a local function, which captures what it does not bind."""
    bound = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    given = ", ".join(p for p in parameters(tree) if p in bound)
    inner, call = lines(f"def inner_({given}): pass\nreturn inner_({given})")
    inner.body, tree.body = tree.body, [inner, call]  # type: ignore[attr-defined]


def in_a_branch(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """The body runs under a condition on what is given."""
    flag, branch = lines(f"{_flag(tree, drawn)}\nif flag_: pass\nelse: raise ValueError('no number')")
    branch.body, tree.body = tree.body, [flag, branch]  # type: ignore[attr-defined]


def _flag(tree: ast.FunctionDef, drawn: random.Random) -> str:
    return f"flag_ = float(np.sum(np.abs({drawn.choice(parameters(tree))}))) > -1.0"


def in_a_try(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """The body is tried, and something is done at the end."""
    (tried,) = lines("try: pass\nfinally: tried_ = 1.0")
    tried.body, tree.body = tree.body, [tried]  # type: ignore[attr-defined]


AROUND = (
    "with Quiet_(): pass", "with Quiet_() as quiet_one: pass", "with quiet_(): pass", "with contextlib.nullcontext(): pass", "match 0:\n case 0: pass",
    "with Quiet_(), quiet_() as quiet_one: pass", "try:\n with Quiet_():\n  pass\n  raise Left_\nexcept Left_: pass", "with contextlib.suppress(Left_): pass",
    "try:\n pass\n raise Left_\nexcept Left_: pass", "try:\n pass\nexcept Left_: pass",
)  # fmt: skip


def in_a_context(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Some statements stand in a context, a case or a `try` that change nothing."""
    start = drawn.randrange(len(tree.body))
    stop = drawn.randint(start + 1, len(tree.body))
    whole = lines(drawn.choice(AROUND))
    holder = next(node for node in ast.walk(whole[0]) if isinstance(getattr(node, "body", None), list) and isinstance(node.body[0], ast.Pass))
    holder.body[:1] = tree.body[start:stop]  # type: ignore[attr-defined]
    tree.body[start:stop] = whole


def in_parts(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Statements stand in local functions that bind the variables around them."""
    own, known, body = variables(tree), set(parameters(tree)), []
    for number, statement in enumerate(tree.body):
        inside = list(ast.walk(statement))
        bound = {n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)} & {*own}
        stays = any(isinstance(n, (ast.Return, ast.FunctionDef, ast.Lambda)) for n in inside) or not bound <= known
        known |= set() if isinstance(statement, (ast.If, ast.For, ast.While, ast.Try)) else bound
        if stays or drawn.random() < 0.3:
            body.append(statement)
            continue
        part, call = lines(f"def part_{number}(): pass\npart_{number}()")
        part.body = [*([ast.Nonlocal(sorted(bound))] if bound else []), statement]  # type: ignore[attr-defined]
        body += [part, call]
    tree.body = body


# --------------------------------------------------------------------------------------------- how values are named


class Twins(ast.NodeTransformer):
    """After each binding of a variable another one is bound to the same, and some reads are of that."""

    def __init__(self, names: list[str], drawn: random.Random) -> None:
        self.names, self.drawn = names, drawn

    def bound(self, target: ast.AST) -> list[ast.stmt]:
        """The lines after `target` is bound."""
        found = [n.id for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        return self.followed([n for n in dict.fromkeys(found) if n in self.names])

    def followed(self, names: list[str]) -> list[ast.stmt]:
        """The lines that bind the twins."""
        return lines("\n".join(f"{n}_too = {n}" for n in names))

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and node.id in self.names and self.drawn.random() < 0.5:
            return ast.Name(f"{node.id}_too", ast.Load())
        return node

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        after = [s for t in node.targets for s in self.bound(t)]
        return [self.generic_visit(node), *after]  # type: ignore[list-item]

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        after = self.bound(node.target)
        return [self.generic_visit(node), *after]  # type: ignore[list-item]

    def visit_AnnAssign(self, node: ast.AnnAssign) -> list[ast.stmt]:
        after = self.bound(node.target) if node.value is not None else []
        return [self.generic_visit(node), *after]  # type: ignore[list-item]

    def visit_For(self, node: ast.For) -> ast.AST:
        first = self.bound(node.target)
        self.generic_visit(node)
        node.body = first + node.body
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node  # what it captures may be bound later

    visit_Lambda = visit_FunctionDef  # type: ignore[assignment]


def with_twins(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Every variable has two names."""
    twins = Twins(variables(tree), drawn)
    tree.body = twins.followed([p for p in parameters(tree) if p in twins.names]) + twins.visit(ast.Module(tree.body, [])).body


class Passed(ast.NodeTransformer):
    """Some reads of variables pass through functions and containers."""

    def __init__(self, names: list[str], ways: list[str], drawn: random.Random) -> None:
        self.names, self.ways, self.drawn = names, ways, drawn

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if isinstance(node.ctx, ast.Load) and node.id in self.names and self.drawn.random() < 0.25:
            return ast.parse(self.drawn.choice(self.ways).format(node.id), mode="eval").body
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        node.args = [self.visit(a) for a in node.args]
        node.keywords = [self.visit(k) for k in node.keywords]
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return node

    visit_Lambda = visit_comprehension = visit_FunctionDef  # type: ignore[assignment]


def passed_on(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Values pass through functions and containers."""
    ways = drawn.choice([[*PASSED], [drawn.choice(PASSED)]])
    passed = Passed(variables(tree), ways, drawn)
    tree.body = lines(_flag(tree, drawn)) + [passed.visit(s) for s in tree.body]


class Puts(ast.NodeTransformer):
    """Stores are calls of a function."""

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Subscript) or any(isinstance(n, ast.Slice) for n in ast.walk(target.slice)):
            return node
        target.value.ctx = ast.Load()  # type: ignore[attr-defined]
        return ast.Expr(ast.Call(ast.Name("put_", ast.Load()), [target.value, target.slice, node.value], []))


def by_a_helper(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Items are stored by a function."""
    Puts().visit(tree)


# --------------------------------------------------------------------------------------------- how it is said


class Counted(ast.NodeTransformer):
    """Loops over anything are loops that count."""

    def __init__(self, drawn: random.Random) -> None:
        self.drawn, self.number = drawn, 0

    def visit_For(self, node: ast.For) -> list[ast.stmt]:
        self.generic_visit(node)
        if self.drawn.random() < 0.3:
            return [node]
        self.number += 1
        items, k = f"items_{self.number}", f"k_{self.number}"
        first, count, loop, take, step = lines(f"{items} = list(0)\n{k} = 0\nwhile {k} < len({items}): pass\nv = {items}[{k}]\n{k} += 1")
        first.value.args = [node.iter]  # type: ignore[attr-defined]
        take.targets = [node.target]  # type: ignore[attr-defined]
        loop.body, loop.orelse = [take, step, *node.body], node.orelse  # type: ignore[attr-defined]
        return [first, count, loop]


def counted(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """Loops count, and read items of lists."""
    Counted(drawn).visit(tree)


class Turned(ast.NodeTransformer):
    """Branches stand the other way round, updates are written out, and arguments are bound before a call."""

    def __init__(self, drawn: random.Random) -> None:
        self.drawn = drawn

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if self.drawn.random() < 0.3:
            return node
        return ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse or [ast.Pass()], node.body)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        if self.drawn.random() < 0.5:
            return node
        read = ast.parse(ast.unparse(node.target), mode="eval").body
        return ast.Assign([node.target], ast.BinOp(read, node.op, node.value))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        plain = isinstance(node.func, (ast.Name, ast.Attribute)) and node.args and not isinstance(node.args[0], (ast.Starred, ast.GeneratorExp))
        if not plain or self.drawn.random() < 0.8 or ast.unparse(node.func) in ("super", "locals"):
            return node
        partial = ast.parse("functools.partial", mode="eval").body
        return ast.Call(ast.Call(partial, [node.func, node.args[0]], []), node.args[1:], node.keywords)


def turned(tree: ast.FunctionDef, drawn: random.Random) -> None:
    """The same is said the other way round."""
    Turned(drawn).visit(tree)


WAYS = [
    in_an_object, in_a_dict, in_a_table, in_a_loop, in_a_function, in_a_branch, in_a_try, in_a_context, in_parts, with_twins, passed_on, by_a_helper,
    counted, turned,
]  # fmt: skip

