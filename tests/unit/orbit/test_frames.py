from datetime import UTC, datetime

import numpy as np
import pytest

from cosmodrome.orbit.frames import (
    BLOCK,
    earth_attitude,
    ecef_to_gcrf,
    eci_of_liftoff_to_ecef,
    eci_of_liftoff_to_gcrf,
    gcrf_to_ecef,
)
from cosmodrome.store.earth_orientation_file import load_earth_orientation
from cosmodrome.store.layers import layers_over

LIFTOFF = datetime(2024, 2, 29, 5, 43, 26, tzinfo=UTC)
# Half a microsecond of arc at the distance of a low orbit, and the speed there.
SAME_M, SAME_M_S = 1e-6, 1e-9
ARCSECOND_RAD = np.radians(1.0 / 3600.0)


def many_states(count):
    rng = np.random.default_rng(7)
    return rng.normal(size=(count, 3)) * 7e6, rng.normal(size=(count, 3)) * 7e3


def test_states_in_many_blocks_are_turned_as_one_by_one():
    r_m, v_m_s = many_states(2 * BLOCK + 3)
    t_s = np.linspace(0.0, 600.0, len(r_m))
    attitude = earth_attitude(LIFTOFF, ut1_utc_s=0.1, pole_rad=(1e-6, 2e-6))

    for turned in (gcrf_to_ecef, ecef_to_gcrf):
        r_all, v_all = turned(r_m, v_m_s, attitude=attitude, t_s=t_s)
        for row in (0, BLOCK - 1, BLOCK, 2 * BLOCK, len(r_m) - 1):
            r_one, v_one = turned(r_m[row], v_m_s[row], attitude=attitude, t_s=t_s[row])
            assert np.linalg.norm(r_all[row] - r_one) <= SAME_M
            assert np.linalg.norm(v_all[row] - v_one) <= SAME_M_S


def test_many_states_of_one_instant_share_its_angle():
    r_m, v_m_s = many_states(BLOCK + 1)
    attitude = earth_attitude(LIFTOFF)

    at_once, _ = gcrf_to_ecef(r_m, v_m_s, attitude=attitude, t_s=30.0)
    each, _ = gcrf_to_ecef(r_m, v_m_s, attitude=attitude, t_s=np.full(len(r_m), 30.0))

    assert np.max(np.abs(at_once - each)) <= SAME_M


def test_a_round_trip_with_a_pole_off_zero_comes_back():
    r_m, v_m_s = many_states(50)
    attitude = earth_attitude(LIFTOFF, ut1_utc_s=-0.3, pole_rad=(2e-6, -1e-6))

    r_back, v_back = ecef_to_gcrf(
        *gcrf_to_ecef(r_m, v_m_s, attitude=attitude, t_s=12.0), attitude=attitude, t_s=12.0
    )

    assert np.max(np.abs(r_back - r_m)) <= SAME_M
    assert np.max(np.abs(v_back - v_m_s)) <= SAME_M_S


def test_the_pole_tips_the_axes_as_it_is_defined():
    # IERS Conventions (2010), section 5.4.1: x towards Greenwich, y towards 90 deg west.
    away_rad = 0.3 * ARCSECOND_RAD
    level = earth_attitude(LIFTOFF)
    pole_m = 6.4e6 * level.intermediate_from_gcrf[2]

    towards_greenwich, _ = gcrf_to_ecef(
        pole_m, np.zeros(3), attitude=earth_attitude(LIFTOFF, pole_rad=(away_rad, 0.0))
    )
    towards_west, _ = gcrf_to_ecef(
        pole_m, np.zeros(3), attitude=earth_attitude(LIFTOFF, pole_rad=(0.0, away_rad))
    )

    assert towards_greenwich == pytest.approx([6.4e6 * away_rad, 0.0, 6.4e6], abs=1e-3)
    assert towards_west == pytest.approx([0.0, -6.4e6 * away_rad, 6.4e6], abs=1e-3)


def test_a_flight_in_the_sky_and_on_the_earth_are_one_flight():
    orientation = load_earth_orientation(layers_over([]))
    r_m, v_m_s = many_states(20)
    t_s = np.linspace(0.0, 600.0, 20)
    x_rad, y_rad = orientation.pole_rad(LIFTOFF)
    attitude = earth_attitude(
        LIFTOFF,
        ut1_utc_s=float(orientation.ut1_utc_s(LIFTOFF)),
        pole_rad=(float(x_rad), float(y_rad)),
    )

    sky = eci_of_liftoff_to_gcrf(r_m, v_m_s, LIFTOFF, orientation=orientation)
    fixed, _ = gcrf_to_ecef(*sky, attitude=attitude, t_s=t_s)
    turned, _ = eci_of_liftoff_to_ecef(r_m, v_m_s, t_s)

    # A flight's axes turn about its own z, from which the pole of that day is 0.35 arcsec away:
    # in ten minutes, 0.044 rad, that tilts a place.
    tilted_m = 2.5e7 * 0.35 * ARCSECOND_RAD * 0.044
    assert np.max(np.linalg.norm(fixed - turned, axis=1)) <= tilted_m
    assert np.linalg.norm(fixed[0] - turned[0]) <= SAME_M
