"""During which intervals does a quantity that changes smoothly with time stay on its good side?"""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from cosmodrome.numerics.sign_changes import sign_changes
from cosmodrome.windows.intervals import Interval, clipped, joined

Margin: TypeAlias = Callable[[datetime, NDArray[np.float64]], NDArray[np.float64]]
"""How far a quantity is on its good side (negative: how far off), at seconds after an origin."""

STEP_S = 600.0
EDGE_S = 0.05
# So many samples at a time: memory stays small, and sidereal time, which the Sun's height takes as
# linear from an origin, is right to 0.15 s over the 16 days that they are.
SAMPLES = 2304


def allowed_intervals(
    margin: Margin, first: datetime, last: datetime, *, step_s: float = STEP_S
) -> tuple[Interval, ...]:
    """Return when a margin is not negative, to the nearest second of the clock.

    Parameters
    ----------
    margin : callable
        Of an origin and seconds after it, shape (n,); smooth, or with kinks where it is the least
        of smooth ones.
    first, last : datetime
        The span; edges of the answer that coincide with it are exact.
    step_s : float
        Between samples. An interval longer than this is never missed; a shorter one, or a shorter
        gap, is found too if the margin has one peak within two steps.
    """
    found: list[Interval] = []
    begins = first
    while begins < last:
        ends = min(begins + timedelta(seconds=SAMPLES * step_s), last)
        found += _in_chunk(margin, begins, ends, step_s)
        begins = ends
    return clipped(joined(found), first, last)


def _in_chunk(margin: Margin, begins: datetime, ends: datetime, step_s: float) -> list[Interval]:
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
