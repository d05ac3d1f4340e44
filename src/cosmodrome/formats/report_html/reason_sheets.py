"""Why this date, what is dangerous and how it is held, what is announced, how launch day runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from cosmodrome.campaign.schedule import ScheduledActivity
from cosmodrome.countdown.log import LogEntry
from cosmodrome.formats.figures import chain
from cosmodrome.formats.figures.fall_picture import part_name
from cosmodrome.formats.figures.lettering import wrapped
from cosmodrome.formats.figures.season_gantt import short_name
from cosmodrome.formats.figures.words import MINUS, day, figure, full_day, hour_minute, offset_words
from cosmodrome.formats.report_html.environment import figure_pair, rendered
from cosmodrome.formats.report_html.flight_sheet import launch_fact
from cosmodrome.formats.report_html.sheet import (
    HEADER_HEIGHT,
    PRINTED_SHARE,
    SHEET_ROOM,
    Block,
    Sheet,
    packed,
    topics,
)
from cosmodrome.planning.plan import LaunchPlan, MissionPlan
from cosmodrome.safety.notice import Notice

HAZARD_ROW = 22.8
MARK_ROW = 23.0
MARKS_ON_A_SHEET = 26
NOTICE_LINE = 16.8


@dataclass(frozen=True, slots=True)
class HazardRow:
    """A line of the table of hazards; `state` is the status of its control."""

    number: str
    hazard: str
    where: str
    when: str
    control: str
    is_fall: bool


def _span(begin: datetime, end: datetime) -> str:
    if begin.date() == end.date():
        return f"{day(begin)} {hour_minute(begin)} – {hour_minute(end)}"
    return f"{day(begin)} – {day(end)}"


def _company(activity: ScheduledActivity, plan: LaunchPlan) -> str:
    """Return who else works in the facility meanwhile, as the schedule has it."""
    others = [
        other
        for other in plan.campaign.activities
        if other is not activity
        and other.facility == activity.facility
        and other.start < activity.end
        and activity.start < other.end
        and not other.storage
    ]
    if not others:
        return "nothing else there meanwhile"
    kinds = sorted({f"{o.mission}: {o.activity}" for o in others})
    return f"shared with {kinds[0]}" + (f" and {len(kinds) - 1} more" if len(kinds) > 1 else "")


def _hall_hazards(mission: MissionPlan, plan: LaunchPlan) -> list[HazardRow]:
    """Return the dangerous work of a campaign, in order."""
    names = {facility.id: short_name(facility.name) for facility in plan.spaceport.facilities}
    own = [
        activity
        for activity in plan.campaign.activities
        if activity.mission == mission.mission.id and activity.hazard != "none"
    ]
    return [
        HazardRow(
            number="",
            hazard=f"{activity.activity} ({activity.hazard.replace('-', ' ')})",
            where=names.get(activity.facility, activity.facility),
            when=_span(activity.start, activity.end),
            control=_company(activity, plan),
            is_fall=False,
        )
        for activity in sorted(own, key=lambda a: (a.start, a.end, a.template))
    ]


def _fall_hazards(mission: MissionPlan) -> list[HazardRow]:
    """Return the falls with the notices drafted for them."""
    rows = []
    for body in sorted(mission.bodies, key=lambda b: b.downrange_m):
        drafted = [
            f"{notice.kind} {notice.identifier}"
            for notice in mission.notices
            if notice.part == body.name
        ]
        when = f"T+{figure(body.first_impact_s)} to {figure(body.last_impact_s)} s"
        if mission.liftoff:
            first, last = (
                mission.liftoff + timedelta(seconds=t_s)
                for t_s in (body.first_impact_s, body.last_impact_s)
            )
            when = f"{day(first)} {first:%H:%M:%S} – {last:%H:%M:%S}"
        rows.append(
            HazardRow(
                number="",
                hazard=f"Falling: {part_name(body.name, body.count).lower()}",
                where=f"{figure(body.downrange_m / 1000.0)} km, bearing {body.azimuth_deg:.0f}°",
                when=when,
                control=", ".join(drafted) or "no notice drafted",
                is_fall=bool(drafted),
            )
        )
    return rows


def hazard_rows(mission: MissionPlan, plan: LaunchPlan) -> list[HazardRow]:
    """Return every hazard of a mission, numbered."""
    rows = [*_hall_hazards(mission, plan), *_fall_hazards(mission)]
    return [
        HazardRow(f"H{n}", r.hazard, r.where, r.when, r.control, r.is_fall)
        for n, r in enumerate(rows, start=1)
    ]


def count_words(before_s: float, letter: str) -> str:
    """Return a count with its letter: ``T−00:06:15``.

    >>> count_words(375.0, "T"), count_words(-10.0, "T")
    ('T−00:06:15', 'T+00:00:10')
    """
    whole = round(abs(before_s))
    sign = MINUS if before_s > 0.0 else "+" if before_s < 0.0 else " "
    return f"{letter}{sign}{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _notice_lines(notice: Notice) -> int:
    return sum(max(1, -(-len(line) // 62)) for line in notice.text.splitlines())


def _notice_blocks(mission: MissionPlan) -> list[Block]:
    """Return the notices two by two."""
    blocks = []
    for i in range(0, len(mission.notices), 2):
        pair = mission.notices[i : i + 2]
        html = rendered("notices.html", notices=pair, first=i == 0, part_name=part_name)
        height = 40.0 + NOTICE_LINE * max(map(_notice_lines, pair)) + (26.0 if i == 0 else 0.0)
        blocks.append(Block(html, height, "notices"))
    return blocks


def _countdown_blocks(mission: MissionPlan) -> list[Block]:
    """Return the rehearsed countdown in two columns, as many sheets as it needs."""
    entries = mission.countdown.entries
    blocks = []
    for i in range(0, len(entries), 2 * MARKS_ON_A_SHEET):
        part = entries[i : i + 2 * MARKS_ON_A_SHEET]
        half = -(-len(part) // 2)
        columns: list[tuple[LogEntry, ...]] = [c for c in (part[:half], part[half:]) if c]
        html = rendered(
            "countdown.html", mission=mission, columns=columns, first=i == 0, count=count_words
        )
        blocks.append(Block(html, 52.0 + MARK_ROW * half, "countdown"))
    return blocks


def _why_block(mission: MissionPlan, plan: LaunchPlan, ordinal: int) -> Block:
    """Return the heading with its reasons, and the chain."""
    steps = chain.chain_steps(mission, plan)
    lines = sum(len(wrapped(reason, 460.0)) for reason in mission.why_this_date)
    html = rendered(
        "why.html",
        mission=mission,
        launch=launch_fact(mission),
        offset=offset_words(plan.spaceport.utc_offset_h),
        ordinal=ordinal,
        figure=figure_pair(
            chain.chain_figure(mission, plan, look=chain.WIDE),
            chain.chain_figure(mission, plan, look=chain.NARROW),
        ),
        slackless=sum(step.slack_d is None for step in steps),
        steps=len(steps),
    )
    reasons = 17.0 * (lines / 2.0 + 1.0)
    height = HEADER_HEIGHT + reasons + chain.chain_height(steps) * PRINTED_SHARE
    return Block(html, height, f"why {full_day(mission.launch_date)}")


def reason_sheets(mission: MissionPlan, plan: LaunchPlan, ordinal: int) -> list[Sheet]:
    """Return the sheets of reasons, hazards, notices and countdown of a mission."""
    hazards = hazard_rows(mission, plan)
    blocks = [_why_block(mission, plan, ordinal)]
    if hazards:
        html = rendered("hazards.html", mission=mission, rows=hazards)
        blocks.append(Block(html, 50.0 + HAZARD_ROW * len(hazards), "hazards"))
    blocks += [*_countdown_blocks(mission), *_notice_blocks(mission)]
    sheets = []
    for i, group in enumerate(packed(blocks, room=SHEET_ROOM)):
        body = Markup("\n").join(block.body for block in group)
        title = f"{mission.mission.id}: {topics(group)}"
        anchor = f"m{ordinal}-why" if i == 0 else f"m{ordinal}-why-{i + 1}"
        sheets.append(Sheet(title, anchor, body))
    return sheets
