"""When does each thing happen below the upper stage? Instants, each affine in the coasts.

A vehicle whose stages light at fixed delays has fixed instants. Where a stage may coast for longer
before it lights, everything after is later by that coast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cosmodrome.ascent.affine import Affine, variable
from cosmodrome.ascent.burn import StageBurn, ThrottlePiece
from cosmodrome.ascent.phase_plan import Drop, Variable
from cosmodrome.errors import InputError
from cosmodrome.vehicles import LaunchVehicle, Stage

SAME_INSTANT_S = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A time after lift-off; `middle_s` is its value with every coast at half its room."""

    at_s: Affine
    middle_s: float

    def is_with(self, other: "Instant") -> bool:
        """Tell whether two happen together."""
        return abs(self.middle_s - other.middle_s) < SAME_INSTANT_S


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedDrop:
    """A part that leaves at an instant of its own, and the event that says so."""

    instant: Instant
    drop: Drop
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """When a burn begins and ends, and when its stage leaves."""

    begin: Instant
    end: Instant
    separation: Instant


@dataclass(frozen=True, kw_only=True)
class Milestones:
    """Instants of a vehicle: of its burns, of its open-loop start, and of parts that leave."""

    vehicle: LaunchVehicle
    burns: tuple[StageBurn, ...]

    @property
    def last(self) -> StageBurn:
        """Return the burn of the last stage."""
        return self.burns[-1]

    @cached_property
    def coasts(self) -> tuple[Variable, ...]:
        """Return the variable coasts before ignitions, in order."""
        return tuple(
            Variable(
                name=_coast_name(stage),
                low=stage.ignition_delay_s,
                high=stage.longest_ignition_delay_s,
                scale=100.0,
            )
            for stage in self.vehicle.stages
            if _coasts(stage)
        )

    @cached_property
    def _middles(self) -> Mapping[str, float]:
        return {v.name: 0.5 * (v.low + v.high) for v in self.coasts}

    @cached_property
    def _shifts(self) -> Mapping[str, Affine]:
        """Return by how much each stage is later than its burn says."""
        shifts: dict[str, Affine] = {}
        for stage in self.vehicle.stages:
            before = shifts[stage.ignites_after] if stage.ignites_after else Affine()
            if _coasts(stage):
                before = before + variable(_coast_name(stage)) - stage.ignition_delay_s
            for segment in stage.throttle:
                other = segment.after_separation
                if other is not None and shifts[other].terms != before.terms:
                    raise InputError(
                        f"{self.vehicle.id}: the throttle of {stage.name} waits for the separation "
                        f"of {other}, but a coast of variable length lies between the two"
                    )
            shifts[stage.name] = before
        return shifts

    @cached_property
    def spans(self) -> Mapping[str, Span]:
        """Return the instants of every burn, by stage."""
        return {
            burn.stage.name: Span(
                begin=self.of(burn, burn.begin_s),
                end=self.of(burn, burn.end_s),
                separation=self.of(burn, burn.separation_s),
            )
            for burn in self.burns
        }

    def of(self, burn: StageBurn, t_s: float) -> Instant:
        """Return the instant of a time that a burn gives."""
        return self._instant(self._shifts[burn.stage.name] + t_s)

    def after_lift_off(self, t_s: float) -> Instant:
        """Return the instant of a fixed time."""
        return self._instant(Affine(t_s))

    def by_its_own_clock_s(self, burn: StageBurn, instant: Instant) -> float:
        """Return the time at which a burn's throttle is to be read at an instant."""
        return instant.middle_s - float(self._shifts[burn.stage.name].at(self._middles))

    @cached_property
    def gate(self) -> Instant | None:
        """Return when zero-incidence flight ends; None where the last stage flies it to the end."""
        free_at_s = self.vehicle.steering.free_at_s
        if free_at_s is not None:
            return self.after_lift_off(free_at_s)
        wanted = self.vehicle.steering.free_after
        for burn in self.burns:
            if burn.stage.name == wanted:
                return None if burn is self.last else self.spans[wanted].separation
        raise InputError(f"{self.vehicle.id}: free_after names no stage: {wanted!r}")

    @cached_property
    def timed_drops(self) -> tuple[TimedDrop, ...]:
        """Return the parts that leave at times of their own, commanded fairings among them."""
        drops = [self._aft_section(b) for b in self.burns if b.stage.aft_section is not None]
        if len(drops) > 1:
            raise InputError(
                f"{self.vehicle.id}: more than one stage has an aft_section; write the others as "
                "[[section]]"
            )
        for section in self.vehicle.sections:
            when = self.after_lift_off(section.at_s or 0.0)
            if section.after_ignition_of is not None:
                burn = self._burn(section.after_ignition_of)
                when = self.of(burn, burn.begin_s + section.delay_s)
            drop = Drop(part=section.name, count=1, mass_kg=Affine(section.mass_kg))
            drops.append(TimedDrop(instant=when, drop=drop, event=f"{section.name} separation"))
        fairing = self.vehicle.fairing
        if fairing.jettison_at_s is not None:
            drops.append(
                TimedDrop(
                    instant=self.after_lift_off(fairing.jettison_at_s),
                    drop=fairing_drop(self.vehicle),
                    event=FAIRING_JETTISON,
                )
            )
        return tuple(drops)

    def fixed_instants(self, *, until_end: bool) -> list[Instant]:
        """Return all instants in order, up to the last throttle change of the last stage.

        With `until_end` its cut-off, and what happens between, is as fixed as the rest.
        """
        steering = self.vehicle.steering
        scripted_s = steering.vertical_rise_s + steering.pitchover_s
        script_s = (0.0, steering.vertical_rise_s, scripted_s)
        found = [self.after_lift_off(t) for t in script_s]
        if self.gate is not None:
            found.append(self.gate)
        for burn in self.burns:
            times_s = [burn.begin_s, *(piece.begin_s for piece in main_pieces(burn))]
            if burn is not self.last or until_end:
                times_s += [piece.begin_s for piece in burn.pieces]
                times_s.append(burn.end_s)
            if burn is not self.last:
                times_s.append(burn.separation_s)
            found += [self.of(burn, t) for t in times_s]
        found += [timed.instant for timed in self.timed_drops]
        return self._in_order(found)

    def _in_order(self, found: Sequence[Instant]) -> list[Instant]:
        distinct: list[Instant] = []
        for instant in sorted(found, key=lambda each: each.middle_s):
            if not distinct or not instant.is_with(distinct[-1]):
                distinct.append(instant)
        end = self.of(self.last, self.last.end_s - tail_s(self.last))
        if distinct[-1].middle_s > end.middle_s + SAME_INSTANT_S:
            raise InputError(
                f"{self.vehicle.id}: something is to happen {distinct[-1].middle_s:.1f} s after "
                f"lift-off, but its last stage {self.last.stage.name} burns no longer than "
                f"{end.middle_s:.1f} s"
            )
        return distinct

    def _aft_section(self, burn: StageBurn) -> TimedDrop:
        aft = burn.stage.aft_section
        if aft is None:
            raise InputError(f"{burn.stage.name} has no aft section")
        mass = Affine(burn.stage.count * aft.mass_kg)
        return TimedDrop(
            instant=self.of(burn, burn.begin_s + aft.after_ignition_s),
            drop=Drop(part=AFT_SECTION, count=1, mass_kg=mass),
            event=f"{AFT_SECTION} separation",
        )

    def _burn(self, stage: str) -> StageBurn:
        return next(burn for burn in self.burns if burn.stage.name == stage)

    def _instant(self, at_s: Affine) -> Instant:
        return Instant(at_s=at_s, middle_s=float(at_s.at(self._middles)))


AFT_SECTION = "aft-section"
FAIRING_JETTISON = "fairing jettison"


def fairing_drop(vehicle: LaunchVehicle) -> Drop:
    """Return the fairing as it leaves."""
    fairing = vehicle.fairing
    return Drop(part="fairing-half", count=fairing.halves, mass_kg=Affine(fairing.mass_kg))


def tail_s(burn: StageBurn) -> float:
    """Return how long before cut-off the throttle changes for the last time; 0 if it does not."""
    return max((segment.before_cutoff_s or 0.0 for segment in burn.stage.throttle), default=0.0)


def main_pieces(burn: StageBurn) -> list[ThrottlePiece]:
    """Return the throttle pieces without the one that counts back from cut-off."""
    return list(burn.pieces[:-1] if tail_s(burn) else burn.pieces)


def takes_cutoff_command(burn: StageBurn) -> bool:
    """Tell whether a last stage may be cut off at will: its throttle is steady by then."""
    last = main_pieces(burn)[-1]
    return burn.stage.thrust_curve is None and last.start_ratio == last.end_ratio


def _coasts(stage: Stage) -> bool:
    return stage.longest_ignition_delay_s > stage.ignition_delay_s


def _coast_name(stage: Stage) -> str:
    return f"coast-{stage.name}"
