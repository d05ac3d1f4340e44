"""Which vehicle flies a mission, from which complex, and can it?"""

from dataclasses import dataclass, replace
from datetime import date

from cosmodrome.ascent.optimise import Ascent, Capability, LoadingPolicy, Optimiser
from cosmodrome.ascent.plane_offset import widest_beside_plane
from cosmodrome.campaign.flow import Flows
from cosmodrome.errors import ConvergenceError, InfeasibleError, PayloadTooHeavyError
from cosmodrome.manifest import Mission, OrbitTolerance, TargetOrbit
from cosmodrome.planning.plan import Refusal
from cosmodrome.planning.shelf import Shelf
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.vehicles import Configuration
from cosmodrome.windows.lead import Steering
from cosmodrome.windows.meetings import TURNED_IN_FLIGHT

# A stage that cannot restart climbs straight to its orbit; above this altitude that wastes so much
# that such vehicles are tried only where the manifest names them.
DIRECT_ASCENT_CEILING_KM = 400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightWish:
    """A payload and an orbit, and what may fly them, lightest first."""

    candidates: tuple[tuple[Configuration, LaunchComplex], ...]
    orbit: TargetOrbit
    payload_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFlight:
    """The first candidate that carries the payload, its ascent and its capability.

    `steering` is how far beside a plane it may lift off; None for a stored programme.
    """

    configuration: Configuration
    complex: LaunchComplex
    ascent: Ascent
    capability: Capability
    steering: Steering | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFlight:
    """Why no candidate carries the payload: the reason of the one that comes nearest."""

    rule: str
    value: float | str | None
    limit: float | str | None
    message: str

    def refusal(self, mission_id: str) -> Refusal:
        """Return it as the refusal of a mission."""
        return Refusal(
            mission=mission_id,
            rule=self.rule,
            value=self.value,
            limit=self.limit,
            message=self.message,
        )


def flight_wish(
    mission: Mission,
    orbit: TargetOrbit,
    shelf: Shelf,
    site: Spaceport,
    *,
    flows: Flows | None = None,
) -> FlightWish:
    """Return what may fly a mission: what the manifest names, else all that the site serves.

    With `flows`, a mission that names no vehicle is offered only those whose work on the ground is
    known. The plane's orientation does not change an ascent, so it is left out: missions that
    differ in nothing else share one optimisation.
    """
    shape = replace(
        orbit,
        raan_deg=None,
        raan_frame=None,
        raan_epoch=None,
        ltan_h=None,
        ltdn_h=None,
        station_tle=None,
        right_ascension_deg=None,
        sun_angle_deg=None,
        rendezvous=None,
        planes=None,
        plane=None,
        plane_spacing_deg=None,
        plane_spacing_min=None,
        walker=None,
        tolerance=OrbitTolerance(),
    )
    return FlightWish(
        candidates=_candidates(mission, orbit, shelf, site, flows),
        orbit=shape,
        payload_kg=mission.payload_kg,
    )


def _candidates(
    mission: Mission,
    orbit: TargetOrbit,
    shelf: Shelf,
    site: Spaceport,
    flows: Flows | None,
) -> tuple[tuple[Configuration, LaunchComplex], ...]:
    complexes = [
        each
        for each in site.complexes
        if mission.complex in (None, each.id) and _open(each, mission.earliest, mission.due)
    ]
    pairs = [
        (configuration, each)
        for each in complexes
        for configuration in shelf.configurations(complex_id=each.id)
        if _suits(configuration, mission, orbit)
        and (mission.vehicle is not None or _can_be_prepared(configuration, flows))
    ]
    return tuple(sorted(pairs, key=lambda pair: (_liftoff_mass_kg(pair[0]), pair[1].id)))


def _can_be_prepared(configuration: Configuration, flows: Flows | None) -> bool:
    upper = configuration.upper_stage
    return flows is None or flows.prepare(
        configuration.vehicle.processing_flow, upper_stage=upper.id if upper else None
    )


def _open(launch_complex: LaunchComplex, first: date, last: date) -> bool:
    begins, ends = launch_complex.available_from, launch_complex.available_until
    return (begins is None or begins <= last) and (ends is None or ends >= first)


def _suits(configuration: Configuration, mission: Mission, orbit: TargetOrbit) -> bool:
    if mission.vehicle is not None:
        return configuration.id == mission.vehicle
    altitude_km = orbit.perigee_altitude_km
    low = altitude_km is not None and altitude_km <= DIRECT_ASCENT_CEILING_KM
    restarts = configuration.vehicle.stages[-1].restarts > 0
    return low or restarts or configuration.upper_stage is not None


def _liftoff_mass_kg(configuration: Configuration) -> float:
    upper = configuration.upper_stage
    upper_kg = upper.dry_mass_kg + upper.propellant_kg if upper is not None else 0.0
    return upper_kg + sum(s.count * s.gross_mass_kg for s in configuration.vehicle.stages)


def choose_flight(wish: FlightWish) -> ChosenFlight | NoFlight:
    """Return the flight of the lightest candidate that carries the payload.

    Upper stages fly full, as manuals rate them; where that does not carry the payload, the load is
    what is best, and the ascent says so.
    """
    nearest: NoFlight | None = None
    for configuration, launch_complex in wish.candidates:
        answer = _fly(configuration, launch_complex, wish)
        if isinstance(answer, ChosenFlight):
            return answer
        if nearest is None or _shortfall_kg(answer) < _shortfall_kg(nearest):
            nearest = answer
    if nearest is not None:
        return nearest
    return NoFlight(
        rule="no-vehicle",
        value=None,
        limit=None,
        message="no vehicle and complex of the catalogue serves this mission in its dates",
    )


def _shortfall_kg(answer: NoFlight) -> float:
    value, limit = answer.value, answer.limit
    too_heavy = answer.rule == "payload-capability"
    if too_heavy and isinstance(value, float) and isinstance(limit, float):
        return value - limit
    return float("inf")


def _fly(
    configuration: Configuration, launch_complex: LaunchComplex, wish: FlightWish
) -> ChosenFlight | NoFlight:
    try:
        optimiser = Optimiser(configuration, launch_complex, wish.orbit)
        policy: LoadingPolicy = "full"
        try:
            ascent = optimiser.ascent(wish.payload_kg, policy)
        except PayloadTooHeavyError:
            if configuration.upper_stage is None:
                raise
            policy = "optimal"
            ascent = optimiser.ascent(wish.payload_kg, policy)
        return ChosenFlight(
            configuration=configuration,
            complex=launch_complex,
            ascent=ascent,
            capability=optimiser.capability(policy),
            steering=_steering(optimiser, ascent),
        )
    except InfeasibleError as error:
        return refused_flight(error)
    except ConvergenceError as error:
        return NoFlight(rule="not-converged", value=None, limit=None, message=str(error))


def _steering(optimiser: Optimiser, ascent: Ascent) -> Steering | None:
    """Return how far beside a plane a vehicle that aims anew may lift off, where it matters."""
    policy = optimiser.configuration.vehicle.liftoff_policy
    if policy.kind != "retargeted" or optimiser.orbit.kind in TURNED_IN_FLIGHT:
        return None
    beside = widest_beside_plane(optimiser, ascent, longest_s=policy.longest_s, progress=_untold)
    if beside.opens_s is None or beside.closes_s is None:
        return None
    return Steering(opens_s=beside.opens_s, closes_s=beside.closes_s)


def _untold(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody: a flight is chosen in a moment."""


def refused_flight(error: InfeasibleError) -> NoFlight:
    """Return the reason that an error carries."""
    return NoFlight(rule=error.rule, value=error.value, limit=error.limit, message=error.message)
