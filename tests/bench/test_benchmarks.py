"""Each benchmark at a tiny size, so that none of them rots. What they find here means nothing."""

import importlib
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from bench import bare, templates
from bench.__main__ import BENCHMARKS
from bench.figures import Ratio, Report
from bench.ground import Ground
from bench.visitors import visits
from records.models import Event
from requests_app.models import Deadline, PrivacyRequest, Submission
from tests.requests_app import world

TINY = {"assess": 8, "sweep": 60, "claim": 60, "deliver": 10, "recalculate": 12}
WITH_SERVERS = {"intake", "memory"}
"""These start web processes of their own; what they are made of is tried below."""

SLUG = templates.SLUGS[0]


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
    assert set(TINY) | WITH_SERVERS == set(BENCHMARKS)


def test_a_visitor_is_ready_to_send_a_form_that_is_taken_in(ground: Ground) -> None:
    templates.offices()
    [visit] = visits(SLUG, 1)
    client = Client(headers={"cookie": visit.cookie})
    answer = client.post(visit.path, dict(parse_qsl(visit.body)))
    assert (answer.status_code, answer.headers["Location"]) == (302, visit.path.replace("check", "sent"))
    assert Submission.objects.get().quarantine_reasons == []


def test_the_bare_view_inserts_the_rows_of_a_submission(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(bare.TEMPLATE, str(ground.templates.quiet[0]))
    before = {model: model.objects.count() for model in (Submission, PrivacyRequest, Deadline, Event)}
    bare.rows.cache_clear()
    assert bare.insert(RequestFactory().post("/")).status_code == 302
    added = {model: model.objects.count() - count for model, count in before.items()}
    assert added[Submission] == added[PrivacyRequest] == 1
    assert added[Deadline] > 0
    assert added[Event] > 0


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
