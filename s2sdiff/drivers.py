"""Writes the functions that call derivatives: Jacobians, products, vmap.

A driver is text in the accepted language, written for given abstract types: containers are taken apart in the text, and
what it calls (a derivative, NumPy) comes in as closure cells.  So a driver can be read, dumped and differentiated again.
"""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from s2sdiff import emit, run, syntax, tree, types
from s2sdiff.errors import Unsupported
from s2sdiff.runtime import copy_tree
from s2sdiff.syntax import Names
from s2sdiff.types import Type

FLOAT0 = np.dtype([("float0", np.void, 0)])


class Derivative(Protocol):
    """What a driver needs of a derivative: its functions, and the type of the primal's result."""

    @property
    def main(self) -> Callable[..., Any]:
        """f_jvp or f_fwd."""
        ...

    @property
    def backward(self) -> Callable[..., Any] | None:
        """f_bwd."""
        ...

    @property
    def result(self) -> Type:
        """Of the primal; of (result, aux) where there is aux."""
        ...


@dataclass(frozen=True)
class Driver:
    """A loaded driver and its text."""

    function: Callable[..., Any]
    text: str


@dataclass(frozen=True)
class Inputs:
    """The parameters of a driver, and which of them are differentiated, in the order asked for."""

    names: tuple[str, ...]
    types: tuple[Type, ...]
    keywords: dict[str, Type]
    wrt: tuple[str, ...]
    bare: bool = True
    held: int = 0  # how many of the last ones are given the primals alone, and take no part in tangents and cotangents

    @property
    def free(self) -> tuple[str, ...]:
        """The parameters without those that are held."""
        return self.names[: len(self.names) - self.held]

    def __getitem__(self, name: str) -> Type:
        return {**dict(zip(self.names, self.types, strict=True)), **self.keywords}[name]

    @property
    def signature(self) -> str:
        """As written in a definition."""
        return ", ".join([*self.names, *(["*", *self.keywords] if self.keywords else [])])

    @property
    def call(self) -> str:
        """As written in a call of the function itself."""
        return ", ".join([*self.names, *(f"{name}={name}" for name in self.keywords)])


@dataclass(frozen=True)
class Leaf:
    """One number or array inside a variable: how it is read, and what names made of it start with."""

    text: str
    label: str
    type: Type

    @property
    def rank(self) -> int | None:
        """Number of axes, None where unknown."""
        return types.rank(self.type)

    @property
    def shape(self) -> str:
        """Its shape, written."""
        return f"np.shape({self.text})" if self.rank is None else f"{self.text}.shape" if self.rank else "()"

    @property
    def basis(self) -> str:
        """One array of its shape for each entry, 1 there and 0 elsewhere, stacked."""
        dtype = f", dtype={self.text}.dtype" if _dtype(self.type) not in ("float64", None) else ""
        if self.rank == 1:
            return f"np.eye(len({self.text}){dtype})"
        size = f"np.size({self.text})" if self.rank is None else f"{self.text}.size"
        return f"np.eye({size}{dtype}).reshape(({size},) + {self.shape})"

    @property
    def copied(self) -> str:
        """What no one else can change."""
        if isinstance(self.type, types.Unknown):  # of an object that has no such array yet
            return f"None if {self.text} is None else np.copy({self.text})"
        return self.text if self.rank == 0 and not isinstance(self.type, types.Array) else f"np.copy({self.text})"

    @property
    def zero(self) -> str:
        """Zeros of its shape."""
        if self.rank == 0:
            return "0.0"
        return f"np.zeros_like({self.text})" if types.is_inexact(self.type) else f"np.zeros({self.shape})"


class Writer:
    """Lines of one function, and the names it uses."""

    def __init__(self, name: str, signature: str, doc: str, taken: Sequence[str]) -> None:
        self.name = name
        self.names = Names({*taken, name, "np"})
        self.lines = [f"def {name}({signature}):", f'    """{doc}"""']
        self.bindings: dict[str, Any] = {"np": np}

    def __call__(self, line: str, depth: int = 1) -> None:
        """Add a line."""
        self.lines.append("    " * depth + line)

    def use(self, function: Any, wish: str) -> str:
        """A name under which the text can call `function`."""
        name = self.names.fresh(wish)
        self.bindings[name] = function
        return name

    def tree(self, t: Type, texts: Iterator[str], original: str) -> str:
        """The container that `t` describes, its leaves written as `texts` say; `original` is one like it."""
        if not isinstance(t, (types.Seq, types.Dict, types.Record)):
            return "None" if isinstance(t, types.Static) else next(texts)
        parts = [
            (key, self.tree(child, texts, f"{original}.{key}" if isinstance(t, types.Record) else f"{original}[{_literal(key)}]"))
            for key, child in types.children(t)
        ]
        if isinstance(t, types.Record) and not tree.is_plain(t.cls):
            maker = next((name for name, value in self.bindings.items() if value is tree.with_attributes), None)
            maker = maker or self.use(tree.with_attributes, "with_attributes")
            return f"{maker}({', '.join([original, *(f'{key}={part}' for key, part in parts)])})"
        if isinstance(t, types.Dict):
            return "{" + ", ".join(f"{_literal(key)}: {part}" for key, part in parts) + "}"
        if t.cls is list:
            return "[" + ", ".join(part for _, part in parts) + "]"
        if t.cls is tuple:
            return "(" + ", ".join(part for _, part in parts) + ("," if len(parts) == 1 else "") + ")"
        keys = getattr(t.cls, "_fields", [key for key, _ in parts])
        maker = next((name for name, value in self.bindings.items() if value is t.cls), None) or self.use(
            t.cls, t.cls.__name__
        )
        return f"{maker}({', '.join(f'{key}={part}' for key, (_, part) in zip(keys, parts, strict=True))})"

    def load(self, origin: Any) -> Driver:
        """The function written, live."""
        (function,) = syntax.parse_python("\n".join(self.lines)).body
        text = emit.print_function(function)
        place = f"<s2sdiff {self.name}{_place(origin)}>"
        scope = {"__name__": __name__}  # not the module of `fun`: a driver of a NumPy function is not NumPy's
        return Driver(run.load(text, place, scope, self.bindings)[self.name], text)


# ------------------------------------------------------------------------------------------------------- Jacobians


def jacrev(name: str, fun: Any, derivative: Derivative, inputs: Inputs, has_aux: bool) -> Driver:
    """The Jacobian by rows, from f_fwd and f_bwd: one pullback for each entry of the result."""
    write = _jacobian_writer(name, fun, inputs, "rows (reverse mode)")
    forward = write.use(derivative.main, derivative.main.__name__)
    assert derivative.backward is not None
    backward = write.use(derivative.backward, derivative.backward.__name__)
    y, tape = write.names.fresh("y"), write.names.fresh("tape")
    aux = write.names.fresh("aux") if has_aux else ""
    write(f"{y}, {tape}{_after(aux)} = {forward}({inputs.call})")
    result = _result(derivative, has_aux)
    check_known(result, types.Many)
    outputs, variables = leaves(y, result), [leaves(p, inputs[p]) for p in inputs.wrt]
    blocks: list[str] = []
    for position, out in enumerate(outputs):
        seed_at = [other.zero for other in outputs]
        if out.rank == 0:
            seed_at[position] = "1.0"
            bars = [write.names.fresh(f"{p}_bar") for p in inputs.wrt]
            write(f"{', '.join(bars)} = {backward}({tape}, {write.tree(result, iter(seed_at), y)})")
            cotangents = [leaves(bar, inputs[p]) for bar, p in zip(bars, inputs.wrt, strict=True)]
            blocks.append(_wrt_tree(write, inputs, iter([leaf.text for group in cotangents for leaf in group])))
            continue
        rows = _lists(write, "rows", [v for group in variables for v in group], out if len(outputs) > 1 else None)
        seed = seed_at[position] = write.names.fresh("seed")
        write(f"for {seed} in {out.basis}:")
        seed_tree = write.tree(result, iter(seed_at), y)
        if len(rows) == 1 and isinstance(result, (types.Scalar, types.Array)) and _is_leaf(inputs[inputs.wrt[0]]):
            write(f"{rows[0]}.append({backward}({tape}, {seed_tree}))", 2)
        else:
            bars = [write.names.fresh(f"{p}_bar") for p in inputs.wrt]
            write(f"{', '.join(bars)} = {backward}({tape}, {seed_tree})", 2)
            cotangents = [leaves(bar, inputs[p]) for bar, p in zip(bars, inputs.wrt, strict=True)]
            for row, leaf in zip(rows, [leaf for group in cotangents for leaf in group], strict=True):
                write(f"{row}.append({leaf.text})", 2)
        stacked = [_stack_rows(row, out, v) for row, v in zip(rows, [v for g in variables for v in g], strict=True)]
        blocks.append(_wrt_tree(write, inputs, iter(stacked)))
    write(f"return {write.tree(result, iter(blocks), y)}{_after(aux)}")
    return write.load(fun)


def jacfwd(name: str, fun: Any, derivative: Derivative, inputs: Inputs, has_aux: bool) -> Driver:
    """The Jacobian by columns, from f_jvp: one tangent for each entry of the arguments."""
    write = _jacobian_writer(name, fun, inputs, "columns (forward mode)")
    forward = write.use(derivative.main, derivative.main.__name__)
    result = _result(derivative, has_aux)
    y, aux = write.names.fresh("y"), write.names.fresh("aux") if has_aux else ""
    check_known(result, types.Many)
    outputs = leaves(y, result)
    dots = tangent_names(derivative.main, len(inputs.wrt))
    variables = [(p, v) for p in inputs.wrt for v in leaves(p, inputs[p])]
    blocks: list[list[str]] = [[] for _ in outputs]  # for each leaf of the result, one block a leaf of the arguments
    reads_y = _is_rebuilt(result)
    for position, (_, variable) in enumerate(variables):
        tangents = [v.zero for _, v in variables]
        y_dot = write.names.fresh(f"{y}_dot")
        if variable.rank == 0:
            tangents[position] = "1.0"
            call = _pushed(write, forward, inputs, dots, iter(tangents))
            write(f"{y if reads_y else '_'}, {y_dot}{_after(aux)} = {call}")
            for block, out in zip(blocks, leaves(y_dot, result), strict=True):
                block.append(out.text)
            continue
        columns = _lists(write, "columns", outputs, variable if len(variables) > 1 else None)
        seed = tangents[position] = write.names.fresh("seed")
        write(f"for {seed} in {variable.basis}:")
        reads_shape = variable.rank != 1 and any(out.rank != 0 for out in outputs)
        call = _pushed(write, forward, inputs, dots, iter(tangents))
        write(f"{y if reads_shape or reads_y else '_'}, {y_dot}{_after(aux)} = {call}", 2)
        for column, out in zip(columns, leaves(y_dot, result), strict=True):
            write(f"{column}.append({out.text})", 2)
        for block, column, out in zip(blocks, columns, outputs, strict=True):
            block.append(_stack_columns(column, out, variable))
    written = [_wrt_tree(write, inputs, iter(block)) for block in blocks]
    write(f"return {write.tree(result, iter(written), y)}{_after(aux)}")
    return write.load(fun)


def _jacobian_writer(name: str, fun: Any, inputs: Inputs, how: str) -> Writer:
    doc = f"Jacobian of `{name_of(fun)}` with respect to {', '.join(inputs.wrt)}, by {how}."
    return Writer(name, inputs.signature, doc, [*inputs.names, *inputs.keywords])


def _lists(write: Writer, what: str, leaves_of_one: list[Leaf], other: Leaf | None) -> list[str]:
    """Start an empty list for each leaf; its name tells as much as is needed to tell the lists apart."""
    stem = f"{other.label}_" if other else ""
    single = len(leaves_of_one) == 1
    names = [write.names.fresh(f"{stem}{what}" if single else f"{stem}{leaf.label}_{what}") for leaf in leaves_of_one]
    for name in names:
        write(f"{name} = []")
    return names


def _stack_rows(rows: str, out: Leaf, variable: Leaf) -> str:
    """The block of shape out.shape + variable.shape, from one `variable.shape` for each entry of `out`."""
    stacked = f"np.array({rows})" if variable.rank == 0 else f"np.stack({rows})"
    return stacked if out.rank == 1 else f"{stacked}.reshape({_joined(out, variable)})"


def _stack_columns(columns: str, out: Leaf, variable: Leaf) -> str:
    """The block of shape out.shape + variable.shape, from one `out.shape` for each entry of `variable`."""
    stacked = f"np.array({columns})" if out.rank == 0 else f"np.stack({columns}, axis=-1)"
    return stacked if variable.rank == 1 else f"{stacked}.reshape({_joined(out, variable)})"


def _joined(out: Leaf, variable: Leaf) -> str:
    return " + ".join(leaf.shape for leaf in (out, variable) if leaf.rank != 0)


def _wrt_tree(write: Writer, inputs: Inputs, texts: Iterator[str]) -> str:
    """One written value for each differentiated parameter: bare, or a tuple in the order asked for."""
    parts = [write.tree(inputs[p], texts, p) for p in inputs.wrt]
    return parts[0] if inputs.bare else "(" + ", ".join(parts) + ("," if len(parts) == 1 else "") + ")"


def _pushed(write: Writer, forward: str, inputs: Inputs, dots: list[str], tangents: Iterator[str]) -> str:
    """The call of f_jvp with these tangents."""
    given = [f"{dot}={write.tree(inputs[p], tangents, p)}" for dot, p in zip(dots, inputs.wrt, strict=True)]
    return f"{forward}({', '.join([inputs.call, *given])})"


# -------------------------------------------------------------------------------------------- products at a point


def pushed(name: str, fun: Any, derivative: Derivative, inputs: Inputs, what: str) -> Driver:
    """name(primals, tangents): f_jvp with its arguments in two tuples; `what` is "both" or "tangent" of its results.

    Tangents of parameters that are not differentiated are ignored.
    """
    doc = f"`{derivative.main.__name__}` of primals and tangents, each a tuple."
    primals, directions = _apart(inputs.names, "primals", "tangents")
    write = Writer(name, f"{primals}, {directions}", doc, [primals, directions, *inputs.names])
    forward = write.use(derivative.main, derivative.main.__name__)
    tangents = tangent_names(derivative.main, len(inputs.wrt))
    dots = dict(zip(inputs.wrt, [write.names.fresh(dot) for dot in tangents], strict=True))
    write(f"{_targets(inputs.names)} = {primals}")
    write(f"{_targets([dots.get(n, '_') for n in inputs.free])} = {directions}")
    given = [f"{keyword}={dot}" for keyword, dot in zip(tangents, dots.values(), strict=True)]
    call = f"{forward}({', '.join([inputs.call, *given])})"
    if what == "both":
        write(f"return {call}")
    else:
        write(f"_, tangent = {call}")
        write("return tangent")
    return write.load(fun)


def product(name: str, fun: Any, derivative: Derivative, inputs: Inputs) -> Driver:
    """name(*params, *, x_dot...): the tangent that f_jvp gives, alone."""
    tangents = tangent_names(derivative.main, len(inputs.wrt))
    signature = ", ".join([*inputs.names, "*", *inputs.keywords, *tangents])
    doc = f"Product of the Hessian of `{name_of(fun)}` with {', '.join(tangents)} (forward over reverse)."
    write = Writer(name, signature, doc, [*inputs.names, *inputs.keywords, *tangents])
    forward = write.use(derivative.main, derivative.main.__name__)
    write(f"_, product = {forward}({', '.join([inputs.call, *(f'{t}={t}' for t in tangents)])})")
    write("return product")
    return write.load(fun)


def pulled(name: str, fun: Any, derivative: Derivative, inputs: Inputs) -> Driver:
    """name(primals, y_bar): the cotangents, a tuple with one for each primal."""
    doc = f"Cotangents of the arguments of `{name_of(fun)}`."
    primals, y_bar = _apart(inputs.names, "primals", "y_bar")
    write = Writer(name, f"{primals}, {y_bar}", doc, [primals, y_bar, *inputs.names])
    forward = write.use(derivative.main, derivative.main.__name__)
    write(f"{_targets(inputs.names)} = {primals}")
    tape = write.names.fresh("tape")
    write(f"_, {tape} = {forward}({inputs.call})")
    _return_cotangents(write, derivative, inputs, tape, y_bar, 1)
    return write.load(fun)


def pullback(name: str, fun: Any, derivative: Derivative, inputs: Inputs, has_aux: bool) -> Driver:
    """name(*params): the result of f and the function that pulls cotangents back, as `vjp` gives them."""
    doc = f"Result of `{name_of(fun)}`, and the function that maps its cotangent to those of the arguments."
    (y_bar,) = _apart([*inputs.names, *inputs.keywords], "y_bar")
    write = Writer(name, inputs.signature, doc, [*inputs.names, *inputs.keywords, y_bar])
    forward = write.use(derivative.main, derivative.main.__name__)
    y, tape = write.names.fresh("y"), write.names.fresh("tape")
    aux = write.names.fresh("aux") if has_aux else ""
    write(f"{y}, {tape}{_after(aux)} = {forward}({inputs.call})")
    # Whoever holds the arrays may change them before the cotangents are asked for.
    write(f"{tape} = {write.use(copy_tree, 'copy_tree')}({tape})")
    pull = write.names.fresh("pullback")
    write(f"def {pull}({y_bar}):")
    _return_cotangents(write, derivative, inputs, tape, y_bar, 2)
    write(f"return {y}, {pull}{_after(aux)}")
    return write.load(fun)


def pullback_at(name: str, fun: Any, derivative: Derivative, inputs: Inputs, tape: Any, fills: Sequence[Any]) -> Driver:
    """name(y_bar): the cotangents of the arguments that `tape` was made of."""
    doc = f"Cotangents of the arguments of `{name_of(fun)}`."
    (y_bar,) = _apart(inputs.names, "y_bar")
    write = Writer(name, y_bar, doc, [y_bar, *inputs.names])
    place = write.use(tape, "tape")
    absent = dict(zip(inputs.names, fills, strict=True))
    _return_cotangents(write, derivative, inputs, place, y_bar, 1, absent)
    return write.load(fun)


def linear(name: str, fun: Any, derivative: Derivative, inputs: Inputs, primals: Sequence[Any]) -> Driver:
    """name(*tangents): the tangent of f at these primals."""
    tangents = tangent_names(derivative.main, len(inputs.wrt))
    dots = dict(zip(inputs.wrt, tangents, strict=True))
    params = [dots.get(p, f"{p}_dot") for p in inputs.names]
    write = Writer(name, ", ".join(params), f"Derivative of `{name_of(fun)}` at a point.", [*inputs.names, *params])
    forward = write.use(derivative.main, derivative.main.__name__)
    write.bindings.update(zip(inputs.names, primals, strict=True))
    write(f"_, tangent = {forward}({', '.join([inputs.call, *(f'{t}={t}' for t in tangents)])})")
    write("return tangent")
    return write.load(fun)


def linearized(name: str, fun: Any, derivative: Derivative, inputs: Inputs, has_aux: bool) -> Driver:
    """name(*params): the result of f and its derivative there as a function, as `linearize` gives them."""
    tangents = tangent_names(derivative.main, len(inputs.wrt))
    dots = dict(zip(inputs.wrt, tangents, strict=True))
    params = [dots.get(p, f"{p}_dot") for p in inputs.free]
    doc = f"Result of `{name_of(fun)}`, and its derivative at this point."
    write = Writer(name, inputs.signature, doc, [*inputs.names, *inputs.keywords, *params])
    forward, primal = write.use(derivative.main, derivative.main.__name__), write.use(fun, name_of(fun))
    y, aux = write.names.fresh("y"), write.names.fresh("aux") if has_aux else ""
    # Whoever holds the arrays may change them before the derivative is asked for.
    kept = {p: write.names.fresh(f"{p}_kept") for p in [*inputs.names, *inputs.keywords] if _holds_arrays(inputs[p])}
    for p, copy in kept.items():
        write(f"{copy} = {write.tree(inputs[p], iter([leaf.copied for leaf in leaves(p, inputs[p])]), p)}")
    write(f"{y}{_after(aux)} = {primal}({inputs.call})")
    push = write.names.fresh("pushforward")
    write(f"def {push}({', '.join(params)}):")
    point = [*(kept.get(p, p) for p in inputs.names), *(f"{p}={kept.get(p, p)}" for p in inputs.keywords)]
    given = ", ".join([*point, *(f"{t}={t}" for t in tangents)])
    write(f"_, tangent{', _' if has_aux else ''} = {forward}({given})", 2)
    write("return tangent", 2)
    write(f"return {y}, {push}{_after(aux)}")
    return write.load(fun)


def _return_cotangents(
    write: Writer,
    derivative: Derivative,
    inputs: Inputs,
    tape: str,
    y_bar: str,
    depth: int,
    fills: Mapping[str, Any] | None = None,
) -> None:
    """Call f_bwd and return a tuple with one entry for each free parameter; integers get zeros of dtype float0."""
    assert derivative.backward is not None
    backward = write.use(derivative.backward, derivative.backward.__name__)
    if inputs.wrt == inputs.free:
        alone = len(inputs.wrt) == 1
        write(f"return {'(' * alone}{backward}({tape}, {y_bar}){',)' * alone}", depth)
        return
    bars = {p: write.names.fresh(f"{p}_bar") for p in inputs.wrt}
    write(f"{', '.join(bars.values())} = {backward}({tape}, {y_bar})", depth)
    entries = []
    for p in inputs.free:
        if p in bars:
            entries.append(bars[p])
        elif fills is not None:
            entries.append(write.use(fills[p], f"{p}_bar"))
        else:
            entries.append(write.tree(inputs[p], iter([_float0_zero(write, leaf) for leaf in leaves(p, inputs[p])]), p))
    write(f"return ({', '.join(entries)}{',' if len(entries) == 1 else ''})", depth)


def _float0_zero(write: Writer, leaf: Leaf) -> str:
    """Zeros that have no entries: the cotangent of an integer."""
    if "float0" not in write.bindings:
        write.bindings["float0"] = FLOAT0
        write.names.taken.add("float0")
    return f"np.zeros({leaf.shape}, float0)"


def sum_of_tangents(fun: Any, custom: Any, jvps: Sequence[Callable[..., Any] | None]) -> Driver:
    """name(primals, tangents) -> result, tangent: the rule of `custom` that `defjvps` states by argument."""
    names = parameter_names(fun, len(jvps), set())
    primals, tangents = _apart(names, "primals", "tangents")
    doc = f"Tangent of `{name_of(fun)}`."
    write = Writer(f"{name_of(fun)}_jvp", f"{primals}, {tangents}", doc, [primals, tangents, *names])
    primal = write.use(custom, name_of(fun))
    write(f"{_targets(names)} = {primals}")
    result, terms = write.names.fresh("ans"), []
    write(f"{result} = {primal}({', '.join(names)})")
    for i, (name, jvp) in enumerate(zip(names, jvps, strict=True)):
        if jvp is not None:
            terms.append(f"{write.use(jvp, f'{name}_rule')}({tangents}[{i}], {', '.join([result, *names])})")
    write(f"return {result}, {' + '.join(terms) if terms else f'np.zeros_like({result})'}")
    return write.load(fun)


# ------------------------------------------------------------------------------------------------------------ vmap


def vmap(
    name: str, fun: Any, inputs: Inputs, axes: dict[str, list[int | None]], result: Type, out_axes: list[int | None]
) -> Driver:
    """A loop over the mapped axes: `axes` has one axis, or None, for each leaf of each parameter."""
    doc = f"`{name_of(fun)}` of each item along the mapped axes, the results stacked."
    write = Writer(name, inputs.signature, doc, [*inputs.names, *inputs.keywords])
    call = write.use(fun, name_of(fun))
    every = {p: leaves(p, inputs[p]) for p in (*inputs.names, *inputs.keywords)}
    length = next(
        _length(leaf, axis) for p in every for leaf, axis in zip(every[p], axes[p], strict=True) if axis is not None
    )
    i = write.names.fresh("i")
    items = {
        p: write.tree(inputs[p], iter([_item(leaf, axis, i) for leaf, axis in zip(every[p], axes[p], strict=True)]), p)
        if any(axis is not None for axis in axes[p])
        else p
        for p in every
    }
    given = ", ".join([items[p] for p in inputs.names] + [f"{p}={items[p]}" for p in inputs.keywords])
    y = write.names.fresh("y")
    check_known(result, types.DictOf)
    outputs = leaves(y, result)
    if _is_leaf(result):
        rows = [write.names.fresh("rows")]
        write(f"{rows[0]} = []")
        write(f"for {i} in range({length}):")
        write(f"{rows[0]}.append({call}({given}))", 2)
    else:
        rows = _lists(write, "rows", outputs, None)
        write(f"for {i} in range({length}):")
        write(f"{y} = {call}({given})", 2)
        for row, out in zip(rows, outputs, strict=True):
            write(f"{row}.append({out.text})", 2)
    stacked = [_stacked(row, out, axis) for row, out, axis in zip(rows, outputs, out_axes, strict=True)]
    write(f"return {write.tree(result, iter(stacked), y)}")
    return write.load(fun)


def _length(leaf: Leaf, axis: int) -> str:
    return f"len({leaf.text})" if axis == 0 else f"{leaf.text}.shape[{axis}]"


def _item(leaf: Leaf, axis: int | None, i: str) -> str:
    if axis is None:
        return leaf.text
    return (
        f"{leaf.text}[{', '.join([':'] * axis + [i])}]"
        if axis >= 0
        else f"{leaf.text}[..., {', '.join([i] + [':'] * (-axis - 1))}]"
    )


def _stacked(rows: str, out: Leaf, axis: int | None) -> str:
    if axis is None:
        return f"{rows}[0]"
    if out.rank == 0:
        return f"np.array({rows})"
    return f"np.stack({rows})" if axis == 0 else f"np.stack({rows}, axis={axis})"


# ---------------------------------------------------------------------------------------------------------- helpers


def inputs_of(
    main: Callable[..., Any],
    args: tuple[Type, ...],
    kwargs: dict[str, Type],
    wrt: Sequence[int | str] = (),
    bare: bool = True,
    held: int = 0,
) -> Inputs:
    """Names for arguments of these types, taken from the parameters of `main`."""
    names = parameter_names(main, len(args), set(kwargs))
    asked = tuple(names[p] if isinstance(p, int) else p for p in wrt)
    return Inputs(names, args, dict(kwargs), asked, bare, held)


def parameter_names(function: Callable[..., Any], count: int, taken: set[str]) -> tuple[str, ...]:
    """Names for the first `count` positional arguments of `function`."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    fresh = Names(taken)
    names = [fresh.fresh(p.name) for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)][:count]
    rest = next((p.name for p in parameters if p.kind is p.VAR_POSITIONAL), "x")
    return (*names, *(fresh.fresh(f"{rest}_{k}" if parameters or k else rest) for k in range(count - len(names))))


def tangent_names(f_jvp: Callable[..., Any], count: int) -> list[str]:
    """The names of the tangents that f_jvp takes: its last keyword-only parameters."""
    code = f_jvp.__code__
    end = code.co_argcount + code.co_kwonlyargcount
    return list(code.co_varnames[end - count : end])


def check_known(t: Type, kinds: type[types.Many]) -> None:
    """Refuse a result with a list or dict whose items are not known: what is made of it has a place for each of them."""
    if any(isinstance(leaf, kinds) for _, leaf in types.leaves(t)):
        raise Unsupported("the result holds a list or dict whose items are not known when generating", cure="return an array or a tuple")


def leaves(name: str, t: Type) -> list[Leaf]:
    """The numbers and arrays inside the variable `name` of type `t`."""
    if isinstance(t, (types.Static, types.Text)):
        return []
    if not isinstance(t, (types.Seq, types.Dict, types.Record)):
        return [Leaf(name, name, t)]
    found: list[Leaf] = []
    for key, child in types.children(t):
        inside = f"{name}.{key}" if isinstance(t, types.Record) else f"{name}[{_literal(key)}]"
        found += [Leaf(leaf.text, _label(name, key, leaf), leaf.type) for leaf in leaves(inside, child)]
    return found


def _holds_arrays(t: Type) -> bool:
    return any(leaf.copied != leaf.text for leaf in leaves("x", t))


def name_of(fun: Any) -> str:
    """What the functions made from `fun` are called after."""
    name = getattr(fun, "__name__", "")
    return name if name.isidentifier() and not keyword.iskeyword(name) else "f"


def float0_zeros(t: Type, value: Any) -> Any:
    """What stands for the cotangent of an argument that has none: zeros of dtype float0, or None for what is no number."""
    if types.is_number(t):
        return np.zeros(np.shape(value), FLOAT0)
    if isinstance(t, types.Seq):
        parts = [float0_zeros(child, part) for child, part in zip(t.items, value, strict=True)]
        return t.cls(*parts) if hasattr(t.cls, "_fields") else t.cls(parts)
    return {key: float0_zeros(child, value[key]) for key, child in t.items} if isinstance(t, types.Dict) else None


def _result(derivative: Derivative, has_aux: bool) -> Type:
    result = derivative.result
    return result.items[0] if has_aux and isinstance(result, types.Seq) else result


def _is_rebuilt(t: Type) -> bool:
    """Whether an object in `t` is made from another one of its kind."""
    inside = [_is_rebuilt(child) for _, child in types.children(t)]
    return any(inside) or (isinstance(t, types.Record) and not tree.is_plain(t.cls))


def _is_leaf(t: Type) -> bool:
    return not isinstance(t, (types.Seq, types.Dict, types.Record))


def _dtype(t: Type) -> str | None:
    return t.dtype if isinstance(t, (types.Scalar, types.Array)) else None


def _after(aux: str) -> str:
    return f", {aux}" if aux else ""


def _apart(taken: Sequence[str], *wishes: str) -> list[str]:
    """Names for a driver's own parameters that are none of the function's."""
    names = Names(set(taken))
    return [names.fresh(wish) for wish in wishes]


def _targets(names: Sequence[str]) -> str:
    return f"({names[0]},)" if len(names) == 1 else ", ".join(names)


def _literal(key: Any) -> str:
    plain = isinstance(key, str) and not set(key) & set("\"'\\\n") and key.isprintable()
    return f'"{key}"' if plain else repr(key)


def _label(name: str, key: Any, leaf: Leaf) -> str:
    """x_a for x["a"]: what follows the variable in the leaf's text, as an identifier."""
    rest = leaf.label.removeprefix(f"{name}.{key}").removeprefix(f"{name}[{_literal(key)}]")
    return f"{name}_{key}{rest}" if str(key).isidentifier() or isinstance(key, int) else f"{name}_part{rest}"


def _place(fun: Any) -> str:
    """Where `fun` is defined, for the file name of its drivers."""
    code = getattr(fun, "__code__", None) or getattr(getattr(fun, "__wrapped__", None), "__code__", None)
    if code is None or code.co_filename.startswith("<"):
        return ""
    return f" of {code.co_filename.replace(chr(92), '/').rsplit('/', 1)[-1]}:{code.co_firstlineno}"
