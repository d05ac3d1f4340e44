"""Falls against impact points that an independent propagation (Orekit) confirmed."""

import csv
from pathlib import Path

import numpy as np
import pytest

from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.flight import fall_kernel
from cosmodrome.flight.air import between_nodes, no_deviates, still_air
from cosmodrome.flight.fall import fall_to_ground, places_of, vacuum_impact_point
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.safety.tangent import distance_and_bearing

EVIDENCE = Path(__file__).parents[1] / "evidence" / "impact_points.csv"
# Coordinates are printed to 1e-7 deg (Kepler, J2) and 1e-6 deg (drag).
VACUUM_M = 0.15
FLIGHT_S = 1e-3
# The kernel's step: its impacts are good to 15 m, its times to 0.05 s.
DRAG_M = 30.0
DRAG_S = 0.1
NO_RISE_MACH, NO_RISE = np.array([0.0, 1.0]), np.array([[1.0, 0.0, 0.0, 0.0]])


def cases():
    lines = EVIDENCE.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [pytest.param(row, id=row["name"]) for row in rows]


def state(row):
    r = np.array([float(row[f"{axis}_m"]) for axis in "xyz"])
    v_ecef = np.array([float(row[f"v{axis}_ecef"]) for axis in "xyz"])
    return r, v_ecef + np.cross([0.0, 0.0, EARTH_ROTATION_RATE_RAD_S], r)


def miss_m(row, column, latitude_deg, longitude_deg):
    expected = float(row[f"{column}_lat"]), float(row[f"{column}_lon"])
    return distance_and_bearing(*expected, latitude_deg, longitude_deg)[0]


@pytest.mark.parametrize("row", cases())
def test_the_vacuum_impact_point_follows_the_kepler_orbit_to_the_ellipsoid(row):
    r, v = state(row)

    impact = vacuum_impact_point(r, v, t_s=0.0)

    assert miss_m(row, "iip_kepler", impact.latitude_deg, impact.longitude_deg) < VACUUM_M
    assert float(row["iip_kepler_tof_s"]) == pytest.approx(impact.t_s, abs=FLIGHT_S)


@pytest.mark.parametrize("row", cases())
def test_a_fall_without_air_meets_the_ground_where_the_oblate_pull_takes_it(row):
    r, v = state(row)
    body = SeparatedBody(part="stage", count=1, mass_kg=1.0, t_s=0.0, r_eci_m=r, v_eci_m_s=v)

    impact = fall_to_ground(body, ballistic_coefficient_kg_m2=np.inf)

    assert miss_m(row, "iip_j2", impact.latitude_deg, impact.longitude_deg) < VACUUM_M
    assert float(row["iip_j2_tof_s"]) == pytest.approx(impact.t_s, abs=FLIGHT_S)


@pytest.mark.parametrize("beta", [200, 800, 3000])
@pytest.mark.parametrize("row", cases())
def test_the_kernel_drops_a_body_of_constant_drag_where_the_reference_does(row, beta):
    r, v = state(row)
    air, landed = still_air(), np.empty((1, 7))

    fall_kernel.fall_to_heights(
        np.array([[*r, *v, 0.0]]),
        np.array([float(beta)]),
        np.zeros(1),
        np.zeros(1, dtype=np.int64),
        air.mean,
        air.sd,
        between_nodes(air),
        no_deviates(1),
        NO_RISE_MACH,
        NO_RISE,
        3600.0,
        landed,
    )

    longitude, latitude, t_s = places_of(landed)[0]
    assert miss_m(row, f"drag{beta}", latitude, longitude) < DRAG_M
    assert float(row[f"drag{beta}_tof_s"]) == pytest.approx(t_s, abs=DRAG_S)
