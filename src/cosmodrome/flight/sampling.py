"""What does a person want to know along a flight? Derived quantities and events."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S, STANDARD_GRAVITY_M_S2
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.rates import thrust_vac_n
from cosmodrome.flight.trajectory import Event, SeparatedBody, Trajectory
from cosmodrome.orbit.frames import place_of_ecef
from cosmodrome.physics.aerodynamics import (
    drag_n,
    dynamic_pressure_pa,
    free_molecular_heat_flux_w_m2,
)
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.formula import table1
from cosmodrome.physics.motion import air_velocity_m_s, speed_m_s
from cosmodrome.physics.propulsion import thrust_n

WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Samples of one phase: times (n,), states (n, 6), mass (n,), thrust directions (n, 3)."""

    index: int
    t_s: NDArray[np.float64]
    states: NDArray[np.float64]
    mass_kg: NDArray[np.float64]
    directions: NDArray[np.float64]


def trajectory_of(
    profile: FlightProfile, legs: Sequence[Leg], bodies: Sequence[SeparatedBody]
) -> Trajectory:
    """Return the sampled flight with everything derived from its states."""
    t_s = np.concatenate([leg.t_s for leg in legs])
    states = np.concatenate([leg.states for leg in legs])
    mass_kg = np.concatenate([leg.mass_kg for leg in legs])
    directions = np.concatenate([leg.directions for leg in legs])
    phase = np.concatenate([np.full(len(leg.t_s), leg.index) for leg in legs])
    r, v = states[:, :3], states[:, 3:]
    latitude_rad, longitude_rad, altitude_m = place_of_ecef(_ecef(r, t_s))
    wx, wy, wz = air_velocity_m_s(r[:, 0], r[:, 1], v[:, 0], v[:, 1], v[:, 2])
    w = speed_m_s(wx, wy, wz)
    pressure, rho, sound = air(altitude_m)
    flux = free_molecular_heat_flux_w_m2(rho, w)
    force = _force_n(profile, phase, t_s, directions, pressure)
    area_m2 = np.array([p.reference_area_m2 for p in profile.phases])[phase]
    cd = table1(w / sound, profile.drag.knots, profile.drag.coefficients)
    force -= (drag_n(rho, w, cd, area_m2) / w)[:, None] * np.column_stack([wx, wy, wz])
    axis = np.where(np.any(directions != 0.0, axis=1)[:, None], directions, 0.0)
    trajectory = Trajectory(
        t_s=t_s,
        r_eci_m=r,
        v_eci_m_s=v,
        mass_kg=mass_kg,
        direction_eci=directions,
        phase=phase,
        altitude_m=altitude_m,
        downrange_m=_downrange_m(profile, latitude_rad, longitude_rad),
        latitude_deg=np.degrees(latitude_rad),
        longitude_deg=np.degrees(longitude_rad),
        v_ecef_m_s=np.sqrt(wx * wx + wy * wy + wz * wz),
        dynamic_pressure_pa=dynamic_pressure_pa(rho, w),
        axial_load_factor=np.sum(force * axis, axis=1) / mass_kg / STANDARD_GRAVITY_M_S2,
        free_molecular_heat_flux_w_m2=flux,
        events=(),
        bodies=tuple(bodies),
    )
    return _with_events(profile, trajectory)


def _ecef(r: NDArray[np.float64], t_s: NDArray[np.float64]) -> NDArray[np.float64]:
    angle = -EARTH_ROTATION_RATE_RAD_S * t_s
    c, s = np.cos(angle), np.sin(angle)
    return np.column_stack([c * r[:, 0] - s * r[:, 1], s * r[:, 0] + c * r[:, 1], r[:, 2]])


def _force_n(
    profile: FlightProfile,
    phase: NDArray[np.int64],
    t_s: NDArray[np.float64],
    directions: NDArray[np.float64],
    pressure: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the thrust at every sample, shape (n, 3)."""
    vacuum = np.array(
        [thrust_vac_n(profile.phases[i], float(t)) for i, t in zip(phase, t_s, strict=True)]
    )
    exit_area = np.array([sum(b.exit_area_m2 for b in p.burns) for p in profile.phases])[phase]
    return np.asarray(thrust_n(vacuum, exit_area, pressure)[:, None] * directions)


def _downrange_m(
    profile: FlightProfile,
    latitude_rad: NDArray[np.float64],
    longitude_rad: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the geodesic from the pad to the point under the vehicle."""
    pad = np.full_like(latitude_rad, 1.0)
    _, _, distance_m = WGS84.inv(
        profile.longitude_deg * pad,
        profile.latitude_deg * pad,
        np.degrees(longitude_rad),
        np.degrees(latitude_rad),
    )
    return np.asarray(distance_m)


def _with_events(profile: FlightProfile, trajectory: Trajectory) -> Trajectory:
    found: list[tuple[float, int, str]] = []
    for index, phase in enumerate(profile.phases):
        rows = np.flatnonzero(trajectory.phase == index)
        found += [(phase.begin_s, int(rows[0]), name) for name in phase.begin_events]
        found += [(phase.end_s, int(rows[-1]), name) for name in phase.end_events]
    peak = int(np.argmax(trajectory.dynamic_pressure_pa))
    found.append((float(trajectory.t_s[peak]), peak, "max-q"))
    last = len(trajectory.t_s) - 1
    found += [(profile.end_s, last, "injection"), (profile.end_s, last, "spacecraft separation")]
    found.sort(key=lambda item: (item[0], item[1]))
    events = tuple(_event(trajectory, row, name) for _, row, name in found)
    values = {name: getattr(trajectory, name) for name in Trajectory.__slots__}
    return Trajectory(**{**values, "events": events})


def _event(trajectory: Trajectory, row: int, name: str) -> Event:
    return Event(
        name=name,
        t_s=float(trajectory.t_s[row]),
        altitude_m=float(trajectory.altitude_m[row]),
        downrange_m=float(trajectory.downrange_m[row]),
        v_ecef_m_s=float(trajectory.v_ecef_m_s[row]),
        v_eci_m_s=float(np.linalg.norm(trajectory.v_eci_m_s[row])),
        latitude_deg=float(trajectory.latitude_deg[row]),
        longitude_deg=float(trajectory.longitude_deg[row]),
        mass_kg=float(trajectory.mass_kg[row]),
    )
