"""Source text before and after: what the examples of the passes are written with."""

from __future__ import annotations

import ast
import sys
import textwrap
from collections.abc import Callable
from typing import Any

import gast

from s2sdiff import syntax
from s2sdiff.normalize.scope import scope_of


def example(source: str, rewrite: Callable[..., Any] | None = None) -> str:
    """The text of a function after one rewrite, or in normal form."""
    from s2sdiff.normalize import normalize

    [function] = syntax.body(textwrap.dedent(source))
    return text(rewrite(function, scope_of(function, meaning=sys.modules.get)) if rewrite else normalize(function))


def text(function: gast.FunctionDef) -> str:
    """A function printed as it is."""
    return ast.unparse(ast.fix_missing_locations(gast.gast_to_ast(syntax.clone(function))))
