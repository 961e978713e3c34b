"""A Dask cluster gives the same bytes as this process: a real scheduler and two worker processes on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import InputFaults
from matcher.study.sweeps import executors
from tests.study.test_sweep import run_sweep


def test_without_dask_the_fault_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(executors, "import_module", absent)
    with pytest.raises(InputFaults, match="fault"):
        run_sweep(tmp_path, "dask://127.0.0.1:8786")


def test_a_cluster_gives_the_same_table(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    run_sweep(tmp_path / "here")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        done = run_sweep(tmp_path / "there", cluster.scheduler_address.replace("tcp://", "dask://"))
    assert done.run == 6
    assert (tmp_path / "here" / "points.csv").read_bytes() == (tmp_path / "there" / "points.csv").read_bytes()
