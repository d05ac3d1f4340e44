import math

import casadi
import numpy as np
import pytest

from cosmodrome.flight.fall import DRAG_RISE, DRAG_RISE_MACH
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.disturbed import (
    disturbed_acceleration_m_s2,
    fall_acceleration_m_s2,
    wind_velocity_m_s,
)
from cosmodrome.physics.earth import ecef_position_m, ground_velocity_m_s
from cosmodrome.physics.gravity import gravity_m_s2
from cosmodrome.physics.motion import flight_acceleration_m_s2

# The back-ends differ in the order of a few operations.
RELATIVE = 1e-12
STATE = (-2.36e6, 3.03e6, 5.06e6, 7.0e2, -1.5e2, 1.7e3)
FALL = (*STATE, 200.0, 1.03, 0.98, 12.0, -7.0)
POWER = (*STATE, 45e3, 0.6, 0.0, 0.8, 9.8e5, 1.9, 13.3, 0.97, 1.02, 12.0, -7.0)


@pytest.mark.parametrize(
    ("formula", "numbers"),
    [(fall_acceleration_m_s2, FALL), (disturbed_acceleration_m_s2, POWER)],
    ids=["fall", "powered"],
)
def test_the_same_text_runs_as_float_array_casadi_and_machine_code(formula, numbers):
    expected = np.array(formula(*numbers, DRAG_RISE_MACH, DRAG_RISE))

    symbols = [casadi.SX.sym(f"x{i}") for i in range(len(numbers))]
    function = casadi.Function("f", symbols, formula(*symbols, DRAG_RISE_MACH, DRAG_RISE))
    arrays = formula(*(np.full(3, value) for value in numbers), DRAG_RISE_MACH, DRAG_RISE)
    compiled = njit(lambda x, m, c: formula(*x, m, c))

    assert expected == pytest.approx(
        np.array([float(value) for value in function(*numbers)]), rel=RELATIVE
    )
    assert expected == pytest.approx(np.array(arrays)[:, 1], rel=RELATIVE)
    assert expected == pytest.approx(
        np.array(compiled(numbers, DRAG_RISE_MACH, DRAG_RISE)), rel=RELATIVE
    )


def test_in_still_standard_air_a_disturbed_flight_is_a_planned_one():
    still = (*POWER[:13], 1.0, 1.0, 0.0, 0.0)

    disturbed = disturbed_acceleration_m_s2(*still, DRAG_RISE_MACH, DRAG_RISE)
    planned = flight_acceleration_m_s2(*POWER[:13], DRAG_RISE_MACH, DRAG_RISE)

    assert planned == pytest.approx(disturbed[:3], rel=RELATIVE)


def test_what_is_sensed_leaves_gravity_out():
    ax, ay, az, sensed = disturbed_acceleration_m_s2(*POWER, DRAG_RISE_MACH, DRAG_RISE)
    gx, gy, gz = gravity_m_s2(*STATE[:3])
    ux, uy, uz = POWER[7:10]

    assert (ax - gx) * ux + (ay - gy) * uy + (az - gz) * uz == pytest.approx(sensed, rel=RELATIVE)


@pytest.mark.parametrize("latitude_deg", [-40.0, 0.0, 60.0])
def test_wind_blows_along_the_ground_with_its_speed(latitude_deg):
    r = ecef_position_m(math.radians(latitude_deg), 0.7, 0.0)

    wind = np.array(wind_velocity_m_s(*r, 3.0, 4.0))

    assert math.hypot(*wind) == pytest.approx(5.0, rel=1e-9)
    assert abs(wind @ np.array(r)) < 1e-6 * np.linalg.norm(r)
    eastward = np.array([*ground_velocity_m_s(r[0], r[1]), 0.0])
    assert wind @ eastward / np.linalg.norm(eastward) == pytest.approx(3.0, rel=1e-9)
    assert wind[2] > 0.0
