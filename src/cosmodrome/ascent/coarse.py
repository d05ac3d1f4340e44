"""How is a first guess flown? Fixed steps and a pitch that falls evenly: quick, not exact."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_FLATTENING_RATIO
from cosmodrome.flight.profile import FlightProfile, Phase
from cosmodrome.flight.rates import Direction, state_rates
from cosmodrome.physics.motion import air_velocity_m_s

EARTH_POLAR_RADIUS_M = EARTH_EQUATORIAL_RADIUS_M * (1.0 - EARTH_FLATTENING_RATIO)
STEP_S: dict[str, float] = {"coast": 60.0, "free": 12.0}
DENSE_AIR_STEP_S = 5.0
# How hard the guess yaws against motion across the target plane.
YAW_GAIN_RATIO = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Flown samples of one phase: shares of its length, states (n, 6), directions (n, 3)."""

    shares: NDArray[np.float64]
    states: NDArray[np.float64]
    directions: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PitchRamp:
    """Pitch over the horizon that falls evenly in time, in a plane with a given normal."""

    begin_s: float
    end_s: float
    begin_pitch_rad: float
    normal: NDArray[np.float64]

    @classmethod
    def at(
        cls,
        state: NDArray[np.float64],
        begin_s: float,
        end_s: float,
        normal: NDArray[np.float64],
    ) -> "PitchRamp":
        """Return the ramp that begins along the air velocity of a state."""
        rx, ry, rz, vx, vy, vz = (float(x) for x in state)
        w = air_velocity_m_s(rx, ry, vx, vy, vz)
        radius, speed = math.hypot(rx, ry, rz), math.hypot(*w)
        climb = (rx * w[0] + ry * w[1] + rz * w[2]) / (radius * max(speed, 1.0))
        pitch_rad = math.asin(min(max(climb, -1.0), 1.0))
        return cls(begin_s=begin_s, end_s=end_s, begin_pitch_rad=pitch_rad, normal=normal)

    def direction(self, final_pitch_rad: float) -> Direction:
        """Return the thrust direction over time, ending at a pitch."""
        span_s = max(self.end_s - self.begin_s, 1.0)
        nx, ny, nz = (float(x) for x in self.normal)

        def pitched(t_s: float, y: tuple[float, ...]) -> tuple[float, float, float]:
            share = min(max((t_s - self.begin_s) / span_s, 0.0), 1.0)
            pitch = self.begin_pitch_rad + (final_pitch_rad - self.begin_pitch_rad) * share
            rx, ry, rz, vx, vy, vz = y
            radius, speed = math.hypot(rx, ry, rz), math.hypot(vx, vy, vz)
            up = (rx / radius, ry / radius, rz / radius)
            yaw = YAW_GAIN_RATIO * (vx * nx + vy * ny + vz * nz) / speed
            ahead = (
                ny * up[2] - nz * up[1] - yaw * nx,
                nz * up[0] - nx * up[2] - yaw * ny,
                nx * up[1] - ny * up[0] - yaw * nz,
            )
            return _pitched_up(ahead, up, pitch)

        return pitched


def first_rise_s(x: NDArray[np.float64], y: NDArray[np.float64]) -> float | None:
    """Return where y first rises through zero, linear between samples; None if it never does."""
    above = np.flatnonzero((y[1:] >= 0.0) & (y[:-1] < 0.0))
    if len(above) == 0:
        return None
    i = int(above[0])
    return float(x[i] - y[i] * (x[i + 1] - x[i]) / (y[i + 1] - y[i]))


def along_velocity(_t_s: float, y: tuple[float, ...]) -> tuple[float, float, float]:
    """Return the direction of level flight."""
    radius = math.hypot(y[0], y[1], y[2])
    return _pitched_up((y[3], y[4], y[5]), (y[0] / radius, y[1] / radius, y[2] / radius), 0.0)


def _pitched_up(
    ahead: tuple[float, float, float], up: tuple[float, float, float], pitch_rad: float
) -> tuple[float, float, float]:
    """Return the direction at a pitch over the horizon, in the plane of `ahead` and `up`."""
    climb = sum(a * u for a, u in zip(ahead, up, strict=True))
    level = [a - climb * u for a, u in zip(ahead, up, strict=True)]
    scale = math.cos(pitch_rad) / math.hypot(*level)
    sine = math.sin(pitch_rad)
    x, y, z = (scale * a + sine * u for a, u in zip(level, up, strict=True))
    return x, y, z


def fly_coarsely(
    profile: FlightProfile,
    phase: Phase,
    state: NDArray[np.float64],
    mass_kg: float,
    direction: Direction,
) -> Leg:
    """Return one phase flown by classical Runge-Kutta steps; below the ground it stands still."""
    step_s = STEP_S.get(phase.steering, DENSE_AIR_STEP_S)
    count = max(2, math.ceil(phase.duration_s / step_s))
    h = phase.duration_s / count

    def rates(t_s: float, y: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array(
            state_rates(
                t_s,
                tuple(y.tolist()),
                profile=profile,
                phase=phase,
                begin_mass_kg=mass_kg,
                direction=direction,
            )
        )

    states, directions = [state], [direction(phase.begin_s, tuple(state.tolist()))]
    for k in range(count):
        t_s = phase.begin_s + k * h
        k1 = rates(t_s, state)
        k2 = rates(t_s + 0.5 * h, state + 0.5 * h * k1)
        k3 = rates(t_s + 0.5 * h, state + 0.5 * h * k2)
        k4 = rates(t_s + h, state + h * k3)
        if float(np.linalg.norm(state[:3])) > EARTH_POLAR_RADIUS_M:
            state = state + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
        states.append(state)
        directions.append(direction(t_s + h, tuple(state.tolist())))
    return Leg(
        shares=np.linspace(0.0, 1.0, count + 1),
        states=np.array(states),
        directions=np.array(directions),
    )
