# mode: grad
# wrt: mean,cov
# at: np.ones(3), np.zeros(3), 2.0 * np.eye(3)
import numpy as np


def log_likelihood(x, mean, cov):
    d = x - mean
    sign, logdet = np.linalg.slogdet(cov)
    return -0.5 * (d @ np.linalg.solve(cov, d) + logdet)
# output
def log_likelihood_grad(x, mean, cov):
    """Adjoint of `log_likelihood` with respect to mean, cov.  Held constant: x.

    Written by s2sdiff from log_likelihood.py:7 (reverse, joint).
    Returns mean_bar, cov_bar, shaped like mean and cov.
    """
    d = x - mean
    out_1 = np.linalg.solve(cov, d)

    # line 10: return -0.5 * (d @ np.linalg.solve(cov, d) + logdet)
    b_bar = np.linalg.solve(cov.T, -0.5 * d)
    cov_bar = -np.outer(b_bar, out_1)
    # line 9: sign, logdet = np.linalg.slogdet(cov)
    cov_bar -= 0.5 * np.linalg.inv(cov).T
    # line 8: d = x - mean
    mean_bar = 0.5 * out_1 - b_bar
    return mean_bar, cov_bar
