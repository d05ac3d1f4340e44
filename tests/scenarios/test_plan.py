"""A manifest becomes a plan: the example of 2021, twice."""

import json
from pathlib import Path

import pytest

from cosmodrome.cli.request import read_season
from cosmodrome.formats.orbit_messages import WHERE_PREDICTED
from cosmodrome.formats.plan_files import FILES_OF_EVERY_MISSION, plan_files
from cosmodrome.planning.planner import plan_manifest

EXAMPLE = Path(__file__).parents[2] / "examples" / "vostochny-2021.toml"
pytestmark = pytest.mark.slow

MISSION_KEYS = {
    *("id", "vehicle", "complex", "launch_date", "liftoff_utc", "relative_launch_azimuth_deg"),
    *("payload_kg", "payload_capability_kg", "performance_margin_kg"),
    *("ascent", "windows", "bodies", "campaign"),
    *("casualty_expectation", "risk", "flight_lines"),
}
ASCENT_KEYS = {
    *("events", "injection", "inertial_launch_azimuth_deg", "relative_launch_azimuth_deg"),
    *("loading", "replay", "max_dynamic_pressure_pa", "max_axial_load_factor"),
}
EVENT_KEYS = {
    *("name", "t_s", "altitude_m", "downrange_m", "v_ecef_m_s", "v_eci_m_s"),
    *("latitude_deg", "longitude_deg", "mass_kg"),
}
WINDOW_KEYS = {
    *("kind", "crossing_utc", "liftoff_utc", "opens_utc", "closes_utc"),
    *("relative_launch_azimuth_deg", "plane_offset_deg", "closed_by"),
}
BODY_KEYS = {
    *("name", "nominal", "downrange_m", "azimuth_deg", "ellipse", "polygon"),
    *("samples", "contained_fraction"),
}
CAMPAIGN_KEYS = {"status", "objective", "lower_bound", "gap", "activities"}
ACTIVITY_KEYS = {"mission", "activity", "facility", "resources", "start_utc", "end_utc"}
# Nothing computes these yet, so nothing may print them.
NOT_YET = (
    *("exchange_ratios", "calibrated"),
    *("payload_capability_p10_kg", "payload_capability_p90_kg"),
)
POSITION_GAP_M, VELOCITY_GAP_M_S = 50.0, 0.1


def files(seed=7):
    season = read_season(EXAMPLE, [])
    plan = plan_manifest(
        season.manifest,
        season.catalogue,
        season.flows,
        season.countdowns,
        seed=seed,
        samples=100,
        progress=lambda *_: None,
    )
    return plan_files(plan)


@pytest.fixture(scope="module")
def written():
    return files()


@pytest.fixture(scope="module")
def document(written):
    return json.loads(written["plan.json"])


def keys_of(value):
    """Every key of a document, at any depth."""
    if isinstance(value, dict):
        return set(value) | {key for each in value.values() for key in keys_of(each)}
    if isinstance(value, list):
        return {key for each in value for key in keys_of(each)}
    return set()


def test_the_same_manifest_and_seed_give_the_same_bytes(written):
    again = files()

    assert set(written) == set(again)
    for name, text in written.items():
        assert text == again[name], name


def test_every_mission_is_planned_inside_its_dates_and_carries_its_payload(document):
    assert [] == document["refusals"]
    assert 5 == len(document["missions"])
    season = read_season(EXAMPLE, []).manifest
    for mission in document["missions"]:
        asked = season.mission(mission["id"])
        assert asked.earliest.isoformat() <= mission["launch_date"] <= asked.due.isoformat()
        assert 5814.0 == mission["payload_kg"]
        assert mission["performance_margin_kg"] > 0.0
        assert mission["ascent"]["replay"]["position_gap_m"] < POSITION_GAP_M
        assert mission["ascent"]["replay"]["velocity_gap_m_s"] < VELOCITY_GAP_M_S


def test_a_plan_invents_no_second_for_an_orbit_without_a_plane(document):
    for mission in document["missions"]:
        assert mission["liftoff_utc"] is None
        assert mission["windows"]


def test_the_document_has_the_keys_that_scripts_read(document):
    assert {"schema_version", "cosmodrome", "missions", "campaign", "refusals"} <= set(document)
    assert CAMPAIGN_KEYS <= set(document["campaign"])
    assert ACTIVITY_KEYS <= set(document["campaign"]["activities"][0])
    for mission in document["missions"]:
        assert MISSION_KEYS <= set(mission)
        assert {"rollout_utc", "start_utc", "end_utc"} <= set(mission["campaign"])
        assert ASCENT_KEYS <= set(mission["ascent"])
        assert EVENT_KEYS <= set(mission["ascent"]["events"][0])
        assert WINDOW_KEYS <= set(mission["windows"][0])
        for body in mission["bodies"]:
            assert BODY_KEYS <= set(body)
            assert 100 == body["samples"]


def test_the_document_has_no_key_of_what_is_not_computed_yet(document):
    assert set() == keys_of(document) & set(NOT_YET)


def test_parts_that_fall_have_areas_around_their_planned_impacts(document):
    for mission in document["missions"]:
        names = {body["name"] for body in mission["bodies"]}
        assert {"booster", "core", "fairing-half", "aft-section", "stage-3"} >= names
        assert {"booster", "core", "fairing-half"} <= names


def test_every_mission_has_its_files(written, document):
    for mission in document["missions"]:
        for name in FILES_OF_EVERY_MISSION:
            assert written[f"{mission['id']}/{name}"]
        predicted = {name for name in WHERE_PREDICTED if f"{mission['id']}/{name}" in written}
        of_a_plane = mission["liftoff_utc"] is not None
        assert set(WHERE_PREDICTED if of_a_plane else WHERE_PREDICTED[:1]) == predicted
