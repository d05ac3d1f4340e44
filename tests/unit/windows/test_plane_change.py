"""What a tangent window costs: in m/s from the angle alone, in kg from the last stage."""

import math

import pytest
from tests.fixtures.pads import STATION, VOSTOCHNY_1S

from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.windows.crossings import passes_over
from cosmodrome.windows.lead import AscentLead
from cosmodrome.windows.plane_change import entry_speed_m_s, plane_change_kg, plane_change_m_s

LEAD = AscentLead(
    node_eci_deg=0.0,
    injection_s=530.0,
    relative_launch_azimuth_deg=90.0,
    cutoff_mass_kg=9500.0,
    exhaust_speed_m_s=3520.0,
)


def test_the_plane_of_the_station_costs_vostochny_eight_metres_a_second():
    orbit = complete_orbit(STATION)
    (tangent,) = passes_over(VOSTOCHNY_1S, math.radians(orbit.inclination_deg))

    # Published: 7.8 m/s at 7.8 km/s for 0.0576 deg.
    change_m_s = plane_change_m_s(tangent.plane_offset_rad, entry_speed_m_s(orbit))
    assert pytest.approx(7.8, abs=0.1) == change_m_s


def test_turning_back_costs_twice_the_speed():
    assert 15600.0 == plane_change_m_s(math.pi, 7800.0)


def test_the_speed_is_that_of_the_perigee():
    transfer = TargetOrbit(kind="elliptic", perigee_altitude_km=250, apogee_altitude_km=35786)

    # Bate, Mueller & White, problem 3.7: 10.2 km/s at the perigee of such a transfer.
    assert pytest.approx(10195.0, abs=5.0) == entry_speed_m_s(transfer)


def test_payload_is_what_the_last_stage_would_end_lighter_by():
    kg = plane_change_kg(8.0, LEAD)

    assert pytest.approx(9500.0 * (1.0 - math.exp(-8.0 / 3520.0))) == kg
    assert 21.0 < kg < 22.0


def test_nothing_costs_nothing_and_without_an_ascent_nobody_knows():
    assert 0.0 == plane_change_kg(0.0, None)
    assert None is plane_change_kg(8.0, None)
