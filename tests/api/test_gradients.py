from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

import s2sdiff as sd
from s2sdiff import transform, types

FLOAT = types.FLOAT


def square(x: Any) -> Any:
    return x * x


def product(x: Any, y: Any) -> Any:
    return x * y


def halves(x: Any) -> Any:
    return x / 2.0


def text_of_sum(w: Any, x: Any) -> Any:
    return np.sum(w * x)


@pytest.fixture(autouse=True)
def known(pipeline: Any) -> Any:
    pipeline.tell("square", "grad", "def square_grad(x):\n    return 2.0 * x\n", FLOAT)
    pipeline.tell("square", "value_and_grad", "def square_value_and_grad(x):\n    return x * x, 2.0 * x\n", FLOAT)
    pipeline.tell("product", "grad", "def product_grad(x, y):\n    return y\n", FLOAT)
    pipeline.tell("product", "grad", "def product_grad(x, y):\n    return x\n", FLOAT, (1,))
    pipeline.tell("product", "grad", "def product_grad(x, y):\n    return y, x\n", FLOAT, (0, 1))
    pipeline.tell("halves", "grad", "def halves_grad(x):\n    return 0.5\n", lambda s: types.Array("float64", s))
    pipeline.tell("text_of_sum", "grad", "def text_of_sum_grad(w, x):\n    return x\n", FLOAT)
    pipeline.tell("text_of_sum", "grad", "def text_of_sum_grad(w, x):\n    return w\n", FLOAT, ("x",))
    return pipeline


def test_grad_and_value_and_grad() -> None:
    assert sd.grad(square)(3.0) == 6.0
    assert sd.value_and_grad(square)(3.0) == (9.0, 6.0)
    np.testing.assert_array_equal(sd.grad(text_of_sum)(np.ones(3), np.arange(3.0)), np.arange(3.0))


def test_argnums() -> None:
    assert sd.grad(product)(2.0, 5.0) == 5.0
    assert sd.grad(product, 1)(2.0, 5.0) == 2.0
    assert sd.grad(product, -1)(2.0, 5.0) == 2.0
    assert sd.grad(product, np.int64(1))(2.0, 5.0) == 2.0
    assert sd.grad(product, [0, 1])(2.0, 5.0) == (5.0, 2.0)
    assert sd.grad(product, (0, -1))(2.0, 5.0) == (5.0, 2.0)


def test_one_argument_in_a_sequence_is_asked_for_in_a_tuple(pipeline: Any) -> None:
    sd.grad(product, (0,))(2.0, 5.0)
    assert pipeline.asked[-1][:3] == ("grad", (0,), False)


def test_argnames(pipeline: Any) -> None:
    assert sd.grad(product, argnames="y")(2.0, 5.0) == 2.0
    assert sd.grad(text_of_sum, argnames="x")(np.ones(3), x=np.zeros(3)).shape == (3,)
    sd.grad(product, argnames=["x", "y"])(2.0, 5.0)
    assert pipeline.asked[-1][:3] == ("grad", (0, 1), False)


@pytest.mark.parametrize(
    ("argnums", "error", "text"),
    [
        (2, TypeError, "differentiating with respect to argnums=2 requires at least 3 positional arguments to be passed"),
        (-3, ValueError, "Positional argument indices"),
        ((), ValueError, "max\\(\\) arg is an empty sequence"),
        ("a", TypeError, "'str' object cannot be interpreted as an integer"),
        ((0, 0), ValueError, "argnums elements must be unique, got \\(0, 0\\)"),
    ],
)  # fmt: skip
def test_wrong_argnums(argnums: Any, error: Any, text: str) -> None:
    with pytest.raises(error, match=text):
        sd.grad(product, argnums)(2.0, 5.0)


def test_argument_passed_by_keyword_counts_as_missing() -> None:
    with pytest.raises(TypeError, match="but got only 0 positional arguments"):
        sd.grad(square)(x=2.0)


def test_wrong_argnames() -> None:
    with pytest.raises(TypeError, match="argnames='z' is not a parameter of the function, which takes x, y"):
        sd.grad(product, argnames="z")(1.0, 2.0)


def test_wrong_inputs_and_outputs() -> None:
    with pytest.raises(TypeError, match="Expected a callable value, got 3"):
        sd.grad(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"Output had shape: \(3,\)\."):
        sd.grad(halves)(np.ones(3))
    with pytest.raises(TypeError, match=r"Output had shape: \(1,\)\."):
        sd.grad(halves)(np.ones(1))
    with pytest.raises(
        TypeError, match=r"inputs .* but got int64. If you want to use Boolean- or integer-valued inputs, use vjp"
    ):
        sd.grad(square)(2)
    with pytest.raises(
        TypeError, match="grad with holomorphic=True requires inputs with complex dtype, but got float64"
    ):
        sd.grad(square, holomorphic=True)(2.0)
    with pytest.raises(TypeError, match="Argument 'a' of type <class 'str'> is not a valid s2sdiff type"):
        sd.grad(square)("a")


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (types.NONE, "Output was None."),
        (types.Seq(tuple, (FLOAT, FLOAT)), r"Output was \(float64\[\], float64\[\]\)."),
        (types.Scalar("complex128"), "grad requires real-valued outputs .* but got complex128. For holomorphic"),
        (types.INT, "but got int64. For differentiation of functions with integer outputs, use s2sdiff.vjp directly."),
    ],
)
def test_wrong_results(pipeline: Any, result: Any, text: str) -> None:
    pipeline.tell("square", "grad", "def square_grad(x):\n    return 0.0\n", result)
    with pytest.raises(TypeError, match=text):
        sd.grad(square)(2.0)


def test_aux(pipeline: Any) -> None:
    pair = types.Seq(tuple, (FLOAT, types.NONE))
    pipeline.tell("square", "grad", "def square_grad(x):\n    return 2.0 * x, 'note'\n", pair)
    assert sd.grad(square, has_aux=True)(3.0) == (6.0, "note")
    pipeline.tell("halves", "grad", "def halves_grad(x):\n    return 0.5\n", FLOAT)
    with pytest.raises(
        TypeError, match="expected function with aux output to return a two-element tuple, but got type <class 'float'>"
    ):
        sd.grad(halves, has_aux=True)(3.0)


def test_one_derivative_serves_every_size(pipeline: Any) -> None:
    gradient = sd.grad(text_of_sum)
    for n in (30, 40, 50):  # small sizes, such as 3, stand for themselves: a program may mean a vector in space
        gradient(np.ones(n), np.ones(n))
    assert len(pipeline.asked) == 1
    gradient(np.ones(1), np.ones(1))
    gradient(np.ones(30, np.float32), np.ones(30))
    assert len(pipeline.asked) == 3


def test_the_transform_of_a_function_is_kept_with_it(pipeline: Any) -> None:
    assert sd.grad(square) is sd.grad(square)
    assert sd.grad(square) is not sd.grad(square, has_aux=True)
    assert sd.grad(sd.grad(square)) is sd.grad(sd.grad(square))

    def copy(x: Any) -> Any:
        return x

    copy.__dict__.update(square.__dict__)
    assert sd.grad(copy).fun is copy


def test_a_container_is_not_several_arguments(pipeline: Any) -> None:
    seen = []
    pipeline.tell("f", "grad", "def f_grad(*args):\n    return args\n", FLOAT)

    def f(*args: Any) -> Any: ...

    gradient = sd.grad(f)
    for args in [
        (1.0, 2.0),
        ((1.0, 2.0),),
        ([1.0, 2.0],),
        ({"a": 1.0},),
        ({"b": 1.0},),
        (1.0, "a"),
        (1.0, "b"),
        (1.0, None),
    ]:
        gradient(*args)
        seen.append(pipeline.asked[-1][3])
    assert len(pipeline.asked) == len(set(seen)) == 8


def test_what_has_changed_is_derived_again(pipeline: Any) -> None:
    fresh = [True]
    pipeline.tell("square", "grad", "def square_grad(x):\n    return 2.0 * x\n", FLOAT, is_current=lambda: fresh[0])
    gradient = transform.Grad(
        square, argnums=0, argnames=None, has_aux=False, holomorphic=False, allow_int=False, target="python"
    )
    assert gradient(1.0) == gradient(1.0) == 2.0
    assert len(pipeline.asked) == 1
    fresh[0] = False
    pipeline.tell("square", "grad", "def square_grad(x):\n    return 4.0 * x\n", FLOAT)
    assert gradient(1.0) == gradient(1.0) == 4.0
    assert len(pipeline.asked) == 2


def test_specialize_and_source() -> None:
    raw = sd.grad(square).specialize(1.0)
    assert raw.__name__ == "square_grad"
    assert raw(4.0) == 8.0
    assert sd.grad(square).source(1.0) == "def square_grad(x):\n    return 2.0 * x\n"
    assert sd.grad(square).function_for((FLOAT,))[0](4.0) == 8.0



@sd.grad
def decorated(x: Any) -> Any:
    """What it does."""
    return x * x


class Model:
    @sd.grad
    def loss(self, x: Any) -> Any:
        return x


def test_decorators_keep_the_name(pipeline: Any) -> None:
    assert (decorated.__name__, decorated.__doc__) == ("decorated", "What it does.")
    assert repr(decorated) == "<s2sdiff.grad of decorated>"
    pipeline.tell("loss", "grad", "def loss_grad(self, x):\n    return x\n", FLOAT, (1,))
    assert sd.grad(Model.loss.fun, 1)(Model(), 2.0) == 2.0


def test_a_transform_pickles_when_its_function_does() -> None:
    assert pickle.loads(pickle.dumps(sd.grad(square))) is sd.grad(square)
    assert pickle.loads(pickle.dumps(sd.grad(sd.value_and_grad(square)))) is sd.grad(sd.value_and_grad(square))


def test_a_decorated_function_pickles_by_name() -> None:
    assert transform.is_at_its_name(decorated) == (__name__ in __import__("sys").modules)


def test_differentiable(pipeline: Any) -> None:
    @sd.differentiable
    def square(x: Any) -> Any:
        """x squared."""
        return x * x

    assert square(3.0) == 9.0
    assert square.__doc__ == "x squared."
    assert square.grad(3.0) == 6.0
    assert square.value_and_grad(3.0) == (9.0, 6.0)
    assert "def square_grad(x)" in square.source(1.0)
    assert "def square_value_and_grad(x)" in square.source(1.0, mode="value-and-grad")
    with pytest.raises(ValueError, match="mode 'gard' is none of grad"):
        square.source(1.0, mode="gard")


def test_differentiable_with_respect_to(pipeline: Any) -> None:
    assert sd.differentiable(wrt="y")(product).grad(2.0, 5.0) == 2.0
    assert sd.differentiable(wrt=(0, 1))(product).grad(2.0, 5.0) == (5.0, 2.0)
    with pytest.raises(TypeError, match="wrt must be positions or names"):
        sd.differentiable(wrt=("x", 1))(product).grad(2.0, 5.0)


def test_differentiable_method(pipeline: Any) -> None:
    class Quadratic:
        def __init__(self, a: float) -> None:
            self.a = a

        @sd.differentiable
        def value(self, x: Any) -> Any:
            return self.a * x * x

    pipeline.tell("value", "grad", "def value_grad(x):\n    return 2.0 * x\n", FLOAT)
    q = Quadratic(3.0)
    assert q.value(2.0) == 12.0
    assert q.value.grad(2.0) == 4.0
    assert pipeline.asked[-1][1] == (0,)


def test_source_from_annotations(pipeline: Any) -> None:
    def square(x: float) -> float:
        return x * x

    sd.differentiable(square).source()
    assert pipeline.asked[-1][3] == (FLOAT,)
