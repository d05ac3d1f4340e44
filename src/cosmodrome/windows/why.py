"""Which rule closes each day without a window, and by how much does the day miss?"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from cosmodrome.windows.intervals import Interval, within
from cosmodrome.windows.rules import Rule
from cosmodrome.windows.window import LaunchWindow

NO_CROSSING = "no-crossing"
A_DAY = timedelta(days=1)
A_SECOND = timedelta(seconds=1)
# An opening further from the span than this is not looked for.
LOOK_AROUND = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingRule:
    """What one rule does to a day.

    `taken_h` is how much of the day it forbids. `misses_s` is how far the nearest opportunity of
    the day is from a time that the rule allows: 0 where the rule alone would leave some. Both are
    None where they cannot be told, as of an azimuth or of a pass that the ascent does not fly.

    The rule ``no-crossing`` stands for a day on which the pad never meets the plane; `misses_s` is
    then how far the nearest meeting is from the day.
    """

    name: str
    taken_h: float | None
    misses_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingDay:
    """A day without a permitted window, what closes it, and the opportunities it had."""

    day: date
    closed_by: tuple[ClosingRule, ...]
    opportunities: tuple[LaunchWindow, ...]


def missing_days(
    windows: Sequence[LaunchWindow],
    first: datetime,
    last: datetime,
    zone: tzinfo,
    *,
    rules: Sequence[Rule] = (),
) -> tuple[MissingDay, ...]:
    """Return every day of a zone, whole within a span, that has no permitted window.

    Parameters
    ----------
    windows : sequence of LaunchWindow
        All of the span, closed ones too, as `find_windows` gives them.
    first, last : datetime
        The span, `last` excluded. Days of which it holds only a part are left out.
    zone : tzinfo
        Whose midnights part the days.
    rules : sequence of Rule
        Those the windows were found with; without them what a rule takes and how far it misses is
        not known.

    Notes
    -----
    The pad comes round to a plane every 24 h or sooner, unless the node drifts east faster than the
    Sun does: then the meeting comes later day by day, and now and again a day has none.
    """
    ordered = sorted(windows, key=lambda window: window.opens)
    longest = max((w.closes - w.opens for w in ordered), default=timedelta())
    found = [
        (day, span, _touching(ordered, span, longest))
        for day, span in _whole_days(first, last, zone)
    ]
    closed = [each for each in found if not any(window.permitted for window in each[2])]
    spans = [span for _, span, there in closed if there]
    allowed = _allowed(rules, spans) if spans else {}
    return tuple(
        MissingDay(
            day=day,
            closed_by=_closing(there, span, allowed) if there else (_no_crossing(ordered, span),),
            opportunities=there,
        )
        for day, span, there in closed
    )


def _allowed(rules: Sequence[Rule], spans: Sequence[Interval]) -> dict[str, tuple[Interval, ...]]:
    """Return what each rule leaves from before the first of some spans until after the last."""
    first, last = spans[0].opens - LOOK_AROUND, spans[-1].closes + LOOK_AROUND
    return {rule.name: rule.open_intervals(first, last) for rule in rules}


def _whole_days(first: datetime, last: datetime, zone: tzinfo) -> Iterator[tuple[date, Interval]]:
    day = first.astimezone(zone).date()
    while True:
        opens = datetime.combine(day, time(), zone)
        closes = datetime.combine(day + A_DAY, time(), zone)
        if closes > last:
            return
        if opens >= first:
            yield day, Interval(opens=opens, closes=closes)
        day += A_DAY


def _touching(
    ordered: Sequence[LaunchWindow], span: Interval, longest: timedelta
) -> tuple[LaunchWindow, ...]:
    """Return the windows that have an instant in a span."""
    begin = bisect_left(ordered, span.opens - longest, key=lambda window: window.opens)
    end = bisect_left(ordered, span.closes, key=lambda window: window.opens)
    return tuple(
        window
        for window in ordered[begin:end]
        if window.closes > span.opens or window.opens >= span.opens
    )


def _closing(
    there: Sequence[LaunchWindow], span: Interval, allowed: Mapping[str, tuple[Interval, ...]]
) -> tuple[ClosingRule, ...]:
    names = dict.fromkeys(name for window in there for name in window.closed_by)
    return tuple(
        ClosingRule(
            name=name,
            taken_h=_taken_h(allowed[name], span) if name in allowed else None,
            misses_s=_misses_s(there, name, allowed.get(name, ())),
        )
        for name in names
    )


def _taken_h(intervals: Sequence[Interval], span: Interval) -> float:
    left = sum(
        (i.closes - i.opens for i in within(intervals, span.opens, span.closes)), timedelta()
    )
    return (span.closes - span.opens - left) / timedelta(hours=1)


def _misses_s(
    there: Sequence[LaunchWindow], name: str, intervals: Sequence[Interval]
) -> float | None:
    distances = (
        distance_s
        for window in there
        if name in window.closed_by
        and (distance_s := _distance_s(intervals, window.opens, window.closes)) is not None
    )
    return min(distances, default=None)


def _distance_s(intervals: Sequence[Interval], opens: datetime, closes: datetime) -> float | None:
    """Return the time from a window to the nearest interval, None without any."""
    index = bisect_left(intervals, opens, key=lambda i: i.closes)
    near = intervals[max(0, index - 1) : index + 1]
    return min(
        (max(i.opens - closes, opens - i.closes, timedelta()) / A_SECOND for i in near),
        default=None,
    )


def _no_crossing(ordered: Sequence[LaunchWindow], span: Interval) -> ClosingRule:
    index = bisect_left(ordered, span.opens, key=lambda window: window.opens)
    near = ordered[max(0, index - 1) : index + 1]
    away = (max(w.opens - span.closes, span.opens - w.closes, timedelta()) for w in near)
    nearest = min(away, default=None)
    misses_s = None if nearest is None else nearest / A_SECOND
    return ClosingRule(name=NO_CROSSING, taken_h=None, misses_s=misses_s)
