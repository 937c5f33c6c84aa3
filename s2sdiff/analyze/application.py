"""A function with a rule, applied to atoms: its result type, the memory of the result, and which operand is which.

Types come from trial calls (see `infer`); the rule says through which operands a derivative flows.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import gast
import numpy as np

from s2sdiff import runtime, syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.ownership import Ownership
from s2sdiff.analyze.program import Apply, Inactive, Op, Opaque, Path, Storage, all_parts, holds_memory, inexact_leaves
from s2sdiff.analyze.state import Closure, Meaning
from s2sdiff.errors import Unsupported
from s2sdiff.library import changes_its_argument, module_of, only_reads
from s2sdiff.rules import plain, registry
from s2sdiff.rules.bodies import definition_of
from s2sdiff.rules.declare import Elementwise, Template, Zero, name_of
from s2sdiff.rules.refused import cure_for
from s2sdiff.run.outer import is_pythons
from s2sdiff.types import (
    Array,
    Dict,
    DictOf,
    ListOf,
    Record,
    Scalar,
    Seq,
    Sparse,
    Static,
    Text,
    Type,
    Unknown,
    is_inexact,
    is_thin,
    leaves,
    thin,
)

# Functions that mean more by a list or tuple than the array that NumPy would make of it.
SEQUENCES = {
    np.array, np.asarray, np.asanyarray, np.concatenate, np.stack, np.hstack, np.vstack, np.column_stack, np.dstack,
    np.choose, np.select, np.linalg.multi_dot,
}  # fmt: skip

WRITE_IT = "write the change itself, as a statement: `xs.append(v)`, `xs[i] = v`, `p.x = v`"
DECLARE = "declare its derivative with s2sdiff.extend"
HELD = "give it the numbers or arrays that the object holds"
PLAIN_AGAIN = {np.asarray, np.array}  # which give plain arrays, of arrays of any class
TAKE_NUMBERS = {np.sum, np.max, np.amax, np.min, np.amin, np.linalg.norm, np.broadcast_to}  # where arrays are expected


class Application(Ownership):
    """Applies functions that have rules, and those that need none."""

    def operation(self, node: gast.AST, function: Any, operands: list[gast.AST], statement: gast.AST) -> Meaning:
        """An operator on numbers and arrays."""
        types = [self.type_of(o) for o in operands]
        for t in types:
            known = isinstance(t, Static) and not isinstance(t.value, np.dtype)
            if known or isinstance(t, (Record, Dict, DictOf, Closure, Text)):
                check_classes(function, types, node)
                raise Unsupported(f"an operator on {described(t)}", node, "use numbers and arrays")
        whole = infer.size_arithmetic(function, types)
        if whole is not None:
            return Meaning(node, whole, Inactive("a whole number"))
        return self.apply(node, function, operands, {}, statement)

    def check_views(self, function: Any, operands: Sequence[gast.AST]) -> None:
        """Refuse views of dicts given to NumPy's functions, which take them for one object."""
        if self.views and name_of(function).startswith(("np.", "scipy.")):
            for operand in operands:
                self.check_view(operand, f"handed to `{name_of(function)}`")

    def check_objects(self, function: Any, types: Sequence[Type], node: gast.AST) -> None:
        """Refuse a function that calls methods of objects which it is given, if it is one of numbers, or these change something;
        and one that gives an array that it is given where others give a number.
        """
        check_not_objects(function, types, node)
        if function in (max, min) and any(isinstance(t, Array) and t.shape == () for t in types):
            message = f"`{function.__name__}` of an array without axes, which gives the array itself"
            raise Unsupported(message, node, f"write `np.{function.__name__}imum(a, b)`, or make it a number: `a[()]`")
        if any(isinstance(part, Record) for t in types for part in all_parts(t)):
            self.check_asked(node)

    def apply(
        self, node: gast.AST, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST],
        statement: gast.AST,
    ) -> Meaning:  # fmt: skip
        """A function with a rule, applied to atoms."""
        self.note_draws(node, function)
        if function is operator.truediv and self.is_reciprocal(*operands):
            function, operands = np.reciprocal, operands[1:]  # its derivative needs the result alone
        rule = registry.lookup(function)
        if plain.is_spelled(function):
            node = self.spelled(function, operands)
        if isinstance(rule, (Elementwise, Template)) and takes_arrays(function):
            self.make_arrays(rule, operands, keywords, statement)
        types = [self.bound_type(o) for o in [*operands, *keywords.values()]]
        check_classes(function, types, node)
        check_no_dict(function, types[: len(operands)], node)
        self.check_views(function, operands)
        self.check_objects(function, types, node)
        if isinstance(rule, Elementwise) and not keywords and len(operands) == len(rule.operands):
            t = infer.elementwise(function, types)
            bound = dict(zip(rule.operands, operands, strict=True))
            op: Op = Apply(rule, bound, dict(zip(rule.operands, types, strict=True)), node, bound)
            if not is_inexact(t):
                op = Inactive("an integer or boolean result")
            return Meaning(node, t, op, self.fresh_storage(t, statement))
        check_keeps(function, types, node)
        t, shared = self.tried(function, operands, keywords, statement)
        storages = self.fresh_storage(t, statement)
        for position in shared:
            storages |= self.storages_of([*operands, *keywords.values()][position])
        inner = None if shared else self.memory_of_parts(function, t, operands, keywords, statement)
        if inner is not None:
            storages = frozenset().union(*inner.values())
        if isinstance(rule, Zero):
            return Meaning(node, t, Inactive(rule.reason), storages, bool(shared))
        if any(isinstance(part, Sparse) for part in all_parts(t)):
            raise Unsupported(f"a sparse matrix of `{name_of(function)}`", node, "make it outside, or of its entries: `((data, (i, j)), shape=(m, n))`")
        if isinstance(t, Array) and t.dtype == "object":
            return Meaning(node, t, Opaque("an array of objects is made", "make it an array of numbers"), storages, bool(shared))
        if isinstance(rule, Template) and (is_inexact(t) or any(True for _ in inexact_leaves(t))):
            given = self.bind_rule(rule, operands, keywords)
            if given is not None:
                return Meaning(node, t, self.applied(rule, given, node, t), storages, bool(shared), None if inner is None else frozenset(), inner)
        if not is_inexact(t) and not any(True for _ in inexact_leaves(t)):
            return Meaning(node, t, Inactive("an integer or boolean result"), storages, bool(shared))
        name = rule.name if rule is not None else name_of(function)
        cure = (
            cure_for(function, DECLARE)
            if rule is None
            else "leave out the arguments the rule does not know"
        )
        return Meaning(
            node,
            t,
            Opaque(f"`{name}` has no derivative rule" + (" for these arguments" if rule else ""), cure),
            storages,
            bool(shared),
        )

    def memory_of_parts(
        self, function: Any, t: Type, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> dict[Path, frozenset[Storage]] | None:
        """The memory of each of several new arrays that a call gives, such as eigenvalues and eigenvectors."""
        if not isinstance(t, Seq) or t.cls is list or len(t.items) <= 1 or not all(isinstance(item, Array) for item in t.items):
            return None
        if hasattr(function, "__s2sdiff_type__"):  # it calls functions of the user's
            return None
        given = [self.trial_type(o) for o in operands], {k: self.trial_type(o) for k, o in keywords.items()}
        if not infer.parts_are_apart(function, *given):
            return None
        return {(k,): self.memory_for((self.origin(statement), "part", k), item) for k, item in enumerate(t.items)}

    def applied(self, rule: Template, given: dict[str, gast.AST], node: gast.AST, t: Type) -> Op:
        """A rule at work, unless it asks for the parts of a result that may have any."""
        if isinstance(t, Unknown) and rule.gives_parts:
            return Opaque(f"the types of what `{rule.name}` gives are not known", "give example arguments, and no integers: `x.astype(float)`")
        return Apply(rule, given, {k: self.bound_type(v) for k, v in given.items()}, node, given)

    def tried(
        self, function: Any, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> tuple[Type, list[int]]:
        """The type of a result, and which of what is given it may share memory with, by a call on samples."""
        given = [*operands, *keywords.values()]
        trials = [self.trial_type(o) for o in given]
        named = tuple(zip(keywords, trials[len(operands) :], strict=True))
        t, shared = self.context.trial(function, tuple(trials[: len(operands)]), named)
        return (self.of_thin(function, given, t, statement) if any(map(is_thin, trials)) else t), shared

    def of_thin(self, function: Any, given: Sequence[gast.AST], t: Type, statement: gast.AST) -> Type:
        """The type that is found for arrays, where one of them may be a number; what would not take that is told so."""
        rule = registry.lookup(function)
        arrays = [node for node in given if isinstance(self.bound_type(node), Array)]
        if function in TAKE_NUMBERS or getattr(runtime, getattr(function, "__name__", ""), None) is function:
            return t
        if isinstance(rule, Template) and rule.pointwise:
            return infer.of_numbers(t, [self.bound_type(node) for node in arrays])
        if isinstance(rule, Zero):
            return replace(t, shape=tuple(map(thin, t.shape))) if isinstance(t, Array) and t.shape else t
        for node in arrays:
            if is_thin(self.bound_type(node)):
                self.before([gast.Expr(gast.Call(self.context.named(runtime.check_array), [syntax.clone(node)], []))], statement)
        return t

    def spelled(self, function: Any, operands: Sequence[gast.AST]) -> gast.AST:
        """What a function of ours returns, said of these operands; arguments that are None are left out."""
        tree, _ = definition_of(function)
        given = dict(zip([p.id for p in tree.args.args], operands, strict=True))
        said = tree.body[0].value
        for call in [n for n in syntax.walk(said) if isinstance(n, gast.Call)]:
            call.keywords = [k for k in call.keywords if not syntax.is_none(self.with_operands(k.value, given))]
        return self.with_operands(said, given)

    def with_operands(self, part: gast.AST, given: Mapping[str, gast.AST]) -> gast.AST:
        """An expression with operands in the places of parameters, classes by their names."""
        if not isinstance(part, gast.Name) or part.id not in given:
            return syntax.with_parts(part, lambda inner: self.with_operands(inner, given))
        held = self.bound_type(given[part.id])
        return syntax.expr(name_of(held.value)) if isinstance(held, Static) and callable(held.value) else given[part.id]

    def make_arrays(
        self, rule: Elementwise | Template, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST
    ) -> None:
        """Lists and tuples that are operands of a rule for arrays become arrays before the call."""
        if isinstance(rule, Elementwise):
            atoms = list(operands)
        else:
            bound = self.bind_rule(rule, operands, keywords) or {}
            atoms = [bound[p] for p in rule.operands if p in bound]
        made: dict[str, str] = {}
        whole = any(True for a in atoms for _ in inexact_leaves(self.bound_type(a)))
        products = isinstance(rule, Elementwise) or rule.kind != "general" or rule.starred is not None  # elsewhere a tuple may be a range
        for atom in (part for a in atoms for part in (a.elts if isinstance(a, gast.Tuple) else [a])):
            if isinstance(atom, gast.Name):
                if atom.id not in made:
                    made[atom.id] = self.as_array(atom, statement, whole=whole and (products or not self.is_tuple(atom))).id
                atom.id = made[atom.id]

    def is_tuple(self, value: gast.AST) -> bool:
        """Whether a value is a tuple."""
        t = self.type_of(value)
        return isinstance(t, Seq) and t.cls is tuple

    def as_array(self, value: gast.AST, statement: gast.AST, *, whole: bool = False) -> gast.AST:
        """A list or tuple that NumPy takes for an array, made one first: through that its items are differentiated.

        One of `whole` numbers becomes one of floats, beside those of the other operands.
        """
        t = self.type_of(value)
        if not isinstance(t, (Seq, ListOf)):
            return value
        if not any(True for _ in inexact_leaves(t)):
            dtype = {"dtype": syntax.name("float")}
            return self.named_result(np.array, [value], dtype, statement, f"{value.id}_array") if whole and holds_only_numbers(t) else value
        return self.named_result(np.array, [value], {}, statement, f"{value.id}_array")

    def as_operand(self, value: gast.AST, statement: gast.AST) -> gast.AST:
        """What stands beside an array in an operator: lists and tuples of whole numbers are made arrays, too."""
        made = self.as_array(value, statement)
        if isinstance(made, gast.Name) and holds_only_numbers(self.type_of(made)):
            return self.named_result(np.array, [made], {}, statement, f"{made.id}_array")
        return made

    def named_result(
        self, function: Any, args: Sequence[gast.AST], keywords: Mapping[str, gast.AST], statement: gast.AST, wish: str
    ) -> gast.Name:
        """What a NumPy function gives, under a name of its own, assigned before the statement."""
        name = self.helper(statement, wish, role=function.__name__)
        call = syntax.call(f"np.{function.__name__}", *map(syntax.clone, args), **{k: syntax.clone(v) for k, v in keywords.items()})
        new = syntax.located(syntax.assign(name, call), statement)
        meaning = self.apply(call, function, call.args, {k.arg: k.value for k in call.keywords}, new)
        self.bind(new, name, meaning, new)
        self.pending.append(new)
        return syntax.located(syntax.name(name), statement)

    def is_reciprocal(self, numerator: gast.AST, denominator: gast.AST) -> bool:
        """Whether a quotient is one over real or complex numbers."""
        t = self.bound_type(denominator)
        one = isinstance(numerator, gast.Constant) and type(numerator.value) in (int, float) and numerator.value == 1
        return one and isinstance(t, (Array, Scalar)) and is_inexact(t)

    def bind_rule(
        self, rule: Template, operands: Sequence[gast.AST], keywords: Mapping[str, gast.AST]
    ) -> dict[str, gast.AST] | None:
        """Which argument goes with which parameter of the rule; None if the rule does not know one of them."""
        positional = [p for p in rule.params if p not in rule.keyword_only]
        bound: dict[str, gast.AST] = {}
        rest = list(operands)
        for parameter in positional:
            if parameter == rule.starred:
                bound[parameter] = syntax.tuple_(rest)
                rest = []
            elif rest:
                bound[parameter] = rest.pop(0)
        if rest:
            return None
        for key, value in keywords.items():
            if key not in rule.params or key in bound:
                return None
            bound[key] = value
        for parameter in rule.params:
            if parameter not in bound:
                if parameter not in rule.defaults:
                    return None
                bound[parameter] = syntax.clone(rule.defaults[parameter])
        return bound


def takes_arrays(function: Any) -> bool:
    """Whether a library's function takes lists and tuples for arrays."""
    of_ufunc = isinstance(getattr(function, "__self__", function), np.ufunc)
    module = getattr(function, "__module__", None) or ("numpy" if of_ufunc else "")
    return module.partition(".")[0] in ("numpy", "scipy") and function not in SEQUENCES


def check_not_objects(function: Any, types: Sequence[Type], node: gast.AST) -> None:
    """Refuse functions of numbers that are given objects, whose operators and methods they would call."""
    of_numbers = module_of(function).partition(".")[0] in ("numpy", "scipy", "math", "cmath", "operator", "_operator") or function in (pow, divmod, sum, max, min)
    given = next((part.cls for t in types for part in all_parts(t) if isinstance(part, Record)), None) if of_numbers else None
    if given is not None and function not in (np.shape, np.ndim, np.size, np.isscalar, np.iterable):
        raise Unsupported(f"`{name_of(function)}` of an object of class `{given.__name__}`", node, HELD)


def check_no_dict(function: Any, types: Sequence[Type], node: gast.AST) -> None:
    """Refuse a dict of real numbers as an operand of a function of numbers: Python's read its keys, and NumPy's take it for one object."""
    module = (getattr(function, "__module__", "") or "").partition(".")[0]
    given = [t for t in types if isinstance(t, (Dict, DictOf)) and any(map(is_inexact, all_parts(t)))]
    if given and (isinstance(function, np.ufunc) or module in ("numpy", "scipy", "math")):
        raise Unsupported(f"a dict is handed to `{name_of(function)}`", node, "hand over `list(d)`, or `list(d.values())`")


def check_classes(function: Any, types: Sequence[Type], node: gast.AST) -> None:
    """Refuse arrays of classes that have operators and functions of their own, as np.matrix and masked arrays have, and objects given to NumPy."""
    for t in types:
        if not isinstance(t, Static) or not isinstance(t.value, np.ndarray) or function in PLAIN_AGAIN:
            continue
        if not isinstance(registry.lookup(function), Zero):
            raise Unsupported(f"an array of class `{type(t.value).__name__}`", node, "make it a plain one outside: `np.asarray(...)`")


def described(t: Type) -> str:
    """What a value of type `t` is called in messages."""
    if isinstance(t, Static):
        return (
            "None"
            if t.value is None
            else "a string"
            if isinstance(t.value, str)
            else f"an object of class `{type(t.value).__name__}`"
        )
    return {
        "Seq": "a tuple or list",
        "ListOf": "a list",
        "SetOf": "a set",
        "Dict": "a dict",
        "DictOf": "a dict",
        "Record": "an object",
        "Closure": "a function",
        "Text": "a string",
    }.get(type(t).__name__, "a value of unknown type")


def check_keeps(function: Any, given: Sequence[Type], node: gast.AST) -> None:
    """A function without a meaning of its own here may not change what it is given."""
    if changes_its_argument(function):
        cure = "write the change as an assignment, such as `x[i] = v`"
        raise Unsupported(f"`{name_of(function)}` changes its argument in place", node, cure)
    if registry.lookup(function) is None and not only_reads(function) and any(map(holds_memory, given)):
        cure = WRITE_IT if is_pythons(module_of(function).partition(".")[0]) else DECLARE
        raise Unsupported(f"`{name_of(function)}` may change what it is given", node, cure_for(function, cure))


def holds_only_numbers(t: Type) -> bool:
    """Whether a list or tuple, taken apart, is one of numbers, or of such lists."""
    return isinstance(t, Seq) and t.cls in (list, tuple) and bool(t.items) and all(isinstance(leaf, Scalar) for _, leaf in leaves(t))
