"""Every method and property of an array is answered, and every function that a rule's body calls has a rule."""

from __future__ import annotations

import importlib
import math

import gast
import numpy as np
import pytest

from s2sdiff import runtime, syntax
from s2sdiff.rules import methods, plain, registry, static
from s2sdiff.rules.declare import Template

RULES = [rule for f in registry.declared() if isinstance(rule := registry.lookup(f), Template)]


def test_no_method_or_property_is_left_unanswered() -> None:
    assert [name for name in dir(np.ndarray) if not name.startswith("_") and not methods.answered(name)] == []


def test_every_refusal_has_a_cure() -> None:
    assert all(methods.refusal(name)[1] for name in [*methods.INPLACE_METHODS, *methods.REFUSED])


def test_every_method_stands_for_a_function_with_a_rule() -> None:
    assert [n for n, f in {**methods.METHODS, **methods.PROPERTIES}.items() if registry.lookup(f) is None] == []


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.name) for rule in RULES])
def test_second_order_every_function_that_a_body_calls_has_a_rule(rule: Template) -> None:
    bodies = [tree.body for tree in (rule.adjoint, rule.tangent) if tree is not None]
    made = {name for body in bodies for name in syntax.names_stored(body)}
    for call in (node for body in bodies for node in emitted(body) if isinstance(node, gast.Call)):
        name = syntax.dotted(call.func)
        if name is None or hasattr(static, name) or (name == "self" and rule.name.endswith(".__call__")):
            continue
        head, _, attr = name.rpartition(".")
        if head.startswith(("scipy.", "s2sdiff.")):
            function = getattr(importlib.import_module(head), attr)
            known = hasattr(function, "__s2sdiff_meaning__") or plain.readable(function) is not None
            assert registry.lookup(function) is not None or known, name
        elif head in rule.params and head not in rule.operands:
            continue  # a method of an object that the rule is given, such as a distribution, which is read
        elif head and head.split(".")[0] not in ("np", "math"):
            assert attr in methods.METHODS, name
        elif not head and (hasattr(runtime, name) or name in ("len", "sum", "range", "list", "tuple", *rule.params, *made)):
            continue  # helpers, what the language knows, a function that the rule is given, or one that it has made
        else:
            scope = {"np": np, "math": math, **vars(__import__("builtins"))}
            assert name in ("math.prod", "np.arange") or registry.lookup(eval(name, scope)) is not None, name


def emitted(node):
    """The nodes below that may be printed: no static tests, nothing computed when generating."""
    if isinstance(node, list):
        for item in node:
            yield from emitted(item)
        return
    if isinstance(node, gast.Call) and syntax.dotted(node.func) == "static":
        return
    yield node
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list) or (
            isinstance(value, gast.AST) and not (isinstance(node, gast.If) and field == "test")
        ):
            yield from emitted([v for v in value if isinstance(v, gast.AST)] if isinstance(value, list) else value)
