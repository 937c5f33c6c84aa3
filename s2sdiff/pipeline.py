"""The map: a request about a function becomes the source of a derivative, and a live function.

    read > normalize > analyze > differentiate > simplify > emit > run

`derive` is the whole of it; `write_*` put together one kind of derivative each.
"""

from __future__ import annotations

import inspect
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import CellType, ModuleType
from typing import Any

import gast
import numpy as np

from s2sdiff import custom, emit, runtime, syntax
from s2sdiff.analyze.activity import activity
from s2sdiff.analyze.elaborate import Elaborator
from s2sdiff.analyze.infer import Bottom
from s2sdiff.analyze.program import Leaf, Program, Version, holds_memory, inexact_leaves
from s2sdiff.context import Context, Specialised, star_count, with_super_spelled
from s2sdiff.differentiate.forward import Forward
from s2sdiff.differentiate.reverse import Bar, Reverse
from s2sdiff.differentiate.tape import Tape
from s2sdiff.emit.numba_profile import numba_legal
from s2sdiff.errors import NotDifferentiable, Unsupported, located
from s2sdiff.normalize import normalize
from s2sdiff.normalize.signature import written_out
from s2sdiff.read import Primal, read
from s2sdiff.run.derivative import Derivative, Request
from s2sdiff.run.load import load, take_defaults
from s2sdiff.simplify import Facts, simplify
from s2sdiff.types import (
    NONE,
    UNKNOWN,
    Array,
    ListOf,
    Record,
    Scalar,
    Seq,
    Sizes,
    Static,
    Type,
    Unknown,
    at,
    is_complex,
    is_inexact,
    sizes_for,
)

MODE_NAMES = {"grad": "grad", "value_and_grad": "value_and_grad", "jvp": "jvp", "vjp": "fwd"}


@dataclass(eq=False)
class Unit:
    """One function to differentiate: its program and with respect to what."""

    context: Context
    primal: Primal
    program: Program
    wrt: tuple[str, ...]
    name: str  # stem of the emitted names
    tape_type: Type = UNKNOWN
    keeps: set[str] = field(default_factory=set)  # parameters whose memory the tape holds on to
    keeps_result: bool = False  # whether it holds on to the result's
    seeds: dict[str, str] = field(default_factory=dict)  # names chosen for tangents of parameters

    @property
    def constants(self) -> list[str]:
        return [p for p in self.program.parameters if p not in self.wrt]

    @property
    def written(self) -> set[str]:
        """The names that the user wrote."""
        return {n.id for n in syntax.walk(self.primal.tree) if isinstance(n, gast.Name)}

    def sources(self) -> list[Leaf]:
        """The parts of the arguments with respect to which is differentiated."""
        arguments = self.program.arguments
        return [(arguments[p], path) for p in self.wrt for path, _ in inexact_leaves(arguments[p].type)]

    def result(self) -> Version | None:
        """The version that is returned."""
        return self.program.atom(self.program.returned) if self.program.returned is not None else None

    def targets(self, first_only: bool = False) -> list[Leaf]:
        """The parts of the result that matter; only those of its first item if the rest is auxiliary."""
        version = self.result()
        if version is None:
            return []
        return [(version, path) for path, _ in inexact_leaves(version.type) if not first_only or path[:1] == (0,)]


def derive(
    function: Callable[..., Any], request: Request, args: tuple[Type, ...], kwargs: dict[str, Type], sizes: Sizes | None = None
) -> Derivative:
    """The derivative of `function` for arguments of these types."""
    if hasattr(function, "function_for"):
        function = function.function_for(args, kwargs)  # a derivative of a derivative reads the first one's text
    context = Context(request.target, sizes or sizes_for(function))
    context.make_pair, context.make_tangent, context.make_custom = make_pair, make_tangent, custom.callee
    primal = read(custom.readable(function, request.mode, len(args)))
    with located(primal):
        tree = normalize(with_super_spelled(primal.tree))
        tree, spelled = written_out(tree, *star_count(primal.tree.args, args, kwargs, len(primal.bound)))
        if spelled:
            raise Unsupported(f"the keyword `{next(iter(spelled))}` is also a variable of the function", tree, "rename the variable")
        types = argument_types(primal, tree, args, kwargs)
        wrt = wrt_names(primal, tree, request.wrt)
        program = Elaborator(context, primal, tree, types, may_change_arguments=True).run()
        checks = checks_of_arguments(context, program, request)
        unit = Unit(context, primal, program, wrt, primal.name)
        suffixes = ("fwd", "bwd") if request.mode == "vjp" else (MODE_NAMES[request.mode],)
        context.taken.update(f"{primal.name}_{s}" for s in suffixes)  # a recursive call needs names of its own
        functions = write(unit, request)
        functions[0].body[1:1] = checks
    text = emit.module([print_unit(f, primal) for f in functions])
    name = f"<s2sdiff {functions[0].name} of {emit.origin(primal.filename, primal.tree.lineno)}>"
    live = live_functions(context, text, name, primal, bindings(context, primal, functions))
    if request.target == "python":
        take_defaults(live[functions[0].name], primal.function)
    everything = emit.module([text.rstrip("\n"), *context.texts]) if context.texts else text
    return Derivative(
        everything, live[functions[0].name], live[functions[1].name] if len(functions) > 1 else None,
        program.result or NONE, context.is_current(), {"main": functions[0].name}, context.loaded, list(context.dependencies),
    )  # fmt: skip


def checks_of_arguments(context: Context, program: Program, request: Request) -> list[gast.AST]:
    """For a function that changes its arguments: the checks, on entry, that nothing else shows what is changed."""
    changed = [program.arguments[p] for p in program.changed]
    for version, place in zip(changed, program.changed.values(), strict=True):
        if request.repeated or not isinstance(version.type, Array):
            raise Unsupported(
                f"`{version.name}` is, or may be, an argument of the function, and is changed in place", place,
                f"work on a copy: `{version.name} = {version.name}.copy()` before this line",
            )  # fmt: skip
    beyond = [name for (_, name), (get, _) in context.dependencies.items() if isinstance(get(), np.ndarray)]
    beyond = [name for name in beyond if name not in program.outer]
    if changed and beyond:
        raise Unsupported(
            f"an argument is changed in place, and `{beyond[0]}`, which is read elsewhere, may share its memory",
            next(iter(program.changed.values())), f"pass `{beyond[0]}` as an argument, or work on a copy",
        )  # fmt: skip
    held = (Record, Static, Unknown)
    given = [v for v in program.arguments.values() if holds_memory(v.type) or isinstance(v.type, held)]
    outer = [v for v in program.outer.values() if holds_memory(v.type)]
    others = [v for v in (*given, *outer) if v not in changed]
    compared = {v: [*changed[k + 1 :], *others] for k, v in enumerate(changed)}
    names = {syntax.name(v.name): [syntax.name(o.name) for o in rest] for v, rest in compared.items() if rest}
    return [gast.Expr(context.helper_call("check_apart", name, *rest)) for name, rest in names.items()]


def live_functions(context: Context, text: str, name: str, primal: Primal, names: dict[str, Any]) -> dict[str, Any]:
    """The functions of a text, as the target runs them."""
    live = load(text, name, primal.globals, names)
    context.loaded.append((text, name, primal.globals, names))
    if context.target == "numba":
        from s2sdiff.run.numba import Compiler

        context.compiler = context.compiler or Compiler()
        compiled: dict[str, Any] = context.compiler.compile(live)
        return compiled
    return live


def print_unit(function: gast.FunctionDef, primal: Primal) -> str:
    return emit.print_function(function, primal.comments)


def bindings(context: Context, primal: Primal, functions: Sequence[gast.FunctionDef]) -> dict[str, Any]:
    """The names in emitted code that are not globals of the user's module, and what they mean."""
    found: dict[str, Any] = dict(primal.cells)
    read_names = set().union(*(syntax.names_read(f.body) for f in functions))
    local = set().union(*(syntax.names_stored(f.body) | {a.id for a in [*f.args.args, *f.args.kwonlyargs]} for f in functions))
    for name in read_names:
        if name in context.bindings:
            found[name] = context.bindings[name]
        elif name not in local and name not in found and inspect.isfunction(getattr(runtime, name, None)):
            if name in primal.globals and primal.globals[name] is not getattr(runtime, name):
                raise Unsupported(f"`{name}` is the name of a helper of s2sdiff", primal.tree, "rename yours")
            found[name] = getattr(runtime, name)
    import math

    for alias, module in (("np", np), ("math", math), *loaded_libraries()):
        if alias in read_names and alias not in found and primal.globals.get(alias) is not module:
            found[alias] = module
    if context.target == "numba" and "numba" in read_names and "numba" not in primal.globals:
        import numba

        found["numba"] = numba
    bound = primal.bound if isinstance(primal.bound, dict) else {}
    return found | {name: value for name, value in bound.items() if name in read_names}


def loaded_libraries() -> list[tuple[str, ModuleType]]:
    """The optional libraries that rules' bodies name: SciPy, once the program has imported it."""
    return [("scipy", sys.modules["scipy"])] if "scipy" in sys.modules else []


def library_types() -> dict[str, Type]:
    """What their names mean in emitted text."""
    return {name: Static(module) for name, module in loaded_libraries()}


def refuse_undefined(body: Sequence[gast.AST]) -> None:
    """Refuse what a rule has marked as `undefined`, where it is still asked for."""
    for statement in body:
        for node in syntax.walk(statement):
            if isinstance(node, gast.Call) and syntax.dotted(node.func) == "undefined":
                raise Unsupported(node.args[0].value, statement, "hold it constant, or declare the derivative with s2sdiff.extend")


def argument_types(primal: Primal, tree: gast.FunctionDef, args: Sequence[Type], kwargs: dict[str, Type]) -> dict[str, Type]:
    """The type of each parameter, defaults included."""
    spec = tree.args
    bound = primal.bound if isinstance(primal.bound, dict) else {}
    positional = [a.id for a in [*spec.posonlyargs, *spec.args] if a.id not in bound]
    keyword_only = [a.id for a in spec.kwonlyargs if a.id not in bound]
    if len(args) > len(positional):
        raise TypeError(f"{primal.name}() takes {len(positional)} positional arguments but {len(args)} were given")
    types = dict(zip(positional, args, strict=False))
    for name, t in kwargs.items():
        if name not in positional + keyword_only or name in types:
            raise TypeError(f"{primal.name}() got an unexpected keyword argument '{name}'")
        types[name] = t
    defaults = default_values(primal)
    result: dict[str, Type] = {}
    from s2sdiff.types import type_of

    for name in [*positional, *keyword_only]:
        if name in types:
            result[name] = types[name]
        elif name in defaults:
            result[name] = type_of(defaults[name], Sizes())
        else:
            raise TypeError(f"{primal.name}() missing a required argument: '{name}'")
    return result


def default_values(primal: Primal) -> dict[str, Any]:
    """Default of each parameter that has one."""
    function = primal.function
    names = function.__code__.co_varnames[: function.__code__.co_argcount] if function is not None else ()
    found = dict(zip(reversed(names), reversed(getattr(function, "__defaults__", None) or ()), strict=False))
    return found | dict(getattr(function, "__kwdefaults__", None) or {})


def wrt_names(primal: Primal, tree: gast.FunctionDef, wrt: Sequence[int | str]) -> tuple[str, ...]:
    """The parameters behind positions and names."""
    bound = primal.bound if isinstance(primal.bound, dict) else {}
    positional = [a.id for a in [*tree.args.posonlyargs, *tree.args.args] if a.id not in bound]
    return tuple(positional[w] if isinstance(w, int) else w for w in wrt)


# --- putting together each kind of derivative ---


def write(unit: Unit, request: Request) -> list[gast.FunctionDef]:
    """The functions that answer a request, the main one first."""
    if request.mode == "jvp":
        return [write_tangent(unit, request)]
    if request.mode == "vjp":
        return write_pair(unit, request.bare, request.has_aux)
    return [write_gradient(unit, request)]


def write_gradient(unit: Unit, request: Request) -> gast.FunctionDef:
    """Value and cotangents in one function, its locals the tape."""
    program = unit.program
    active = activity(program, unit.sources(), unit.targets(request.has_aux))
    reverse = Reverse(unit.context, program, active, unit.primal.lines, unit.written)
    reverse.types |= library_types()
    result = unit.result()
    reverse.lasting = True
    path: tuple[Any, ...] = (0,) if request.has_aux else ()
    if result is not None and (result, path) in active:
        one = 1.0 if not is_complex(at(result.type, path)) else 1.0 + 0j
        reverse.bars[(result.name, path)] = Bar(syntax.const(one), Scalar("float64", weak=True, value=1.0), owned=True)
    wants_value = request.mode == "value_and_grad" or request.has_aux
    backward, tape = sweep(unit, reverse, wants_value)
    *cotangents, value = tape.answers if wants_value else [*tape.answers, syntax.const(None)]
    forward = tape.forward(program.tree.body[:-1])
    outputs = cotangents[0] if request.bare else syntax.tuple_(cotangents)
    if request.mode == "value_and_grad":
        body_value: list[gast.AST] = [value, outputs]
        answer: gast.AST = syntax.tuple_(body_value)
    elif request.has_aux:
        answer = syntax.tuple_([outputs, syntax.subscript(value, syntax.const(1))])
    else:
        answer = outputs
    body = forward
    if backward and any(isinstance(s, (gast.For, gast.While)) for s in forward):
        body = [syntax.Comment(FORWARD), *forward, syntax.Comment(),
                syntax.Comment(REVERSE), *backward]  # fmt: skip
    else:
        body = [*forward, syntax.Comment(), *backward] if backward and forward else [*forward, *backward]
    body = [*body, syntax.returns(answer)]
    name = f"{unit.name}_{MODE_NAMES[request.mode]}"
    return finished(unit, name, request.mode, body, tape.types | reverse.final_types(), tape.temporaries)


def sweep(unit: Unit, reverse: Reverse, with_value: bool = False) -> tuple[list[gast.AST], Tape]:
    """The reverse sweep with its primal values settled, and the cotangents (and the value) it ends with."""
    reverse.block(unit.program.tree.body[:-1])
    arguments = unit.program.arguments
    answers = [reverse.result(arguments[p], arguments[p].type) for p in unit.wrt]
    if with_value:
        answers.append(reverse.primal(unit.program.returned))
    held = syntax.assign("answers", syntax.tuple_(answers))
    tape = Tape(reverse, [*reverse.out, held])
    tape.settle()
    tape.answers = tape.backward[-1].value.elts
    return tape.backward[:-1], tape


def write_pair(unit: Unit, bare: bool, has_aux: bool = False) -> list[gast.FunctionDef]:
    """The forward half, which returns the value and a tape, and the backward half."""
    program = unit.program
    active = activity(program, unit.sources(), unit.targets(has_aux))
    reverse = Reverse(unit.context, program, active, unit.primal.lines, unit.written)
    reverse.types |= library_types()
    result = unit.result()
    value = syntax.clone(program.returned)
    seed = program.names.fresh(f"{value.id}_bar" if isinstance(value, gast.Name) else "out_bar")
    if result is not None:
        for path, t in inexact_leaves(result.type):
            if (result, path) in active:
                own = path[1:] if has_aux else path
                if not path:
                    reverse.bar_names[(result.name, path)] = seed
                reverse.bars[(result.name, path)] = Bar(reverse.part_of(seed, at(result.type, (0,)) if has_aux else result.type, own), t, owned=False)
        if not has_aux:
            reverse.types[seed] = result.type
        else:
            reverse.types[seed] = at(result.type, (0,))
    backward, tape = sweep(unit, reverse)
    forward = tape.forward(program.tree.body[:-1])
    answer = tape.answers[0] if bare else syntax.tuple_(tape.answers)
    types = tape.types | reverse.final_types()
    behind = finished(unit, f"{unit.name}_bwd", "bwd", [*backward, syntax.returns(answer)], types, tape.temporaries | bound_names(forward), params=[seed])
    missing = read_first(behind.body, {seed}) & (bound_names(forward) | set(program.parameters))
    kept = [n for n in in_order(behind.body) if n in missing]
    if kept:
        unpack = syntax.assign(syntax.tuple_([syntax.name(k, store=True) for k in kept], store=True), syntax.name("tape"))
        behind.body.insert(1 if is_docstring(behind.body) else 0, unpack)
    behind.args = syntax.function("", ["tape", seed], []).args
    sure = definitely_bound(forward) | set(program.parameters)
    unsure = [n for n in kept if n not in sure]
    forward = [*(syntax.assign(n, placeholder(type_of_name(n, program, types), unit.context.target)) for n in unsure), *forward]
    packed = syntax.tuple_([syntax.name(k) for k in kept])
    held = frozenset().union(*(v.storages for v in program.versions.values() if v.name in kept or tape.kept.get(v) in kept))
    unit.keeps = {p for p in program.parameters if program.arguments[p].storages & held}
    unit.keeps_result = result is not None and bool(result.storages & held)
    unit.tape_type = Seq(tuple, tuple(type_of_name(n, program, types) for n in kept))
    front = finished(unit, f"{unit.name}_fwd", "fwd", [*forward, syntax.returns(syntax.tuple_([value, packed]))], types, tape.temporaries)
    return [front, behind]


def write_tangent(unit: Unit, request: Request) -> gast.FunctionDef:
    """Value and tangent, side by side."""
    program = unit.program
    active = activity(program, unit.sources(), unit.targets(request.has_aux))
    forward = Forward(unit.context, program, active)
    forward.types |= library_types()
    from s2sdiff.differentiate.forward import Dot

    seeds = []
    for p in unit.wrt:
        version = program.arguments[p]
        seed = unit.seeds[p] if p in unit.seeds else program.names.fresh(f"{p}_dot")
        seeds.append(seed)
        forward.types[seed] = version.type
        for path, t in inexact_leaves(version.type):
            if (version, path) in active:
                from s2sdiff.differentiate.forward import _at_path

                forward.dots[(p, path)] = Dot(_at_path(syntax.name(seed), version.type, path), t, owned=False)
        if not isinstance(version.type, (Scalar, Array, ListOf)):
            forward.temporaries.discard(seed)
        else:
            forward.dot_names[(p, ())] = seed
    forward.block(program.tree.body)
    value = syntax.clone(program.returned)
    result = unit.result()
    if result is None:
        tangent: gast.AST = syntax.const(0.0)
    else:
        tangent = forward.tree(syntax.name(result.name), result, result.type, ())
    if request.has_aux and result is not None:
        first = forward.tree(syntax.subscript(syntax.name(result.name), syntax.const(0)), result, at(result.type, (0,)), (0,))
        answer: gast.AST = syntax.tuple_([syntax.subscript(value, syntax.const(0)), first, syntax.subscript(syntax.clone(value), syntax.const(1))])
    else:
        answer = syntax.tuple_([value, tangent])
    body = [*forward.out, syntax.returns(answer)]
    name = f"{unit.name}_jvp"
    return finished(unit, name, "jvp", body, forward.final_types(), forward.temporaries, keyword_only=seeds)


def finished(
    unit: Unit, name: str, mode: str, body: list[gast.AST], types: dict[str, Type], temporaries: set[str],
    params: Sequence[str] | None = None, keyword_only: Sequence[str] = (),
) -> gast.FunctionDef:  # fmt: skip
    """The simplified function, with its header."""
    program = unit.program
    refuse_undefined(body)
    body = without_unused_functions(body)
    function = syntax.function(name, list(params) if params is not None else list(program.parameters), body, keyword_only)
    if params is None:
        keep_defaults(function, unit)
    facts = Facts(
        frozenset(temporaries | anonymous(unit)), kinds(program, types), dtypes(program, types), lengths(program, types),
        pure_names(unit), local=not program.changed,
    )  # fmt: skip
    # The Numba profile looks types up by name, so names stay as they are there.
    if unit.context.simplify:
        function = simplify(function, facts, numbered=unit.context.target != "numba")
    function.body = without_idle_sections(function.body)
    place = emit.origin(unit.primal.filename, unit.primal.tree.lineno)
    gives = [f"{p}_bar" for p in unit.wrt] if mode in ("grad", "bwd") else []
    text = emit.header(mode, unit.primal.name, list(unit.wrt), unit.constants, place, gives)
    function.body.insert(0, gast.Expr(syntax.const(text)))
    if unit.context.target == "numba":
        known = {v.name: v.type for v in program.versions.values()} | types
        return numba_legal(function, known, temporaries)
    return function


def without_unused_functions(body: list[gast.AST]) -> list[gast.AST]:
    """The body without nested functions that are not called as they are: their derivatives took their place."""
    while True:
        defined = [s for s in syntax.walk(body) if isinstance(s, gast.FunctionDef) and not s.decorator_list]
        counts = Counter(n.id for n in syntax.walk(body) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Load))
        unused = [s for s in defined if counts[s.name] == sum(isinstance(n, gast.Name) and n.id == s.name for n in syntax.walk(s.body))]
        if not unused:
            return body
        body = _without(body, unused)


def _without(body: list[gast.AST], unused: Sequence[gast.AST]) -> list[gast.AST]:
    """The body without some of its statements, also in the blocks inside."""
    kept = [s for s in body if not any(s is u for u in unused)]
    for statement in kept:
        for field_name in ("body", "orelse"):
            block = getattr(statement, field_name, None)
            if isinstance(block, list) and block:
                setattr(statement, field_name, _without(block, unused) or ([gast.Pass()] if field_name == "body" else []))
    return kept


FORWARD, REVERSE = "--- forward sweep, keeping what the adjoint needs ---", "--- reverse sweep ---"


def without_idle_sections(body: list[gast.AST]) -> list[gast.AST]:
    """The body without its two section headings, where no loop is left in the forward sweep."""
    texts = [s.text if isinstance(s, syntax.Comment) else None for s in body]
    if FORWARD not in texts or REVERSE not in texts:
        return [s for s in body if not (isinstance(s, syntax.Comment) and s.text in (FORWARD, REVERSE))]
    first = body[texts.index(FORWARD) : texts.index(REVERSE)]
    if any(isinstance(s, (gast.For, gast.While)) for s in first):
        return body
    kept = [s for s in body if not (isinstance(s, syntax.Comment) and s.text in (FORWARD, REVERSE))]
    return kept[1:] if kept and isinstance(kept[0], syntax.Comment) and not kept[0].text else kept


def keep_defaults(function: gast.FunctionDef, unit: Unit) -> None:
    """The user's literal defaults stay; parameters after `*` stay after `*`."""
    spec = unit.program.tree.args
    own = {a.id for a in spec.kwonlyargs}
    names = list(unit.program.parameters)
    literal = {a.id: d for a, d in zip(reversed([*spec.posonlyargs, *spec.args]), reversed(spec.defaults), strict=False)}
    literal |= {a.id: d for a, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None}
    positional = [n for n in names if n not in own]
    function.args.args = [gast.Name(n, gast.Param(), None, None) for n in positional]
    tail: list[gast.AST] = []
    for n in reversed(positional):
        if n not in literal or not isinstance(literal[n], gast.Constant):
            break
        tail.insert(0, syntax.clone(literal[n]))
    function.args.defaults = tail
    kwonly = [n for n in names if n in own]
    function.args.kwonlyargs = [gast.Name(n, gast.Param(), None, None) for n in kwonly] + function.args.kwonlyargs
    function.args.kw_defaults = [syntax.clone(literal[n]) if isinstance(literal.get(n), gast.Constant) else None for n in kwonly] + function.args.kw_defaults


def anonymous(unit: Unit) -> set[str]:
    """Names that the user did not write."""
    return {v.name for v in unit.program.versions.values()} - unit.written


def kinds(program: Program, types: dict[str, Type]) -> dict[str, str]:
    """What the simplifier may assume about names."""
    found: dict[str, str] = {}
    for name, t in [*((v.name, v.type) for v in program.versions.values()), *types.items()]:
        if isinstance(t, Bottom):
            continue  # never computed
        kind = "scalar" if isinstance(t, Scalar) else "array" if isinstance(t, Array) else "list" if isinstance(t, ListOf) else "other"
        if isinstance(t, Seq) or (isinstance(t, Static) and not isinstance(t.value, (list, dict))):
            kind = "other"
        found[name] = kind if found.get(name, kind) == kind else "other" if "other" in (kind, found[name]) else "array"
    return found


def dtypes(program: Program, types: dict[str, Type]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, t in [*((v.name, v.type) for v in program.versions.values()), *types.items()]:
        if isinstance(t, (Scalar, Array)):
            found[name] = t.dtype if found.get(name, t.dtype) == t.dtype else ""
    return {n: d for n, d in found.items() if d}


def lengths(program: Program, types: dict[str, Type]) -> dict[str, int]:
    """How many items the tuples have that are always of one length."""
    found: dict[str, int] = {}
    for name, t in [*((v.name, v.type) for v in program.versions.values()), *types.items()]:
        length = len(t.items) if isinstance(t, Seq) and t.cls is not list else 0
        found[name] = length if found.get(name, length) == length else 0
    return {n: k for n, k in found.items() if k}


def pure_names(unit: Unit) -> frozenset[str]:
    return frozenset(unit.context.bindings) - frozenset(unit.context.foreign)


def bound_names(statements: Sequence[gast.AST]) -> set[str]:
    return syntax.names_stored(list(statements))


def type_of_name(name: str, program: Program, types: dict[str, Type]) -> Type:
    """The type of a variable of an emitted function."""
    found = [types[name]] if name in types else [v.type for v in program.versions.values() if v.name == name]
    return found[-1] if found else UNKNOWN


def placeholder(t: Type, target: str = "python") -> gast.AST:
    """What a variable holds on paths that do not need it: something of the same kind."""
    if target == "numba":
        return syntax.const(None)  # the Numba profile puts an empty value of the type
    if isinstance(t, (Scalar, Array)):
        return syntax.const(0.0)
    if isinstance(t, ListOf):
        return syntax.list_([])
    if isinstance(t, Seq) and t.cls is tuple:
        return syntax.tuple_([placeholder(i) for i in t.items])
    return syntax.const(None)


def definitely_bound(statements: Sequence[gast.AST]) -> set[str]:
    """Names that are assigned on every path through a block."""
    found: set[str] = set()
    for statement in statements:
        if isinstance(statement, gast.If):
            sides = [definitely_bound(part) for part in (statement.body, statement.orelse) if not _leaves(part)]
            found |= set.intersection(*sides) if sides else set()
        elif isinstance(statement, gast.With) or (isinstance(statement, gast.While) and isinstance(statement.test, gast.Constant)):
            found |= definitely_bound(statement.body)
        elif isinstance(statement, gast.Assign):
            found |= syntax.names_stored(statement)
    return found


def _leaves(block: Sequence[gast.AST]) -> bool:
    return bool(block) and isinstance(block[-1], (gast.Raise, gast.Return))


def is_docstring(body: Sequence[gast.AST]) -> bool:
    return bool(body) and isinstance(body[0], gast.Expr) and isinstance(body[0].value, gast.Constant)


def in_order(nodes: Sequence[gast.AST]) -> list[str]:
    """Names read in a body, in the order of their first reading."""
    return list(dict.fromkeys(n.id for n in syntax.walk(list(nodes)) if isinstance(n, gast.Name)))


def read_first(statements: Sequence[gast.AST], defined: set[str]) -> set[str]:
    """Names that may be read before the statements themselves assign them."""
    live: set[str] = set()
    for statement in reversed(statements):
        live = live_before(statement, live)
    return live - defined


def live_before(statement: gast.AST, after: set[str]) -> set[str]:
    """Names that may be read from before a statement on."""

    def through(block: Sequence[gast.AST], out: set[str]) -> set[str]:
        live = set(out)
        for s in reversed(block):
            live = live_before(s, live)
        return live

    if isinstance(statement, gast.If):
        return syntax.names_read(statement.test) | through(statement.body, after) | through(statement.orelse, after)
    if isinstance(statement, gast.For):
        inside = through(statement.body, after)
        inside = through(statement.body, after | inside) - syntax.names_stored(statement.target)
        return syntax.names_read(statement.iter) | inside | after
    if isinstance(statement, gast.While):
        inside = through(statement.body, after | syntax.names_read(statement.test))
        return syntax.names_read(statement.test) | through(statement.body, after | inside) | after
    if isinstance(statement, gast.With):
        return syntax.names_read(statement.items) | through(statement.body, after)
    if isinstance(statement, gast.Assign):
        plain = {n.id for t in statement.targets for n in syntax.walk(t) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)}
        return (after - plain) | syntax.names_read(statement.value) | syntax.names_read(statement.targets)
    if isinstance(statement, gast.AugAssign):
        own = {statement.target.id} if isinstance(statement.target, gast.Name) else syntax.names_read(statement.target)
        return after | own | syntax.names_read(statement.value)
    return after | syntax.names_read(statement)


# --- callees ---


@dataclass(eq=False)
class Pair:
    """The two halves of a callee's derivative, under the names by which callers know them."""

    name: str
    forward_name: str
    backward_name: str
    cotangents: list[tuple[str, Type]]
    tape_type: Type = UNKNOWN
    keeps: set[str] | None = None  # None while it is not known
    keeps_result: bool = True
    seeds: dict[str, str] = field(default_factory=dict)  # of a tangent function: what it calls the tangent of a parameter


def make_pair(specialised: Specialised, wanted: tuple[str, ...], key: Any) -> None:
    """Write and load the halves of a callee; they are known before they are written, so that recursion works."""
    callee = specialised.callee
    context = callee.context
    stem = fresh_stem(context, callee.name, ("fwd", "bwd"))
    pair = Pair(stem, f"{stem}_fwd", f"{stem}_bwd", [(p, specialised.types[p]) for p in wanted])
    specialised.pairs[key] = pair
    cells = {pair.forward_name: CellType(), pair.backward_name: CellType()}
    context.bindings.update(cells)
    slot = len(context.texts)
    context.texts.append("")
    with located(callee.primal):
        unit = Unit(context, callee.primal, specialised.elaborate(), wanted, stem)
        functions = write_pair(unit, bare=len(wanted) == 1)
        pair.tape_type, pair.keeps, pair.keeps_result = unit.tape_type, unit.keeps, unit.keeps_result
    place(context, callee.primal, functions, cells, slot)


def make_tangent(specialised: Specialised, wanted: tuple[str, ...], key: Any) -> None:
    """Write and load the tangent function of a callee."""
    callee = specialised.callee
    context = callee.context
    stem = fresh_stem(context, callee.name, ("jvp",))
    pair = Pair(f"{stem}_jvp", "", "", [])
    specialised.pairs[key] = pair
    cells = {pair.name: CellType()}
    context.bindings.update(cells)
    slot = len(context.texts)
    context.texts.append("")
    with located(callee.primal):
        unit = Unit(context, callee.primal, specialised.elaborate(), wanted, stem)
        pair.seeds = unit.seeds = {p: unit.program.names.fresh(f"{p}_dot") for p in wanted}
        functions = [write_tangent(unit, Request("jvp", wanted))]
    place(context, callee.primal, functions, cells, slot)


def fresh_stem(context: Context, name: str, suffixes: Sequence[str]) -> str:
    stem, n = name, 0
    while any(f"{stem}_{s}" in context.taken for s in suffixes):
        n += 1
        stem = f"{name}_{n}"
    context.taken.update(f"{stem}_{s}" for s in suffixes)
    return stem


def place(context: Context, primal: Primal, functions: list[gast.FunctionDef], cells: dict[str, CellType], slot: int) -> None:
    """Load a callee's derivative and fill the cells through which others see it."""
    text = emit.module([print_unit(f, primal) for f in functions])
    context.texts[slot] = text.rstrip("\n")
    name = f"<s2sdiff {functions[0].name} of {emit.origin(primal.filename, primal.tree.lineno)}>"
    own = {f.name for f in functions}
    live = live_functions(context, text, name, primal, {k: v for k, v in bindings(context, primal, functions).items() if k not in own})
    for k, cell in cells.items():
        cell.cell_contents = live[k]


__all__ = ["Derivative", "NotDifferentiable", "Request", "derive", "is_inexact"]
