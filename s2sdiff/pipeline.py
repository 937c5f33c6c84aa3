"""The map: a request about a function becomes the source of a derivative, and a live function.

    read > normalize > analyze > differentiate > simplify > emit > run

`derive` is the whole of it; the room `assemble` puts together one kind of derivative each.  `s2sdiff.stages` shows the
steps one by one.
"""

from __future__ import annotations

import gc
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import gast

from s2sdiff import assemble, custom, emit
from s2sdiff.analyze.absent import is_absent
from s2sdiff.analyze.elaborate import Elaborator
from s2sdiff.analyze.program import all_parts, stand_of
from s2sdiff.assemble.callees import make_pair, make_tangent
from s2sdiff.assemble.entry import argument_types, checks_of_arguments, wrt_names
from s2sdiff.assemble.loading import bindings, live_functions, print_unit
from s2sdiff.assemble.unit import Unit
from s2sdiff.called import star_count, with_super_spelled
from s2sdiff.context import Context
from s2sdiff.errors import Unsupported, located
from s2sdiff.normalize import normalize
from s2sdiff.normalize.signature import written_out
from s2sdiff.read import EMITTED, Primal, read
from s2sdiff.run.derivative import Derivative, Request
from s2sdiff.run.load import take_defaults
from s2sdiff.sizes import Sizes, sizes_for
from s2sdiff.types import NONE, Type

__all__ = ["Derivative", "Request", "derive"]

FORWARD_FIRST = "ask for forward mode first: `jacrev(jacfwd(f))` for a Hessian, `grad` of a `jvp` for its product"
COPY_FIRST = "let the function bind new arrays, `x = x + v`, where it changes one in place that has other names"
DEEPEST = 5_000  # frames of Python's stack: a sum of eight hundred terms takes most of them
SUFFIXES = {"grad": ("grad",), "value_and_grad": ("value_and_grad",), "jvp": ("jvp",), "vjp": ("fwd", "bwd")}


@contextmanager
def other_order(primal: Primal) -> Iterator[None]:
    """What a first derivative does cannot be mended by the user, but often it can be asked for in another order."""
    try:
        yield
    except Unsupported as error:
        text = error.filename or primal.filename
        if text.startswith(EMITTED):
            forward = text.split(" of ")[0].endswith(("_jvp", "_jacfwd"))
            error.cure = COPY_FIRST if forward else FORWARD_FIRST
        raise


@contextmanager
def may_know_numbers(sizes: Sizes) -> Iterator[None]:
    """What is refused here may be no more where whole numbers are known by their values, if there were any."""
    try:
        yield
    except Unsupported as error:
        error.by_value = sizes.met_numbers and not sizes.by_value
        raise


@contextmanager
def not_too_deep(function: Callable[..., Any]) -> Iterator[None]:
    """Python's stack has an end, and an expression may go beyond it."""
    try:
        yield
    except RecursionError:
        code = getattr(inspect.unwrap(function), "__code__", None)
        place = f" ({emit.origin(code.co_filename, code.co_firstlineno)})" if code is not None else ""
        what = f"an expression in `{getattr(function, '__name__', 'the function')}`{place} that nests too deeply"
        raise Unsupported(what, cure="name its parts: a long sum in several lines") from None


@contextmanager
def undisturbed() -> Iterator[None]:
    """Without searches for garbage: trees live until the derivative is written, and looking through them takes a fifth of it.

    Long sums nest as deeply as they are long, so Python's stack may grow.
    """
    enabled, limit = gc.isenabled(), sys.getrecursionlimit()
    gc.disable()
    sys.setrecursionlimit(max(limit, DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
        if enabled:
            gc.enable()


@undisturbed()
def derive(
    function: Callable[..., Any], request: Request, args: tuple[Type, ...], kwargs: dict[str, Type], sizes: Sizes | None = None
) -> Derivative:
    """The derivative of `function` for arguments of these types."""
    with not_too_deep(function):
        unit, functions = with_calls_read(request, lambda given: prepare(function, given, args, kwargs, sizes))
        return loaded(unit, functions, request)


def with_calls_read(request: Request, prepared: Callable[[Request], Unit]) -> tuple[Unit, list[gast.FunctionDef]]:
    """The functions that answer a request.  Where the result of a call changes that the tape of the call holds, and may be
    a view of what is handed over, no copy can be kept in its place: the function is read where it is called.
    """
    while True:
        try:
            unit = prepared(request)
            return unit, write(unit, request)
        except Unsupported as refusal:
            if refusal.call in {None, *request.read_here}:
                raise
            request = replace(request, read_here=request.read_here | {refusal.call})


def prepare(
    function: Callable[..., Any], request: Request, args: tuple[Type, ...], kwargs: dict[str, Type], sizes: Sizes | None = None,
    *, simplify: bool = True,
) -> Unit:  # fmt: skip
    """The function, read and analysed for arguments of these types: what differentiating begins with."""
    context = Context(request.target, simplify=simplify)
    if hasattr(function, "function_for"):
        function = context.emitted_of(function, args, kwargs)  # a derivative of a derivative reads the first one's text
    context.sizes = sizes or sizes_for(function)
    context.read_again, context.read_here = request.read_again, request.read_here
    context.make_pair, context.make_tangent = make_pair, make_tangent
    context.make_custom, context.make_again = custom.callee, custom.recursion_again
    primal = read(custom.readable(function, request.mode, len(args)))
    context.relies_on_reading(primal)
    with located(primal), other_order(primal), may_know_numbers(context.sizes):
        tree = normal_form(primal, args, kwargs)
        types = argument_types(primal, tree, args, kwargs, context.sizes)
        wrt = wrt_names(primal, tree, request.wrt)
        program = Elaborator(context, primal, tree, types).run()
        stand = next(filter(None, map(stand_of, all_parts(program.result or NONE))), None)
        if stand is not None:
            raise Unsupported(f"{stand.described} is returned", program.returned, stand.cure)
        if any(map(is_absent, all_parts(program.result or NONE))):
            message = "a tuple or an object on one path, and None on another, is returned"
            raise Unsupported(message, program.returned, "return one on each path, with a number that tells them apart")
        return Unit(context, primal, program, wrt, primal.name)


def normal_form(primal: Primal, args: tuple[Type, ...], kwargs: dict[str, Type]) -> gast.FunctionDef:
    """The function in normal form, and with the parameters that its stars stand for in such a call."""
    tree = normalize(with_super_spelled(primal.tree), meaning=primal.meaning)
    tree, spelled = written_out(tree, *star_count(primal.tree.args, args, kwargs, len(primal.bound)))
    if spelled:
        raise Unsupported(f"the keyword `{next(iter(spelled))}` is also a variable of the function", tree, "rename the variable")
    return tree


def write(unit: Unit, request: Request) -> list[gast.FunctionDef]:
    """The functions that answer a request, the main one first, with what is checked when it is called."""
    with located(unit.primal), other_order(unit.primal), may_know_numbers(unit.context.sizes):
        checks = checks_of_arguments(unit.context, unit.program, request)
        unit.context.taken.update(f"{unit.name}_{s}" for s in SUFFIXES[request.mode])  # a recursive call needs names of its own
        functions = assemble.write(unit, request)
        functions[0].body[1:1] = checks
        return functions


def loaded(unit: Unit, functions: list[gast.FunctionDef], request: Request) -> Derivative:
    """The functions as text, and live."""
    context, primal = unit.context, unit.primal
    text = emit.module([print_unit(f, primal) for f in functions])
    name = f"<s2sdiff {functions[0].name} of {emit.origin(primal.filename, primal.tree.lineno)}>"
    live = live_functions(context, text, name, primal, bindings(context, primal, functions))
    if request.target == "python":
        take_defaults(live[functions[0].name], primal.function)
    everything = emit.module([text.rstrip("\n"), *context.texts]) if context.texts else text
    return Derivative(
        everything, live[functions[0].name], live[functions[1].name] if len(functions) > 1 else None,
        unit.program.result or NONE, context.is_current(), {"main": functions[0].name}, context.loaded, list(context.dependencies),
    )  # fmt: skip
