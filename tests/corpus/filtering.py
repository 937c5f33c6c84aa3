"""Filters of signals: of several at once, in sections, forth and back."""

import numpy as np
from scipy import signal

from oracles import Case

rng = np.random.default_rng(14)
row = rng.normal(size=14)
rows = rng.normal(size=(2, 9))
tops = rng.uniform(0.2, 0.6, (2, 3))
bottoms = rng.uniform(-0.3, 0.3, (2, 2))
SECTIONS = signal.butter(4, 0.3, output="sos")
B, A = signal.butter(2, 0.4)


def several(x):
    along = signal.lfilter(B, A, x)
    across = signal.lfilter(B, A, x, axis=0)
    return np.sum(along * across)


def smoothed(x):
    return np.sum(signal.filtfilt(B, A, x) ** 2)


def smoothed_by(b, c, x):
    a = np.concatenate([np.ones(1), c])
    return signal.filtfilt(b, a, x, padtype="even", padlen=4)[::3]


def in_sections(top, bottom, x):
    sos = np.column_stack([top, np.ones(len(top)), bottom])
    return np.sum(signal.sosfilt(sos, x) ** 2) + np.sum(signal.sosfilt_zi(sos))


def sections_of_rows(x):
    return np.sum(signal.sosfilt(SECTIONS, x, axis=0) ** 2)


def sections_forth_and_back(top, bottom, x):
    sos = np.column_stack([top, np.ones(len(top)), bottom])
    return signal.sosfiltfilt(sos, x, padlen=5)[2:5] * signal.sosfiltfilt(SECTIONS, x, padtype=None)[2:5]


def response(top, bottom):
    sos = np.column_stack([top, np.ones(len(top)), bottom])
    _, h = signal.freqz_sos(sos, 4)
    return np.sum(np.abs(h) ** 2)


CASES = [
    Case(several, (rows,), complex_step=False),
    Case(smoothed, (row,), complex_step=False),
    Case(smoothed_by, (tops[0], bottoms[0], row), (0, 1, 2), complex_step=False, second_refusable=True),
    Case(in_sections, (tops, bottoms, row), (0, 1, 2), complex_step=False, second_refusable=True),
    Case(sections_of_rows, (rows,), complex_step=False, second_refusable=True),
    Case(sections_forth_and_back, (tops, bottoms, row), (0, 1, 2), complex_step=False, second_refusable=True),
    Case(response, (tops, bottoms), (0, 1), complex_step=False),
]
