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
from cosmodrome.flight.air import AirColumn, level_altitudes_m
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.physics.aerodynamics import dynamic_pressure_pa
from cosmodrome.physics.atmosphere import air
from cosmodrome.physics.disturbed import windy_air_velocity_m_s

EAST, NORTH, DENSITY = range(3)


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
    levels_m = level_altitudes_m()
    powered = np.any(trajectory.direction_eci != 0.0, axis=1)
    rows = np.flatnonzero(powered & (trajectory.altitude_m <= levels_m[-1]))
    if not len(rows):
        raise InputError(
            f"{profile.configuration}: no powered flight below {levels_m[-1] / 1e3:g} km"
        )
    altitude_m = trajectory.altitude_m[rows]
    east, north, density = (
        np.interp(altitude_m, levels_m, column.mean[:, c]) for c in (EAST, NORTH, DENSITY)
    )
    rx, ry, rz = trajectory.r_eci_m[rows].T
    vx, vy, vz = trajectory.v_eci_m_s[rows].T
    w = np.column_stack(windy_air_velocity_m_s(rx, ry, rz, vx, vy, vz, east, north))
    _, rho_kg_m3, _ = air(altitude_m)
    q_pa = dynamic_pressure_pa(rho_kg_m3 * density, np.linalg.norm(w, axis=1))
    forward, right, up = _body_axes(profile, trajectory.direction_eci[rows])
    along, to_right, upwards = (np.sum(w * axis, axis=1) for axis in (forward, right, up))
    return WindLoads(
        t_s=trajectory.t_s[rows],
        altitude_m=altitude_m,
        dynamic_pressure_pa=np.asarray(q_pa),
        angle_of_attack_rad=np.arctan2(-upwards, along),
        sideslip_rad=np.arctan2(to_right, along),
        incidence_rad=np.arctan2(np.hypot(to_right, upwards), along),
    )


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
