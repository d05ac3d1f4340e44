"""Impact traces against points that an independent propagation (Orekit) confirmed."""

import csv
from pathlib import Path

import numpy as np
import pytest

from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.flight.air import no_deviates, still_air
from cosmodrome.flight.fall import FallCases, descend
from cosmodrome.flight.impact_point import vacuum_impact_points
from cosmodrome.safety.tangent import distance_and_bearing

EVIDENCE = Path(__file__).parents[1] / "evidence" / "impact_points.csv"
# Coordinates are printed to 1e-7 deg.
VACUUM_M = 0.15
FLIGHT_S = 1e-3
# The air is told each kilometre; drag at these speeds does not rise yet.
IMPACT_SPEED_RATIO = 2e-3
TURN = np.array([0.0, 0.0, EARTH_ROTATION_RATE_RAD_S])


def rows():
    lines = EVIDENCE.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def column(*names):
    return np.array([[float(row[name]) for name in names] for row in rows()])


def states():
    r = column("x_m", "y_m", "z_m")
    return r, column("vx_ecef", "vy_ecef", "vz_ecef") + np.cross(TURN, r)


def test_a_trace_of_states_meets_the_ground_where_each_orbit_does():
    r, v = states()

    points = vacuum_impact_points(r, v, t_s=np.zeros(len(r)))

    expected = column("iip_kepler_lat", "iip_kepler_lon", "iip_kepler_tof_s")
    for point, (latitude_deg, longitude_deg, fall_s) in zip(points, expected, strict=True):
        miss_m, _ = distance_and_bearing(latitude_deg, longitude_deg, point[1], point[0])
        assert miss_m < VACUUM_M
        assert fall_s == pytest.approx(point[2], abs=FLIGHT_S)


@pytest.mark.parametrize("beta", [200, 800])
def test_bodies_arrive_with_the_speed_of_the_reference(beta):
    r, v = states()
    cases = FallCases(
        states=np.column_stack((r, v, np.zeros(len(r)))),
        ballistic_coefficient_kg_m2=np.full(len(r), float(beta)),
        air=still_air(),
        deviates=no_deviates(len(r)),
    )

    landed = descend(cases, to_height_m=0.0)

    relative = landed[:, 3:6] - np.cross(TURN, landed[:, :3])
    expected = column(f"drag{beta}_v_impact")[:, 0]
    assert expected == pytest.approx(np.linalg.norm(relative, axis=1), rel=IMPACT_SPEED_RATIO)
