import math

import pytest

from cosmodrome.errors import InfeasibleError
from cosmodrome.orbit.frozen import CRITICAL_INCLINATION_RAD, frozen_shape
from cosmodrome.orbit.secular import argp_rate_rad_s
from cosmodrome.units import rad

SIZE_M = 7159.5e3


def test_the_critical_inclination_is_that_of_every_textbook():
    assert math.degrees(CRITICAL_INCLINATION_RAD) == pytest.approx(63.4349, abs=1e-4)


def test_j2_turns_no_perigee_at_the_critical_inclination():
    rate_rad_s = argp_rate_rad_s(26554e3, 0.74, CRITICAL_INCLINATION_RAD)

    assert rate_rad_s == pytest.approx(0.0, abs=1e-20)


def test_between_the_critical_and_66_deg_the_frozen_perigee_is_in_the_south():
    _, argp_rad = frozen_shape(7378e3, rad(65.0))

    assert argp_rad == pytest.approx(1.5 * math.pi)


@pytest.mark.parametrize("inclination_rad", [0.0, math.pi])
def test_in_the_equator_a_circle_is_frozen(inclination_rad):
    eccentricity, _ = frozen_shape(SIZE_M, inclination_rad)

    assert 0.0 == eccentricity


@pytest.mark.parametrize(("tilt_deg", "named"), [(63.3, "63.43"), (116.6, "116.57")])
def test_beside_the_critical_inclination_no_small_eccentricity_is_frozen(tilt_deg, named):
    with pytest.raises(InfeasibleError, match=f"critical {named} deg") as refused:
        frozen_shape(SIZE_M, rad(tilt_deg))

    assert "frozen-orbit" == refused.value.rule
