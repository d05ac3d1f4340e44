"""In which order do engines run and parts leave? From a configuration to phases.

Every duration and mass is affine in the decision variables: payload, loading of the upper stage,
time of the fairing's jettison, cut-off of the last stage, coasts and burns.
"""

from dataclasses import dataclass

from cosmodrome.ascent.affine import Affine, variable
from cosmodrome.ascent.burn import burns_of
from cosmodrome.ascent.lower_phases import LEAST_PHASE_S, LowerFlight
from cosmodrome.ascent.milestones import Milestones
from cosmodrome.ascent.phase_plan import (
    CUTOFF,
    FAIRING,
    LOAD,
    PAYLOAD,
    Drop,
    PhasePlan,
    Variable,
    burnt_kg,
)
from cosmodrome.ascent.upper_phases import (
    UPPER_STAGE,
    restart_phases,
    restart_variables,
    tank_rule,
    upper_phases,
    upper_variables,
)
from cosmodrome.errors import InputError
from cosmodrome.vehicles import Configuration

__all__ = [
    "CUTOFF",
    "FAIRING",
    "LOAD",
    "PAYLOAD",
    "AscentSequence",
    "Drop",
    "PhasePlan",
    "Reserves",
    "Variable",
    "most_burns",
    "sequence_of",
]

PAYLOAD_CEILING_KG = 150e3
DEFAULT_UPPER_BURNS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserves:
    """Propellant of the last stage that an ascent may not use, each part by itself."""

    residual_kg: float
    performance_reserve_kg: float
    disposal_kg: float

    @property
    def total_kg(self) -> float:
        """Sum of the parts."""
        return self.residual_kg + self.performance_reserve_kg + self.disposal_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentSequence:
    """Phases of an ascent with the variables they depend on.

    `margin_kg` is propellant left in the last stage beyond `reserves`. `linear_rules` are what else
    must not be negative, by name: lengths of phases that several variables share [s], propellant
    burnt beyond that of a drop tank [kg].
    """

    phases: tuple[PhasePlan, ...]
    variables: tuple[Variable, ...]
    liftoff_mass_kg: Affine
    margin_kg: Affine
    linear_rules: tuple[tuple[str, Affine], ...]
    reserves: Reserves
    burns: int


def most_burns(configuration: Configuration) -> int:
    """Return how often the last stage may burn."""
    upper = configuration.upper_stage
    return 1 + (upper.restarts if upper is not None else configuration.vehicle.stages[-1].restarts)


def sequence_of(configuration: Configuration, *, burns: int | None = None) -> AscentSequence:
    """Return the phases of an ascent; payload and loading are variables that bounds may fix.

    Parameters
    ----------
    burns : int, optional
        How often the last stage burns: by default an upper stage twice, a stage of the launch
        vehicle once.

    Raises
    ------
    InputError
        If the last stage cannot burn so often, or the vehicle's events contradict each other.
    """
    vehicle, upper = configuration.vehicle, configuration.upper_stage
    most = most_burns(configuration)
    if burns is None:
        burns = 1 if upper is None else min(DEFAULT_UPPER_BURNS, most)
    if not 1 <= burns <= most:
        raise InputError(
            f"the last stage of {configuration.id} burns 1 to {most} times, not {burns}"
        )
    lower = _lower_flight(configuration, burns)
    phases = lower.phases()
    variables = [Variable(name=PAYLOAD, low=0.0, high=PAYLOAD_CEILING_KG, scale=1e3)]
    variables += lower.variables(phases)
    mass = variable(PAYLOAD) + vehicle.fairing.mass_kg
    mass += sum(stage.count * stage.gross_mass_kg for stage in vehicle.stages)
    mass += sum(section.mass_kg for section in vehicle.sections)
    reserves = _reserves(configuration)
    area_m2 = phases[-1].area_m2
    rules: list[tuple[str, Affine]] = []
    if upper is None:
        phases += restart_phases(lower.last, burns=burns, area_m2=area_m2)
        variables += restart_variables(lower.last, burns=burns)
        last = lower.last.stage
        kept_kg = reserves.performance_reserve_kg + reserves.disposal_kg
        margin = Affine(last.count * last.usable_propellant_kg - kept_kg)
        margin -= burnt_kg(phases, last.name)
    else:
        mass += variable(LOAD) + upper.dry_mass_kg
        above = upper_phases(upper, burns=burns, area_m2=area_m2)
        margin = variable(LOAD) - reserves.total_kg - burnt_kg(above, UPPER_STAGE)
        rules += tank_rule(upper, above)
        phases += above
        variables += upper_variables(upper, burns=burns)
    return AscentSequence(
        phases=tuple(phases),
        variables=tuple(variables),
        liftoff_mass_kg=mass,
        margin_kg=margin,
        linear_rules=(*_length_rules(phases), *rules),
        reserves=reserves,
        burns=burns,
    )


def _lower_flight(configuration: Configuration, burns: int) -> LowerFlight:
    vehicle, upper = configuration.vehicle, configuration.upper_stage
    lower = LowerFlight(
        vehicle=vehicle,
        milestones=Milestones(vehicle=vehicle, burns=burns_of(vehicle)),
        keeps_last_stage=upper is None,
        burns=burns if upper is None else 1,
    )
    last, named = lower.last.stage.name, vehicle.stages[-1].name
    if last != named:
        raise InputError(
            f"{vehicle.id}: stages stand in order of burn-out, but {last} burns longer than {named}"
        )
    if lower.burns > 1 and not lower.commanded:
        raise InputError(
            f"{vehicle.id}: {last} cannot burn {burns} times: its thrust changes to the end, as "
            "that of a solid"
        )
    return lower


def _length_rules(phases: list[PhasePlan]) -> list[tuple[str, Affine]]:
    """Return the rules that keep phases from vanishing whose bounds alone do not."""
    lengths = [p.duration_s for p in phases if p.duration_s.terms]
    shared = [d for d in lengths if len(d.terms) > 1 or d.constant]
    return [("phase-length", duration - LEAST_PHASE_S) for duration in shared]


def _reserves(configuration: Configuration) -> Reserves:
    upper = configuration.upper_stage
    if upper is not None:
        return Reserves(
            residual_kg=upper.residual_propellant_kg,
            performance_reserve_kg=upper.performance_reserve_kg,
            disposal_kg=upper.disposal_propellant_kg,
        )
    last, reserve = configuration.vehicle.stages[-1], configuration.vehicle.reserve
    return Reserves(
        residual_kg=last.count * last.residual_propellant_kg,
        performance_reserve_kg=reserve.performance_propellant_kg,
        disposal_kg=reserve.disposal_propellant_kg,
    )
