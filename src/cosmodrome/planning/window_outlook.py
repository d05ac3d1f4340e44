"""When could a mission fly over the whole season, and which of its own days are missing, why?"""

from dataclasses import dataclass
from datetime import timedelta, tzinfo

from cosmodrome.windows.intervals import Interval, complement
from cosmodrome.windows.search import WindowSearch
from cosmodrome.windows.why import MissingDay, missing_days
from cosmodrome.windows.window import LaunchWindow

# A longer season is told about the mission's own days only: no sheet holds more.
LONGEST = timedelta(days=1096)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleClosure:
    """What one rule forbids in the span of an outlook."""

    name: str
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOutlook:
    """Every opportunity over a season, what each rule forbids, and the days without a window.

    `wished` are the mission's own dates, in which `missing` are the local days that have no
    permitted window.
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
        What is shown; where it is longer than `LONGEST`, only the mission's own dates, as far as
        they fit.
    wished : Interval
        The mission's own dates.
    zone : tzinfo
        That of the site, whose midnights part its days.
    """
    span = season
    if season.closes - season.opens > LONGEST:
        span = Interval(opens=wished.opens, closes=min(wished.closes, wished.opens + LONGEST))
    bounds = span.opens, span.closes
    windows = search.windows(*bounds)
    asked = max(wished.opens, span.opens), min(wished.closes, span.closes)
    return WindowOutlook(
        span=span,
        wished=wished,
        windows=windows,
        closures=tuple(
            RuleClosure(
                name=rule.name,
                intervals=complement(rule.open_intervals(*bounds), *bounds),
            )
            for rule in search.every_rule
        ),
        missing=missing_days(windows, *asked, zone, rules=search.every_rule),
    )
