"""Filters in other forms: polynomials from sections, mapped to bands and to sampled time, states from the past."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from .hold import by_differences, jacobian

B, A = np.array([1.5, 0.4]), np.array([1.2, -0.3])
SECTIONS = np.array([[1.0, 2.0, 3.0, 1.0, 0.5, 0.2], [2.0, 1.0, 0.5, 1.0, -0.4, 0.1]])


def test_one_section_is_two_polynomials() -> None:
    found = jacobian(lambda s: np.concatenate(signal.sos2tf(s)), SECTIONS[:1])
    np.testing.assert_array_equal(found[:, 0], np.eye(6))


def test_a_first_order_filter_is_sampled_by_hand() -> None:
    # s is replaced by 2 fs (z - 1) / (z + 1):  b / (s + a) is (b + b z^-1) / (2 fs + a + (a - 2 fs) z^-1), made monic
    found = jacobian(lambda b: signal.bilinear(b, np.array([1.0, 2.0]), 1.0)[0], np.array([3.0]))
    np.testing.assert_allclose(found, [[0.25], [0.25]])


@pytest.mark.parametrize(
    ("f", "args"),
    [
        (lambda b, a: signal.bilinear(b, a, 0.7), (B, A)),
        (lambda b, a: signal.lp2bp(b, a, 1.3, 0.4), (B, A)),
        (lambda b, a: signal.lp2bs(b, a, 1.3, 0.4), (B, A)),
        (lambda b, a, w: signal.lp2bp(b, a, w, 0.4 * w)[1], (B, A, 1.3)),
        (lambda s: signal.sos2tf(s), (SECTIONS,)),
        (lambda b, a, y: signal.lfiltic(b, a, y, x=y), (B, A, np.array([0.3]))),
    ],
)
def test_against_differences(f, args) -> None:
    by_differences(f, *args, order=1)
