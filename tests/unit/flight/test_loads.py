from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import flown_soyuz

from cosmodrome.errors import InputError
from cosmodrome.flight.air import DENSITY, EAST, NORTH, between_nodes, no_deviates, still_air
from cosmodrome.flight.loads import loads_in_wind, peak_loads_pa_rad

WIND_M_S = 30.0
# Zero-incidence flight of the plan, read between the samples of its re-flight.
NO_INCIDENCE_RAD = 1e-3
# The direct trigonometry below leaves out that the vehicle leans.
SAME_RATIO = 0.1


def flown(**air):
    profile, trajectory = flown_soyuz()
    column = still_air()
    for index, value in air.items():
        column.mean[:, {"east": EAST, "north": NORTH, "density": DENSITY}[index]] = value
    return loads_in_wind(profile, trajectory, column)


def downrange(speed_m_s, turned_deg=0.0):
    profile, _ = flown_soyuz()
    heading = profile.launch_azimuth_rad + np.radians(turned_deg)
    return {"east": speed_m_s * np.sin(heading), "north": speed_m_s * np.cos(heading)}


def at_max_q(loads, values):
    return float(values[int(np.argmax(loads.dynamic_pressure_pa))])


def test_zero_incidence_flight_has_none_in_still_air():
    loads = flown()

    at = (loads.t_s > 40.0) & (loads.t_s < 100.0)
    assert np.abs(loads.incidence_rad[at]).max() < NO_INCIDENCE_RAD


def test_dynamic_pressure_in_still_air_is_that_of_the_plan():
    _, trajectory = flown_soyuz()

    peak = flown().peak()

    assert pytest.approx(trajectory.dynamic_pressure_pa.max(), rel=1e-9) == (
        peak.max_dynamic_pressure_pa
    )


def test_a_wind_from_behind_leaves_the_nose_below_the_air_velocity_and_one_ahead_above():
    behind, ahead = flown(**downrange(WIND_M_S)), flown(**downrange(-WIND_M_S))

    assert at_max_q(behind, behind.angle_of_attack_rad) < 0.0
    assert at_max_q(ahead, ahead.angle_of_attack_rad) > 0.0
    for loads in (behind, ahead):
        assert abs(at_max_q(loads, loads.sideslip_rad)) < 0.1 * at_max_q(loads, loads.incidence_rad)


def test_a_wind_from_the_left_carries_the_vehicle_to_its_left_through_the_air():
    loads = flown(**downrange(WIND_M_S, turned_deg=90.0))
    _, trajectory = flown_soyuz()

    fastest = int(np.argmax(loads.dynamic_pressure_pa))
    speed_m_s = np.interp(loads.t_s[fastest], trajectory.t_s, trajectory.v_ecef_m_s)
    assert -WIND_M_S / speed_m_s == pytest.approx(
        float(loads.sideslip_rad[fastest]), rel=SAME_RATIO
    )
    assert abs(loads.q_beta_pa_rad[fastest]) == pytest.approx(
        float(loads.q_incidence_pa_rad[fastest]), rel=SAME_RATIO
    )


def test_dense_air_presses_in_proportion():
    plain, dense = flown(), flown(density=1.05)

    assert np.allclose(1.05 * plain.dynamic_pressure_pa, dense.dynamic_pressure_pa, rtol=1e-12)


def test_the_peak_is_the_greatest_of_the_products():
    loads = flown(**downrange(WIND_M_S, turned_deg=45.0))

    peak = loads.peak()

    assert loads.q_incidence_pa_rad.max() == peak.q_incidence_pa_rad
    assert np.hypot(peak.q_alpha_pa_rad, peak.q_beta_pa_rad) == pytest.approx(
        peak.q_incidence_pa_rad, rel=SAME_RATIO
    )
    assert 5e3 < peak.altitude_m < 20e3


def spread_column(sd_m_s):
    column = still_air()
    column.mean[:, EAST] = 15.0
    column.sd[:, (EAST, NORTH)] = sd_m_s
    return column


def test_a_case_in_the_mean_air_has_the_loads_of_the_mean():
    profile, trajectory = flown_soyuz()
    column = spread_column(10.0)

    peaks = peak_loads_pa_rad(profile, trajectory, column, no_deviates(300))

    mean = loads_in_wind(profile, trajectory, column).peak()
    assert np.allclose(mean.q_incidence_pa_rad, peaks, rtol=1e-9)


def test_a_case_one_sigma_off_throughout_has_the_loads_of_a_wind_so_much_stronger():
    profile, trajectory = flown_soyuz()
    deviates = no_deviates(1)
    deviates[:, :, EAST] = 1.0
    stronger = still_air()
    # A deviate that is 1 at two nodes is more between them, as those of a case there vary less.
    stronger.mean[:, EAST] = 15.0 + 10.0 * between_nodes(stronger)[:, 1:3].sum(axis=1)

    (peak,) = peak_loads_pa_rad(profile, trajectory, spread_column(10.0), deviates)

    expected = loads_in_wind(profile, trajectory, stronger).peak()
    assert expected.q_incidence_pa_rad == pytest.approx(float(peak), rel=1e-9)


def test_a_flight_without_air_has_no_loads_to_tell():
    profile, trajectory = flown_soyuz()
    above = replace(trajectory, altitude_m=trajectory.altitude_m + 100e3)

    with pytest.raises(InputError, match="no powered flight below 60 km"):
        loads_in_wind(profile, above, still_air())
