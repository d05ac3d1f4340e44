"""Does a schedule keep every rule? An independent referee.

It reads only the finished schedule, the requests, the flows and the site, counts days one by
one, and shares no code with the solver. A schedule goes to nobody before it has passed here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

from cosmodrome.campaign.check_field import field_violations
from cosmodrome.campaign.check_site import site_violations
from cosmodrome.campaign.flow import PAD, ActivityTemplate, Flows, Link, MissionFlow, Stay
from cosmodrome.campaign.request import CampaignRequest, ClosedSpan
from cosmodrome.campaign.schedule import CampaignSchedule, LaunchSlot, ScheduledActivity
from cosmodrome.campaign.violation import Violation
from cosmodrome.manifest.mission import Season
from cosmodrome.spaceport import Spaceport, WorkingCalendar

__all__ = ["Violation", "check_schedule"]

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def check_schedule(
    schedule: CampaignSchedule,
    requests: Sequence[CampaignRequest],
    *,
    spaceport: Spaceport,
    flows: Flows,
    as_of: datetime,
    season: Season,
    closures: Sequence[ClosedSpan] = (),
) -> tuple[Violation, ...]:
    """Return every broken rule of a schedule; none if it is sound."""
    zone = timezone(timedelta(hours=spaceport.utc_offset_h))
    found = [*_everyone_answered(schedule, requests), *_figures(schedule, requests)]
    planned = []
    for request in requests:
        slot = schedule.launch(request.mission.id)
        if slot is None:
            continue
        upper = request.configuration.upper_stage
        flow = flows.for_mission(
            request.configuration.vehicle.processing_flow,
            upper_stage=upper.id if upper else None,
            spacecraft_kind=request.mission.kind,
        )
        case = _Case(
            request=request,
            flow=flow,
            slot=slot,
            work=tuple(
                a
                for a in schedule.of_mission(request.mission.id)
                if a.facility not in {zone.id for zone in request.drop_zones}
            ),
            zone=zone,
            calendar=spaceport.calendar,
        )
        found.extend(_mission_violations(case, now=as_of, season=season))
        planned.append((request, flow))
    closed = (*spaceport.closures, *closures)
    found.extend(site_violations(schedule, planned, spaceport=spaceport, closures=closed))
    found.extend(
        field_violations(
            schedule, requests, spaceport=spaceport, flows=flows, as_of=as_of, closures=closed
        )
    )
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One planned mission and what the schedule says of it."""

    request: CampaignRequest
    flow: MissionFlow
    slot: LaunchSlot
    work: tuple[ScheduledActivity, ...]
    zone: timezone
    calendar: WorkingCalendar

    @property
    def name(self) -> str:
        return self.request.mission.id

    def of(self, template: str) -> ScheduledActivity | None:
        found = [a for a in self.work if a.template == template and not a.storage]
        return found[0] if len(found) == 1 else None

    def first_day(self, activity: ScheduledActivity) -> date:
        return activity.start.astimezone(self.zone).date()

    def last_day(self, activity: ScheduledActivity) -> date:
        return (activity.end - INSTANT).astimezone(self.zone).date()

    def worked(self, first: date, last: date) -> int:
        """Count working days, both ends included."""
        span = range((last - first).days + 1)
        return sum(self.calendar.is_working_day(first + n * DAY) for n in span)

    def broken(self, rule: str, message: str) -> Violation:
        return Violation(rule=rule, mission=self.name, message=f"{self.name}: {message}")


# ---- the schedule as a whole ----


def _everyone_answered(
    schedule: CampaignSchedule, requests: Sequence[CampaignRequest]
) -> Iterator[Violation]:
    asked = [r.mission.id for r in requests]
    answered = [slot.mission for slot in schedule.launches] + [r.mission for r in schedule.refused]
    for name in asked:
        if answered.count(name) != 1:
            yield Violation(
                rule="answer",
                mission=name,
                message=f"{name}: planned or refused {answered.count(name)} times, not once",
            )
    strangers = {*answered, *(a.mission for a in schedule.activities)} - set(asked)
    for name in sorted(strangers):
        yield Violation(rule="answer", mission=name, message=f"{name}: nobody asked for it")


def _figures(
    schedule: CampaignSchedule, requests: Sequence[CampaignRequest]
) -> Iterator[Violation]:
    """Count the objective again, and hold the proof to its own words."""
    late = 0
    for request in requests:
        slot = schedule.launch(request.mission.id)
        if slot is not None:
            days = (slot.launch_date - request.mission.earliest).days
            late += request.mission.priority * days
    if late != schedule.objective:
        yield Violation(
            rule="objective",
            mission=None,
            message=f"weighted lateness is {late} days, the schedule says {schedule.objective:g}",
        )
    proven = schedule.lower_bound == schedule.objective
    said = "optimal" if proven else "feasible"
    if requests and not schedule.launches:
        said = "infeasible"
    if schedule.lower_bound > schedule.objective or schedule.status != said:
        yield Violation(
            rule="proof",
            mission=None,
            message=f"status {schedule.status} with objective {schedule.objective:g} and lower "
            f"bound {schedule.lower_bound:g}",
        )


# ---- one mission ----


def _mission_violations(case: _Case, *, now: datetime, season: Season) -> Iterator[Violation]:
    yield from _launch_day(case, season)
    yield from _all_there(case)
    for template in case.flow.activities:
        activity = case.of(template.id)
        if activity is not None:
            yield from _right_place(case, template, activity)
            yield from _right_length(case, template, activity)
            yield from _anchored(case, template, activity, now)
            for link in template.predecessors:
                yield from _in_order(case, link, activity)
    for stay in case.flow.stays:
        yield from _stay_limits(case, stay)
    yield from _restoration(case)
    yield from _slot(case)


def _launch_day(case: _Case, season: Season) -> Iterator[Violation]:
    mission, site, day = case.request.mission, case.request.complex, case.slot.launch_date
    if day not in case.request.allowed_dates:
        yield case.broken("launch-window", f"no window on {day}")
    if day < mission.earliest:
        yield case.broken("earliest", f"launch {day} is before earliest {mission.earliest}")
    if day > mission.due:
        yield case.broken("due", f"launch {day} is after due {mission.due}")
    if not season.first <= day <= season.last:
        yield case.broken("season", f"launch {day} is outside {season.first} to {season.last}")
    rollout = case.slot.rollout.astimezone(case.zone).date()
    if site.available_from is not None and rollout < site.available_from:
        yield case.broken(
            "complex-in-service", f"roll-out {rollout}, {site.id} opens {site.available_from}"
        )
    if site.available_until is not None and day > site.available_until:
        yield case.broken(
            "complex-in-service", f"launch {day}, {site.id} closes {site.available_until}"
        )


def _all_there(case: _Case) -> Iterator[Violation]:
    known = {template.id for template in case.flow.activities}
    done = [a.template for a in case.work if not a.storage]
    for template in case.flow.activities:
        wanted = 0 if template.duration_d is None and case.of(template.id) is None else 1
        if done.count(template.id) != wanted:
            yield case.broken("flow", f"{template.id} is there {done.count(template.id)} times")
    for name in sorted(set(done) - known):
        yield case.broken("flow", f"{name} is no work of this campaign")


def _right_place(
    case: _Case, template: ActivityTemplate, activity: ScheduledActivity
) -> Iterator[Violation]:
    wanted = case.request.complex.id if template.facility == PAD else template.facility
    if activity.facility != wanted:
        yield case.broken("facility", f"{template.id} is in {activity.facility}, not {wanted}")
    if activity.resources != template.resources or activity.hazard != template.hazard:
        yield case.broken("resources", f"{template.id} has other crews or hazards than its flow")


def _right_length(
    case: _Case, template: ActivityTemplate, activity: ScheduledActivity
) -> Iterator[Violation]:
    if template.duration_d is None:
        return
    first, last = case.first_day(activity), case.last_day(activity)
    if template.days == "calendar":
        took_d = (last - first).days + 1
    else:
        took_d = case.worked(first, last)
        hours = case.flow.hours
        starts, ends = (t.astimezone(case.zone).time() for t in (activity.start, activity.end))
        if (starts, ends) != (hours.starts_local, hours.ends_local):
            yield case.broken("shift", f"{template.id} works from {starts} to {ends}")
        if not (case.calendar.is_working_day(first) and case.calendar.is_working_day(last)):
            yield case.broken("shift", f"{template.id} begins or ends on a day off")
    if took_d != template.duration_d:
        yield case.broken(
            "duration",
            f"{template.id} takes {took_d} {template.days} days, not {template.duration_d}",
        )


def _anchored(
    case: _Case, template: ActivityTemplate, activity: ScheduledActivity, now: datetime
) -> Iterator[Violation]:
    first = case.first_day(activity)
    if template.anchor == "launch":
        due = case.slot.launch_date - template.l_minus_d * DAY
        if first != due:
            yield case.broken("pad-days", f"{template.id} is on {first}, not on {due}")
    elif template.anchor == "arrival":
        arrival = case.request.mission.spacecraft_arrival
        if first != arrival:
            yield case.broken("arrival", f"{template.id} is on {first}, arrival on {arrival}")
    elif activity.start < now:
        yield case.broken("history", f"{template.id} starts {activity.start}, before now, {now}")


def _in_order(case: _Case, link: Link, activity: ScheduledActivity) -> Iterator[Violation]:
    before = case.of(link.activity)
    if before is None:
        return
    if activity.start < before.end:
        yield case.broken(
            "precedence",
            f"{activity.template} starts {activity.start} before {before.template} ends "
            f"{before.end}",
        )
        return
    between_d = _working_days_between(case, before, activity)
    if between_d < link.min_lag_d:
        yield case.broken(
            "precedence",
            f"{activity.template} follows {before.template} by {between_d} working "
            f"days, at least {link.min_lag_d}",
        )
    if link.max_lag_d is not None and between_d > link.max_lag_d:
        yield case.broken(
            "precedence",
            f"{activity.template} follows {before.template} by {between_d} working "
            f"days, at most {link.max_lag_d}",
        )


def _working_days_between(case: _Case, before: ScheduledActivity, after: ScheduledActivity) -> int:
    return case.worked(case.last_day(before) + DAY, case.first_day(after) - DAY)


def _stay_limits(case: _Case, stay: Stay) -> Iterator[Violation]:
    first, until = case.of(stay.first), case.of(stay.until)
    if first is None or until is None:
        return
    begins = case.last_day(first) + DAY if stay.follows is not None else case.first_day(first)
    stayed_d = case.worked(begins, case.first_day(until) - DAY)
    if stayed_d < stay.min_d:
        yield case.broken(
            "storage", f"{stay.id} lasts {stayed_d} working days, {stay.min_d} at least"
        )
    if stay.max_d is not None and stayed_d > stay.max_d:
        yield case.broken(
            "storage", f"{stay.id} lasts {stayed_d} working days, {stay.max_d} at most"
        )


def _restoration(case: _Case) -> Iterator[Violation]:
    """Count the working days from launch to the end of the work on the pad."""
    wanted_d = case.request.complex.refurbishment_d
    steps = [t for t in case.flow.activities if t.anchor == "after-launch"]
    done = [a for t in steps if (a := case.of(t.id)) is not None]
    last = max((case.last_day(a) for a in done), default=case.slot.launch_date)
    took_d = case.worked(case.slot.launch_date + DAY, last)
    if took_d < wanted_d:
        yield case.broken(
            "pad-restoration", f"the pad is restored in {took_d} working days, not {wanted_d}"
        )
    for earlier, later in pairwise(done):
        if later.start < earlier.end:
            yield case.broken(
                "pad-restoration", f"{later.template} begins before {earlier.template}"
            )


def _slot(case: _Case) -> Iterator[Violation]:
    if case.slot.complex != case.request.complex.id:
        yield case.broken("slot", f"complex {case.slot.complex}, not {case.request.complex.id}")
    rollouts = [
        a.start
        for t in case.flow.activities
        if t.anchor == "launch"
        for a in case.work
        if a.template == t.id
    ]
    if rollouts and case.slot.rollout != min(rollouts):
        yield case.broken("slot", f"roll-out {case.slot.rollout}, work says {min(rollouts)}")
    if case.work and (case.slot.start, case.slot.end) != (
        min(a.start for a in case.work),
        max(a.end for a in case.work),
    ):
        yield case.broken("slot", "start and end are not those of its work")
