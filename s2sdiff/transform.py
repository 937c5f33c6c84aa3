"""The kinds of transformed functions, behind the functions of `s2sdiff.api`.

For arguments of given types a transform has an emitted function, made once: by the pipeline, or as a driver, a text
around what the pipeline makes.  A call looks that function up.  A derivative of a transform reads the same text, so
transforms nest in any order.  Nothing that generates is imported before it is needed.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, TypeVar

import numpy as np

from s2sdiff import arguments, tree, types
from s2sdiff.run import store
from s2sdiff.run.derivative import Request
from s2sdiff.run.frozen import Moment
from s2sdiff.run.signatures import OfCall, of_call, unchanged
from s2sdiff.sizes import Sizes, sizes_for
from s2sdiff.types import Type

Function = Callable[..., Any]
Current = Callable[[], bool] | None
Wrt = tuple[int | str, ...]
T = TypeVar("T", bound="Transform")
Made = TypeVar("Made")
MOST_CALLS = 1024  # signatures kept for one transform
MOST_RECENT = 4  # of those, guards that a call asks one after the other


@dataclass(frozen=True)
class Emitted:
    """The function that computes a transform for given types, its text, and whether it still holds."""

    function: Function
    text: str
    current: Current


@dataclass(frozen=True)
class Given:
    """Abstract types of the arguments of one call; `sizes`, where known, tell numbers to error messages."""

    args: tuple[Type, ...]
    kwargs: dict[str, Type]
    sizes: Sizes | None = None
    read_again: bool = False  # whether what is emitted is going to be differentiated itself

    def __getitem__(self, p: int | str) -> Type:
        return self.args[p] if isinstance(p, int) else self.kwargs[p]

    @property
    def key(self) -> Any:
        """What an emitted function is remembered by."""
        by_value = self.sizes is not None and self.sizes.by_value
        return (self.args, tuple(sorted(self.kwargs.items(), key=lambda item: item[0])), self.read_again, by_value)


@dataclass
class Served:
    """What served a call, whether it still holds, and the guard of the call's signature."""

    function: Function
    current: Current
    guard: Callable[..., bool] | None = None


def derive(
    fun: Function,
    mode: str,
    wrt: Wrt,
    given: Given,
    *,
    bare: bool = True,
    has_aux: bool = False,
    target: str = "python",
    repeated: bool = False,
) -> Any:
    """The pipeline's derivative of `fun` for these types; with `bare`, one argument is not wrapped in a tuple.

    What stands behind a transform is its own emitted function, which holds no longer than the transform's derivatives.
    """
    request = Request(mode, wrt, bare and len(wrt) == 1, has_aux, target, repeated, given.read_again)
    if isinstance(fun, Transform):
        from s2sdiff import pipeline

        inner = fun.emitted_for(replace(given, read_again=True))
        found = pipeline.derive(inner.function, request, given.args, given.kwargs, given.sizes)
        return replace(found, is_current=unchanged((), inner.current, found.is_current))

    def generate() -> Any:
        from s2sdiff import pipeline

        return pipeline.derive(fun, request, given.args, given.kwargs, given.sizes)

    return store.derivative(fun, request, given.args, given.kwargs, given.sizes, generate)


class Transform:
    """A function made from `fun`.  Calls with a signature seen lately cost a guard more than the emitted function."""

    kind = ""  # the function of `s2sdiff.api` that makes it
    takes_tangents = False  # whether that function is given the point and tangents, and nothing else
    may_have_aux = True  # whether it takes `has_aux`
    __qualname__: str  # the function's, on each instance

    def __init__(self, fun: Function, **options: Any) -> None:
        arguments.require_callable(fun)
        functools.update_wrapper(self, fun, ("__module__", "__name__", "__qualname__", "__doc__"), ())
        self.fun = fun
        self.options = options
        self._calls: dict[OfCall, Served] = {}
        self._recent: tuple[tuple[Callable[..., bool], Function], ...] = ()
        self._emitted: dict[Any, Emitted] = {}
        self._by_value = False  # whether whole numbers are known by their values: an axis, a flag, a count

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The result for these arguments."""
        for holds, function in self._recent:
            if holds(args, kwargs):
                return function(*args, **kwargs)
        return self._call_for(args, kwargs)(*args, **kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def __reduce__(self) -> Any:
        return self.__qualname__ if is_at_its_name(self) else (_restored, (type(self), self.fun, self.options))

    def __repr__(self) -> str:
        return f"<s2sdiff.{self.kind} of {getattr(self, '__qualname__', self.fun)}>"

    def specialize(self, *args: Any, **kwargs: Any) -> Function:
        """The emitted function for arguments like these, free of dispatch."""
        return self._with_numbers(lambda: self.emitted_for(self._given(args, kwargs))).function

    def source(self, *args: Any, **kwargs: Any) -> str:
        """The emitted text for arguments like these, or, without any, as far as annotations tell the types."""
        if not args and not kwargs:
            return self.text_for(Given(arguments.annotated_types(self.fun), {}))
        return self._with_numbers(lambda: self.text_for(self._given(args, kwargs)))

    def text_for(self, given: Given) -> str:
        """The emitted text, for types of the arguments of the function itself."""
        return self.emitted_for(given).text

    def function_for(self, args: tuple[Type, ...], kwargs: dict[str, Type] | None = None) -> tuple[Function, Current]:
        """The emitted function for arguments of these types, to be differentiated itself, and whether it still holds."""
        emitted = self._with_numbers(lambda: self.emitted_for(Given(args, kwargs or {}, self._sizes(), read_again=True)))
        return emitted.function, emitted.current

    def emitted_for(self, given: Given) -> Emitted:
        """The emitted function and its text, remembered."""
        found = self._emitted.get(given.key)
        if found is None or (found.current is not None and not found.current()):
            if len(self._emitted) >= MOST_CALLS:
                self._emitted.clear()
            found = self._emitted[given.key] = self._emit(given)
        return found

    def _emit(self, given: Given) -> Emitted:
        """Make the function for arguments of these types."""
        raise NotImplementedError

    def _given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Given:
        sizes = self._sizes()
        return Given(*arguments.types_of(args, kwargs, sizes), sizes)

    def _sizes(self) -> Sizes:
        return sizes_for(self.fun, by_value=self._by_value)

    def _with_numbers(self, make: Callable[[], Made]) -> Made:
        """What `make` gives; where that is refused, once more, with whole numbers known by their values from now on.

        A text made for one axis or one count serves no other, so that it is made only where it has to be.
        """
        try:
            return make()
        except Exception as refusal:
            if not getattr(refusal, "by_value", False):  # of an `Unsupported`, whose module is not imported for those who generate nothing
                raise
        self._by_value = True
        try:
            return make()
        except Exception:
            self._by_value = False
            raise

    def _runner(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Function, Current]:
        """What to call for arguments like these, and whether that still holds."""
        emitted = self.emitted_for(self._given(args, kwargs))
        return emitted.function, emitted.current

    def _call_for(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Function:
        """What serves these arguments; once it has served before, it gets a guard, by which it is found at once."""
        signature = of_call(args, kwargs, by_value=self._by_value)
        served = self._calls.get(signature)
        if served is None or (served.current is not None and not served.current()):
            if len(self._calls) >= MOST_CALLS:
                self._calls.clear()
            served = Served(*self._with_numbers(lambda: self._runner(args, kwargs)))
            self._calls[of_call(args, kwargs, by_value=self._by_value)] = served
            return served.function
        if served.guard is None:
            served.guard = signature.guard(served.current)
        self._recent = ((served.guard, served.function), *self._recent)[:MOST_RECENT]
        return served.function

    # What the kinds below are made of.

    @property
    def held(self) -> int:
        """How many of the last primals are constants: what a local function captures, where it takes them as arguments."""
        return int(self.options.get("held", 0))

    def _varying(self, args: tuple[Type, ...]) -> tuple[int, ...]:
        """The positions that a transform without argnums differentiates."""
        return _varying(self.kind, args[: len(args) - self.held])

    def _wrt(self, given: Given) -> tuple[Wrt, bool]:
        argnums, argnames = self.options["argnums"], self.options["argnames"]
        wrt, bare = arguments.positions(self.fun, argnums, argnames, len(given.args), given.kwargs)
        arguments.check_numbers([given[p] for p in wrt])
        return wrt, bare

    def _derive(self, mode: str, wrt: Wrt, given: Given, *, bare: bool = True, repeated: bool = False) -> Any:
        has_aux, target = self.options.get("has_aux", False), self.options["target"]
        derivative = derive(self.fun, mode, wrt, given, bare=bare, has_aux=has_aux, target=target, repeated=repeated)
        if has_aux:
            arguments.check_aux(derivative.result)
        return derivative

    def _result(self, derivative: Any) -> Type:
        """The type of the primal's result, without aux."""
        return arguments.check_aux(derivative.result) if self.options.get("has_aux") else derivative.result


def _driven(driver: Any, *derivatives: Any) -> Emitted:
    """A driver together with the derivatives that it calls."""
    text = "\n\n".join([driver.text, *[d.text for d in derivatives]])
    return Emitted(driver.function, text, unchanged((), *[d.is_current for d in derivatives]))


def is_at_its_name(transform: Any) -> bool:
    """Whether the module and name of a transform lead to itself: it is a decorated function, and pickles by name."""
    found: Any = sys.modules.get(getattr(transform, "__module__", None) or "")
    for part in getattr(transform, "__qualname__", "").split("."):
        found = getattr(found, part, None)
    return found is transform


def _restored(kind: type[Transform], fun: Function, options: dict[str, Any]) -> Transform:
    return shared(kind, fun, **options)


def shared(kind: type[T], fun: Function, **options: Any) -> T:
    """The transform of this kind, the same one each time, so that `grad(f)(x)` in a loop generates once.

    It is kept on the function itself and goes when that goes.  A copy of its attributes on another function (as
    `functools.wraps` makes) does no harm: what is found must be a transform of this very function.
    """
    kept = getattr(fun, "__dict__", None) if isinstance(fun, (FunctionType, Transform)) else _IMMORTAL.get(type(fun))
    key = (kind, id(fun), *[(name, type(options[name]), options[name]) for name in sorted(options)])
    if kept is None or not _hashable(key):
        return kind(fun, **options)
    table = kept.setdefault(KEPT, {})
    found: T | None = table.get(key)
    if found is None or found.fun is not fun:
        found = table[key] = kind(fun, **options)
    return found


KEPT = "_s2sdiff_transforms"
# Where the transforms of functions are kept that live for ever and take no attributes: NumPy's and the built-in ones.
_IMMORTAL: dict[type, dict[str, Any]] = {cls: {} for cls in (np.ufunc, BuiltinFunctionType, type(np.sum))}


def _hashable(key: Any) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True


# ------------------------------------------------------------------------------------------------------- gradients


class Grad(Transform):
    """The gradient of a function of one real result: f_grad."""

    kind = "grad"

    def _emit(self, given: Given) -> Emitted:
        wrt, bare = self._wrt(given)
        holomorphic, allow_int = self.options["holomorphic"], self.options["allow_int"]
        for p in wrt:
            arguments.check_reverse_input("grad", given[p], holomorphic, allow_int)
        derivative = self._derive(self.kind, wrt, given, bare=bare)
        result = self._result(derivative)
        arguments.check_scalar(result, given.sizes)
        arguments.check_reverse_output("grad", result, holomorphic)
        return Emitted(derivative.main, derivative.text, derivative.is_current)


class ValueAndGrad(Grad):
    """The value and the gradient: f_value_and_grad."""

    kind = "value_and_grad"


# ------------------------------------------------------------------------------------------------------- Jacobians


class Jacrev(Transform):
    """The Jacobian by rows; the gradient where the result is one number."""

    kind = "jacrev"

    def _emit(self, given: Given) -> Emitted:
        wrt, bare = self._wrt(given)
        holomorphic, allow_int = self.options["holomorphic"], self.options["allow_int"]
        for p in wrt:
            arguments.check_reverse_input("jacrev", given[p], holomorphic, allow_int)
        derivative = self._derive("vjp", wrt, given)
        result = self._result(derivative)
        arguments.check_reverse_output("jacrev", result, holomorphic)
        if types.rank(result) == 0:
            gradient = self._derive("grad", wrt, given, bare=bare)
            return Emitted(gradient.main, gradient.text, gradient.is_current)
        from s2sdiff import drivers

        inputs = drivers.inputs_of(derivative.main, given.args, given.kwargs, wrt, bare)
        name = f"{drivers.name_of(self.fun)}_{self.kind}"
        return _driven(drivers.jacrev(name, self.fun, derivative, inputs, self.options["has_aux"]), derivative)


class Jacfwd(Transform):
    """The Jacobian by columns."""

    kind = "jacfwd"

    def _emit(self, given: Given) -> Emitted:
        return self._columns_of(self.fun, given)

    def _columns_of(self, fun: Function, given: Given) -> Emitted:
        """The Jacobian of `fun` (the function itself, or a transform of it), named after this kind."""
        wrt, bare = self._wrt(given)
        for p in wrt:
            arguments.check_forward_input("jacfwd", given[p], self.options["holomorphic"])
        has_aux, target = self.options["has_aux"], self.options["target"]
        derivative = derive(fun, "jvp", wrt, given, has_aux=has_aux, target=target, repeated=True)
        arguments.check_forward_output("jacfwd", self._result(derivative), self.options["holomorphic"])
        from s2sdiff import drivers

        inputs = drivers.inputs_of(derivative.main, given.args, given.kwargs, wrt, bare)
        name = f"{drivers.name_of(self.fun)}_{self.kind}"
        return _driven(drivers.jacfwd(name, fun, derivative, inputs, has_aux), derivative)


class Hessian(Jacfwd):
    """Forward over reverse: the Jacobian by columns of the gradient, or of the Jacobian by rows."""

    kind = "hessian"

    def _emit(self, given: Given) -> Emitted:
        return self._columns_of(shared(Jacrev, self.fun, **self.options, allow_int=False), given)


class Jacobian(Transform):
    """The Jacobian by rows or by columns, whichever are fewer."""

    kind = "jacobian"

    def _emit(self, given: Given) -> Emitted:
        wrt, _ = self._wrt(given)
        forward_only = dict(self.options)
        allow_int = forward_only.pop("allow_int")
        variables = [given[p] for p in wrt]
        real = not any(types.is_complex(leaf) for t in variables for _, leaf in types.leaves(t))
        kind: Transform = shared(Jacrev, self.fun, **self.options)
        if (real or self.options["holomorphic"]) and not allow_int:
            try:
                derivative = self._derive("jvp", wrt, given)
            except TypeError:  # there is no forward mode through a custom_vjp
                derivative = None
            if derivative is not None and _fewer(variables, [self._result(derivative)], given.sizes):
                kind = shared(Jacfwd, self.fun, **forward_only)
        return kind.emitted_for(given)

    def emitted_for(self, given: Given) -> Emitted:
        """The emitted function and its text."""
        # Which mode is cheaper depends on sizes, which types do not tell: nothing is remembered for types alone.
        return self._emit(given)


def _fewer(some: Sequence[Type], others: Sequence[Type], sizes: Sizes | None) -> bool:
    """Whether there are fewer numbers in `some`, or as many; by rank where sizes are not known."""
    counts = [
        [arguments.actual_shape(leaf, sizes) for t in group for _, leaf in types.leaves(t)] for group in (some, others)
    ]
    if not any(shape is None for group in counts for shape in group):
        few, many = [sum([int(np.prod(shape or ())) for shape in group]) for group in counts]
        return few <= many
    ranks = [
        max([types.rank(leaf) or 0 for t in group for _, leaf in types.leaves(t)], default=0)
        for group in (some, others)
    ]
    return ranks[0] <= ranks[1]


# --------------------------------------------------------------------------------------- products with derivatives


class Jvp(Transform):
    """(primals, tangents) -> result, its tangent: f_jvp with its arguments in two tuples."""

    kind = "jvp"
    takes_tangents = True

    def derivative(self, given: Given, *, repeated: bool = False) -> tuple[Any, tuple[int, ...]]:
        """The pair of f_jvp for these primals, perhaps called again and again, and the positions of those that it differentiates."""
        wrt = self._varying(given.args)
        return self._derive("jvp", wrt, given, repeated=repeated), wrt

    def _emit(self, given: Given) -> Emitted:
        primals = _items(given.args[0])
        return self.at_a_point(*self.derivative(replace(given, args=primals, kwargs={})), primals)

    def at_a_point(self, derivative: Any, wrt: tuple[int, ...], primals: tuple[Type, ...]) -> Emitted:
        """The pair as a function of two tuples."""
        from s2sdiff import drivers

        inputs = drivers.inputs_of(derivative.main, primals, {}, wrt, held=self.held)
        name = f"{derivative.main.__name__}_at"
        return _driven(drivers.pushed(name, self.fun, derivative, inputs, "both"), derivative)

    def _runner(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Function, Current]:
        arguments.check_tangents(self.kind, *args)
        return super()._runner(args, kwargs)

    def text_for(self, given: Given) -> str:
        """The emitted text of f_jvp, for types of the primals."""
        return str(self.derivative(given)[0].text)


class Hvp(Transform):
    """(primals, tangents) -> the product of the Hessian with the tangents, shaped like the primals."""

    kind = "hvp"
    takes_tangents = True
    may_have_aux = False

    def derivative(self, given: Given) -> tuple[Any, tuple[int, ...]]:
        """The derivative of f_grad for these primals, and the positions of those that it differentiates."""
        wrt = tuple(range(len(given.args) - self.held))
        nothing_special = {"argnames": None, "has_aux": False, "holomorphic": False, "allow_int": False}
        gradient = shared(
            Grad, self.fun, argnums=0 if len(wrt) == 1 else wrt, target=self.options["target"], **nothing_special
        )
        gradient.emitted_for(given)  # refuses what has no gradient
        return derive(gradient, "jvp", wrt, given, target=self.options["target"]), wrt

    def _emit(self, given: Given) -> Emitted:
        from s2sdiff import drivers

        primals = _items(given.args[0])
        derivative, wrt = self.derivative(replace(given, args=primals, kwargs={}))
        inputs = drivers.inputs_of(derivative.main, primals, {}, wrt, held=self.held)
        name = f"{drivers.name_of(self.fun)}_hvp_at"
        return _driven(drivers.pushed(name, self.fun, derivative, inputs, "tangent"), derivative)

    def product_for(self, given: Given) -> Emitted:
        """f_hvp(*params, *, x_dot...) for primals of these types: the form to read, and to dump."""
        from s2sdiff import drivers

        derivative, wrt = self.derivative(given)
        inputs = drivers.inputs_of(derivative.main, given.args, given.kwargs, wrt)
        return _driven(drivers.product(f"{drivers.name_of(self.fun)}_hvp", self.fun, derivative, inputs), derivative)

    def _runner(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Function, Current]:
        arguments.check_tangents(self.kind, *args)
        return super()._runner(args, kwargs)

    def text_for(self, given: Given) -> str:
        """The emitted text of f_hvp, for types of the primals."""
        return self.product_for(given).text


class Vjp(Transform):
    """primals -> result, pullback.  A call gives a `Pullback`; emitted text, a local function."""

    kind = "vjp"

    def derivative(self, given: Given) -> tuple[Any, tuple[int, ...]]:
        """The pair f_fwd, f_bwd for these primals, and the positions of those that it differentiates."""
        wrt = self._varying(given.args)
        return self._derive("vjp", wrt, given), wrt

    def _emit(self, given: Given) -> Emitted:
        from s2sdiff import drivers

        derivative, wrt = self.derivative(given)
        inputs = drivers.inputs_of(derivative.main, given.args, given.kwargs, wrt, held=self.held)
        name = f"{drivers.name_of(self.fun)}_vjp"
        return _driven(drivers.pullback(name, self.fun, derivative, inputs, self.options["has_aux"]), derivative)

    def _runner(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Function, Current]:
        given = self._given(args, kwargs)
        derivative, wrt = self.derivative(given)
        has_aux = self.options["has_aux"]

        def run(*primals: Any) -> Any:
            now = Moment(derivative.main, derivative.backward)
            y, tape, *aux = derivative.main(*primals)
            tape = now.apart(tape, primals, y, aux)  # whoever holds these may change them before the pullback is called
            pullback = Pullback(self.fun, derivative, now, now.value(derivative.backward), wrt, given.args, primals, tape, y)
            return (y, pullback, *aux) if has_aux else (y, pullback)

        return run, derivative.is_current

    def text_for(self, given: Given) -> str:
        """The emitted text of f_fwd and f_bwd."""
        return str(self.derivative(given)[0].text)


class Pullback:
    """cotangent of the result -> tuple of cotangents of the arguments, as often as wanted: what `vjp` returns."""

    def __init__(
        self,
        fun: Function,
        derivative: Any,
        moment: Moment,
        backward: Function,
        wrt: tuple[int, ...],
        args: tuple[Type, ...],
        primals: tuple[Any, ...],
        tape: Any,
        y: Any,
    ) -> None:
        self.__name__ = f"{getattr(fun, '__name__', 'f')}_vjp"
        self.fun = fun
        self.derivative = derivative
        self.moment = moment
        self.backward = backward
        self.wrt = wrt
        self.args = args
        self.tape = tape
        self.result = y
        # What stands for the cotangents of the arguments that have none.
        self.fills = [None if i in wrt else _float0(t, x) for i, (t, x) in enumerate(zip(args, primals, strict=True))]

    def __call__(self, *cotangents: Any) -> tuple[Any, ...]:
        """The cotangents of the arguments."""
        name = getattr(self.fun, "__name__", "f")
        arguments.check_one_cotangent(name, cotangents)
        arguments.check_cotangent(name, self.result, cotangents[0])
        self.moment.check()
        found = _apart(self.backward(self.tape, cotangents[0]), cotangents[0])
        if len(self.wrt) == len(self.args):
            return (found,) if len(self.wrt) == 1 else found
        entries = list(self.fills)
        for position, bar in zip(self.wrt, (found,) if len(self.wrt) == 1 else found, strict=True):
            entries[position] = bar
        return tuple(entries)

    def __repr__(self) -> str:
        return f"<s2sdiff pullback of {getattr(self.fun, '__qualname__', self.fun)}>"

    def function_for(self, *_: Any) -> tuple[Function, Current]:
        """The emitted function of a cotangent; types do not matter, since it was made for one result."""
        from s2sdiff import drivers

        inputs = drivers.inputs_of(self.derivative.main, self.args, {}, self.wrt)
        here = replace(self.derivative, backward=self.backward)
        return drivers.pullback_at(drivers.name_of(self), self.fun, here, inputs, self.tape, self.fills).function, self.moment.is_current


def _apart(cotangents: Any, seed: Any) -> Any:
    """Cotangents whose arrays share no memory with the seed, nor with one another: who gets them may change each in place."""
    if isinstance(seed, float):
        return cotangents
    others = [leaf for leaf in tree.leaves(seed) if isinstance(leaf, np.ndarray)]

    def own(leaf: Any) -> Any:
        if not isinstance(leaf, np.ndarray):
            return leaf
        leaf = leaf.copy() if any(np.may_share_memory(leaf, other) for other in others) else leaf
        others.append(leaf)
        return leaf

    if type(cotangents) is tuple and all(type(part) is np.ndarray for part in cotangents):  # which is soon done
        return tuple(map(own, cotangents))
    return tree.map(own, cotangents)


class Pull(Transform):
    """(primals, cotangent) -> tuple of cotangents: f_fwd and f_bwd in one, for derivatives of pullbacks."""

    kind = "pull"

    def _emit(self, given: Given) -> Emitted:
        from s2sdiff import drivers

        primals = _items(given.args[0])
        derivative = self._derive("vjp", wrt := _varying("vjp", primals), Given(primals, {}))
        inputs = drivers.inputs_of(derivative.main, primals, {}, wrt)
        return _driven(drivers.pulled(f"{drivers.name_of(self.fun)}_pull", self.fun, derivative, inputs), derivative)


class Linearize(Transform):
    """primals -> result, pushforward.  A call gives a `Pushforward`; emitted text, a local function."""

    kind = "linearize"

    def _emit(self, given: Given) -> Emitted:
        from s2sdiff import drivers

        derivative = self._derive("jvp", wrt := self._varying(given.args), given, repeated=True)
        inputs = drivers.inputs_of(derivative.main, given.args, given.kwargs, wrt, held=self.held)
        name = f"{drivers.name_of(self.fun)}_linearize"
        return _driven(drivers.linearized(name, self.fun, derivative, inputs, self.options["has_aux"]), derivative)

    def _runner(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Function, Current]:
        has_aux = self.options["has_aux"]
        push = shared(Jvp, self.fun, has_aux=has_aux, target=self.options["target"])
        given = self._given(args, kwargs)
        derivative, wrt = push.derivative(given, repeated=True)  # refuses now rather than later
        pair = push.at_a_point(derivative, wrt, given.args).function

        def run(*primals: Any) -> Any:
            now = Moment(pair)
            entry = now.value(primals)  # the function, or whoever holds these, may change them
            result = self.fun(*primals)
            y, *aux = result if has_aux else (result,)
            return (y, Pushforward(push, now, now.value(pair), entry), *aux)

        return run, derivative.is_current


class Pushforward:
    """tangents of the arguments -> tangent of the result: what `linearize` returns.  It runs f_jvp at its point."""

    def __init__(self, jvp: Jvp, moment: Moment, pair: Function, primals: tuple[Any, ...]) -> None:
        self.__name__ = f"{getattr(jvp, '__name__', 'f')}_linear"
        self.jvp = jvp
        self.moment = moment
        self.pair = pair
        self.primals = primals

    def __call__(self, *tangents: Any) -> Any:
        """The tangent of the result."""
        arguments.check_tangents("linearize", self.primals, tangents)
        self.moment.check()
        return self.pair(self.primals, tangents)[1]

    def __repr__(self) -> str:
        return f"<s2sdiff pushforward of {getattr(self.jvp.fun, '__qualname__', self.jvp.fun)}>"

    def function_for(self, *_: Any) -> tuple[Function, Current]:
        """The emitted function of tangents; types do not matter, since it was made for one point."""
        from s2sdiff import drivers

        primal_types = arguments.types_of(self.primals, {}, sizes_for(self.jvp.fun))[0]
        derivative, wrt = self.jvp.derivative(Given(primal_types, {}), repeated=True)
        inputs = drivers.inputs_of(derivative.main, primal_types, {}, wrt)
        here = replace(derivative, main=self.moment.value(derivative.main))
        return drivers.linear(drivers.name_of(self), self.jvp.fun, here, inputs, self.primals).function, self.moment.is_current


# ------------------------------------------------------------------------------------------------------------ vmap


class Vmap(Transform):
    """A function mapped over axes of its arguments.  A call loops over the items; emitted text has the loop in it."""

    kind = "vmap"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The results of the items, stacked."""
        from s2sdiff import vectorize

        return vectorize.call(self.fun, self.options["in_axes"], self.options["out_axes"], args, kwargs)

    def _emit(self, given: Given) -> Emitted:
        from s2sdiff import drivers, vectorize

        inputs = drivers.inputs_of(self.fun, given.args, given.kwargs)
        axes = vectorize.axes_of_types(self.options["in_axes"], inputs.names, given.args, given.kwargs)
        items = Given(
            tuple([vectorize.item_type(t, axes[name]) for name, t in zip(inputs.names, given.args, strict=True)]),
            {name: vectorize.item_type(t, axes[name]) for name, t in given.kwargs.items()},
        )
        wrt = arguments.inexact_positions(items.args)
        derivative = derive(self.fun, "jvp", wrt, items, target=self.options["target"]) if wrt else None
        result = derivative.result if derivative else types.UNKNOWN
        out_axes = vectorize.axes_of_type(self.options["out_axes"], result)
        driver = drivers.vmap(f"{drivers.name_of(self.fun)}_vmap", self.fun, inputs, axes, result, out_axes)
        return Emitted(driver.function, driver.text, derivative.is_current if derivative else None)


# --------------------------------------------------------------------------------------------------------- helpers


def _items(t: Type) -> tuple[Type, ...]:
    """The types of primals, which come in a tuple or a list."""
    if not isinstance(t, types.Seq):
        raise TypeError(f"primals and tangents must be tuples or lists; found {arguments.describe(t)}.")
    return t.items


def _varying(name: str, args: tuple[Type, ...]) -> tuple[int, ...]:
    """The positions that a transform without argnums differentiates: all that a derivative can flow through."""
    wrt = arguments.inexact_positions(args)
    if not wrt:
        given = ", ".join([arguments.describe(t) for t in args])
        raise TypeError(f"{name} requires at least one real- or complex-valued input, but got ({given}).")
    return wrt


def _float0(t: Type, value: Any) -> Any:
    from s2sdiff import drivers

    return drivers.float0_zeros(t, value)
