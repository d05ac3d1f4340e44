"""A customer who means mean elements gets them: by averaging, and by the local time kept."""

import math
from functools import cache

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.optimise import optimise_ascent
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.averaging import mean_elements
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.sun_synchronous import MEAN_SUN_RATE_RAD_S
from cosmodrome.orbit.target import complete_orbit

WANTED = complete_orbit(
    TargetOrbit(
        kind="sun-synchronous",
        perigee_altitude_km=820.0,
        apogee_altitude_km=820.0,
        ltdn_h=9.5,
        elements="mean",
    )
)
# First order in J2 leaves this much.
SIZE_M, INCLINATION_DEG, ECCENTRICITY = 100.0, 1e-3, 1e-4
# The inclination is that of the formula of first order: what is left is of the order of J2, 1.1 min
# of local time a year. Osculating elements at injection would leave six.
PACE_RATIO = 1.08e-3
REVOLUTIONS = 40


@cache
def injected():
    ascent = optimise_ascent(
        catalogue().configuration("soyuz-2.1b+fregat"),
        catalogue().complex("vostochny-1s"),
        WANTED,
        payload_kg=2900.0,
    )
    return ascent.injection.r_eci_m, ascent.injection.v_eci_m_s


def test_the_mean_elements_are_those_wanted():
    mean = mean_elements(*injected())

    assert pytest.approx(7198137.0, abs=SIZE_M) == mean.semi_major_axis_m
    wanted_deg = WANTED.inclination_deg
    assert pytest.approx(wanted_deg, abs=INCLINATION_DEG) == math.degrees(mean.inclination_rad)
    assert mean.eccentricity <= ECCENTRICITY


def test_the_node_keeps_up_with_the_mean_sun_under_j2():
    r_m, v_m_s = injected()
    period_s = mean_elements(r_m, v_m_s).period_s
    t_s = np.linspace(0.0, REVOLUTIONS * period_s, 60 * REVOLUTIONS + 1)

    r, v = coasted(r_m, v_m_s, t_s)

    h = np.cross(r, v)
    node_rad = np.unwrap(np.arctan2(h[:, 0], -h[:, 1]))
    # Whole revolutions at either end average the ripple out.
    first, last = node_rad[:600].mean(), node_rad[-600:].mean()
    pace_rad_s = (last - first) / (t_s[-600:].mean() - t_s[:600].mean())
    assert pytest.approx(MEAN_SUN_RATE_RAD_S, rel=PACE_RATIO) == pace_rad_s
