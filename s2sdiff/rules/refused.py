"""Functions that are refused by name: what they do cannot be followed, and what to write instead.

Everything that has neither a rule nor Python source of the user's own is refused.  These are named because users of
other libraries will look for them.
"""

from __future__ import annotations

REFUSED: dict[str, str] = {
    # They call a function that is given to them.
    "np.apply_along_axis": "write a loop, or the function for whole arrays",
    "np.apply_over_axes": "np.sum(a, axis=axes, keepdims=True) and the like",
    "np.piecewise": "np.where or np.select",
    "np.vectorize": "write the function for whole arrays, or use s2sdiff.vmap",
    # They write into their argument.
    "np.put_along_axis": "x[np.arange(len(x))[:, None], index] = values",
    "np.random.shuffle": "x[np.random.permutation(len(x))]",
    "np.random.Generator.shuffle": "x[rng.permutation(len(x))]",
    "np.multiply.at": "a loop: x[i[k]] *= v[k]",
    "np.divide.at": "a loop: x[i[k]] /= v[k]",
    "np.maximum.at": "a loop: x[i[k]] = max(x[i[k]], v[k])",
    "np.minimum.at": "a loop: x[i[k]] = min(x[i[k]], v[k])",
    # Their result is an object of another kind.
    "np.c_": "np.column_stack",
    "np.r_": "np.concatenate",
    "np.asmatrix": "np.atleast_2d",
    "np.bmat": "np.vstack of rows made by np.hstack",
    "ndarray.view": "x.real, x.imag or x.reshape",
    "np.lib.stride_tricks.as_strided": "np.lib.stride_tricks.sliding_window_view",
    # The type or the size of the result depends on values.
    "np.real_if_close": "np.real",
    "np.block": "np.vstack of rows made by np.hstack",
    "np.row_stack": "np.vstack",
    "np.histogram2d": "np.histogram2d of constants, or np.bincount of bin numbers with weights and minlength",
    "np.histogramdd": "np.bincount of bin numbers, with weights and minlength",
    "np.polynomial.chebyshev.cheb2poly": "np.polynomial.chebyshev.chebval of the coefficients",
    "np.polynomial.chebyshev.poly2cheb": "np.polynomial.polynomial.polyval of the coefficients",
    "np.polynomial.chebyshev.chebfromroots": "np.polynomial.polynomial.polyvalfromroots",
    "np.polynomial.chebyshev.chebpow": "np.polynomial.chebyshev.chebmul",
    "np.polynomial.chebyshev.chebdiv": "a loop over the coefficients",
    "np.polynomial.chebyshev.chebroots": "np.linalg.eigvals of np.polynomial.chebyshev.chebcompanion(c) + 0j",
    "np.polynomial.chebyshev.chebsub": "pad to equal lengths, and subtract",
    "np.polynomial.chebyshev.chebtrim": "slice the coefficients",
    "np.polynomial.polynomial.polydiv": "a loop over the coefficients",
    "np.polynomial.polynomial.polyroots": "np.linalg.eigvals of np.polynomial.polynomial.polycompanion(c) + 0j",
    "np.polynomial.polynomial.polysub": "pad to equal lengths, and subtract",
    "np.polynomial.polynomial.polytrim": "slice the coefficients",
    "np.polydiv": "a loop over the coefficients: the length of the remainder depends on rounding",
    "np.roots": "np.linalg.eigvals of the companion matrix + 0j",
    # SciPy: they call a function that is given to them, or solve by steps whose number depends on values.
    "scipy.integrate.odeint": "a Runge-Kutta loop with fixed steps",
    "scipy.integrate.quad": "nodes and weights of np.polynomial.legendre.leggauss, which are constants",
    "scipy.integrate.solve_ivp": "a Runge-Kutta loop with fixed steps",
    "scipy.sparse.linalg.bicgstab": "np.linalg.solve",
    "scipy.sparse.linalg.cg": "np.linalg.solve",
    "scipy.sparse.linalg.gmres": "np.linalg.solve",
    "scipy.linalg.funm": "the function of eigenvalues: scipy.linalg.eigh, then (v * f(w)) @ v.T",
    # Their result is an object, which holds what is computed later.
    "scipy.interpolate.RegularGridInterpolator": "np.interp, or indexing with weights",
    "scipy.spatial.transform.Rotation": "the rotation matrix, written out",
    "scipy.spatial.transform.Slerp": "the interpolation of quaternions, written out",
    "scipy.stats.gaussian_kde": "the mean of scipy.stats.norm.pdf(x[:, None], data, width)",
    # Their results are not unique, or jump.
    "scipy.linalg.null_space": "np.linalg.svd, and a function that does not depend on the basis",
    "scipy.linalg.orth": "np.linalg.qr",
    "scipy.linalg.schur": "scipy.linalg.eigh for symmetric matrices, np.linalg.eig for others",
    "scipy.linalg.qz": "scipy.linalg.eigh(a, b) for symmetric matrices",
    "scipy.linalg.ordqz": "scipy.linalg.eigh(a, b) for symmetric matrices",
    "scipy.stats.mode": "np.median",
}
