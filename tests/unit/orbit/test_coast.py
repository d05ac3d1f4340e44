"""A coast in closed steps against an adaptive integration about the oblate Earth."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.orbit.coast import SHARES, STEPS, WEIGHTS, coast_points, eccentric_growth_rad
from cosmodrome.orbit.elements import OrbitElements, state_from_elements
from cosmodrome.orbit.propagation import coasted

# Of second order in oblateness, over half a revolution: measured up to 245 m and 0.17 m/s on low
# circles from anywhere, 1.7 km and 0.25 m/s up to the apogee of transfers from near their perigee.
CIRCLE_M, CIRCLE_M_S = 300.0, 0.25
TRANSFER_M, TRANSFER_M_S = 2500.0, 0.4
LENGTH_S = 1e-6
# What oblateness does to a low orbit over half a revolution: the steps must carry it.
OBLATENESS_M = 5e3

angles = st.floats(0.0, 2.0 * math.pi)


@st.composite
def orbits(draw, eccentricities, anomalies):
    eccentricity = draw(st.floats(*eccentricities))
    perigee_m = EARTH_EQUATORIAL_RADIUS_M + draw(st.floats(150e3, 1000e3))
    return OrbitElements(
        semi_major_axis_m=perigee_m / (1.0 - eccentricity),
        eccentricity=eccentricity,
        inclination_rad=draw(st.floats(0.0, math.pi)),
        raan_rad=draw(angles),
        argp_rad=draw(angles),
        true_anomaly_rad=draw(st.floats(*anomalies)),
    )


CIRCLES = orbits((0.0, 0.02), (0.0, 2.0 * math.pi))
# A coast begins near the perigee that a burn has just left.
TRANSFERS = orbits((0.02, 0.74), (0.0, 0.6))


def flown(state, duration_s):
    r, v = coasted(state[:3], state[3:], np.array([0.0, duration_s]))
    return np.concatenate([r[-1], v[-1]])


def gap(a, b):
    return np.linalg.norm(a[:3] - b[:3]), np.linalg.norm(a[3:] - b[3:])


def miss_over(orbit, share):
    """Gap to an integration over a share of a revolution, and between the lengths of both."""
    state, duration_s = np.concatenate(state_from_elements(orbit)), share * orbit.period_s
    points, length_s = coast_points(state, eccentric_growth_rad(state, duration_s))
    return *gap(flown(state, duration_s), points[-1]), abs(length_s - duration_s)


@settings(max_examples=25, deadline=None)
@given(CIRCLES, st.floats(0.02, 0.5))
def test_half_a_revolution_of_a_low_orbit_ends_where_an_integration_does(orbit, share):
    position_m, velocity_m_s, late_s = miss_over(orbit, share)

    assert late_s < LENGTH_S
    assert position_m < CIRCLE_M
    assert velocity_m_s < CIRCLE_M_S


@settings(max_examples=25, deadline=None)
@given(TRANSFERS, st.floats(0.02, 0.5))
def test_a_transfer_reaches_its_apogee_where_an_integration_does(orbit, share):
    position_m, velocity_m_s, late_s = miss_over(orbit, share)

    assert late_s < LENGTH_S
    assert position_m < TRANSFER_M
    assert velocity_m_s < TRANSFER_M_S


def test_the_steps_carry_what_oblateness_does():
    orbit = OrbitElements(
        semi_major_axis_m=EARTH_EQUATORIAL_RADIUS_M + 200e3,
        eccentricity=0.0,
        inclination_rad=math.radians(51.6),
        raan_rad=1.0,
        argp_rad=0.0,
        true_anomaly_rad=0.5,
    )
    state, half_s = np.concatenate(state_from_elements(orbit)), 0.5 * orbit.period_s
    about_a_point = np.concatenate([-state[:3], -state[3:]])

    points, _ = coast_points(state, eccentric_growth_rad(state, half_s))

    assert gap(about_a_point, points[-1])[0] > OBLATENESS_M
    assert gap(flown(state, half_s), points[-1])[0] < CIRCLE_M


def test_an_unbound_state_is_slowed_to_a_circle():
    r_m = 7e6
    circle_m_s = math.sqrt(EARTH_MU_M3_S2 / r_m)
    fast, circling = (np.array([r_m, 0.0, 0.0, 0.0, v, 0.0]) for v in (12e3, circle_m_s))

    growth_rad = eccentric_growth_rad(fast, 600.0)

    assert eccentric_growth_rad(circling, 600.0) == pytest.approx(growth_rad, rel=1e-12)
    assert np.allclose(coast_points(circling, 0.5)[0], coast_points(fast, 0.5)[0], rtol=1e-12)


def test_steps_and_pulls_make_a_whole():
    assert 1.0 == pytest.approx(sum(STEPS), abs=1e-15)
    assert 1.0 == pytest.approx(sum(WEIGHTS), abs=1e-15)
    assert list(SHARES) == sorted(SHARES)


@pytest.mark.parametrize("power", range(8))
def test_a_panel_of_four_points_integrates_powers_up_to_seven(power):
    nodes, pulls = np.array(SHARES), np.array(WEIGHTS[:-1])

    assert 1.0 / (power + 1) == pytest.approx(pulls @ nodes**power, abs=1e-14)
