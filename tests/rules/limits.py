"""What the walks over rules and definitions know of limits; the coverage table tells it as well."""

from __future__ import annotations

# Refused at second order: their adjoints hold values whose types are not known when those are differentiated again.
NOT_TWICE = {
    f"scipy.signal.{name}"
    for name in (
        "csd", "medfilt", "medfilt2d", "periodogram", "resample", "savgol_filter", "spectrogram", "stft", "welch", "wiener",
    )
} | {"np.concatenate", "np.linalg.tensorinv", "np.linalg.tensorsolve", "scipy.linalg.solve_banded", "scipy.linalg.cholesky_banded"} | {"scipy.linalg.eigvals_banded"}  # fmt: skip
