"""The JSON documents hold the keys that people script against, and nothing of later versions."""

import csv
import io
import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from tests.fixtures.plan_fixture import example_plan

from cosmodrome import __version__
from cosmodrome.formats.documents import (
    ascent_document,
    campaign_document,
    countdown_lines,
    plan_document,
    refusal_document,
    windows_head,
)
from cosmodrome.formats.fields import window_fields
from cosmodrome.formats.hazards_document import hazards_document
from cosmodrome.formats.instants import ccsds_epoch, iso_utc
from cosmodrome.formats.json_text import as_json
from cosmodrome.formats.notice_text import notices_text
from cosmodrome.formats.trajectory_csv import trajectory_csv
from cosmodrome.vehicles import LiftoffPolicy

PLAN = example_plan()
METEOR, BATCH = PLAN.missions

MISSION_KEYS = {
    *("id", "vehicle", "complex", "launch_date", "liftoff_utc", "relative_launch_azimuth_deg"),
    *("payload_kg", "payload_capability_kg", "performance_margin_kg", "ascent", "windows"),
    *("bodies", "campaign"),
}
ASCENT_KEYS = {
    *("events", "injection", "relative_launch_azimuth_deg", "inertial_launch_azimuth_deg"),
    *("loading", "replay", "max_dynamic_pressure_pa", "max_axial_load_factor"),
    *("performance_margin_kg",),
}
EVENT_KEYS = {
    *("name", "t_s", "altitude_m", "downrange_m", "v_ecef_m_s", "v_eci_m_s", "latitude_deg"),
    *("longitude_deg", "mass_kg"),
}
WINDOW_KEYS = {
    *("kind", "crossing_utc", "liftoff_utc", "opens_utc", "closes_utc"),
    *("relative_launch_azimuth_deg", "plane_offset_deg", "closed_by"),
    *("width_by", "plane_change_m_s", "plane_change_kg", "station_phase_deg", "plane"),
}
BODY_KEYS = {
    *("name", "nominal", "downrange_m", "azimuth_deg", "ellipse", "polygon", "samples"),
    *("contained_fraction",),
}
ACTIVITY_KEYS = {"mission", "activity", "facility", "resources", "start_utc", "end_utc"}
OF_LATER_VERSIONS = {
    *("payload_capability_p10_kg", "payload_capability_p90_kg", "exchange_ratios", "calibrated"),
    *("grid", "chain", "changes"),
}


def read(document):
    return json.loads(as_json(document))


def keys_within(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from keys_within(item)
    elif isinstance(value, list):
        for item in value:
            yield from keys_within(item)


def test_a_plan_has_the_keys_of_the_contract():
    plan = read(plan_document(PLAN))

    assert "1" == plan["schema_version"]
    assert __version__ == plan["cosmodrome"]
    mission = plan["missions"][0]
    assert set(mission) >= MISSION_KEYS
    assert set(mission["ascent"]) >= ASCENT_KEYS
    assert set(mission["ascent"]["events"][0]) == EVENT_KEYS
    assert set(mission["windows"][0]) >= WINDOW_KEYS
    assert set(mission["bodies"][0]) >= BODY_KEYS
    assert {"rollout_utc", "start_utc", "end_utc"} == set(mission["campaign"])
    assert set(plan["campaign"]) == {"status", "objective", "lower_bound", "gap", "activities"}
    assert set(plan["campaign"]["activities"][0]) >= ACTIVITY_KEYS
    assert ["mission", "rule", "value", "limit", "message"] == list(plan["refusals"][0])


def test_keys_of_later_versions_are_absent():
    assert not OF_LATER_VERSIONS & set(keys_within(read(plan_document(PLAN))))


def test_a_liftoff_second_is_null_without_a_plane():
    meteor, batch = read(plan_document(PLAN))["missions"]

    assert "2028-05-12T03:41:12Z" == meteor["liftoff_utc"]
    assert None is batch["liftoff_utc"]
    assert None is batch["ascent"]["injection"]["raan_deg"]
    assert 23.771 == meteor["ascent"]["injection"]["raan_deg"]


def test_the_same_plan_gives_the_same_bytes():
    assert as_json(plan_document(PLAN)) == as_json(plan_document(example_plan()))


def test_a_number_that_is_none_is_never_written():
    hole = replace(METEOR, performance_margin_kg=math.nan)

    with pytest.raises(ValueError, match="Out of range"):
        as_json(plan_document(replace(PLAN, missions=(hole,))))


def test_an_ascent_alone_has_no_right_ascension():
    document = read(
        ascent_document(
            METEOR.ascent,
            configuration=METEOR.configuration,
            orbit=METEOR.orbit,
            payload_capability_kg=4210.5,
            performance_margin_kg=1200.5,
        )
    )

    assert set(document) >= ASCENT_KEYS
    assert 1200.5 == document["performance_margin_kg"]
    assert None is document["injection"]["raan_deg"]
    assert {"position_gap_m": 3.1, "velocity_gap_m_s": 0.0042} == document["replay"]
    assert {"policy": "full", "propellant_kg": 5250.0} == document["loading"]
    assert [] == document["refusals"]


def test_falls_are_told_with_their_containment():
    document = read(hazards_document(METEOR.bodies, METEOR.notices, ascent=METEOR.ascent, seed=7))

    body = document["bodies"][0]
    assert {"semi_major_m", "semi_minor_m", "bearing_deg", "containment"} <= set(body["ellipse"])
    assert {"latitude_deg", "longitude_deg", "t_s"} == set(body["nominal"])
    assert body["polygon"][0] == body["polygon"][-1]
    assert 3 == len(document["notices"])


def test_areas_without_a_launch_day_are_announced_with_times_from_liftoff():
    document = read(hazards_document(METEOR.bodies, (), ascent=METEOR.ascent, seed=7))

    notice = document["notices"][0]
    assert "booster" == notice["part"]
    assert (None, None) == (notice["valid_from_utc"], notice["valid_to_utc"])
    assert (-1800.0, 2270.0) == (notice["valid_from_t_s"], notice["valid_to_t_s"])
    assert document["bodies"][0]["polygon"] == notice["polygon"]
    assert "30 min before lift-off until 38 min after it" in notice["text"]


def test_windows_alone_tell_which_rule_closed_them():
    window = replace(METEOR.chosen_window, closed_by=("azimuth-corridor",), permitted=False)

    document = read(window_fields(window))

    assert ["azimuth-corridor"] == document["closed_by"]
    assert False is document["permitted"]


def test_the_head_of_windows_names_the_span_the_rules_and_the_vehicles_policy():
    span = datetime(2028, 5, 1, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC)

    head = read(
        windows_head(
            vehicle="falcon9-b5",
            complex_id="cape-slc40",
            orbit=METEOR.orbit,
            span=span,
            rules=["daylight"],
            policy=LiftoffPolicy(kind="retargeted", longest_s=1800.0),
        )
    )

    assert ("2028-05-01T00:00:00Z", "2028-06-01T00:00:00Z") == (head["from_utc"], head["to_utc"])
    assert ["daylight"] == head["rules"]
    assert ("retargeted", 1800.0) == (
        head["liftoff_policy"]["kind"],
        head["liftoff_policy"]["longest_s"],
    )


def test_a_campaign_alone_says_what_was_proved():
    document = read(campaign_document(PLAN.campaign, PLAN.refusals))

    assert ("optimal", 22.0, 22.0, 0.0) == tuple(document["solver"].values())
    assert "too-heavy" == document["refusals"][0]["mission"]


def test_a_refusal_keeps_value_and_limit():
    refusal = read(refusal_document(PLAN.refusals))["refusals"][0]

    assert 31000.0 == refusal["value"]
    assert 24120.0 == refusal["limit"]


def test_a_rehearsal_is_one_entry_a_line():
    lines = countdown_lines(METEOR.countdown).splitlines()

    entries = [json.loads(line) for line in lines]
    assert [0, 1, 2] == [entry["seq"] for entry in entries]
    keys = ["seq", "t_minus_s", "l_minus_s", "utc", "kind", "by", "body", "hash"]
    assert keys == list(entries[0])
    assert "2028-05-12T03:41:12Z" == entries[-1]["utc"]
    assert None is json.loads(countdown_lines(BATCH.countdown).splitlines()[0])["utc"]


def test_a_spreadsheet_has_every_sample_with_units_in_its_headings():
    rows = list(csv.DictReader(io.StringIO(trajectory_csv(METEOR.ascent))))

    trajectory = METEOR.ascent.trajectory
    assert len(trajectory.t_s) == len(rows)
    assert {"booster", "core", "stage-3", "coast", "upper-stage"} == {row["phase"] for row in rows}
    mass_kg = np.array([float(row["mass_kg"]) for row in rows])
    assert np.allclose(trajectory.mass_kg, mass_kg, atol=0.005)
    speed_m_s = [math.hypot(*(float(row[f"v{a}_ecef_m_s"]) for a in "xyz")) for row in rows]
    assert np.allclose(trajectory.v_ecef_m_s, speed_m_s, atol=0.001)


def test_drafts_of_notices_say_which_day_and_that_they_are_drafts():
    text = notices_text(BATCH)

    assert "Planned launch day 2028-06-14, at an hour not fixed yet" in text
    assert "not issued" in text
    assert all(notice.text in text for notice in BATCH.notices)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2028, 5, 12, 3, 41, 12, tzinfo=UTC), "2028-05-12T03:41:12Z"),
        (datetime(2028, 5, 12, 3, 41, 12, 999_600, tzinfo=UTC), "2028-05-12T03:41:13Z"),
        (datetime(2028, 5, 12, 3, 41, 12, 1_400, tzinfo=UTC), "2028-05-12T03:41:12.001Z"),
        (
            datetime(2028, 5, 12, 12, 0, tzinfo=timezone(timedelta(hours=9))),
            "2028-05-12T03:00:00Z",
        ),
    ],
)
def test_instants_are_written_in_utc(instant, text):
    assert text == iso_utc(instant)


def test_a_message_epoch_has_microseconds_and_no_zone():
    assert "2028-05-12T03:41:12.000001" == ccsds_epoch(
        datetime(2028, 5, 12, 3, 41, 12, 1, tzinfo=UTC)
    )
