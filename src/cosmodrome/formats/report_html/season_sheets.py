"""The first sheets: who flies when, over which halls, with which margin, and who does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from cosmodrome.formats.figures.lettering import wrapped
from cosmodrome.formats.figures.margin import margin_bar
from cosmodrome.formats.figures.season_gantt import (
    NARROW,
    WIDE,
    Look,
    Row,
    gantt_height,
    season_gantt,
    season_rows,
)
from cosmodrome.formats.figures.svg import Px
from cosmodrome.formats.figures.words import figure, hours, instant
from cosmodrome.formats.report_html.environment import figure_pair, rendered
from cosmodrome.formats.report_html.sheet import (
    PRINTED_SHARE,
    SHEET_ROOM,
    Block,
    Sheet,
    packed,
)
from cosmodrome.planning.plan import LaunchPlan, MissionPlan, Refusal

ROW_HEIGHT = 22.5
LINE_HEIGHT = 16.0
TABLE_HEAD = 24.0
CAPTION_HEIGHT = 24.0
NOTE_HEIGHT = 31.0
SEASON_HEAD = 54.0
NAME_WIDTH = 176.0
DENSE_GAP = 4.0
LANES = (19.0, 17.0, 15.5, 14.0)
REASON_WIDTH = 400.0
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class MissionRow:
    """A line of the missions table."""

    ordinal: int
    plan: MissionPlan
    when: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """A line of the refusals table; figures are empty where the rule has none."""

    mission: str
    rule: str
    asked: str
    limit: str
    by: str
    message: str


def when_words(mission: MissionPlan) -> str:
    """Return the lift-off second, or the date with its permitted hours."""
    if mission.liftoff:
        return instant(mission.liftoff)
    window = mission.chosen_window
    return f"{window.opens:%Y-%m-%d} {hours(window.opens, window.closes)}"


def _said(value: float | str | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return figure(value, 0 if abs(value) >= 100.0 else 2)


def refusal_row(refusal: Refusal) -> RefusalRow:
    """Return a refusal with the amount by which the limit is missed."""
    value, limit = refusal.value, refusal.limit
    numeric = isinstance(value, int | float) and isinstance(limit, int | float)
    return RefusalRow(
        mission=refusal.mission or "season",
        rule=refusal.rule.replace("-", " "),
        asked=_said(value),
        limit=_said(limit),
        by=_said(abs(value - limit)) if numeric else "",  # type: ignore[operator]
        message=refusal.message,
    )


def lede(plan: LaunchPlan) -> str:
    """Return the season in one sentence."""
    planned, asked = len(plan.missions), len(plan.manifest.missions)
    refused = [m.id for m in plan.manifest.missions if m.id not in _planned_ids(plan)]
    count = _count(planned).capitalize()
    if not planned:
        return "No mission can fly as asked; the reasons stand below."
    if not refused:
        missions = "mission flies" if planned == 1 else "missions fly"
        return f"{count} {missions} as dated below."
    names = ", ".join(refused[:4]) + (" and others" if len(refused) > 4 else "")
    return f"{count} of {_count(asked)} missions can fly; refused: {names}."


def _count(number: int) -> str:
    return COUNTS[number] if number < len(COUNTS) else str(number)


def _planned_ids(plan: LaunchPlan) -> set[str]:
    return {mission.mission.id for mission in plan.missions}


def _facts(plan: LaunchPlan) -> list[tuple[str, str]]:
    """Return the figures at the head of the season."""
    campaign = plan.campaign
    facts = [("Missions planned", f"{len(plan.missions)} of {len(plan.manifest.missions)}")]
    if plan.missions:
        gap = f"{figure(100.0 * campaign.gap_ratio, 1)} %" if campaign.gap_ratio else "0"
        facts.append(("Schedule", f"{campaign.status}, gap {gap}"))
        least = min(plan.missions, key=lambda m: m.performance_margin_kg)
        facts.append(
            ("Least margin", f"{figure(least.performance_margin_kg)} kg, {least.mission.id}")
        )
    return facts


def _look(lane: Px) -> Look:
    return replace(WIDE, lane=lane, gap=WIDE.gap if lane == LANES[0] else DENSE_GAP)


def _gantt_block(plan: LaunchPlan, rows: Sequence[Row], lane: Px) -> Block:
    wide = season_gantt(plan, rows, look=_look(lane))
    narrow = season_gantt(plan, rows, look=NARROW)
    return Block(figure_pair(wide, narrow), _gantt_height(plan, rows, lane))


def _gantt_height(plan: LaunchPlan, rows: Sequence[Row], lane: Px) -> Px:
    look = _look(lane)
    return gantt_height(rows, look, launches=len(plan.missions)) * PRINTED_SHARE


def _gantt_blocks(plan: LaunchPlan, rest: Px) -> list[Block]:
    """Return the Gantt, over several sheets where the facilities do not fit on one.

    `rest` is the height of all that should stand on the same sheet: lanes are made lower for it,
    as far as words on them can be read.
    """
    rows = season_rows(plan)
    room = SHEET_ROOM - SEASON_HEAD - 8.0
    for lane in LANES:
        if _gantt_height(plan, rows, lane) + rest <= room:
            return [_gantt_block(plan, rows, lane)]
    groups: list[list[Row]] = [[]]
    for row in rows:
        if groups[-1] and _gantt_height(plan, [*groups[-1], row], LANES[0]) > room:
            groups.append([])
        groups[-1].append(row)
    return [_gantt_block(plan, group, LANES[0]) for group in groups if group]


def _table_blocks(plan: LaunchPlan) -> list[Block]:
    """Return missions and refusals in tables that fit a sheet each."""
    rows = [
        MissionRow(n, mission, when_words(mission), Markup(margin_bar(mission)))
        for n, mission in enumerate(plan.missions, start=1)
    ]
    blocks = []
    for part in _chunks(rows, 18):
        html = rendered("missions.html", rows=part)
        names = (f"{row.ordinal} {row.plan.mission.name}" for row in part)
        extra = sum(len(wrapped(name, NAME_WIDTH)) - 1 for name in names)
        height = TABLE_HEAD + ROW_HEIGHT * len(part) + LINE_HEIGHT * extra
        blocks.append(Block(html, height))
    for refused in _chunks([refusal_row(refusal) for refusal in plan.refusals], 12):
        html = rendered("refusals.html", rows=refused)
        lines = sum(len(wrapped(row.message, REASON_WIDTH)) - 1 for row in refused)
        height = TABLE_HEAD + CAPTION_HEIGHT + ROW_HEIGHT * len(refused) + LINE_HEIGHT * lines
        blocks.append(Block(html, height))
    return blocks


def _chunks(rows: list, size: int) -> list[list]:  # type: ignore[type-arg]
    return [rows[i : i + size] for i in range(0, len(rows), size)]


def season_sheets(plan: LaunchPlan) -> list[Sheet]:
    """Return the sheets of the season as a whole."""
    head = Block(
        rendered("season_head.html", plan=plan, lede=lede(plan), facts=_facts(plan)),
        SEASON_HEAD,
    )
    tables = _table_blocks(plan)
    if plan.missions:
        tables.append(Block(rendered("season_note.html"), NOTE_HEIGHT))
    rest = sum(block.height + 8.0 for block in tables)
    blocks = [head, *_gantt_blocks(plan, rest), *tables]
    sheets = []
    for i, group in enumerate(packed(blocks)):
        title = "Season: campaigns over facilities" if i == 0 else "Season, continued"
        body = Markup("\n").join(block.body for block in group)
        sheets.append(Sheet(title, "season" if i == 0 else f"season-{i + 1}", body))
    return sheets
