"""Puts a derivative together: from a program, the functions that answer a request, and from those, live ones.

What a request asks for decides which functions are written; all of them are finished and loaded alike.

    unit        one function to differentiate: its program, and with respect to what
    entry       the types of its parameters, and what is checked when the derivative is called
    knowledge   what the simplifier may assume about names
    finish      the last steps of every emitted function: simplified, with signature, header and headings
    gradient    `f_grad` and `f_value_and_grad`
    halves      `f_fwd` and `f_bwd`
    tangent     `f_jvp`
    loading     what the names in emitted text mean, and how the target runs it
    callees     the same for the functions that the user's function calls
"""

from __future__ import annotations

import gast

from s2sdiff.assemble.gradient import write_gradient
from s2sdiff.assemble.halves import write_halves
from s2sdiff.assemble.tangent import write_tangent
from s2sdiff.assemble.unit import Unit
from s2sdiff.run.derivative import Request


def write(unit: Unit, request: Request) -> list[gast.FunctionDef]:
    """The functions that answer a request, the main one first."""
    if request.mode == "jvp":
        return [write_tangent(unit, request)]
    if request.mode == "vjp":
        return write_halves(unit, request.bare, request.has_aux)
    return [write_gradient(unit, request)]
