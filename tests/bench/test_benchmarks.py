"""Each benchmark at a tiny size, so that none of them rots. What they find here means nothing."""

import importlib
from pathlib import Path

import pytest
from django.db import connection

from bench.__main__ import BENCHMARKS
from bench.figures import Ratio, Report
from bench.ground import Ground
from tests.requests_app import world

TINY = {"assess": 8, "sweep": 60, "claim": 60, "deliver": 10, "recalculate": 12}


@pytest.fixture
def ground(transactional_db: None, tmp_path: Path) -> Ground:
    world.publish_world()
    return Ground(tmp_path, connection.vendor)


@pytest.mark.parametrize("name", TINY)
def test_a_benchmark_measures_and_holds_its_figures_against_a_floor(ground: Ground, name: str) -> None:
    report: Report = importlib.import_module(f"bench.{name}").measure(ground, TINY[name])
    assert report.name == name
    assert report.sizes
    assert all(value > 0 for value in report.figures.values()), report.figures
    assert report.ratios or ground.embedded


def test_every_benchmark_is_tried() -> None:
    assert set(TINY) == set(BENCHMARKS)


def test_a_ratio_holds_up_to_its_bound() -> None:
    assert Ratio("claims", 0.5, least=0.5).holds
    assert not Ratio("claims", 0.49, least=0.5).holds
    assert Ratio("flat", 1.5, most=1.5).holds
    assert not Ratio("flat", 1.51, most=1.5).holds


def test_a_missed_ratio_is_said_in_the_table_and_kept_with_its_bound(tmp_path: Path) -> None:
    report = Report("sweep", sizes={"live": 10}, figures={"ms": 3.14159}, ratios=[Ratio("flat", 2, most=1.5)])
    assert not report.holds
    assert "MISSED" in report.table()
    report.keep("postgresql", tmp_path / "results.jsonl")
    assert '"bound": "<= 1.5", "holds": false' in (tmp_path / "results.jsonl").read_text()
