"""Commands that fly: the keys of their answers, and what they say to people."""

import json
import math
from dataclasses import replace

import pytest
from tests.fixtures.flown_soyuz import flown_soyuz
from tests.fixtures.plan_fixture import example_ascent, example_hazards
from tests.fixtures.rating_fixture import example_capability, example_rating
from typer.testing import CliRunner

from cosmodrome.cli.main import app
from cosmodrome.errors import ConvergenceError, PayloadTooHeavyError

FLIGHT = [
    *("--vehicle", "soyuz-2.1b+fregat", "--complex", "vostochny-1s"),
    *("--altitude-km", "820", "--ltdn", "09:30"),
]
PAYLOAD = ["--payload-kg", "3010"]
NO_RISK = ["--no-risk"]
CAPABILITY = example_capability()


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def drawn_flight(monkeypatch):
    """Flights drawn by hand in the place of optimised ones: here only their telling is judged."""
    profile, trajectory = flown_soyuz()
    ascent = replace(example_ascent(), profile=profile, trajectory=trajectory)
    monkeypatch.setattr("cosmodrome.cli.flight.fly_by", lambda *_, **__: (ascent, CAPABILITY))
    monkeypatch.setattr("cosmodrome.cli.flight.rate", lambda *_, **__: example_rating())
    monkeypatch.setattr(
        "cosmodrome.safety.hazards.study_hazards", lambda *_, **__: example_hazards()
    )


@pytest.mark.usefixtures("drawn_flight")
def test_an_ascent_tells_its_margin_against_the_capability():
    result = run("ascent", *FLIGHT, *PAYLOAD, "--json")

    document = json.loads(result.stdout)
    assert 0 == result.exit_code
    assert 1200.5 == document["performance_margin_kg"]
    assert "soyuz-2.1b+fregat" == document["vehicle"]
    assert 98.6 < document["orbit"]["inclination_deg"] < 98.8


@pytest.mark.usefixtures("drawn_flight")
def test_an_ascent_in_words_has_every_event_and_its_re_flight():
    result = run("ascent", *FLIGHT, *PAYLOAD)

    assert "booster separation" in result.stdout
    assert "3.10 m and 0.0042 m/s from the optimum" in result.stdout
    assert "full load, 5\N{THIN SPACE}250 kg" in result.stdout


@pytest.mark.usefixtures("drawn_flight")
def test_a_capability_tells_what_binds_it():
    result = run("capability", *FLIGHT, "--json")

    document = json.loads(result.stdout)
    assert 4210.5 == document["payload_capability_kg"]
    assert ["fairing-heat-flux"] == document["binding"]
    assert {"position_gap_m", "velocity_gap_m_s"} == set(document["replay"])


@pytest.mark.usefixtures("drawn_flight")
def test_falls_without_a_launch_day_count_their_times_from_liftoff():
    result = run("hazards", *FLIGHT, *PAYLOAD, "--json")

    document = json.loads(result.stdout)
    assert ["booster", "fairing-half", "core"] == [body["name"] for body in document["bodies"]]
    assert {None} == {notice["valid_from_utc"] for notice in document["notices"]}
    assert "still air; --launch-day" in result.stderr


@pytest.mark.usefixtures("drawn_flight")
def test_falls_of_a_launch_day_are_announced_with_dates():
    result = run("hazards", *FLIGHT, *PAYLOAD, *NO_RISK, "--launch-day", "2028-05-12", "--json")

    notices = json.loads(result.stdout)["notices"]
    assert 0 == result.exit_code
    assert {"NOTAM", "LAND"} == {notice["kind"] for notice in notices}
    assert all(notice["valid_from_utc"].startswith("2028-05-1") for notice in notices)


@pytest.mark.usefixtures("drawn_flight")
def test_falls_in_words_name_each_part_and_what_was_measured():
    result = run("hazards", *FLIGHT, *PAYLOAD, *NO_RISK, "--launch-day", "2028-05-12")

    assert "21.0 × 6.3" in result.stdout
    assert "99.65%" in result.stdout
    assert "NOTAMN" in result.stdout


@pytest.mark.usefixtures("drawn_flight")
def test_who_must_be_away_from_the_pad_is_told_beside_the_falls():
    words = run("hazards", *FLIGHT, *PAYLOAD, *NO_RISK)
    document = json.loads(run("hazards", *FLIGHT, *PAYLOAD, *NO_RISK, "--json").stdout)

    rings = {ring["kind"]: ring for ring in document["pad_hazard"]["rings"]}
    assert {"blast", "public-route", "public-area", "fallback", "toxic"} == set(rings)
    assert ["Site 1A (Angara)"] == rings["fallback"]["who_leaves"]
    assert "Who leaves" in words.stdout
    assert "inhabited building" in words.stdout


@pytest.mark.usefixtures("drawn_flight")
def test_parts_fall_through_the_wind_of_a_sounding_where_one_is_given(monkeypatch, tmp_path):
    sounding = tmp_path / "sounding.csv"
    sounding.write_text("altitude_m,speed_m_s,direction_deg\n0,0,0\n12000,30,270\n")
    pads = []

    def assess(flight, *_, **__):
        pads.append(flight.weather.over_pad)
        return example_hazards()

    monkeypatch.setattr("cosmodrome.safety.hazards.study_hazards", assess)
    result = run(
        *("hazards", *FLIGHT, *PAYLOAD, *NO_RISK, "--launch-day", "2028-05-12"),
        *("--sounding", str(sounding), "--sounding-hours", "4", "--json"),
    )

    assert 0 == result.exit_code
    (pad,) = pads
    assert pytest.approx([0.0, 30.0]) == pad.mean[:2, 0].tolist()
    # An instrument of 0.5 m/s, and 1.4 m/s of change in the root of each hour.
    assert pytest.approx([math.hypot(0.5, 2.8)] * 2) == pad.sd[:2, 0].tolist()
    said = result.stderr.replace("\n", " ")
    assert "2 levels; sounding to 12.0 km, 4 h before lift-off; above, Vostochny by month" in said
    assert json.loads(result.stdout)["notices"][0]["valid_from_utc"].startswith("2028-05-1")


def test_a_sounding_that_is_no_wind_is_refused_before_anything_flies(tmp_path):
    sounding = tmp_path / "sounding.csv"
    sounding.write_text("altitude_m,u_m_s,v_m_s\n0,1,2\n1000,1,calm\n")

    result = run("hazards", *FLIGHT, *PAYLOAD, "--sounding", str(sounding))

    assert 2 == result.exit_code
    assert "sounding.csv:3: v_m_s: 'calm' is no finite number" in result.stderr.replace("\n", "")


@pytest.mark.usefixtures("drawn_flight")
def test_windows_of_a_vehicle_have_a_liftoff():
    result = run(
        *("windows", *FLIGHT, *PAYLOAD, "--from", "2028-05-01", "--to", "2028-05-03", "--json")
    )

    document = json.loads(result.stdout)
    assert "soyuz-2.1b+fregat" == document["vehicle"]
    assert all(window["liftoff_utc"] for window in document["windows"] if window["permitted"])


def test_a_payload_too_heavy_is_refused_with_both_masses(monkeypatch):
    def too_heavy(*_, **__):
        raise PayloadTooHeavyError(
            payload_kg=9000.0, payload_capability_kg=4210.5, vehicle="soyuz-2.1b+fregat"
        )

    monkeypatch.setattr("cosmodrome.cli.flight.fly_by", too_heavy)

    result = run("ascent", *FLIGHT, "--payload-kg", "9000", "--json")

    (refusal,) = json.loads(result.stdout)["refusals"]
    assert 1 == result.exit_code
    assert ("payload-capability", 9000.0, 4210.5) == (
        refusal["rule"],
        refusal["value"],
        refusal["limit"],
    )
    assert "NO-GO payload 9000 kg exceeds the capability" in result.stderr


def test_a_solver_that_stops_is_a_refusal_and_no_fault(monkeypatch):
    def stopped(*_, **__):
        raise ConvergenceError("the collocation stopped after 3000 iterations")

    monkeypatch.setattr("cosmodrome.cli.flight.rate", stopped)

    result = run("capability", *FLIGHT, "--json")

    assert 1 == result.exit_code
    assert "not-converged" == json.loads(result.stdout)["refusals"][0]["rule"]


@pytest.mark.slow
def test_a_payload_beyond_a_full_upper_stage_flies_with_the_best_load():
    orbit = ("--altitude-km", "450", "--inclination-deg", "87.4")
    result = run("ascent", *FLIGHT[:4], *orbit, "--payload-kg", "5814", "--json")

    document = json.loads(result.stdout)
    assert 0 == result.exit_code
    assert document["loading"]["policy"] in ("full", "optimal")
    assert document["performance_margin_kg"] >= 0.0
    assert document["replay"]["position_gap_m"] < 50.0


@pytest.mark.usefixtures("drawn_flight")
def test_nothing_is_written_of_a_launch_day_without_a_lift_off(monkeypatch, tmp_path):
    monkeypatch.setattr("cosmodrome.cli.opportunities.windows_of", lambda *_, **__: ())
    sheet = tmp_path / "falls.svg"
    asked = ["hazards", *FLIGHT, *PAYLOAD, *NO_RISK, "--launch-day", "2028-05-12"]

    result = run(*asked, "-o", str(sheet))

    assert 1 == result.exit_code
    assert "" == result.stdout
    assert "no lift-off is allowed on 2028-05-12" in result.stderr
    assert not sheet.exists()
