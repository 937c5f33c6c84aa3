"""Logistic regression: gradients with respect to one argument, several, or a dict of parameters; checks against numbers.

python examples/logistic_regression.py
"""

import numpy as np

import s2sdiff as sd

INPUTS = np.array([[0.52, 1.12, 0.77], [0.88, -1.08, 0.15], [0.52, 0.06, -1.30], [0.74, -2.49, 1.39]])
TARGETS = np.array([True, True, False, True])


def sigmoid(x):
    return 0.5 * (np.tanh(x / 2) + 1)


def predict(W, b, inputs):
    """The probability that a label is true."""
    return sigmoid(np.dot(inputs, W) + b)


def loss(W, b):
    """The negative log-likelihood of the training examples."""
    preds = predict(W, b, INPUTS)
    label_probs = preds * TARGETS + (1 - preds) * (1 - TARGETS)
    return -np.sum(np.log(label_probs))


def loss_of_dict(params):
    preds = predict(params["W"], params["b"], INPUTS)
    label_probs = preds * TARGETS + (1 - preds) * (1 - TARGETS)
    return -np.sum(np.log(label_probs))


def main():
    rng = np.random.default_rng(0)
    W, b = rng.normal(size=3), float(rng.normal())

    # argnums: an int gives the gradient itself, a tuple gives a tuple.
    W_grad = sd.grad(loss, argnums=0)(W, b)
    assert np.array_equal(W_grad, sd.grad(loss)(W, b))
    b_grad = sd.grad(loss, 1)(W, b)
    both = sd.grad(loss, (0, 1))(W, b)
    assert np.allclose(both[0], W_grad)
    assert np.isclose(both[1], b_grad)

    # What theory says of it: the residual of the predictions, carried back by the inputs.
    residual = predict(W, b, INPUTS) - TARGETS
    assert np.allclose(W_grad, INPUTS.T @ residual)
    assert np.isclose(b_grad, np.sum(residual))

    # Parameters in a dict: the gradient is a dict.
    of_dict = sd.grad(loss_of_dict)({"W": W, "b": b})
    assert sorted(of_dict) == ["W", "b"]
    assert np.allclose(of_dict["W"], W_grad)

    loss_value, gradients = sd.value_and_grad(loss, (0, 1))(W, b)
    assert np.isclose(loss_value, loss(W, b))
    assert np.allclose(gradients[0], W_grad)

    # By hand, with finite differences.
    eps = 1e-6
    b_numerical = (loss(W, b + eps / 2) - loss(W, b - eps / 2)) / eps
    assert np.isclose(b_numerical, b_grad)
    unit = rng.normal(size=3)
    unit /= np.sqrt(np.vdot(unit, unit))
    W_numerical = (loss(W + eps / 2 * unit, b) - loss(W - eps / 2 * unit, b)) / eps
    assert np.isclose(W_numerical, np.vdot(W_grad, unit))

    # The same by one call, to second order; and it notices a rule that is wrong.
    sd.check_grads(loss, (W, b), order=2)
    try:
        sd.check_grads(wrong_square, (3.0,), order=1, modes=("rev",))
    except AssertionError as error:
        print("caught:", str(error).splitlines()[0])
    else:
        raise RuntimeError("check_grads believed a wrong rule")

    for _ in range(200):
        W_grad, b_grad = sd.grad(loss, (0, 1))(W, b)
        W, b = W - 0.1 * W_grad, b - 0.1 * b_grad
    print("loss after 200 steps:", loss(W, b))
    assert loss(W, b) < 0.5


@sd.custom_vjp
def wrong_square(x):
    return x * x


def wrong_square_fwd(x):
    return x * x, x


def wrong_square_bwd(x, y_bar):
    return (3.0 * x * y_bar,)  # it should be 2.0


wrong_square.defvjp(wrong_square_fwd, wrong_square_bwd)


if __name__ == "__main__":
    main()
