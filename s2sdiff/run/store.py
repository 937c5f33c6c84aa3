"""Derivatives that another process generated.

The key of a record tells all that its text depends on: the request, the types of the arguments, this library, and the
surroundings of the function, in words (`s2sdiff.run.outer`).  So a record is right if it is found; an edited file or
another constant is another key.  The texts of a record are loaded over the globals of the user's functions as the
pipeline did it, without importing anything that generates.  What cannot be told or rebuilt exactly is not kept: methods,
closures, partials, derivatives of derivatives, compiled functions, programs with rules of their own.
"""

from __future__ import annotations

import binascii
import marshal
import math
import os
import sys
from collections.abc import Callable
from functools import lru_cache, partial
from operator import getitem
from types import CellType, FunctionType
from typing import Any

import numpy as np

from s2sdiff import runtime, types
from s2sdiff.run import cache
from s2sdiff.run.derivative import Derivative, Request
from s2sdiff.run.load import compiled, load, take_defaults
from s2sdiff.run.outer import Surroundings, Unkeepable
from s2sdiff.run.signatures import Signature, signature_of, signature_of_attribute, unchanged
from s2sdiff.sizes import Sizes
from s2sdiff.types import Type

FORMAT = "2"
MODULES: dict[str, Any] = {"np": np, "math": math}
DAMAGED = (
    KeyError, IndexError, TypeError, ValueError, EOFError, AttributeError, SyntaxError, RecursionError, Unkeepable,
)  # fmt: skip


def derivative(
    function: Any, request: Request, args: tuple[Type, ...], kwargs: dict[str, Type], sizes: Sizes | None,
    generate: Callable[[], Derivative],
) -> Derivative:  # fmt: skip
    """The derivative of `function`: from the disk, or else generated and kept there."""
    if type(function) is not FunctionType or request.target != "python" or not cache.is_on() or _has_user_rules():
        return generate()
    asked = (function, request, args, kwargs, None if sizes is None else _sizes_told(sizes))
    before = _told(*asked)
    if before is None:
        return generate()
    key, around = before
    record = cache.get(key)
    if record is not None:
        try:
            return rebuilt(record, around, sizes)
        except DAMAGED:
            pass  # written anew
    found = generate()
    now = _told(*asked)  # generating may read a file again
    if now is not None and now[0] == key and not _has_user_rules():
        try:
            record = told(found, now[1], sizes)
        except DAMAGED:
            return found
        cache.put(key, record)
    return found


def _told(function: FunctionType, request: Request, args: Any, kwargs: Any, sizes: Any) -> tuple[str, Surroundings] | None:
    """The key, and what it was made of; None where something cannot be told."""
    library = _library()
    if library is None:
        return None
    around = Surroundings()
    try:
        around.function(function)
        arguments = [type_told(t, around) for t in args], sorted((name, type_told(t, around)) for name, t in kwargs.items())
    except (Unkeepable, RecursionError):
        return None
    return cache.key(FORMAT, library, repr((request, arguments, sizes)), *around.words), around


def _sizes_told(sizes: Sizes) -> str:
    """How sizes are named, before generating names more of them."""
    return repr([(key, sorted(v) if isinstance(v, (set, frozenset)) else v) for key, v in sorted(vars(sizes).items())])


@lru_cache(maxsize=1)
def _library() -> str | None:
    """What generates: Python, NumPy and every file of ours by its size and time."""
    root = os.path.dirname(os.path.dirname(__file__))
    found: list[Any] = [sys.version, np.__version__, sys.byteorder, sys.flags.optimize]
    folders = [root]
    try:
        for folder in folders:
            for entry in sorted(os.scandir(folder), key=lambda e: e.name):
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append((folder.removeprefix(root), entry.name, status.st_size, status.st_mtime_ns))
                elif entry.name != "__pycache__" and entry.is_dir():
                    folders.append(entry.path)
    except OSError:
        return None
    return repr(found)


def _has_user_rules() -> bool:
    registry = sys.modules.get("s2sdiff.rules.registry")
    return registry is not None and registry.has_user_rules()


# --- records ---


def told(found: Derivative, around: Surroundings, sizes: Sizes | None) -> dict[str, Any]:
    """The record of a derivative; raises `Unkeepable` if part of it cannot be told."""
    spaces = {id(o.__globals__): n for n, o in enumerate(around.objects) if type(o) is FunctionType}
    units: list[dict[str, Any]] = []
    cells: dict[str, CellType] = {}
    for text, filename, space, bindings in found.loaded:
        if id(space) not in spaces:
            raise Unkeepable
        for name, value in bindings.items():
            if isinstance(value, CellType) and cells.setdefault(name, value) is not value:
                raise Unkeepable
        names = {name: _binding_told(name, value, around) for name, value in bindings.items()}
        code = binascii.b2a_base64(marshal.dumps(compiled(text, filename, names)), newline=False).decode()
        unit = {"text": text, "file": filename, "home": spaces[id(space)], "names": names, "code": code}
        units.append({**unit, "digest": _digest(unit)})
    if not units:
        raise Unkeepable
    assumed = []
    for owner, name in found.assumed:
        if owner in spaces:
            assumed.append(["global", spaces[owner], name])
        elif owner in around.numbers:
            assumed.append(["attribute", around.numbers[owner], name])
        else:
            raise Unkeepable
    record = {
        "text": found.text,
        "main": found.main.__name__,
        "backward": found.backward.__name__ if found.backward is not None else None,
        "names": found.names,
        "result": type_told(found.result, around, known=True),
        "sizes": list(sizes.names.items()) if sizes is not None else [],
        "assumed": assumed,
        "units": units,
    }
    if type_told(type_read(record["result"], around), around, known=True) != record["result"]:
        raise Unkeepable
    return record


def _digest(unit: dict[str, Any]) -> str:
    return cache.key(repr(sorted(unit.items())))


def rebuilt(record: dict[str, Any], around: Surroundings, sizes: Sizes | None) -> Derivative:
    """The derivative of a record, in the surroundings of its key."""
    checks: list[tuple[Callable[[], Any], Signature]] = []
    by_value = sizes is not None and sizes.by_value
    for kind, number, name in record["assumed"]:
        owner = around.objects[number]
        if kind == "global":
            get: Callable[[], Any] = partial(getitem, owner.__globals__, name)
            checks.append((get, signature_of(get(), by_value=by_value)))
        else:
            checks.append((partial(getattr, owner, name), signature_of_attribute(owner, name, by_value=by_value)))
    result = type_read(record["result"], around)
    cells: dict[str, CellType] = {}
    units = []
    for unit in record["units"]:
        names = {name: _binding_read(name, told, around, cells) for name, told in unit["names"].items()}
        if unit.pop("digest") != _digest(unit):
            raise Unkeepable  # the disk has changed what would be run
        code = marshal.loads(binascii.a2b_base64(unit["code"]))  # noqa: S302 - written by this Python, as the key tells
        units.append((unit["text"], unit["file"], around.objects[unit["home"]].__globals__, names, code))
    live: dict[str, FunctionType] = {}
    filled = set()
    for number, unit in enumerate(units):
        live = load(*unit)
        if number < len(units) - 1:  # a callee's derivative, which the others know by cells
            for name in live.keys() & cells.keys():
                cells[name].cell_contents = live[name]
                filled.add(name)
    if filled != cells.keys():
        raise Unkeepable
    take_defaults(live[record["main"]], around.objects[0])
    if sizes is not None:
        sizes.names.update({int(n): str(name) for n, name in record["sizes"]})
    backward = live[record["backward"]] if record["backward"] is not None else None
    return Derivative(
        record["text"], live[record["main"]], backward, result, unchanged(checks), record["names"]
    )


def _binding_told(name: str, value: Any, around: Surroundings) -> Any:
    """What a name of an emitted text that is no global of the user's stands for."""
    if isinstance(value, CellType):
        return "emitted"
    if name in MODULES and value is MODULES[name]:
        return "module"
    if type(value) is FunctionType and getattr(runtime, name, None) is value:
        return "helper"
    if id(value) in around.numbers:
        return around.numbers[id(value)]
    raise Unkeepable


def _binding_read(name: str, told: Any, around: Surroundings, cells: dict[str, CellType]) -> Any:
    if told == "emitted":
        return cells.setdefault(name, CellType())
    if told == "module":
        return MODULES[name]
    return getattr(runtime, name) if told == "helper" else around.objects[told]


# --- types ---


def type_told(t: Type, around: Surroundings, known: bool = False) -> Any:
    """A type as JSON holds it; its classes are those of the surroundings, and with `known` no others."""
    if isinstance(t, types.Scalar):
        return ["scalar", t.dtype, t.weak, _number_told(t.value)]
    if isinstance(t, types.Array):
        return ["array", t.dtype, None if t.shape is None else [_number_told(d) for d in t.shape]]
    if isinstance(t, types.Seq):
        return ["seq", _class_told(t.cls, around, known), [type_told(i, around, known) for i in t.items]]
    if isinstance(t, types.ListOf):
        return ["list" if t.cls is list else "tuple", type_told(t.item, around, known)]
    if isinstance(t, types.SetOf):
        return ["set", type_told(t.item, around, known)]
    if isinstance(t, types.DictOf):
        return ["dict of", type_told(t.item, around, known), type_told(t.key, around, known)]
    if isinstance(t, types.Dict):
        if any(type(key) not in (str, int) for key, _ in t.items):
            raise Unkeepable
        return ["dict", [[key, type_told(i, around, known)] for key, i in t.items]]
    if isinstance(t, types.Record):
        return ["record", _class_told(t.cls, around, known), [[name, type_told(i, around, known)] for name, i in t.items]]
    if type(t) is types.Unknown:
        return ["unknown"]
    if type(t) is types.Text:
        return ["text", t.plain]
    if isinstance(t, types.Static) and type(t.value) in (type(None), str):
        return ["static", t.value]
    raise Unkeepable


def type_read(told: Any, around: Surroundings) -> Type:
    """The type that `type_told` told."""
    kind, *rest = told
    if kind == "scalar":
        return types.Scalar(rest[0], rest[1], _number_read(rest[2]))
    if kind == "array":
        return types.Array(rest[0], None if rest[1] is None else tuple([_number_read(d) for d in rest[1]]))
    if kind == "seq":
        return types.Seq(_class_read(rest[0], around), tuple([type_read(i, around) for i in rest[1]]))
    if kind in ("list", "tuple"):
        return types.ListOf(type_read(rest[0], around), cls=list if kind == "list" else tuple)
    if kind == "set":
        return types.SetOf(type_read(rest[0], around))
    if kind == "dict of":
        return types.DictOf(type_read(rest[0], around), type_read(rest[1], around))
    if kind == "dict":
        return types.Dict(tuple([(key, type_read(i, around)) for key, i in rest[0]]))
    if kind == "record":
        return types.Record(_class_read(rest[0], around), tuple([(name, type_read(i, around)) for name, i in rest[1]]))
    if kind == "unknown":
        return types.UNKNOWN
    if kind == "text":
        return types.Text(rest[0])
    if kind == "static":
        return types.Static(rest[0])
    raise Unkeepable


def _number_told(value: Any) -> Any:
    """A literal or a size."""
    if isinstance(value, types.Dim):
        return [list(value.terms), value.const]
    if type(value) in (type(None), int, float, bool):
        return value
    raise Unkeepable


def _number_read(told: Any) -> Any:
    return types.Dim(tuple([(str(name), int(k)) for name, k in told[0]]), told[1]) if isinstance(told, list) else told


def _class_told(cls: type, around: Surroundings, known: bool) -> Any:
    if cls in (tuple, list):
        return cls.__name__
    if id(cls) not in around.numbers:
        if known:
            raise Unkeepable
        around.value(cls)
    return around.numbers[id(cls)]


def _class_read(told: Any, around: Surroundings) -> type:
    found = {"tuple": tuple, "list": list}.get(told) if isinstance(told, str) else around.objects[told]
    if not isinstance(found, type):
        raise Unkeepable
    return found
