"""Which stretches of time are left when several are cut from, or laid over, each other?

Intervals of a list are half open, in order, and do not touch.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A stretch of time from `opens` until `closes`."""

    opens: datetime
    closes: datetime


def complement(
    intervals: Iterable[Interval], first: datetime, last: datetime
) -> tuple[Interval, ...]:
    """Return what is left of a span outside some intervals, given in any order."""
    left, now = [], first
    for closed in clipped(sorted(intervals, key=lambda i: i.opens), first, last):
        if closed.opens > now:
            left.append(Interval(opens=now, closes=closed.opens))
        now = max(now, closed.closes)
    if now < last:
        left.append(Interval(opens=now, closes=last))
    return tuple(left)


def intersection(one: Sequence[Interval], other: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the time that is in both of two lists of intervals, each in order."""
    both, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        opens = max(one[i].opens, other[j].opens)
        closes = min(one[i].closes, other[j].closes)
        if opens < closes:
            both.append(Interval(opens=opens, closes=closes))
        if one[i].closes < other[j].closes:
            i += 1
        else:
            j += 1
    return tuple(both)


def clipped(intervals: Iterable[Interval], first: datetime, last: datetime) -> tuple[Interval, ...]:
    """Return the parts of intervals that lie in a span."""
    cut = (Interval(opens=max(i.opens, first), closes=min(i.closes, last)) for i in intervals)
    return tuple(i for i in cut if i.opens < i.closes)


def within(intervals: Sequence[Interval], first: datetime, last: datetime) -> tuple[Interval, ...]:
    """Return `clipped` of a list in order, without looking at what lies elsewhere."""
    begin = bisect_right(intervals, first, key=lambda i: i.closes)
    end = bisect_left(intervals, last, key=lambda i: i.opens)
    return clipped(intervals[begin:end], first, last)


def joined(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return intervals, given in order, with those that touch made one."""
    whole: list[Interval] = []
    for interval in intervals:
        if whole and interval.opens <= whole[-1].closes:
            closes = max(whole[-1].closes, interval.closes)
            whole[-1] = Interval(opens=whole[-1].opens, closes=closes)
        else:
            whole.append(interval)
    return tuple(whole)


def union(one: Sequence[Interval], other: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the time that is in either of two lists of intervals."""
    return joined(sorted((*one, *other), key=lambda interval: interval.opens))


def around(intervals: Sequence[Interval], instant: datetime) -> Interval | None:
    """Return the interval that an instant lies in, or None; an end counts as inside."""
    index = bisect_right(intervals, instant, key=lambda i: i.opens) - 1
    if index >= 0 and instant <= intervals[index].closes:
        return intervals[index]
    return None
