"""Functions of our own that mean something inside a function that is differentiated: transforms, stop_gradient ..."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from inspect import signature
from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import gast

from s2sdiff import emit, syntax, tree
from s2sdiff.analyze.elaborate import Elaborator
from s2sdiff.analyze.program import Build, Inactive
from s2sdiff.analyze.renaming import free_names, nonlocal_names, renamed
from s2sdiff.analyze.state import Closure, Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.run.load import load
from s2sdiff.types import Record, Scalar, Seq, Static, Type

if TYPE_CHECKING:
    from s2sdiff.context import Context

_OPEN = object()


def meaning(context: Context, elaborator: Elaborator, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning | None:
    """Functions of our own that mean something inside a differentiated function."""
    kind = vars(target).get("__s2sdiff_meaning__") if isinstance(target, (FunctionType, type)) else None
    if kind == "constant":
        version = elaborator.use(args[0]) if isinstance(args[0], gast.Name) else None
        t = elaborator.type_of(args[0])
        return Meaning(args[0], t, Inactive("stop_gradient"), version.storages if version else frozenset(), view=True)
    if target is tree.with_attributes and args:
        return changed(elaborator, node, args[0], keywords)
    if is_ours(target) and not isinstance(target, (FunctionType, type)):
        return None
    if kind == "late":
        return elaborator.listed_late(node, args, statement)
    if kind == "lifted":
        return lifted(context, elaborator, args[0], args[1], statement)
    if isinstance(kind, type):
        return pushed(context, elaborator, node, target, args, keywords, statement)
    if kind == "transform":
        return transformed(context, elaborator, node, target, args, keywords, statement)
    return None


def changed(elaborator: Elaborator, node: gast.Call, original: gast.AST, changes: Mapping[str, gast.AST]) -> Meaning:
    """with_attributes(original, **changes): an object of the same class, all of whose children are given."""
    t = elaborator.type_of(original)
    if not isinstance(t, Record) or {n for n, _ in t.items} != set(changes):
        raise Unsupported("`with_attributes` of an object that is not known", node, "use a dataclass")
    new = Record(t.cls, tuple((n, elaborator.type_of(changes[n])) for n, _ in t.items), t.constants)
    storages = frozenset().union(*(elaborator.storages_of(c) for c in changes.values()))
    return Meaning(node, new, Build(tuple((n, changes[n]) for n, _ in t.items)), storages)


def pushed(context: Context, elaborator: Elaborator, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
    """jvp(f, primals, tangents), hvp(...), vjp(f, *primals), linearize(...): a call of the transform of f."""
    function, *given = args
    held = elaborator.type_of(function)
    options = {k: _static_value(elaborator.type_of(v)) for k, v in keywords.items()}
    kind = target.__s2sdiff_meaning__
    fun = None if isinstance(held, Closure) else _static_value(held)
    if fun is _OPEN or any(v is _OPEN for v in options.values()) or (kind.takes_tangents and len(given) != 2):
        raise Unsupported(f"`{target.__name__}` of a function that is not known when generating", node,
                          "transform a function that is defined outside")  # fmt: skip
    options = {"target": context.target, **({"has_aux": False} if kind.may_have_aux else {}), **options}
    if kind.takes_tangents:
        given = [in_a_tuple(elaborator, part, wish, statement) for part, wish in zip(given, ("primals", "tangents"), strict=True)]
    if isinstance(held, Closure):
        lift, fun = from_outside(context, elaborator, held)
        captured = lift.arguments(statement)
        options["held"] = len(captured)
        given = [with_items(elaborator, given[0], captured, statement), given[1]] if kind.takes_tangents else [*given, *captured]
    made = once(context, kind, fun, options)
    new = syntax.located(syntax.call(node.func, *given), node)
    return elaborator.call_object(new, made, list(new.args), {}, statement)


def once(context: Context, make: Any, function: Any, options: Mapping[str, Any]) -> Any:
    """A transform of a function, one and the same however often it is asked for."""
    key = (make, id(function), repr(sorted(options.items())))
    if key not in context.lifts:
        context.lifts[key] = make(function, **options)
    return context.lifts[key]


def in_a_tuple(elaborator: Elaborator, given: gast.AST, wish: str, statement: gast.AST) -> gast.AST:
    """Primals or tangents; one that is given bare, in a tuple."""
    if isinstance(elaborator.type_of(given), Seq):
        return given
    return named(elaborator, wish, syntax.tuple_([given]), statement)


def with_items(elaborator: Elaborator, given: gast.AST, more: Sequence[gast.AST], statement: gast.AST) -> gast.AST:
    """A tuple with more items after its own."""
    t = elaborator.type_of(given)
    if not isinstance(t, Seq) or not isinstance(given, gast.Name):
        raise Unsupported("arguments that are not a tuple of known length", statement, "write a tuple")
    parts = [elaborator.part(given, k, statement) for k in range(len(t.items))]
    return named(elaborator, f"{given.id}_args", syntax.tuple_([*parts, *more]), statement)


def named(elaborator: Elaborator, wish: str, value: gast.AST, statement: gast.AST) -> gast.AST:
    """A variable that holds a value."""
    together = elaborator.helper(statement, wish)
    elaborator.before([syntax.located(syntax.assign(together, value), statement)], statement)
    atom: gast.AST = syntax.located(syntax.name(together), statement)
    return atom


def lifted(context: Context, elaborator: Elaborator, function: gast.AST, given: gast.AST, statement: gast.AST) -> Meaning:
    """A local function as one from outside, and its arguments with what it captures after them."""
    held = elaborator.type_of(function)
    if not isinstance(held, Closure):
        return elaborator.evaluate(syntax.located(syntax.tuple_([function, given]), statement), statement)
    more = elaborator.type_of(given)
    lift, outside = from_outside(context, elaborator, held, alone=isinstance(more, Seq) and not more.items)
    together = with_items(elaborator, given, lift.arguments(statement), statement)
    wish = "function" if isinstance(held.node, gast.Lambda) else held.name
    alias = context.outer_alias(wish, outside, elaborator.names)
    whole = syntax.tuple_([syntax.name(alias), together])
    return elaborator.evaluate(syntax.located(whole, statement), statement)


def from_outside(context: Context, elaborator: Elaborator, held: Closure, *, alone: bool = False) -> tuple[Lift, FunctionType]:
    """A local function as one from outside; one and the same, however often it is asked for.

    `alone` where it is surely given nothing for its parameters that have defaults.
    """
    lift = Lift(elaborator, held, alone=alone)
    objects = tuple((name, t.cls, tuple(k for k, _ in t.items)) for name, t in lift.objects.items())
    key = ("lifted", tuple(lift.made), tuple(lift.captured.items()), objects, id(held.home.globals))
    if key not in context.lifts:
        context.lifts[key] = lift.function(context.bindings)
    return lift, context.lifts[key]


def transformed(context: Context, elaborator: Elaborator, node: gast.Call, target: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST) -> Meaning:
    """`grad(f, ...)` and the like: the transformed function itself, made when generating."""
    held = elaborator.type_of(args[0]) if args else None
    is_local = isinstance(held, Closure)
    values = [_static_value(elaborator.type_of(a)) for a in (args[1:] if is_local else args)]
    named = {k: _static_value(elaborator.type_of(v)) for k, v in keywords.items()}
    if any(v is _OPEN for v in [*values, *named.values()]):
        raise Unsupported(f"`{target.__name__}` of a function or argument that is not known when generating", node,
                          "transform a function that is defined outside")  # fmt: skip
    if isinstance(held, Closure):
        return of_local(context, elaborator, held, target, values, named, statement)
    return Meaning(node, Static(target(*values, **named)), Inactive("a transformed function"))


def of_local(context: Context, elaborator: Elaborator, held: Closure, target: Any, values: Sequence[Any], named: Mapping[str, Any], statement: gast.AST) -> Meaning:
    """`grad(f)` of a local function: `lambda x: grad_of_f(x, captured)`, with f as one from outside."""
    lift, outside = from_outside(context, elaborator, held)
    own = [*held.node.args.posonlyargs, *held.node.args.args]
    count = len(own)
    given = signature(target).bind_partial(None, *values, **named).arguments
    del given["fun"]
    if "argnums" in signature(target).parameters and given.get("argnums", 0) is not None:
        given["argnums"] = _counted(given.get("argnums", 0), count, statement)
    asked = given.get("argnames") or ()
    if not {p.id for p in own}.issuperset([asked] if isinstance(asked, str) else asked):
        raise Unsupported(f"`{target.__name__}` with respect to what the local function captures", statement, "make it an argument")
    if "in_axes" in signature(target).parameters:
        axes = given.get("in_axes", 0)
        given["in_axes"] = (*(axes if isinstance(axes, tuple) else (axes,) * count), *(None for _ in lift.given()))
    made = once(context, target, outside, given)
    alias = context.outer_alias(f"{target.__name__}_of_{outside.__name__}", made, elaborator.names)
    params = [gast.Name(lift.names.fresh(p.id), gast.Param(), None, None) for p in own]
    called = syntax.call(alias, *(syntax.name(p.id) for p in params), *lift.given())
    whole = gast.Lambda(gast.arguments(params, [], None, [], [], None, []), called)
    return elaborator.evaluate(syntax.located(whole, statement), statement)


def _counted(argnums: Any, count: int, statement: gast.AST) -> Any:
    """The arguments that are differentiated, counted from the beginning: behind them come those that are captured."""
    if not isinstance(argnums, int):
        return tuple(_counted(a, count, statement) for a in argnums)
    if not -count <= argnums < count:
        raise Unsupported(f"argument {argnums} of a local function that has {count}", statement, "count its own arguments")
    return argnums % count


class Lift:
    """A local function as one from outside: it takes what it captures as its last arguments, and holds those that it calls.

    What another local function captures gets names of its own, as that may be called otherwise there.  Of an object that
    is nothing but its attributes it takes these, and puts the object together again.
    """

    def __init__(self, elaborator: Elaborator, held: Closure, *, alone: bool) -> None:
        self.elaborator = elaborator
        self.home = held.home
        self.names = syntax.Names(_names(held.home.tree))
        self.captured: dict[str, str] = {}  # its name inside: the variable where the function is handed over
        self.inside: list[gast.FunctionDef] = []  # each after those that it calls
        self.made: list[tuple[gast.AST, str]] = []
        self.objects: dict[str, Record] = {}
        self.top = self.definition(held, held.name if isinstance(held.node, gast.Lambda) else held.node.name, alone=alone)
        self.objects = {name: self.as_read(name, t) for name, t in self.objects.items()}

    def as_read(self, name: str, t: Record) -> Record:
        """An object with the attributes alone that the function reads, where it reads nothing else of it: others may come later."""
        nodes = syntax.walk([self.top, *self.inside])
        parts = [n for n in nodes if isinstance(n, gast.Attribute) and isinstance(n.ctx, gast.Load) and syntax.is_name(n.value, name)]
        read = {part.attr for part in parts}
        alone = len(parts) == sum(syntax.is_name(n, name) for n in nodes) and read <= {key for key, _ in t.items}
        return replace(t, items=tuple((key, item) for key, item in t.items if key in read)) if alone else t

    def definition(self, held: Closure, name: str, *, alone: bool = False) -> gast.FunctionDef:
        """A local function, its captured variables under the names that they have here."""
        self.made.append((held.node, name))
        own = _names(held.node)
        self.names.taken |= own
        types = {free: self.elaborator.type_of(syntax.name(local)) for free, local in held.captured}
        values = [(free, local) for free, local in held.captured if not isinstance(types[free], Closure)]
        inside = {free: self.parameter(free, local, own) for free, local in values}
        if held.home is not self.home or (free_names(held.node) - types.keys()) & {*self.captured, *(f.name for f in self.inside)}:
            raise Unsupported(f"the local function `{held.name}` is called from where its names mean other things", held.node, "define it outside")
        for free, t in types.items():
            if isinstance(t, Closure):
                inside[free] = self.names.fresh(free)
                self.inside.append(self.definition(t, inside[free]))
        if isinstance(held.node, gast.FunctionDef):
            inside.setdefault(held.node.name, name)  # it may call itself
        function: gast.FunctionDef = renamed(as_function(held, name, alone=alone), inside)
        return function

    def arguments(self, statement: gast.AST) -> list[gast.AST]:
        """What is given for the captured variables, each under a name."""
        given = [syntax.located(part, statement) for part in self.given()]
        return [self.elaborator.part(g.value, g.attr, statement) if isinstance(g, gast.Attribute) else g for g in given]

    def given(self) -> list[gast.AST]:
        """What is given for the captured variables: these, or the attributes of an object."""
        found: list[gast.AST] = []
        for name, local in self.captured.items():
            t = self.objects.get(name)
            found += [syntax.name(local)] if t is None else [syntax.attribute(syntax.name(local), key) for key, _ in t.items]
        return found

    def parameter(self, free: str, local: str, own: set[str]) -> str:
        """Under which name a variable is captured."""
        if len(self.made) == 1:
            return self.capture(free, local)
        known = next((name for name, other in self.captured.items() if other == local and name not in own), None)
        name = known or self.names.fresh(free)
        return self.capture(name, local)

    def capture(self, name: str, local: str) -> str:
        """Note a captured variable."""
        t = self.elaborator.type_of(syntax.name(local))
        self.captured[name] = local
        if isinstance(t, Record) and not t.constants and tree.cotangent_class(t.cls, dict(t.items)) is SimpleNamespace:
            self.objects[name] = t
        return name

    def function(self, bindings: Mapping[str, Any]) -> FunctionType:
        """The function, live; `bindings` are the functions that emitted code names, such as those transformed already."""
        top, home = self.top, self.home
        classes: dict[str, Any] = {}
        for name in self.captured:
            t = self.objects.get(name)
            if t is None:
                top.args.args.append(gast.Name(name, gast.Param(), None, None))
                continue
            cls = next((n for n, known in classes.items() if known is t.cls), None) or self.names.fresh(t.cls.__name__)
            classes[cls] = t.cls
            parts = {key: self.names.fresh(f"{name}_{key}") for key, _ in t.items}
            top.args.args += [gast.Name(part, gast.Param(), None, None) for part in parts.values()]
            stores = [gast.Assign([gast.Attribute(syntax.name(name), key, gast.Store())], syntax.name(part), None) for key, part in parts.items()]
            top.body = [syntax.assign(name, syntax.empty_object(syntax.name(cls), classes[cls])), *stores, *top.body]
        top.body = [*self.inside, *top.body]
        text = emit.module([emit.print_function(top)])
        line = getattr(self.made[0][0], "lineno", home.tree.lineno)
        given = {**{n: bindings[n] for n in _names(top) if n in bindings}, **home.cells, **home.bound, **classes}
        return load(text, f"<s2sdiff {top.name} of {emit.origin(home.filename, line)}>", home.globals, given)[top.name]


def _names(tree: gast.AST) -> set[str]:
    return {n.id for n in syntax.walk(tree) if isinstance(n, gast.Name)}


def as_function(local: Closure, name: str, *, alone: bool) -> gast.FunctionDef:
    """A local function, or lambda, as a definition; `alone` where its parameters that have defaults are what these are."""
    spec = local.node.args
    optional = bool(spec.kwonlyargs or spec.defaults)
    if spec.vararg or spec.kwarg or (optional and not alone) or any(default is None for default in spec.kw_defaults):
        raise Unsupported(f"the local function `{local.name}` has more than plain arguments: define it outside", local.node, "define it outside")
    if nonlocal_names(local.node):
        raise Unsupported(f"the local function `{local.name}` assigns a variable of the function around it: let it return it", local.node, "return it")
    body = [gast.Return(local.node.body)] if isinstance(local.node, gast.Lambda) else local.node.body
    params = [*spec.posonlyargs, *spec.args]
    plain = len(params) - len(spec.defaults)
    fixed = [*zip(params[plain:], spec.defaults, strict=True), *zip(spec.kwonlyargs, spec.kw_defaults, strict=True)]
    body = [*(syntax.assign(p.id, default) for p, default in fixed), *body]
    given = [syntax.clone(p) for p in params[:plain]]
    return gast.FunctionDef(name, gast.arguments(given, [], None, [], [], None, []), syntax.clone(body), [], None, None, [])


def _static_value(t: Type) -> Any:
    if isinstance(t, Static):
        return t.value
    if isinstance(t, Scalar) and type(t.value) in (int, float, bool):
        return t.value
    if isinstance(t, Seq):
        items = [_static_value(i) for i in t.items]
        return _OPEN if any(i is _OPEN for i in items) else t.cls(items)
    return _OPEN


def is_ours(target: Any) -> bool:
    """Whether a value is a derivative of ours, or a function that has one of its own."""
    return hasattr(target, "function_for") or hasattr(target, "__s2sdiff_fun__")
