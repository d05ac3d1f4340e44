import math

import numpy as np
import pytest
from tests.fixtures.low_orbits import LOW

from cosmodrome.orbit.elements import OrbitElements, elements_from_state, state_from_elements
from cosmodrome.orbit.ground_track import ground_track
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.orbit.propagation import coasted
from cosmodrome.orbit.secular import drifted, node_rate_rad_s
from cosmodrome.orbit.sun_synchronous import yearly_local_time_drift_min

# First order in J2 leaves J2 squared: a thousandth of a drift of a degree a day.
SECULAR_TOLERANCE_DEG_PER_DAY = 0.004
# Ripple of second order.
MEAN_TOLERANCE_DEG = 2e-4
ENERGY_TOLERANCE_RATIO = 1e-11


def states(orbit, *, duration_s, count=200):
    return coasted(*state_from_elements(orbit), np.linspace(0.0, duration_s, count))


def test_the_mean_node_drifts_evenly_while_the_osculating_one_sways():
    t_s = np.linspace(0.0, 3 * LOW.period_s, 200)
    r_m, v_m_s = states(LOW, duration_s=3 * LOW.period_s)
    osculating = [elements_from_state(r, v) for r, v in zip(r_m, v_m_s, strict=True)]
    nodes_deg = np.degrees([mean_plane(e).raan_rad for e in osculating])
    swaying_deg = np.degrees([e.raan_rad for e in osculating])

    slope, start = np.polyfit(t_s, nodes_deg, 1)

    assert np.ptp(nodes_deg - slope * t_s - start) <= MEAN_TOLERANCE_DEG
    assert np.ptp(swaying_deg - slope * t_s - start) > 30 * MEAN_TOLERANCE_DEG
    analytic = node_rate_rad_s(LOW.semi_major_axis_m, LOW.eccentricity, LOW.inclination_rad)
    assert slope * 86400.0 == pytest.approx(
        math.degrees(analytic) * 86400.0, abs=SECULAR_TOLERANCE_DEG_PER_DAY
    )


def test_the_mean_inclination_is_one_number():
    r_m, v_m_s = states(LOW, duration_s=LOW.period_s)
    means = [mean_plane(elements_from_state(r, v)) for r, v in zip(r_m, v_m_s, strict=True)]

    assert np.ptp(np.degrees([m.inclination_rad for m in means])) <= MEAN_TOLERANCE_DEG


def test_a_hyperbola_has_no_mean_plane_and_keeps_its_own():
    away = OrbitElements(
        semi_major_axis_m=-2e7,
        eccentricity=1.4,
        inclination_rad=0.9,
        raan_rad=1.0,
        argp_rad=2.0,
        true_anomaly_rad=0.3,
    )

    assert mean_plane(away) == away


def test_a_coast_keeps_its_energy_with_j2():
    r_m, v_m_s = states(LOW, duration_s=86400.0)
    r = np.linalg.norm(r_m, axis=1)
    mu, j2, radius_m = 3.986004418e14, 1.0826266835531513e-3, 6378137.0
    flattening = mu * j2 * radius_m**2 / (2 * r**3) * (3 * (r_m[:, 2] / r) ** 2 - 1)

    energy = np.sum(v_m_s**2, axis=1) / 2 - mu / r + flattening

    assert np.ptp(energy) / abs(energy[0]) <= ENERGY_TOLERANCE_RATIO


def test_drifted_elements_come_back_after_a_round_trip():
    there = drifted(LOW, 12345.0)
    back = drifted(there, -12345.0)

    assert back.raan_rad == pytest.approx(LOW.raan_rad, abs=1e-12)
    assert back.true_anomaly_rad == pytest.approx(LOW.true_anomaly_rad, abs=1e-9)
    assert there.raan_rad > LOW.raan_rad


def test_a_sun_synchronous_orbit_with_a_hundredth_of_a_degree_loses_a_minute_or_two_a_year():
    exact = math.radians(97.401808)
    steeper = exact + math.radians(0.01)

    assert yearly_local_time_drift_min(6878137.0, 0.0, exact) == pytest.approx(0.0, abs=0.01)
    assert 1.0 < yearly_local_time_drift_min(6878137.0, 0.0, steeper) < 3.0


def test_a_ground_track_starts_under_the_injection_and_shifts_west():
    r_m, v_m_s = state_from_elements(LOW)
    track = ground_track(r_m, v_m_s, injection_s=0.0, duration_s=LOW.period_s, step_s=60.0)

    longitude_deg = math.degrees(math.atan2(r_m[1], r_m[0]))
    assert track[0, 0] == pytest.approx(longitude_deg, abs=1e-6)
    assert track[-1, 0] - track[0, 0] == pytest.approx(-LOW.period_s / 240.0, abs=0.5)
    assert np.max(track[:, 1]) == pytest.approx(180.0 - 97.4, abs=0.3)
