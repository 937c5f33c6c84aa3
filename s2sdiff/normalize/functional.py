"""Rewrites `map` and `filter` into generators, and loops over generators into loops."""

from __future__ import annotations

from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.errors import Unsupported
from s2sdiff.normalize.form import is_kept
from s2sdiff.normalize.generators import growth
from s2sdiff.normalize.parts import changed, if_, map_parts
from s2sdiff.normalize.scope import BUILTINS, Scope

LATE = "late"  # the helper of `s2sdiff.runtime` that says so
READERS = ("list", "tuple", "sorted", "min", "max")  # of these, given zip, enumerate or reversed, it is written what they read


def write_generators(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''`map` and `filter` of a function that has a name, or of a lambda, say what they do item by item.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs, ys):
    ...     for x in filter(None, xs):
    ...         print(x)
    ...     return sum(map(lambda a, b: a * b, xs, ys)) + max(map(g, xs))
    ... """, write_generators))
    def f(xs, ys):
        for x in (item for item in xs if item):
            print(x)
        return sum((a * b for a, b in zip(xs, ys))) + max((g(item) for item in xs))
    '''
    return changed(function, body=[_written(statement, scope) for statement in function.body])


def _written(node: Any, scope: Scope) -> Any:
    """`node` with its calls of map and filter as generators, outside of what is kept as written."""
    node = map_parts(node, lambda part, field: part if is_kept(node, field) else _written(part, scope))
    if isinstance(node, gast.comprehension):
        return changed(node, iter=_paired(node.iter, scope) or node.iter)
    if not isinstance(node, gast.Call) or any(isinstance(a, gast.Starred) for a in node.args):
        return node
    if scope.is_builtin(node.func, *READERS) and len(node.args) == 1:
        return changed(node, args=[_spelled(node.args[0], scope), *node.args[1:]])
    if node.keywords:
        return node
    if scope.is_builtin(node.func, "dict") and len(node.args) == 1:
        return _of_pairs(node, _spelled(node.args[0], scope))
    if scope.is_builtin(node.func, "map") and len(node.args) > 1:
        return _mapped(node, scope)
    if scope.is_builtin(node.func, "filter") and len(node.args) == 2:
        return _filtered(node, scope)
    return node


def _spelled(source: Any, scope: Scope) -> Any:
    """`zip(xs, ys)` or `reversed(xs)` as the generator of what it yields, for those who read all of it."""
    if not isinstance(source, gast.Call) or any(isinstance(a, gast.Starred) for a in source.args):
        return source
    if scope.is_builtin(source.func, "zip") and source.args:
        names = [f"item_{k + 1}" for k in range(len(source.args))]
    elif scope.is_builtin(source.func, "enumerate"):
        names = ["k", "item"]
    elif scope.is_builtin(source.func, "reversed"):
        names = ["item"]
    else:
        return source
    paired = scope.is_builtin(source.func, "zip", "enumerate")
    item = syntax.tuple_([syntax.name(name) for name in names]) if paired else syntax.name("item")
    target = syntax.tuple_([syntax.name(name, store=True) for name in names], store=True) if paired else _target(names)
    return gast.copy_location(gast.GeneratorExp(item, [gast.comprehension(target, source, [], 0)]), source)


def _of_pairs(call: Any, source: Any) -> Any:
    """A dict of pairs that a generator yields, as a comprehension."""
    pair = source.elt if isinstance(source, gast.GeneratorExp) else None
    if not isinstance(pair, gast.Tuple) or len(pair.elts) != 2:
        return call
    return gast.copy_location(gast.DictComp(pair.elts[0], pair.elts[1], source.generators), call)


def _mapped(call: Any, scope: Scope) -> Any:
    names = _parameters(call.args[0], len(call.args) - 1)
    result = _applied(call.args[0], names)
    pairs = syntax.name("zip")
    if result is None or (len(names) > 1 and not scope.is_builtin(pairs, "zip")):
        return call
    source = call.args[1] if len(names) == 1 else syntax.call(pairs, *call.args[1:])
    return gast.copy_location(gast.GeneratorExp(result, [gast.comprehension(_target(names), source, [], 0)]), call)


def _filtered(call: Any, scope: Scope) -> Any:  # noqa: ARG001 - as `_mapped`
    function, source = call.args
    names = _parameters(function, 1)
    none = isinstance(function, gast.Constant) and function.value is None
    test = syntax.name(names[0]) if none else _applied(function, names)
    if test is None:
        return call
    clause = gast.comprehension(_target(names), source, [test], 0)
    return gast.copy_location(gast.GeneratorExp(syntax.name(names[0]), [clause]), call)


def _parameters(function: Any, count: int) -> list[str]:
    """What to call the items that a function is applied to."""
    if isinstance(function, gast.Lambda):
        return [parameter.id for parameter in function.args.args]
    return ["item"] if count == 1 else [f"item_{k + 1}" for k in range(count)]


def _applied(function: Any, names: list[str]) -> Any:
    """The function applied to those names; None if that is not the same as what `map` does."""
    if isinstance(function, gast.Lambda):
        args = function.args
        others = (args.posonlyargs, args.vararg, args.kwonlyargs, args.kwarg, args.defaults)
        return None if any(others) or not names else syntax.clone(function.body)
    item = isinstance(function, gast.Subscript) and isinstance(function.slice, gast.Constant)  # as `ops["add"]`
    if syntax.dotted(function.value if item else function) is None or syntax.names_read(function) & set(names):
        return None
    return syntax.call(syntax.clone(function), *map(syntax.name, names))


def _target(names: list[str]) -> Any:
    targets = [syntax.name(name, store=True) for name in names]
    return targets[0] if len(targets) == 1 else syntax.tuple_(targets, store=True)


def open_generator_loops(function: gast.FunctionDef, scope: Scope) -> gast.FunctionDef:
    '''A loop over a generator with one clause is a loop over what that goes over; with more clauses, over a list.

    >>> from s2sdiff.normalize.example import example
    >>> print(example("""
    ... def f(xs, y):
    ...     for y in (x * x for x in xs if x > 0.0):
    ...         if y > 2.0:
    ...             break
    ...     return y
    ... """, open_generator_loops))
    def f(xs, y):
        for x_1 in xs:
            if x_1 > 0.0:
                y = x_1 * x_1
                if y > 2.0:
                    break
        return y
    '''
    return changed(function, body=_block(function.body, scope))


def _block(block: list[Any], scope: Scope) -> list[Any]:
    return [_opened(line, scope) for statement in block for line in _appended(statement, scope)]


def _appended(statement: Any, scope: Scope) -> list[Any]:
    """`xs.extend(generator)` appends item by item, as Python does: the generator may look at xs."""
    found = growth(statement, scope)
    if found is None:
        return [statement]
    grown, source = found
    before = []
    if not isinstance(grown, gast.Name):
        before, grown = [gast.Assign([syntax.name(held := scope.fresh("grown"), store=True)], grown, None)], syntax.name(held)
    clauses = source.generators if isinstance(source, gast.GeneratorExp) else []
    variables = sorted({name for clause in clauses for name in syntax.names_stored(clause.target)})
    own = {name: scope.fresh(f"{name}_1" if name in scope.bound else name) for name in variables}
    item = _renamed(source.elt, own) if clauses else syntax.name(scope.fresh("item"))
    append = syntax.call(syntax.attribute(syntax.name(grown.id), "append"), item)
    append.by_generator = True  # what else has such a method is told by its type, and refused
    body: list[Any] = [gast.Expr(append)]
    for k, clause in reversed(list(enumerate(clauses))):
        for test in reversed(clause.ifs):
            body = if_(_renamed(test, own), body)
        body = [gast.For(_renamed(clause.target, own), _renamed(clause.iter, own) if k else clause.iter, body, [], None)]
    if not clauses:
        body = [gast.For(syntax.name(item.id, store=True), source, body, [], None)]
    return [syntax.located(line, statement) for line in (*before, *body)]


def _opened(statement: Any, scope: Scope) -> Any:
    if isinstance(statement, (gast.If, gast.For, gast.While)):
        body, orelse = _block(statement.body, scope), _block(statement.orelse, scope)
        statement = changed(statement, body=body, orelse=orelse)
    elif isinstance(statement, gast.With):
        statement = changed(statement, body=_block(statement.body, scope))
    if not isinstance(statement, gast.For):
        return statement
    generator = _paired(statement.iter, scope) or _beside_late(statement.iter, scope)
    if not isinstance(generator, gast.GeneratorExp):
        return changed(statement, iter=generator)
    [clause] = generator.generators if len(generator.generators) == 1 else [None]
    if clause is None:
        return changed(statement, iter=read_late(generator, scope))
    variables = sorted(syntax.names_stored(clause.target))
    own = {name: scope.fresh(f"{name}_1" if name in scope.bound else name) for name in variables}
    target, item, *tests = (_renamed(part, own) for part in (clause.target, generator.elt, *clause.ifs))
    body = [syntax.located(gast.Assign([statement.target], item, None), statement), *statement.body]
    for test in reversed(tests):
        [branch] = if_(test, body)
        body = [syntax.located(branch, statement)]
    opened = changed(statement, target=target, iter=clause.iter, body=body)
    return _opened(opened, scope) if isinstance(clause.iter, gast.GeneratorExp) else opened


def _paired(source: Any, scope: Scope) -> Any:
    """What `zip` or `enumerate` of generators yields, as one generator, where each goes over one thing and leaves nothing out."""
    if not isinstance(source, gast.Call) or not scope.is_builtin(source.func, "zip", "enumerate"):
        return None
    generators = [arg for arg in source.args if isinstance(arg, gast.GeneratorExp)]
    clauses = [clause for generator in generators for clause in generator.generators]
    starred = any(isinstance(arg, gast.Starred) for arg in source.args)
    plain = len(clauses) == len(generators) and not any(clause.ifs for clause in clauses) and not starred
    sources = [a.generators[0].iter if a in generators else a for a in source.args]
    alike = plain and all(syntax.same(s, sources[0]) for s in sources)
    for asked in [] if alike else [g for g in generators if not plain or g is not source.args[-1]]:
        if syntax.names_read(asked) & scope.acting:
            message = "a generator that changes something beside another iterator, which may end before it"
            raise Unsupported(message, asked, "go over a list: `list(...)`, which asks for all of it before")
    if not generators or not plain:
        return None
    variables = [name for clause in clauses for name in syntax.names_stored(clause.target)]
    distinct = len({*variables}) == len(variables)
    # What another one calls its variable is a variable of the function here.
    own = all(syntax.names_read(g.elt) & {*variables} <= syntax.names_stored(g.generators[0].target) for g in generators)
    if not distinct or not own:
        return _paired(changed(source, args=[_with_own_names(arg, scope) for arg in source.args]), scope)
    counts = source.func.id == "enumerate"
    targets: list[Any] = [syntax.name(scope.fresh("k"), store=True)] if counts else []
    items: list[Any] = [syntax.name(targets[0].id)] if counts else []
    over = []
    for place, arg in enumerate(source.args):
        if isinstance(arg, gast.GeneratorExp):
            targets.append(arg.generators[0].target)
            items.append(arg.elt)
            over.append(arg.generators[0].iter)
        else:
            over.append(arg)
            if not counts:
                name = scope.fresh(f"item_{place + 1}")
                targets.append(syntax.name(name, store=True))
                items.append(syntax.name(name))
    clause = gast.comprehension(syntax.tuple_(targets, store=True), changed(source, args=over), [], 0)
    return syntax.located(gast.GeneratorExp(syntax.tuple_(items), [clause]), source)


def _with_own_names(arg: Any, scope: Scope) -> Any:
    """A generator of one clause under names that nothing else has; other arguments as they are."""
    if not isinstance(arg, gast.GeneratorExp):
        return arg
    [clause] = arg.generators
    own = {name: scope.fresh(name) for name in sorted(syntax.names_stored(clause.target))}
    return changed(arg, elt=_renamed(arg.elt, own), generators=[changed(clause, target=_renamed(clause.target, own))])


def _beside_late(source: Any, scope: Scope) -> Any:
    """`zip` or `enumerate` with its generators as lists that are read late; anything else as it is."""
    if not isinstance(source, gast.Call) or not scope.is_builtin(source.func, "zip", "enumerate"):
        return source
    return changed(source, args=[read_late(a, scope) if isinstance(a, gast.GeneratorExp) else a for a in source.args])


def read_late(generator: Any, scope: Scope) -> Any:
    """A generator as a list, with the names that it reads: while it is read, they must stay what they are."""
    if LATE in scope.bound:
        raise Unsupported(f"a generator where `{LATE}` is a name of its own", generator, f"rename `{LATE}`")
    listed = gast.copy_location(gast.ListComp(generator.elt, generator.generators), generator)
    own = {name for clause in generator.generators for name in syntax.names_stored(clause.target)}
    around = {name for name in syntax.names_read(generator) - BUILTINS if scope.meaning(name) is None}  # of a function around this one
    read = sorted((syntax.names_read(generator) & scope.local | around) - own)
    return syntax.located(syntax.call(LATE, listed, *map(syntax.name, read)), generator)


def _renamed(node: Any, names: dict[str, str]) -> Any:
    """`node` with names replaced, whether read or bound; the parameters of lambdas hide them."""
    if isinstance(node, gast.Name):
        return changed(node, id=names[node.id]) if node.id in names else node
    if isinstance(node, gast.Lambda):
        names = {old: new for old, new in names.items() if old not in {a.id for a in node.args.args}}
    return map_parts(node, lambda part, _: _renamed(part, names))
