"""A stand-in for the pipeline: derivatives written by hand, by function name and mode."""

from __future__ import annotations

from dataclasses import dataclass
from types import FunctionType
from typing import Any

import numpy as np
import pytest

from s2sdiff import run, transform


@dataclass(frozen=True)
class Derivative:
    text: str
    main: Any
    backward: Any
    result: Any
    is_current: Any


class Pipeline:
    """Gives what was told it; counts what was asked."""

    def __init__(self) -> None:
        self.known: dict[Any, Any] = {}
        self.asked: list[Any] = []

    def tell(self, name: str, mode: str, text: str, result: Any, wrt: Any = (0,), is_current: Any = None) -> None:
        self.known[name, mode, wrt] = (text, result, is_current)

    def __call__(self, fun: Any, mode: str, wrt: Any, given: Any, *, bare: bool = True, **rest: Any) -> Derivative:
        self.asked.append((mode, wrt, bare, given.args, given.kwargs, rest))
        name = (
            getattr(fun, "__name__", "f") if not isinstance(fun, transform.Transform) else f"{fun.kind}({fun.__name__})"
        )
        text, result, is_current = self.known[name, mode, wrt]
        loaded = list(run.load(text, f"<s2sdiff {name} {mode}>", {"__name__": __name__}, {"np": np}).values())
        shapes = [getattr(t, "shape", ()) for t in given.args]
        result = result(*shapes) if callable(result) else result
        return Derivative(text, loaded[0], loaded[1] if len(loaded) > 1 else None, result, is_current)


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Pipeline:
    fake = Pipeline()
    monkeypatch.setattr(transform, "derive", fake)
    for function in vars(request.module).values():
        if isinstance(function, FunctionType):
            vars(function).pop(transform.KEPT, None)  # what another test has made of it
    return fake
