"""Orbit messages after injection, read back by readers of other people."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from astropy.time import Time
from ccsds_ndm.ndm_io import NDMFileFormats, NdmIo
from oem import OrbitEphemerisMessage
from sgp4 import omm
from sgp4.api import WGS72, Satrec, jday
from skyfield.api import EarthSatellite, load
from tests.fixtures.orbital_plan import in_orbit, planeless_mission_in_orbit, polar_mission
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.epochs import EarthOrientation
from cosmodrome.formats.orbit_messages import WHERE_PREDICTED, orbit_messages
from cosmodrome.formats.states import in_frame
from cosmodrome.formats.subject import subject_of
from cosmodrome.orbit.elements import OrbitElements, state_from_elements
from cosmodrome.orbit.injection_error import covariance_rtn
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.station import station_orbit
from cosmodrome.planning.predicted_orbit import predicted_orbit

POLAR = polar_mission()
PLANELESS = planeless_mission_in_orbit()
AS_OF = example_plan().manifest.as_of
TEXTS = orbit_messages(subject_of(POLAR), as_of=AS_OF)
SCALE = load.timescale(builtin=True)

# The digits written: 6 decimals of a kilometre, 9 of a degree's fraction.
WRITTEN_M = 0.001
# Degree-7 Lagrange through points 120 s apart, in the middle and at the ends of the file.
INTERPOLATED_M = 2.0
# TEME is not quite inertial, and readers freeze its equinox otherwise than we do.
FRAMES_M = 20.0
# Angles of a two-line element have four decimals: 12 m each; a day adds that of the mean motion.
TWO_LINES_M = 60.0


def at_days(plan, share):
    first, last = plan.predicted.first_orbits.first_s, plan.predicted.first_orbits.last_s
    return first + share * (last - first)


def integrated_gcrf_m(plan, t_s):
    """The orbit integrated anew from its injection, at flight times, in GCRF."""
    injection, begins_s = plan.ascent.injection, plan.predicted.injection_s
    r, v = coasted(injection.r_eci_m, injection.v_eci_m_s, np.array(t_s) - begins_s)
    return in_frame(r, v, np.array(t_s), subject_of(plan).epoch)[0]


def in_one_line(text):
    """Remarks of a message as running text."""
    return " ".join(re.sub(r"^(COMMENT|#) ", "", text, flags=re.MULTILINE).split())


def value(entry):
    return float(getattr(entry, "value", entry))


def test_the_first_orbits_interpolate_to_the_orbit_integrated_anew(tmp_path):
    path = tmp_path / "first-orbits.oem"
    path.write_text(TEXTS["first-orbits.oem"])
    message = OrbitEphemerisMessage.open(path)
    t_s = [at_days(POLAR, share) for share in (0.0005, 0.1, 0.37, 0.5, 0.9, 0.9995)]

    instants = [POLAR.liftoff.replace(tzinfo=None) + timedelta(seconds=t) for t in t_s]
    read_m = 1e3 * np.array([message(Time(i, scale="utc")).position for i in instants])

    assert "GCRF" == message.segments[0].metadata["REF_FRAME"]
    assert np.max(np.linalg.norm(read_m - integrated_gcrf_m(POLAR, t_s), axis=1)) < INTERPOLATED_M


@pytest.mark.parametrize("plan", [POLAR, PLANELESS], ids=["with a plane", "without"])
def test_the_first_orbits_begin_where_the_injection_message_ends(plan, tmp_path):
    texts = orbit_messages(subject_of(plan), as_of=AS_OF)
    path = tmp_path / "first-orbits.oem"
    path.write_text(texts["first-orbits.oem"])

    first = next(iter(OrbitEphemerisMessage.open(path).segments[0]))

    segment = NdmIo().from_string(texts["injection.opm"]).body.segment
    told = segment.data.state_vector
    assert first.epoch == Time(str(told.epoch), scale="utc")
    assert np.array_equal([value(x) for x in (told.x, told.y, told.z)], first.position)
    assert np.array_equal([value(x) for x in (told.x_dot, told.y_dot, told.z_dot)], first.velocity)


def test_the_first_orbits_last_a_day_or_three_revolutions():
    high = in_orbit(example_plan().missions[0], perigee_km=200.0, apogee_km=60_000.0)

    day = POLAR.predicted.first_orbits
    revolutions = high.predicted.first_orbits

    assert 86400.0 <= day.last_s - day.first_s < 86400.0 + 120.1
    period_s = 2.0 * np.pi * np.sqrt((36_478.137e3) ** 3 / 3.986004418e14)
    assert 3.0 * period_s == pytest.approx(revolutions.last_s - revolutions.first_s, abs=120.1)


def test_without_a_lift_off_second_orbits_are_earth_fixed_and_no_elements_are_told():
    texts = orbit_messages(subject_of(PLANELESS), as_of=AS_OF)

    assert {"first-orbits.oem"} == set(texts) & set(WHERE_PREDICTED)
    assert "REF_FRAME = ITRF2014" in texts["first-orbits.oem"]
    assert "no second of lift-off" in PLANELESS.predicted.no_mean_elements


def test_an_injection_that_meets_the_ground_has_no_orbits_to_tell():
    low = in_orbit(example_plan().missions[0], perigee_km=-50.0, apogee_km=200.0)

    texts = orbit_messages(subject_of(low), as_of=AS_OF)

    assert set() == set(texts) & set(WHERE_PREDICTED)
    assert "meets the ground" in low.predicted.no_mean_elements


def escaping():
    plan = polar_mission()
    injection = plan.ascent.injection
    faster = replace(injection, v_eci_m_s=1.5 * injection.v_eci_m_s)
    ascent = replace(plan.ascent, injection=faster)
    predicted = predicted_orbit(ascent, plan.configuration, liftoff=plan.liftoff, mission="meteor")
    return replace(plan, ascent=ascent, predicted=predicted)


def test_an_escape_has_its_first_day_and_no_mean_elements():
    plan = escaping()

    texts = orbit_messages(subject_of(plan), as_of=AS_OF)

    assert {"first-orbits.oem"} == set(texts) & set(WHERE_PREDICTED)
    assert "the orbit is open" in plan.predicted.no_mean_elements
    elements = NdmIo().from_string(texts["injection.opm"]).body.segment.data.keplerian_elements
    assert value(elements.semi_major_axis) < 0.0 < 1.0 < value(elements.eccentricity)


def test_an_orbit_of_days_is_told_errors_of_the_first_one_only():
    high = in_orbit(example_plan().missions[0], perigee_km=8000.0, apogee_km=90_000.0)

    assert ["one day"] == [error.what for error in high.predicted.errors]


def test_the_injection_message_gives_elements_of_its_own_state():
    data = NdmIo().from_string(TEXTS["injection.opm"]).body.segment.data
    state, told = data.state_vector, data.keplerian_elements
    angles = (told.inclination, told.ra_of_asc_node, told.arg_of_pericenter, told.true_anomaly)

    r, v = state_from_elements(
        OrbitElements(
            semi_major_axis_m=1e3 * value(told.semi_major_axis),
            eccentricity=value(told.eccentricity),
            **dict(
                zip(
                    ("inclination_rad", "raan_rad", "argp_rad", "true_anomaly_rad"),
                    (np.radians(value(angle)) for angle in angles),
                    strict=True,
                )
            ),
        )
    )

    read_m = 1e3 * np.array([value(x) for x in (state.x, state.y, state.z)])
    read_m_s = 1e3 * np.array([value(x) for x in (state.x_dot, state.y_dot, state.z_dot)])
    assert np.allclose(read_m, r, atol=0.05, rtol=0.0)
    assert np.allclose(read_m_s, v, atol=1e-4, rtol=0.0)


def test_an_earth_fixed_injection_has_no_elements():
    text = orbit_messages(subject_of(PLANELESS), as_of=AS_OF)["injection.opm"]

    assert NdmIo().from_string(text).body.segment.data.keplerian_elements is None


def test_the_injection_message_carries_the_covariance_of_the_cut_off():
    told = NdmIo().from_string(TEXTS["injection.opm"]).body.segment.data.covariance_matrix
    injection = POLAR.ascent.injection
    error = POLAR.configuration.cutoff_error

    expected = covariance_rtn(injection.r_eci_m, injection.v_eci_m_s, error)

    names = ("x", "y", "z", "x_dot", "y_dot", "z_dot")
    assert "RTN" == str(getattr(told.cov_ref_frame, "value", told.cov_ref_frame))
    for i, row in enumerate(names):
        for j, column in enumerate(names[: i + 1]):
            read = 1e6 * value(getattr(told, f"c{row}_{column}"))
            assert expected[i, j] == pytest.approx(read, rel=1e-8, abs=1e-8)


def test_a_vehicle_that_does_not_say_how_well_it_injects_tells_no_covariance():
    unsaid = in_orbit(example_plan().missions[0], cutoff_error=None)

    texts = orbit_messages(subject_of(unsaid), as_of=AS_OF)

    assert "COV_REF_FRAME" not in texts["injection.opm"]
    assert "of the fit alone, that of injection unknown" in in_one_line(texts["predicted.tle"])


@pytest.mark.parametrize("name", ["injection.opm", "predicted.omm", "first-orbits.oem"])
def test_messages_go_through_another_writer_into_xml_and_back(name):
    message = NdmIo().from_string(TEXTS[name])

    again = NdmIo().from_string(NdmIo().to_string(message, NDMFileFormats.XML))

    assert again.body == message.body


def sgp4_of_xml(text):
    satellite = Satrec()
    omm.initialize(satellite, next(omm.parse_xml(io.StringIO(text))))
    return satellite


def sgp4_of_lines(text):
    return Satrec.twoline2rv(*text.splitlines()[-2:], WGS72)


def flown_km(satellite, instant):
    clock = (instant.year, instant.month, instant.day, instant.hour, instant.minute)
    error, r_km, _ = satellite.sgp4(*jday(*clock, instant.second + instant.microsecond * 1e-6))
    assert error == 0
    return np.array(r_km)


def test_both_notations_of_the_mean_elements_say_the_same():
    lines = NdmIo().from_string(TEXTS["predicted.omm"])
    xml = NdmIo().from_string(TEXTS["predicted.omm.xml"])

    assert lines.body.segment.data == xml.body.segment.data
    assert "TEME" == xml.body.segment.metadata.ref_frame
    assert "SGP4" == xml.body.segment.metadata.mean_element_theory


@pytest.mark.parametrize("hours", [0.0, 1.7, 11.0, 24.0])
def test_mean_elements_read_by_skyfield_follow_the_ephemeris(hours):
    fields = next(omm.parse_xml(io.StringIO(TEXTS["predicted.omm.xml"])))
    satellite = EarthSatellite.from_omm(SCALE, fields)
    t_s = POLAR.predicted.injection_s + 3600.0 * hours
    instant = POLAR.liftoff + timedelta(seconds=t_s)

    read_m = satellite.at(SCALE.from_datetime(instant)).position.m

    off_m = float(np.linalg.norm(read_m - integrated_gcrf_m(POLAR, [0.0 + t_s, t_s + 1.0])[0]))
    assert off_m < POLAR.predicted.mean.residual_max_m + FRAMES_M


@pytest.mark.parametrize("hours", [0.0, 12.0, 24.0])
def test_the_two_line_element_flies_as_the_mean_elements_do(hours):
    instant = POLAR.predicted.mean.elements.epoch + timedelta(hours=hours)

    of_lines, of_xml = (
        flown_km(satellite, instant)
        for satellite in (
            sgp4_of_lines(TEXTS["predicted.tle"]),
            sgp4_of_xml(TEXTS["predicted.omm.xml"]),
        )
    )

    assert 1e3 * float(np.linalg.norm(of_lines - of_xml)) < TWO_LINES_M


def test_the_two_line_element_is_marked_and_keeps_the_official_layout():
    *remarks, title, line1, line2 = TEXTS["predicted.tle"].splitlines()

    orbit = station_orbit(line1, line2)

    epoch = POLAR.predicted.mean.elements.epoch
    assert abs(orbit.epoch - epoch) < timedelta(milliseconds=1)
    assert "PREDICTED Meteor-M <No." == title
    assert all(remark.startswith("# ") for remark in remarks)
    assert remarks[0].startswith("# PREDICTED before flight")
    assert 80000 <= int(line1[2:7]) <= 89999
    assert "Expected error one day after injection, one sigma" in in_one_line("\n".join(remarks))


def test_skyfield_reads_the_two_line_element_past_its_remarks(tmp_path):
    path = tmp_path / "predicted.tle"
    path.write_text(TEXTS["predicted.tle"])

    satellites = load.tle_file(str(path))

    assert [POLAR.predicted.number] == [each.model.satnum for each in satellites]
    assert "PREDICTED" in satellites[0].name


def test_the_error_to_expect_grows_with_the_time_and_is_that_of_the_injection():
    revolution, day = POLAR.predicted.errors

    # A day is 14 revolutions, in each of which the error of the period comes anew.
    assert 14.0 * revolution.time_s == pytest.approx(day.time_s, rel=0.15)
    assert revolution.cross_track_m < 10_000.0
    assert f"{day.time_s:.1f} s early or late" in in_one_line(TEXTS["predicted.omm"])


def test_a_drag_term_is_told_with_its_worth():
    heavy = replace(
        POLAR,
        predicted=predicted_orbit(
            POLAR.ascent,
            POLAR.configuration,
            liftoff=POLAR.liftoff,
            mission="meteor",
            ballistic_coefficient_kg_m2=100.0,
        ),
    )

    text = orbit_messages(subject_of(heavy), as_of=AS_OF)["predicted.tle"]

    assert 0.156966 / 200.0 == pytest.approx(sgp4_of_lines(text).bstar, rel=1e-4)
    assert "true within a factor of two or three" in in_one_line(text)
    assert "The drag term is zero." in in_one_line(TEXTS["predicted.tle"])


def test_in_a_low_orbit_the_lead_by_drag_is_told_and_grows_with_the_square_of_time():
    plan = in_orbit(example_plan().missions[0], perigee_km=200.0, apogee_km=240.0)
    predicted = predicted_orbit(
        plan.ascent,
        plan.configuration,
        liftoff=plan.liftoff,
        mission="meteor",
        ballistic_coefficient_kg_m2=150.0,
    )
    revolution, day = predicted.errors
    texts = orbit_messages(subject_of(replace(plan, predicted=predicted)), as_of=AS_OF)

    square = (day.after_injection_s / revolution.after_injection_s) ** 2
    assert square == pytest.approx(day.drag_lead_s / revolution.drag_lead_s, rel=0.15)
    assert 10.0 < day.drag_lead_s < 300.0
    assert f"drag term alone makes it {day.drag_lead_s:.1f} s early" in in_one_line(
        texts["predicted.omm"]
    )


def test_elements_that_come_down_within_the_day_are_not_told():
    plan = in_orbit(example_plan().missions[0], perigee_km=105.0, apogee_km=115.0)

    predicted = predicted_orbit(
        plan.ascent,
        plan.configuration,
        liftoff=plan.liftoff,
        mission="meteor",
        ballistic_coefficient_kg_m2=50.0,
    )

    assert predicted.mean is None
    assert "SGP4 cannot fly" in predicted.no_mean_elements


def test_the_elements_follow_an_earth_that_is_ahead_of_utc():
    late = EarthOrientation(
        midnights_d=np.array([0.0]),
        ut1_tai_s=np.array([-37.0 + 0.5]),
        ut1_sd_s=np.array([0.0]),
        pole_x_rad=np.array([0.0]),
        pole_y_rad=np.array([0.0]),
        predicted_from=None,
        wander_ratio=0.0,
    )
    turned = predicted_orbit(
        POLAR.ascent,
        POLAR.configuration,
        liftoff=POLAR.liftoff,
        mission="meteor",
        orientation=late,
    )

    by_deg = turned.mean.elements.raan_deg - POLAR.predicted.mean.elements.raan_deg

    # Half a second of UT1 is 7.5 seconds of arc of the Earth's turn.
    assert 0.5 * 360.0 / 86164.0989 == pytest.approx(by_deg, rel=0.01)


def test_object_numbers_stay_with_the_mission():
    again = polar_mission()

    assert POLAR.predicted.number == again.predicted.number
    assert POLAR.predicted.number != PLANELESS.predicted.number


def test_messages_made_again_are_the_same_bytes_of_plain_characters():
    again = orbit_messages(subject_of(polar_mission()), as_of=AS_OF)

    assert again == TEXTS
    assert all(text.isascii() for text in TEXTS.values())
    assert not re.search(r"nan|inf\b", TEXTS["predicted.omm"])
    assert datetime(2028, 1, 10, tzinfo=UTC) == AS_OF
