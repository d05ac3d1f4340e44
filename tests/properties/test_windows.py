"""What must shift, shifts exactly: the pad, the node, the local time, the plane, the day, UT1."""

import itertools
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.pads import pad

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.epochs import (
    SIDEREAL_RATE_RAD_S,
    EarthOrientation,
    earth_rotation_angle_rad,
    tai_utc_s,
)
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.target import plane_of_target
from cosmodrome.units import rad
from cosmodrome.windows import AscentLead, find_windows

FIRST = datetime(2028, 5, 1, tzinfo=UTC)
# Instants are kept to the microsecond; three of them meet in a difference.
ROUNDING_S = 1e-5
# Three instants to the microsecond, in which the Earth turns by 7e-11 rad each.
NODE_RAD = 1e-9
# The geocentric latitude of a pole and an inclination, each rounded.
OFFSET_DEG = 1e-9

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


def sun_synchronous(ltdn_h, altitude_km=600.0):
    return TargetOrbit(
        kind="sun-synchronous",
        perigee_altitude_km=altitude_km,
        apogee_altitude_km=altitude_km,
        ltdn_h=ltdn_h,
    )


def windows(orbit, site, *, days=3, **options):
    return find_windows(orbit, site, first=FIRST, last=FIRST + timedelta(days=days), **options)


def crossings(orbit, site, *, kind="ascending", days=3, **options):
    return [w.crossing for w in windows(orbit, site, days=days, **options) if w.kind == kind]


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


@given(inclinations, nodes, latitudes, longitudes)
def test_down_follows_up_by_what_the_latitude_leaves_of_half_a_turn(
    i_deg, raan_deg, lat_deg, lon_deg
):
    orbit, site = target(i_deg, raan_deg), pad(lat_deg, lon_deg)
    rate = closing_rate_rad_s(orbit)
    plane = plane_of_target(orbit)
    rising_rad = math.asin(
        math.tan(geocentric_latitude_rad(rad(lat_deg))) / math.tan(plane.inclination_rad)
    )

    up, down = crossings(orbit, site), crossings(orbit, site, kind="descending")

    expected_s = (math.pi - 2.0 * rising_rad) / rate
    apart_s = shift_s(up, down, math.tau / rate)
    assert abs(math.remainder(apart_s - expected_s, math.tau / rate)) <= ROUNDING_S


@given(inclinations, nodes, latitudes, longitudes)
def test_a_pad_meets_the_plane_going_up_half_a_turn_after_its_mirror_image_going_down(
    i_deg, raan_deg, lat_deg, lon_deg
):
    orbit = target(i_deg, raan_deg)
    period_s = math.tau / closing_rate_rad_s(orbit)

    down = crossings(orbit, pad(lat_deg, lon_deg), kind="descending")
    up = crossings(orbit, pad(-lat_deg, lon_deg))

    half_s = abs(shift_s(down, up, period_s))
    assert abs(half_s - period_s / 2.0) <= ROUNDING_S


@given(st.floats(min_value=51.0, max_value=89.0), nodes, longitudes)
def test_the_closest_approach_lies_midway_between_up_and_down(lat_deg, raan_deg, lon_deg):
    orbit = target(lat_deg - 0.9, raan_deg)
    period_s = math.tau / closing_rate_rad_s(orbit)
    lower = pad(lat_deg - 2.0, lon_deg)

    up, down = crossings(orbit, lower), crossings(orbit, lower, kind="descending")
    closest = crossings(orbit, pad(lat_deg, lon_deg), kind="tangent")

    before_s = shift_s(up, closest, period_s)
    after_s = shift_s(closest, down, period_s)
    assert abs(before_s - after_s) <= ROUNDING_S


@given(
    st.floats(min_value=0.0, max_value=23.99),
    st.floats(min_value=-120.0, max_value=120.0),
    latitudes,
    longitudes,
)
def test_a_later_local_time_is_met_so_many_minutes_later(ltdn_h, later_min, lat_deg, lon_deg):
    site, later_h = pad(lat_deg, lon_deg), (ltdn_h + later_min / 60.0) % 24.0

    here = crossings(sun_synchronous(ltdn_h), site, kind="descending")
    there = crossings(sun_synchronous(later_h), site, kind="descending")

    assert abs(shift_s(here, there, 86400.0) - later_min * 60.0) <= ROUNDING_S


@given(st.floats(min_value=0.0, max_value=23.99), latitudes, longitudes)
def test_a_local_time_is_met_at_the_same_second_every_day(ltdn_h, lat_deg, lon_deg):
    for before, after in itertools.pairwise(
        crossings(sun_synchronous(ltdn_h), pad(lat_deg, lon_deg), days=9)
    ):
        assert abs((after - before).total_seconds() - 86400.0) <= ROUNDING_S


@given(
    inclinations,
    nodes,
    latitudes,
    st.integers(min_value=2, max_value=12),
    st.floats(min_value=1.0, max_value=30.0),
)
def test_planes_of_a_constellation_follow_each_other_by_their_spacing(
    i_deg, raan_deg, lat_deg, planes, spacing_deg
):
    orbit = replace(target(i_deg, raan_deg), planes=planes, plane_spacing_deg=spacing_deg)
    rate = closing_rate_rad_s(target(i_deg, raan_deg))
    found = [w for w in windows(orbit, pad(lat_deg, 30.0)) if w.kind == "ascending"]
    by_plane = {n: [w.crossing for w in found if w.plane == n] for n in range(1, planes + 1)}

    for number, times in by_plane.items():
        expected_s = rad((number - 1) * spacing_deg) / rate
        moved_s = shift_s(by_plane[1], times, math.tau / rate)
        assert abs(math.remainder(moved_s - expected_s, math.tau / rate)) <= ROUNDING_S


@given(st.floats(min_value=70.0, max_value=110.0), nodes, st.floats(-10.0, 10.0), longitudes)
def test_a_node_among_the_stars_is_another_by_more_than_a_minute(i_deg, raan_deg, lat_deg, lon_deg):
    of_date = target(i_deg, raan_deg)
    among_stars = replace(of_date, raan_frame="gcrf")
    site = pad(lat_deg, lon_deg)

    moved_s = shift_s(
        crossings(of_date, site),
        crossings(among_stars, site),
        math.tau / closing_rate_rad_s(of_date),
    )

    assert 60.0 < moved_s < 120.0


@given(inclinations, nodes, latitudes)
def test_both_sides_of_the_antimeridian_are_one_place(i_deg, raan_deg, lat_deg):
    orbit = target(i_deg, raan_deg)

    west, east = pad(lat_deg, -180.0), pad(lat_deg, 180.0)

    for kind in ("ascending", "descending"):
        apart_s = shift_s(
            crossings(orbit, west, kind=kind),
            crossings(orbit, east, kind=kind),
            math.tau / closing_rate_rad_s(orbit),
        )
        assert abs(apart_s) <= ROUNDING_S


@given(st.sampled_from([-90.0, 90.0]), nodes, longitudes, st.floats(89.2, 90.8))
def test_a_pad_at_a_pole_meets_planes_over_the_pole_once_a_turn(lat_deg, raan_deg, lon_deg, i_deg):
    orbit = target(i_deg, raan_deg)
    turn_s = math.tau / closing_rate_rad_s(orbit)

    found = windows(orbit, pad(lat_deg, lon_deg), days=4)

    assert {"tangent"} == {w.kind for w in found}
    for before, after in itertools.pairwise(found):
        assert abs((after.crossing - before.crossing).total_seconds() - turn_s) <= ROUNDING_S
    for window in found:
        assert abs(window.plane_offset_deg - abs(i_deg - 90.0)) <= OFFSET_DEG


@given(inclinations, nodes, latitudes, longitudes)
def test_years_are_joined_without_a_gap_or_a_repeat(i_deg, raan_deg, lat_deg, lon_deg):
    orbit = target(i_deg, raan_deg)
    turn_s = math.tau / closing_rate_rad_s(orbit)

    times = crossings(orbit, pad(lat_deg, lon_deg), days=1100)

    assert abs(len(times) - 1100 * 86400.0 / turn_s) < 1.0
    for before, after in itertools.pairwise(times):
        assert abs((after - before).total_seconds() - turn_s) <= ROUNDING_S


@given(inclinations, nodes, latitudes, longitudes, st.floats(min_value=-0.9, max_value=0.9))
def test_an_earth_that_is_ahead_brings_its_pads_earlier(i_deg, raan_deg, lat_deg, lon_deg, ahead_s):
    orbit, site = target(i_deg, raan_deg), pad(lat_deg, lon_deg)
    ahead = EarthOrientation(
        midnights_d=np.array([51544.0]),
        ut1_tai_s=np.array([ahead_s - tai_utc_s(datetime(2000, 1, 1, tzinfo=UTC))]),
        ut1_sd_s=np.zeros(1),
        pole_x_rad=np.zeros(1),
        pole_y_rad=np.zeros(1),
        predicted_from=None,
        wander_ratio=0.0,
    )

    as_utc, early = crossings(orbit, site), crossings(orbit, site, orientation=ahead)

    moved_s = shift_s(as_utc, early, math.tau / closing_rate_rad_s(orbit))
    assert abs(moved_s + ahead_s) <= ROUNDING_S


leads = st.builds(
    AscentLead,
    node_eci_deg=st.floats(min_value=0.0, max_value=359.9),
    injection_s=st.floats(min_value=400.0, max_value=6000.0),
    relative_launch_azimuth_deg=st.just(90.0),
)


@given(inclinations, nodes, latitudes, longitudes, leads)
def test_an_ascent_leads_its_crossing_by_the_same_time_every_day(
    i_deg, raan_deg, lat_deg, lon_deg, lead
):
    found = windows(target(i_deg, raan_deg), pad(lat_deg, lon_deg), days=6, ascent_leads=(lead,))

    led_s = [(w.crossing - w.liftoff).total_seconds() for w in found if w.liftoff]
    assert len(led_s) >= 5
    assert max(led_s) - min(led_s) <= ROUNDING_S
    assert max(map(abs, led_s)) <= 43200.0


@given(inclinations, nodes, latitudes, longitudes, leads, small_turns)
def test_an_ascent_that_ends_further_east_leaves_earlier_by_its_turn(
    i_deg, raan_deg, lat_deg, lon_deg, lead, turn_deg
):
    orbit, site = target(i_deg, raan_deg), pad(lat_deg, lon_deg)
    east = replace(lead, node_eci_deg=lead.node_eci_deg + turn_deg)
    rate = closing_rate_rad_s(orbit)

    here, there = (
        [w.liftoff for w in windows(orbit, site, ascent_leads=(each,)) if w.liftoff]
        for each in (lead, east)
    )

    moved_s = shift_s(here, there, math.tau / rate)
    assert abs(moved_s + rad(turn_deg) / rate) <= ROUNDING_S


@given(inclinations, nodes, latitudes, longitudes, leads)
def test_at_injection_the_flown_node_is_the_wanted_one(i_deg, raan_deg, lat_deg, lon_deg, lead):
    orbit = target(i_deg, raan_deg)
    plane = plane_of_target(orbit)

    for window in windows(orbit, pad(lat_deg, lon_deg), ascent_leads=(lead,)):
        if window.liftoff is None:
            continue
        flown_rad = rad(lead.node_eci_deg) + earth_rotation_angle_rad(window.liftoff)
        wanted_rad = plane.node_at_rad(window.liftoff + timedelta(seconds=lead.injection_s))
        assert abs(math.remainder(flown_rad - wanted_rad, math.tau)) <= NODE_RAD


@given(
    st.floats(min_value=51.0, max_value=88.0),
    st.floats(min_value=0.001, max_value=0.99),
    st.sampled_from([-1.0, 1.0]),
    st.booleans(),
)
def test_a_pad_beyond_the_plane_is_off_by_what_its_latitude_exceeds(lat_deg, off_deg, side, back):
    geocentric_deg = math.degrees(geocentric_latitude_rad(rad(lat_deg)))
    inclination_deg = geocentric_deg - off_deg
    orbit = target(180.0 - inclination_deg if back else inclination_deg, 20.0)
    speed_m_s = math.sqrt(EARTH_MU_M3_S2 / (EARTH_EQUATORIAL_RADIUS_M + 500e3))

    found = windows(orbit, pad(side * lat_deg, 40.0))

    assert {"tangent"} == {w.kind for w in found}
    for window in found:
        assert abs(window.plane_offset_deg - off_deg) <= OFFSET_DEG
        turn_m_s = 2.0 * speed_m_s * math.sin(rad(off_deg) / 2.0)
        assert abs(window.plane_change_m_s - turn_m_s) <= 1e-6 * turn_m_s
        assert (window.relative_launch_azimuth_deg > 180.0) == back
