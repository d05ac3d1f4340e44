"""How long before the plane a launch to a station leaves, against a planned and a flown one."""

import math
import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.pads import pad

from cosmodrome.ascent.optimise import optimise_ascent
from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.orbit.secular import node_rate_rad_s
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.windows.crossings import passes_over
from cosmodrome.windows.lead import AscentLead, ascent_lead, lead_before_crossing_s

EVIDENCE = Path(__file__).parents[1] / "evidence"

# A degree of the launch azimuth, which is a convention of the programme, is 47 s of lead; see
# docs/validation/station-launches.md.
LEAD_TOLERANCE_S = 30.0
# Where along the orbit a flight ends: 1 deg is 115 km or 15 s.
ARGUMENT_TOLERANCE_DEG = 1.0
PERIGEE_TOLERANCE_DEG = 1.0
CAPSULE_KG = 7300.0
# The same on every day.
EPOCH = datetime(2018, 7, 9, tzinfo=UTC)


def toml(name):
    return tomllib.loads((EVIDENCE / name).read_text(encoding="utf-8"))


@cache
def planned():
    """Return pad, lead record and mean elements of the injection planned for Progress M-37."""
    (row,) = toml("rendezvous.toml")["planned_injection"]
    r_m = 1e3 * np.array(row["r_ecef_km"])
    spin = np.array([0.0, 0.0, EARTH_ROTATION_RATE_RAD_S])
    v_m_s = 1e3 * np.array(row["v_ecef_km_s"]) + np.cross(spin, r_m)
    mean = mean_plane(elements_from_state(r_m, v_m_s))
    turned_rad = EARTH_ROTATION_RATE_RAD_S * row["separation_s"]
    lead = AscentLead(
        node_eci_deg=math.degrees(mean.raan_rad + turned_rad),
        injection_s=row["separation_s"],
        relative_launch_azimuth_deg=61.0,
    )
    site = pad(row["latitude_deg"], row["longitude_deg"], altitude_m=row["altitude_m"])
    return site, lead, mean


@cache
def ours():
    """Return pad, lead and mean elements of our ascent, its mean inclination the station's."""
    site = catalogue().complex("baikonur-31-6")
    flown = toml("windows.toml")["iss_launch"][0]
    orbit = complete_orbit(
        TargetOrbit(
            kind="station",
            station_tle=tuple(flown["tle"]),
            perigee_altitude_km=193.0,
            apogee_altitude_km=245.0,
        )
    )
    soyuz = catalogue().configuration("soyuz-2.1a")
    ascent = optimise_ascent(soyuz, site, orbit, payload_kg=CAPSULE_KG)
    injection = ascent.injection
    mean = mean_plane(elements_from_state(injection.r_eci_m, injection.v_eci_m_s))
    assert math.degrees(mean.inclination_rad) == pytest.approx(orbit.inclination_deg, abs=1e-3)
    return site, ascent_lead(ascent), mean


def lead_s(site, lead, mean):
    plane = OrbitPlane(
        epoch=EPOCH,
        inclination_rad=mean.inclination_rad,
        node_rad=0.0,
        node_rate_rad_s=node_rate_rad_s(
            mean.semi_major_axis_m, mean.eccentricity, mean.inclination_rad
        ),
    )
    rising = passes_over(site, mean.inclination_rad)[0]
    return lead_before_crossing_s(lead, plane, site, rising)


def test_our_lead_is_that_of_a_planned_launch_to_a_station():
    assert lead_s(*planned()) == pytest.approx(lead_s(*ours()), abs=LEAD_TOLERANCE_S)


def test_our_flight_ends_at_perigee_where_the_planned_one_does():
    theirs, mine = planned()[2], ours()[2]

    for mean in (theirs, mine):
        from_perigee_deg = math.degrees(math.remainder(mean.true_anomaly_rad, math.tau))
        assert 0.0 == pytest.approx(from_perigee_deg, abs=PERIGEE_TOLERANCE_DEG)
    ahead_deg = math.degrees(mine.argument_of_latitude_rad - theirs.argument_of_latitude_rad)
    assert 0.0 == pytest.approx(ahead_deg, abs=ARGUMENT_TOLERANCE_DEG)
