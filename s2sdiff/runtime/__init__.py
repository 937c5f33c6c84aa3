"""The few helpers that emitted code and the bodies of rules may import: steps that NumPy has no short name for.

Pure NumPy, for scalars and arrays alike.  Each is differentiable again: it has a rule of its own (`s2sdiff.rules`), or
is written in the language that s2sdiff accepts.  A helper that undoes a NumPy function is linear in `g`, and its
adjoint is that function.

They are names of this package, whichever of its files they stand in.
"""

from s2sdiff.runtime._beta import betainc_curvature as betainc_curvature
from s2sdiff.runtime._beta import betainc_slope as betainc_slope
from s2sdiff.runtime._beta import betainc_twist as betainc_twist
from s2sdiff.runtime._checks import CHECKS as CHECKS
from s2sdiff.runtime._checks import check_apart as check_apart
from s2sdiff.runtime._checks import check_array as check_array
from s2sdiff.runtime._checks import check_number as check_number
from s2sdiff.runtime._checks import check_view as check_view
from s2sdiff.runtime._checks import late as late
from s2sdiff.runtime._checks import raised as raised
from s2sdiff.runtime._checks import raises as raises
from s2sdiff.runtime._lines import covariance_weights as covariance_weights
from s2sdiff.runtime._lines import cumprod_adjoint as cumprod_adjoint
from s2sdiff.runtime._lines import cumprod_tangent as cumprod_tangent
from s2sdiff.runtime._lines import divide_or_zero as divide_or_zero
from s2sdiff.runtime._lines import gradient_adjoint as gradient_adjoint
from s2sdiff.runtime._lines import ordered_adjoint as ordered_adjoint
from s2sdiff.runtime._lines import ordered_tangent as ordered_tangent
from s2sdiff.runtime._lines import product_of_others as product_of_others
from s2sdiff.runtime._matrices import cofactors as cofactors
from s2sdiff.runtime._matrices import cofactors_along as cofactors_along
from s2sdiff.runtime._matrices import euler_axes as euler_axes
from s2sdiff.runtime._matrices import euler_frame as euler_frame
from s2sdiff.runtime._matrices import leading_eigenvector as leading_eigenvector
from s2sdiff.runtime._matrices import only_first as only_first
from s2sdiff.runtime._matrices import only_real as only_real
from s2sdiff.runtime._matrices import over_gap as over_gap
from s2sdiff.runtime._matrices import quaternion_product as quaternion_product
from s2sdiff.runtime._matrices import solve_one as solve_one
from s2sdiff.runtime._matrices import unknown_beyond as unknown_beyond
from s2sdiff.runtime._places import add_along_axis as add_along_axis
from s2sdiff.runtime._places import add_at as add_at
from s2sdiff.runtime._places import add_windows as add_windows
from s2sdiff.runtime._places import fit_shape as fit_shape
from s2sdiff.runtime._places import put_at as put_at
from s2sdiff.runtime._places import put_diagonal as put_diagonal
from s2sdiff.runtime._places import repeats_mask as repeats_mask
from s2sdiff.runtime._places import split_like as split_like
from s2sdiff.runtime._places import take_last as take_last
from s2sdiff.runtime._places import unbroadcast as unbroadcast
from s2sdiff.runtime._places import unpad as unpad
from s2sdiff.runtime._places import unpad_linearly as unpad_linearly
from s2sdiff.runtime._places import untile as untile
from s2sdiff.runtime._special import gammainc_curvature as gammainc_curvature
from s2sdiff.runtime._special import gammainc_slope as gammainc_slope
from s2sdiff.runtime._special import smirnov_density as smirnov_density
from s2sdiff.runtime._trees import add_trees as add_trees
from s2sdiff.runtime._trees import copy_tree as copy_tree
from s2sdiff.runtime._trees import zeros_like as zeros_like
