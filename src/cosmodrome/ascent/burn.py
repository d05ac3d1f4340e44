"""When does each engine run, and at which throttle? From tanks and flows, nothing typed in."""

from dataclasses import dataclass

from cosmodrome.errors import InputError
from cosmodrome.vehicles import LaunchVehicle, Stage, ThrottleSegment


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottlePiece:
    """Throttle between two times after lift-off, linear."""

    begin_s: float
    end_s: float
    start_ratio: float
    end_ratio: float

    def throttle_ratio(self, t_s: float) -> float:
        """Return the throttle at a time inside."""
        length_s = self.end_s - self.begin_s
        share = (t_s - self.begin_s) / length_s if length_s > 0.0 else 0.0
        return self.start_ratio + (self.end_ratio - self.start_ratio) * share


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBurn:
    """Burn of one stage from ignition (or lift-off contact) to the end of its propellant."""

    stage: Stage
    begin_s: float
    end_s: float
    pieces: tuple[ThrottlePiece, ...]

    @property
    def expelled_kg_s(self) -> float:
        """Flow without thrust, of all units."""
        return self.stage.count * self.stage.expelled_kg / (self.end_s - self.begin_s)

    def throttle(self, begin_s: float, end_s: float) -> tuple[float, float]:
        """Return the throttle ratios at both ends of a span that no break divides."""
        middle_s = 0.5 * (begin_s + end_s)
        for piece in self.pieces:
            if piece.begin_s <= middle_s <= piece.end_s:
                return piece.throttle_ratio(begin_s), piece.throttle_ratio(end_s)
        raise InputError(f"{self.stage.name} does not burn from {begin_s:.2f} to {end_s:.2f} s")


def burns_of(vehicle: LaunchVehicle) -> tuple[StageBurn, ...]:
    """Return the burn of every stage, in order of cut-off, as full tanks give it."""
    burns: dict[str, StageBurn] = {}
    for stage in vehicle.stages:
        if stage.ignites_after is None:
            begin_s = 0.0
        elif stage.ignites_after in burns:
            begin_s = burns[stage.ignites_after].end_s + stage.ignition_delay_s
        else:
            raise InputError(
                f"{vehicle.id}: {stage.name} ignites after {stage.ignites_after!r}, which does not "
                f"stand before it; known are {list(burns)}"
            )
        separations = {name: burn.end_s for name, burn in burns.items()}
        burns[stage.name] = _burn(stage, begin_s, separations)
    return tuple(sorted(burns.values(), key=lambda burn: burn.end_s))


def _burn(stage: Stage, begin_s: float, separations: dict[str, float]) -> StageBurn:
    """Spend the usable propellant along the throttle programme."""
    timed, tail = _programme(stage, begin_s, separations)
    flow_kg_s = stage.engine.mass_flow_kg_s
    left_kg = stage.usable_propellant_kg
    tail_s = 0.0
    if tail is not None and tail.before_cutoff_s is not None:
        tail_s = tail.before_cutoff_s
        left_kg -= flow_kg_s * tail_s * 0.5 * (tail.start_ratio + tail.end_ratio)
    pieces: list[ThrottlePiece] = []
    for i, (t_s, segment) in enumerate(timed):
        mean_ratio = 0.5 * (segment.start_ratio + segment.end_ratio)
        until_s = timed[i + 1][0] if i + 1 < len(timed) else float("inf")
        end_s = min(until_s, t_s + left_kg / (flow_kg_s * mean_ratio))
        pieces.append(
            ThrottlePiece(
                begin_s=t_s,
                end_s=end_s,
                start_ratio=segment.start_ratio,
                end_ratio=segment.end_ratio,
            )
        )
        left_kg -= flow_kg_s * mean_ratio * (end_s - t_s)
        if end_s < until_s:
            break
    end_s = pieces[-1].end_s
    if tail is not None:
        pieces.append(
            ThrottlePiece(
                begin_s=end_s,
                end_s=end_s + tail_s,
                start_ratio=tail.start_ratio,
                end_ratio=tail.end_ratio,
            )
        )
    return StageBurn(stage=stage, begin_s=begin_s, end_s=end_s + tail_s, pieces=tuple(pieces))


def _programme(
    stage: Stage, begin_s: float, separations: dict[str, float]
) -> tuple[list[tuple[float, ThrottleSegment]], ThrottleSegment | None]:
    """Return the segments with their begin after lift-off, and the one before cut-off."""
    timed: list[tuple[float, ThrottleSegment]] = []
    tail: ThrottleSegment | None = None
    for segment in stage.throttle:
        if segment.before_cutoff_s is not None:
            tail = segment
        elif segment.at_s is not None:
            timed.append((begin_s + segment.at_s, segment))
        elif segment.after_separation in separations:
            timed.append((separations[segment.after_separation], segment))
        else:
            raise InputError(
                f"{stage.name}: throttle after the separation of {segment.after_separation!r}, "
                f"which does not stand before it; known are {list(separations)}"
            )
    timed.sort(key=lambda item: item[0])
    if not timed or timed[0][0] > begin_s:
        timed.insert(0, (begin_s, ThrottleSegment(start_ratio=1.0, end_ratio=1.0, at_s=0.0)))
    return timed, tail
