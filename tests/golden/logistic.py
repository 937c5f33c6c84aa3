# mode: value-and-grad
# wrt: w,b
# at: np.ones(3), 0.3, np.ones((6, 3)), np.ones(6)
import numpy as np


def logistic(w, b, inputs, targets):
    preds = 0.5 * (np.tanh((np.dot(inputs, w) + b) / 2) + 1)
    label_probs = preds * targets + (1 - preds) * (1 - targets)
    return -np.sum(np.log(label_probs))
# output
