"""From an error of the cut-off to covariances and elements."""

import math

import numpy as np
import pytest
from tests.fixtures.low_orbits import CUTOFF_ERROR, orbit, state

from cosmodrome.errors import InputError
from cosmodrome.orbit.elements import elements_from_state, state_from_elements
from cosmodrome.orbit.injection_error import (
    covariance_inertial,
    covariance_rtn,
    figures_of_states,
    rtn_axes,
    scattered_orbits,
)
from cosmodrome.vehicles.cutoff import CutoffError

CASES = 4096
SAMPLED_RATIO = 0.03
ACROSS_RAD = math.radians(CUTOFF_ERROR.direction_deg)


def scatter(**shape):
    return scattered_orbits(*state(**shape), CUTOFF_ERROR, seed=1, cases=CASES)


def test_on_a_circle_errors_stand_along_radial_transverse_and_normal():
    r_m, v_m_s = state(perigee_km=500.0, apogee_km=500.0)
    across_m_s = float(np.linalg.norm(v_m_s)) * ACROSS_RAD

    found = covariance_rtn(r_m, v_m_s, CUTOFF_ERROR)

    expected = np.array([800.0, 800.0, 800.0, across_m_s, 1.0, across_m_s]) ** 2
    assert np.allclose(np.diag(expected), found, rtol=1e-9, atol=1e-6)


def test_axes_turn_a_covariance_and_leave_its_size():
    r_m, v_m_s = state(inclination_deg=40.0, latitude_argument_deg=70.0)

    inertial = covariance_inertial(r_m, v_m_s, CUTOFF_ERROR)

    shares = np.linalg.eigvalsh(covariance_rtn(r_m, v_m_s, CUTOFF_ERROR))
    assert np.allclose(np.linalg.eigvalsh(inertial), shares, rtol=1e-6)


def test_the_normal_stands_on_the_plane():
    r_m, v_m_s = state(inclination_deg=90.0, raan_deg=0.0)

    assert np.allclose([0.0, -1.0, 0.0], rtn_axes(r_m, v_m_s)[2], atol=1e-12)


def test_at_a_node_an_error_of_direction_is_all_inclination():
    at_node, at_top = scatter(latitude_argument_deg=0.0), scatter(latitude_argument_deg=90.0)

    assert ACROSS_RAD == pytest.approx(np.std(at_node.inclination_rad), rel=SAMPLED_RATIO)
    assert np.std(at_node.inclination_rad) > 4.0 * np.std(at_top.inclination_rad)
    assert np.std(at_top.raan_rad) > 4.0 * np.std(at_node.raan_rad)


def test_the_axis_errs_by_speed_and_height_as_energy_says():
    shape = orbit(perigee_km=500.0, apogee_km=500.0)
    speed_m_s = shape.mean_motion_rad_s * shape.semi_major_axis_m
    by_speed_m = 2.0 * shape.semi_major_axis_m / speed_m_s * CUTOFF_ERROR.speed_m_s
    expected_m = math.hypot(by_speed_m, 2.0 * CUTOFF_ERROR.position_m)

    found = scatter(perigee_km=500.0, apogee_km=500.0)

    assert expected_m == pytest.approx(np.std(found.semi_major_axis_m), rel=SAMPLED_RATIO)


def test_without_error_there_is_no_scatter():
    none = CutoffError(speed_m_s=0.0, direction_deg=0.0, position_m=0.0)

    found = scattered_orbits(*state(), none, seed=1, cases=8)

    assert 1e-6 > np.abs(found.semi_major_axis_m).max()


def test_elements_of_many_states_are_those_of_each():
    wanted = orbit(perigee_km=300.0, apogee_km=900.0, latitude_argument_deg=130.0)
    r_m, v_m_s = state_from_elements(wanted)

    found = figures_of_states(np.array([[*r_m, *v_m_s]]))

    each = elements_from_state(r_m, v_m_s)
    assert each.semi_major_axis_m == pytest.approx(found["semi_major_axis_m"][0])
    assert each.inclination_rad == pytest.approx(found["inclination_rad"][0])
    assert each.argp_rad == pytest.approx(found["argp_rad"][0])


def test_errors_are_not_negative():
    with pytest.raises(InputError, match="speed_m_s"):
        CutoffError(speed_m_s=-1.0, direction_deg=0.0, position_m=0.0)
