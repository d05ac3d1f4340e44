"""Which ascent carries the payload to the orbit with the most margin?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """State and osculating elements at spacecraft separation, in the ECI frame of lift-off.

    `raan_eci_deg` is measured from the Greenwich meridian at lift-off: the right ascension follows
    by adding the sidereal angle of the lift-off instant.
    """

    r_eci_m: NDArray[np.float64]
    v_eci_m_s: NDArray[np.float64]
    semi_major_axis_m: float
    eccentricity: float
    inclination_deg: float
    raan_eci_deg: float
    argp_deg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """Propellant of the upper stage: policy ``full``, ``optimal`` or ``none`` (no upper stage)."""

    policy: str
    propellant_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Distance between the optimum and its independent re-flight, at injection."""

    position_gap_m: float
    velocity_gap_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverReport:
    """What the solver said: status, iterations, constraint violation left."""

    status: str
    iterations: int
    constraint_violation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ascent:
    """One optimised ascent, re-flown. The trajectory is the re-flight, not the collocation.

    `margin_propellant_kg` is what is left in the last stage beyond residuals and reserves.
    """

    profile: FlightProfile
    trajectory: Trajectory
    injection: Injection
    relative_launch_azimuth_deg: float
    inertial_launch_azimuth_deg: float
    payload_kg: float
    margin_propellant_kg: float
    loading: Loading
    replay: Replay
    max_dynamic_pressure_pa: float
    max_axial_load_factor: float
    binding: tuple[str, ...]
    solver: SolverReport
