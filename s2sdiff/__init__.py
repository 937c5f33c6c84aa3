"""Source-to-source automatic differentiation of NumPy programs: the derivative is Python you can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from s2sdiff import tree as tree
from s2sdiff.api import checkpoint as checkpoint
from s2sdiff.api import custom_jvp as custom_jvp
from s2sdiff.api import custom_vjp as custom_vjp
from s2sdiff.api import differentiable as differentiable
from s2sdiff.api import grad as grad
from s2sdiff.api import hessian as hessian
from s2sdiff.api import hvp as hvp
from s2sdiff.api import jacfwd as jacfwd
from s2sdiff.api import jacobian as jacobian
from s2sdiff.api import jacrev as jacrev
from s2sdiff.api import jvp as jvp
from s2sdiff.api import linearize as linearize
from s2sdiff.api import stop_gradient as stop_gradient
from s2sdiff.api import value_and_grad as value_and_grad
from s2sdiff.api import vjp as vjp
from s2sdiff.api import vmap as vmap

if TYPE_CHECKING:
    from s2sdiff import errors as errors
    from s2sdiff import extend as extend
    from s2sdiff import implicit as implicit
    from s2sdiff.testing import check_grads as check_grads

__version__ = "0.1.0"

__all__ = [
    "check_grads",
    "checkpoint",
    "custom_jvp",
    "custom_vjp",
    "differentiable",
    "errors",
    "extend",
    "grad",
    "hessian",
    "hvp",
    "implicit",
    "jacfwd",
    "jacobian",
    "jacrev",
    "jvp",
    "linearize",
    "stop_gradient",
    "tree",
    "value_and_grad",
    "vjp",
    "vmap",
]


def __getattr__(name: str) -> Any:
    """What needs the parser or is for tests is imported when it is first asked for."""
    from importlib import import_module

    if name == "check_grads":
        return import_module("s2sdiff.testing").check_grads
    if name in ("errors", "extend", "implicit"):
        return import_module(f"s2sdiff.{name}")
    raise AttributeError(f"module 's2sdiff' has no attribute {name!r}")
