"""What does launch day look like when everything goes by the book?"""

from datetime import datetime

from cosmodrome.countdown.clock import clock_label, instant, l_minus_s
from cosmodrome.countdown.log import CountdownLog, LogEntry, appended
from cosmodrome.countdown.timeline import PlannedHold, Step, Timeline

LIFTOFF = "lift-off"


def rehearse_nominal(timeline: Timeline, *, liftoff: datetime | None) -> CountdownLog:
    """Return the log of a countdown in which every step is done on time and every poll is go.

    Parameters
    ----------
    timeline : Timeline
        The mission's own steps (`Timeline.of_mission`).
    liftoff : datetime or None
        The planned lift-off, UTC. Without a plane there is no lift-off second; the entries then
        have counts but no `utc`.
    """
    entries: tuple[LogEntry, ...] = ()
    course: list[Step | PlannedHold] = [*timeline.steps, *timeline.holds]
    for item in sorted(course, key=_order):
        entries = _with(entries, item, timeline, liftoff)
    return CountdownLog(timeline=timeline.id, entries=entries, outcome=LIFTOFF)


def _order(item: Step | PlannedHold) -> tuple[float, bool, bool]:
    """Sort by the T clock; at a mark steps come before a hold, and lift-off comes last."""
    is_hold = isinstance(item, PlannedHold)
    return -item.t_minus_s, isinstance(item, Step) and item.kind == LIFTOFF, is_hold


def _with(
    entries: tuple[LogEntry, ...],
    item: Step | PlannedHold,
    timeline: Timeline,
    liftoff: datetime | None,
) -> tuple[LogEntry, ...]:
    """Add what the log says of a step, or of a hold's beginning and end."""
    to_launch_s = l_minus_s(item.t_minus_s, holds=timeline.holds)
    if isinstance(item, PlannedHold):
        later_s = to_launch_s - item.duration_s
        label = clock_label("T", item.t_minus_s)
        entries = appended(
            entries,
            t_minus_s=item.t_minus_s,
            l_minus_s=to_launch_s,
            utc=instant(to_launch_s, liftoff=liftoff),
            kind="hold",
            by="launch control",
            body=f"{item.name}: clock stopped at {label} for {item.duration_s:g} s",
        )
        return appended(
            entries,
            t_minus_s=item.t_minus_s,
            l_minus_s=later_s,
            utc=instant(later_s, liftoff=liftoff),
            kind="resume",
            by="launch control",
            body=f"{item.name}: clock resumed at {label}",
        )
    return appended(
        entries,
        t_minus_s=item.t_minus_s,
        l_minus_s=to_launch_s,
        utc=instant(to_launch_s, liftoff=liftoff),
        kind=item.kind,
        by=item.by,
        body=f"{item.name}: go" if item.kind == "poll" else item.name,
    )
