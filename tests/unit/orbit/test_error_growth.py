"""Errors grow as differences of integrated orbits do."""

import math

import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.orbit.elements import OrbitElements, state_from_elements
from cosmodrome.orbit.error_growth import grown_covariance_rtn_m2, one_sigma_m
from cosmodrome.orbit.injection_error import covariance_inertial
from cosmodrome.orbit.mean_elements_fit import orbital_axes
from cosmodrome.orbit.propagation import coasted
from cosmodrome.vehicles.cutoff import CutoffError

ERROR = CutoffError(speed_m_s=1.0, direction_deg=0.033, position_m=800.0)
# Secular J2 does not know its ripple within a revolution: after a day the satellite is elsewhere by
# more than a hundred kilometres, where errors across and in height stand a little otherwise.
ALONG_RATIO, ELSEWHERE_RATIO = 0.02, 0.15
RIPPLE_M = 20.0


def orbit(perigee_km, apogee_km):
    r_p, r_a = (6378.137e3 + 1e3 * height_km for height_km in (perigee_km, apogee_km))
    return state_from_elements(
        OrbitElements(
            semi_major_axis_m=0.5 * (r_p + r_a),
            eccentricity=(r_a - r_p) / (r_a + r_p),
            inclination_rad=1.7,
            raan_rad=1.0,
            argp_rad=0.7,
            true_anomaly_rad=0.3,
        )
    )


@pytest.mark.parametrize("heights_km", [(820.0, 820.0), (200.0, 242.0), (200.0, 35786.0)])
@pytest.mark.parametrize("t_s", [1.0, 6000.0, 86400.0])
def test_errors_grow_as_integrated_orbits_part(heights_km, t_s):
    r, v = orbit(*heights_km)
    covariance = covariance_inertial(r, v, ERROR)

    sigma_m = one_sigma_m(grown_covariance_rtn_m2(r, v, covariance, t_s=t_s))

    later, velocity = (x[-1] for x in coasted(r, v, np.array([0.0, t_s])))
    axes = orbital_axes(later, velocity)
    steps = 0.01 * np.linalg.cholesky(covariance).T
    off_m = [
        (
            coasted(r + step[:3], v + step[3:], np.array([0.0, t_s]))[0][-1]
            - coasted(r - step[:3], v - step[3:], np.array([0.0, t_s]))[0][-1]
        )
        / 0.02
        for step in steps
    ]
    integrated_m = np.sqrt(np.sum((np.array(off_m) @ axes.T) ** 2, axis=0))
    assert np.allclose(integrated_m, sigma_m, rtol=ELSEWHERE_RATIO, atol=RIPPLE_M)
    assert integrated_m[1] == pytest.approx(sigma_m[1], rel=ALONG_RATIO, abs=RIPPLE_M)


def test_a_day_of_errors_is_that_of_the_period():
    r, v = orbit(820.0, 820.0)
    radius_m, speed_m_s = float(np.linalg.norm(r)), float(np.linalg.norm(v))
    day_s = 86400.0

    covariance = covariance_inertial(r, v, ERROR)
    _, along_m, _ = one_sigma_m(grown_covariance_rtn_m2(r, v, covariance, t_s=day_s))

    # Of height 3 pi / 2 a revolution for each metre of the mean axis, 2 a (dv/v) and 2 dr.
    axis_m = 2.0 * math.hypot(radius_m * ERROR.speed_m_s / speed_m_s, ERROR.position_m)
    by_period_m = 1.5 * speed_m_s / radius_m * day_s * axis_m
    assert by_period_m == pytest.approx(along_m, rel=0.05)


def test_an_open_orbit_has_no_drift_to_grow_by():
    r, v = orbit(500.0, 500.0)

    with pytest.raises(InputError, match="ellipses"):
        grown_covariance_rtn_m2(r, 1.5 * v, np.eye(6), t_s=100.0)
