"""What is the Delta III problem, and does a steering programme fly it?

The ascent of Betts and of Benson, as solvers of optimal control state it: an inertial frame with
z along the Earth's spin, a spherical Earth, an exponential atmosphere that turns with it, constant
thrust. Nine solids, two stages, four phases; the first three are fixed in time, the last ends
when the transfer orbit is reached with the most mass. SI units throughout.

Needs numpy, and scipy for the replay: it is imported into the environments of the peers too.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

MU_M3_S2 = 3.986012e14
EARTH_RADIUS_M = 6378145.0
SPIN_RAD_S = 7.29211585e-5
DENSITY_KG_M3 = 1.225
SCALE_HEIGHT_M = 7200.0
DRAG_COEFFICIENT = 0.5
AREA_M2 = 4.0 * math.pi
STANDARD_GRAVITY_M_S2 = 9.80665

SOLID = {"wet_kg": 19290.0, "propellant_kg": 17010.0, "thrust_n": 628500.0, "burn_s": 75.2}
STAGE_1 = {"wet_kg": 104380.0, "propellant_kg": 95550.0, "thrust_n": 1083100.0, "burn_s": 261.0}
STAGE_2 = {"wet_kg": 19300.0, "propellant_kg": 16820.0, "thrust_n": 110094.0, "burn_s": 700.0}
PAYLOAD_KG = 4164.0
LATEST_END_S = 961.0
# At rest in the air its speed has no derivative: solvers add this in quadrature, the replay not.
STILL_M_S = 0.01

LATITUDE_RAD = math.radians(28.5)
SEMI_MAJOR_AXIS_M = 24361140.0
ECCENTRICITY = 0.7308
INCLINATION_RAD = math.radians(28.5)
RAAN_RAD = math.radians(269.8)
ARGP_RAD = math.radians(130.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """An interval of constant thrust and flow; the last one's end is its latest."""

    start_s: float
    end_s: float
    thrust_n: float
    flow_kg_s: float
    start_mass_kg: float
    end_mass_kg: float


@cache
def phases() -> tuple[Phase, ...]:
    """Return the four phases; solids light six and three, casings drop with the next phase."""
    solid_flow = SOLID["propellant_kg"] / SOLID["burn_s"]
    flow_1, flow_2 = (stage["propellant_kg"] / stage["burn_s"] for stage in (STAGE_1, STAGE_2))
    solid_dry_kg = SOLID["wet_kg"] - SOLID["propellant_kg"]
    stage_1_dry_kg = STAGE_1["wet_kg"] - STAGE_1["propellant_kg"]
    burns = (
        (0.0, SOLID["burn_s"], 6, STAGE_1["thrust_n"], flow_1, 6 * solid_dry_kg),
        (SOLID["burn_s"], 2 * SOLID["burn_s"], 3, STAGE_1["thrust_n"], flow_1, 3 * solid_dry_kg),
        (2 * SOLID["burn_s"], STAGE_1["burn_s"], 0, STAGE_1["thrust_n"], flow_1, stage_1_dry_kg),
        (STAGE_1["burn_s"], LATEST_END_S, 0, STAGE_2["thrust_n"], flow_2, 0.0),
    )
    mass_kg = 9 * SOLID["wet_kg"] + STAGE_1["wet_kg"] + STAGE_2["wet_kg"] + PAYLOAD_KG
    found = []
    for start_s, end_s, solids, thrust_n, flow_kg_s, dropped_kg in burns:
        flow = flow_kg_s + solids * solid_flow
        spent_kg = flow * (end_s - start_s)
        found.append(
            Phase(
                start_s=start_s,
                end_s=end_s,
                thrust_n=thrust_n + solids * SOLID["thrust_n"],
                flow_kg_s=flow,
                start_mass_kg=mass_kg,
                end_mass_kg=mass_kg - spent_kg,
            )
        )
        mass_kg -= spent_kg + dropped_kg
    return tuple(found)


def pad_state() -> tuple[Vector, Vector]:
    """Return position [m] and velocity [m/s] at lift-off: at rest on the turning Earth."""
    r = EARTH_RADIUS_M * np.array([math.cos(LATITUDE_RAD), 0.0, math.sin(LATITUDE_RAD)])
    return r, np.cross([0.0, 0.0, SPIN_RAD_S], r)


def target_vectors() -> tuple[Vector, Vector]:
    """Return angular momentum [m2/s] and eccentricity vector of the target orbit.

    Five smooth conditions say all: the three of the first and x and y of the second.
    """
    perigee, ahead = _perifocal()
    h = math.sqrt(MU_M3_S2 * SEMI_MAJOR_AXIS_M * (1.0 - ECCENTRICITY**2))
    return h * np.cross(perigee, ahead), ECCENTRICITY * perigee


def _perifocal() -> tuple[Vector, Vector]:
    """Return the unit vectors to the perigee and along the motion there."""
    co, so = math.cos(RAAN_RAD), math.sin(RAAN_RAD)
    cw, sw = math.cos(ARGP_RAD), math.sin(ARGP_RAD)
    ci, si = math.cos(INCLINATION_RAD), math.sin(INCLINATION_RAD)
    perigee = np.array([co * cw - so * sw * ci, so * cw + co * sw * ci, sw * si])
    ahead = np.array([-co * sw - so * cw * ci, -so * sw + co * cw * ci, cw * si])
    return perigee, ahead


def guess(t_s: Vector) -> tuple[Vector, Vector]:
    """Return first positions and velocities, shapes (n, 3): ramped from the pad to the perigee.

    Latitude, longitude, radius and the components of the velocity go linearly with time. Every
    peer starts from it; the direction of thrust that goes with it is east, (0, 1, 0).
    """
    share = np.atleast_1d(t_s)[:, None] / LATEST_END_S
    place, placed, speed, sped = _ramp()
    latitude, longitude, radius = (place + share * placed).T
    level = radius * np.cos(latitude)
    r = np.array([level * np.cos(longitude), level * np.sin(longitude), radius * np.sin(latitude)])
    return r.T, speed + share * sped


@cache
def _ramp() -> tuple[Vector, Vector, Vector, Vector]:
    """Return the first place (latitude, longitude, radius) and velocity, and what each gains."""
    r0, v0 = pad_state()
    perigee, ahead = _perifocal()
    radius_m = SEMI_MAJOR_AXIS_M * (1.0 - ECCENTRICITY)
    speed_m_s = math.sqrt(MU_M3_S2 / SEMI_MAJOR_AXIS_M * (1 + ECCENTRICITY) / (1 - ECCENTRICITY))
    first = np.array([math.asin(r0[2] / EARTH_RADIUS_M), 0.0, EARTH_RADIUS_M])
    last = np.array([math.asin(perigee[2]), math.atan2(perigee[1], perigee[0]), radius_m])
    return first, last - first, v0, speed_m_s * ahead - v0


def guessed_mass_kg(phase: Phase, t_s: Vector) -> Vector:
    """Return the mass at instants of a phase; it is known, as nothing is throttled."""
    return phase.start_mass_kg - phase.flow_kg_s * (np.asarray(t_s) - phase.start_s)


# ---- the referee: the same text judges every peer -------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Directions of thrust over a span of time: the polynomial through given points."""

    start_s: float
    end_s: float
    t_s: Vector
    directions: Vector


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a solver says: the end of the flight, and the steering that leads there."""

    end_s: float
    final_mass_kg: float
    r_m: Vector
    v_m_s: Vector
    steering: tuple[Piece, ...]


class NoAnswerError(Exception):
    """A solver gave up; the message is its own."""


def verdict(claim: Claim) -> dict[str, float | dict[str, float]]:
    """Return how far the flown steering ends from the claim, and from the target's elements.

    Open loop from the pad, phase by phase, by DOP853 at a relative tolerance of 1e-11.
    """
    r, v = replay(claim)
    return {
        "final_mass_kg": claim.final_mass_kg,
        "replay_position_gap_m": float(np.linalg.norm(r - claim.r_m)),
        "replay_velocity_gap_m_s": float(np.linalg.norm(v - claim.v_m_s)),
        "replay_elements_gap": elements_gap(r, v),
    }


def replay(claim: Claim) -> tuple[Vector, Vector]:
    """Return position and velocity at the end of the flown steering."""
    state = np.concatenate(pad_state())
    for piece in claim.steering:
        for phase in phases():
            start_s = max(piece.start_s, phase.start_s)
            end_s = min(piece.end_s, phase.end_s, claim.end_s)
            if end_s - start_s > 1e-9:
                state = _flown(state, phase, piece, (start_s, end_s))
    return state[:3], state[3:]


def _flown(state: Vector, phase: Phase, piece: Piece, span_s: tuple[float, float]) -> Vector:
    from scipy.integrate import solve_ivp  # slow to import, and no solver's business

    points = (piece.t_s - piece.start_s) / (piece.end_s - piece.start_s)
    apart = points[:, None] - points[None, :] + np.eye(len(points))
    weights = 1.0 / apart.prod(axis=1)

    def direction(t_s: float) -> Vector:
        away = (t_s - piece.start_s) / (piece.end_s - piece.start_s) - points
        nearest = int(np.argmin(np.abs(away)))
        if abs(away[nearest]) < 1e-14:
            u = piece.directions[nearest]
        else:
            share = weights / away
            u = share @ piece.directions / share.sum()
        return u / np.linalg.norm(u)

    def rates(t_s: float, y: Vector) -> Vector:
        mass_kg = phase.start_mass_kg - phase.flow_kg_s * (t_s - phase.start_s)
        return np.concatenate([y[3:], _acceleration(y, phase.thrust_n, mass_kg, direction(t_s))])

    atol = np.array([1e-6] * 3 + [1e-9] * 3)
    done = solve_ivp(rates, span_s, state, method="DOP853", rtol=1e-11, atol=atol)
    if not done.success:
        raise ArithmeticError(f"the replay stopped: {done.message}")
    return done.y[:, -1]


def _acceleration(y: Vector, thrust_n: float, mass_kg: float, u: Vector) -> Vector:
    r, v = y[:3], y[3:]
    radius = math.sqrt(r @ r)
    wind = v - SPIN_RAD_S * np.array([-r[1], r[0], 0.0])
    rho = DENSITY_KG_M3 * math.exp(-(radius - EARTH_RADIUS_M) / SCALE_HEIGHT_M)
    drag_n = -0.5 * rho * DRAG_COEFFICIENT * AREA_M2 * math.sqrt(wind @ wind) * wind
    return -MU_M3_S2 / radius**3 * r + (thrust_n * u + drag_n) / mass_kg


def elements_gap(r: Vector, v: Vector) -> dict[str, float]:
    """Return reached less wanted elements."""
    h = np.cross(r, v)
    e = np.cross(v, h) / MU_M3_S2 - r / np.linalg.norm(r)
    a = 1.0 / (2.0 / np.linalg.norm(r) - v @ v / MU_M3_S2)
    node = np.array([-h[1], h[0], 0.0])
    node /= np.linalg.norm(node)
    argp = math.atan2(e @ np.cross(h, node) / np.linalg.norm(h), e @ node)

    def apart_deg(is_rad: float, wanted_rad: float) -> float:
        return math.degrees(math.remainder(is_rad - wanted_rad, math.tau))

    return {
        "semi_major_axis_m": float(a - SEMI_MAJOR_AXIS_M),
        "eccentricity": float(np.linalg.norm(e)) - ECCENTRICITY,
        "inclination_deg": apart_deg(math.acos(h[2] / np.linalg.norm(h)), INCLINATION_RAD),
        "raan_deg": apart_deg(math.atan2(node[1], node[0]), RAAN_RAD),
        "argp_deg": apart_deg(argp, ARGP_RAD),
    }
