"""Closed forms of coasts against their own laws and an adaptive integration."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.flight.fall import vacuum_impact_point
from cosmodrome.orbit.elements import OrbitElements, state_from_elements
from cosmodrome.orbit.frames import place_of_ecef
from cosmodrome.physics.earth import OMEGA, rotate_about_pole
from cosmodrome.physics.gravity import gravity_m_s2
from cosmodrome.physics.kepler import coasted_state, descent, kicked_velocity_m_s

MU = EARTH_MU_M3_S2
# Closed forms lose a few digits, by far more where a sum of large terms nearly cancels.
DIGITS = 1e-11
# Position of a fall, beside a radius of 6.4e6 m.
SPHERE_M = 1e-3
# The ellipsoid stands up to 21 km inside the sphere: falls that end at the equator agree.
PLACE_DEG = 2e-3
TIME_S = 0.05
# An integration to 1e-12 over minutes.
INTEGRATED_M = 1e-2

angles = st.floats(0.0, 2.0 * math.pi)


@st.composite
def states(draw, lowest_perigee_m=100e3, highest_perigee_m=2000e3, eccentricities=(0.0, 0.75)):
    eccentricity = draw(st.floats(*eccentricities))
    perigee_m = EARTH_EQUATORIAL_RADIUS_M + draw(st.floats(lowest_perigee_m, highest_perigee_m))
    elements = OrbitElements(
        semi_major_axis_m=perigee_m / (1.0 - eccentricity),
        eccentricity=eccentricity,
        inclination_rad=draw(st.floats(0.0, math.pi)),
        raan_rad=draw(angles),
        argp_rad=draw(angles),
        true_anomaly_rad=draw(angles),
    )
    return np.concatenate(state_from_elements(elements))


def energy(state):
    return 0.5 * state[3:] @ state[3:] - MU / np.linalg.norm(state[:3])


def momentum(state):
    return np.cross(state[:3], state[3:])


def coasted(state, growth_rad):
    *there, time_s = coasted_state(*state.tolist(), growth_rad, MU)
    return np.array(there), time_s


@given(states(), st.floats(0.0, 6.8))
def test_a_coast_keeps_energy_and_momentum(state, growth_rad):
    after, _ = coasted(state, growth_rad)

    assert energy(state) == pytest.approx(energy(after), rel=DIGITS)
    assert np.linalg.norm(momentum(state) - momentum(after)) < DIGITS * np.linalg.norm(
        momentum(state)
    )


@given(states())
def test_a_whole_turn_comes_back_after_a_period(state):
    semi_major_m = -MU / (2.0 * energy(state))

    after, time_s = coasted(state, 2.0 * math.pi)

    assert 2.0 * math.pi * math.sqrt(semi_major_m**3 / MU) == pytest.approx(time_s, rel=DIGITS)
    assert state[:3] == pytest.approx(after[:3], abs=DIGITS * 1e3 * np.linalg.norm(state[:3]))


@given(states(), st.floats(0.0, 3.0), st.floats(0.0, 3.0))
def test_two_coasts_make_one(state, first_rad, second_rad):
    there, first_s = coasted(state, first_rad)
    after, second_s = coasted(there, second_rad)

    at_once, time_s = coasted(state, first_rad + second_rad)

    size = np.linalg.norm(at_once[:3])
    assert time_s == pytest.approx(first_s + second_s, rel=DIGITS * 1e2, abs=1e-6)
    assert at_once[:3] == pytest.approx(after[:3], abs=1e-9 * size)


def test_a_kick_is_what_oblateness_adds_to_gravity():
    state = np.array([5.0e6, 3.0e6, 3.5e6, -4.0e3, 6.0e3, 1.5e3])
    r_m = np.linalg.norm(state[:3])
    semi_major_m = -MU / (2.0 * energy(state))
    # dt = r / a dE / n: Kepler's equation differentiated.
    time_s = r_m / semi_major_m * 0.05 * math.sqrt(semi_major_m**3 / MU)
    pull = np.array(gravity_m_s2(*state[:3].tolist())) + MU * state[:3] / r_m**3

    kicked = kicked_velocity_m_s(*state.tolist(), 0.05)

    assert state[3:] + time_s * pull == pytest.approx(np.array(kicked), rel=1e-12)


@given(
    states(lowest_perigee_m=-5000e3, highest_perigee_m=-100e3, eccentricities=(0.1, 0.6)),
    st.floats(10e3, 150e3),
)
def test_a_descent_ends_on_the_sphere_on_the_same_orbit(state, height_m):
    if np.linalg.norm(state[:3]) < EARTH_EQUATORIAL_RADIUS_M + height_m:
        return
    *place, fall_s = descent(*state.tolist(), EARTH_EQUATORIAL_RADIUS_M, MU)

    assert fall_s > 0.0
    assert EARTH_EQUATORIAL_RADIUS_M == pytest.approx(np.linalg.norm(place), abs=SPHERE_M)
    assert 0.0 == pytest.approx(
        momentum(state) @ place / np.linalg.norm(momentum(state)), abs=SPHERE_M
    )


def test_a_descent_is_where_an_integration_meets_the_sphere():
    state = np.array([6.45e6, 1.0e5, -2.0e5, 900.0, 3.0e3, 2.0e3])

    def point_mass(_t, x):
        return np.concatenate([x[3:], -MU * x[:3] / np.linalg.norm(x[:3]) ** 3])

    def ground(_t, x):
        return np.linalg.norm(x[:3]) - EARTH_EQUATORIAL_RADIUS_M

    ground.terminal = True
    ground.direction = -1.0
    flown = solve_ivp(
        point_mass, (0.0, 3000.0), state, method="DOP853", rtol=1e-12, atol=1e-9, events=ground
    )

    *place, fall_s = descent(*state.tolist(), EARTH_EQUATORIAL_RADIUS_M, MU)

    assert flown.y_events[0][0][:3] == pytest.approx(np.array(place), abs=INTEGRATED_M)
    assert flown.t_events[0][0] == pytest.approx(fall_s, abs=1e-5)


def test_a_descent_to_the_equator_is_the_instantaneous_impact_point():
    separated = np.array([6.5e6, 1.0e5, 0.0, 500.0, 4.0e3, 0.0])
    impact = vacuum_impact_point(separated[:3], separated[3:], t_s=200.0)

    x, y, z, fall_s = descent(*separated.tolist(), EARTH_EQUATORIAL_RADIUS_M, MU)

    east = rotate_about_pole(x, y, -OMEGA * (200.0 + fall_s))
    latitude, longitude, _ = place_of_ecef(np.array([*east, z]))
    assert impact.t_s == pytest.approx(200.0 + fall_s, abs=TIME_S)
    assert impact.latitude_deg == pytest.approx(math.degrees(latitude), abs=PLACE_DEG)
    assert impact.longitude_deg == pytest.approx(math.degrees(longitude), abs=PLACE_DEG)
