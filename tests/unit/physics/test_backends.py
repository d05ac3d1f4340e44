"""One text, four back-ends: floats, arrays, CasADi expressions and machine code."""

import casadi
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_J2_COEFFICIENT,
    EARTH_J3_COEFFICIENT,
    EARTH_J4_COEFFICIENT,
    EARTH_MU_M3_S2,
)
from cosmodrome.physics import formula
from cosmodrome.physics.aerodynamics import drag_n, free_molecular_heat_flux_w_m2
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.earth import ecef_position_m, ellipsoid_altitude_m
from cosmodrome.physics.gravity import zonal_gravity_m_s2
from cosmodrome.physics.motion import flight_acceleration_m_s2
from cosmodrome.physics.propulsion import thrust_n
from cosmodrome.physics.steering import along_air_velocity, pad_direction

# The back-ends differ in the order of a few operations and in the last digit of exp and log.
RELATIVE = 1e-12
# An altitude is the difference of two radii, a few of whose last digits differ.
ALTITUDE_M = 1e-8
# Speed of sound jumps by nothing, but lapse does: a node itself may fall on either side.
TOP_M = 1.0e6

MACH = np.array([0.0, 0.8, 1.1, 3.0])
DRAG = np.array([[0.3, 0.0, 0.1, 0.05], [0.4, 0.5, 0.0, -0.2], [0.55, -0.1, 0.02, 0.0]])
THRESHOLDS = (0.0, 1.0, 2.5)
VALUES = (10.0, 20.0, -30.0)


def ramp(x):
    """A formula of our own that says every word about choices."""
    chosen = formula.pick(x, THRESHOLDS, VALUES)
    beyond = formula.step(x, 1.5)
    held = formula.clip(x, -0.5, 2.0)
    return chosen, beyond, held, formula.if_else(x > 0.25, held * chosen, held - chosen)


def words(x):
    """A formula of our own that says every word about numbers."""
    return (
        formula.exp(-x) * formula.log(1.0 + x * x),
        formula.sqrt(1.0 + x * x) + formula.log1p(x * x),
        formula.sin(x) + formula.cos(x) * formula.tan(0.1 * x),
        formula.tanh(x) + formula.atan2(x, 1.0 - x),
    )


def drag_coefficient(x):
    return formula.table1(x, MACH, DRAG)


def pull(rx, ry, rz):
    return zonal_gravity_m_s2(
        rx,
        ry,
        rz,
        EARTH_MU_M3_S2,
        EARTH_EQUATORIAL_RADIUS_M,
        EARTH_J2_COEFFICIENT,
        EARTH_J3_COEFFICIENT,
        EARTH_J4_COEFFICIENT,
    )


def flight(rx, ry, rz, vx, vy, vz, mass_kg, ux, uy, uz, thrust_vac_n, exit_area_m2, area_m2):
    return flight_acceleration_m_s2(
        *(rx, ry, rz, vx, vy, vz, mass_kg, ux, uy, uz),
        *(thrust_vac_n, exit_area_m2, area_m2, MACH, DRAG),
    )


class Backends:
    """A formula in every back-end, made ready once."""

    def __init__(self, text, arguments):
        self.text = text
        symbols = [casadi.SX.sym(f"x{i}") for i in range(arguments)]
        answer = text(*symbols)
        parts = answer if isinstance(answer, tuple) else (answer,)
        self.casadi = casadi.Function("f", symbols, [casadi.vertcat(*parts)])
        compilable = formula.formula(text)
        self.compiled = njit(lambda x: compilable(*x))

    def answers(self, numbers):
        """Return the answer of every back-end but floats."""
        arrays = self.text(*(np.full(3, value) for value in numbers))
        return {
            "array": np.atleast_2d(np.array(arrays))[:, 1],
            "casadi": np.array(self.casadi(*numbers)).ravel(),
            "machine code": np.atleast_1d(np.array(self.compiled(numbers))),
        }

    def agree(self, numbers, *, absolute=0.0):
        expected = np.atleast_1d(np.array(self.text(*numbers)))
        for backend, answer in self.answers(numbers).items():
            # A component that cancels is compared with the size of the whole vector.
            digit = max(RELATIVE * float(np.abs(expected).max()), absolute)
            assert expected == pytest.approx(answer, rel=RELATIVE, abs=digit), backend


BACKENDS = {
    text: Backends(text, arguments)
    for text, arguments in (
        *((ramp, 1), (words, 1), (drag_coefficient, 1), (air, 1)),
        *((drag_n, 4), (free_molecular_heat_flux_w_m2, 2), (thrust_n, 3)),
        *((ellipsoid_altitude_m, 3), (ecef_position_m, 3), (pull, 3)),
        *((pad_direction, 5), (along_air_velocity, 5), (flight, 13)),
    )
}

altitudes_m = st.floats(-400.0, TOP_M)
latitudes_rad = st.floats(-1.5, 1.5)
longitudes_rad = st.floats(-3.1, 3.1)
ratios = st.floats(0.0, 1.0)
velocities_m_s = st.tuples(*[st.floats(-6000.0, 6000.0)] * 3)
places = st.tuples(latitudes_rad, longitudes_rad, altitudes_m)


@given(st.floats(-2.0, 4.0))
@example(0.0)
@example(1.0)
@example(2.5)
@example(1.5)
def test_choices_between_constants_are_the_same_in_every_back_end(x):
    BACKENDS[ramp].agree((x,))


@given(st.floats(-1.4, 1.4))
def test_words_are_the_same_in_every_back_end(x):
    BACKENDS[words].agree((x,))


@given(st.floats(-1.0, 5.0))
@example(0.8)
@example(3.0)
def test_a_table_is_the_same_in_every_back_end(x):
    # At a knot the expression still uses the piece below, the others the piece above.
    if float(x) not in MACH[1:-1]:
        BACKENDS[drag_coefficient].agree((x,))


@given(altitudes_m)
@example(0.0)
@example(11000.0)
@example(TOP_M)
def test_air_is_the_same_in_every_back_end(altitude_m):
    BACKENDS[air].agree((altitude_m,))
    for part in range(3):
        floats = air(altitude_m)[part]
        for backend, answer in BACKENDS[air].answers((altitude_m,)).items():
            assert floats == pytest.approx(answer[part], rel=RELATIVE), backend


@given(st.floats(0.0, 1.5), st.floats(0.0, 8000.0), st.floats(0.1, 1.2), st.floats(1.0, 60.0))
def test_the_force_of_air_is_the_same_in_every_back_end(rho, v_rel_m_s, coefficient, area_m2):
    BACKENDS[drag_n].agree((rho, v_rel_m_s, coefficient, area_m2))
    BACKENDS[free_molecular_heat_flux_w_m2].agree((rho, v_rel_m_s))


@given(st.floats(0.0, 5e6), st.floats(0.0, 10.0), st.floats(0.0, 101325.0))
def test_thrust_is_the_same_in_every_back_end(thrust_vac_n, exit_area_m2, pressure_pa):
    BACKENDS[thrust_n].agree((thrust_vac_n, exit_area_m2, pressure_pa), absolute=1e-8)


@given(places)
def test_places_and_altitudes_are_the_same_in_every_back_end(place):
    BACKENDS[ecef_position_m].agree(place)
    BACKENDS[ellipsoid_altitude_m].agree(ecef_position_m(*place), absolute=ALTITUDE_M)


@given(places)
def test_gravity_is_the_same_in_every_back_end(place):
    BACKENDS[pull].agree(ecef_position_m(*place))


@given(st.floats(0.0, 120.0), st.floats(0.0, 1.2), st.floats(0.0, 6.28), places)
def test_the_scripted_direction_is_the_same_in_every_back_end(t_s, tilt_rad, azimuth_rad, place):
    BACKENDS[pad_direction].agree((t_s, tilt_rad, azimuth_rad, *place[:2]))


@given(places, velocities_m_s)
def test_flight_at_zero_incidence_is_the_same_in_every_back_end(place, v_m_s):
    x, y, _ = ecef_position_m(*place)

    BACKENDS[along_air_velocity].agree((x, y, *v_m_s))


@given(places, velocities_m_s, st.floats(5e3, 4e5), st.floats(0.0, 6e6), ratios)
def test_newtons_law_is_the_same_in_every_back_end(place, v_m_s, mass_kg, thrust_vac_n, share):
    up = pad_direction(0.0, share, 1.0, *place[:2])
    numbers = (*ecef_position_m(*place), *v_m_s, mass_kg, *up, thrust_vac_n, 5.0 * share, 13.3)

    expected = np.array(flight(*numbers))
    # Altitudes agree to 1e-8 m of 6e6; the exponential of air turns that into 2e-12 of its drag.
    brake_m_s2 = 3e-12 * float(np.abs(expected - np.array(pull(*numbers[:3]))).max())
    for backend, answer in BACKENDS[flight].answers(numbers).items():
        digit = RELATIVE * float(np.abs(expected).max()) + brake_m_s2
        assert expected == pytest.approx(answer, rel=RELATIVE, abs=digit), backend
