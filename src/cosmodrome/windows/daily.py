"""When may an orbit without a plane be launched to? Whenever the rules leave time, day by day."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from cosmodrome.windows.intervals import Interval, around, complement, intersection, within
from cosmodrome.windows.rules import Rule
from cosmodrome.windows.window import LaunchWindow

A_DAY = timedelta(days=1)


def unconstrained_windows(
    rules: Sequence[Rule],
    *,
    first: datetime,
    last: datetime,
    relative_launch_azimuth_deg: float | None,
    closed_by: tuple[str, ...] = (),
) -> tuple[LaunchWindow, ...]:
    """Return the intervals that the rules leave; a UTC day without any is there as closed.

    An interval of more than a day is cut at midnight UTC. `closed_by` names what closes all of
    them, such as the corridor of the pad.
    """
    allowed = {rule.name: rule.open_intervals(first, last) for rule in rules}
    left: tuple[Interval, ...] = (Interval(opens=first, closes=last),)
    for intervals in allowed.values():
        left = intersection(left, intervals)
    windows = []
    for piece in left:
        for part in _by_day(piece):
            cut = _cutting(part, allowed, first, last)
            windows.append(_window(part, relative_launch_azimuth_deg, closed_by, cut))
    for day in _days(first, last):
        if not within(left, day.opens, day.closes):
            closing = closed_by + _closing(day, allowed)
            windows.append(_window(day, relative_launch_azimuth_deg, closing, ()))
    return tuple(sorted(windows, key=lambda w: w.opens))


def _window(
    interval: Interval,
    azimuth_deg: float | None,
    closed_by: tuple[str, ...],
    cut: tuple[str, ...],
) -> LaunchWindow:
    return LaunchWindow(
        kind="unconstrained",
        crossing=None,
        liftoff=None,
        opens=interval.opens,
        closes=interval.closes,
        relative_launch_azimuth_deg=azimuth_deg,
        plane_offset_deg=0.0,
        closed_by=closed_by + cut if closed_by else (),
        cut_by=() if closed_by else cut,
        permitted=not closed_by,
        width_by="rules",
    )


def _cutting(
    piece: Interval, allowed: dict[str, tuple[Interval, ...]], first: datetime, last: datetime
) -> tuple[str, ...]:
    """Return the rules at which a stretch of the span begins or ends."""

    def ends_there(whole: Interval | None) -> bool:
        if whole is None:
            return False
        begins = whole.opens == piece.opens and whole.opens > first
        return begins or (whole.closes == piece.closes and whole.closes < last)

    return tuple(name for name, left in allowed.items() if ends_there(around(left, piece.opens)))


def _closing(day: Interval, allowed: dict[str, tuple[Interval, ...]]) -> tuple[str, ...]:
    """Return the rules that take time from a day."""
    return tuple(
        name
        for name, left in allowed.items()
        if complement(within(left, day.opens, day.closes), day.opens, day.closes)
    )


def _days(first: datetime, last: datetime) -> Iterator[Interval]:
    """Return the UTC days of a span, the first and last as far as they belong to it."""
    opens = first
    while opens < last:
        midnight = opens.replace(hour=0, minute=0, second=0, microsecond=0) + A_DAY
        closes = min(midnight, last)
        yield Interval(opens=opens, closes=closes)
        opens = closes


def _by_day(piece: Interval) -> tuple[Interval, ...]:
    if piece.closes - piece.opens <= A_DAY:
        return (piece,)
    return tuple(_days(piece.opens, piece.closes))
