"""What a definition of ours gives in place of a library's function has the dtype that the library's own result has.

Of numbers in single precision, SciPy computes in double precision by turns: the definition is then given doubles, and
what it gives is rounded where SciPy rounds it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import gast
import numpy as np

from s2sdiff import syntax
from s2sdiff.analyze import infer
from s2sdiff.analyze.bound import Bound
from s2sdiff.analyze.state import Meaning
from s2sdiff.types import Array, Scalar, Seq, Static, Text, Type, Unknown, is_inexact

DOUBLES = {"float16": "float64", "float32": "float64", "complex64": "complex128"}


class Precision(Bound):
    """Compares the dtypes of a definition's results with those of the function it stands for."""

    def in_doubles(
        self,
        callee: Any,
        target: Any,
        node: gast.Call,
        args: Sequence[gast.AST],
        keywords: Mapping[str, gast.AST],
        t: Type,
        statement: gast.AST,
    ) -> Meaning | None:
        """What a library's call gives, computed in double precision; None where the definition's dtypes are SciPy's own."""
        library = getattr(callee, "library", None)
        if library is None or (getattr(library, "__module__", "") or "").partition(".")[0] in sys.stdlib_module_names:
            return None  # Python's own functions compute in what they are given
        types = [self.type_of(a) for a in [*args, *keywords.values()]]
        if not any(part.dtype in DOUBLES for part in _numbers(types)) or not all(map(_is_plain, types)):
            return None
        own = self.own_result(target, types[: len(args)], dict(zip(keywords, types[len(args) :], strict=True)))
        wanted, found = list(_numbers([own])), list(_numbers([t]))
        kinds = [(np.dtype(a.dtype), np.dtype(b.dtype)) for a, b in zip(wanted, found, strict=False) if is_inexact(a) and is_inexact(b)]
        alike = _is_plain(own) and len(wanted) == len(found) and all(a.kind == b.kind for a, b in kinds)
        refused = _is_plain(own) and isinstance(t, Unknown)  # what the definition asks for takes doubles alone
        if not refused and (not alike or all(a == b for a, b in kinds)):
            return None
        wide = syntax.clone(node)
        wide.args = [self.as_double(a, statement) for a in args]
        wide.keywords = [gast.keyword(k, self.as_double(a, statement)) for k, a in keywords.items()]
        name = self.helper(statement, "out_in_double")
        lines = self.same_again((statement, name), [syntax.assign(name, wide)])
        rounded = self.computed(name, lines, statement)
        if isinstance(own, Seq):
            parts = [self.rounded_part(name, k, item, statement) for k, item in enumerate(own.items)]
            return self.evaluate(syntax.located(syntax.tuple_(parts), node), statement)
        value = self.rounded(syntax.name(name), own)
        return rounded if isinstance(value, gast.Name) else self.evaluate(syntax.located(value, node), statement)

    def own_result(self, target: Any, args: Sequence[Type], keywords: Mapping[str, Type]) -> Type:
        """The type of what the library's function itself gives."""
        if type(getattr(target, "__self__", None)).__module__.startswith("scipy."):  # a method, as of a distribution
            return infer.result_of(target, args, keywords)
        return self.context.trial(target, tuple(args), tuple(keywords.items()))[0]

    def as_double(self, atom: gast.AST, statement: gast.AST) -> gast.AST:
        """An argument, its numbers in double precision."""
        t = self.type_of(atom)
        if isinstance(t, (Array, Scalar)) and t.dtype in DOUBLES:
            name = self.helper(statement, f"{syntax.dotted(atom) or 'x'}_in_double")
            line = syntax.located(syntax.assign(name, _converted(atom, t, DOUBLES[t.dtype])), statement)
            self.before(self.same_again((statement, name), [line]), statement)
            return syntax.located(syntax.name(name), statement)
        if isinstance(t, Seq) and isinstance(atom, gast.Name) and any(part.dtype in DOUBLES for part in _numbers([t])):
            parts = [self.as_double(self.part(atom, k, statement), statement) for k in range(len(t.items))]
            name = self.helper(statement, f"{atom.id}_in_double")
            line = syntax.assign(name, syntax.list_(parts) if t.cls is list else syntax.tuple_(parts))
            self.before(self.same_again((statement, name), [syntax.located(line, statement)]), statement)
            return syntax.located(syntax.name(name), statement)
        return syntax.clone(atom)

    def rounded_part(self, name: str, k: int, own: Type, statement: gast.AST) -> gast.AST:
        """An item of a result, rounded, under a name of its own."""
        part = self.part(syntax.name(name), k, statement)
        value = self.rounded(part, own)
        if value is part:
            return part
        new = self.helper(statement, f"out_{k}", role="rounded")
        self.before(self.same_again((statement, new), [syntax.assign(new, value)]), statement)
        return syntax.located(syntax.name(new), statement)

    def rounded(self, atom: gast.AST, own: Type) -> gast.AST:
        """A result, rounded to the dtype of the library's own."""
        narrow = isinstance(own, (Array, Scalar)) and own.dtype in DOUBLES
        return _converted(atom, own, own.dtype) if narrow else atom  # type: ignore[attr-defined]


def _converted(atom: gast.AST, t: Type, dtype: str) -> gast.AST:
    """A number or an array in another precision."""
    if isinstance(t, Scalar):
        return syntax.call(f"np.{dtype}", syntax.clone(atom))
    return syntax.call(syntax.attribute(syntax.clone(atom), "astype"), syntax.const(dtype))


def _numbers(types: Sequence[Type]) -> Iterator[Array | Scalar]:
    """The arrays and numbers in some types, those in tuples as well."""
    for t in types:
        if isinstance(t, (Array, Scalar)):
            yield t
        elif isinstance(t, Seq):
            yield from _numbers(t.items)


def _is_plain(t: Type) -> bool:
    """Whether a value is made of numbers, arrays and options: no function, no object whose methods would be called."""
    if isinstance(t, Seq):
        return t.cls in (tuple, list) and all(map(_is_plain, t.items))
    options = (str, bool, int, float, type, np.dtype, type(None), np.ndarray)
    return isinstance(t, (Array, Scalar, Text)) or (isinstance(t, Static) and isinstance(t.value, options))
