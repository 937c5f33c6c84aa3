from __future__ import annotations

import pickle
from collections import OrderedDict, defaultdict, namedtuple
from dataclasses import dataclass, field
from typing import Any

import pytest

from s2sdiff import tree

Point = namedtuple("Point", "x y")

TREES = [
    1.0,
    None,
    (),
    [],
    {},
    (1, [2, {"b": 3, "a": 4}], None, Point(5, (6,))),
    OrderedDict([("b", 1), ("a", [2])]),
    defaultdict(list, {"b": 1, "a": 2}),
    {2: "x", 1: "y"},
    {"mixed": 1, 3: 2},
]


@pytest.mark.parametrize("value", TREES, ids=repr)
def test_flatten_and_unflatten_are_inverses(value: Any) -> None:
    leaves, treedef = tree.flatten(value)
    again = tree.unflatten(treedef, leaves)
    assert again == value
    assert type(again) is type(value)
    assert treedef == tree.structure(again)
    assert hash(treedef) == hash(tree.structure(again))
    assert treedef.num_leaves == len(leaves)


def test_order_of_leaves() -> None:
    assert tree.leaves({"b": 3, "a": (1, None, [2])}) == [1, 2, 3]
    assert tree.leaves(OrderedDict([("b", 1), ("a", 2)])) == [1, 2]
    assert tree.leaves(None) == []
    assert tree.leaves([None, 1], is_leaf=lambda x: x is None) == [None, 1]


def test_map() -> None:
    assert tree.map(lambda x: 2 * x, {"a": 1, "b": [2, None]}) == {"a": 2, "b": [4, None]}
    assert tree.map(lambda x, y: x + y, Point(1, 2), Point(3, 4)) == Point(4, 6)
    assert tree.map(lambda x, y: (x, y), [1, 2], [{"a": 3}, 4]) == [(1, {"a": 3}), (2, 4)]
    assert tree.map(len, [(1, 2)], is_leaf=lambda x: isinstance(x, tuple)) == [2]
    assert tree.reduce(lambda a, b: a + b, {"a": 1, "b": (2, 3)}) == 6
    assert tree.all([True, (1, None)])
    assert not tree.all([True, (0,)])


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ({"a": 1}, {"b": 1}, r"Dict key mismatch; expected keys: \['a'\], got \['b'\]"),
        ((1, 2), (1,), r"Tuple arity mismatch: 1 != 2; tuple: \(1,\)."),
        ([1, 2], (1, 2), r"Expected list, got \(1, 2\)."),
        ([None], [1], "Expected None, got 1."),
        (Point(1, 2), (1, 2), "Expected Point"),
    ],
)
def test_structures_must_agree(first: Any, second: Any, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        tree.map(lambda a, b: a, first, second)


def test_number_of_leaves_must_agree() -> None:
    treedef = tree.structure((1, 2))
    with pytest.raises(ValueError, match=r"Too many leaves for PyTreeDef; expected 2."):
        tree.unflatten(treedef, [1, 2, 3])
    with pytest.raises(ValueError, match=r"Too few leaves for PyTreeDef; expected 2, got 1."):
        tree.unflatten(treedef, [1])


def test_text_of_a_structure() -> None:
    value = {"b": (1,), "a": [None, Point(1, 2)], "c": ()}
    assert repr(tree.structure(value)) == "PyTreeDef({'a': [None, Point(x=*, y=*)], 'b': (*,), 'c': ()})"


def test_prefix() -> None:
    prefix, value = (0, {"a": None, "b": 1}), ([1, 2], {"a": (3, 4), "b": 5})
    assert tree.broadcast_prefix(prefix, value, is_leaf=lambda x: x is None) == [0, 0, None, None, 1]


class Special:
    def __init__(self, x: Any, y: Any, name: str) -> None:
        self.x, self.y, self.name = x, y, name


tree.register_pytree_node(Special, lambda s: ((s.x, s.y), s.name), lambda name, parts: Special(*parts, name))


@tree.register_dataclass
@dataclass(frozen=True)
class Params:
    w: Any
    b: Any
    label: str = field(default="", metadata={"static": True})


@dataclass
class Plain:
    w: Any


def test_registered_classes() -> None:
    doubled = tree.map(lambda x: 2 * x, {"s": Special(1, [2], "s")})["s"]
    assert (doubled.x, doubled.y, doubled.name) == (2, [4], "s")
    assert tree.structure(Special(1, 2, "s")) == tree.structure(Special(3, 4, "s"))
    assert tree.structure(Special(1, 2, "s")) != tree.structure(Special(1, 2, "t"))
    assert repr(tree.structure(Special(1, 2, "s"))) == "PyTreeDef(CustomNode(Special['s'], [*, *]))"
    with pytest.raises(ValueError, match="Duplicate custom PyTreeDef type registration"):
        tree.register_pytree_node(Special, lambda s: ((), None), lambda data, parts: None)
    with pytest.raises(ValueError, match="Duplicate"):
        tree.register_pytree_node(dict, lambda s: ((), None), lambda data, parts: None)


def test_dataclasses() -> None:
    params = Params(1.0, {"c": 2.0}, "p")
    assert tree.leaves(params) == [1.0, 2.0]
    assert tree.map(lambda x: -x, params) == Params(-1.0, {"c": -2.0}, "p")
    assert tree.leaves(Plain(1)) == [Plain(1)]
    with pytest.raises(TypeError, match="expected a dataclass"):
        tree.register_dataclass(int)
    with pytest.raises(ValueError, match="must name the fields of Plain"):
        tree.register_dataclass(Plain, data_fields=["v"])


def test_attributes() -> None:
    assert tree.attributes(Plain(1)) == {"w": 1}
    assert tree.attributes(Special(1, 2, "s")) == {"x": 1, "y": 2, "name": "s"}
    assert tree.attributes(3) is None
    assert tree.with_attributes(Params(1, 2, "p"), w=5) == Params(5, 2, "p")
    assert tree.with_attributes(Plain(1), w=2) == Plain(2)
    changed = tree.with_attributes(Special([1], [2], "s"), y=3)
    assert (changed.x, changed.y, changed.name) == ([1], 3, "s")


def test_structures_do_not_pickle_functions() -> None:
    assert pickle.loads(pickle.dumps(tree.structure({"a": (1, None)}))) == tree.structure({"a": (1, None)})
