"""What accelerates the vehicle at one moment of a phase? Shared by re-flight and first guess."""

import math
from collections.abc import Callable

import numpy as np

from cosmodrome.flight.profile import FlightProfile, Phase, SteeringTable
from cosmodrome.numerics.collocation import barycentric_weights
from cosmodrome.physics.motion import flight_acceleration_m_s2
from cosmodrome.physics.steering import along_air_velocity, pad_direction

Vector = tuple[float, float, float]
Direction = Callable[[float, tuple[float, ...]], Vector]


def propellant_used_kg(phase: Phase, t_s: float) -> float:
    """Return what has left through engines and vents since the phase began."""
    length_s = phase.duration_s
    share = (t_s - phase.begin_s) / length_s if length_s > 0.0 else 0.0
    used_kg = phase.expelled_kg_s * length_s * share
    for burn in phase.burns:
        slope = burn.end_throttle_ratio - burn.start_throttle_ratio
        mean = burn.start_throttle_ratio + 0.5 * slope * share
        used_kg += burn.mass_flow_kg_s * length_s * share * mean
    return used_kg


def thrust_vac_n(phase: Phase, t_s: float) -> float:
    """Return throttle times vacuum thrust of all engines that run."""
    length_s = phase.duration_s
    share = (t_s - phase.begin_s) / length_s if length_s > 0.0 else 0.0
    return sum(
        b.thrust_vac_n
        * (b.start_throttle_ratio + (b.end_throttle_ratio - b.start_throttle_ratio) * share)
        for b in phase.burns
    )


def direction_of(profile: FlightProfile, phase: Phase) -> Direction:
    """Return the thrust direction of a phase as a function of time and state."""
    if phase.steering == "zero-incidence":
        return lambda _t, y: along_air_velocity(y[0], y[1], y[3], y[4], y[5])
    if phase.steering == "coast":
        return lambda _t, _y: (0.0, 0.0, 0.0)
    if phase.steering == "free":
        if phase.table is None:
            raise ValueError(f"the free phase at {phase.begin_s:.1f} s has no steering table")
        return _tabulated(phase.table)
    latitude, longitude = math.radians(profile.latitude_deg), math.radians(profile.longitude_deg)
    azimuth, final_tilt = profile.launch_azimuth_rad, profile.pitchover_angle_rad
    if phase.steering == "vertical":
        return lambda t, _y: pad_direction(t, 0.0, azimuth, latitude, longitude)
    rate = final_tilt / phase.duration_s
    begin_s = phase.begin_s
    return lambda t, _y: pad_direction(t, rate * (t - begin_s), azimuth, latitude, longitude)


def _tabulated(table: SteeringTable) -> Direction:
    """Return the polynomial through the nodes of each interval, normalised."""
    bounds = table.bounds_s
    weights = [barycentric_weights(nodes) for nodes in table.times_s]

    def direction(t_s: float, _y: tuple[float, ...]) -> Vector:
        i = min(max(int(np.searchsorted(bounds, t_s, side="right")) - 1, 0), len(bounds) - 2)
        away = t_s - table.times_s[i]
        nearest = int(np.argmin(np.abs(away)))
        if abs(away[nearest]) < 1e-12:
            value = table.directions_eci[i, nearest]
        else:
            share = weights[i] / away
            value = share @ table.directions_eci[i] / share.sum()
        x, y, z = value / math.sqrt(float(value @ value))
        return float(x), float(y), float(z)

    return direction


def state_rates(
    t_s: float,
    state: tuple[float, ...],
    *,
    profile: FlightProfile,
    phase: Phase,
    begin_mass_kg: float,
    direction: Direction,
) -> tuple[float, float, float, float, float, float]:
    """Return velocity and acceleration, inertial axes."""
    rx, ry, rz, vx, vy, vz = state
    ux, uy, uz = direction(t_s, state)
    ax, ay, az = flight_acceleration_m_s2(
        rx,
        ry,
        rz,
        vx,
        vy,
        vz,
        begin_mass_kg - propellant_used_kg(phase, t_s),
        ux,
        uy,
        uz,
        thrust_vac_n(phase, t_s),
        sum(b.exit_area_m2 for b in phase.burns),
        phase.reference_area_m2,
        profile.drag.knots,
        profile.drag.coefficients,
    )
    return vx, vy, vz, ax, ay, az
