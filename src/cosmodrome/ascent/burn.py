"""When does each engine run, and at which throttle? From tanks and flows, nothing typed in."""

import math
from dataclasses import dataclass
from itertools import pairwise

from cosmodrome.errors import InputError
from cosmodrome.vehicles import LaunchVehicle, Stage, ThrottleSegment

# A piece that ends with its segment may leave a rounding of its propellant.
NOTHING_LEFT_RATIO = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottlePiece:
    """Throttle between two times after lift-off, linear."""

    begin_s: float
    end_s: float
    start_ratio: float
    end_ratio: float

    @property
    def full_thrust_s(self) -> float:
        """How long full thrust would last for the same propellant."""
        return 0.5 * (self.start_ratio + self.end_ratio) * (self.end_s - self.begin_s)

    def throttle_ratio(self, t_s: float) -> float:
        """Return the throttle at a time inside."""
        length_s = self.end_s - self.begin_s
        share = (t_s - self.begin_s) / length_s if length_s > 0.0 else 0.0
        return self.start_ratio + (self.end_ratio - self.start_ratio) * share

    def until(self, t_s: float) -> "ThrottlePiece":
        """Return the part of it before a time."""
        return ThrottlePiece(
            begin_s=self.begin_s,
            end_s=t_s,
            start_ratio=self.start_ratio,
            end_ratio=self.throttle_ratio(t_s),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StageBurn:
    """Burn of one stage from ignition (or lift-off contact) to cut-off.

    Times are after lift-off, every coast of variable length as short as it may be. `unburnt_kg`
    is what a commanded cut-off leaves of the usable propellant of one unit.
    """

    stage: Stage
    begin_s: float
    end_s: float
    pieces: tuple[ThrottlePiece, ...]
    unburnt_kg: float = 0.0

    @property
    def separation_s(self) -> float:
        """When the spent stage leaves."""
        return self.end_s + self.stage.separation_delay_s

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
            begin_s = stage.ignites_at_s or 0.0
        elif stage.ignites_after in burns:
            begin_s = burns[stage.ignites_after].separation_s + stage.ignition_delay_s
        else:
            raise InputError(
                f"{vehicle.id}: {stage.name} ignites after {stage.ignites_after!r}, which does not "
                f"stand before it; known are {list(burns)}"
            )
        separations = {name: burn.separation_s for name, burn in burns.items()}
        burns[stage.name] = _burn(stage, begin_s, separations)
    return tuple(sorted(burns.values(), key=lambda burn: burn.end_s))


def _burn(stage: Stage, begin_s: float, separations: dict[str, float]) -> StageBurn:
    """Spend the usable propellant along the throttle programme, up to a commanded cut-off."""
    flow_kg_s = stage.engine.mass_flow_kg_s
    full_thrust_s = stage.usable_propellant_kg / flow_kg_s
    commanded_s = math.inf if stage.burn_s is None else begin_s + stage.burn_s
    if stage.thrust_curve is not None:
        pieces, tail = _curve_pieces(stage, begin_s, full_thrust_s), None
    else:
        timed, tail = _programme(stage, begin_s, separations)
        tail_s = tail.before_cutoff_s or 0.0 if tail else 0.0
        of_tail_s = tail_s * 0.5 * (tail.start_ratio + tail.end_ratio) if tail else 0.0
        if of_tail_s >= full_thrust_s:
            raise InputError(
                f"{stage.name}: its propellant lasts {full_thrust_s:.1f} s at full thrust, and "
                f"the throttle before cut-off asks for {of_tail_s:.1f} s of them"
            )
        pieces = _pieces(timed, full_thrust_s - of_tail_s)
        commanded_s -= tail_s
    commanded = pieces[-1].end_s > commanded_s
    if commanded:
        pieces = [
            piece if piece.end_s <= commanded_s else piece.until(commanded_s)
            for piece in pieces
            if piece.begin_s < commanded_s
        ]
    if tail is not None:
        end_s = pieces[-1].end_s
        pieces.append(
            ThrottlePiece(
                begin_s=end_s,
                end_s=end_s + tail_s,
                start_ratio=tail.start_ratio,
                end_ratio=tail.end_ratio,
            )
        )
    left_s = full_thrust_s - sum(piece.full_thrust_s for piece in pieces)
    return StageBurn(
        stage=stage,
        begin_s=begin_s,
        end_s=pieces[-1].end_s,
        pieces=tuple(pieces),
        unburnt_kg=flow_kg_s * left_s if commanded else 0.0,
    )


def _curve_pieces(stage: Stage, begin_s: float, full_thrust_s: float) -> list[ThrottlePiece]:
    """Return the pieces of a thrust curve, stretched to end with the last of the propellant."""
    curve = stage.thrust_curve
    if curve is None:
        raise InputError(f"{stage.name} has no thrust curve")
    stretch = full_thrust_s / curve.full_thrust_s
    points = zip(pairwise(curve.at_s), pairwise(curve.thrust_ratio), strict=True)
    return [
        ThrottlePiece(
            begin_s=begin_s + stretch * from_s,
            end_s=begin_s + stretch * to_s,
            start_ratio=start_ratio,
            end_ratio=end_ratio,
        )
        for (from_s, to_s), (start_ratio, end_ratio) in points
    ]


def _pieces(
    timed: list[tuple[float, ThrottleSegment]], full_thrust_s: float
) -> list[ThrottlePiece]:
    """Return the pieces that spend so much; the last segment is linear to its depletion."""
    pieces: list[ThrottlePiece] = []
    left_s = full_thrust_s
    ends_s = [t_s for t_s, _ in timed[1:]]
    for (t_s, segment), until_s in zip(timed, [*ends_s, math.inf], strict=True):
        start, end = segment.start_ratio, segment.end_ratio
        depleted_s = t_s + left_s / (0.5 * (start + end))
        piece = ThrottlePiece(
            begin_s=t_s, end_s=min(until_s, depleted_s), start_ratio=start, end_ratio=end
        )
        if math.isfinite(until_s) and start != end:
            slope = (end - start) / (until_s - t_s)
            piece = ThrottlePiece(begin_s=t_s, end_s=until_s, start_ratio=start, end_ratio=end)
            if piece.full_thrust_s > left_s:
                # start x + slope x^2 / 2 = left, written so that a small slope does no harm.
                root = math.sqrt(start**2 + 2.0 * slope * left_s)
                piece = piece.until(t_s + 2.0 * left_s / (start + root))
        pieces.append(piece)
        left_s -= piece.full_thrust_s
        if piece.end_s < until_s or left_s <= NOTHING_LEFT_RATIO * full_thrust_s:
            break
    return pieces


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
