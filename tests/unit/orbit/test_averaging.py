"""Mean elements are the same wherever on the orbit they are taken, and agree with theory."""

import math

import numpy as np
import pytest
from tests.fixtures.low_orbits import orbit, state

from cosmodrome.errors import InputError
from cosmodrome.orbit.averaging import mean_elements
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.secular import drifted

# J2 sways a low orbit's axis by 9 km; what averaging leaves is of second order.
RIPPLE_LEFT_RATIO, ANGLE_RAD = 0.01, 1e-5
HEIGHTS_KM = [(500.0, 520.0), (200.0, 900.0), (250.0, 35786.0)]


@pytest.mark.parametrize(("low_km", "high_km"), HEIGHTS_KM)
def test_the_mean_does_not_ripple(low_km, high_km):
    shape = {"perigee_km": low_km, "apogee_km": high_km, "inclination_deg": 64.0}
    period_s = orbit(**shape).period_s
    r_m, v_m_s = coasted(*state(**shape), np.linspace(0.0, period_s, 7))

    means = [mean_elements(r, v) for r, v in zip(r_m, v_m_s, strict=True)]

    osculating_m = [
        elements_from_state(r, v).semi_major_axis_m for r, v in zip(r_m, v_m_s, strict=True)
    ]
    means_m = [mean.semi_major_axis_m for mean in means]
    swing_m = max(osculating_m) - min(osculating_m)
    assert max(means_m) - min(means_m) < RIPPLE_LEFT_RATIO * swing_m
    assert max(m.inclination_rad for m in means) - min(m.inclination_rad for m in means) < ANGLE_RAD


def test_node_and_inclination_are_those_of_first_order_theory():
    r_m, v_m_s = state(latitude_argument_deg=50.0)

    mean, theory = mean_elements(r_m, v_m_s), mean_plane(elements_from_state(r_m, v_m_s))

    assert theory.raan_rad == pytest.approx(mean.raan_rad, abs=ANGLE_RAD)
    assert theory.inclination_rad == pytest.approx(mean.inclination_rad, abs=ANGLE_RAD)


def test_means_a_day_apart_drift_as_secular_rates_say():
    r_m, v_m_s = coasted(*state(inclination_deg=64.0), np.array([0.0, 86400.0]))

    first, last = (mean_elements(r, v) for r, v in zip(r_m, v_m_s, strict=True))

    told = drifted(first, 86400.0)
    moved_rad = math.remainder(told.raan_rad - first.raan_rad, 2.0 * math.pi)
    found_rad = math.remainder(last.raan_rad - first.raan_rad, 2.0 * math.pi)
    assert moved_rad == pytest.approx(found_rad, rel=0.003)


def test_a_circle_has_a_mean_too():
    mean = mean_elements(*state(perigee_km=500.0, apogee_km=500.0))

    assert 0.0 < mean.eccentricity < 0.002


def test_an_open_orbit_has_none():
    r_m, v_m_s = state()

    with pytest.raises(InputError, match="open orbit"):
        mean_elements(r_m, 1.5 * v_m_s)
