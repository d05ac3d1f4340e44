import math

import pytest

from cosmodrome.errors import ConvergenceError, InfeasibleError, InputError
from cosmodrome.orbit.repeat_track import (
    nodal_day_s,
    nodal_period_s,
    repeat_semi_major_axis_m,
)
from cosmodrome.orbit.sun_synchronous import inclination_deg
from cosmodrome.units import rad


def test_a_sun_synchronous_nodal_day_is_a_solar_day():
    size_m = 7080e3

    day_s = nodal_day_s(size_m, 0.0, rad(inclination_deg(size_m)))

    # 0.01 s: a tropical year counts from the equinox, the Earth's turn from the stars.
    assert day_s == pytest.approx(86400.0, abs=0.01)


def test_an_ellipse_of_two_turns_a_day_keeps_its_perigee():
    perigee_m = 6978e3

    size_m = repeat_semi_major_axis_m(2, 1, lambda a_m: (1.0 - perigee_m / a_m, rad(63.4349)))

    elements = (size_m, 1.0 - perigee_m / size_m, rad(63.4349))
    assert 2.0 * nodal_period_s(*elements) == pytest.approx(nodal_day_s(*elements), rel=1e-12)
    assert 26500e3 < size_m < 26600e3


def test_a_cycle_with_a_common_divisor_is_malformed():
    with pytest.raises(InputError, match="write it as 233/16"):
        repeat_semi_major_axis_m(466, 32, lambda _: (0.0, rad(98.2)))


@pytest.mark.parametrize("cycle", [(0, 1), (15, 0), (-15, 1)])
def test_a_cycle_without_revolutions_or_days_is_malformed(cycle):
    with pytest.raises(InputError, match="at least 1/1"):
        repeat_semi_major_axis_m(*cycle, lambda _: (0.0, rad(98.2)))


def test_a_shape_that_jumps_does_not_converge():
    signs = iter([-1.0, 1.0] * 100)

    with pytest.raises(ConvergenceError, match="15/1"):
        repeat_semi_major_axis_m(15, 1, lambda _: (0.0, math.pi / 2 + next(signs)))


def test_what_the_shape_refuses_is_refused():
    with pytest.raises(InfeasibleError, match="sun-synchronous"):
        repeat_semi_major_axis_m(5, 1, lambda a_m: (0.0, rad(inclination_deg(a_m))))
