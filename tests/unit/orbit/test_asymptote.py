import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.errors import InfeasibleError, InputError
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.asymptote import (
    asymptote_of_date_rad,
    coast_arc_rad,
    injection_argument_of_latitude_rad,
    planes_to_asymptote,
    true_anomaly_of_asymptote_rad,
)
from cosmodrome.orbit.frames import earth_attitude

AT = datetime(2028, 5, 1, tzinfo=UTC)
MARS = TargetOrbit(
    kind="escape",
    c3_km2_s2=12.0,
    right_ascension_deg=200.0,
    declination_deg=-30.0,
    inclination_deg=51.8,
)
A_YEAR_S = 3.2e7
# How far the course is from its asymptote after a year, mu / (r v^2) and a little more.
COURSE_DEG = 0.1


def state_at_injection(orbit, plane):
    """Return position and velocity on the axes of the celestial intermediate origin."""
    u, i, node = (
        injection_argument_of_latitude_rad(orbit, plane),
        plane.inclination_rad,
        plane.node_rad,
    )
    along = np.array([math.cos(node), math.sin(node), 0.0])
    across = np.array([-math.sin(node) * math.cos(i), math.cos(node) * math.cos(i), math.sin(i)])
    perigee_m = EARTH_EQUATORIAL_RADIUS_M + 200e3
    speed_m_s = math.sqrt(orbit.c3_km2_s2 * 1e6 + 2.0 * EARTH_MU_M3_S2 / perigee_m)
    outward = math.cos(u) * along + math.sin(u) * across
    onward = -math.sin(u) * along + math.cos(u) * across
    return perigee_m * outward, speed_m_s * onward


def course_after_s(r_m, v_m_s, t_s):
    def pull(_, state):
        return [*state[3:], *(-EARTH_MU_M3_S2 * state[:3] / np.linalg.norm(state[:3]) ** 3)]

    flown = solve_ivp(pull, (0.0, t_s), [*r_m, *v_m_s], method="DOP853", rtol=1e-10, atol=1e-3)
    return flown.y[3:, -1] / np.linalg.norm(flown.y[3:, -1])


@pytest.mark.parametrize("number", [0, 1])
def test_a_burn_where_the_plane_says_it_leaves_towards_the_asymptote(number):
    plane = planes_to_asymptote(MARS, AT)[number]

    course = course_after_s(*state_at_injection(MARS, plane), A_YEAR_S)

    on_the_sky = earth_attitude(AT).intermediate_from_gcrf.T @ course
    assert math.degrees(math.asin(on_the_sky[2])) == pytest.approx(-30.0, abs=COURSE_DEG)
    right_ascension_deg = math.degrees(math.atan2(on_the_sky[1], on_the_sky[0])) % 360.0
    assert right_ascension_deg == pytest.approx(200.0, abs=COURSE_DEG)


@pytest.mark.parametrize("tilt_deg", [30.5, 51.8, 90.0, 128.0])
@pytest.mark.parametrize("declination_deg", [-30.0, 0.0, 12.0])
def test_both_planes_hold_the_asymptote(tilt_deg, declination_deg):
    orbit = replace(MARS, inclination_deg=tilt_deg, declination_deg=declination_deg)
    declination_rad, longitude_rad = asymptote_of_date_rad(orbit, AT)

    for plane in planes_to_asymptote(orbit, AT):
        i, node = plane.inclination_rad, plane.node_rad
        normal = (math.sin(node) * math.sin(i), -math.cos(node) * math.sin(i), math.cos(i))
        direction = (
            math.cos(declination_rad) * math.cos(longitude_rad),
            math.cos(declination_rad) * math.sin(longitude_rad),
            math.sin(declination_rad),
        )
        assert np.dot(normal, direction) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("coast_from_rad", [0.0, 1.1, 4.0])
def test_the_shorter_coast_comes_first(coast_from_rad):
    planes = planes_to_asymptote(MARS, AT, coast_from_rad=coast_from_rad)

    short, long = (coast_arc_rad(MARS, each, coast_from_rad=coast_from_rad) for each in planes)
    assert 0.0 <= short < long < math.tau


def test_a_plane_just_as_steep_as_the_asymptote_is_one():
    declination_rad, _ = asymptote_of_date_rad(MARS, AT)
    one, other = planes_to_asymptote(
        replace(MARS, inclination_deg=math.degrees(abs(declination_rad))), AT
    )

    assert one.node_rad == pytest.approx(other.node_rad, abs=1e-6)


def test_a_parabola_points_half_a_turn_beyond_its_perigee():
    assert math.pi == true_anomaly_of_asymptote_rad(replace(MARS, c3_km2_s2=0.0))


def test_a_higher_perigee_turns_less():
    low_rad = true_anomaly_of_asymptote_rad(MARS)
    high_rad = true_anomaly_of_asymptote_rad(replace(MARS, perigee_altitude_km=1000.0))

    assert math.pi / 2.0 < high_rad < low_rad


def test_an_asymptote_beyond_the_inclination_is_out_of_reach_by_so_much():
    with pytest.raises(InfeasibleError, match=r"misses it by 10\.15 deg") as refused:
        planes_to_asymptote(replace(MARS, inclination_deg=20.0), AT)

    assert "asymptote-declination" == refused.value.rule
    assert refused.value.limit == pytest.approx(20.0)


def test_a_retrograde_plane_reaches_as_far_as_its_supplement():
    with pytest.raises(InfeasibleError, match=r"misses it by 10\.15 deg"):
        planes_to_asymptote(replace(MARS, inclination_deg=160.0), AT)


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("right_ascension_deg", "right_ascension_deg and declination_deg"),
        ("declination_deg", "right_ascension_deg and declination_deg"),
        ("inclination_deg", "inclination_deg"),
        ("c3_km2_s2", "c3_km2_s2"),
    ],
)
def test_an_escape_without_its_elements_is_malformed(missing, named):
    with pytest.raises(InputError, match=named):
        planes_to_asymptote(replace(MARS, **{missing: None}), AT)
