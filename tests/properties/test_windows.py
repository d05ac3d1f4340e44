"""What must shift, shifts exactly: the pad, the node, the day."""

import itertools
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.pads import pad

from cosmodrome.epochs import SIDEREAL_RATE_RAD_S
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import plane_of_target
from cosmodrome.units import rad
from cosmodrome.windows import find_windows

FIRST = datetime(2028, 5, 1, tzinfo=UTC)
# Instants are kept to the microsecond; three of them meet in a difference.
ROUNDING_S = 1e-5

inclinations = st.floats(min_value=52.0, max_value=128.0)
longitudes = st.floats(min_value=-180.0, max_value=180.0)
latitudes = st.floats(min_value=-50.0, max_value=50.0)
small_turns = st.floats(min_value=-20.0, max_value=20.0)
nodes = st.floats(min_value=0.0, max_value=359.9)


def target(inclination_deg, raan_deg):
    return TargetOrbit(
        kind="circular",
        perigee_altitude_km=500.0,
        apogee_altitude_km=500.0,
        inclination_deg=inclination_deg,
        raan_deg=raan_deg,
        raan_frame="true-of-date",
        raan_epoch=FIRST,
    )


def crossings(orbit, site, *, kind="ascending", days=3):
    found = find_windows(orbit, site, first=FIRST, last=FIRST + timedelta(days=days))
    return [w.crossing for w in found if w.kind == kind]


def closing_rate_rad_s(orbit):
    return SIDEREAL_RATE_RAD_S - plane_of_target(orbit).node_rate_rad_s


def shift_s(before, after, period_s):
    """Return by how much a series of daily passes moved, within half a period."""
    return math.remainder((after[0] - before[0]).total_seconds(), period_s)


@given(inclinations, nodes, latitudes, longitudes, small_turns)
def test_a_pad_further_east_passes_earlier_by_its_turn(i_deg, raan_deg, lat_deg, lon_deg, turn_deg):
    orbit = target(i_deg, raan_deg)
    rate = closing_rate_rad_s(orbit)
    here = crossings(orbit, pad(lat_deg, lon_deg))
    east = crossings(orbit, pad(lat_deg, (lon_deg + turn_deg + 180.0) % 360.0 - 180.0))

    moved_s = shift_s(here, east, math.tau / rate)

    assert abs(moved_s + rad(turn_deg) / rate) <= ROUNDING_S


@given(inclinations, nodes, latitudes, longitudes, small_turns)
def test_a_node_further_east_is_passed_later_by_its_turn(
    i_deg, raan_deg, lat_deg, lon_deg, turn_deg
):
    orbit = target(i_deg, raan_deg)
    turned = replace(orbit, raan_deg=raan_deg + turn_deg)
    rate = closing_rate_rad_s(orbit)
    site = pad(lat_deg, lon_deg)

    moved_s = shift_s(crossings(orbit, site), crossings(turned, site), math.tau / rate)

    assert abs(moved_s - rad(turn_deg) / rate) <= ROUNDING_S


@given(inclinations, nodes, latitudes, longitudes)
def test_a_day_later_the_same_plane_passes_after_one_turn_less_its_drift(
    i_deg, raan_deg, lat_deg, lon_deg
):
    orbit = target(i_deg, raan_deg)
    times = crossings(orbit, pad(lat_deg, lon_deg))

    turn_s = math.tau / closing_rate_rad_s(orbit)
    for before, after in itertools.pairwise(times):
        assert abs((after - before).total_seconds() - turn_s) <= ROUNDING_S


@given(inclinations, nodes, latitudes, longitudes)
def test_mirrored_latitudes_swap_the_passes_about_the_node(i_deg, raan_deg, lat_deg, lon_deg):
    orbit = target(i_deg, raan_deg)
    rate = closing_rate_rad_s(orbit)
    north = crossings(orbit, pad(lat_deg, lon_deg))
    south = crossings(orbit, pad(-lat_deg, lon_deg))
    equator = crossings(orbit, pad(0.0, lon_deg))

    period_s = math.tau / rate
    earlier_s = shift_s(equator, north, period_s)
    later_s = shift_s(equator, south, period_s)

    assert abs(math.remainder(earlier_s + later_s, period_s)) <= ROUNDING_S


@given(nodes, longitudes)
def test_a_polar_plane_passes_every_pad_when_its_node_does(raan_deg, lon_deg):
    orbit = target(90.0, raan_deg)

    high = crossings(orbit, pad(60.0, lon_deg))
    low = crossings(orbit, pad(0.0, lon_deg))

    assert abs(shift_s(low, high, math.tau / closing_rate_rad_s(orbit))) <= ROUNDING_S
