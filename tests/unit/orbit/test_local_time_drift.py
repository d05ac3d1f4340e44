"""How a sun-synchronous orbit loses its local time, against slopes, samples and closed forms."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from tests.fixtures.low_orbits import CUTOFF_ERROR, orbit, state

from cosmodrome.orbit.injection_error import scattered_orbits
from cosmodrome.orbit.local_time_drift import local_time_drift
from cosmodrome.orbit.sun import sun_equatorial_rad
from cosmodrome.orbit.sun_synchronous import inclination_deg, yearly_local_time_drift_min

NEWYEAR = datetime(2028, 1, 1, tzinfo=UTC)
KM_M = 1e3
SMALL_MIN = 0.3
SLOPE_RATIO = 1e-3
# Mean Sun in the closed form, true Sun of one year in the answer.
SUN_RATIO = 0.1
A_M = 7198137.0
MEAN = replace(
    orbit(perigee_km=820.0, apogee_km=820.0),
    inclination_rad=math.radians(inclination_deg(A_M)),
)


def node_at_rad(ltan_h):
    right_ascension, _ = sun_equatorial_rad(NEWYEAR)
    return float(right_ascension) + (ltan_h - 12.0) / 24.0 * 2.0 * math.pi


def of_sun_min(ltan_h):
    drift = local_time_drift(MEAN, None, sun_from=(NEWYEAR, node_at_rad(ltan_h)))
    return drift.of_sun_first_year_min


def test_a_sun_synchronous_orbit_does_not_drift_as_planned():
    assert 0.0 == pytest.approx(
        local_time_drift(MEAN, None, sun_from=None).planned_yearly_min, abs=1e-6
    )


def test_slopes_are_those_of_the_drift():
    drift = local_time_drift(MEAN, None, sun_from=None)
    higher = yearly_local_time_drift_min(A_M + 0.1 * KM_M, 0.0, MEAN.inclination_rad) / 0.1
    steeper = (
        yearly_local_time_drift_min(A_M, 0.0, MEAN.inclination_rad + math.radians(1e-3)) / 1e-3
    )

    assert higher == pytest.approx(drift.of_kilometre_yearly_min, rel=SLOPE_RATIO)
    assert steeper == pytest.approx(drift.of_degree_yearly_min, rel=SLOPE_RATIO)


def test_injection_spreads_the_drift_by_height_and_inclination_together():
    scatter = scattered_orbits(
        *state(perigee_km=820.0, apogee_km=820.0), CUTOFF_ERROR, seed=1, cases=4096
    )
    drift = local_time_drift(MEAN, scatter, sun_from=None)
    each = (
        drift.of_kilometre_yearly_min * scatter.semi_major_axis_m / KM_M
        + drift.of_degree_yearly_min * np.degrees(scatter.inclination_rad)
    )

    assert np.std(each) == pytest.approx(drift.sd_yearly_min, rel=0.01)
    assert 3.0 * drift.sd_yearly_min == pytest.approx(drift.three_sigma_yearly_min)


@pytest.mark.parametrize("ltan_h", [9.5, 10.5, 13.5, 21.5])
def test_the_sun_turns_the_inclination_as_the_closed_form_says(ltan_h):
    # Di/dt = -(3/16) n_s^2/n sin i (1 + cos eps)^2 sin 2(h), h the hour angle of the node from the
    # mean Sun; half of it acts in the mean over a year, times what a degree of inclination does.
    n, n_s = math.sqrt(3.986004418e14 / A_M**3), 2.0 * math.pi / (365.25 * 86400.0)
    hour_rad = (ltan_h - 12.0) / 24.0 * 2.0 * math.pi
    tilt = 3.0 / 16.0 * n_s**2 / n * math.sin(MEAN.inclination_rad)
    tilt *= (1.0 + math.cos(math.radians(23.44))) ** 2 * math.sin(2.0 * hour_rad)
    year_deg = math.degrees(tilt * 365.2422 * 86400.0)
    slope = local_time_drift(MEAN, None, sun_from=None).of_degree_yearly_min

    expected_min = 0.5 * year_deg * slope

    assert expected_min == pytest.approx(of_sun_min(ltan_h), rel=SUN_RATIO, abs=SMALL_MIN)


def test_an_orbit_on_the_terminator_or_at_noon_is_left_alone():
    for ltan_h in (6.0, 12.0, 18.0):
        assert SMALL_MIN > abs(of_sun_min(ltan_h))


def test_without_scatter_or_lift_off_less_is_told():
    drift = local_time_drift(MEAN, None, sun_from=None)

    assert drift.sd_yearly_min is None
    assert drift.of_sun_first_year_min is None
