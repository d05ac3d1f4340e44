"""Which ascent carries the payload to the orbit with the most margin?"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.iterate import RuleReport
from cosmodrome.ascent.rules import AscentRules
from cosmodrome.ascent.search import FOR_MAPS, AscentSearch, Found, Wish
from cosmodrome.ascent.sequence import most_burns
from cosmodrome.ascent.target import (
    Branch,
    InjectionTarget,
    aimed_at_mean,
    burns_wanted,
    injection_target,
)
from cosmodrome.errors import ConvergenceError, InfeasibleError, InputError, PayloadTooHeavyError
from cosmodrome.flight.fly import fly
from cosmodrome.flight.profile import FlightProfile
from cosmodrome.flight.trajectory import Trajectory
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.elements import elements_from_state
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.vehicles import Configuration

LoadingPolicy = Literal["full", "optimal"]
# A burn or a coast of this length more than its least is none: fewer burns are tried.
DEGENERATE_S = 1.0
# Of one optimum on two meshes.
SAME_PAYLOAD_KG = 1.0
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
    rules: tuple[RuleReport, ...]
    binding: tuple[str, ...]
    solver: SolverReport

    @property
    def cutoff_mass_kg(self) -> float:
        """Mass at the last cut-off, the spent stage included."""
        return float(self.trajectory.mass_kg[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """The most a configuration lifts to an orbit, with the ascent that leaves no margin."""

    payload_capability_kg: float
    ascent: Ascent
    binding: tuple[str, ...]

    @property
    def rules(self) -> tuple[RuleReport, ...]:
        """How every rule stands."""
        return self.ascent.rules


@dataclass(frozen=True, slots=True, kw_only=True)
class _Best:
    """The most under one loading, and the search that found it."""

    search: AscentSearch
    found: Found


class Optimiser:
    """Optimises ascents of one configuration from one complex to one orbit.

    Keeps the capabilities it has computed, so that a payload is flown from its neighbour.
    """

    def __init__(
        self,
        configuration: Configuration,
        launch_complex: LaunchComplex,
        orbit: TargetOrbit,
        *,
        rules: AscentRules | None = None,
        branch: Branch | None = None,
    ) -> None:
        """Write the problem down.

        Parameters
        ----------
        rules : AscentRules, optional
            Beyond the vehicle's own limits, or switched off.
        branch : str, optional
            "ascending" or "descending"; by default the one that the corridor allows.

        Raises
        ------
        UnreachableOrbitError, InfeasibleError
            If no direct ascent, or none inside the azimuth corridor, reaches the orbit.
        """
        self.configuration = configuration
        self.orbit = orbit
        self._complex = launch_complex
        self._rules = rules or AscentRules()
        self._branch: Branch | None = branch
        self._target = self._target_of(configuration, orbit)
        burns = burns_wanted(configuration, self._target, launch_complex)
        self._searches = {burns: self._search(burns)}
        self._burns = burns
        self._best: dict[LoadingPolicy | float, _Best] = {}

    def capability(self, loading: LoadingPolicy | float = "full") -> Capability:
        """Return the largest payload, upper stage loaded full, as is best, or as given [kg].

        Raises
        ------
        InfeasibleError
            If not even an empty vehicle reaches the orbit; it names the rule, and by how much.
        ConvergenceError
            If no ascent is found, or none whose re-flight agrees.
        """
        best = self._most(loading)
        ascent = self._ascent(best, loading)
        return Capability(
            payload_capability_kg=best.found.profile.payload_kg,
            ascent=ascent,
            binding=ascent.binding,
        )

    def found(self, loading: LoadingPolicy | float = "full", *, near: Found | None = None) -> Found:
        """Return the capability's optimum for a map: exact to 25 m, without the re-flight.

        Parameters
        ----------
        near : Found, optional
            A neighbouring orbit's, to start from.

        Raises
        ------
        InfeasibleError, ConvergenceError
            As `capability`.
        """
        wish = Wish(payload_kg=None, load_kg=self._load_kg(loading))
        search = self._searches[self._burns]
        found = search.find(wish, near=near, accuracy=FOR_MAPS)
        return self._simplest(_Best(search=search, found=found)).found

    def ascent(self, payload_kg: float, loading: LoadingPolicy | float = "full") -> Ascent:
        """Return the ascent of a payload that leaves the most propellant in the last stage.

        Raises
        ------
        PayloadTooHeavyError
            If the payload is beyond the capability under this loading.
        InfeasibleError, ConvergenceError
            As `capability`.
        """
        if not payload_kg > 0.0:
            raise InputError(f"payload_kg must be positive, got {payload_kg}")
        most = self._most(loading)
        if payload_kg > most.found.profile.payload_kg:
            raise PayloadTooHeavyError(
                payload_kg=payload_kg,
                payload_capability_kg=most.found.profile.payload_kg,
                vehicle=self.configuration.id,
            )
        wish = Wish(payload_kg=payload_kg, load_kg=self._load_kg(loading))
        found = most.search.find(wish, near=most.found)
        return self._ascent(_Best(search=most.search, found=found), loading)

    def beside(
        self, raan_eci_rad: float, loading: LoadingPolicy | float = "full", *, near: Found
    ) -> Found:
        """Return the optimum into a given node, measured from Greenwich's meridian at lift-off.

        Parameters
        ----------
        raan_eci_rad : float
            Osculating, at injection.
        near : Found
            Of this optimiser, to start from.

        Raises
        ------
        InfeasibleError, ConvergenceError
            As `capability`.
        """
        wish = Wish(payload_kg=None, load_kg=self._load_kg(loading), raan_eci_rad=raan_eci_rad)
        return self._most(loading).search.find(wish, near=near)

    def without(self, rule: str, loading: LoadingPolicy | float = "full") -> Capability:
        """Return the capability with a rule switched off."""
        freed = Optimiser(
            self.configuration,
            self._complex,
            self.orbit,
            rules=replace(self._rules, off=self._rules.off | {rule}),
            branch=self._branch,
        )
        return freed.capability(loading)

    def lagrangian(
        self, loading: LoadingPolicy | float = "full"
    ) -> Callable[[Configuration, TargetOrbit], float]:
        """Return payload less multipliers times violations, under other figures [kg].

        Its derivative by a figure is the capability's (envelope theorem). With full tanks, the load
        is that of the other configuration.
        """
        best = self._refined(self._most(loading))

        def value_kg(configuration: Configuration, orbit: TargetOrbit) -> float:
            return best.search.payload_kg(
                best.found,
                configuration,
                self._target_of(configuration, orbit),
                load_kg=self._load_kg(loading, configuration),
            )

        return value_kg

    # ------------------------------------------------------------------------------------------

    def _refined(self, best: _Best) -> _Best:
        """Return the same optimum on a mesh whose slopes are exact, or as it is if that fails."""
        search = self._search(best.search.sequence.burns)
        search.refine_air()
        try:
            found = search.find(best.found.wish)
        except ConvergenceError:
            return best
        if abs(found.profile.payload_kg - best.found.profile.payload_kg) > SAME_PAYLOAD_KG:
            return best
        return _Best(search=search, found=found)

    def _target_of(self, configuration: Configuration, orbit: TargetOrbit) -> InjectionTarget:
        most = most_burns(configuration)
        target = injection_target(orbit, restartable=most > 1, burns=most)
        if orbit.kind != "station":
            return target
        return aimed_at_mean(target, self._complex, branch=self._branch)

    def _search(self, burns: int) -> AscentSearch:
        return AscentSearch(
            self.configuration,
            self._complex,
            self._target,
            self._rules,
            burns=burns,
            branch=self._branch,
        )

    def _most(self, loading: LoadingPolicy | float, *, near: Found | None = None) -> _Best:
        if loading not in self._best:
            known = next(iter(self._best.values()), None)
            wish = Wish(payload_kg=None, load_kg=self._load_kg(loading))
            search = self._searches[self._burns] if known is None else known.search
            near = known.found if known is not None and near is None else near
            self._best[loading] = self._simplest(self._found(search, wish, near))
        return self._best[loading]

    def _found(self, search: AscentSearch, wish: Wish, near: Found | None) -> _Best:
        """Return the optimum, with another number of burns where this one gives none.

        A weak stage splits the burn into a high transfer over two passages of the perigee; to a low
        orbit a second burn may have nothing to do.
        """
        try:
            return self._sound(search, wish, near)
        except (ConvergenceError, InfeasibleError):
            more = self._target.plane_turned
            burns = search.sequence.burns + (1 if more else -1)
            if not 1 <= burns <= most_burns(self.configuration):
                raise
            other = self._searches.setdefault(burns, self._search(burns))
            try:
                return self._sound(other, wish, None)
            except (ConvergenceError, InfeasibleError):
                pass
            raise

    def _sound(self, search: AscentSearch, wish: Wish, near: Found | None) -> _Best:
        """Return the optimum if its exact integration agrees."""
        found = search.find(wish, near=near)
        self._believe(
            Replay(position_gap_m=found.position_gap_m, velocity_gap_m_s=found.velocity_gap_m_s)
        )
        return _Best(search=search, found=found)

    def _simplest(self, best: _Best) -> _Best:
        """Return an ascent with one burn less where the last one or its coast vanishes."""
        burns = best.search.sequence.burns
        if burns == 1 or not self._vanishes(best):
            return best
        search = self._searches.setdefault(burns - 1, self._search(burns - 1))
        try:
            fewer = search.find(best.found.wish)
        except ConvergenceError:
            return best
        if fewer.profile.payload_kg < best.found.profile.payload_kg:
            return best
        return self._simplest(_Best(search=search, found=fewer))

    def _vanishes(self, best: _Best) -> bool:
        burns = best.search.sequence.burns
        values = best.found.solution.point.variables
        least = {v.name: v.low for v in best.search.sequence.variables}
        last = [n for n in (f"burn{burns}", f"coast{burns}") if n in least]
        return any(values[name] < least[name] + DEGENERATE_S for name in last)

    def _load_kg(
        self, loading: LoadingPolicy | float, configuration: Configuration | None = None
    ) -> float | None:
        upper = (configuration or self.configuration).upper_stage
        if upper is None or loading == "optimal":
            return None
        if isinstance(loading, str):
            return upper.propellant_kg
        if not upper.unburnt_propellant_kg < loading <= upper.propellant_kg:
            raise InputError(
                f"loading of {upper.id} must be above {upper.unburnt_propellant_kg:.0f} kg, which "
                f"it keeps, and at most {upper.propellant_kg:.0f} kg, which it holds, "
                f"got {loading:g}"
            )
        return float(loading)

    def _ascent(self, best: _Best, loading: LoadingPolicy | float) -> Ascent:
        found = best.found
        profile = found.profile
        trajectory = fly(profile)
        end = found.solution.point.states[-1][-1] + found.links[-1]
        r, v = trajectory.r_eci_m[-1], trajectory.v_eci_m_s[-1]
        replay = Replay(
            position_gap_m=float(np.linalg.norm(r - end[:3])),
            velocity_gap_m_s=float(np.linalg.norm(v - end[3:])),
        )
        self._believe(replay)
        elements = elements_from_state(r, v)
        has_upper = self.configuration.upper_stage is not None
        policy = loading if isinstance(loading, str) else "given"
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
            inertial_launch_azimuth_deg=math.degrees(best.search.inertial_azimuth_rad) % 360.0,
            payload_kg=profile.payload_kg,
            margin_propellant_kg=found.margin_kg,
            loading=Loading(
                policy=policy if has_upper else "none",
                propellant_kg=found.solution.point.variables.get("load", 0.0) if has_upper else 0.0,
            ),
            replay=replay,
            max_dynamic_pressure_pa=float(trajectory.dynamic_pressure_pa.max()),
            max_axial_load_factor=float(trajectory.axial_load_factor.max()),
            rules=found.solution.rules,
            binding=found.solution.binding,
            solver=SolverReport(
                status=found.solution.status,
                iterations=found.iterations,
                constraint_violation=found.solution.constraint_violation,
            ),
        )

    def _believe(self, replay: Replay) -> None:
        if (
            replay.position_gap_m > MAX_POSITION_GAP_M
            or replay.velocity_gap_m_s > MAX_VELOCITY_GAP_M_S
        ):
            raise ConvergenceError(
                f"the re-flight of {self.configuration.id} ends {replay.position_gap_m:.0f} m and "
                f"{replay.velocity_gap_m_s:.2f} m/s from its optimum; at most "
                f"{MAX_POSITION_GAP_M:.0f} m and {MAX_VELOCITY_GAP_M_S} m/s are believed"
            )


def optimise_ascent(
    configuration: Configuration,
    launch_complex: LaunchComplex,
    orbit: TargetOrbit,
    *,
    payload_kg: float,
    loading: LoadingPolicy | float = "full",
) -> Ascent:
    """Return the ascent of a payload with the most margin, re-flown; see `Optimiser.ascent`."""
    return Optimiser(configuration, launch_complex, orbit).ascent(payload_kg, loading)
