"""Values outside a function: what must stay as it is for a derivative to hold, and all that its text may depend on."""

from __future__ import annotations

import builtins
import linecache
import os
import sys
from dataclasses import MISSING
from opcode import opmap
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    FunctionType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
)
from typing import Any

import numpy as np

from s2sdiff.run import cache
from s2sdiff.run.code_objects import codes, global_names, outer_names


class Unkeepable(Exception):  # noqa: N818 - a reason, not an error
    """Something that cannot be told in words, so that no other process can know it to be the same."""


# Modules that are what their version says.  Python's others are looked into, like a user's.
LIBRARIES = frozenset({"numpy", "scipy", "s2sdiff"})
FIXED = frozenset({"math", "cmath", "operator", "functools", "itertools", "builtins", "typing", "dataclasses", "collections"})
KEPT_ON_FUNCTIONS = frozenset({"_s2sdiff_transforms"})
OURS = ("function_for", "__s2sdiff_fun__", "py_func", "__wrapped__")
PLAIN = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))
LASTING = (*PLAIN, tuple, frozenset, range, type, ModuleType, BuiltinFunctionType, np.generic, np.ufunc, np.dtype)
IMPORT = opmap["IMPORT_NAME"]
BINDING_GLOBALS = (opmap["STORE_GLOBAL"], opmap["DELETE_GLOBAL"])
STANDARD = os.path.dirname(os.__file__)
MOST_PARTS = 20_000
MOST_DEEP = 10
# Of a class: what says nothing about what its instances are, or is told by the class's name, bases and fields.
APART = frozenset({
    "__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__annotations__", "__annotate__", "__annotate_func__",
    "__annotations_cache__", "__static_attributes__", "__firstlineno__", "__dataclass_params__", "__orig_bases__",
    "__conditional_annotations__", "__type_params__", "__parameters__",
})  # fmt: skip
MADE_BY_DATACLASS = frozenset({
    "__init__", "__repr__", "__eq__", "__hash__", "__lt__", "__le__", "__gt__", "__ge__", "__setattr__", "__delattr__",
    "__replace__", "__getstate__", "__setstate__",
})  # fmt: skip
MADE_BY_NAMEDTUPLE = frozenset({"__new__", "_make", "_replace", "__replace__", "__repr__", "_asdict", "__getnewargs__"})


class Surroundings:
    """Everything that what is generated for a function may depend on, put in words.

    That is the code and the text of the function, and of the user's functions that its code can name; and what their
    global names stand for, through the user's modules.  Far more than is used: whatever is in doubt is told, and what
    cannot be told exactly raises `Unkeepable`.  Equal words mean that `objects` correspond, one by one.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.objects: list[Any] = []  # functions, classes and modules of the user, as they are met
        self.numbers: dict[int, int] = {}  # their places by id
        self.seen: set[Any] = set()
        self.files: dict[str, str] = {}

    def say(self, *words: Any) -> None:
        """Add words; their number is limited, since a function may have half the world behind it."""
        if len(self.words) > MOST_PARTS:
            raise Unkeepable
        self.words.append(repr(words))

    def met(self, value: Any) -> bool:
        """Whether an object was told before; from now on it is."""
        known = id(value) in self.numbers
        if not known:
            self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        self.say(type(value).__name__, self.numbers[id(value)])
        return known

    def value(self, value: Any, names: tuple[str, ...] = (), depth: int = 0) -> None:
        """Any value; `names` are the attributes that may be read of it."""
        cls = type(value)
        if cls in PLAIN:
            self.say(cls.__name__, value)
        elif isinstance(value, (tuple, list, dict)):
            self.container(value, names, depth)
        elif isinstance(value, (np.ndarray, np.generic, np.dtype)):
            self.numbers_of(value)
        elif cls is ModuleType:
            self.module(value, names)
        elif _place(value) is not None:
            self.say("library", *_place(value))  # type: ignore[misc]
        elif cls is FunctionType:
            self.function(value)
        elif cls is type:
            self.user_class(value)
        else:
            self.refuse()

    def container(self, value: Any, names: tuple[str, ...], depth: int) -> None:
        """A tuple, named or not, a list or a dict."""
        cls = type(value)
        if depth > MOST_DEEP or (cls not in (tuple, list, dict) and not (issubclass(cls, tuple) and hasattr(cls, "_fields"))):
            self.refuse()
        self.say(cls.__name__, len(value))
        if cls not in (tuple, list, dict):
            self.user_class(cls)
        for item in value:
            self.value(item, names, depth + 1)
        for item in value.values() if cls is dict else ():
            self.value(item, names, depth + 1)

    def numbers_of(self, value: Any) -> None:
        """A number of NumPy, or the type and shape of an array: its numbers are read when the derivative runs."""
        dtype = value if isinstance(value, np.dtype) else value.dtype
        if dtype.kind not in "biufc" or (isinstance(value, np.ndarray) and type(value) is not np.ndarray):
            self.refuse()
        self.say(type(value).__name__, dtype.str, getattr(value, "shape", None), value.tobytes() if isinstance(value, np.generic) else "")

    def refuse(self) -> None:
        """Nothing is kept."""
        raise Unkeepable

    def module(self, module: ModuleType, names: tuple[str, ...]) -> None:
        """A module: its name and version, or for the user's what may be read of it."""
        name = module.__name__
        if is_fixed(name) and sys.modules.get(name) is module:
            self.say("fixed", name, _version(name))
            self.patches(module, names)
            return
        self.met(module)
        self.say(name)
        content = vars(module)
        for attribute in names:
            if (id(module), attribute) in self.seen:
                continue
            self.seen.add((id(module), attribute))
            if attribute in content:
                self.say("attribute", attribute)
                self.value(content[attribute], names)
            elif "__getattr__" in content:
                self.refuse()

    def patches(self, module: ModuleType, names: tuple[str, ...]) -> None:
        """Refuse what somebody has put in the place of a library's function."""
        content = vars(module)
        for attribute in names:
            value = content.get(attribute)
            if isinstance(value, ModuleType) and (id(value), attribute) not in self.seen:
                self.seen.add((id(value), attribute))
                self.module(value, names)
            elif isinstance(value, (FunctionType, MethodType)) and _place(value) is None:
                self.refuse()

    def function(self, function: FunctionType) -> None:
        """A function of the user: code, text, defaults, and what its names stand for."""
        if self.met(function):
            return
        if function.__closure__ or vars(function).keys() - KEPT_ON_FUNCTIONS or any(hasattr(function, name) for name in OURS):
            self.refuse()
        code, space = function.__code__, function.__globals__
        self.text(code, space)
        self.code(code)
        self.value(function.__defaults__)
        self.value(function.__kwdefaults__)
        names = tuple(dict.fromkeys(outer_names(code)))
        own = space.get("__builtins__", builtins)
        if own is not builtins and own is not vars(builtins):
            self.refuse()
        self.say(space.get("__name__"))
        read = global_names(code)
        for name in names:
            if name in space and name in read:
                self.say("global", name)
                self.value(space[name], names)
            else:
                self.say("builtin" if hasattr(builtins, name) else "attribute", name)

    def text(self, code: CodeType, space: dict[str, Any]) -> None:
        """The text of a function's file: what is read of it, comments and all."""
        name = code.co_filename
        if name not in self.files:
            text = "".join(linecache.getlines(name, space))
            if not text:
                self.refuse()
            self.files[name] = cache.key(text)
        self.say(name if name.startswith("<") else os.path.basename(name), self.files[name])

    def code(self, code: CodeType) -> None:
        """What a code object does and where it stands."""
        if IMPORT in code.co_code[::2]:
            self.refuse()  # what a function itself imports
        self.say(
            code.co_name, code.co_firstlineno, code.co_code, code.co_names, code.co_varnames, code.co_freevars,
            code.co_cellvars, code.co_flags, code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount,
        )  # fmt: skip
        for constant in code.co_consts:
            if isinstance(constant, CodeType):
                self.code(constant)
            else:
                self.constant(constant)

    def constant(self, value: Any) -> None:
        """A constant of a code object."""
        if isinstance(value, tuple):
            self.say("tuple", len(value))
            for item in value:
                self.constant(item)
        elif isinstance(value, frozenset):
            self.say("frozenset", sorted((type(item).__name__, repr(item)) for item in value))
        elif type(value) in PLAIN:
            self.say(type(value).__name__, value)
        elif type(value) is slice:
            self.say("slice", repr(value))
        else:
            self.refuse()

    def user_class(self, cls: type) -> None:
        """A class of the user: its bases, and whatever stands in it."""
        if _place(cls) is not None:
            self.say("library", *_place(cls))  # type: ignore[misc]
            return
        if type(cls) is not type:
            self.refuse()
        if self.met(cls):
            return
        self.say(cls.__module__, cls.__qualname__, len(cls.__bases__))
        for base in cls.__bases__:
            self.value(base)
        content = vars(cls)
        made: frozenset[str] = frozenset()
        if "_fields" in content and cls.__bases__ == (tuple,):
            made |= MADE_BY_NAMEDTUPLE
        if "__dataclass_fields__" in content:
            made |= {n for n in MADE_BY_DATACLASS if _is_made(content.get(n))}
        for name, item in content.items():
            if name in APART or name in made:
                self.say("name", name)
            elif name == "__dataclass_fields__":
                for field in item.values():
                    self.say("field", field.name, field.init, repr(field.kw_only), repr(field._field_type))  # noqa: SLF001
                    for default in (field.default, field.default_factory):
                        self.say("none") if default is MISSING else self.value(default)
            else:
                self.say("name", name)
                self.member(item)

    def member(self, item: Any) -> None:
        """What stands in a class."""
        if isinstance(item, (staticmethod, classmethod)):
            self.say(type(item).__name__)
            self.value(item.__func__)
        elif type(item) is property:
            self.say("property")
            for accessor in (item.fget, item.fset, item.fdel):
                self.value(accessor)
        elif type(item) is MemberDescriptorType or type(item).__name__ == "_tuplegetter":
            self.say("slot")
        else:
            self.value(item)


def _is_made(item: Any) -> bool:
    """Whether a method was written by `dataclass`."""
    code = getattr(getattr(item, "__wrapped__", item), "__code__", None)
    return item is None or (code is not None and code.co_filename == "<string>")


def is_fixed(name: str) -> bool:
    """Whether the module of this name is what its version says."""
    root = name.partition(".")[0]
    return root in LIBRARIES or (root.lstrip("_") in FIXED and is_pythons(root))


def is_pythons(root: str) -> bool:
    """Whether the module of this name is the standard library's, and no `test.py` or `profile.py` of the user's."""
    if root not in sys.stdlib_module_names or root == "__main__":
        return False
    file = getattr(sys.modules.get(root), "__file__", None)
    return file is None or (file.startswith(STANDARD) and "-packages" not in file)


def is_the_users(name: str) -> bool:
    """Whether the module of this name is neither a library's that is known here nor Python's own."""
    root = name.partition(".")[0]
    return root not in LIBRARIES and not is_pythons(root)


def may_change_outside(function: Any, seen: frozenset[Any] = frozenset()) -> bool:
    """Whether a function of the user's binds a global, or gets at an object outside of it that can be changed.

    What it calls by name counts as well, and what a method is bound to does not.
    """
    function = getattr(getattr(function, "__func__", function), "py_func", function)
    code = getattr(function, "__code__", None)
    if code is None or code in seen or is_fixed(function.__module__ or ""):
        return False
    if any(op in BINDING_GLOBALS for part in codes(code) for op in part.co_code[::2]):
        return True
    space = function.__globals__
    held = [space[name] for name in global_names(code) if name in space]
    held += [cell.cell_contents for cell in function.__closure__ or () if cell != CellType()]
    return any(
        may_change_outside(value, seen | {code}) if isinstance(value, (FunctionType, MethodType)) else not isinstance(value, LASTING)
        for value in held
    )


def _version(name: str) -> str:
    """The version of a module that is not Python's own."""
    root = name.partition(".")[0]
    return str(getattr(sys.modules.get(root), "__version__", "")) if root not in sys.stdlib_module_names else ""


def _place(value: Any) -> tuple[str, ...] | None:
    """Where a library has a function or class: module, name and version, by which any process finds the same one."""
    if not isinstance(value, (type, FunctionType, BuiltinFunctionType, np.ufunc, type(np.sum))):
        return None
    if isinstance(value, BuiltinFunctionType) and not isinstance(value.__self__, (ModuleType, type(None))):
        return None
    module = getattr(value, "__module__", None) or ("numpy" if isinstance(value, np.ufunc) else "")
    if is_the_users(module):
        return None
    found: Any = sys.modules.get(module)
    name = value.__name__ if isinstance(value, np.ufunc) else value.__qualname__
    for part in name.split("."):
        found = getattr(found, part, None)
    return (module, name, _version(module)) if found is value else None
