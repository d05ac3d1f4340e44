"""Gravity against the gradient of its own potential, and against WGS-84's normal gravity."""

import math

import numpy as np
import pytest

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_J2_COEFFICIENT,
    EARTH_J3_COEFFICIENT,
    EARTH_J4_COEFFICIENT,
    EARTH_MU_M3_S2,
    EARTH_ROTATION_RATE_RAD_S,
)
from cosmodrome.physics.earth import ecef_position_m
from cosmodrome.physics.gravity import gravity_m_s2, zonal_gravity_m_s2

ZONAL = (EARTH_J2_COEFFICIENT, EARTH_J3_COEFFICIENT, EARTH_J4_COEFFICIENT)
# Central differences over 50 m: what they leave out and what rounding of 6e7 J/kg puts in.
STEP_M = 50.0
DIFFERENCE_M_S2 = 1e-8
# Normal gravity at the equator and the poles, NGA.STND.0036, table 3.6.
NORMAL_EQUATOR_M_S2 = 9.7803253359
NORMAL_POLE_M_S2 = 9.8321849379
# Even harmonics of the level ellipsoid (Heiskanen & Moritz, eq. 2-92); its J6 is worth 4e-7 m/s2.
ELLIPSOID = (1.082629821313e-3, 0.0, -2.37091222e-6)
BEYOND_J4_M_S2 = 1e-6


def potential(r, j2, j3, j4):
    """Zonal potential with Legendre polynomials from numpy, z along the pole [m2/s2]."""
    radius_m = float(np.linalg.norm(r))
    series = np.zeros(5)
    for degree, j in ((2, j2), (3, j3), (4, j4)):
        series[degree] = -j * (EARTH_EQUATORIAL_RADIUS_M / radius_m) ** degree
    series[0] = 1.0
    return EARTH_MU_M3_S2 / radius_m * np.polynomial.legendre.legval(r[2] / radius_m, series)


@pytest.mark.parametrize("harmonics", [ZONAL, (*ZONAL[:2], 0.0), (ZONAL[0], 0.0, 0.0)])
@pytest.mark.parametrize("latitude_deg", [-90.0, -51.7, -5.0, 0.0, 33.0, 63.0, 89.9])
@pytest.mark.parametrize("altitude_m", [0.0, 450e3, 35786e3])
def test_gravity_is_the_gradient_of_the_zonal_potential(latitude_deg, altitude_m, harmonics):
    r = np.array(ecef_position_m(math.radians(latitude_deg), 1.1, altitude_m))

    pull = zonal_gravity_m_s2(*r, EARTH_MU_M3_S2, EARTH_EQUATORIAL_RADIUS_M, *harmonics)

    steps = STEP_M * np.eye(3)
    slope = [
        (potential(r + step, *harmonics) - potential(r - step, *harmonics)) / (2.0 * STEP_M)
        for step in steps
    ]
    assert slope == pytest.approx(pull, abs=DIFFERENCE_M_S2)


def felt(latitude_rad):
    """What a plumb line feels on the ellipsoid: the pull and the turning of the Earth [m/s2]."""
    x, y, z = ecef_position_m(latitude_rad, 0.0, 0.0)
    pull = zonal_gravity_m_s2(x, y, z, EARTH_MU_M3_S2, EARTH_EQUATORIAL_RADIUS_M, *ELLIPSOID)
    return np.array(pull) + EARTH_ROTATION_RATE_RAD_S**2 * np.array([x, y, 0.0])


@pytest.mark.parametrize(
    ("latitude_deg", "normal_m_s2"),
    [(0.0, NORMAL_EQUATOR_M_S2), (90.0, NORMAL_POLE_M_S2), (-90.0, NORMAL_POLE_M_S2)],
)
def test_a_plumb_line_feels_normal_gravity(latitude_deg, normal_m_s2):
    felt_m_s2 = float(np.linalg.norm(felt(math.radians(latitude_deg))))

    assert normal_m_s2 == pytest.approx(felt_m_s2, abs=BEYOND_J4_M_S2)


@pytest.mark.parametrize("latitude_deg", [-60.0, 20.0, 45.0, 70.0])
def test_a_plumb_line_stands_upright_on_the_ellipsoid(latitude_deg):
    latitude_rad = math.radians(latitude_deg)
    north = np.array([-math.sin(latitude_rad), 0.0, math.cos(latitude_rad)])

    assert 0.0 == pytest.approx(felt(latitude_rad) @ north, abs=BEYOND_J4_M_S2)


def test_a_plan_flies_in_the_field_of_j2():
    r = ecef_position_m(0.9, 2.2, 200e3)

    pull = zonal_gravity_m_s2(*r, EARTH_MU_M3_S2, EARTH_EQUATORIAL_RADIUS_M, ZONAL[0], 0.0, 0.0)

    assert pull == gravity_m_s2(*r)
