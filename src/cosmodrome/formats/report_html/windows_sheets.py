"""When could a mission fly over the whole season, and what closes the days on which it cannot?"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise

from markupsafe import Markup

from cosmodrome.campaign.request import ClosedSpan
from cosmodrome.formats.figures.calendar_months import CalendarMonth, calendar_months
from cosmodrome.formats.figures.closures import closures_of
from cosmodrome.formats.figures.lettering import wrapped
from cosmodrome.formats.figures.svg import Px
from cosmodrome.formats.figures.window_calendar import (
    NARROW,
    CalendarLook,
    WindowCalendar,
    window_calendar,
)
from cosmodrome.formats.figures.words import day, orbit_words, plain_name
from cosmodrome.formats.report_html.environment import figure_pair, rendered
from cosmodrome.formats.report_html.sheet import PRINTED_SHARE, SHEET_ROOM, Block, Sheet, packed
from cosmodrome.planning.plan import LaunchPlan, MissionPlan
from cosmodrome.planning.window_outlook import MISSION_DATES, WindowOutlook
from cosmodrome.windows.intervals import Interval
from cosmodrome.windows.why import ClosingRule, MissingDay

WIDE = CalendarLook(width=1010.0, field=288.0)
A_DAY = timedelta(days=1)
HEAD: Px = 58.0
TABLE_HEAD: Px = 50.0
ROW: Px = 22.5
LINE: Px = 16.0
# Room of a caution in a line of the sheet.
CAUTION_WORDS: Px = 900.0
# Room of the last column; what is longer takes more lines.
MISSING_WORDS: Px = 190.0
COLUMNS = 3
GAP: Px = 8.0


@dataclass(frozen=True, slots=True)
class MissingRow:
    """Days in a row that the same rules close, and by how little the best of them misses."""

    days: str
    count: int
    closed_by: str

    @property
    def height(self) -> Px:
        """Return its height in print."""
        return ROW + LINE * (len(wrapped(self.closed_by, MISSING_WORDS)) - 1)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the season."""

    name: str
    open_days: str
    first: str
    last: str
    closed: int


def windows_sheets(mission: MissionPlan, plan: LaunchPlan, ordinal: int) -> list[Sheet]:
    """Return the calendar of a season with its months and missing days; none without an outlook."""
    outlook = mission.outlook
    if outlook is None:
        return []
    months = month_rows(calendar_months(outlook.windows, outlook.span.opens, outlook.span.closes))
    missing = missing_rows(outlook.missing)
    sheets = []
    calendar = _calendar_block(mission, plan, outlook)
    beside = SHEET_ROOM - calendar.height - GAP
    blocks = [calendar, *_table_blocks(months, missing, beside=beside)]
    for i, group in enumerate(packed(blocks)):
        body = Markup("\n").join(block.body for block in group)
        title = f"{mission.mission.id}: calendar of windows" + (", continued" if i else "")
        anchor = f"m{ordinal}-windows" + (f"-{i + 1}" if i else "")
        sheets.append(Sheet(title, anchor, body))
    return sheets


def mission_calendar(
    mission: MissionPlan, plan: LaunchPlan, outlook: WindowOutlook
) -> WindowCalendar:
    """Return the calendar of a mission's windows, with what closes the pad and its own dates."""
    zone = timezone(timedelta(hours=plan.spaceport.utc_offset_h))
    closed = {closure.name: closure.intervals for closure in outlook.closures}
    for span in closures_of(plan, mission.complex.id):
        closed[span.reason] = (*closed.get(span.reason, ()), _whole_days(span, zone))
    outside = (
        Interval(opens=outlook.span.opens, closes=outlook.wished.opens),
        Interval(opens=outlook.wished.closes, closes=outlook.span.closes),
    )
    closed[MISSION_DATES] = tuple(i for i in outside if i.opens < i.closes)
    return WindowCalendar(
        subject=f"{orbit_words(mission.orbit)} from {plain_name(mission.complex.name)}",
        windows=outlook.windows,
        first=outlook.span.opens,
        last=outlook.span.closes,
        complex=mission.complex,
        utc_offset_h=plan.spaceport.utc_offset_h,
        closed=closed,
        chosen=mission.chosen_window,
    )


def _whole_days(span: ClosedSpan, zone: timezone) -> Interval:
    return Interval(
        opens=datetime.combine(span.first, time(), zone),
        closes=datetime.combine(span.last, time(), zone) + A_DAY,
    )


def _calendar_block(mission: MissionPlan, plan: LaunchPlan, outlook: WindowOutlook) -> Block:
    calendar = mission_calendar(mission, plan, outlook)
    wide, _, height = window_calendar(calendar, look=WIDE)
    narrow, _, _ = window_calendar(calendar, look=NARROW)
    html = rendered("windows.html", mission=mission, calendar=figure_pair(wide, narrow))
    cautions = sum(ROW + LINE * (len(wrapped(w, CAUTION_WORDS)) - 1) for w in mission.warnings)
    return Block(html, HEAD + cautions + height * PRINTED_SHARE)


def _table_blocks(
    months: Sequence[MonthRow], missing: Sequence[MissingRow], *, beside: Px
) -> Iterator[Block]:
    """Yield the table of months in two halves with the first missing days, then those left.

    `beside` is the room that the calendar leaves on its sheet; it is kept to if the months allow.
    """
    half = math.ceil(len(months) / 2)
    tall = max(ROW * half, beside - TABLE_HEAD)
    columns = _columns(missing, most=tall)
    first = columns[:1]
    if len(columns) > 1:  # as many as fit below the calendar, the others in full columns
        columns = [first[0], *_columns(missing[len(first[0]) :], most=SHEET_ROOM - TABLE_HEAD)]
    halves = [part for part in (months[:half], months[half:]) if part]
    yield _tables(halves, first, is_first=True, tall=max(ROW * half, _height(first)))
    for n in range(1, len(columns), COLUMNS):
        part = columns[n : n + COLUMNS]
        yield _tables([], part, is_first=False, tall=_height(part))


def _tables(
    months: Sequence[Sequence[MonthRow]],
    missing: Sequence[Sequence[MissingRow]],
    *,
    is_first: bool,
    tall: Px,
) -> Block:
    html = rendered("windows_tables.html", columns=months, missing=missing, is_first=is_first)
    return Block(html, TABLE_HEAD + tall)


def _height(columns: Sequence[Sequence[MissingRow]]) -> Px:
    return max((sum(row.height for row in rows) for rows in columns), default=0.0)


def _columns(rows: Sequence[MissingRow], *, most: Px) -> list[list[MissingRow]]:
    """Return rows in order, as many in each column as its height takes."""
    parts: list[list[MissingRow]] = []
    left = 0.0
    for row in rows:
        if not parts or row.height > left:
            parts.append([])
            left = most
        parts[-1].append(row)
        left -= row.height
    return parts


def month_rows(months: Sequence[CalendarMonth]) -> list[MonthRow]:
    """Return the table of months."""
    return [
        MonthRow(
            name=month.name,
            open_days=f"{month.open_days} of {month.days}",
            first=f"{month.first:%d %H:%M}" if month.first else "none",
            last=f"{month.last:%d %H:%M}" if month.last else "none",
            closed=month.closed_windows,
        )
        for month in months
    ]


def missing_rows(missing: Sequence[MissingDay]) -> list[MissingRow]:
    """Return days without a window, those in a row with the same reasons together."""
    runs: list[list[MissingDay]] = []
    for each in missing:
        if runs and _goes_on(runs[-1][-1], each):
            runs[-1].append(each)
        else:
            runs.append([each])
    return [
        MissingRow(
            days=_span_words(run[0].day, run[-1].day),
            count=len(run),
            closed_by="; ".join(_rule_words(name, run) for name in _names(run[0])) or "no rule",
        )
        for run in runs
    ]


def _goes_on(one: MissingDay, other: MissingDay) -> bool:
    return other.day - one.day == A_DAY and set(_names(one)) == set(_names(other))


def _names(missing: MissingDay) -> list[str]:
    return [rule.name for rule in missing.closed_by]


def _span_words(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def _rule_words(name: str, run: Sequence[MissingDay]) -> str:
    """Return a rule, and by how little the best day of a run misses what it allows."""
    rules: list[ClosingRule] = [r for each in run for r in each.closed_by if r.name == name]
    misses_s = min((r.misses_s for r in rules if r.misses_s is not None), default=None)
    words = name.replace("-", " ")
    return f"{words}, misses by {duration_words(misses_s)}" if misses_s else words


def duration_words(seconds_s: float) -> str:
    """Return a length of time with its two greatest units.

    >>> duration_words(45.4), duration_words(4000.0), duration_words(200000.0)
    ('45 s', '1 h 6 min', '2 d 7 h')
    """
    units = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))
    for (name, length), (smaller, part) in pairwise(units):
        if seconds_s >= length:
            whole, rest = divmod(int(seconds_s), length)
            return f"{whole} {name}" + (f" {rest // part} {smaller}" if rest >= part else "")
    return f"{round(seconds_s)} s"
