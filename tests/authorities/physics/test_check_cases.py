"""Newton's law, gravity, air and drag together, against NASA's simulations of dropped spheres."""

import csv
import functools
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from cosmodrome.constants import (
    EARTH_EQUATORIAL_RADIUS_M,
    EARTH_MU_M3_S2,
    EARTH_ROTATION_RATE_RAD_S,
)
from cosmodrome.orbit.frames import place_of_ecef
from cosmodrome.physics.aerodynamics import drag_n
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.earth import ecef_position_m, ellipsoid_altitude_m, rotate_about_pole
from cosmodrome.physics.gravity import zonal_gravity_m_s2
from cosmodrome.physics.motion import acceleration_m_s2, air_velocity_m_s, speed_m_s

EVIDENCE = Path(__file__).parents[1] / "evidence" / "nesc_check_cases.csv"
# NASA's simulations spread by less than 0.1 m and 0.05 m/s where all agree on the Earth (01, 06),
# by 1.3 m in 09, where they part over a drag of 5 m/s2; in 04 one has a velocity 0.3 m/s off.
ALTITUDE_M = {"01": 0.01, "04": 0.1, "06": 0.1, "09": 1.5}
VELOCITY_M_S = {"01": 0.001, "04": 0.1, "06": 0.05, "09": 0.1}
LONGITUDE_DEG = {"01": 1e-7, "04": 1e-9, "06": 1e-7, "09": 2e-5}
# The medians carry nine digits; density falls by 1e-4 of itself in a metre.
DENSITY_RATIO = 2e-4
MASS_KG, AREA_M2 = 14.59390294, 0.01824146545
DRAG_COEFFICIENT = {"01": 0.0, "04": 0.1, "06": 0.1, "09": 0.1}
SHOT_M_S = {"09": (304.8, 304.8)}
CASE_J2, SPHERE_M = 0.00108262982, 6371007.1847
TIMES_S = np.arange(0.0, 31.0, 5.0)


def rows(case):
    lines = EVIDENCE.read_text(encoding="utf-8").splitlines()
    table = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [{k: float(v) for k, v in row.items()} for row in table if row["case"] == case]


def rates(case):
    """Velocity and acceleration of a sphere; in case 04 the Earth is round and stands still."""
    round_earth = case == "04"
    j2 = 0.0 if round_earth else CASE_J2

    def rate(_t_s, y):
        r, v = y[:3].tolist(), y[3:].tolist()
        altitude_m = math.hypot(*r) - SPHERE_M if round_earth else ellipsoid_altitude_m(*r)
        w = v if round_earth else air_velocity_m_s(r[0], r[1], *v)
        speed = speed_m_s(*w)
        drag = drag_n(air(altitude_m)[1], speed, DRAG_COEFFICIENT[case], AREA_M2)
        pull = zonal_gravity_m_s2(*r, EARTH_MU_M3_S2, EARTH_EQUATORIAL_RADIUS_M, j2, 0.0, 0.0)
        return (*v, *acceleration_m_s2(MASS_KG, *pull, 0.0, 0.0, 0.0, 0.0, drag, *w, speed))

    return rate


@functools.cache
def flown(case):
    """Altitude [m], longitude [deg], velocity east and down [m/s] and density every 5 s."""
    round_earth = case == "04"
    up_m_s, east_m_s = SHOT_M_S.get(case, (0.0, 0.0))
    altitude_m = 0.0 if case == "09" else 9144.0
    x = SPHERE_M + altitude_m if round_earth else ecef_position_m(0.0, 0.0, altitude_m)[0]
    turn_rad_s = 0.0 if round_earth else EARTH_ROTATION_RATE_RAD_S
    start = [x, 0.0, 0.0, up_m_s, east_m_s + turn_rad_s * x, 0.0]
    solution = solve_ivp(
        rates(case),
        (0.0, 30.0),
        start,
        method="DOP853",
        t_eval=TIMES_S,
        rtol=1e-11,
        atol=1e-7,
    )
    answers = []
    for t_s, y in zip(solution.t, solution.y.T, strict=True):
        r = np.array([*rotate_about_pole(y[0], y[1], -turn_rad_s * t_s), y[2]])
        v = np.array([*rotate_about_pole(y[3], y[4], -turn_rad_s * t_s), y[5]])
        v -= np.cross([0.0, 0.0, turn_rad_s], r)
        longitude_rad = math.atan2(r[1], r[0])
        if round_earth:
            altitude_m = float(np.linalg.norm(r)) - SPHERE_M
        else:
            altitude_m = float(place_of_ecef(r)[2])
        up = np.array([math.cos(longitude_rad), math.sin(longitude_rad), 0.0])
        east = np.array([-up[1], up[0], 0.0])
        density = air(altitude_m)[1]
        answers.append((altitude_m, math.degrees(longitude_rad), v @ east, -(v @ up), density))
    return answers


# The other check-cases turn about the body's own axes (02, 03), blow steady winds that 06 does not
# need (07, 08), repeat 09 northwards (10) or fly by aerodynamic moments (11 to 16): not covered.
# The rocket of 17 is flown in authorities/flight.
@pytest.mark.parametrize("case", ["01", "04", "06", "09"])
def test_a_sphere_falls_as_in_nasas_simulations(case):
    for row, answer in zip(rows(case), flown(case), strict=True):
        altitude_m, longitude_deg, v_east_m_s, v_down_m_s, density = answer
        assert row["altitude_m"] == pytest.approx(altitude_m, abs=ALTITUDE_M[case])
        assert row["longitude_deg"] == pytest.approx(longitude_deg, abs=LONGITUDE_DEG[case])
        assert row["v_east_m_s"] == pytest.approx(v_east_m_s, abs=VELOCITY_M_S[case])
        assert row["v_down_m_s"] == pytest.approx(v_down_m_s, abs=VELOCITY_M_S[case])
        assert row["density_kg_m3"] == pytest.approx(density, rel=DENSITY_RATIO)
