"""The first orbits on a globe, read back by another library."""

import json
from datetime import datetime, timedelta

import numpy as np
import pytest
from czml3 import Document, Packet
from tests.fixtures.orbital_plan import in_orbit, planeless_mission_in_orbit, polar_mission
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.czml import ascent_czml
from cosmodrome.orbit.frames import ecef_of_place_m
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.visibility import find_passes
from cosmodrome.spaceport.ground_station import GroundStation

SPACEPORT = example_plan().spaceport
POLAR = polar_mission()
PLANELESS = planeless_mission_in_orbit()
STATIONS = (
    GroundStation(
        id="svalbard",
        name="Svalbard",
        latitude_deg=78.23,
        longitude_deg=15.39,
        altitude_m=480.0,
        mask_deg=5.0,
    ),
    GroundStation(
        id="kourou",
        name="Kourou",
        latitude_deg=5.25,
        longitude_deg=-52.8,
        altitude_m=15.0,
        mask_deg=5.0,
    ),
)
WRITTEN_M = 0.02
# The vertical at Kourou stands so far off the direction from the Earth's centre.
GEOCENTRIC_UP_DEG = 0.04


def packets_of(plan, **seen):
    return {packet["id"]: packet for packet in json.loads(ascent_czml(plan, SPACEPORT, **seen))}


def with_passes():
    passes = find_passes(POLAR.predicted.first_orbits, STATIONS)
    return passes, packets_of(POLAR, stations=STATIONS, passes=passes)


def instants(interval):
    return tuple(datetime.fromisoformat(text) for text in interval.split("/"))


@pytest.mark.parametrize("plan", [POLAR, PLANELESS], ids=["with a plane", "without"])
def test_the_spacecraft_moves_as_the_orbit_integrated_anew(plan):
    packet = packets_of(plan)[f"spacecraft/{plan.mission.id}"]

    rows = np.array(packet["position"]["cartesian"]).reshape(-1, 4)
    since_s = rows[:, 0] - plan.predicted.injection_s
    injection = plan.ascent.injection
    r_m, _ = coasted(injection.r_eci_m, injection.v_eci_m_s, since_s)
    turn = 7.292115e-5 * rows[:, 0]
    x = np.cos(turn) * r_m[:, 0] + np.sin(turn) * r_m[:, 1]
    y = np.cos(turn) * r_m[:, 1] - np.sin(turn) * r_m[:, 0]
    assert "FIXED" == packet["position"]["referenceFrame"]
    assert np.max(np.abs(rows[:, 1:] - np.column_stack((x, y, r_m[:, 2])))) < WRITTEN_M


def test_every_packet_is_one_that_a_globe_reads():
    _, packets = with_passes()

    document = Document(packets=[Packet(**packet) for packet in packets.values()])

    assert len(packets) == len(document.packets)


def test_the_clock_runs_from_lift_off_to_the_end_of_the_first_orbits():
    packets = packets_of(POLAR)

    begins, ends = instants(packets["document"]["clock"]["interval"])
    _, seen_until = instants(packets["spacecraft/meteor"]["availability"])

    assert POLAR.liftoff == begins
    assert ends == seen_until
    assert ends - begins > timedelta(days=1)
    _, ascent_ends = instants(packets["vehicle/meteor"]["availability"])
    assert ascent_ends < ends


def test_a_pass_is_a_line_from_the_station_while_it_sees_the_spacecraft():
    passes, packets = with_passes()

    lines = [packet for name, packet in packets.items() if name.startswith("pass/")]

    assert len(passes) == len(lines) > 10
    for each, line in zip(passes, lines, strict=True):
        ends = line["polyline"]["positions"]["references"]
        assert [f"station/{each.station}#position", "spacecraft/meteor#position"] == ends
        assert all(end.removesuffix("#position") in packets for end in ends)
        rises, _ = instants(line["availability"])
        expected = POLAR.liftoff + timedelta(seconds=each.rise.t_s)
        assert abs(rises - expected) < timedelta(milliseconds=2)


def test_while_a_pass_lasts_the_spacecraft_is_above_the_horizon_of_the_station():
    passes, _ = with_passes()
    over_kourou = [each for each in passes if each.station == "kourou"]
    place_m = ecef_of_place_m(np.radians(5.25), np.radians(-52.8), 15.0)

    tops_s = np.array([each.culmination.t_s for each in over_kourou])
    away_m = POLAR.predicted.first_orbits.ecef_at(tops_s)[0] - place_m

    up = place_m / np.linalg.norm(place_m)
    elevation_deg = np.degrees(np.arcsin(away_m @ up / np.linalg.norm(away_m, axis=1)))
    assert len(tops_s) > 2
    assert np.all(elevation_deg > 5.0 - GEOCENTRIC_UP_DEG)


def test_stations_that_see_nothing_are_shown_and_unknown_ones_are_not():
    passes = find_passes(POLAR.predicted.first_orbits, STATIONS)

    packets = packets_of(POLAR, stations=STATIONS[:1], passes=passes)

    assert "station/svalbard" in packets
    assert not any("kourou" in json.dumps(packet) for packet in packets.values())


def test_an_injection_that_meets_the_ground_has_no_spacecraft_on_the_globe():
    low = in_orbit(example_plan().missions[0], perigee_km=-50.0, apogee_km=200.0)

    assert "spacecraft/meteor" not in packets_of(low)
