"""When could a mission fly over the whole season, and which of its own days are missing, why?"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from cosmodrome.windows.intervals import Interval, complement
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.why import MissingDay, missing_days
from cosmodrome.windows.window import LaunchWindow

# A longer season is told about the mission's own days only: no sheet holds more.
LONGEST = timedelta(days=1096)
A_DAY = timedelta(days=1)
MISSION_DATES = "mission dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleClosure:
    """What one rule forbids in the span of an outlook."""

    name: str
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOutlook:
    """Every opportunity over a season, what each rule forbids, and the days without a window.

    `wished` are the mission's own dates, outside which ``mission dates`` closes windows; `missing`
    are the local days among them that have no permitted window.
    """

    span: Interval
    wished: Interval
    windows: tuple[LaunchWindow, ...]
    closures: tuple[RuleClosure, ...]
    missing: tuple[MissingDay, ...]


def window_outlook(
    search: WindowSearch, *, season: Interval, wished: Interval, zone: tzinfo
) -> WindowOutlook:
    """Return the opportunities of a mission over a season.

    Parameters
    ----------
    search : WindowSearch
        As the windows of the mission were found by.
    season : Interval
        Whole days of UTC to be shown. A season longer than `LONGEST` is told about the mission's
        own dates only, as far as they fit.
    wished : Interval
        The mission's own dates, days of the site. Where one of their windows lies on the day of
        UTC before or after the season, that day is shown too.
    zone : tzinfo
        That of the site, whose midnights part its days.
    """
    if season.closes - season.opens > LONGEST:
        season = _utc_days(wished.opens, min(wished.closes, wished.opens + LONGEST))
    found = search.windows(min(season.opens, wished.opens), max(season.closes, wished.closes))
    own = [w for w in found if w.permitted and wished.opens <= w.opens < wished.closes]
    span = _utc_days(
        min([season.opens, *(w.opens for w in own)]), max([season.closes, *(w.closes for w in own)])
    )
    bounds = span.opens, span.closes
    return WindowOutlook(
        span=span,
        wished=wished,
        windows=tuple(_within(w, wished) for w in found if span.opens <= w.opens < span.closes),
        closures=tuple(
            RuleClosure(name=rule.name, intervals=complement(rule.open_intervals(*bounds), *bounds))
            for rule in search.every_rule
        ),
        missing=missing_days(found, wished.opens, wished.closes, zone, rules=search.every_rule),
    )


def _within(window: LaunchWindow, wished: Interval) -> LaunchWindow:
    """Return a window, closed if it lies outside the mission's own dates."""
    touches = window.opens < wished.closes and window.closes >= wished.opens
    if touches or not window.permitted:
        return window
    return replace(window, permitted=False, closed_by=(MISSION_DATES,), cut_by=())


def _utc_days(opens: datetime, closes: datetime) -> Interval:
    """Return the whole days of UTC that hold a span."""
    first = opens.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    last = closes.astimezone(UTC)
    days = -((first - last) // A_DAY)
    return Interval(opens=first, closes=first + days * A_DAY)
