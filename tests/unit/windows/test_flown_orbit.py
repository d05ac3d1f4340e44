import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.fixtures.flown_orbits import flown

from cosmodrome.errors import InputError
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.orbit.frames import earth_attitude, eci_of_liftoff_to_gcrf
from cosmodrome.windows.flown_orbit import flown_orbit_of_state

ORIGIN = datetime(2028, 5, 1, tzinfo=UTC)
# What is left of the nodding of the equinox, over a radius of 6800 km.
FRAME_M = 40.0


def test_a_flight_turns_with_the_earth_as_the_frames_say():
    flight = flown()
    t_s = np.array([0.0, 3600.0, 30 * 86400.0])

    r_m, v_m_s = flight.at_separation(ORIGIN, t_s)

    for n, seconds in enumerate(t_s.tolist()):
        liftoff = ORIGIN + timedelta(seconds=seconds)
        r_gcrf_m, v_gcrf_m_s = eci_of_liftoff_to_gcrf(
            flight.r_separation_eci_m, flight.v_separation_eci_m_s, liftoff
        )
        matrix = earth_attitude(liftoff).true_of_date_from_gcrf
        assert r_m[n] == pytest.approx(matrix @ r_gcrf_m, abs=FRAME_M)
        assert v_m_s[n] == pytest.approx(matrix @ v_gcrf_m_s, abs=FRAME_M * 1.2e-3)


def test_until_separation_the_spacecraft_coasts():
    flight = flown(coast_s=600.0)
    angle_rad = math.acos(
        flight.r_eci_m
        @ flight.r_separation_eci_m
        / np.linalg.norm(flight.r_eci_m)
        / np.linalg.norm(flight.r_separation_eci_m)
    )

    assert 600.0 == flight.separation_s - flight.injection_s
    assert angle_rad == pytest.approx(600.0 / 5554.0 * math.tau, rel=0.01)
    there = elements_from_state(flight.r_separation_eci_m, flight.v_separation_eci_m_s)
    assert there.semi_major_axis_m == pytest.approx(6_778_137.0, abs=15e3)


def test_the_node_at_separation_is_the_mean_one():
    flight = flown()
    r_m, v_m_s = flight.at_separation(ORIGIN, np.array([500.0]))

    osculating = elements_from_state(r_m[0], v_m_s[0])

    ripple_rad = osculating.raan_rad - float(flight.raan_rad(ORIGIN, 500.0))
    assert 1e-6 < abs(ripple_rad) < 1e-3


def test_a_separation_before_injection_is_malformed():
    flight = flown()
    with pytest.raises(InputError, match=r"separation_s 500\.0 is before injection_s 560\.0"):
        flown_orbit_of_state(
            flight.r_eci_m, flight.v_eci_m_s, injection_s=560.0, separation_s=500.0
        )
