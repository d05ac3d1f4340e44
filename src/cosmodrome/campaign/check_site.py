"""Does a schedule respect what missions share? The site's part of the independent referee."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import combinations

from cosmodrome.campaign.flow import MissionFlow, WorkingHours
from cosmodrome.campaign.request import CampaignRequest, ClosedSpan
from cosmodrome.campaign.schedule import CampaignSchedule, ScheduledActivity
from cosmodrome.campaign.violation import Violation
from cosmodrome.spaceport import Spaceport

Planned = Sequence[tuple[CampaignRequest, MissionFlow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """Some places of a facility or crew, taken for a time."""

    what: str
    mission: str
    start: datetime
    end: datetime
    places: int


def site_violations(
    schedule: CampaignSchedule,
    planned: Planned,
    *,
    spaceport: Spaceport,
    closures: Sequence[ClosedSpan],
) -> Iterator[Violation]:
    """Yield every rule between missions, or between missions and site, that is broken."""
    zone = timezone(timedelta(hours=spaceport.utc_offset_h))
    work = _work_on_site(schedule, planned)
    for facility in spaceport.facilities:
        uses = [*_places(schedule, planned, spaceport, facility.id), *_crew(work, facility.id)]
        yield from _overfull(facility.id, facility.places, uses)
    yield from _hypergolic(work)
    yield from _pads(work, planned, spaceport)
    yield from _one_a_day(schedule)
    yield from _apart(schedule, planned)
    yield from _closed(work, closures, zone)


def _work_on_site(schedule: CampaignSchedule, planned: Planned) -> list[ScheduledActivity]:
    """Leave out waits, which are seen as stays, and arrivals: a container may stand outside."""
    arrivals = {
        (request.mission.id, template.id)
        for request, flow in planned
        for template in flow.activities
        if template.anchor == "arrival"
    }
    return [
        a for a in schedule.activities if not a.storage and (a.mission, a.template) not in arrivals
    ]


def _places(
    schedule: CampaignSchedule, planned: Planned, spaceport: Spaceport, facility: str
) -> Iterator[_Use]:
    """Yield who takes places of a hall: work that needs its own, and stays."""
    for request, flow in planned:
        own = {a.template: a for a in schedule.of_mission(request.mission.id) if not a.storage}
        for template in flow.activities:
            done = own.get(template.id)
            if done is not None and done.facility == facility and template.places > 0:
                yield _Use(
                    what=template.id,
                    mission=done.mission,
                    start=done.start,
                    end=done.end,
                    places=template.places,
                )
        for stay in flow.stays:
            first, until = own.get(stay.first), own.get(stay.until)
            if first is None or until is None or stay.facility != facility or not stay.places:
                continue
            begins = first.start
            if stay.follows is not None:
                begins = _next_shift(first.end, flow.hours, spaceport)
            yield _Use(
                what=stay.id,
                mission=first.mission,
                start=begins,
                end=until.start,
                places=stay.places,
            )


def _next_shift(end: datetime, hours: WorkingHours, spaceport: Spaceport) -> datetime:
    """Return when hardware is moved after work has ended: as the next shift begins."""
    zone = timezone(timedelta(hours=spaceport.utc_offset_h))
    day = end.astimezone(zone).date()
    while True:
        shift = datetime.combine(day, hours.starts_local, zone)
        if shift >= end and spaceport.calendar.is_working_day(day):
            return shift
        day += timedelta(days=1)


def _crew(work: Sequence[ScheduledActivity], crew: str) -> Iterator[_Use]:
    for a in work:
        if crew in a.resources:
            yield _Use(what=a.template, mission=a.mission, start=a.start, end=a.end, places=1)


def _overfull(facility: str, capacity: int, uses: Sequence[_Use]) -> Iterator[Violation]:
    """Look at the moments at which something begins: nowhere else can a place run out."""
    for moment in sorted({use.start for use in uses}):
        there = [use for use in uses if use.start <= moment < use.end]
        taken = sum(use.places for use in there)
        if taken > capacity:
            who = ", ".join(f"{use.mission} {use.what}" for use in there)
            yield Violation(
                rule="capacity",
                mission=there[-1].mission,
                message=f"{facility} has {capacity} places, {taken} are taken on "
                f"{moment:%Y-%m-%d} by {who}",
            )


def _hypergolic(work: Sequence[ScheduledActivity]) -> Iterator[Violation]:
    for a, b in combinations(work, 2):
        hypergolic = "hypergolic" in (a.hazard, b.hazard)
        if hypergolic and a.facility == b.facility and a.start < b.end and b.start < a.end:
            yield Violation(
                rule="hypergolic-exclusion",
                mission=a.mission,
                message=f"{a.mission} {a.template} and {b.mission} {b.template} are in "
                f"{a.facility} together on {max(a.start, b.start):%Y-%m-%d}",
            )


def _pads(
    work: Sequence[ScheduledActivity], planned: Planned, spaceport: Spaceport
) -> Iterator[Violation]:
    """Hold each pad to one campaign from its first to its last work there."""
    for site in spaceport.complexes:
        holds = []
        for request, _ in planned:
            own = [a for a in work if a.mission == request.mission.id and a.facility == site.id]
            if own:
                holds.append(
                    (min(a.start for a in own), max(a.end for a in own), request.mission.id)
                )
        for (_, free, earlier), (begins, _, later) in zip(
            sorted(holds), sorted(holds)[1:], strict=False
        ):
            if begins < free:
                yield Violation(
                    rule="pad-occupancy",
                    mission=later,
                    message=f"{later} rolls out to {site.id} on {begins:%Y-%m-%d}, "
                    f"{earlier} holds it until {free:%Y-%m-%d}",
                )


def _one_a_day(schedule: CampaignSchedule) -> Iterator[Violation]:
    for a, b in combinations(schedule.launches, 2):
        if a.launch_date == b.launch_date:
            yield Violation(
                rule="one-launch-a-day",
                mission=b.mission,
                message=f"{a.mission} and {b.mission} both launch on {a.launch_date}",
            )


def _apart(schedule: CampaignSchedule, planned: Planned) -> Iterator[Violation]:
    """Count the hours between launches; one without an instant may be at any time of its day."""
    requests = {request.mission.id: request for request, _ in planned}
    days = {slot.mission: slot.launch_date for slot in schedule.launches}
    for request in requests.values():
        name = request.mission.id
        for wish in request.mission.spacings:
            for other in (mission for mission in wish.missions if mission in requests):
                mine = request.liftoff_by_date.get(days[name])
                theirs = requests[other].liftoff_by_date.get(days[other])
                if mine is None or theirs is None:
                    apart = abs(days[other] - days[name]) - timedelta(days=1)
                else:
                    apart = abs(theirs - mine)
                if apart < timedelta(hours=wish.hours_h):
                    yield Violation(
                        rule="launch-spacing",
                        mission=name,
                        message=f"{name} launches on {days[name]}, {other} on {days[other]}: less "
                        f"than {wish.hours_h:g} h apart",
                    )


def _closed(
    work: Sequence[ScheduledActivity], closures: Sequence[ClosedSpan], zone: timezone
) -> Iterator[Violation]:
    for activity in work:
        first = activity.start.astimezone(zone).date()
        last = (activity.end - timedelta(microseconds=1)).astimezone(zone).date()
        for closure in closures:
            used = closure.facility in (activity.facility, *activity.resources)
            if used and first <= closure.last and closure.first <= last:
                yield Violation(
                    rule="closure",
                    mission=activity.mission,
                    message=f"{activity.mission} {activity.template} works {first} to {last} in "
                    f"{closure.facility}, closed {closure.first} to {closure.last} "
                    f"({closure.reason})",
                )
