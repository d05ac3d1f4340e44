import math
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from tests.fixtures.pads import VOSTOCHNY_CORRIDOR

from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.elements import OrbitElements, elements_from_state, state_from_elements
from cosmodrome.orbit.frames import earth_attitude, eci_of_liftoff_to_gcrf
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.orbit.target import plane_of_target
from cosmodrome.windows import ascent_lead, find_windows

FIRST = datetime(2028, 5, 1, tzinfo=UTC)
INJECTION_S = 3600.0
TARGET = TargetOrbit(
    kind="sun-synchronous", perigee_altitude_km=820, apogee_altitude_km=820, ltdn_h=9.5
)
# Second order of J2 in the mean node, and nutation over an hour.
NODE_DEG = 1e-4

# Two engines of 10 kN at 3.2 kg/s each, then a coast.
BURNING = SimpleNamespace(burns=(SimpleNamespace(thrust_vac_n=2e4, mass_flow_kg_s=6.4),))
COASTING = SimpleNamespace(burns=())


def ascent(node_eci_deg):
    """Stand in for an ascent: an injection is all that a lead reads, besides time and azimuth."""
    orbit = OrbitElements(
        semi_major_axis_m=7198137.0,
        eccentricity=0.0005,
        inclination_rad=math.radians(98.69),
        raan_rad=math.radians(node_eci_deg),
        argp_rad=1.0,
        true_anomaly_rad=0.4,
    )
    r_m, v_m_s = state_from_elements(orbit)
    return SimpleNamespace(
        injection=SimpleNamespace(r_eci_m=r_m, v_eci_m_s=v_m_s),
        profile=SimpleNamespace(end_s=INJECTION_S, phases=(BURNING, COASTING)),
        relative_launch_azimuth_deg=343.0,
        cutoff_mass_kg=4000.0,
    )


def test_a_lead_carries_the_mean_node_of_the_injection():
    flight = ascent(138.0)

    lead = ascent_lead(flight)

    ripple_deg = lead.node_eci_deg - 138.0
    assert 1e-4 < abs(ripple_deg) < 0.03
    assert (INJECTION_S, 343.0) == (lead.injection_s, lead.relative_launch_azimuth_deg)
    assert (4000.0, 3125.0) == (lead.cutoff_mass_kg, lead.exhaust_speed_m_s)


def test_the_injected_state_stands_in_the_target_plane_in_the_sky():
    flight = ascent(138.0)
    window = next(
        w
        for w in find_windows(
            TARGET,
            VOSTOCHNY_CORRIDOR,
            first=FIRST,
            last=FIRST + timedelta(days=1),
            ascent_leads=(ascent_lead(flight),),
        )
        if w.liftoff
    )

    r_m, v_m_s = eci_of_liftoff_to_gcrf(
        flight.injection.r_eci_m, flight.injection.v_eci_m_s, window.liftoff
    )
    injection = window.liftoff + timedelta(seconds=INJECTION_S)
    of_date = earth_attitude(injection).true_of_date_from_gcrf
    found = mean_plane(elements_from_state(of_date @ r_m, of_date @ v_m_s))

    wanted_rad = plane_of_target(TARGET).raan_true_of_date_rad(injection)
    away_deg = np.degrees(math.remainder(found.raan_rad - wanted_rad, math.tau))
    assert away_deg == pytest.approx(0.0, abs=NODE_DEG)


@pytest.mark.parametrize("turn_deg", [-3.0, 0.5, 2.0])
def test_an_ascent_whose_node_is_further_east_leaves_earlier(turn_deg):
    def liftoff(node_eci_deg):
        found = find_windows(
            TARGET,
            VOSTOCHNY_CORRIDOR,
            first=FIRST,
            last=FIRST + timedelta(days=1),
            ascent_leads=(ascent_lead(ascent(node_eci_deg)),),
        )
        return next(w.liftoff for w in found if w.liftoff)

    moved_s = (liftoff(138.0 + turn_deg) - liftoff(138.0)).total_seconds()

    # The mean Sun's plane turns once a day: four minutes a degree.
    assert moved_s == pytest.approx(-240.0 * turn_deg, abs=0.01)
