"""Cubics between states, and how errors at injection grow."""

import numpy as np
import pytest
from tests.fixtures.low_orbits import state

from cosmodrome.errors import InputError
from cosmodrome.orbit.ephemeris import Ephemeris, forecast
from cosmodrome.orbit.frames import eci_of_liftoff_to_ecef
from cosmodrome.orbit.propagation import coasted

BETWEEN_M, BETWEEN_M_S = 0.02, 0.002
LINEAR_M = 0.5
HOUR_S = 3600.0


def flight(duration_s=HOUR_S):
    return forecast(*state(), injection_s=500.0, duration_s=duration_s)


def test_states_between_those_kept_are_those_of_the_flight():
    t_s = np.sort(np.random.default_rng(1).uniform(0.0, HOUR_S, 200))
    r_m, v_m_s = coasted(*state(), t_s)

    found_m, found_m_s = flight().ephemeris.at(500.0 + t_s)

    assert BETWEEN_M > np.abs(r_m - found_m).max()
    assert BETWEEN_M_S > np.abs(v_m_s - found_m_s).max()


def test_the_last_state_is_at_the_end_asked_for():
    assert 500.0 + 1234.5 == flight(1234.5).ephemeris.last_s


def test_earth_fixed_states_turn_with_the_earth():
    ephemeris = flight().ephemeris
    t_s = np.array([600.0, 2000.0])

    expected = eci_of_liftoff_to_ecef(*ephemeris.at(t_s), t_s)

    assert np.array_equal(expected, ephemeris.ecef_at(t_s))


def test_errors_grow_as_differences_of_flights_do():
    r_m, v_m_s = state()
    error = np.array([300.0, -200.0, 100.0, 0.2, 0.1, -0.3])
    at = np.array([500.0 + 1800.0])
    off_m, _ = coasted(r_m + error[:3], v_m_s + error[3:], np.array([0.0, 1800.0]))
    planned_m, _ = coasted(r_m, v_m_s, np.array([0.0, 1800.0]))

    grown = flight().growth_at(at)[0] @ error

    assert np.allclose(off_m[1] - planned_m[1], grown[:3], atol=LINEAR_M)


def test_at_injection_errors_are_what_they_are():
    assert np.allclose(np.eye(6), flight().growth_at(np.array([500.0]))[0], atol=1e-6)


@pytest.mark.parametrize("t_s", [499.0, 500.0 + HOUR_S + 1.0])
def test_errors_are_not_drawn_on_beyond_the_forecast(t_s):
    with pytest.raises(InputError, match=r"known from 500\.0 to 4100\.0 s"):
        flight().growth_at(np.array([t_s]))


def test_a_time_that_stands_twice_has_one_state():
    r_m, v_m_s = np.eye(3), np.zeros((3, 3))
    ephemeris = Ephemeris(t_s=np.array([0.0, 1.0, 1.0]), r_m=r_m, v_m_s=v_m_s)

    assert np.isfinite(ephemeris.at([0.5, 1.0])[0]).all()


@pytest.mark.parametrize("t_s", [[0.0], [1.0, 0.0]])
def test_states_must_be_two_and_in_order(t_s):
    rows = np.zeros((len(t_s), 3))

    with pytest.raises(InputError, match="increasing times"):
        Ephemeris(t_s=np.array(t_s), r_m=rows, v_m_s=rows)


def test_a_forecast_lasts():
    with pytest.raises(InputError, match=r"must be positive, got 0\.0"):
        flight(0.0)
