"""Temporaries get the lowest numbers that are free, related names together, and never meet another name."""

from __future__ import annotations

import pytest

from s2sdiff.simplify import numbering, renamed
from s2sdiff.simplify.text import facts_of, read, write

RENAMES = [
    ("u_7 = f(x)\nreturn u_7", "u_1 = f(x)\nreturn u_1"),
    ("u_7_tape = []\nfor u_7 in u_7_tape:\n    u_7_bar = u_7", "u_1_tape = []\nfor u_1 in u_1_tape:\n    u_1_bar = u_1"),
    ("u_9 = x\nu_2 = u_9", "u_1 = x\nu_2 = u_1"),
    ("u_9_bar = x\nu_9 = x\nu_3 = x", "u_1_bar = x\nu_1 = x\nu_2 = x"),
    ("z_22_1_bar = x", "z_1_bar = x"),
    ("z_22 = x\nz_22_1 = x\nz_22_1_bar = x", "z_1 = x\nz_2 = x\nz_2_bar = x"),
    ("x_bar_1 = x", "x_bar = x"),
    ("y_tape_1 = []\ny_tape = []", "y_tape = []\ny_tape_1 = []"),
    ("y_tape_1 = []\ny_tape = []\ny_tape_bar = 0.0", "y_tape = []\ny_tape_1 = []\ny_tape_1_bar = 0.0"),
    ("u_7_bar_3 = x\nu_7_bar = x", "u_1_bar = x\nu_1_bar_1 = x"),
    ("h_2 = x\nh_5 = h_1", "h_2 = x\nh_3 = h_1"),  # h_1 is somebody else's
    ("tape_3 = x", "tape_1 = x"),  # `tape` is a parameter of backward halves
    ("user_7 = x\nuser_7_bar = x", None),
    ("user_7 = x\nuser_7_3 = x", "user_7 = x\nuser_7_1 = x"),
    ("g = lambda q: u_7 * q\nu_7 = 1.0", None),  # the inner function holds it
    ("len_3 = x", "len_1 = x"),
    ("_3 = x", None),
]
TEMPORARIES = (
    "u_7 u_7_tape u_7_bar u_9 u_9_bar u_2 u_3 z_22_1_bar z_22 z_22_1 x_bar_1 y_tape_1 y_tape y_tape_bar u_7_bar_3 h_2 h_5"
    " tape_3 user_7_bar user_7_3 len_3 _3 s_4"
)


@pytest.mark.parametrize(("text", "want"), RENAMES)
def test_numbers(text: str, want: str | None) -> None:
    function = read(text, "x")
    facts = facts_of(TEMPORARIES, "user_7")
    new = renamed(function, numbering(function, facts))
    assert write(new.body) == write(read(want or text, "x").body)
    again = facts_of(TEMPORARIES + " u_1 u_1_bar u_1_tape z_1 z_1_bar z_2 z_2_bar x_bar h_3 user_7_1 u_1_bar_1", "user_7")
    assert numbering(new, again) == {} or "tape" in text or "u_7_bar_3" in text


def test_names_of_another_half_are_the_same_here() -> None:
    function = read("s_4, u_7 = tape\nif s_4:\n    u_7 = 1.0\nu_9 = u_7\nu_7_bar = u_9", "tape")
    facts = facts_of("s_4 u_7 u_9 u_7_bar", "s_4 u_7 u_9 u_7_bar")
    found = {"s_4": "s_1", "u_7": "u_2", "u_9": "u_1", "u_7_bar": "u_2_bar"}
    assert numbering(function, facts, {"s_4": "s_1", "u_7": "u_2"}) == found


def test_a_name_of_another_half_may_be_taken() -> None:
    function = read("u_7 = tape\nu_bar = u_7 + user", "tape")
    facts = facts_of("u_7", "u_7 user u_bar")
    assert numbering(function, facts, {"u_7": "user"}) == {"u_7": "u_1"}
