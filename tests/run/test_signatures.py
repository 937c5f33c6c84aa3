"""A guard says of any arguments what comparing their signature says."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff import tree
from s2sdiff.run.signatures import of_call, signature_of, unchanged

Pair = namedtuple("Pair", "a b")


@dataclass
class Params:
    w: Any
    b: Any
    name: str = field(default="", metadata={"static": True})


class Net:
    """Taken apart by a function."""

    def __init__(self, w: Any, b: Any) -> None:
        self.w, self.b = w, b

    def step(self) -> None:
        """A method."""


tree.register_pytree_node(Net, lambda net: ((net.w, net.b), None), lambda _, parts: Net(*parts))


def double(x: Any) -> Any:
    return 2 * x


def triple(x: Any) -> Any:
    return 3 * x


NET = Net(1.0, 2.0)
ARRAY = np.ones((2, 3))
VALUES: list[Any] = [
    1, 1.0, True, 1j, np.float64(1.0), np.float32(1.0), np.int64(1), None, "1", "a", b"a", np.str_("a"), slice(1), ...,
    ARRAY, ARRAY.T, ARRAY.T.copy(), ARRAY.astype("f4"), ARRAY.astype(">f8"), ARRAY.astype(int), np.ones(3), np.array(1.0),
    np.ones((2, 3, 1)), ARRAY.astype(object), np.array(["a"]), np.ones((2, 3)).view(np.recarray), np.ones(0),
    (), [], {}, (1.0,), [1.0], [1], [True], (1.0, 2.0), Pair(1.0, 2.0), Pair(1, 2.0), [[1.0], [2.0]], [(1.0,), (2.0,)],
    {"a": 1.0}, {"a": 1}, {"b": 1.0}, {"a": 1.0, "b": ARRAY}, {"b": ARRAY, "a": 1.0}, {1: 1.0}, {True: 1.0}, {1.0: 1.0},
    OrderedDict(a=1.0), Params(1.0, ARRAY), Params(1, ARRAY), Params(1.0, ARRAY, "x"), Params(1.0, (ARRAY,)), Net(1.0, 2.0),
    Net(1.0, ARRAY), Net(1.0, ARRAY.T), NET.step, Net(1.0, 2.0).step, double, triple, np.sin, len, [].append, float, Net,
]  # fmt: skip


@pytest.mark.parametrize(
    "call", [lambda v: ((v,), {}), lambda v: ((), {"v": v}), lambda v: ((1.0, v, v), {"u": v, "v": 2})]
)
def test_guards_agree_with_signatures(call: Callable[[Any], Any]) -> None:
    calls = [((), {}), *[call(v) for v in VALUES]]
    guards = [(of_call(*given), of_call(*given).guard(None)) for given in calls]
    for signature, holds in guards:
        for given in calls:
            assert holds(*given) is (signature == of_call(*given)), (signature, given)
    assert all(of_call(*a) == of_call(*b) for a, b in zip(calls, [((), {}), *[call(v) for v in VALUES]], strict=True))


def test_guards_of_outer_values_agree_with_signatures() -> None:
    held: list[Any] = [None]
    for before in VALUES:
        held[0] = before
        holds = unchanged([(partial(held.__getitem__, 0), signature_of(before))])
        assert holds is not None
        for now in VALUES:
            held[0] = now
            assert holds() is (signature_of(now) == signature_of(before)), (before, now)


def test_what_is_gone_has_changed() -> None:
    names = {"k": 1.0}
    holds = unchanged([(partial(names.__getitem__, "k"), signature_of(1.0))])
    assert holds is not None
    assert holds()
    del names["k"]
    assert not holds()


def test_a_function_with_other_code_has_changed() -> None:
    def inner(x: Any) -> Any:
        return x

    holds = unchanged([(lambda: inner, signature_of(inner))])
    assert holds is not None
    assert holds()
    inner.__code__ = double.__code__
    assert not holds()
    assert unchanged([]) is None


def test_an_array_that_changes_its_shape_is_another_argument() -> None:
    def f(x: Any, y: Any) -> Any:
        return np.sum(x * y)

    df, x, y = sd.grad(f), np.ones((2, 3)), np.ones((2, 3))
    for _ in range(4):
        assert df(x, y).shape == (2, 3)
    x.shape = (3, 2)
    with pytest.raises(ValueError, match="broadcast"):
        df(x, y)
    y.shape = (3, 2)
    for _ in range(4):
        assert df(x, y).shape == (3, 2)
    assert df(x, y.astype("f4")).dtype == np.float64
    assert df(x.astype("f4"), y.astype("f4")).dtype == np.float32


SCALE: Any = 2.0


def scaled(x: Any, params: Any) -> Any:
    return np.sum(SCALE * params["w"] * x)


def test_many_signatures_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    df = sd.grad(scaled)
    sizes = [1, 2, 3, 4, 5, 6, 7]
    for scale in (2.0, 3, 2.0, np.float64(4.0), np.arange(1.0, 2.0), 2.0):
        monkeypatch.setitem(globals(), "SCALE", scale)
        for n in sizes * 3:
            x = np.linspace(0.0, 1.0, n)
            assert np.allclose(df(x, {"w": x}), scale * x)
            assert np.allclose(df(x, params={"w": 2.0}), 2.0 * scale * np.ones(n))
            assert np.isclose(df(0.5, {"w": 2.0}), 2.0 * np.sum(scale))
