"""Which ascent carries the payload to the orbit with the most margin?"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.search import AscentSearch, Found, Wish
from cosmodrome.ascent.target import injection_target
from cosmodrome.errors import ConvergenceError, InputError, PayloadTooHeavyError
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

LoadingPolicy = Literal["full", "optimal"]
# An optimum is believed only if an independent flight of it ends this near.
MAX_POSITION_GAP_M = 50.0
MAX_VELOCITY_GAP_M_S = 0.1


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
    `relative_launch_azimuth_deg` is flown; `inertial_launch_azimuth_deg` is the heading of the
    target's plane over the pad, which a flight with yaw need not leave on.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """The most a configuration lifts to an orbit, with the ascent that leaves no margin."""

    payload_capability_kg: float
    ascent: Ascent
    binding: tuple[str, ...]


class Optimiser:
    """Optimises ascents of one configuration from one complex to one orbit.

    Keeps the capabilities it has computed, so that a payload is flown from its neighbour.
    """

    def __init__(
        self, configuration: Configuration, launch_complex: LaunchComplex, orbit: TargetOrbit
    ) -> None:
        """Write the problem down.

        Raises
        ------
        UnreachableOrbitError, InfeasibleError
            If no direct ascent, or none inside the azimuth corridor, reaches the orbit.
        """
        self._configuration = configuration
        upper = configuration.upper_stage
        restartable = upper is not None and upper.restarts > 0
        target = injection_target(orbit, restartable=restartable)
        self._search = AscentSearch(configuration, launch_complex, target)
        self._best: dict[LoadingPolicy, Found] = {}

    def capability(self, loading: LoadingPolicy = "full") -> Capability:
        """Return the largest payload, upper stage loaded full or as is best.

        Raises
        ------
        ConvergenceError
            If no ascent is found, or none whose re-flight agrees.
        """
        found = self._most(loading)
        return Capability(
            payload_capability_kg=found.profile.payload_kg,
            ascent=self._ascent(found, loading),
            binding=found.solution.binding,
        )

    def ascent(self, payload_kg: float, loading: LoadingPolicy = "full") -> Ascent:
        """Return the ascent of a payload that leaves the most propellant in the last stage.

        Raises
        ------
        PayloadTooHeavyError
            If the payload is beyond the capability under this loading.
        ConvergenceError
            If no ascent is found, or none whose re-flight agrees.
        """
        if not payload_kg > 0.0:
            raise InputError(f"payload_kg must be positive, got {payload_kg}")
        most = self._most(loading)
        if payload_kg > most.profile.payload_kg:
            raise PayloadTooHeavyError(
                payload_kg=payload_kg,
                payload_capability_kg=most.profile.payload_kg,
                vehicle=self._configuration.id,
            )
        wish = Wish(payload_kg=payload_kg, load_kg=self._load_kg(loading))
        return self._ascent(self._search.find(wish, near=most), loading)

    def _most(self, loading: LoadingPolicy) -> Found:
        if loading not in self._best:
            near = next(iter(self._best.values()), None)
            wish = Wish(payload_kg=None, load_kg=self._load_kg(loading))
            self._best[loading] = self._search.find(wish, near=near)
        return self._best[loading]

    def _load_kg(self, loading: LoadingPolicy) -> float | None:
        upper = self._configuration.upper_stage
        if upper is None or loading == "optimal":
            return None
        return upper.propellant_kg

    def _ascent(self, found: Found, loading: LoadingPolicy) -> Ascent:
        self._believe(found)
        trajectory, profile = found.trajectory, found.profile
        r, v = trajectory.r_eci_m[-1], trajectory.v_eci_m_s[-1]
        elements = elements_from_state(r, v)
        has_upper = self._configuration.upper_stage is not None
        return Ascent(
            profile=profile,
            trajectory=trajectory,
            injection=Injection(
                r_eci_m=r,
                v_eci_m_s=v,
                semi_major_axis_m=elements.semi_major_axis_m,
                eccentricity=elements.eccentricity,
                inclination_deg=math.degrees(elements.inclination_rad),
                raan_eci_deg=math.degrees(elements.raan_rad),
                argp_deg=math.degrees(elements.argp_rad),
            ),
            relative_launch_azimuth_deg=math.degrees(profile.launch_azimuth_rad) % 360.0,
            inertial_launch_azimuth_deg=math.degrees(self._search.inertial_azimuth_rad) % 360.0,
            payload_kg=profile.payload_kg,
            margin_propellant_kg=found.margin_kg,
            loading=Loading(
                policy=loading if has_upper else "none",
                propellant_kg=found.solution.point.variables.get("load", 0.0) if has_upper else 0.0,
            ),
            replay=Replay(
                position_gap_m=found.position_gap_m, velocity_gap_m_s=found.velocity_gap_m_s
            ),
            max_dynamic_pressure_pa=float(trajectory.dynamic_pressure_pa.max()),
            max_axial_load_factor=float(trajectory.axial_load_factor.max()),
            binding=found.solution.binding,
            solver=SolverReport(
                status=found.solution.status,
                iterations=found.iterations,
                constraint_violation=found.solution.constraint_violation,
            ),
        )

    def _believe(self, found: Found) -> None:
        if (
            found.position_gap_m > MAX_POSITION_GAP_M
            or found.velocity_gap_m_s > MAX_VELOCITY_GAP_M_S
        ):
            raise ConvergenceError(
                f"the re-flight of {self._configuration.id} ends {found.position_gap_m:.0f} m and "
                f"{found.velocity_gap_m_s:.2f} m/s from its optimum; at most "
                f"{MAX_POSITION_GAP_M:.0f} m and {MAX_VELOCITY_GAP_M_S} m/s are believed"
            )


def optimise_ascent(
    configuration: Configuration,
    launch_complex: LaunchComplex,
    orbit: TargetOrbit,
    *,
    payload_kg: float,
    loading: LoadingPolicy = "full",
) -> Ascent:
    """Return the ascent of a payload with the most margin, re-flown; see `Optimiser.ascent`."""
    return Optimiser(configuration, launch_complex, orbit).ascent(payload_kg, loading)
