"""The programs whose derivatives we want to print well become the text we want, and a second run changes nothing."""

from __future__ import annotations

import gast
import pytest

from s2sdiff.simplify import simplify
from s2sdiff.simplify.text import facts_of, read, write
from simplify.face import ALL, Naive


def lean(case: Naive) -> gast.FunctionDef:
    facts = facts_of(case.temporaries, case.scalars, case.arrays, case.lists, **case.dtypes)
    return simplify(read(case.text, case.params, case.sweep), facts)


@pytest.mark.parametrize("case", ALL.values(), ids=ALL.keys())
def test_face(case: Naive) -> None:
    facts = facts_of(case.temporaries, case.scalars, case.arrays, case.lists, **case.dtypes)
    once = lean(case)
    assert write(once.body) == case.want.strip()
    assert write(simplify(once, facts).body) == case.want.strip()
