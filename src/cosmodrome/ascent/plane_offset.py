"""How early or late may it lift off for the same plane? The window that performance allows.

Lifting off beside the moment at which the pad is best placed under the plane leaves the node to be
steered for: the vehicle flies a dog-leg and lifts less. Where it still lifts the payload, the
window is open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetMargin:
    """Margin of a payload with lift-off at an offset from the best moment, None if unreached."""

    offset_s: float
    margin_kg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformanceWindow:
    """Margins over offsets, and the span about the best moment that keeps the margin asked.

    `opens_s` and `closes_s` are between the offsets computed, along straight lines; a window that
    reaches the first or last of them may be wider. None where even the best moment falls short.
    """

    margins: tuple[OffsetMargin, ...]
    opens_s: float | None
    closes_s: float | None


def performance_window(
    margins: Sequence[OffsetMargin], *, least_margin_kg: float
) -> PerformanceWindow:
    """Return the window about offset 0 in which the margin is at least as asked.

    Parameters
    ----------
    margins : sequence of OffsetMargin
        In order of offset, among them offset 0.
    least_margin_kg : float
        What the customer keeps.
    """
    ordered = sorted(margins, key=lambda m: m.offset_s)
    after = [m for m in ordered if m.offset_s >= 0.0]
    before = [m for m in reversed(ordered) if m.offset_s <= 0.0]
    return PerformanceWindow(
        margins=tuple(ordered),
        opens_s=_last_s(before, least_margin_kg),
        closes_s=_last_s(after, least_margin_kg),
    )


def _last_s(outwards: Sequence[OffsetMargin], least_margin_kg: float) -> float | None:
    """Return the offset up to which every margin suffices, from offset 0 outwards."""
    first = outwards[0]
    if first.margin_kg is None or first.margin_kg < least_margin_kg:
        return None
    for near, far in pairwise(outwards):
        near_kg = near.margin_kg if near.margin_kg is not None else least_margin_kg
        if far.margin_kg is None:
            return near.offset_s
        if far.margin_kg < least_margin_kg:
            share = (near_kg - least_margin_kg) / (near_kg - far.margin_kg)
            return near.offset_s + share * (far.offset_s - near.offset_s)
    return outwards[-1].offset_s
