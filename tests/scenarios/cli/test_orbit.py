"""`cosmodrome orbit`: a forecast as a document, as words, as files, and what it refuses."""

import json
from dataclasses import replace

import pytest
from tests.fixtures.low_orbits import state
from tests.fixtures.plan_fixture import example_ascent
from tests.fixtures.rating_fixture import example_capability
from typer.testing import CliRunner

from cosmodrome.cli.main import app

FLIGHT = [
    *("orbit", "--vehicle", "soyuz-2.1b+fregat", "--complex", "vostochny-1s"),
    *("--altitude-km", "510", "--ltdn", "09:30", "--payload-kg", "3010"),
]
LIFTOFF = ["--liftoff", "2028-05-12T03:41:12Z"]
TOLERANCE = ["--tolerance", "altitude_km=10,inclination_deg=0.05"]


def run(*arguments):
    return CliRunner().invoke(app, [*FLIGHT, *arguments])


@pytest.fixture(autouse=True)
def drawn_flight(monkeypatch):
    """A flight drawn by hand that ends in an orbit: here only what comes after it is judged."""
    drawn = example_ascent()
    r_m, v_m_s = state()
    ascent = replace(drawn, injection=replace(drawn.injection, r_eci_m=r_m, v_eci_m_s=v_m_s))
    monkeypatch.setattr(
        "cosmodrome.cli.flight.fly", lambda *_, **__: (ascent, example_capability())
    )


def test_a_forecast_is_one_document():
    result = run(*LIFTOFF, *TOLERANCE, "--json")

    document = json.loads(result.stdout)
    told = document["injected_orbit"]
    assert 0 == result.exit_code
    assert "2028-05-12T03:41:12Z" == document["liftoff_utc"]
    assert "vostochny-ip" in told["stations"]
    assert {"events", "gaps"} < set(told["coverage"])
    assert told["acquisitions"][0]["rise_error_s"] is not None
    assert 2 == len(told["dispersion"]["tolerances"])
    assert told["passes"]


def test_the_same_forecast_has_the_same_bytes():
    first, second = (run(*LIFTOFF, "--json").stdout for _ in range(2))

    assert first == second


def test_without_a_lift_off_stations_are_told_all_the_same():
    document = json.loads(run("--json").stdout)

    assert document["liftoff_utc"] is None
    assert document["injected_orbit"]["passes"]


def test_words_tell_elements_drift_coverage_and_first_passes():
    words = run(*LIFTOFF, *TOLERANCE).stdout

    for told in (
        *("Semi-major axis km", "One sigma", "Tolerances met", "Drift by J2", "Local time"),
        *("First eclipses", "Decay", "First nodes", "Who sees the ascent", "Out of sight"),
        *("First passes in a day", "ussuriysk", "passes in all"),
    ):
        assert told in words


def test_a_lift_off_that_misses_the_plane_is_said_to():
    assert "CAUTION: this lift-off does not aim at it" in run(*LIFTOFF).stdout


def test_files_are_written_into_a_folder(tmp_path):
    result = run(*LIFTOFF, "-o", str(tmp_path / "orbit"))

    names = {path.name for path in (tmp_path / "orbit").iterdir()}
    assert 0 == result.exit_code
    assert {"orbit.json", "passes.csv", "coverage.csv", "ground-track.geojson"} <= names


def test_own_stations_take_the_place_of_the_network(tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("id,latitude_deg,longitude_deg\nhome,48.1,11.6\n", encoding="utf-8")

    document = json.loads(run("--stations", str(table), "--json").stdout)

    assert ["home"] == document["injected_orbit"]["stations"]


def test_a_given_ballistic_coefficient_is_not_assumed():
    document = json.loads(run("--ballistic-kg-m2", "55", "--json").stdout)

    decay = document["injected_orbit"]["decay"]
    assert (55.0, False) == (decay["ballistic_coefficient_kg_m2"], decay["assumed"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--days", "31"], "at most 30"),
        (["--days", "0"], "more than 0"),
        (["--days", "nan"], "more than 0"),
        (["--stations", "atlantis"], "unknown station or network 'atlantis'"),
        (["--stations", "gone.csv"], "gone.csv"),
        (["--kind", "shuttle"], "unknown kind 'shuttle'"),
        (["--ballistic-kg-m2", "0"], "must be a positive number"),
        (["--liftoff", "noon"], "must be a day"),
    ],
)
def test_malformed_wishes_are_refused_before_anything_flies(monkeypatch, options, message):
    def fly(*_, **__):
        raise AssertionError("nothing must fly")

    monkeypatch.setattr("cosmodrome.cli.flight.fly", fly)

    result = run(*options)

    assert 2 == result.exit_code
    assert message in " ".join(result.stderr.replace("│", " ").split())


def test_an_orbit_that_meets_the_ground_is_refused(monkeypatch):
    drawn = example_ascent()
    r_m, v_m_s = state(perigee_km=-80.0)
    ascent = replace(drawn, injection=replace(drawn.injection, r_eci_m=r_m, v_eci_m_s=v_m_s))
    monkeypatch.setattr(
        "cosmodrome.cli.flight.fly", lambda *_, **__: (ascent, example_capability())
    )

    result = run("--json")

    assert 1 == result.exit_code
    assert "orbit-above-ground" == json.loads(result.stdout)["refusals"][0]["rule"]


def test_stations_are_shown_with_the_spaceports_they_follow():
    shown = CliRunner().invoke(app, ["show", "stations", "--json"])

    stations = {each["id"]: each for each in json.loads(shown.stdout)["stations"]}
    assert "vostochny" in stations["ussuriysk"]["spaceports"]
    assert 5.0 == stations["kiruna"]["mask_deg"]


def test_a_station_is_shown_with_the_source_of_each_number():
    shown = CliRunner().invoke(app, ["show", "stations", "kiruna", "--json"])

    (station,) = json.loads(shown.stdout)["stations"]
    keys = {each["field"].rpartition(".")[2]: each["source"] for each in station["numbers"]}
    assert "esa-estrack-tf-v04" == keys["latitude_deg"]
    assert "estimate" == keys["mask_deg"]


def test_an_unknown_station_is_told_what_is_close():
    shown = CliRunner().invoke(app, ["show", "stations", "kirun"])

    assert 2 == shown.exit_code
    assert "did you mean 'kiruna'" in shown.stderr
