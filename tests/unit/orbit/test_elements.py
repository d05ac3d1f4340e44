import math

import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.orbit.elements import OrbitElements, elements_from_state, state_from_elements

# A state of 7,000 km that went through elements and back.
POSITION_TOLERANCE_M = 1e-5
SPEED_TOLERANCE_M_S = 1e-8


def elements(*, eccentricity=0.01, inclination_rad=1.0, **others):
    values = {"semi_major_axis_m": 7e6, "raan_rad": 4.0, "argp_rad": 5.0, "true_anomaly_rad": 3.0}
    return OrbitElements(
        eccentricity=eccentricity, inclination_rad=inclination_rad, **{**values, **others}
    )


@pytest.mark.parametrize(
    "orbit",
    [
        elements(),
        elements(eccentricity=0.0),
        elements(inclination_rad=0.0),
        elements(eccentricity=0.0, inclination_rad=0.0),
        elements(inclination_rad=math.pi),
        elements(inclination_rad=math.pi / 2.0),
        elements(eccentricity=1.4, semi_major_axis_m=-9e6, true_anomaly_rad=1.0),
    ],
    ids=["low", "circular", "equatorial", "both", "retrograde", "polar", "hyperbola"],
)
def test_a_state_survives_the_way_through_elements(orbit):
    r_m, v_m_s = state_from_elements(orbit)

    again_r_m, again_v_m_s = state_from_elements(elements_from_state(r_m, v_m_s))

    assert np.linalg.norm(again_r_m - r_m) <= POSITION_TOLERANCE_M
    assert np.linalg.norm(again_v_m_s - v_m_s) <= SPEED_TOLERANCE_M_S


def test_a_circular_orbit_counts_from_its_node():
    found = elements_from_state(*state_from_elements(elements(eccentricity=0.0)))

    assert found.argp_rad == 0.0
    assert found.true_anomaly_rad == pytest.approx((5.0 + 3.0) % math.tau, abs=1e-9)


def test_an_equatorial_orbit_counts_from_the_x_axis():
    found = elements_from_state(*state_from_elements(elements(inclination_rad=0.0)))

    assert found.raan_rad == 0.0
    assert found.argp_rad == pytest.approx((4.0 + 5.0) % math.tau, abs=1e-9)


def test_a_fall_to_the_centre_has_no_plane():
    with pytest.raises(InputError, match="no orbit plane"):
        elements_from_state(np.array([7e6, 0.0, 0.0]), np.array([-100.0, 0.0, 0.0]))


def test_a_parabola_has_no_semi_major_axis():
    escape_m_s = math.sqrt(2.0 * 3.986004418e14 / 7e6)

    with pytest.raises(InputError, match="parabola"):
        elements_from_state(np.array([7e6, 0.0, 0.0]), np.array([0.0, escape_m_s, 0.0]))
