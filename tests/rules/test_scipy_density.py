"""Density estimates: one kernel by hand, moved data, weights, widths."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from .hold import by_differences, gradient

DATA = np.array([0.0, 1.0, 3.0, 4.5])
AT = np.array([0.5, 2.0])


def test_an_estimate_moves_with_its_data() -> None:
    """Data and place together move nothing."""
    by_data = gradient(lambda d: stats.gaussian_kde(d)(AT)[0], DATA)
    by_place = gradient(lambda x: stats.gaussian_kde(DATA)(x)[0], AT)
    assert np.sum(by_data) + np.sum(by_place) == pytest.approx(0.0, abs=1e-14)
    assert abs(by_place[0]) > 1e-3


@pytest.mark.parametrize(
    "f",
    [
        lambda d: stats.gaussian_kde(d)(AT),
        lambda d: stats.gaussian_kde(d, bw_method=0.5).logpdf(AT),
        lambda d: stats.gaussian_kde(d, bw_method="silverman").evaluate(d[:2] + 0.1),
        lambda d: stats.gaussian_kde(d, weights=np.array([1.0, 2.0, 1.0, 1.0])).pdf(AT),
        lambda d: stats.gaussian_kde(np.stack((d, d[::-1] ** 2)))(np.array([[0.5], [2.0]])),
        lambda d: stats.gaussian_kde(d).integrate_box_1d(d[0], 2.0),
    ],
)
def test_against_differences(f) -> None:
    by_differences(f, DATA, order=1)


def test_all_of_the_line_holds_one() -> None:
    np.testing.assert_allclose(gradient(lambda d: stats.gaussian_kde(d).integrate_box_1d(-90.0, 90.0), DATA), 0.0, atol=1e-14)
