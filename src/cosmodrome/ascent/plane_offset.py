"""How early or late may it lift off for the same plane? The window that performance allows.

Lifting off beside the moment at which the pad is best placed under the plane leaves the node to be
steered for: the vehicle flies a dog-leg and lifts less. Where it still lifts the payload, the
window is open.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from cosmodrome.ascent.optimise import (
    MAX_POSITION_GAP_M,
    MAX_VELOCITY_GAP_M_S,
    Ascent,
    LoadingPolicy,
    Optimiser,
)
from cosmodrome.ascent.search import Found
from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.errors import ConvergenceError, InfeasibleError
from cosmodrome.orbit.elements import elements_from_state

Progress: TypeAlias = Callable[[str, int, int], None]

STAGE = "lift-off beside the plane"
STEPS_A_SIDE = 6
# How far about the best moment lift-offs are tried first where nobody sets a limit, and at most.
SPAN_S = 1800.0
LONGEST_SPAN_S = 7200.0


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


def widest_beside_plane(
    optimiser: Optimiser,
    ascent: Ascent,
    *,
    longest_s: float | None,
    least_margin_kg: float = 0.0,
    progress: Progress,
) -> PerformanceWindow:
    """Return the window that performance allows, as long as the vehicle may use.

    Parameters
    ----------
    optimiser, ascent, least_margin_kg, progress
        As `window_beside_plane`.
    longest_s : float or None
        The vehicle's own limit. Without one, lift-offs are tried further and further from the best
        moment, until performance sets the ends or two hours are reached.
    """
    span_s = SPAN_S if longest_s is None else longest_s / 2.0
    while True:
        window = window_beside_plane(
            optimiser, ascent, span_s=span_s, least_margin_kg=least_margin_kg, progress=progress
        )
        ends_s = window.opens_s, window.closes_s
        open_ended = any(end_s is not None and abs(end_s) >= span_s for end_s in ends_s)
        if longest_s is not None or not open_ended or span_s >= LONGEST_SPAN_S:
            return window
        span_s *= 2.0


def window_beside_plane(
    optimiser: Optimiser,
    ascent: Ascent,
    *,
    span_s: float = SPAN_S,
    least_margin_kg: float = 0.0,
    progress: Progress,
) -> PerformanceWindow:
    """Return the window that performance allows about the best moment, for a flown payload.

    Parameters
    ----------
    optimiser : Optimiser
        That found the ascent.
    ascent : Ascent
        Whose payload and load are kept.
    span_s : float
        How far lift-offs are tried before and after.
    least_margin_kg : float
        What the customer keeps.
    progress : callable
        Told how many lift-offs are done.
    """
    margins = margins_beside_plane(
        optimiser,
        ascent.payload_kg,
        span_s=span_s,
        loading=_flown_load(ascent),
        progress=progress,
    )
    return performance_window(margins, least_margin_kg=least_margin_kg)


def _flown_load(ascent: Ascent) -> LoadingPolicy | float:
    policy = ascent.loading.policy
    if policy == "given":
        return ascent.loading.propellant_kg
    return "optimal" if policy == "optimal" else "full"


def margins_beside_plane(
    optimiser: Optimiser,
    payload_kg: float,
    *,
    span_s: float,
    loading: LoadingPolicy | float,
    progress: Progress,
) -> tuple[OffsetMargin, ...]:
    """Return the margin of a payload with lift-off up to a span before and after the best moment.

    The plane stands still among the stars; at lift-off `offset_s` later the Earth has turned under
    it, and the node stands that much further west of Greenwich. Each ascent starts from the one
    nearer to the best moment; beyond one that is not found, or does not fly, none is tried.

    Parameters
    ----------
    optimiser : Optimiser
        Of the orbit, whatever its node.
    payload_kg : float
    span_s : float
        How far to go before and after.
    loading : str or float
        Of the upper stage.
    progress : callable
        Told how many lift-offs are done.
    """
    best = optimiser.found(loading)
    size = 2 * STEPS_A_SIDE + 1
    margins = [OffsetMargin(offset_s=0.0, margin_kg=best.profile.payload_kg - payload_kg)]
    progress(STAGE, 1, size)
    for side in (-1.0, 1.0):
        for margin in _outwards(optimiser, best, side * span_s / STEPS_A_SIDE, loading):
            kept_kg = None if margin.margin_kg is None else margin.margin_kg - payload_kg
            margins.append(OffsetMargin(offset_s=margin.offset_s, margin_kg=kept_kg))
            progress(STAGE, len(margins), size)
    progress(STAGE, size, size)
    return tuple(sorted(margins, key=lambda m: m.offset_s))


def _outwards(
    optimiser: Optimiser, best: Found, step_s: float, loading: LoadingPolicy | float
) -> Iterator[OffsetMargin]:
    """Yield the capability, as a margin of nothing, step by step away from the best moment."""
    end = np.asarray(best.solution.point.states[-1][-1])
    node_rad = elements_from_state(end[:3], end[3:]).raan_rad
    near = best
    for n in range(1, STEPS_A_SIDE + 1):
        offset_s = n * step_s
        turned_rad = EARTH_ROTATION_RATE_RAD_S * offset_s
        try:
            near = optimiser.beside(node_rad - turned_rad, loading, near=near)
        except (InfeasibleError, ConvergenceError):
            yield OffsetMargin(offset_s=offset_s, margin_kg=None)
            return
        if near.position_gap_m > MAX_POSITION_GAP_M or near.velocity_gap_m_s > MAX_VELOCITY_GAP_M_S:
            yield OffsetMargin(offset_s=offset_s, margin_kg=None)
            return
        yield OffsetMargin(offset_s=offset_s, margin_kg=near.profile.payload_kg)


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
