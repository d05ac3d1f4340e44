"""What scripts, tables and maps read of an injected orbit."""

import csv
import io
import json
import math
from itertools import pairwise

import pytest
from tests.fixtures.injected import example, foretold

from cosmodrome.formats.coverage_fields import coverage_csv, coverage_fields, passes_csv
from cosmodrome.formats.injected_orbit_fields import injected_orbit_fields, spreads
from cosmodrome.formats.json_text import as_json
from cosmodrome.formats.orbit_document import track_geojson


def fields(**asked):
    return injected_orbit_fields(example(), **asked)


def test_elements_are_told_with_their_heights_and_period():
    told = fields()["osculating"]

    assert 500e3 == pytest.approx(told["perigee_altitude_m"])
    assert 520e3 == pytest.approx(told["apogee_altitude_m"])
    assert 97.5 == pytest.approx(told["inclination_deg"])
    assert example().osculating.period_s == told["period_s"]


def test_instants_count_from_lift_off():
    first = fields()["nodes"][0]

    assert first["utc"].startswith("2028-05-12T")
    assert fields()["plane"]["liftoff_utc"] == "2028-05-12T03:41:12Z"


def test_without_a_lift_off_there_are_times_and_no_instants():
    told = injected_orbit_fields(foretold(liftoff=None))

    assert told["plane"] is None
    assert told["eclipses"] is None
    assert told["injection_utc"] is None
    assert told["osculating"]["raan_deg"] is None
    assert told["osculating"]["raan_from_liftoff_meridian_deg"] == pytest.approx(60.0)
    assert {None} == {each["rise"]["utc"] for each in told["passes"]}


def test_dispersions_carry_covariance_and_odds():
    told = fields()["dispersion"]

    assert (6, 6) == (len(told["covariance_rtn"]), len(told["covariance_rtn"][0]))
    assert ["altitude_km", "inclination_deg"] == [each["name"] for each in told["tolerances"]]
    assert 0.0 < told["all_met_probability"] <= 1.0
    assert told["sd"]["semi_major_axis_m"] > 0.0


def test_an_open_orbit_has_no_apogee_and_no_spread_of_it():
    assert "apogee_altitude_m" in spreads(example().scatter)
    assert "apogee_altitude_m" not in spreads(example().scatter, closed=False)


def test_a_life_without_end_is_null():
    high = injected_orbit_fields(foretold(perigee_km=1400.0, apogee_km=1400.0))

    assert high["decay"]["low_sun_d"] is None


def test_passes_may_be_left_to_the_first_over_each_station():
    brief = fields(with_passes=False)

    assert "passes" not in brief
    assert len(example().acquisitions) == len(brief["acquisitions"])


def test_the_document_is_plain_json():
    assert json.loads(as_json(fields()))["stations"][0] == "vostochny-ip"


def test_the_ground_track_does_not_cross_the_antimeridian():
    lines = fields()["ground_track"]

    assert len(lines) > 1
    for line in lines:
        steps = [abs(b[0] - a[0]) for a, b in pairwise(line)]
        assert max(steps, default=0.0) < 180.0


def test_coverage_has_the_keys_that_scripts_read():
    told = coverage_fields(example().coverage)

    assert {"events", "gaps", "burns", "seen_fraction", "until_s"} == set(told)
    seen = next(event for event in told["events"] if event["stations"])
    assert {"id", "elevation_deg"} == set(seen["stations"][0])
    assert {"from_s", "to_s", "events", "burns"} == set(told["gaps"][0])


def test_a_table_of_passes_has_a_row_for_each():
    rows = list(csv.DictReader(io.StringIO(passes_csv(example()))))

    assert len(example().passes) == len(rows)
    assert example().passes[0].station == rows[0]["station"]
    assert example().passes[0].rise.t_s == pytest.approx(float(rows[0]["rise_t_s"]), abs=0.01)
    assert {"true", "false"} >= {row["sunlit_at_culmination"] for row in rows}


def test_a_table_of_coverage_names_events_that_nobody_sees():
    rows = list(csv.DictReader(io.StringIO(coverage_csv(example().coverage))))

    assert {event.name for event in example().coverage.events} == {row["event"] for row in rows}
    assert any(not row["station"] for row in rows)


def test_a_map_holds_the_track_and_the_stations():
    collection = json.loads(track_geojson(example()))

    kinds = [feature["properties"]["kind"] for feature in collection["features"]]
    assert 1 == kinds.count("ground-track")
    assert len(example().stations) == kinds.count("ground-station")
    longest = max(
        abs(x) for line in collection["features"][0]["geometry"]["coordinates"] for x, _ in line
    )
    assert math.isclose(180.0, longest)
