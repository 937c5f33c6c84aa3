"""The hand-written gradients that the benchmarks compare with are right, and ours agree with them."""

from __future__ import annotations

import copy
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOOLS = Path(__file__).parent.parent / "tools"
sys.path.append(str(TOOLS))

import workloads


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    import bench

    return bench


WORKLOADS = workloads.all_workloads()


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda w: w.name.replace(" ", "-"))
def test_hand_gradient(bench: ModuleType, workload: workloads.Workload) -> None:
    bench.check_hand(workload)


@pytest.mark.parametrize("workload", WORKLOADS, ids=lambda w: w.name.replace(" ", "-"))
def test_our_gradient(bench: ModuleType, workload: workloads.Workload) -> None:
    special, generic, _ = bench.generated(workload)
    want = workload.hand(*copy.deepcopy(workload.args))
    bench.assert_same(special(*workload.args), want, "specialize")
    bench.assert_same(generic(*workload.args), want, "grad")
