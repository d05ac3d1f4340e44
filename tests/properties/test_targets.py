"""What a target implies must hold: a track closes, the Sun is kept up with, planes shift."""

import itertools
import math
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import assume, given, reject
from hypothesis import strategies as st

from cosmodrome.errors import InfeasibleError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.asymptote import asymptote_of_date_rad, planes_to_asymptote
from cosmodrome.orbit.constellation import planes_of
from cosmodrome.orbit.frames import earth_attitude
from cosmodrome.orbit.plane import plane_of_raan
from cosmodrome.orbit.repeat_track import nodal_day_s, nodal_period_s
from cosmodrome.orbit.secular import node_rate_rad_s
from cosmodrome.orbit.sun_synchronous import MEAN_SUN_RATE_RAD_S
from cosmodrome.orbit.target import complete_orbit, plane_of_target, shape_of_target
from cosmodrome.units import rad

EPOCH = datetime(2028, 5, 1, tzinfo=UTC)
# A micrometre of semi-major axis, as a part of a period.
PERIOD_RATIO = 1e-12
RATE_RATIO = 1e-9
ANGLE_RAD = 1e-9

cycles = st.tuples(st.integers(10, 500), st.integers(1, 40)).filter(
    lambda cycle: math.gcd(*cycle) == 1 and 6.0 <= cycle[0] / cycle[1] <= 16.0
)
sun_synchronous_cycles = cycles.filter(lambda cycle: cycle[0] / cycle[1] >= 8.0)
inclinations = st.floats(min_value=1.0, max_value=179.0)
sizes_m = st.floats(min_value=6600e3, max_value=9000e3)


def closes(whole):
    elements = (*shape_of_target(whole), rad(whole.inclination_deg))
    revolutions, days = whole.repeat
    gone_s, turned_s = revolutions * nodal_period_s(*elements), days * nodal_day_s(*elements)
    return abs(gone_s / turned_s - 1.0) <= PERIOD_RATIO


@given(cycles, inclinations)
def test_a_circle_that_repeats_closes_its_track(cycle, inclination_deg):
    orbit = TargetOrbit(kind="circular", repeat=cycle, inclination_deg=inclination_deg)

    assert closes(complete_orbit(orbit))


@given(sun_synchronous_cycles, st.booleans())
def test_a_sun_synchronous_orbit_that_repeats_closes_its_track_and_keeps_its_pace(cycle, frozen):
    whole = complete_orbit(TargetOrbit(kind="sun-synchronous", repeat=cycle, frozen=frozen))

    pace_rad_s = node_rate_rad_s(*shape_of_target(whole), rad(whole.inclination_deg))
    assert closes(whole)
    assert abs(pace_rad_s / MEAN_SUN_RATE_RAD_S - 1.0) <= RATE_RATIO


@given(cycles, inclinations, st.floats(min_value=150.0, max_value=400.0))
def test_an_ellipse_that_repeats_closes_its_track_and_keeps_its_perigee(
    cycle, inclination_deg, perigee_km
):
    orbit = TargetOrbit(
        kind="elliptic",
        repeat=cycle,
        inclination_deg=inclination_deg,
        perigee_altitude_km=perigee_km,
    )
    try:
        whole = complete_orbit(orbit)
    except InfeasibleError:
        reject()

    assert closes(whole)
    assert abs(whole.perigee_altitude_km - perigee_km) <= 1e-6 * perigee_km


@given(cycles, inclinations)
def test_more_turns_a_day_are_flown_lower(cycle, inclination_deg):
    revolutions, days = cycle
    assume(revolutions + days <= 16 * days and math.gcd(revolutions + days, days) == 1)
    slow, fast = (
        complete_orbit(
            TargetOrbit(kind="circular", repeat=(turns, days), inclination_deg=inclination_deg)
        )
        for turns in (revolutions, revolutions + days)
    )

    assert fast.perigee_altitude_km < slow.perigee_altitude_km


@given(
    st.integers(min_value=2, max_value=40),
    st.floats(min_value=0.1, max_value=9.0),
    st.floats(min_value=0.0, max_value=359.9),
)
def test_the_planes_of_a_constellation_stand_a_spacing_apart(planes, spacing_deg, raan_deg):
    orbit = TargetOrbit(
        kind="circular",
        perigee_altitude_km=1200.0,
        apogee_altitude_km=1200.0,
        inclination_deg=87.9,
        raan_deg=raan_deg,
        raan_frame="true-of-date",
        raan_epoch=EPOCH,
        planes=planes,
        plane_spacing_deg=spacing_deg,
    )

    nodes_rad = [plane_of_target(each).raan_true_of_date_rad(EPOCH) for each in planes_of(orbit)]

    steps_rad = [
        math.remainder(later - before - rad(spacing_deg), math.tau)
        for before, later in itertools.pairwise(nodes_rad)
    ]
    assert max(abs(step) for step in steps_rad) <= ANGLE_RAD


@given(
    st.integers(min_value=2, max_value=24),
    st.floats(min_value=1.0, max_value=50.0),
    st.floats(min_value=0.0, max_value=23.9),
)
def test_planes_in_local_time_cross_the_equator_a_spacing_later(planes, spacing_min, ltan_h):
    orbit = TargetOrbit(
        kind="sun-synchronous",
        perigee_altitude_km=600.0,
        apogee_altitude_km=600.0,
        ltan_h=ltan_h,
        planes=planes,
        plane_spacing_min=spacing_min,
    )

    hours = [plane_of_target(each).ltan_h(EPOCH) for each in planes_of(orbit)]

    later_h = [
        math.remainder(after - before - spacing_min / 60.0, 24.0)
        for before, after in itertools.pairwise(hours)
    ]
    assert max(abs(each) for each in later_h) <= 1e-6


@given(
    st.floats(min_value=-50.0, max_value=50.0),
    st.floats(min_value=0.0, max_value=359.9),
    st.floats(min_value=51.0, max_value=129.0),
)
def test_two_planes_of_an_escape_mirror_each_other_about_their_asymptote(
    declination_deg, right_ascension_deg, inclination_deg
):
    orbit = TargetOrbit(
        kind="escape",
        c3_km2_s2=10.0,
        declination_deg=declination_deg,
        right_ascension_deg=right_ascension_deg,
        inclination_deg=inclination_deg,
    )
    _, longitude_rad = asymptote_of_date_rad(orbit, EPOCH)

    ahead_rad = [longitude_rad - plane.node_rad for plane in planes_to_asymptote(orbit, EPOCH)]

    assert abs(math.remainder(sum(ahead_rad) - math.pi, math.tau)) <= ANGLE_RAD


@given(st.floats(min_value=0.0, max_value=50.0))
def test_an_escape_of_the_date_is_where_the_sky_was_carried(turn_deg):
    orbit = TargetOrbit(
        kind="escape", c3_km2_s2=10.0, declination_deg=10.0, right_ascension_deg=turn_deg
    )
    turned = replace(orbit, right_ascension_deg=turn_deg + 90.0)

    (_, here_rad), (_, there_rad) = (asymptote_of_date_rad(o, EPOCH) for o in (orbit, turned))

    # The pole has moved by 0.16 deg since 2000: a right angle stays one within that.
    assert abs(math.remainder(there_rad - here_rad - math.pi / 2.0, math.tau)) <= rad(0.16)


@given(st.floats(0.0, 360.0), st.floats(1.0, 179.0))
def test_a_plane_in_gcrf_is_the_same_plane_of_date(raan_deg, inclination_deg):
    orbit = TargetOrbit(
        kind="circular",
        perigee_altitude_km=500.0,
        apogee_altitude_km=500.0,
        inclination_deg=inclination_deg,
        raan_deg=raan_deg,
        raan_frame="gcrf",
        raan_epoch=EPOCH,
    )
    plane = plane_of_raan(
        rad(raan_deg), rad(inclination_deg), frame="gcrf", epoch=EPOCH, node_rate_rad_s=0.0
    )

    whole = complete_orbit(orbit)

    aimed = plane_of_target(whole)
    assert "true-of-date" == whole.raan_frame
    assert abs(aimed.inclination_rad - plane.inclination_rad) <= ANGLE_RAD
    away_rad = math.remainder(aimed.node_rad - plane.node_rad, math.tau)
    assert abs(away_rad) * math.sin(plane.inclination_rad) <= ANGLE_RAD
    assert whole == complete_orbit(whole)


@given(st.floats(0.0, 360.0), st.floats(300.0, 1000.0))
def test_a_sun_synchronous_plane_in_gcrf_keeps_its_node_there_and_its_tilt_of_date(
    raan_deg, altitude_km
):
    orbit = TargetOrbit(
        kind="sun-synchronous",
        perigee_altitude_km=altitude_km,
        apogee_altitude_km=altitude_km,
        raan_deg=raan_deg,
        raan_frame="gcrf",
        raan_epoch=EPOCH,
    )

    whole = complete_orbit(orbit)

    plain = replace(orbit, raan_deg=None, raan_frame=None, raan_epoch=None)
    assert complete_orbit(plain).inclination_deg == whole.inclination_deg
    attitude = earth_attitude(EPOCH)
    node, tilt = rad(whole.raan_deg), rad(whole.inclination_deg)
    of_date = (math.sin(node) * math.sin(tilt), -math.cos(node) * math.sin(tilt), math.cos(tilt))
    x, y, _ = attitude.true_of_date_from_gcrf.T @ of_date
    assert abs(math.remainder(math.atan2(x, -y) - rad(raan_deg), math.tau)) <= ANGLE_RAD
