"""Takes expressions apart: one operation a statement, in the order of evaluation.

Assumes the promises of the passes before it.  Expressions that are statements in disguise (comprehensions, conditional
expressions) are rewritten by the expansions listed in `EXPANSIONS`, and what those give is flattened in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.library import CHANGING_METHODS
from s2sdiff.normalize import form, unpack
from s2sdiff.normalize.comprehension import expand_dict, expand_fold, expand_list, expand_set, loops
from s2sdiff.normalize.conditional import expand_chain, expand_choice, expand_short_circuit
from s2sdiff.normalize.generators import FOLDS
from s2sdiff.normalize.parts import (
    changed,
    has_walrus,
    if_,
    is_atom,
    may_run_functions,
    not_,
    root,
    walrus_names,
)
from s2sdiff.normalize.scope import Scope
from s2sdiff.normalize.update_order import may_change, rebinds

EXPANSIONS: dict[type[gast.AST], Callable[[str, Any, Scope], list[Any]]] = {
    gast.IfExp: expand_choice,
    gast.BoolOp: expand_short_circuit,
    gast.Compare: expand_chain,
    gast.ListComp: expand_list,
    gast.SetComp: expand_set,
    gast.DictComp: expand_dict,
    gast.Call: expand_fold,
}

BOUNDS = ("start", "stop", "step")


def flatten(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''One operation a statement, the intermediate values named after what they are computed for.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(r, v, s):
    ...     s = s + v * s
    ...     r[0, -1] += f(r=2 * s)
    ...     return np.sum(r * r)
    ... """))
    def f(r, v, s):
        s_1 = v * s
        s = s + s_1
        r_1 = 2 * s
        r_2 = f(r=r_1)
        r[0, -1] += r_2
        out_1 = r * r
        out = np.sum(out_1)
        return out
    '''
    return changed(function, body=_Flattener(scope).block(function.body))


class _Flattener:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.done: list[Any] = []  # the statements of the block at hand so far
        self.origin: Any = None  # the user's statement at hand

    # Statements --------------------------------------------------------------------------------------------------

    def block(self, block: Sequence[Any]) -> list[Any]:
        """A block in normal form."""
        outer, self.done = self.done, []
        self.statements(block)
        done, self.done = self.done, outer
        return done

    def statements(self, block: Sequence[Any]) -> None:
        for statement in block:
            outer = self.origin
            if hasattr(statement, "lineno"):
                self.origin = statement
            handler = _STATEMENTS.get(type(statement))
            if handler:
                handler(self, statement)
            elif not isinstance(statement, gast.Pass):
                self.emit(statement)
            self.origin = outer

    def emit(self, statement: Any) -> None:
        if not hasattr(statement, "lineno"):
            syntax.located(statement, self.origin)
        self.done.append(statement)

    def assign(self, statement: Any) -> None:
        [target] = statement.targets if len(statement.targets) == 1 else [None]
        if isinstance(target, gast.Name):
            self.bind(target.id, statement.value, statement)
        elif unpack.needs_splitting(statement):
            self.statements(unpack.split(statement, self.scope))
        else:
            wish = root(target) or "item"
            value = self.kept(self.atom(statement.value, wish), [target])
            self.emit(changed(statement, targets=[self.place(target, wish)], value=value))

    def bind(self, target: str, value: Any, statement: Any = None) -> None:
        """Give the name its value, in `statement` or in a new one."""
        expansion = self.expansion(value)
        if expansion and self.builds_late(target, value):
            self.statements(expansion(target, value, self.scope))
            return
        operation = self.operation(value, target)
        self.emit(changed(statement, value=operation) if statement else syntax.assign(target, operation))

    def augassign(self, statement: Any) -> None:
        target, value = statement.target, statement.value
        wish = root(target) or "item"
        if not isinstance(target, gast.Name):
            target = self.place(target, wish, [value])
        place = changed(statement, target=target)
        if may_change(statement.target, value, self.scope):  # Python reads the target first
            held = self.temporary(changed(target, ctx=gast.Load()), wish)
            place = changed(place, target=self.located(syntax.name(held.id, store=True)))
            self.emit(changed(place, value=self.atom(value, wish)))
            self.emit(syntax.assign(target, held))
        else:
            self.emit(changed(place, value=self.atom(value, wish)))

    def effect(self, statement: Any) -> None:
        """A value that nobody asks for: what its evaluation does still happens."""
        value = statement.value
        if form.is_report(value) and not has_walrus(value):
            self.emit(statement)
        elif isinstance(value, gast.Call) and not self.expansion(value):
            self.emit(changed(statement, value=self.operation(value, _served(value))))
        elif isinstance(value, gast.IfExp):
            self.statements(if_(value.test, [gast.Expr(value.body)], [gast.Expr(value.orelse)]))
        elif isinstance(value, gast.BoolOp):
            first, *others = value.values
            rest = gast.Expr(changed(value, values=others) if len(others) > 1 else others[0])
            self.statements(if_(first if isinstance(value.op, gast.And) else not_(first), [rest]))
        elif isinstance(value, gast.ListComp):
            self.statements(loops(value.generators, [gast.Expr(value.elt)]))
        elif isinstance(value, gast.NamedExpr):
            self.bind(value.target.id, value.value)
        elif not isinstance(value, (gast.Name, gast.Constant, gast.JoinedStr, gast.Lambda)):
            self.bind(self.scope.fresh("unused"), value)

    def branch(self, statement: Any) -> None:
        test = self.test(statement.test)
        body, orelse = self.block(statement.body), self.block(statement.orelse)
        if body:
            self.emit(changed(statement, test=test, body=body, orelse=orelse))
        elif orelse:
            self.emit(changed(statement, test=syntax.located(not_(test), statement), body=orelse, orelse=[]))
        elif may_run_functions(test):
            self.effect(gast.Expr(test))

    def test(self, test: Any) -> Any:
        """A test as the user wrote it, unless it binds names."""
        if not (self.scope.walrus and has_walrus(test)):
            return test
        if isinstance(test, gast.UnaryOp) and isinstance(test.op, gast.Not):
            return changed(test, operand=self.test(test.operand))
        return self.operation(test, "test")

    def while_(self, statement: Any) -> None:
        self.emit(changed(statement, body=self.loop_body(statement)))

    def for_(self, statement: Any) -> None:
        pairs = isinstance(statement.iter, gast.Call) and self.scope.is_builtin(statement.iter.func, *form.PAIRING)
        if isinstance(statement.target, gast.List) and pairs:
            statement = changed(statement, target=syntax.tuple_(statement.target.elts, store=True))
        if not (form.is_loop_target(statement.target, statement.iter) if pairs else is_atom(statement.target)):
            statement = unpack.loop_target(statement, self.scope)
        sequence = self.iterable(statement.iter, statement.target)
        self.emit(changed(statement, iter=sequence, body=self.loop_body(statement)))

    def loop_body(self, statement: Any) -> list[Any]:
        return self.block(statement.body) or [syntax.located(gast.Pass(), statement)]

    def iterable(self, node: Any, target: Any) -> Any:
        """What a loop runs over: an atom, or nested calls of `ITERABLES`; `target` is what an item goes to."""
        wish = unpack.name_of_all(target)
        if not isinstance(node, gast.Call) or not self.scope.is_builtin(node.func, *form.ITERABLES):
            return self.atom(node, wish)
        if self.scope.walrus and has_walrus(node):
            return self.operation(node, wish)
        if node.func.id == "range":
            return changed(node, args=[self.starred(a, _bound_called(k, len(node.args))) for k, a in enumerate(node.args)])
        targets = _targets_of(node, target)
        args = [self.starred(a, wish) if isinstance(a, gast.Starred) else self.iterable(a, t) for a, t in zip(node.args, targets, strict=True)]
        keywords = [changed(k, value=self.atom(k.value, wish)) for k in node.keywords]
        return changed(node, args=args, keywords=keywords)

    def with_(self, statement: Any) -> None:
        """One context in another, unless none of them asks for anything to be evaluated or bound before."""
        first, *others = statement.items
        if others and not all(map(_is_ready, statement.items)):
            inner = changed(statement, items=others)
            self.with_(changed(statement, items=[first], body=[inner]))
            return
        context, target, body = first.context_expr, first.optional_vars, statement.body
        context = self.operation(context, _served(context)) if isinstance(context, gast.Call) else self.atom(context, "context")
        if target is not None and not isinstance(target, gast.Name):
            held = syntax.located(syntax.name(self.scope.fresh(unpack.joint_name(target)), store=True), statement)
            body, target = [syntax.located(syntax.assign(target, syntax.name(held.id)), statement), *body], held
        items = [changed(first, context_expr=context, optional_vars=target), *others]
        self.emit(changed(statement, items=items, body=self.block(body) or [syntax.located(gast.Pass(), statement)]))

    def returns(self, statement: Any) -> None:
        value = statement.value
        if not is_atom(value):
            out = self.scope.fresh("out")
            self.bind(out, value)
            value = self.located(syntax.name(out))
        self.emit(changed(statement, value=value))

    def delete(self, statement: Any) -> None:
        for target in statement.targets:
            self.emit(changed(statement, targets=[self.place(target, root(target) or "item")]))

    def asserts(self, statement: Any) -> None:
        self.emit(changed(statement, test=self.test(statement.test)))

    def define(self, statement: Any) -> None:
        """A function: its body is normalized where it is called, its defaults are evaluated here."""
        self.emit(changed(statement, args=self.defaults(statement.args, statement.name)))

    def defaults(self, spec: Any, wish: str) -> Any:
        """The parameters of a function, with an atom for each default."""
        found = iter(self.atoms([*spec.defaults, *spec.kw_defaults], f"{wish}_default"))
        return changed(spec, defaults=[next(found) for _ in spec.defaults], kw_defaults=[next(found) for _ in spec.kw_defaults])

    # Expressions -------------------------------------------------------------------------------------------------

    def expansion(self, value: Any) -> Callable[[str, Any, Scope], list[Any]] | None:
        """The rewrite that turns `value` into statements, if it needs one."""
        expansion = EXPANSIONS.get(type(value))
        if isinstance(value, gast.Call):
            folds = bool(value.args) and isinstance(value.args[0], gast.GeneratorExp)
            return expansion if folds and self.scope.is_builtin(value.func, *FOLDS) else None
        if isinstance(value, gast.Compare) and all(map(is_atom, value.comparators[1:])):
            return None
        return None if isinstance(value, gast.BoolOp) and form.is_flag(value) else expansion

    def builds_late(self, target: str, value: Any) -> bool:
        """Whether the expansion of `value` may use `target` before it is complete."""
        if isinstance(value, gast.IfExp):
            return True
        if isinstance(value, gast.BoolOp):
            first, *others = value.values
            same = isinstance(first, gast.Name) and first.id == target
            return same or not any(self.touches(target, other) for other in others)
        return not self.touches(target, value)

    def touches(self, target: str, value: Any) -> bool:
        """Whether evaluating `value` may read or bind the name."""
        return (
            target in syntax.names_read(value)
            or (target in self.scope.captured and may_run_functions(value))
            or (self.scope.walrus and target in walrus_names(value))
        )

    def atom(self, value: Any, wish: str) -> Any:
        """A name or a literal with this value."""
        if is_atom(value):
            return value
        if isinstance(value, gast.NamedExpr):
            self.bind(value.target.id, value.value)
            return self.located(syntax.name(value.target.id))
        return self.temporary(value, wish)

    def temporary(self, value: Any, wish: str) -> Any:
        """A new name for a value: after what it is where that is short, else after what it is for."""
        own = (isinstance(value, gast.Call) and syntax.described(value)) or wish
        if self.expansion(value):
            name = self.scope.fresh(own)
            self.bind(name, value)
        else:
            operation = self.operation(value, wish)
            name = self.scope.fresh(own)
            self.emit(syntax.assign(name, operation))
        return self.located(syntax.name(name))

    def starred(self, value: Any, wish: str) -> Any:
        """An atom, or an atom with its star."""
        if isinstance(value, gast.Starred):
            return changed(value, value=self.atom(value.value, wish))
        return self.atom(value, wish)

    def atoms(self, values: Sequence[Any], wish: str, later: Sequence[Any] = (), function: str = "") -> list[Any]:
        """Atoms for operands, evaluated in this order and before `later`; None stays None.  `function` is the wish for a lambda."""
        found = []
        for position, value in enumerate(values):
            operand = None if value is None else self.starred(value, function if function and isinstance(value, gast.Lambda) else wish)
            found.append(self.kept(operand, [*values[position + 1 :], *later]))
        return found

    def kept(self, operand: Any, later: Sequence[Any]) -> Any:
        """The operand, copied if it is a name that evaluating `later` binds anew."""
        if (self.scope.walrus or self.scope.rebound) and operand is not None:
            name = operand.value if isinstance(operand, gast.Starred) else operand
            if isinstance(name, gast.Name) and any(rebinds(v, name.id, self.scope) for v in later if v is not None):
                copy = self.temporary(name, name.id)
                return changed(operand, value=copy) if isinstance(operand, gast.Starred) else copy
        return operand

    def located(self, node: Any) -> Any:
        return syntax.located(node, self.origin)

    def operation(self, value: Any, wish: str) -> Any:
        """One operation of atoms with this value."""
        if self.expansion(value):
            return self.temporary(value, wish)
        if isinstance(value, gast.NamedExpr):
            return self.atom(value, wish)
        if isinstance(value, gast.GeneratorExp):
            raise Unsupported("a generator that is kept for later is not supported", value, "make it a list: list(...)")
        handler = _EXPRESSIONS.get(type(value))
        if handler is None:
            raise Unsupported(f"{type(value).__name__} is not supported here", value)
        return handler(self, value, wish)

    def binary(self, value: Any, wish: str) -> Any:
        left, right = self.atoms([value.left, value.right], wish)
        return changed(value, left=left, right=right)

    def unary(self, value: Any, wish: str) -> Any:
        return value if form.is_flag(value) else changed(value, operand=self.atom(value.operand, wish))

    def comparison(self, value: Any, wish: str) -> Any:
        """One comparison, or a chain in which only the first two operands take evaluation."""
        left, *comparators = self.atoms([value.left, *value.comparators], wish)
        if len(comparators) == 1:
            return changed(value, left=left, comparators=comparators)
        operands = [left, *comparators]
        links = [gast.Compare(a, [op], [b]) for a, op, b in zip(operands, value.ops, comparators, strict=False)]
        return self.located(gast.BoolOp(gast.And(), links))

    def attribute(self, value: Any, wish: str) -> Any:
        return value if syntax.dotted(value) else changed(value, value=self.named(value.value, wish))

    def subscript(self, value: Any, wish: str, later: Sequence[Any] = ()) -> Any:
        """A subscript; its index keeps slices and one tuple of them."""
        index = value.slice
        is_tuple = isinstance(index, gast.Tuple) and not any(isinstance(item, gast.Starred) for item in index.elts)
        items = index.elts if is_tuple else [index]
        operands = [part for item in items for part in _bounds(item)]
        base, *found = self.atoms([value.value, *operands], wish, later)
        operand = iter(found)
        new = [_with_bounds(item, operand) for item in items]
        return changed(value, value=base, slice=changed(index, elts=new) if is_tuple else new[0])

    def call(self, value: Any, wish: str) -> Any:
        parts = [*value.args, *(keyword.value for keyword in value.keywords)]
        func = self.callee(value.func, parts, wish)
        mappings = [*(False for _ in value.args), *(keyword.arg is None for keyword in value.keywords)]
        operands = iter(self.atoms(self.spread_first(parts, mappings), wish, function="function"))
        args = [next(operands) for _ in value.args]
        return changed(value, func=func, args=args, keywords=[changed(k, value=next(operands)) for k in value.keywords])

    def callee(self, func: Any, later: Sequence[Any], wish: str) -> Any:
        """A name, or a dotted name, for what is called."""
        rebound = any(rebinds(part, root(func) or "", self.scope) for part in later)
        if syntax.dotted(func) and not rebound:
            return func
        if isinstance(func, gast.Attribute):
            return changed(func, value=self.named(func.value, wish))
        return self.named(func, wish)

    def named(self, value: Any, wish: str) -> Any:
        """A new name for the value."""
        found = self.atom(value, wish)
        return found if isinstance(found, gast.Name) and found is not value else self.temporary(found, wish)

    def display(self, value: Any, wish: str) -> Any:
        return changed(value, elts=self.atoms(self.spread_first(value.elts), wish))

    def dict_(self, value: Any, wish: str) -> Any:
        pairs = [part for pair in zip(value.keys, value.values, strict=True) for part in pair]
        spread = [part for key in value.keys for part in (False, key is None)]
        found = self.atoms(self.spread_first(pairs, spread), wish)
        return changed(value, keys=found[::2], values=found[1::2])

    def spread_first(self, parts: Sequence[Any], mappings: Sequence[bool] = ()) -> list[Any]:
        """Operands in which what has stars, or is one of the mappings, is copied where a later one may change it."""
        found = []
        for k, part in enumerate(parts):
            mapping = k < len(mappings) and mappings[k]
            held = part.value if isinstance(part, gast.Starred) else part if mapping else None
            item = gast.Subscript(held, syntax.const(0), gast.Load())
            if held is not None and any(may_change(item, later, self.scope) for later in parts[k + 1 :] if later is not None):
                copied = gast.Dict([None], [held]) if mapping else gast.Starred(gast.List([part], gast.Load()), gast.Load())
                part = self.located(copied)
            found.append(part)
        return found

    def place(self, target: Any, wish: str, later: Sequence[Any] = ()) -> Any:
        """Where a store goes, its base and index evaluated."""
        if isinstance(target, gast.Subscript):
            return self.subscript(target, wish, later)
        [base] = self.atoms([target.value], wish, later)
        return changed(target, value=base)

    def lambda_(self, value: Any, wish: str) -> Any:
        return changed(value, args=self.defaults(value.args, wish))

    def as_written(self, value: Any, wish: str) -> Any:  # noqa: ARG002 - as every operation
        return value


_STATEMENTS: dict[type[gast.AST], Callable[[_Flattener, Any], None]] = {
    gast.Assign: _Flattener.assign,
    gast.AugAssign: _Flattener.augassign,
    gast.Expr: _Flattener.effect,
    gast.If: _Flattener.branch,
    gast.For: _Flattener.for_,
    gast.While: _Flattener.while_,
    gast.With: _Flattener.with_,
    gast.Return: _Flattener.returns,
    gast.Assert: _Flattener.asserts,
    gast.Delete: _Flattener.delete,
    gast.FunctionDef: _Flattener.define,
}

_EXPRESSIONS: dict[type[gast.AST], Callable[[_Flattener, Any, str], Any]] = {
    gast.Name: _Flattener.as_written,
    gast.Constant: _Flattener.as_written,
    gast.BinOp: _Flattener.binary,
    gast.UnaryOp: _Flattener.unary,
    gast.Compare: _Flattener.comparison,
    gast.BoolOp: _Flattener.as_written,
    gast.Attribute: _Flattener.attribute,
    gast.Subscript: _Flattener.subscript,
    gast.Call: _Flattener.call,
    gast.Tuple: _Flattener.display,
    gast.List: _Flattener.display,
    gast.Set: _Flattener.display,
    gast.Dict: _Flattener.dict_,
    gast.JoinedStr: _Flattener.as_written,
    gast.Lambda: _Flattener.lambda_,
}


def _bounds(item: Any) -> list[Any]:
    """The operands of one item of an index."""
    return [item.lower, item.upper, item.step] if isinstance(item, gast.Slice) else [item]


def _with_bounds(item: Any, operands: Iterator[Any]) -> Any:
    """The item with new operands for those that `_bounds` gave."""
    if isinstance(item, gast.Slice):
        return changed(item, lower=next(operands), upper=next(operands), step=next(operands))
    return next(operands)


def _bound_called(place: int, count: int) -> str:
    """What to call a bound of a range."""
    return "n" if count == 1 else BOUNDS[min(place, len(BOUNDS) - 1)]


def _targets_of(call: Any, target: Any) -> list[Any]:
    """What the items of each argument of `zip`, `enumerate` and the like go to."""
    parts = target.elts if isinstance(target, gast.Tuple) else []
    if call.func.id == "zip" and len(parts) == len(call.args):
        return list(parts)
    return [parts[1] if call.func.id == "enumerate" and len(parts) == 2 else target] * len(call.args)


def _is_ready(item: Any) -> bool:
    """Whether the context of a `with` is a call of atoms, and what it gives is not bound."""
    call = item.context_expr
    parts = [*call.args, *(k.value for k in call.keywords)] if isinstance(call, gast.Call) else [None]
    return item.optional_vars is None and all(map(is_atom, parts)) and syntax.dotted(call.func) is not None


def _served(call: Any) -> str:
    """What to name the arguments of a call after: the object it changes, or what is called."""
    if isinstance(call.func, gast.Attribute) and call.func.attr not in CHANGING_METHODS:
        return str(call.func.attr)
    return root(call.func) or "item"
