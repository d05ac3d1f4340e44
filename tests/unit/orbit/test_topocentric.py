import math

import numpy as np
import pytest

from cosmodrome.orbit.frames import ecef_of_place_m, enu_from_ecef
from cosmodrome.orbit.topocentric import look_angles

PLACE = {"latitude_rad": 0.9, "longitude_rad": 2.2, "altitude_m": 300.0}
AT_M = ecef_of_place_m(*PLACE.values())
AXES = enu_from_ecef(0.9, 2.2)
ANGLE_RAD = 1e-12


@pytest.mark.parametrize(
    ("enu", "azimuth_deg", "elevation_deg"),
    [
        ((0.0, 1.0, 0.0), 0.0, 0.0),
        ((1.0, 0.0, 0.0), 90.0, 0.0),
        ((0.0, -1.0, 1.0), 180.0, 45.0),
        ((-1.0, 0.0, -1.0), 270.0, -45.0),
    ],
)
def test_azimuth_goes_clockwise_from_north(enu, azimuth_deg, elevation_deg):
    r_m = AT_M + 1e6 * np.array(enu) @ AXES

    look = look_angles(r_m, np.zeros(3), **PLACE)

    assert math.degrees(look.azimuth_rad) == pytest.approx(azimuth_deg, abs=1e-6)
    assert math.degrees(look.elevation_rad) == pytest.approx(elevation_deg, abs=1e-6)
    assert look.range_m == pytest.approx(1e6 * np.linalg.norm(enu), abs=1e-3)


def test_what_comes_closer_has_a_negative_rate_that_is_the_growth_of_range():
    r_m = AT_M + np.array([3e5, -4e5, 8e5]) @ AXES
    v_m_s = np.array([1000.0, 6500.0, -3000.0])
    step_s = 0.01

    later = look_angles(r_m + step_s * v_m_s, v_m_s, **PLACE).range_m
    before = look_angles(r_m - step_s * v_m_s, v_m_s, **PLACE).range_m
    rate_m_s = look_angles(r_m, v_m_s, **PLACE).range_rate_m_s

    assert rate_m_s == pytest.approx((later - before) / (2.0 * step_s), abs=1e-3)
    toward_m_s = (AT_M - r_m) / np.linalg.norm(AT_M - r_m) * 5000.0
    assert look_angles(r_m, toward_m_s, **PLACE).range_rate_m_s == pytest.approx(-5000.0, abs=1e-6)


def test_many_looks_have_the_shape_of_the_states():
    r_m = AT_M + np.random.default_rng(1).normal(size=(4, 5, 3)) * 1e6

    look = look_angles(r_m, np.ones_like(r_m), **PLACE)

    assert look.azimuth_rad.shape == look.range_rate_m_s.shape == (4, 5)
    one = look_angles(r_m[2, 3], np.ones(3), **PLACE)
    assert look.elevation_rad[2, 3] == pytest.approx(one.elevation_rad, abs=ANGLE_RAD)
