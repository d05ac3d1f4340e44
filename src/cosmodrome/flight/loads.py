"""How hard does the wind of the day bend a vehicle that holds its stored attitude?

The planned flight is taken as it is: states and body axis of every sample, only the air moves. How
far the wind itself carries the vehicle off its path (some metres per second by the top of the jet)
is left out, and so are gusts shorter than the levels of the column, 1 km. Bending goes with the
product of dynamic pressure and incidence, which makers limit as q-alpha.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.flight.air import (
    DENSITY,
    EAST,
    LEVEL_STEP_M,
    LEVELS,
    NODES,
    NORTH,
    AirColumn,
    between_nodes,
    level_altitudes_m,
)
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.physics.aerodynamics import dynamic_pressure_pa
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.disturbed import windy_air_velocity_m_s

CASES_AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WindLoads:
    """Loads along the powered flight below the top of the column of air, arrays (n,).

    `angle_of_attack_rad` is positive with the nose above the air's velocity in the plane of flight,
    `sideslip_rad` positive with the nose to its left, `incidence_rad` the whole angle between axis
    and velocity.
    """

    t_s: NDArray[np.float64]
    altitude_m: NDArray[np.float64]
    dynamic_pressure_pa: NDArray[np.float64]
    angle_of_attack_rad: NDArray[np.float64]
    sideslip_rad: NDArray[np.float64]
    incidence_rad: NDArray[np.float64]

    @property
    def q_alpha_pa_rad(self) -> NDArray[np.float64]:
        """Dynamic pressure times angle of attack."""
        return self.dynamic_pressure_pa * self.angle_of_attack_rad

    @property
    def q_beta_pa_rad(self) -> NDArray[np.float64]:
        """Dynamic pressure times sideslip."""
        return self.dynamic_pressure_pa * self.sideslip_rad

    @property
    def q_incidence_pa_rad(self) -> NDArray[np.float64]:
        """Dynamic pressure times the whole angle, what a limit on q-alpha means."""
        return self.dynamic_pressure_pa * self.incidence_rad

    def peak(self) -> "PeakLoad":
        """Return the moment of the greatest product of dynamic pressure and incidence."""
        at = int(np.argmax(self.q_incidence_pa_rad))
        return PeakLoad(
            t_s=float(self.t_s[at]),
            altitude_m=float(self.altitude_m[at]),
            dynamic_pressure_pa=float(self.dynamic_pressure_pa[at]),
            q_alpha_pa_rad=float(self.q_alpha_pa_rad[at]),
            q_beta_pa_rad=float(self.q_beta_pa_rad[at]),
            q_incidence_pa_rad=float(self.q_incidence_pa_rad[at]),
            max_dynamic_pressure_pa=float(self.dynamic_pressure_pa.max()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakLoad:
    """The loads at one moment, and the greatest dynamic pressure of the whole flight."""

    t_s: float
    altitude_m: float
    dynamic_pressure_pa: float
    q_alpha_pa_rad: float
    q_beta_pa_rad: float
    q_incidence_pa_rad: float
    max_dynamic_pressure_pa: float


def loads_in_wind(profile: FlightProfile, trajectory: Trajectory, column: AirColumn) -> WindLoads:
    """Return the loads of a planned flight in the mean air of a column.

    Parameters
    ----------
    profile : FlightProfile
        Gives the plane of flight at the pad, which parts angle of attack from sideslip.
    trajectory : Trajectory
        The planned flight; its thrust directions are the stored attitude.
    column : AirColumn
        Of the month, or after a sounding.

    Raises
    ------
    InputError
        If no sample is powered below the top of the column.
    """
    rows = _powered_rows(profile, trajectory)
    east, north, density = (
        np.interp(trajectory.altitude_m[rows], level_altitudes_m(), column.mean[:, c])
        for c in (EAST, NORTH, DENSITY)
    )
    q_pa, along, to_right, upwards = _in_body_axes(
        profile, trajectory, rows, (east, north, density)
    )
    return WindLoads(
        t_s=trajectory.t_s[rows],
        altitude_m=trajectory.altitude_m[rows],
        dynamic_pressure_pa=q_pa,
        angle_of_attack_rad=np.arctan2(-upwards, along),
        sideslip_rad=np.arctan2(to_right, along),
        incidence_rad=np.arctan2(np.hypot(to_right, upwards), along),
    )


def peak_loads_pa_rad(
    profile: FlightProfile,
    trajectory: Trajectory,
    column: AirColumn,
    deviates: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the greatest product of dynamic pressure and incidence of each case [Pa rad], (n,).

    Parameters
    ----------
    profile, trajectory, column
        As of `loads_in_wind`.
    deviates : ndarray, shape (n, 13, 4)
        How the air of each case differs from the mean, see `flight.air`; with the spread that a
        sounding leaves, the share of cases above a limit is the risk of lifting off.
    """
    rows = _powered_rows(profile, trajectory)
    weights = between_nodes(column)
    below = weights[:, 0].astype(int)
    above = np.minimum(below + 1, NODES - 1)
    # Where each sample lies among the levels.
    place = np.clip(trajectory.altitude_m[rows] / LEVEL_STEP_M, 0.0, LEVELS - 1.0)
    low = np.minimum(place.astype(int), LEVELS - 2)
    share = place - low
    peaks = np.empty(len(deviates))
    for begin in range(0, len(deviates), CASES_AT_ONCE):
        own = deviates[begin : begin + CASES_AT_ONCE]
        met = []
        for c in (EAST, NORTH, DENSITY):
            first = 1 if c in (EAST, NORTH) else 3
            deviate = (
                weights[:, first] * own[:, below, c] + weights[:, first + 1] * own[:, above, c]
            )
            levels = column.mean[:, c] + column.sd[:, c] * deviate
            met.append((1.0 - share) * levels[:, low] + share * levels[:, low + 1])
        q_pa, along, to_right, upwards = _in_body_axes(
            profile, trajectory, rows, (met[0], met[1], met[2])
        )
        incidence = np.arctan2(np.hypot(to_right, upwards), along)
        peaks[begin : begin + CASES_AT_ONCE] = (q_pa * incidence).max(axis=-1)
    return peaks


def _powered_rows(profile: FlightProfile, trajectory: Trajectory) -> NDArray[np.int64]:
    """Return the samples that are powered below the top of a column."""
    top_m = float(level_altitudes_m()[-1])
    powered = np.any(trajectory.direction_eci != 0.0, axis=1)
    rows = np.flatnonzero(powered & (trajectory.altitude_m <= top_m))
    if not len(rows):
        raise InputError(f"{profile.configuration}: no powered flight below {top_m / 1e3:g} km")
    return rows


def _in_body_axes(
    profile: FlightProfile,
    trajectory: Trajectory,
    rows: NDArray[np.int64],
    met: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], ...]:
    """Return dynamic pressure [Pa], and the air velocity forward, to the right and up [m/s].

    `met` are east and north wind [m/s] and density over the standard's, shape (..., samples).
    """
    east, north, density = met
    rx, ry, rz = trajectory.r_eci_m[rows].T
    vx, vy, vz = trajectory.v_eci_m_s[rows].T
    wx, wy, wz = windy_air_velocity_m_s(rx, ry, rz, vx, vy, vz, east, north)
    speed_m_s = np.sqrt(wx * wx + wy * wy + wz * wz)
    _, rho_kg_m3, _ = air(trajectory.altitude_m[rows])
    q_pa = np.asarray(dynamic_pressure_pa(rho_kg_m3 * density, speed_m_s))
    axes = _body_axes(profile, trajectory.direction_eci[rows])
    forward, right, up = (wx * a[:, 0] + wy * a[:, 1] + wz * a[:, 2] for a in axes)
    return q_pa, forward, right, up


def _body_axes(
    profile: FlightProfile, direction: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return forward, right and up of the body, (n, 3): right is across the plane at the pad."""
    latitude, longitude = np.radians(profile.latitude_deg), np.radians(profile.longitude_deg)
    east = np.array([-np.sin(longitude), np.cos(longitude), 0.0])
    vertical = np.array(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )
    north = np.cross(vertical, east)
    azimuth = profile.launch_azimuth_rad
    across = np.sin(azimuth + 0.5 * np.pi) * east + np.cos(azimuth + 0.5 * np.pi) * north
    forward = direction / np.linalg.norm(direction, axis=1)[:, None]
    right = across - np.sum(forward * across, axis=1)[:, None] * forward
    right /= np.linalg.norm(right, axis=1)[:, None]
    return forward, right, np.cross(right, forward)
