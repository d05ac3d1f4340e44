"""What happened: states over time and the events of one flight."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A named moment of the flight, with the state at it (Earth-fixed and inertial)."""

    name: str
    t_s: float
    altitude_m: float
    downrange_m: float
    v_ecef_m_s: float
    v_eci_m_s: float
    latitude_deg: float
    longitude_deg: float
    mass_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeparatedBody:
    """A part at the moment it leaves; `mass_kg` of one of its `count` units."""

    part: str
    count: int
    mass_kg: float
    t_s: float
    r_eci_m: NDArray[np.float64]
    v_eci_m_s: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """A flown ascent, sampled. ECI coincides with ECEF at lift-off (t_s = 0).

    Arrays share their first axis: `t_s` (n,), `r_eci_m` and `v_eci_m_s` (n, 3), `mass_kg` (n,),
    `direction_eci` (n, 3) of thrust (zeros in a coast), `phase` (n,) index of the phase.
    At a phase boundary the time stands twice, before and after the separation.
    """

    t_s: NDArray[np.float64]
    r_eci_m: NDArray[np.float64]
    v_eci_m_s: NDArray[np.float64]
    mass_kg: NDArray[np.float64]
    direction_eci: NDArray[np.float64]
    phase: NDArray[np.int64]
    altitude_m: NDArray[np.float64]
    downrange_m: NDArray[np.float64]
    latitude_deg: NDArray[np.float64]
    longitude_deg: NDArray[np.float64]
    v_ecef_m_s: NDArray[np.float64]
    dynamic_pressure_pa: NDArray[np.float64]
    axial_load_factor: NDArray[np.float64]
    free_molecular_heat_flux_w_m2: NDArray[np.float64]
    events: tuple[Event, ...]
    bodies: tuple[SeparatedBody, ...]

    def event(self, name: str) -> Event | None:
        """Return the first event of that name, or None."""
        return next((event for event in self.events if event.name == name), None)
