"""Which hall works on which mission, and when? The season over the facilities."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cosmodrome.campaign.schedule import ScheduledActivity
from cosmodrome.formats.figures.closures import closures_of
from cosmodrome.formats.figures.labels import label_rows
from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.scales import TimeScale, midnight, month_begins
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import MONTHS, day, full_day
from cosmodrome.planning.plan import LaunchPlan, MissionPlan

HEAD: Px = 26.0
TEXT_LINE: Px = 16.0


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes that differ between the wide and the narrow drawing."""

    width: Px
    names: Px
    lane: Px
    gap: Px
    narrow: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One facility with its bars, each in the lane where it fits."""

    facility: str
    name: str
    bars: tuple[tuple[int, ScheduledActivity], ...]
    closures: tuple[tuple[date, date, str], ...]

    @property
    def lanes(self) -> int:
        """Return how many lanes the row needs."""
        return 1 + max((lane for lane, _ in self.bars), default=0)


WIDE = Look(width=1010.0, names=158.0, lane=19.0, gap=6.0, narrow=False)
NARROW = Look(width=346.0, names=0.0, lane=17.0, gap=20.0, narrow=True)


def short_name(name: str) -> str:
    """Return the abbreviation in brackets at the end of a name, or the name without its details.

    >>> short_name("Filling and neutralisation station (ZNS)"), short_name("Pad 1S with tower")
    ('ZNS', 'Pad 1S')
    """
    if name.endswith(")") and "(" in name:
        return name[name.rindex("(") + 1 : -1]
    return re.split(r" (?:with|between|from|at) ", name)[0]


def _in_lanes(activities: Iterable[ScheduledActivity]) -> list[tuple[int, ScheduledActivity]]:
    """Give each activity the first lane that is free when it begins."""
    busy_until: list[datetime] = []
    placed = []
    for activity in sorted(activities, key=lambda a: (a.start, a.end, a.mission, a.template)):
        free = (i for i, end in enumerate(busy_until) if end <= activity.start)
        lane = next(free, len(busy_until))
        busy_until[lane : lane + 1] = [activity.end]
        placed.append((lane, activity))
    return placed


def season_rows(plan: LaunchPlan) -> list[Row]:
    """Return the facilities and drop zones at work or closed in the season, in the site's order."""
    rows = []
    names = {facility.id: short_name(facility.name) for facility in plan.spaceport.facilities}
    names |= {zone.id: zone.name.partition(",")[0] for zone in plan.spaceport.drop_zones}
    for place, name in names.items():
        bars = _in_lanes(a for a in plan.campaign.activities if a.facility == place)
        closures = tuple(
            (closure.first, closure.last, closure.reason) for closure in closures_of(plan, place)
        )
        if bars or closures:
            rows.append(Row(place, name, tuple(bars), closures))
    return rows


def gantt_height(rows: Sequence[Row], look: Look = WIDE, *, launches: int = 1) -> Px:
    """Return the height of the drawing of these rows."""
    lanes = sum(row.lanes * look.lane + look.gap for row in rows)
    return _top(look, launches) + lanes + 8.0


def _top(look: Look, launches: int) -> Px:
    """Return where the first lane begins: below the month scale and the lift-offs."""
    return HEAD + 22.0 + TEXT_LINE * _label_row_count(look, launches) + 16.0


def _label_row_count(look: Look, launches: int) -> int:
    return 1 if look.narrow or launches <= 1 else 2 if launches <= 8 else 3


def _span(plan: LaunchPlan) -> tuple[datetime, datetime]:
    """Return whole months that hold every launch and every activity."""
    moments = [launch_moment(m) for m in plan.missions]
    moments += [t for a in plan.campaign.activities for t in (a.start, a.end)]
    if not moments:
        season = plan.manifest.season
        moments = [midnight(season.first), midnight(season.last)]
    first = min(moments).replace(day=1, hour=0, minute=0, second=0)
    last = max(moments) + timedelta(days=1)
    months = list(month_begins(first, last + timedelta(days=31)))
    return first, next(m for m in months if m >= last)


def _scale(plan: LaunchPlan, look: Look) -> TimeScale:
    first, last = _span(plan)
    return TimeScale(first, last, look.names, look.width - 1.0)


def _draw_months(drawing: Drawing, x: TimeScale, look: Look) -> None:
    """Draw the month scale; each January, and the first month, carries its year."""
    months = list(month_begins(x.first, x.last))
    room = x.day_width * 28.0
    step = next(n for n in (1, 2, 3, 6, 12) if n == 12 or room * n > 42.0)
    for i, month in enumerate(months):
        drawing.line(x(month), HEAD - 12.0, x(month), drawing.height - 4.0, "grid")
        if i % step == 0:
            year = f" {month.year}" if i == 0 or month.month == 1 else ""
            words = MONTHS[month.month - 1] + year
            if width_px(words) > room * step - 6.0:
                words = MONTHS[month.month - 1]
            drawing.text(x(month) + 4.0, HEAD - 12.0, words, "t2 ink2")
    if not look.narrow:
        drawing.text(0.0, HEAD - 12.0, "Days in UTC", "t3")
        week = x.first
        while week < x.last:
            drawing.line(x(week), HEAD - 4.0, x(week), HEAD, "hair")
            week += timedelta(days=7)
    drawing.line(look.names, HEAD, look.width, HEAD, "thin")


def launch_moment(mission: MissionPlan) -> datetime:
    """Return the lift-off, or the middle of the permitted hours where it has no second."""
    if mission.liftoff:
        return mission.liftoff
    window = mission.chosen_window
    return window.opens + (window.closes - window.opens) / 2


def launch_words(mission: MissionPlan, ordinal: int) -> str:
    """Return what stands at a lift-off: the number, the id and the day."""
    return f"{ordinal}  {mission.mission.id} · {day(launch_moment(mission))}"


def _names_of_launches(
    plan: LaunchPlan, x: TimeScale, look: Look
) -> tuple[list[str], list[tuple[int, Px]] | None]:
    """Return what is written at each lift-off, shortened until all fit, and where."""
    rows = _label_row_count(look, len(plan.missions))
    full = [launch_words(mission, n) for n, mission in enumerate(plan.missions, start=1)]
    brief = [f"{n}  {day(launch_moment(m))}" for n, m in enumerate(plan.missions, start=1)]
    bare = [str(n) for n in range(1, len(full) + 1)]
    for words in (bare,) if look.narrow else (full, brief, bare):
        spots = [
            (x(launch_moment(mission)) - 4.0, width_px(name, bold=True) + 6.0)
            for mission, name in zip(plan.missions, words, strict=True)
        ]
        found = label_rows(spots, rows=rows, within=(look.names, look.width))
        if found:
            return words, found
    return bare, None


def _draw_launches(drawing: Drawing, plan: LaunchPlan, x: TimeScale, look: Look) -> None:
    """Draw the lift-offs with launch periods and backup days, and write their names."""
    y = _top(look, len(plan.missions)) - 26.0
    words, spots = _names_of_launches(plan, x, look)
    for n, mission in enumerate(plan.missions):
        at = x(launch_moment(mission))
        drawing.group("m", title=f"{mission.mission.name}: {full_day(mission.launch_date)}")
        open_days = sorted({w.opens for w in mission.windows if w.permitted})
        if open_days:
            begin = x(open_days[0])
            drawing.rect(begin, y - 2.5, max(x(open_days[-1]) - begin, 1.0), 5.0, "window")
        for backup in mission.backup_dates:
            later = launch_moment(mission) + (backup - mission.launch_date)
            drawing.line(x(later), y - 8.0, x(later), y + 8.0, "backup")
        drawing.diamond(at, y, 8.0, "lift")
        if spots:
            row, left = spots[n]
            foot = y - 12.0 - TEXT_LINE * row
            drawing.text(left, foot, words[n], "t2 b num")
            if row:
                drawing.line(at, foot + 3.0, at, y - 8.0, "hair")
        drawing.end()
    if not look.narrow:
        drawing.text(0.0, y + 4.0, "Lift-off", "t4")


def _draw_now(drawing: Drawing, plan: LaunchPlan, x: TimeScale) -> None:
    """Draw the line of the plan's now where it lies on the scale."""
    now = plan.manifest.as_of
    if not x.holds(now):
        return
    at = x(now)
    drawing.line(at, HEAD - 2.0, at, drawing.height - 4.0, "now")
    drawing.path(f"M{at - 5:.1f} {HEAD - 8:.1f}h10l-5 7Z", "nowflag")
    words = f"now {day(now)}"
    fits = at + 8.0 + width_px(words, bold=True) < drawing.width
    left, anchor = (at + 8.0, "start") if fits else (at - 8.0, "end")
    drawing.text(left, HEAD + 12.0, words, "t1 b course halo", anchor=anchor)  # type: ignore[arg-type]


def bar_kind(activity: ScheduledActivity, launch: datetime | None) -> str:
    """Return how an activity is drawn: stored, hazardous, restoring after launch, or work."""
    if activity.storage:
        return "store"
    if launch is not None and activity.start > launch:
        return "refurb"
    return "work" if activity.hazard == "none" else "hazard"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the bars of a mission carry: its number, its family's tint, its launch."""

    ordinal: int
    family: str
    launch: datetime


def _marks(plan: LaunchPlan) -> dict[str, Marks]:
    return {
        mission.mission.id: Marks(
            ordinal,
            mission.configuration.vehicle.family.split("-")[0],
            launch_moment(mission),
        )
        for ordinal, mission in enumerate(plan.missions, start=1)
    }


def _bar_words(activity: ScheduledActivity, marks: Marks | None, room_px: Px) -> str:
    """Return the longest of number and words that fits into a bar."""
    if marks is None:
        return fitted(activity.activity, room_px, size_px=12.0)
    longest = f"{marks.ordinal} {activity.activity}"
    for words in (longest, str(marks.ordinal)):
        if width_px(words, size_px=12.0) <= room_px:
            return words
    return ""


def _draw_bar(
    drawing: Drawing, activity: ScheduledActivity, marks: Marks | None, x: TimeScale, box: Box
) -> None:
    """Draw one activity in its lane."""
    kind = bar_kind(activity, marks.launch if marks else None)
    drawing.group(
        f"k-{kind} {marks.family if marks else ''}",
        title=f"{activity.mission}: {activity.activity}, {day(activity.start)} to "
        f"{day(activity.end)}" + (f", {activity.hazard}" if activity.hazard != "none" else ""),
    )
    tall = box.bottom - box.top
    thin = 0.3 * tall if kind == "refurb" else 0.0
    wide = max(box.right - box.left, 1.5)
    drawing.rect(box.left, box.top + thin, wide, tall - 2.0 * thin, "bar")
    if kind == "hazard":
        drawing.rect(box.left, box.top, wide, tall, "hatch")
    words = "" if kind == "refurb" else _bar_words(activity, marks, wide - 6.0)
    if words:
        drawing.text(box.left + 3.5, box.top + tall / 2.0 + 4.2, words, "t1 on num")
    drawing.end()


def _draw_row(
    drawing: Drawing, row: Row, y: Px, marks: dict[str, Marks], x: TimeScale, *, look: Look
) -> None:
    """Draw one facility."""
    if look.narrow:
        drawing.text(0.0, y - 5.0, row.name, "t2 ink2")
    else:
        drawing.text(
            0.0, y + look.lane / 2.0 + 4.6, fitted(row.name, look.names - 10.0, size_px=13.5), "t4"
        )
    drawing.rect(look.names, y, look.width - look.names, row.lanes * look.lane, "lane")
    for lane in range(1, row.lanes):
        drawing.line(look.names, y + lane * look.lane, look.width, y + lane * look.lane, "grid")
    for first, last, reason in row.closures:
        left, right = x(midnight(first)), x(midnight(last + timedelta(days=1)))
        if right > left:
            drawing.group("k-closure", title=f"{row.name} closed: {reason}")
            drawing.rect(left, y + 1.0, right - left, row.lanes * look.lane - 2.0, "closed")
            drawing.end()
    for lane, activity in row.bars:
        inset = 2.0 if look.lane > 16.0 else 1.0
        top = y + lane * look.lane + inset
        box = Box(x(activity.start), top, x(activity.end), top + look.lane - 2.0 * inset)
        _draw_bar(drawing, activity, marks.get(activity.mission), x, box)


def season_gantt(plan: LaunchPlan, rows: Sequence[Row], *, look: Look = WIDE) -> str:
    """Return the Gantt of a season over the given facilities as SVG.

    Parameters
    ----------
    plan : LaunchPlan
        The season.
    rows : sequence of Row
        From `season_rows`, all or those of one sheet.
    look : Look
        Wide for a page, narrow for a telephone.
    """
    drawing = Drawing(
        look.width,
        gantt_height(rows, look, launches=len(plan.missions)),
        title=f"{plan.manifest.title}: {len(plan.missions)} campaigns over "
        f"{', '.join(row.name for row in rows) or 'no facility'}",
        kind="gantt",
    )
    x = _scale(plan, look)
    marks = _marks(plan)
    _draw_months(drawing, x, look)
    y = _top(look, len(plan.missions))
    pads: dict[str, Px] = {}
    for row in rows:
        _draw_row(drawing, row, y, marks, x, look=look)
        y += row.lanes * look.lane + look.gap
        pads[row.facility] = y - look.gap
    for mission in plan.missions:
        at = x(launch_moment(mission))
        foot = pads.get(mission.complex.id, y)
        drawing.line(at, _top(look, len(plan.missions)) - 17.0, at, foot, "drop")
    _draw_now(drawing, plan, x)
    _draw_launches(drawing, plan, x, look)
    return drawing.markup()
