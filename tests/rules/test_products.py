"""The subscripts that the adjoint of einsum is written with."""

from __future__ import annotations

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff.errors import Unsupported
from s2sdiff.rules import products, registry
from s2sdiff.rules.static import Refused

from . import check


@pytest.mark.parametrize(
    ("subscripts", "want"),
    [
        ("ij,jk->ik", ["ik,jk->ij", "ij,ik->jk"]),
        ("ij , jk", ["ik,jk->ij", "ij,ik->jk"]),
        ("ba", ["ab->ba"]),
        ("i,i", [",i->i", "i,->i"]),
    ],
)
def test_the_cotangent_takes_the_place_of_the_operand(subscripts: str, want: list[str]) -> None:
    assert products.every_label_is_shared(subscripts)
    assert [products.back_to(subscripts, i) for i in range(len(want))] == want


@pytest.mark.parametrize(("subscripts", "want"), [("ij->i", "i,ij->ij"), ("ii->i", "i,ia->ia"), ("iii", ",iab->iab")])
def test_a_label_that_the_cotangent_lacks_comes_from_a_mask(subscripts: str, want: str) -> None:
    assert not products.every_label_is_shared(subscripts)
    assert products.back_to_masked(subscripts, 0) == want


def test_an_axis_that_is_stretched_is_refused() -> None:
    rule = registry.lookup(np.einsum)
    with pytest.raises(Refused, match="squeeze"):
        check.assigned(rule, rule.adjoint, np.zeros(2), "...i,i->...", np.zeros((2, 2)), np.zeros(1), y_bar=np.zeros(2))


@pytest.mark.filterwarnings("ignore:Arrays of 2-dimensional vectors:DeprecationWarning")
def test_vectors_in_the_plane() -> None:
    x, w = np.array([1.0, 2.0, 4.0]), np.array([0.5, -1.0, 2.0])

    def crossed(x):
        return np.sum(w * (np.cross(x[:2], x**2) + np.cross(np.sin(x), x[1:])))

    steps = 1e-6 * np.eye(3)
    want = [(crossed(x + h) - crossed(x - h)) / 2e-6 for h in steps]
    np.testing.assert_allclose(sd.grad(crossed)(x), want, rtol=1e-7)
    with pytest.raises(Unsupported, match="write the products out"):
        sd.grad(lambda x: np.cross(x[:2], x[1:]))(x)
