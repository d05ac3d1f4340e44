"""How do the two clocks of a countdown run?

T counts to lift-off with holds stopped, L is plain time to launch. Both are positive before
lift-off and negative after it. Between two holds they differ by the holds still to come.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from cosmodrome.countdown.timeline import PlannedHold


def l_minus_s(t_minus_s: float, *, holds: Sequence[PlannedHold] = ()) -> float:
    """Return plain time to launch when the T clock reaches a mark, before any hold there.

    Examples
    --------
    >>> hold = PlannedHold(id="h", name="Built-in hold", t_minus_s=240.0, duration_s=900.0)
    >>> l_minus_s(300.0, holds=[hold]), l_minus_s(240.0, holds=[hold]), l_minus_s(60.0)
    (1200.0, 1140.0, 60.0)
    """
    return t_minus_s + sum(hold.duration_s for hold in holds if hold.t_minus_s <= t_minus_s)


def instant(l_minus_s: float, *, liftoff: datetime | None) -> datetime | None:
    """Return the UTC instant of a mark on the L clock; None where no lift-off second exists."""
    return None if liftoff is None else liftoff - timedelta(seconds=l_minus_s)


def clock_label(letter: str, minus_s: float) -> str:
    """Return what the clock shows, ``T-4:20:00`` before and ``T+0:00:07`` after lift-off.

    Examples
    --------
    >>> clock_label("T", 15_600.0), clock_label("L", -7.0), clock_label("T", 0.0)
    ('T-4:20:00', 'L+0:00:07', 'T-0:00:00')
    """
    sign = "-" if minus_s >= 0.0 else "+"
    whole = round(abs(minus_s))
    return f"{letter}{sign}{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
