"""Orbit messages, read back by two readers that share nothing with the writer."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from astropy.time import Time
from ccsds_ndm.ndm_io import NdmIo
from oem import OrbitEphemerisMessage
from tests.fixtures.plan_fixture import (
    PHASE_BOUNDS_S,
    arc_ecef_m,
    example_mission_plan,
    example_plan,
    planar_mission,
)

from cosmodrome.formats.oem import ascent_oem
from cosmodrome.formats.opm import injection_opm
from cosmodrome.formats.states import epoch_of, in_frame
from cosmodrome.formats.subject import subject_of

PLAN = example_plan()
METEOR, BATCH = PLAN.missions
AS_OF = PLAN.manifest.as_of

# Half the last digit written: 6 decimals of a kilometre.
WRITTEN_M = 0.0006
# Degree-7 Lagrange through points 2 s apart, and an epoch rounded to 1 us at 7.5 km/s.
INTERPOLATED_M = 0.02


def flown_states(mission):
    flown = mission.ascent.trajectory
    return in_frame(flown.r_eci_m, flown.v_eci_m_s, flown.t_s, epoch_of(mission))


@pytest.mark.parametrize("mission", [METEOR, BATCH], ids=["with a plane", "without"])
def test_an_ephemeris_holds_every_state_of_the_flight(mission, tmp_path):
    path = tmp_path / "ascent.oem"
    path.write_text(ascent_oem(subject_of(mission), as_of=AS_OF))
    r, _ = flown_states(mission)

    message = OrbitEphemerisMessage.open(path)

    read = np.vstack([state.position for segment in message.segments for state in segment])
    assert read.shape == r.shape
    assert np.max(np.abs(read * 1000.0 - r)) < WRITTEN_M


def test_an_ephemeris_has_a_segment_for_every_phase(tmp_path):
    path = tmp_path / "ascent.oem"
    path.write_text(ascent_oem(subject_of(BATCH), as_of=AS_OF))

    message = OrbitEphemerisMessage.open(path)

    begins = [segment.useable_start_time for segment in message.segments]
    start = epoch_of(BATCH).instant
    expected = [start + timedelta(seconds=t) for t in PHASE_BOUNDS_S[:-1]]
    assert [t.replace(tzinfo=None) for t in expected] == [b.to_datetime() for b in begins]


def test_an_ephemeris_interpolates_to_the_flight_between_its_points(tmp_path):
    path = tmp_path / "ascent.oem"
    path.write_text(ascent_oem(subject_of(BATCH), as_of=AS_OF))
    between_s = np.array([33.3, 200.7, 400.1, 900.9])
    message = OrbitEphemerisMessage.open(path)

    instants = [epoch_of(BATCH).after(t).replace(tzinfo=None) for t in between_s]
    read = np.array([message(Time(instant, scale="utc")).position for instant in instants])

    assert np.max(np.abs(read * 1000.0 - arc_ecef_m(between_s))) < INTERPOLATED_M


@pytest.mark.parametrize(
    ("mission", "frame"), [(METEOR, "GCRF"), (BATCH, "ITRF2014")], ids=["with a plane", "without"]
)
def test_the_frame_is_inertial_only_where_the_liftoff_second_is_known(mission, frame):
    oem = NdmIo().from_string(ascent_oem(subject_of(mission), as_of=AS_OF))
    opm = NdmIo().from_string(injection_opm(subject_of(mission), as_of=AS_OF))

    assert {frame} == {segment.metadata.ref_frame for segment in oem.body.segment}
    assert frame == opm.body.segment.metadata.ref_frame


def test_a_mission_without_a_plane_says_that_its_epoch_is_only_a_reference():
    text = " ".join(ascent_oem(subject_of(BATCH), as_of=AS_OF).replace("COMMENT ", "").split())

    assert "the mission fixes no lift-off second" in text
    assert "2028-06-14T00:41:12Z, as a reference only" in text


def test_the_injection_message_carries_the_last_state_and_the_spacecraft_mass():
    message = NdmIo().from_string(injection_opm(subject_of(METEOR), as_of=AS_OF))
    r, v = flown_states(METEOR)

    data = message.body.segment.data
    state = data.state_vector
    read_km = [float(axis.value) for axis in (state.x, state.y, state.z)]
    read_km_s = [float(axis.value) for axis in (state.x_dot, state.y_dot, state.z_dot)]
    assert np.allclose(r[-1] / 1000.0, read_km, atol=1e-6, rtol=0.0)
    assert np.allclose(v[-1] / 1000.0, read_km_s, atol=1e-9, rtol=0.0)
    assert 2900.0 == float(data.spacecraft_parameters.mass.value)


def test_messages_made_again_are_the_same_bytes():
    first, again = subject_of(METEOR), subject_of(example_plan().missions[0])

    assert ascent_oem(first, as_of=AS_OF) == ascent_oem(again, as_of=AS_OF)
    assert injection_opm(first, as_of=AS_OF) == injection_opm(again, as_of=AS_OF)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Meteor-M", "Meteor-M"),
        ("Ястреб", "meteor"),
        ("two\nlines", "two lines"),
        (" ", "meteor"),
    ],
)
def test_a_name_that_the_message_cannot_hold_gives_way_to_the_id(name, written):
    mission = example_mission_plan(replace(planar_mission(), name=name), METEOR.launch_date)

    assert written == subject_of(mission).ascii_name
