"""The public statement of a trajectory problem, against ascents whose optimum is known."""

import functools
import math
import tomllib
from pathlib import Path

import numpy as np
import pytest

from cosmodrome.ascent.problem import (
    ProblemGuess,
    ProblemPhase,
    ProblemSolver,
    TrajectoryProblem,
)
from cosmodrome.physics.formula import exp, sqrt

EVIDENCE = Path(__file__).parents[1] / "evidence" / "optimal_control.toml"
FACTS = tomllib.loads(EVIDENCE.read_text(encoding="utf-8"))
TITAN, DELTA = FACTS["titan-ii"], FACTS["delta-iii"]
# The outside answer still moved by 1 ms from 100 to 200 segments.
TITAN_S = 0.001
DELTA_KG = 0.001
REPLAY_M, REPLAY_M_S = 1.0, 1e-3
# Keeps the derivative of a speed finite at rest.
STANDSTILL_M2_S2 = 1e-6


def titan_acceleration(x, y, z, vx, vy, vz, mass, ux, uy, uz, thrust):
    """Thrust, weight, and the drag of each axis by itself; z is not needed and stays free."""
    bulk = 0.5 * TITAN["density_kg_m3"] * TITAN["drag_coefficient"] * TITAN["area_m2"]
    drag = bulk * exp(-y / TITAN["scale_height_m"])
    ax = (thrust * ux - drag * vx * vx) / mass
    ay = (thrust * uy - drag * vy * vy) / mass - TITAN["gravity_m_s2"]
    return ax, ay, thrust * uz / mass


def titan_end(x, y, z, vx, vy, vz):
    """Altitude and speed of the orbit, level."""
    speed = TITAN["speed_m_s"]
    return (y - TITAN["altitude_m"]) / TITAN["altitude_m"], vx / speed - 1.0, vy / speed


@functools.cache
def titan():
    flow_kg_s = TITAN["thrust_n"] / (TITAN["isp_s"] * TITAN["gravity_m_s2"])
    longest_s = 0.999 * TITAN["mass_kg"] / flow_kg_s
    problem = TrajectoryProblem(
        acceleration=titan_acceleration,
        conditions=titan_end,
        start=np.zeros(6),
        mass_kg=TITAN["mass_kg"],
        phases=(
            ProblemPhase(
                length_s=(100.0, longest_s),
                thrust_n=TITAN["thrust_n"],
                mass_flow_kg_s=flow_kg_s,
                intervals=40,
                degree=8,
            ),
        ),
        length_m=5e5,
        speed_m_s=TITAN["speed_m_s"],
    )
    end = np.array([300e3, TITAN["altitude_m"], 0.0, TITAN["speed_m_s"], 0.0, 0.0])

    def direction(t_s):
        pitch = 0.5 * math.pi * max(0.0, 1.0 - t_s / 140.0)
        return np.array([math.cos(pitch), math.sin(pitch), 0.0])

    guess = ProblemGuess(
        lengths_s=(140.0,), state=lambda t_s: end * min(t_s / 140.0, 1.0), direction=direction
    )
    return ProblemSolver(problem).solve(guess)


def test_titan_ii_reaches_orbit_in_the_least_time():
    solution = titan()

    assert solution.converged
    assert TITAN["optimum_s"] == pytest.approx(solution.lengths_s[0], abs=TITAN_S)


def test_titan_ii_flown_again_is_in_the_orbit():
    flown = titan().replay()

    assert TITAN["altitude_m"] == pytest.approx(flown[1], abs=REPLAY_M)
    assert [TITAN["speed_m_s"], 0.0] == pytest.approx(flown[3:5].tolist(), abs=REPLAY_M_S)


def delta_acceleration(x, y, z, vx, vy, vz, mass, ux, uy, uz, thrust):
    """A round Earth, thrust, and the drag of air that turns with it."""
    spin = DELTA["rotation_rad_s"]
    radius = sqrt(x * x + y * y + z * z)
    density = DELTA["density_kg_m3"] * exp((DELTA["radius_m"] - radius) / DELTA["scale_height_m"])
    wx, wy, wz = vx + spin * y, vy - spin * x, vz
    speed = sqrt(wx * wx + wy * wy + wz * wz + STANDSTILL_M2_S2)
    brake = 0.5 * density * DELTA["drag_coefficient"] * DELTA["area_m2"] * speed / mass
    pull = DELTA["mu_m3_s2"] / (radius * radius * radius)
    push = thrust / mass
    return (
        push * ux - brake * wx - pull * x,
        push * uy - brake * wy - pull * y,
        push * uz - brake * wz - pull * z,
    )


def delta_orbit():
    """Momentum and eccentricity vectors of the transfer orbit, in Earth radii and its speed."""
    a, e, mu = DELTA["semi_major_axis_m"], DELTA["eccentricity"], DELTA["mu_m3_s2"]
    i, node, argp = (math.radians(DELTA[k]) for k in ("inclination_deg", "raan_deg", "argp_deg"))
    normal = (math.sin(i) * math.sin(node), -math.sin(i) * math.cos(node), math.cos(i))
    towards = (
        math.cos(node) * math.cos(argp) - math.sin(node) * math.sin(argp) * math.cos(i),
        math.sin(node) * math.cos(argp) + math.cos(node) * math.sin(argp) * math.cos(i),
    )
    momentum = math.sqrt(mu * a * (1.0 - e * e))
    return [momentum * n for n in normal], [e * p for p in towards]


def delta_end(x, y, z, vx, vy, vz):
    """Momentum, and the equatorial part of the eccentricity vector."""
    mu = DELTA["mu_m3_s2"]
    size = math.sqrt(mu * DELTA["radius_m"])
    momentum, eccentricity = delta_orbit()
    h = (y * vz - z * vy, z * vx - x * vz, x * vy - y * vx)
    radius = sqrt(x * x + y * y + z * z)
    ex = (vy * h[2] - vz * h[1]) / mu - x / radius
    ey = (vz * h[0] - vx * h[2]) / mu - y / radius
    gaps = [(a - b) / size for a, b in zip(h, momentum, strict=True)]
    return *gaps, ex - eccentricity[0], ey - eccentricity[1]


def delta_phases():
    """Six solids, three solids, the first stage alone, the second until the orbit is reached."""
    solid, first, second = DELTA["solids"], DELTA["stage_1"], DELTA["stage_2"]
    solid_s = solid["burn_s"]
    flows = [s["propellant_kg"] / s["burn_s"] for s in (solid, first, second)]

    def with_solids(count):
        return ProblemPhase(
            length_s=solid_s,
            thrust_n=count * solid["thrust_n"] + first["thrust_n"],
            mass_flow_kg_s=count * flows[0] + flows[1],
            dropped_kg=count * solid["dry_mass_kg"],
            intervals=3,
        )

    return (
        with_solids(solid["first"]),
        with_solids(solid["then"]),
        ProblemPhase(
            length_s=first["burn_s"] - 2.0 * solid_s,
            thrust_n=first["thrust_n"],
            mass_flow_kg_s=flows[1],
            dropped_kg=first["dry_mass_kg"],
            intervals=2,
        ),
        ProblemPhase(
            length_s=(300.0, second["burn_s"]),
            thrust_n=second["thrust_n"],
            mass_flow_kg_s=flows[2],
            intervals=4,
        ),
    )


def delta_guess():
    """Latitude, longitude, altitude and speed drawn evenly from the pad to the perigee."""
    pad, length_s = math.radians(DELTA["latitude_deg"]), 900.0
    radius, mu = DELTA["radius_m"], DELTA["mu_m3_s2"]

    def state(t_s):
        share = min(t_s / length_s, 1.0)
        longitude, r = share * math.radians(30.0), radius + 180e3 * share
        up = np.array(
            [
                math.cos(pad) * math.cos(longitude),
                math.cos(pad) * math.sin(longitude),
                math.sin(pad),
            ]
        )
        east = np.array([-math.sin(longitude), math.cos(longitude), 0.0])
        return np.concatenate([r * up, (400.0 + share * (math.sqrt(1.73 * mu / r) - 400.0)) * east])

    def direction(t_s):
        r, v = np.split(state(t_s), 2)
        lift = max(0.0, 1.0 - 2.0 * t_s / length_s)
        u = v / np.linalg.norm(v) + lift * r / np.linalg.norm(r)
        return u / np.linalg.norm(u)

    lengths = [p.length_s for p in delta_phases()[:-1]]
    return ProblemGuess(
        lengths_s=(*lengths, length_s - sum(lengths)), state=state, direction=direction
    )


@functools.cache
def delta():
    latitude, radius = math.radians(DELTA["latitude_deg"]), DELTA["radius_m"]
    pad = radius * np.array([math.cos(latitude), 0.0, math.sin(latitude)])
    problem = TrajectoryProblem(
        acceleration=delta_acceleration,
        conditions=delta_end,
        start=np.array([*pad, 0.0, DELTA["rotation_rad_s"] * pad[0], 0.0]),
        mass_kg=DELTA["liftoff_mass_kg"],
        phases=delta_phases(),
        length_m=radius,
        speed_m_s=math.sqrt(DELTA["mu_m3_s2"] / radius),
        lowest_m=radius,
    )
    return ProblemSolver(problem).solve(delta_guess())


def test_delta_iii_carries_the_most_that_is_known():
    solution = delta()

    assert solution.converged
    assert DELTA["optimum_kg"] == pytest.approx(solution.final_mass_kg, abs=DELTA_KG)


def test_delta_iii_flown_again_ends_where_its_optimum_does():
    solution = delta()

    gap = solution.replay() - solution.states[-1][-1]
    assert np.linalg.norm(gap[:3]) < REPLAY_M
    assert np.linalg.norm(gap[3:]) < REPLAY_M_S
