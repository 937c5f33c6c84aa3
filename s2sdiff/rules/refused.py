"""Functions that are refused by name: what they do cannot be followed, and what to write instead.

Everything that has neither a rule nor Python source of the user's own is refused.  These are named because users of
other libraries will look for them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from s2sdiff.rules.declare import name_of

REFUSED: dict[str, str] = {
    # They write into their argument.
    "np.random.shuffle": "x[np.random.permutation(len(x))]",
    "np.random.Generator.shuffle": "x[rng.permutation(len(x))]",
    # They draw from a distribution, or among items, that a derivative flows into: what is drawn is a constant.
    "np.random.choice": "x[rng.choice(len(x), n)]",
    "np.random.permutation": "x[rng.permutation(len(x))]",
    "np.random.normal": "loc + scale * rng.normal(size=shape)",
    "np.random.uniform": "low + (high - low) * rng.uniform(size=shape)",
    "np.random.exponential": "scale * rng.exponential(size=shape)",
    "np.random.laplace": "loc + scale * rng.laplace(size=shape)",
    "np.random.logistic": "loc + scale * rng.logistic(size=shape)",
    "np.random.gumbel": "loc + scale * rng.gumbel(size=shape)",
    "np.random.lognormal": "np.exp(mean + sigma * rng.normal(size=shape))",
    "np.random.multivariate_normal": "mean + np.linalg.cholesky(cov) @ rng.normal(size=len(mean))",
    # Their result is an object of another kind.
    "np.asmatrix": "np.atleast_2d",
    "np.bmat": "np.vstack of rows made by np.hstack",
    "np.lib.stride_tricks.as_strided": "np.lib.stride_tricks.sliding_window_view",
    # SciPy: they call a function that is given to them, or solve by steps whose number depends on values.
    "scipy.integrate.tplquad": "scipy.integrate.dblquad of a function that calls quad, with `args=(y, x)`",
    "scipy.integrate.nquad": "scipy.integrate.dblquad, or quad of a function that calls quad, with `args=(x,)`",
    "scipy.integrate.quad_vec": "scipy.integrate.quad of each component",
    "scipy.linalg.funm": "the function of eigenvalues: w, v = np.linalg.eig(a + 0j), then (v * f(w)) @ np.linalg.inv(v)",
    # SciPy: what makes a filter, a model or a matrix from others by steps that depend on values.
    "scipy.fft.fhtoffset": "a constant: compute it outside",
    "scipy.linalg.cossin": "np.linalg.svd of the blocks",
    "scipy.linalg.hessenberg": "np.linalg.eigvals, np.linalg.qr",
    "scipy.signal.closest_STFT_dual_window": "a constant: compute it outside",
    "scipy.signal.iirfilter": "a constant: design the filter outside",
    # SciPy: they find roots of polynomials, or pair them.
    "scipy.signal.tf2sos": "sections that are parameters themselves",
    "scipy.signal.zpk2sos": "sections that are parameters themselves",
    # SciPy: no closed form is known, with respect to any argument or to all but one.
    "scipy.special.chndtridf": "hold it constant",
    "scipy.special.ncfdtridfn": "hold it constant",
    "scipy.special.ncfdtrinc": "s2sdiff.implicit.root",
    "scipy.special.nctdtrinc": "hold it constant",
    "scipy.special.zetac": "hold it constant",
    # Their results are not unique, or jump.
    "scipy.linalg.qz": "scipy.linalg.eigh(a, b) for symmetric matrices",
    "scipy.linalg.ordqz": "scipy.linalg.eigh(a, b) for symmetric matrices",
}


def cure_for(function: Any, otherwise: str) -> str:
    """What to write instead of a function that is refused.

    >>> import numpy as np
    >>> cure_for(np.asmatrix, "declare its derivative")
    'np.atleast_2d'
    >>> cure_for(np.fmax.at, "declare its derivative")
    'a loop: x[i[k]] = np.fmax(x[i[k]], v[k])'
    """
    ufunc = getattr(function, "__self__", None)
    if isinstance(ufunc, np.ufunc) and ufunc.nin <= 2 and name_of(function) not in REFUSED:
        name = name_of(ufunc)
        if function.__name__ == "at":
            return f"a loop: x[i[k]] = {name}(x[i[k]]{', v[k]' if ufunc.nin == 2 else ''})"
        return f"a loop: y = {name}(y, x[k])" if function.__name__ != "outer" else f"{name}(x[:, None], y)"
    return REFUSED.get(name_of(function), otherwise)
