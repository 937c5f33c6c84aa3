# mode: value-and-grad
# wrt: w,b
# at: np.ones(3), 0.3, np.ones((6, 3)), np.ones(6)
import numpy as np


def logistic(w, b, inputs, targets):
    preds = 0.5 * (np.tanh((np.dot(inputs, w) + b) / 2) + 1)
    label_probs = preds * targets + (1 - preds) * (1 - targets)
    return -np.sum(np.log(label_probs))
# output
def logistic_value_and_grad(w, b, inputs, targets):
    """`logistic` and its adjoint with respect to w, b.  Held constant: inputs, targets.

    Written by s2sdiff from logistic.py:7 (reverse, joint).
    """
    preds_1 = np.tanh((np.dot(inputs, w) + b) / 2)
    preds = 0.5 * (preds_1 + 1)
    label_probs_1 = 1 - targets
    label_probs = preds * targets + (1 - preds) * label_probs_1

    # line 10: return -np.sum(np.log(label_probs))
    label_probs_bar = -1.0 / label_probs
    # line 9: label_probs = preds * targets + (1 - preds) * (1 - targets)
    preds_bar = label_probs_bar * targets - label_probs_bar * label_probs_1
    # line 8: preds = 0.5 * (np.tanh((np.dot(inputs, w) + b) / 2) + 1)
    preds_2_bar = 0.5 * preds_bar * (1.0 - preds_1 * preds_1) / 2
    b_bar = np.sum(preds_2_bar)
    w_bar = inputs.T @ preds_2_bar
    return -np.sum(np.log(label_probs)), (w_bar, b_bar)
