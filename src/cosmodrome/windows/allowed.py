"""During which intervals does a quantity that changes smoothly with time stay within limits?"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.sign_changes import sign_changes
from cosmodrome.windows.intervals import Interval, intersection, joined

Quantity: TypeAlias = Callable[[datetime, NDArray[np.float64]], NDArray[np.float64]]
"""Something that changes smoothly with time, at seconds after an origin."""

STEP_S = 600.0
EDGE_S = 0.05
# So many samples at a time: memory stays small, and sidereal time, which the Sun's height takes as
# linear from an origin, is right to 0.15 s over the 16 days that they are.
SAMPLES = 2304


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where to where a quantity may go, both ends allowed; None where there is no end."""

    low: float | None = None
    high: float | None = None


def within(
    quantity: Quantity,
    limits: Limits,
    first: datetime,
    last: datetime,
    *,
    step_s: float = STEP_S,
) -> tuple[Interval, ...]:
    """Return when a quantity is within limits, to the nearest second of the clock.

    Parameters
    ----------
    quantity : callable
        Of an origin and seconds after it, shape (n,).
    limits : Limits
        In the unit of the quantity.
    first, last : datetime
        The span; edges of the answer that coincide with it are exact.
    step_s : float
        Between samples. The quantity is followed across each limit by itself, so a stay between two
        near limits is found however short. What may be missed is a turn beyond a limit and back
        that lasts less than 1/80 of a step, or less than a step if there is another turn within
        two.
    """
    left: tuple[Interval, ...] = (Interval(opens=first, closes=last),)
    if limits.low is not None:
        least = limits.low
        above = _not_negative(lambda o, t_s: quantity(o, t_s) - least, first, last, step_s)
        left = intersection(left, above)
    if limits.high is not None:
        most = limits.high
        below = _not_negative(lambda o, t_s: most - quantity(o, t_s), first, last, step_s)
        left = intersection(left, below)
    return left


def _not_negative(
    margin: Quantity, first: datetime, last: datetime, step_s: float
) -> tuple[Interval, ...]:
    found: list[Interval] = []
    begins = first
    while begins < last:
        ends = min(begins + timedelta(seconds=SAMPLES * step_s), last)
        found += _in_chunk(margin, begins, ends, step_s)
        begins = ends
    return joined(found)


def _in_chunk(margin: Quantity, begins: datetime, ends: datetime, step_s: float) -> list[Interval]:
    length_s = (ends - begins) / timedelta(seconds=1)
    cells = max(1, math.ceil(length_s / step_s))
    grid_s = np.arange(-1, cells + 2, dtype=np.float64) * (length_s / cells)
    values = margin(begins, grid_s)
    turns = sign_changes(
        lambda _, t_s: margin(begins, t_s), grid_s, values[np.newaxis], tolerance=EDGE_S
    )
    inside = (turns.at > 0.0) & (turns.at < length_s)
    edges = [_whole_second(begins, t_s) for t_s in turns.at[inside].tolist()]
    opens = [begins] * bool(values[1] >= 0.0)
    opens += [edge for edge, up in zip(edges, turns.rising[inside], strict=True) if up]
    closes = [edge for edge, up in zip(edges, turns.rising[inside], strict=True) if not up]
    closes += [ends] * (len(opens) - len(closes))
    pairs = zip(opens, closes, strict=True)
    return [Interval(opens=o, closes=c) for o, c in pairs if o < c]


def _whole_second(origin: datetime, t_s: float) -> datetime:
    instant = origin + timedelta(seconds=t_s)
    down = instant.replace(microsecond=0)
    return down if instant.microsecond < 500_000 else down + timedelta(seconds=1)
