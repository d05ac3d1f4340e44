import math
from dataclasses import replace

import pytest

from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.orbit.mean import mean_plane, osculating_inclination_rad

INJECTION = OrbitElements(
    semi_major_axis_m=6595e3,
    eccentricity=0.004,
    inclination_rad=math.radians(51.64),
    raan_rad=1.0,
    argp_rad=math.radians(80.0),
    true_anomaly_rad=math.radians(2.0),
)
# The square of J2.
SECOND_ORDER_DEG = 1e-4


def test_an_orbit_injected_at_the_osculating_inclination_has_the_mean_one_wanted():
    injected = replace(INJECTION, inclination_rad=osculating_inclination_rad(INJECTION))

    got_deg = math.degrees(mean_plane(injected).inclination_rad)

    assert got_deg == pytest.approx(51.64, abs=SECOND_ORDER_DEG)


def test_near_its_northernmost_point_an_orbit_is_injected_a_fiftieth_of_a_degree_lower():
    lower_deg = 51.64 - math.degrees(osculating_inclination_rad(INJECTION))

    assert lower_deg == pytest.approx(0.02, abs=0.002)
