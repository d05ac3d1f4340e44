"""Why this date? The activities of one campaign in their order, with what they can slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cosmodrome.campaign.schedule import ScheduledActivity
from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.scales import TimeScale, midnight, month_begins
from cosmodrome.formats.figures.season_gantt import launch_moment, short_name
from cosmodrome.formats.figures.svg import Drawing, Px
from cosmodrome.formats.figures.words import MONTHS, day, full_day
from cosmodrome.planning.plan import LaunchPlan, MissionPlan

A_DAY = timedelta(days=1)
TOP: Px = 26.0


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes that differ between the wide and the narrow drawing."""

    width: Px
    names: Px
    reasons: Px
    row: Px
    narrow: bool


WIDE = Look(width=1010.0, names=232.0, reasons=214.0, row=17.0, narrow=False)
NARROW = Look(width=346.0, names=0.0, reasons=0.0, row=32.0, narrow=True)


@dataclass(frozen=True, slots=True)
class Step:
    """One activity of the chain, with the days it can slip before another one must.

    `slack_d` is None for work after the launch, and for that on which the date hangs.
    """

    activity: ScheduledActivity
    slack_d: float | None


def chain_steps(mission: MissionPlan, plan: LaunchPlan) -> list[Step]:
    """Return the work of a campaign up to its launch, in order of start, waits left out."""
    own = [a for a in plan.campaign.activities if a.mission == mission.mission.id]
    followers: dict[str, list[datetime]] = {}
    for activity in own:
        for name in activity.predecessors:
            followers.setdefault(name, []).append(activity.start)
    launch = launch_moment(mission)
    steps = []
    for activity in sorted(own, key=lambda a: (a.start, a.end, a.template)):
        if activity.storage or activity.start >= launch:
            continue
        next_start = min(followers.get(activity.template, [launch]))
        free_d = max(0.0, (next_start - activity.end) / A_DAY)
        steps.append(Step(activity, None if activity.critical else free_d))
    return steps


def chain_height(steps: Sequence[Step], look: Look = WIDE) -> Px:
    """Return the height of the drawing of these steps."""
    return TOP + (len(steps) + 1) * look.row + 8.0


def _reason(step: Step, plan: LaunchPlan) -> str:
    """Return what stands at the right of a step: place, hazard, slack."""
    names = {f.id: short_name(f.name) for f in plan.spaceport.facilities}
    words = [names.get(step.activity.facility, step.activity.facility)]
    if step.activity.hazard != "none":
        words.append(step.activity.hazard)
    if step.slack_d is not None and step.slack_d >= 0.5:
        words.append(f"slack {step.slack_d:.0f} d")
    if step.activity.assumed:
        words.append("[duration]")
    return " · ".join(words)


def _draw_grid(drawing: Drawing, x: TimeScale, look: Look) -> None:
    """Draw weeks and the names of days on top."""
    step_d = next(n for n in (7, 14, 28, 56, 112) if n == 112 or n * x.day_width > 50.0)
    at = x.first
    while at < x.last:
        drawing.line(x(at), TOP - 6.0, x(at), drawing.height - 8.0, "grid")
        if x(at) < x.end - 36.0:
            drawing.text(x(at) + 3.0, TOP - 10.0, day(at), "t1 num")
        at += step_d * A_DAY
    for month in month_begins(x.first, x.last):
        if look.narrow or month <= x.first:
            continue
        drawing.line(x(month), TOP - 6.0, x(month), TOP, "thin")
    if not look.narrow:
        words = f"{MONTHS[x.first.month - 1]} {x.first.year}, days in UTC"
        drawing.text(0.0, TOP - 10.0, words, "t3")


def _draw_step(
    drawing: Drawing, step: Step, x: TimeScale, y: Px, *, plan: LaunchPlan, look: Look
) -> None:
    """Draw one step: heavy where it fixes the date, else grey with its slack dotted."""
    activity = step.activity
    heavy = step.slack_d is None
    half = 4.0 if heavy else 2.5
    left, right = x(activity.start), x(activity.end)
    cls = "cb crit" if heavy else "cb"
    drawing.rect(left, y - half, max(right - left, 1.5), 2.0 * half, cls)
    if step.slack_d:
        drawing.line(right, y, x(activity.end + step.slack_d * A_DAY), y, "slack")
    reason = _reason(step, plan)
    bold = " b" if heavy else ""
    if look.narrow:
        drawing.text(0.0, y - 9.0, fitted(activity.activity, 196.0, bold=heavy), f"t2{bold} halo")
        room = look.width - 8.0 - min(width_px(activity.activity, bold=heavy), 196.0)
        drawing.text(
            look.width, y - 9.0, fitted(reason, room, size_px=12.0), "t1 halo", anchor="end"
        )
        return
    name = fitted(activity.activity, look.names - 12.0, bold=heavy)
    drawing.text(look.names - 10.0, y + 4.0, name, f"t2{bold}", anchor="end")
    words = fitted(reason, look.reasons - 10.0)
    drawing.text(look.width - look.reasons + 10.0, y + 4.0, words, "t2" if heavy else "t2 ink2")


def _draw_links(drawing: Drawing, ends: Sequence[tuple[Step, Px]], x: TimeScale) -> None:
    """Join the steps on which the date hangs, each to the next that waits for it."""
    heavy = [(step.activity, y) for step, y in ends if step.slack_d is None]
    for activity, y in heavy:
        for name in activity.predecessors:
            for before, y0 in heavy:
                if before.template == name and before.end <= activity.start:
                    at, to = x(before.end), x(activity.start)
                    along = f"H{to:.1f}" if to > at else ""
                    drawing.path(f"M{at:.1f} {y0:.1f}V{y:.1f}{along}", "link")


def chain_figure(mission: MissionPlan, plan: LaunchPlan, *, look: Look = WIDE) -> str:
    """Return the chain of activities that leads to a launch date as SVG.

    Parameters
    ----------
    mission : MissionPlan
        The mission whose date is asked.
    plan : LaunchPlan
        Gives the schedule.
    look : Look
        Wide for a page, narrow for a telephone.
    """
    steps = chain_steps(mission, plan)
    begins = [step.activity.start for step in steps] or [mission.campaign_start]
    first = min(begins).replace(hour=0, minute=0, second=0, microsecond=0)
    last = midnight(mission.launch_date) + 2 * A_DAY
    heavy = sum(step.slack_d is None for step in steps)
    drawing = Drawing(
        look.width,
        chain_height(steps, look) + (12.0 if look.narrow else 0.0),
        title=f"Why {full_day(mission.launch_date)}: {len(steps)} activities of "
        f"{mission.mission.name} before launch, {heavy} of them without slack",
        kind="chain",
    )
    x = TimeScale(first, last, look.names, look.width - look.reasons - 4.0)
    _draw_grid(drawing, x, look)
    ends = []
    for i, step in enumerate(steps):
        y = TOP + i * look.row + (26.0 if look.narrow else 9.0)
        ends.append((step, y))
    _draw_links(drawing, ends, x)
    for step, y in ends:
        _draw_step(drawing, step, x, y, plan=plan, look=look)
    y = TOP + len(steps) * look.row + (26.0 if look.narrow else 9.0)
    _draw_launch(drawing, mission, x, y, look=look)
    return drawing.markup()


def _draw_launch(
    drawing: Drawing, mission: MissionPlan, x: TimeScale, y: Px, *, look: Look
) -> None:
    """Draw the launch at the end of the chain."""
    at = x(launch_moment(mission))
    drawing.diamond(at, y, 7.0, "lift")
    words = f"launch {full_day(mission.launch_date)}"
    if look.narrow:
        drawing.text(at - 10.0, y + 4.0, words, "t2 b halo", anchor="end")
    else:
        drawing.text(look.names - 10.0, y + 4.0, "Launch", "t2 b", anchor="end")
        drawing.text(look.width - look.reasons + 10.0, y + 4.0, words[7:], "t2 b num")
