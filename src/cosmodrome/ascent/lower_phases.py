"""Which phases does a launch vehicle fly, from lift-off to the cut-off of its last stage?

All lengths up to the last throttle change of the last stage are fixed (or a coast's); what remains
of its burn is as long as is best, so its cut-off is a variable. So is the time of a fairing that
leaves by heat flux.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

from cosmodrome.ascent.affine import Affine, variable
from cosmodrome.ascent.burn import StageBurn
from cosmodrome.ascent.milestones import (
    FAIRING_JETTISON,
    Instant,
    Milestones,
    fairing_drop,
    main_pieces,
    tail_s,
    takes_cutoff_command,
)
from cosmodrome.ascent.phase_plan import (
    CUTOFF,
    FAIRING,
    Drop,
    PhasePlan,
    Variable,
    burnt_kg,
    lit_s,
)
from cosmodrome.errors import InputError
from cosmodrome.flight.profile import Burn, Steering
from cosmodrome.vehicles import LaunchVehicle

# A variable length leaves at least this of what it is taken from.
LEAST_PHASE_S = 1.0
# The fairing leaves no nearer to the ends of its phase.
FAIRING_ROOM_S = 2.0
ABOUT_AS_LONG_RATIO = 0.9
# A last stage that burns once burns at least this share of its tanks; one that burns again may
# cut off as soon as this.
LEAST_CUTOFF_RATIO = 0.5
LEAST_FIRST_BURN_S = 5.0


@dataclass(frozen=True, kw_only=True)
class LowerFlight:
    """The part of an ascent below the upper stage; `burns` is how often the last stage burns."""

    vehicle: LaunchVehicle
    milestones: Milestones
    keeps_last_stage: bool
    burns: int

    @property
    def last(self) -> StageBurn:
        """Return the burn of the last stage."""
        return self.milestones.last

    @property
    def commanded(self) -> bool:
        """Whether the cut-off of the last stage is a variable."""
        return takes_cutoff_command(self.last)

    def phases(self) -> list[PhasePlan]:
        """Return the phases, with the fairing's jettison among them."""
        instants = self.milestones.fixed_instants(until_end=not self.commanded)
        phases = [self._phase(begin, end) for begin, end in pairwise(instants)]
        if self.commanded:
            phases += self._to_cutoff(instants[-1])
        phases[-1] = replace(
            phases[-1], end_events=(*phases[-1].end_events, f"{self.last.stage.name} cut-off")
        )
        if not self.keeps_last_stage:
            phases = self._without_last_stage(phases)
        phases = _with_areas(self.vehicle, phases)
        if self.vehicle.fairing.jettison_at_s is None:
            phases = _with_fairing(self.vehicle, phases, self._full_s)
        return phases

    def variables(self, phases: list[PhasePlan]) -> list[Variable]:
        """Return the fairing's time within its phase, the cut-off, and the coasts."""
        found: list[Variable] = []
        index = next((i for i, p in enumerate(phases) if FAIRING in p.duration_s.terms), None)
        if index is not None:
            rest = phases[index + 1].duration_s + variable(FAIRING)
            room_s = _length_s(rest, LEAST_CUTOFF_RATIO * self._full_s, self.milestones)
            high_s = max(room_s - FAIRING_ROOM_S, FAIRING_ROOM_S + LEAST_PHASE_S)
            found.append(Variable(name=FAIRING, low=FAIRING_ROOM_S, high=high_s, scale=100.0))
        if self.commanded:
            found.append(self._cutoff(phases))
        return [*found, *self.milestones.coasts]

    @property
    def _full_s(self) -> float:
        return self.last.end_s - self.last.begin_s

    def _cutoff(self, phases: list[PhasePlan]) -> Variable:
        """Return the cut-off: after the last throttle change, before the tanks are empty."""
        free = [p.duration_s for p in phases if CUTOFF in p.duration_s.terms]
        fixed_s = max(-_length_s(duration, 0.0, self.milestones) for duration in free)
        wanted_s = LEAST_FIRST_BURN_S if self.burns > 1 else LEAST_CUTOFF_RATIO * self._full_s
        low_s = max(wanted_s, fixed_s + LEAST_PHASE_S)
        return Variable(name=CUTOFF, low=low_s, high=self._full_s, scale=100.0)

    def _phase(self, begin: Instant, end: Instant) -> PhasePlan:
        """Return the phase between two neighbouring instants."""
        stones, spans = self.milestones, self.milestones.spans
        running = [
            b
            for b in stones.burns
            if not _before(begin, spans[b.stage.name].begin)
            and not _before(spans[b.stage.name].end, end)
        ]
        duration = end.at_s - begin.at_s
        burns = tuple(self._burn_record(b, begin, end) for b in running)
        ended = [b for b in stones.burns if b is not self.last]
        drops = [self._spent(b) for b in ended if spans[b.stage.name].separation.is_with(end)]
        events: list[str] = []
        for b in ended:
            if spans[b.stage.name].end.is_with(end):
                events.append(f"{b.stage.name} cut-off")
            if spans[b.stage.name].separation.is_with(end):
                events.append(f"{b.stage.name} separation")
        for timed in stones.timed_drops:
            if timed.instant.is_with(end):
                drops.append(timed.drop)
                events.append(timed.event)
        phase = PhasePlan(
            duration_s=duration,
            steering=self._steering(begin) if running else "coast",
            burns=burns,
            expelled_kg_s=sum(b.expelled_kg_s for b in running),
            area_m2=0.0,
            drops=tuple(drops),
            begin_events=self._ignitions(begin),
            end_events=tuple(events),
        )
        if duration.terms and not phase.is_steady:
            raise InputError(
                f"{self.vehicle.id}: {phase.burns[0].stage} changes its throttle in a phase whose "
                "length depends on a coast; give that stage a fixed ignition delay"
            )
        return phase

    def _spent(self, burn: StageBurn) -> Drop:
        """Return a spent stage as it leaves."""
        stage = burn.stage
        mass_kg = stage.count * stage.spent_mass_kg
        if burn.unburnt_kg:
            mass_kg += stage.count * burn.unburnt_kg
        if stage.aft_section is not None:
            mass_kg -= stage.count * stage.aft_section.mass_kg
        return Drop(part=stage.name, count=stage.count, mass_kg=Affine(mass_kg))

    def _steering(self, begin: Instant) -> Steering:
        rise_s = self.vehicle.steering.vertical_rise_s
        scripted = self.milestones.after_lift_off(rise_s + self.vehicle.steering.pitchover_s)
        if _before(begin, self.milestones.after_lift_off(rise_s)):
            return "vertical"
        if _before(begin, scripted):
            return "pitchover"
        gate = self.milestones.gate
        return "zero-incidence" if gate is None or _before(begin, gate) else "free"

    def _ignitions(self, begin: Instant) -> tuple[str, ...]:
        if begin.middle_s == 0.0:
            return ("lift-off",)
        spans = self.milestones.spans
        return tuple(f"{name} ignition" for name in spans if spans[name].begin.is_with(begin))

    def _burn_record(self, burn: StageBurn, begin: Instant, end: Instant) -> Burn:
        clock = self.milestones.by_its_own_clock_s
        start, stop = burn.throttle(clock(burn, begin), clock(burn, end))
        return burn_record(burn, start, stop)

    def _to_cutoff(self, begin: Instant) -> list[PhasePlan]:
        """Return the last stage's flight from its last throttle change to its cut-off."""
        ignition = self.milestones.spans[self.last.stage.name].begin
        elapsed = begin.at_s - ignition.at_s
        ratio = main_pieces(self.last)[-1].end_ratio
        to_tail_s = tail_s(self.last)
        phase = PhasePlan(
            duration_s=variable(CUTOFF) - elapsed - to_tail_s,
            steering=self._steering(begin),
            burns=(burn_record(self.last, ratio, ratio),),
            expelled_kg_s=self.last.expelled_kg_s,
            area_m2=0.0,
            begin_events=self._ignitions(begin),
        )
        if not to_tail_s:
            return [phase]
        tail = self.last.pieces[-1]
        slow = burn_record(self.last, tail.start_ratio, tail.end_ratio)
        return [phase, replace(phase, duration_s=Affine(to_tail_s), burns=(slow,), begin_events=())]

    def _without_last_stage(self, phases: list[PhasePlan]) -> list[PhasePlan]:
        """Let the last stage leave, after its separation delay."""
        stage = self.last.stage
        spent = Affine(stage.count * stage.gross_mass_kg) - burnt_kg(phases, stage.name)
        spent -= lit_s(phases, stage.name) * self.last.expelled_kg_s
        if stage.aft_section is not None:
            spent -= stage.count * stage.aft_section.mass_kg
        if stage.separation_delay_s:
            coast = replace(
                phases[-1],
                duration_s=Affine(stage.separation_delay_s),
                steering="coast",
                burns=(),
                expelled_kg_s=0.0,
                drops=(),
                begin_events=(),
                end_events=(),
            )
            phases = [*phases, coast]
        left = replace(
            phases[-1],
            drops=(
                *phases[-1].drops,
                Drop(part=stage.name, count=stage.count, mass_kg=spent),
            ),
            end_events=(*phases[-1].end_events, f"{stage.name} separation"),
            suborbital_end=True,
        )
        return [*phases[:-1], left]


def burn_record(burn: StageBurn, start_ratio: float, end_ratio: float) -> Burn:
    """Return the engines of all units of a stage at some throttle."""
    engine, count = burn.stage.engine, burn.stage.count
    return Burn(
        stage=burn.stage.name,
        thrust_vac_n=count * engine.thrust_vac_n,
        exit_area_m2=count * engine.exit_area_m2,
        mass_flow_kg_s=count * engine.mass_flow_kg_s,
        start_throttle_ratio=start_ratio,
        end_throttle_ratio=end_ratio,
    )


def _before(one: Instant, other: Instant) -> bool:
    """Tell whether one instant is earlier, and not together with another."""
    return one.middle_s < other.middle_s and not one.is_with(other)


def _length_s(duration: Affine, cutoff_s: float, milestones: Milestones) -> float:
    """Return a length for a cut-off, every coast as short as may be."""
    values = {v.name: v.low for v in milestones.coasts} | {CUTOFF: cutoff_s, FAIRING: 0.0}
    return float(duration.at(values))


def _with_areas(vehicle: LaunchVehicle, phases: list[PhasePlan]) -> list[PhasePlan]:
    """Give every phase the drag area of what flies then."""
    names = [name for name, _ in vehicle.reference_areas_m2]
    area_m2 = vehicle.reference_areas_m2[0][1]
    placed: list[PhasePlan] = []
    for phase in phases:
        placed.append(replace(phase, area_m2=area_m2))
        for drop in phase.drops:
            if drop.part in names:
                area_m2 = vehicle.reference_areas_m2[names.index(drop.part) + 1][1]
    return placed


def _with_fairing(
    vehicle: LaunchVehicle, phases: list[PhasePlan], full_s: float
) -> list[PhasePlan]:
    """Split the phase in which the fairing goes; its time is a variable."""
    index = _fairing_phase(vehicle, phases, full_s)
    phase = replace(phases[index], burns=tuple(_levelled(b) for b in phases[index].burns))
    first = replace(
        phase,
        duration_s=variable(FAIRING),
        drops=(fairing_drop(vehicle),),
        end_events=(FAIRING_JETTISON,),
        heat_flux_limit_w_m2=vehicle.fairing.max_heat_flux_w_m2,
        suborbital_end=False,
    )
    rest = replace(phase, duration_s=phase.duration_s - variable(FAIRING), begin_events=())
    return [*phases[:index], first, rest, *phases[index + 1 :]]


def _levelled(burn: Burn) -> Burn:
    """Return a burn at its mean throttle: a solid's curve is cut in two at a variable time only so.

    Length, propellant and impulse of the phase stay what they are.
    """
    mean_ratio = 0.5 * (burn.start_throttle_ratio + burn.end_throttle_ratio)
    return replace(burn, start_throttle_ratio=mean_ratio, end_throttle_ratio=mean_ratio)


def _fairing_phase(vehicle: LaunchVehicle, phases: list[PhasePlan], full_s: float) -> int:
    """Return the longest phase of free steering in which the named stage burns alone.

    Of those about as long the earliest, so that no small change of a figure moves it to another.
    """
    wanted = vehicle.fairing.jettison_during
    if wanted is None:
        wanted = vehicle.stages[1].name if len(vehicle.stages) > 1 else vehicle.stages[0].name
    lengths_s = {
        i: phase.duration_s.constant + full_s * phase.duration_s.terms.get(CUTOFF, 0.0)
        for i, phase in enumerate(phases)
        if phase.steering == "free" and [b.stage for b in phase.burns] == [wanted]
    }
    if not lengths_s:
        raise InputError(
            f"{vehicle.id}: no free phase of {wanted!r} for the fairing's jettison; name another "
            "stage in jettison_during, or give the fairing a time, jettison = { at_s = 150.0 }"
        )
    longest_s = max(lengths_s.values())
    return next(i for i, s in lengths_s.items() if s >= ABOUT_AS_LONG_RATIO * longest_s)
