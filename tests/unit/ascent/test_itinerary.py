"""Impulses by the book: which burns, where, when."""

import math

import numpy as np
import pytest

from cosmodrome.ascent.itinerary import Goal, impulses_m_s, itinerary, passage, plane_over
from cosmodrome.ascent.target import injection_target
from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.manifest import TargetOrbit

GEOSTATIONARY = injection_target(TargetOrbit(kind="geostationary"), restartable=True, burns=3)
TRANSFER = injection_target(
    TargetOrbit(kind="geostationary-transfer", inclination_deg=6.0), restartable=True
)
RADIUS_M = EARTH_EQUATORIAL_RADIUS_M + 200e3


def round_state(inclination_rad):
    """At the ascending node of a circle."""
    speed_m_s = math.sqrt(EARTH_MU_M3_S2 / RADIUS_M)
    ahead = [0.0, math.cos(inclination_rad), math.sin(inclination_rad)]
    return np.array([RADIUS_M, 0.0, 0.0, *(speed_m_s * np.array(ahead))])


def test_a_geostationary_orbit_takes_a_node_and_an_apogee():
    plan = itinerary(GEOSTATIONARY, burns=2)

    assert ["node", "apogee"] == [goal.place for goal in plan.goals]
    assert [False, True] == [goal.turns for goal in plan.goals]
    assert GEOSTATIONARY.semi_major_axis_m == plan.goals[-1].semi_major_axis_m


def test_a_transfer_leaves_its_parking_orbit_at_a_node():
    plan = itinerary(TRANSFER, burns=1)

    assert ["node"] == [goal.place for goal in plan.goals]
    assert plan.radius_m == plan.semi_major_axis_m


def test_without_a_further_burn_the_ascent_ends_on_the_target():
    plan = itinerary(TRANSFER, burns=0)

    assert () == plan.goals
    assert TRANSFER.semi_major_axis_m == plan.semi_major_axis_m


def test_a_fall_ends_below_the_ground_and_is_caught_at_its_apogee():
    plan = itinerary(TRANSFER, burns=2, falls=True)

    assert plan.perigee_m <= EARTH_EQUATORIAL_RADIUS_M
    assert "apogee" == plan.goals[0].place


def test_impulses_to_the_geostationary_orbit_are_those_of_the_textbook():
    # Vallado, 4th ed., example 6-1 scaled: 3.9 km/s from low to geostationary orbit.
    assert 3930.0 == pytest.approx(impulses_m_s(GEOSTATIONARY), abs=40.0)


def test_half_a_revolution_passes_from_node_to_node():
    state = round_state(0.9)
    half_s = math.pi * math.sqrt(RADIUS_M**3 / EARTH_MU_M3_S2)

    there = passage(state, Goal(place="node", semi_major_axis_m=RADIUS_M), at_least_s=60.0)

    assert half_s == pytest.approx(there.after_s)
    assert list(-state) == pytest.approx(list(there.state), abs=1.0)


def test_the_plane_over_a_place_is_tilted_as_asked():
    normal = plane_over(round_state(0.9), 0.5)

    assert math.cos(0.5) == pytest.approx(normal[2])
    assert 0.0 == pytest.approx(normal[0])
