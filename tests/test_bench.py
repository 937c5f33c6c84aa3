"""The hand-written gradients that the benchmarks compare with are right, and ours agree with them."""

from __future__ import annotations

import copy
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parent.parent / "tools"
sys.path.append(str(TOOLS))

import bench
import workloads

sys.path[:] = [folder for folder in sys.path if folder != str(TOOLS)]  # its `coverage` is not the library that Numba looks for

WORKLOADS = workloads.all_workloads()


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda w: w.name.replace(" ", "-"))
def test_hand_gradient(workload: workloads.Workload) -> None:
    bench.check_hand(workload)


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda w: w.name.replace(" ", "-"))
def test_our_gradient(workload: workloads.Workload) -> None:
    special, generic, _ = bench.generated(workload)
    want = workload.hand(*copy.deepcopy(workload.args))
    bench.assert_same(special(*workload.args), want, "specialize")
    bench.assert_same(generic(*workload.args), want, "grad")
