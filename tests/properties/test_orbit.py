"""Round trips of elements, frames and places."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.orbit.elements import (
    OrbitElements,
    elements_from_state,
    mean_anomaly_of_true_rad,
    state_from_elements,
    true_anomaly_of_mean_rad,
)
from cosmodrome.orbit.frames import (
    earth_attitude,
    ecef_of_place_m,
    ecef_to_gcrf,
    eci_of_liftoff_to_ecef,
    eci_of_liftoff_to_gcrf,
    enu_from_ecef,
    gcrf_to_ecef,
    place_of_ecef,
)

# An eccentricity below 1e-11 is taken as zero, which moves a point by twice that of the radius.
POSITION_M = 2e-3
SPEED_M_S = 1e-6
# ERFA's closed form for the latitude, in double precision.
PLACE_M = 1e-5
ANGLE_RAD = 1e-10

angles = st.floats(min_value=0.0, max_value=math.tau, exclude_max=True)
eccentricities = st.floats(min_value=0.0, max_value=0.9)
instants = st.integers(min_value=0, max_value=80 * 365 * 86400).map(
    lambda seconds: datetime(1980, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
latitudes = st.floats(min_value=-90.0, max_value=90.0)
longitudes = st.floats(min_value=-180.0, max_value=180.0)
altitudes = st.floats(min_value=-400.0, max_value=1e6)


@st.composite
def orbits(draw):
    return OrbitElements(
        semi_major_axis_m=draw(st.floats(min_value=6.6e6, max_value=5e7)),
        eccentricity=draw(eccentricities),
        inclination_rad=draw(st.floats(min_value=0.0, max_value=math.pi)),
        raan_rad=draw(angles),
        argp_rad=draw(angles),
        true_anomaly_rad=draw(angles),
    )


@given(orbits())
def test_a_state_survives_the_way_through_elements(orbit):
    r_m, v_m_s = state_from_elements(orbit)

    again_m, again_m_s = state_from_elements(elements_from_state(r_m, v_m_s))

    assert np.linalg.norm(again_m - r_m) <= POSITION_M
    assert np.linalg.norm(again_m_s - v_m_s) <= SPEED_M_S


@given(angles, eccentricities)
def test_anomalies_survive_a_round_trip(true_rad, eccentricity):
    back_rad = true_anomaly_of_mean_rad(
        mean_anomaly_of_true_rad(true_rad, eccentricity), eccentricity
    )

    assert abs(math.remainder(back_rad - true_rad, math.tau)) <= 1e3 * ANGLE_RAD


@given(orbits(), instants, st.floats(min_value=-3600.0, max_value=3600.0))
def test_sky_and_earth_are_inverse_to_each_other(orbit, epoch, t_s):
    r_m, v_m_s = state_from_elements(orbit)
    attitude = earth_attitude(epoch)

    again_m, again_m_s = ecef_to_gcrf(
        *gcrf_to_ecef(r_m, v_m_s, attitude=attitude, t_s=t_s), attitude=attitude, t_s=t_s
    )

    assert np.linalg.norm(again_m - r_m) <= POSITION_M
    assert np.linalg.norm(again_m_s - v_m_s) <= SPEED_M_S


@given(orbits(), instants)
def test_at_lift_off_the_axes_of_the_flight_are_those_of_the_earth(orbit, liftoff):
    r_m, v_m_s = state_from_elements(orbit)

    sky = eci_of_liftoff_to_gcrf(r_m, v_m_s, liftoff)
    by_sky_m, by_sky_m_s = gcrf_to_ecef(*sky, attitude=earth_attitude(liftoff))
    direct_m, direct_m_s = eci_of_liftoff_to_ecef(r_m, v_m_s, 0.0)

    assert np.linalg.norm(by_sky_m - direct_m) <= POSITION_M
    assert np.linalg.norm(by_sky_m_s - direct_m_s) <= SPEED_M_S


@given(latitudes, longitudes, altitudes)
def test_places_survive_a_round_trip(latitude_deg, longitude_deg, altitude_m):
    r_m = ecef_of_place_m(np.radians(latitude_deg), np.radians(longitude_deg), altitude_m)

    assert np.linalg.norm(ecef_of_place_m(*place_of_ecef(r_m)) - r_m) <= PLACE_M


@given(latitudes, longitudes)
def test_up_points_away_from_the_ellipsoid(latitude_deg, longitude_deg):
    place = np.radians(latitude_deg), np.radians(longitude_deg)

    axes = enu_from_ecef(*place)
    climb_m = ecef_of_place_m(*place, 100.0) - ecef_of_place_m(*place, 0.0)

    assert np.allclose(axes @ climb_m, [0.0, 0.0, 100.0], rtol=0.0, atol=PLACE_M)
