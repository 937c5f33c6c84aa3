# mode: grad
# wrt: mean,cov
# at: np.ones(3), np.zeros(3), 2.0 * np.eye(3)
import numpy as np


def log_likelihood(x, mean, cov):
    d = x - mean
    sign, logdet = np.linalg.slogdet(cov)
    return -0.5 * (d @ np.linalg.solve(cov, d) + logdet)
# output
