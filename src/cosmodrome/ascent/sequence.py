"""In which order do engines run and parts leave? From a configuration to phases.

Every duration and mass is affine in the decision variables: payload, loading of the upper stage,
time of the fairing's jettison, cut-off of the last stage, coasts and burns of the upper stage.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cosmodrome.ascent.affine import Affine, variable
from cosmodrome.ascent.burn import StageBurn, burns_of
from cosmodrome.errors import InputError
from cosmodrome.flight.profile import Burn, Steering
from cosmodrome.vehicles import Configuration, LaunchVehicle, UpperStage

PAYLOAD = "payload"
LOAD = "load"
FAIRING = "fairing"
CUTOFF = "cutoff"
SAME_INSTANT_S = 1e-6
PAYLOAD_CEILING_KG = 150e3


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A part that leaves, with the mass of all its units."""

    part: str
    count: int
    mass_kg: Affine


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A decision variable in natural units: bounds, and a scale for the solver."""

    name: str
    low: float
    high: float
    scale: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePlan:
    """A phase whose length and masses may still depend on the variables."""

    duration_s: Affine
    steering: Steering
    burns: tuple[Burn, ...]
    expelled_kg_s: float
    area_m2: float
    drops: tuple[Drop, ...] = ()
    begin_events: tuple[str, ...] = ()
    end_events: tuple[str, ...] = ()
    heat_flux_limit_w_m2: float | None = None
    suborbital_end: bool = False
    above_lower_stages: bool = False

    @property
    def consumed_kg(self) -> Affine:
        """Mass that leaves through engines and vents during the phase."""
        flow_kg_s = sum(
            b.mass_flow_kg_s * 0.5 * (b.start_throttle_ratio + b.end_throttle_ratio)
            for b in self.burns
        )
        return self.duration_s * (flow_kg_s + self.expelled_kg_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentSequence:
    """Phases of an ascent with the variables they depend on.

    `margin_kg` is propellant left in the last stage beyond residuals and reserves.
    """

    phases: tuple[PhasePlan, ...]
    variables: tuple[Variable, ...]
    liftoff_mass_kg: Affine
    margin_kg: Affine


def sequence_of(configuration: Configuration) -> AscentSequence:
    """Return the phases of an ascent; payload and loading are variables that bounds may fix."""
    vehicle, upper = configuration.vehicle, configuration.upper_stage
    burns = burns_of(vehicle)
    phases = _lower_phases(vehicle, burns, _free_from_s(vehicle, burns))
    phases += _last_stage(vehicle, burns[-1], keeps_stage=upper is None)
    phases = _with_fairing(vehicle, phases)
    variables = [Variable(name=PAYLOAD, low=0.0, high=PAYLOAD_CEILING_KG, scale=1e3)]
    variables += _lower_variables(phases, burns[-1])
    mass = variable(PAYLOAD) + vehicle.fairing.mass_kg
    mass += sum(stage.count * stage.gross_mass_kg for stage in vehicle.stages)
    if upper is None:
        last = burns[-1].stage
        margin = Affine(last.count * last.usable_propellant_kg)
        margin -= _consumed_by(phases, last.name)
    else:
        mass += variable(LOAD) + upper.dry_mass_kg
        upper_phases = _upper_phases(upper, phases[-1].area_m2)
        margin = variable(LOAD) - upper.unburnt_propellant_kg
        for phase in upper_phases:
            margin -= phase.consumed_kg
        phases += upper_phases
        variables += _upper_variables(upper)
    return AscentSequence(
        phases=tuple(phases),
        variables=tuple(variables),
        liftoff_mass_kg=mass,
        margin_kg=margin,
    )


def _free_from_s(vehicle: LaunchVehicle, burns: Sequence[StageBurn]) -> float:
    """Return when zero-incidence flight ends: the separation that the vehicle names."""
    for burn in burns:
        if burn.stage.name == vehicle.steering.free_after:
            return burn.end_s
    raise InputError(f"{vehicle.id}: free_after names no stage: {vehicle.steering.free_after!r}")


def _lower_phases(
    vehicle: LaunchVehicle, burns: Sequence[StageBurn], gate_s: float
) -> list[PhasePlan]:
    """Return the phases up to the ignition of the last stage; all their lengths are fixed."""
    end_s = burns[-1].begin_s
    rise_s = vehicle.steering.vertical_rise_s
    scripted_s = rise_s + vehicle.steering.pitchover_s
    breaks = {0.0, rise_s, scripted_s, gate_s, end_s}
    for burn in burns[:-1]:
        breaks |= {burn.begin_s, burn.end_s}
        breaks |= {t for piece in burn.pieces for t in (piece.begin_s, piece.end_s)}
    times = _distinct([t for t in breaks if t <= end_s + SAME_INSTANT_S])
    areas = dict(vehicle.reference_areas_m2)
    area_m2 = vehicle.reference_areas_m2[0][1]
    phases: list[PhasePlan] = []
    for begin, end in pairwise(times):
        running = [
            b
            for b in burns[:-1]
            if b.begin_s <= begin + SAME_INSTANT_S and b.end_s >= end - SAME_INSTANT_S
        ]
        leaving = [b for b in burns[:-1] if abs(b.end_s - end) < SAME_INSTANT_S]
        steering: Steering = "free"
        if begin < gate_s - SAME_INSTANT_S:
            steering = "zero-incidence"
        if begin < scripted_s - SAME_INSTANT_S:
            steering = "vertical" if begin < rise_s - SAME_INSTANT_S else "pitchover"
        phases.append(
            PhasePlan(
                duration_s=Affine(end - begin),
                steering=steering if running else "coast",
                burns=tuple(_burn_record(b, begin, end) for b in running),
                expelled_kg_s=sum(b.expelled_kg_s for b in running),
                area_m2=area_m2,
                drops=tuple(
                    Drop(
                        part=b.stage.name,
                        count=b.stage.count,
                        mass_kg=Affine(b.stage.count * b.stage.spent_mass_kg),
                    )
                    for b in leaving
                ),
                begin_events=_ignitions(burns, begin),
                end_events=tuple(
                    f"{b.stage.name} {what}" for b in leaving for what in ("cut-off", "separation")
                ),
            )
        )
        for b in leaving:
            if b.stage.name in areas:
                position = [name for name, _ in vehicle.reference_areas_m2].index(b.stage.name)
                area_m2 = vehicle.reference_areas_m2[position + 1][1]
    return phases


def _distinct(times: Sequence[float]) -> list[float]:
    """Return the times in order, those closer than `SAME_INSTANT_S` once."""
    distinct: list[float] = []
    for t in sorted(times):
        if not distinct or t - distinct[-1] > SAME_INSTANT_S:
            distinct.append(t)
    return distinct


def _ignitions(burns: Sequence[StageBurn], t_s: float) -> tuple[str, ...]:
    if t_s == 0.0:
        return ("lift-off",)
    return tuple(f"{b.stage.name} ignition" for b in burns if abs(b.begin_s - t_s) < SAME_INSTANT_S)


def _burn_record(burn: StageBurn, begin_s: float, end_s: float) -> Burn:
    start, end = burn.throttle(begin_s, end_s)
    engine, count = burn.stage.engine, burn.stage.count
    return Burn(
        stage=burn.stage.name,
        thrust_vac_n=count * engine.thrust_vac_n,
        exit_area_m2=count * engine.exit_area_m2,
        mass_flow_kg_s=count * engine.mass_flow_kg_s,
        start_throttle_ratio=start,
        end_throttle_ratio=end,
    )


def _last_stage(vehicle: LaunchVehicle, burn: StageBurn, *, keeps_stage: bool) -> list[PhasePlan]:
    """Return the phases of the last stage, whose cut-off is a command and so a variable."""
    stage = burn.stage
    if len(burn.pieces) != 1 or burn.pieces[0].start_ratio != burn.pieces[0].end_ratio:
        raise InputError(f"{vehicle.id}: the last stage {stage.name} must burn at one throttle")
    whole = PhasePlan(
        duration_s=variable(CUTOFF),
        steering="free",
        burns=(_burn_record(burn, burn.begin_s, burn.end_s),),
        expelled_kg_s=burn.expelled_kg_s,
        area_m2=vehicle.reference_areas_m2[-1][1],
        begin_events=(f"{stage.name} ignition",),
        end_events=(f"{stage.name} cut-off",),
    )
    phases = [whole]
    gross = Affine(stage.count * stage.gross_mass_kg)
    if stage.aft_section is not None:
        drop = Drop(
            part="aft-section", count=1, mass_kg=Affine(stage.count * stage.aft_section.mass_kg)
        )
        after_s = stage.aft_section.after_ignition_s
        first = replace(
            whole,
            duration_s=Affine(after_s),
            drops=(drop,),
            end_events=("aft-section separation",),
        )
        phases = [first, replace(whole, duration_s=variable(CUTOFF) - after_s, begin_events=())]
        gross -= drop.mass_kg
    if not keeps_stage:
        spent = gross
        for phase in phases:
            spent -= phase.consumed_kg
        phases[-1] = replace(
            phases[-1],
            drops=(Drop(part=stage.name, count=stage.count, mass_kg=spent),),
            end_events=(*phases[-1].end_events, f"{stage.name} separation"),
            suborbital_end=True,
        )
    return phases


def _with_fairing(vehicle: LaunchVehicle, phases: list[PhasePlan]) -> list[PhasePlan]:
    """Split the phase in which the fairing goes; its time is a variable."""
    fairing = vehicle.fairing
    index = _fairing_phase(vehicle, phases)
    phase = phases[index]
    first = replace(
        phase,
        duration_s=variable(FAIRING),
        drops=(Drop(part="fairing-half", count=fairing.halves, mass_kg=Affine(fairing.mass_kg)),),
        end_events=("fairing jettison",),
        heat_flux_limit_w_m2=fairing.max_heat_flux_w_m2,
        suborbital_end=False,
    )
    rest = replace(phase, duration_s=phase.duration_s - variable(FAIRING), begin_events=())
    return [*phases[:index], first, rest, *phases[index + 1 :]]


def _fairing_phase(vehicle: LaunchVehicle, phases: list[PhasePlan]) -> int:
    """Return the longest phase in which the named stage burns alone above the dense air."""
    wanted = vehicle.fairing.jettison_during
    if wanted is None:
        wanted = vehicle.stages[1].name if len(vehicle.stages) > 1 else vehicle.stages[0].name
    candidates = [
        i
        for i, phase in enumerate(phases)
        if [b.stage for b in phase.burns] == [wanted] and phase.steering == "free"
    ]
    if not candidates:
        raise InputError(f"{vehicle.id}: no free phase of {wanted!r} for the fairing's jettison")
    fixed = [i for i in candidates if not phases[i].duration_s.terms]
    if fixed:
        return max(fixed, key=lambda i: phases[i].duration_s.constant)
    return candidates[-1]


def _lower_variables(phases: Sequence[PhasePlan], last: StageBurn) -> list[Variable]:
    """Return the fairing's time within its phase, and the cut-off of the last stage."""
    full_s = last.end_s - last.begin_s
    index = next(i for i, p in enumerate(phases) if "fairing jettison" in p.end_events)
    rest = phases[index + 1].duration_s
    room_s = rest.constant if CUTOFF not in rest.terms else 0.5 * full_s
    return [
        Variable(name=FAIRING, low=2.0, high=room_s - 2.0, scale=100.0),
        Variable(name=CUTOFF, low=0.5 * full_s, high=full_s, scale=100.0),
    ]


def _consumed_by(phases: Sequence[PhasePlan], stage: str) -> Affine:
    consumed = Affine()
    for phase in phases:
        if [b.stage for b in phase.burns] == [stage]:
            consumed += phase.consumed_kg - phase.duration_s * phase.expelled_kg_s
    return consumed


def _upper_phases(upper: UpperStage, area_m2: float) -> list[PhasePlan]:
    """Return coast, burn, coast, burn of the upper stage."""
    engine = upper.engine
    burn = Burn(
        stage="upper-stage",
        thrust_vac_n=engine.thrust_vac_n,
        exit_area_m2=0.0,
        mass_flow_kg_s=engine.mass_flow_kg_s,
        start_throttle_ratio=1.0,
        end_throttle_ratio=1.0,
    )
    phases: list[PhasePlan] = []
    for number in (1, 2):
        phases.append(
            PhasePlan(
                duration_s=variable(f"coast{number}"),
                steering="coast",
                burns=(),
                expelled_kg_s=0.0,
                area_m2=area_m2,
                above_lower_stages=True,
            )
        )
        phases.append(
            PhasePlan(
                duration_s=variable(f"burn{number}"),
                steering="free",
                burns=(burn,),
                expelled_kg_s=0.0,
                area_m2=area_m2,
                begin_events=("upper-stage ignition",),
                end_events=("upper-stage cut-off",),
                above_lower_stages=True,
            )
        )
    return phases


def _upper_variables(upper: UpperStage) -> list[Variable]:
    full_s = upper.propellant_kg / upper.engine.mass_flow_kg_s
    delay_s = upper.first_ignition_delay_s
    return [
        Variable(name=LOAD, low=upper.unburnt_propellant_kg, high=upper.propellant_kg, scale=1e3),
        Variable(name="coast1", low=delay_s, high=delay_s + 1500.0, scale=100.0),
        Variable(name="burn1", low=5.0, high=full_s, scale=100.0),
        Variable(name="coast2", low=60.0, high=25000.0, scale=1000.0),
        Variable(name="burn2", low=2.0, high=full_s, scale=100.0),
    ]
