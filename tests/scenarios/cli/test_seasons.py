"""Commands about a whole season: what they print, what they write, and when they write nothing."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.fixtures.plan_fixture import example_plan
from typer.testing import CliRunner

from cosmodrome.cli.main import app
from cosmodrome.formats.plan_files import plan_files

MANIFEST = str(Path(__file__).parents[3] / "examples" / "vostochny-2021.toml")
PLAN = example_plan()


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def asked(monkeypatch):
    """A plan drawn by hand in the place of a computed one; keeps what the planner was asked."""
    heard = {}

    def planned(*_, progress, workers, **options):
        heard.update(options, ascents=workers.ascents)
        progress("ascents", 2, 2)
        return PLAN

    monkeypatch.setattr("cosmodrome.planning.planner.plan_manifest", planned)
    return heard


@pytest.mark.usefixtures("asked")
def test_a_plan_is_one_document_and_the_refusal_an_exit_code():
    result = run("plan", MANIFEST, "--json")

    document = json.loads(result.stdout)
    assert 1 == result.exit_code
    assert ["meteor", "batch"] == [mission["id"] for mission in document["missions"]]
    assert "too-heavy" == document["refusals"][0]["mission"]
    assert "too-heavy: payload 31000 kg exceeds the capability by 6880 kg" in result.stderr


@pytest.mark.usefixtures("asked")
def test_a_plan_is_written_whole(tmp_path):
    output = tmp_path / "plan"

    result = run("plan", MANIFEST, "-o", str(output))

    files = {p.relative_to(output).as_posix() for p in output.rglob("*") if p.is_file()}
    assert files == set(plan_files(PLAN))
    assert ["plan"] == [path.name for path in tmp_path.iterdir()]
    assert f"{len(files)} files in {output}" in result.stderr


@pytest.mark.usefixtures("asked")
def test_the_document_on_stdout_is_the_file_of_the_plan(tmp_path):
    result = run("plan", MANIFEST, "-o", str(tmp_path), "--json")

    assert (tmp_path / "plan.json").read_text() == result.stdout


@pytest.mark.usefixtures("asked")
def test_a_plan_written_twice_is_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        run("plan", MANIFEST, "-o", str(tmp_path / name))

    for path in (tmp_path / "one").rglob("*.*"):
        again = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == again.read_bytes(), path


@pytest.mark.usefixtures("asked")
def test_a_plan_in_words_has_each_mission_with_its_state():
    result = run("plan", MANIFEST)

    assert "● GO" in result.stdout
    assert "2028-05-12 03:41:12Z" in result.stdout
    assert "between 14 00:41Z and 14 09:41Z" in result.stdout
    assert "▲ NO-GO" in result.stdout
    assert "proved bound 22.0" in result.stdout
    assert "no files; add -o DIR" in result.stderr


@pytest.mark.usefixtures("asked")
def test_progress_in_a_log_is_a_line_when_a_stage_is_done():
    assert "ascents: 2 of 2\n" in run("plan", MANIFEST).stderr


def test_seed_and_samples_reach_the_planner(asked):
    run("plan", MANIFEST, "--seed", "7", "--samples", "50")

    assert (7, 50, None) == (asked["seed"], asked["samples"], asked["ascents"])


def test_a_season_without_a_refusal_is_exit_0(monkeypatch):
    feasible = replace(PLAN, refusals=())
    monkeypatch.setattr("cosmodrome.planning.planner.plan_manifest", lambda *_, **__: feasible)

    assert 0 == run("plan", MANIFEST).exit_code


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ZeroDivisionError])
def test_a_plan_that_stops_on_the_way_writes_nothing(fault, monkeypatch, tmp_path):
    def stopped(*_, **__):
        raise fault

    monkeypatch.setattr("cosmodrome.formats.plan_files.plan_files", stopped)
    monkeypatch.setattr("cosmodrome.planning.planner.plan_manifest", lambda *_, **__: PLAN)

    result = run("plan", MANIFEST, "-o", str(tmp_path / "plan"), "--json")

    assert {KeyboardInterrupt: 130, ZeroDivisionError: 3}[fault] == result.exit_code
    assert "" == result.stdout
    assert [] == list(tmp_path.iterdir())


@pytest.fixture
def drawn_campaign(monkeypatch):
    monkeypatch.setattr(
        "cosmodrome.planning.planner.schedule_manifest",
        lambda *_, **__: (PLAN.campaign, PLAN.refusals),
    )


@pytest.mark.usefixtures("drawn_campaign")
def test_a_campaign_alone_has_the_keys_of_that_of_a_plan():
    result = run("schedule", MANIFEST, "--json")

    document = json.loads(result.stdout)
    assert 1 == result.exit_code
    assert {"status", "objective", "lower_bound", "gap", "activities"} <= set(document)
    assert ["meteor", "batch"] == [slot["mission"] for slot in document["launches"]]


@pytest.mark.usefixtures("drawn_campaign")
def test_a_campaign_in_words_says_when_and_why():
    result = run("schedule", MANIFEST)

    assert "Roll-out and erection" in result.stdout
    assert "first working day after the transfer" in result.stdout
    assert "optimal: 22.0 priority-weighted days" in result.stdout
