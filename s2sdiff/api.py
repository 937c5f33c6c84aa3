"""The public transformations, with JAX's names, arguments and conventions.

    grad, value_and_grad            of a function of one real result; argnums, or argnames by name
    jvp, vjp, linearize, hvp        products with the derivative at a point
    jacfwd, jacrev, jacobian, hessian
    vmap                            a loop over an axis, results stacked
    custom_jvp, custom_vjp          a function with a derivative of its own
    stop_gradient, checkpoint       what the derivative leaves out, or computes again
    differentiable                  a decorator: the function, with its derivatives as attributes

`target="numba"` asks for text that Numba compiles.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Callable, Sequence
from types import MethodType
from typing import Any, TypeVar

from s2sdiff import arguments, transform
from s2sdiff.transform import Function, shared

Tree = TypeVar("Tree")
Argnums = int | Sequence[int] | None
Argnames = str | Sequence[str] | None


def grad(
    fun: Function,
    argnums: Argnums = None,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
    *,
    argnames: Argnames = None,
    target: str = "python",
) -> transform.Grad:
    """The gradient of `fun` with respect to its first argument, or to those that `argnums` or `argnames` say.

    An int or a name gives the bare gradient; a sequence, a tuple.  With `has_aux`, `fun` returns (result, aux) and the
    gradient comes as (gradient, aux).
    """
    return shared(transform.Grad, fun, **_options(argnums, argnames, has_aux, holomorphic, target), allow_int=allow_int)


def value_and_grad(
    fun: Function,
    argnums: Argnums = None,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
    *,
    argnames: Argnames = None,
    target: str = "python",
) -> transform.ValueAndGrad:
    """Like `grad`, for (result, gradient), or ((result, aux), gradient)."""
    options = _options(argnums, argnames, has_aux, holomorphic, target)
    return shared(transform.ValueAndGrad, fun, **options, allow_int=allow_int)


def jacfwd(
    fun: Function,
    argnums: Argnums = None,
    has_aux: bool = False,
    holomorphic: bool = False,
    *,
    argnames: Argnames = None,
    target: str = "python",
) -> transform.Jacfwd:
    """The Jacobian, a column at a time: each leaf has the shape of a leaf of the result, then of one of the argument."""
    return shared(transform.Jacfwd, fun, **_options(argnums, argnames, has_aux, holomorphic, target))


def jacrev(
    fun: Function,
    argnums: Argnums = None,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
    *,
    argnames: Argnames = None,
    target: str = "python",
) -> transform.Jacrev:
    """The Jacobian, a row at a time: each leaf has the shape of a leaf of the result, then of one of the argument."""
    return shared(
        transform.Jacrev, fun, **_options(argnums, argnames, has_aux, holomorphic, target), allow_int=allow_int
    )


def jacobian(
    fun: Function,
    argnums: Argnums = None,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
    *,
    argnames: Argnames = None,
    target: str = "python",
) -> transform.Jacobian:
    """The Jacobian as `jacfwd` or `jacrev` gives it, whichever takes fewer evaluations."""
    return shared(
        transform.Jacobian, fun, **_options(argnums, argnames, has_aux, holomorphic, target), allow_int=allow_int
    )


def hessian(
    fun: Function,
    argnums: Argnums = None,
    has_aux: bool = False,
    holomorphic: bool = False,
    *,
    argnames: Argnames = None,
    target: str = "python",
) -> transform.Hessian:
    """The second derivative, forward over reverse; leaves as in jacfwd(jacrev(fun))."""
    return shared(transform.Hessian, fun, **_options(argnums, argnames, has_aux, holomorphic, target))


def jvp(
    fun: Function, primals: Sequence[Any], tangents: Sequence[Any], has_aux: bool = False, *, target: str = "python"
) -> Any:
    """(result, its tangent) or (result, tangent, aux) at `primals` along `tangents`, each a tuple of arguments."""
    return shared(transform.Jvp, fun, has_aux=has_aux, target=target)(_tuple(primals), _tuple(tangents))


def vjp(fun: Function, *primals: Any, has_aux: bool = False, target: str = "python") -> Any:
    """(result, pullback) or (result, pullback, aux): the pullback maps a cotangent of the result to a tuple of those of
    the arguments, as often as it is called.
    """
    return shared(transform.Vjp, fun, has_aux=has_aux, target=target)(*primals)


def linearize(fun: Function, *primals: Any, has_aux: bool = False, target: str = "python") -> Any:
    """(result, pushforward) or (result, pushforward, aux): the pushforward maps tangents of the arguments to the tangent
    of the result.  It keeps the point, and goes through `fun` again each time it is called.
    """
    return shared(transform.Linearize, fun, has_aux=has_aux, target=target)(*primals)


def hvp(fun: Function, primals: Sequence[Any], tangents: Sequence[Any], *, target: str = "python") -> Any:
    """The product of the Hessian of a real function with `tangents`, forward over reverse: jvp(grad(fun), ...)[1].

    Primals and tangents are tuples of arguments as for `jvp`, or one argument bare.  The product is bare for one primal.
    """
    if not isinstance(primals, (tuple, list)):
        primals, tangents = (primals,), (tangents,)
    return shared(transform.Hvp, fun, target=target)(_tuple(primals), _tuple(tangents))


def vmap(fun: Function, in_axes: Any = 0, out_axes: Any = 0, *, target: str = "python") -> transform.Vmap:
    """`fun` of each item along the mapped axes, results stacked along `out_axes`.  It is a loop."""
    return shared(transform.Vmap, fun, in_axes=in_axes, out_axes=out_axes, target=target)


def stop_gradient(x: Tree) -> Tree:
    """`x` itself, which a derivative takes for a constant."""
    return x


def _options(argnums: Argnums, argnames: Argnames, has_aux: bool, holomorphic: bool, target: str) -> dict[str, Any]:
    return {
        "argnums": tuple(argnums) if isinstance(argnums, list) else argnums,
        "argnames": tuple(argnames) if isinstance(argnames, list) else argnames,
        "has_aux": has_aux,
        "holomorphic": holomorphic,
        "target": target,
    }


def _tuple(given: Sequence[Any]) -> Any:
    return tuple(given) if isinstance(given, list) else given


# ------------------------------------------------------------------------------- functions that a derivative knows


class Wrapped:
    """A function that computes what `fun` does, and means something to a derivative."""

    __qualname__: str  # the function's, on each instance

    def __init__(self, fun: Function) -> None:
        arguments.require_callable(fun)
        functools.update_wrapper(self, fun, ("__module__", "__name__", "__qualname__", "__doc__"), ())
        self.fun = fun
        with contextlib.suppress(TypeError, ValueError):  # a function written in C
            self.__signature__ = inspect.signature(fun)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """What the function itself gives."""
        return self.fun(*args, **kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)

    def __repr__(self) -> str:
        return f"<s2sdiff.{type(self).__name__} of {getattr(self, '__qualname__', self.fun)}>"

    def __reduce__(self) -> Any:
        return self.__qualname__ if transform.is_at_its_name(self) else super().__reduce__()


class checkpoint(Wrapped):  # noqa: N801  # used as a function and as a decorator, like the others
    """`fun`, whose intermediate values reverse mode computes again instead of keeping."""

    __s2sdiff_rule__ = "again"

    @property
    def __s2sdiff_fun__(self) -> Function:
        """What is read in its place."""
        return self.fun


class custom_jvp(Wrapped):  # noqa: N801
    """A function whose derivative is the one given to `defjvp`; the arguments `nondiff_argnums` are constants.

    @custom_jvp
    def f(x, y): ...

    @f.defjvp
    def f_jvp(primals, tangents): ...  # returns (result, its tangent)
    """

    __s2sdiff_rule__ = "jvp"

    def __init__(self, fun: Function, nondiff_argnums: Sequence[int] = ()) -> None:
        super().__init__(fun)
        self.nondiff_argnums = tuple(nondiff_argnums)
        self.jvp: Function | None = None

    def defjvp(self, jvp: Function) -> Function:
        """Set the rule: jvp(*nondiff arguments, primals, tangents) -> (result, tangent)."""
        self.jvp = jvp
        return jvp

    def defjvps(self, *jvps: Function | None) -> None:
        """Set the rule by argument: jvp_i(tangent, result, *primals), None for an argument that does not matter."""
        from s2sdiff import drivers

        if self.nondiff_argnums:
            raise TypeError("Can't use ``defjvps`` with ``nondiff_argnums``.")
        self.jvp = drivers.sum_of_tangents(self.fun, self, jvps).function

    def rule(self) -> Function:
        """The rule; an error if there is none."""
        if self.jvp is None:
            raise AttributeError(f"No JVP defined for custom_jvp function {self.fun.__name__} using defjvp.")
        return self.jvp


class custom_vjp(Wrapped):  # noqa: N801
    """A function whose pullback is the pair given to `defvjp`; the arguments `nondiff_argnums` are constants.

    @custom_vjp
    def f(x, y): ...

    def f_fwd(x, y): ...  # returns (result, residuals)
    def f_bwd(residuals, result_bar): ...  # returns a tuple of one cotangent for each argument

    f.defvjp(f_fwd, f_bwd)
    """

    __s2sdiff_rule__ = "vjp"

    def __init__(self, fun: Function, nondiff_argnums: Sequence[int] = ()) -> None:
        super().__init__(fun)
        self.nondiff_argnums = tuple(nondiff_argnums)
        self.fwd: Function | None = None
        self.bwd: Function | None = None

    def defvjp(self, fwd: Function, bwd: Function) -> None:
        """Set the rule: fwd(*args) -> (result, residuals), bwd(*nondiff arguments, residuals, result_bar) -> cotangents."""
        self.fwd, self.bwd = fwd, bwd

    def rule(self) -> tuple[Function, Function]:
        """The pair fwd, bwd; an error if there is none."""
        if self.fwd is None or self.bwd is None:
            raise AttributeError(f"No VJP defined for custom_vjp function {self.fun.__name__} using defvjp.")
        return self.fwd, self.bwd


# ---------------------------------------------------------------------------------------------------- the decorator


class Differentiable(Wrapped):
    """A function together with its derivatives with respect to `wrt`: positions, or names, of its arguments."""

    def __init__(
        self, fun: Function, wrt: int | str | Sequence[int] | Sequence[str] = 0, target: str = "python"
    ) -> None:
        super().__init__(fun)
        self.wrt = tuple(wrt) if isinstance(wrt, list) else wrt
        self.target = target

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else Differentiable(MethodType(self.fun, instance), self.wrt, self.target)

    @property
    def __s2sdiff_fun__(self) -> Function:
        """What is read in its place."""
        return self.fun

    @functools.cached_property
    def grad(self) -> transform.Grad:
        """The gradient, as `s2sdiff.grad` gives it."""
        return grad(self.fun, **self._asked())

    @functools.cached_property
    def value_and_grad(self) -> transform.ValueAndGrad:
        """The result and the gradient, as `s2sdiff.value_and_grad` gives them."""
        return value_and_grad(self.fun, **self._asked())

    @functools.cached_property
    def jacobian(self) -> transform.Jacobian:
        """The Jacobian, in the cheaper mode."""
        return jacobian(self.fun, **self._asked())

    @functools.cached_property
    def hessian(self) -> transform.Hessian:
        """The Hessian, as `s2sdiff.hessian` gives it."""
        return hessian(self.fun, **self._asked())

    def jvp(self, primals: Sequence[Any], tangents: Sequence[Any]) -> Any:
        """(result, its tangent), as `s2sdiff.jvp` gives them."""
        return jvp(self.fun, primals, tangents, target=self.target)

    def vjp(self, *primals: Any) -> Any:
        """(result, pullback), as `s2sdiff.vjp` gives them."""
        return vjp(self.fun, *primals, target=self.target)

    def hvp(self, primals: Sequence[Any], tangents: Sequence[Any]) -> Any:
        """The product of the Hessian with `tangents`, as `s2sdiff.hvp` gives it."""
        return hvp(self.fun, primals, tangents, target=self.target)

    def source(self, *args: Any, mode: str = "grad", **kwargs: Any) -> str:
        """The emitted text for arguments like these, or, without any, as far as annotations tell the types.

        `mode` is one of grad, value_and_grad, jvp, vjp, jacfwd, jacrev, jacobian, hessian, hvp, forward, reverse.
        """
        return self.transform(mode).source(*args, **kwargs)

    def transform(self, mode: str) -> transform.Transform:
        """The transform that `mode` names."""
        kind = {"forward": "jvp", "reverse": "grad"}.get(mode, mode.replace("-", "_"))
        if kind in ("jvp", "vjp"):
            products = {"jvp": transform.Jvp, "vjp": transform.Vjp}
            return shared(products[kind], self.fun, has_aux=False, target=self.target)
        if kind == "hvp":
            return shared(transform.Hvp, self.fun, target=self.target)
        makers: dict[str, Callable[..., transform.Transform]] = {
            maker.__name__: maker for maker in (grad, value_and_grad, jacfwd, jacrev, jacobian, hessian)
        }
        if kind not in makers:
            raise ValueError(
                f"mode {mode!r} is none of {', '.join([*makers, 'jvp', 'vjp', 'hvp', 'forward', 'reverse'])}"
            )
        return makers[kind](self.fun, **self._asked())

    def _asked(self) -> dict[str, Any]:
        names = [self.wrt] if isinstance(self.wrt, (int, str)) else list(self.wrt)
        by_name = [isinstance(name, str) for name in names]
        if any(by_name) and not all(by_name):
            raise TypeError(f"wrt must be positions or names, not both; got {self.wrt!r}")
        return {"argnames" if any(by_name) else "argnums": self.wrt, "target": self.target}


def differentiable(
    fun: Function | None = None, *, wrt: int | str | Sequence[int] | Sequence[str] = 0, target: str = "python"
) -> Any:
    """A decorator: the function as before, with its derivatives with respect to `wrt` as attributes.

    @differentiable(wrt=("w", "b"))
    def loss(w, b, x): ...

    loss.grad(w, b, x)
    """
    if fun is None:
        return functools.partial(Differentiable, wrt=wrt, target=target)
    return Differentiable(fun, wrt, target)


# What these mean inside a function that is differentiated: `s2sdiff.intrinsics` asks for it, and imports nothing of ours
# that stands above it.
MEANINGS: dict[Callable[..., Any], str] = {
    stop_gradient: "constant",
    **dict.fromkeys((grad, value_and_grad, jacfwd, jacrev, jacobian, hessian, vmap, checkpoint), "transform"),
}  # fmt: skip
for _function, _meaning in MEANINGS.items():
    setattr(_function, "__s2sdiff_meaning__", _meaning)  # noqa: B010
for _function, _kind in ((jvp, transform.Jvp), (hvp, transform.Hvp), (vjp, transform.Vjp), (linearize, transform.Linearize)):
    setattr(_function, "__s2sdiff_meaning__", _kind)  # noqa: B010
