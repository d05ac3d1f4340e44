"""Crossings of the equator, by the period and the turning Earth."""

import math
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest
from tests.fixtures.low_orbits import state

from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.orbit.averaging import mean_elements
from cosmodrome.orbit.ephemeris import forecast
from cosmodrome.orbit.node_crossings import node_crossings
from cosmodrome.orbit.secular import argp_rate_rad_s, mean_anomaly_rate_rad_s, node_rate_rad_s

LIFTOFF = datetime(2028, 5, 12, 3, 41, 12, tzinfo=UTC)
DAY_S = 86400.0
PERIOD_RATIO = 2e-4
LONGITUDE_DEG = 0.01
# A crossing is found to a millisecond.
EQUATOR_M = 10.0
START = state(latitude_argument_deg=20.0)
EPHEMERIS = forecast(*START, injection_s=700.0, duration_s=DAY_S).ephemeris
NODES = node_crossings(EPHEMERIS, liftoff=LIFTOFF, until_s=DAY_S)
ASCENDING = [node for node in NODES if node.kind == "ascending"]


def shape():
    mean = mean_elements(*START)
    return mean.semi_major_axis_m, mean.eccentricity, mean.inclination_rad


def test_nodes_take_turns():
    kinds = [node.kind for node in NODES]

    assert "descending" == kinds[0]
    assert all(a != b for a, b in pairwise(kinds))


def test_from_node_to_node_passes_a_nodal_period():
    nodal_s = 2.0 * math.pi / (mean_anomaly_rate_rad_s(*shape()) + argp_rate_rad_s(*shape()))

    found_s = np.diff([node.t_s for node in ASCENDING])

    assert nodal_s == pytest.approx(found_s.mean(), rel=PERIOD_RATIO)


def test_each_node_stands_as_far_west_as_the_earth_has_turned():
    rate = math.degrees(EARTH_ROTATION_RATE_RAD_S - node_rate_rad_s(*shape()))

    for before, after in pairwise(ASCENDING):
        moved_deg = (before.longitude_deg - after.longitude_deg) % 360.0
        assert rate * (after.t_s - before.t_s) == pytest.approx(moved_deg, abs=LONGITUDE_DEG)


def test_the_satellite_is_over_the_equator_then():
    t_s = [node.t_s for node in NODES]

    assert EQUATOR_M > np.abs(EPHEMERIS.at(t_s)[0][:, 2]).max()


def test_a_sun_synchronous_node_keeps_its_local_time():
    hours = [node.local_time_h for node in ASCENDING]

    assert max(hours) - min(hours) < 0.01


def test_without_a_lift_off_there_are_longitudes_but_no_hours():
    without = node_crossings(EPHEMERIS, liftoff=None, until_s=DAY_S)

    assert [node.longitude_deg for node in NODES] == [node.longitude_deg for node in without]
    assert {None} == {node.local_time_h for node in without}
