"""What the walks over rules and definitions know of limits; the coverage table tells it as well."""

from __future__ import annotations

# Refused at second order: their adjoints hold values whose types are not known when those are differentiated again.
NOT_TWICE = {
    "np.concatenate", "np.linalg.tensorinv", "np.linalg.tensorsolve",
    "scipy.special.mathieu_a", "scipy.special.mathieu_b",
    "scipy.special.smirnov", "scipy.special.smirnovi", "s2sdiff.runtime.gammainc_slope", "s2sdiff.runtime.betainc_slope", "scipy.stats.iqr",
    *(f"scipy.linalg.{name}" for name in ("cholesky_banded", "eigvals_banded", "solve_banded", "solveh_banded")),
    *(f"scipy.signal.{name}" for name in ("csd", "periodogram", "spectrogram", "stft", "welch")),
    *(f"scipy.signal.{name}" for name in ("medfilt", "medfilt2d", "residue", "residuez", "resample", "savgol_filter", "wiener")),
}  # fmt: skip
