"""Targets of every kind at the door of `windows`."""

import json

import pytest
from typer.testing import CliRunner

from cosmodrome.cli.main import app

WEEK = ["--complex", "vostochny-1s", "--from", "2028-05-01", "--to", "2028-05-08", "--json"]
NODE = ["--raan-deg", "10", "--raan-epoch", "2028-01-10T00:00:00Z"]
POLAR = ["--altitude-km", "1200", "--inclination-deg", "87.9"]


def answer(*arguments):
    result = CliRunner().invoke(app, ["windows", *WEEK, *arguments])
    assert 0 == result.exit_code, result.stderr
    return json.loads(result.stdout), result.stderr


def test_a_node_without_a_frame_is_said_to_be_true_of_date():
    document, words = answer(*POLAR, *NODE)

    assert "true-of-date" == document["orbit"]["raan_frame"]
    assert "2028-01-10T00:00:00Z" == document["orbit"]["raan_epoch"]
    assert "--raan-frame was not given" in words


def test_a_node_with_its_frame_needs_no_words_and_is_told_of_date():
    of_date, _ = answer(*POLAR, *NODE, "--raan-frame", "true-of-date")
    document, words = answer(*POLAR, *NODE, "--raan-frame", "gcrf")

    assert "true-of-date" == document["orbit"]["raan_frame"]
    moved_deg = document["orbit"]["raan_deg"] - of_date["orbit"]["raan_deg"]
    assert 0.3 < abs(moved_deg) < 0.5
    assert "--raan-frame" not in words


def test_a_repeat_track_and_its_frozen_perigee_are_told_as_altitudes():
    document, _ = answer("--repeat", "233/16", "--frozen", "--ltdn", "10:00")

    orbit = document["orbit"]
    mean_km = (orbit["perigee_altitude_km"] + orbit["apogee_altitude_km"]) / 2.0
    assert mean_km == pytest.approx(699.6, abs=0.1)
    assert (90.0, {"revolutions": 233, "days": 16}) == (
        pytest.approx(orbit["argp_deg"]),
        orbit["repeat"],
    )


def test_a_constellation_lists_all_its_planes_unless_one_is_named():
    planes = ["--raan-frame", "gcrf", "--planes", "4", "--plane-spacing-deg", "20"]
    every, _ = answer(*POLAR, *NODE, *planes)
    third, _ = answer(*POLAR, *NODE, *planes, "--plane", "3")

    assert {1, 2, 3, 4} == {window["plane"] for window in every["windows"]}
    assert {3} == {window["plane"] for window in third["windows"]}
    assert third["windows"] == [each for each in every["windows"] if 3 == each["plane"]]


def test_an_asymptote_is_met_in_two_planes_of_the_inclination():
    mars = ["--c3-km2-s2", "12", "--declination-deg", "-30", "--right-ascension-deg", "200"]

    document, _ = answer(*mars, "--inclination-deg", "51.8")

    ascending = [each for each in document["windows"] if "ascending" == each["kind"]]
    assert 14 == len(ascending)


def test_an_asymptote_beyond_the_inclination_is_refused_by_how_much():
    far = ["--c3-km2-s2", "12", "--declination-deg", "-60", "--right-ascension-deg", "200"]

    result = CliRunner().invoke(app, ["windows", *WEEK, *far, "--inclination-deg", "51.8"])

    assert 1 == result.exit_code
    (refusal,) = json.loads(result.stdout)["refusals"]
    assert "asymptote-declination" == refusal["rule"]
    assert "misses it by 8.35 deg" in refusal["message"]


def test_an_inclination_out_of_reach_is_told_the_nearest_that_works():
    low = ["--altitude-km", "500", "--inclination-deg", "40"]

    result = CliRunner().invoke(app, ["windows", *WEEK, *low])

    assert 1 == result.exit_code
    (refusal,) = json.loads(result.stdout)["refusals"]
    assert "51.70 deg works" in refusal["message"]
