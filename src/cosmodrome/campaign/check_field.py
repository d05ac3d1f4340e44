"""Is every drop zone told, emptied, kept, swept and cleaned in time, and shared with nobody?

The part of the independent referee for work in the field: it reads the register of the zones,
the flows and the finished schedule, and counts days one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import combinations

from cosmodrome.campaign.flow import ActivityTemplate, Flows
from cosmodrome.campaign.request import CampaignRequest, ClosedSpan
from cosmodrome.campaign.schedule import CampaignSchedule, LaunchSlot, ScheduledActivity
from cosmodrome.campaign.violation import Violation
from cosmodrome.spaceport import DropZone, Spaceport

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


def field_violations(
    schedule: CampaignSchedule,
    requests: Sequence[CampaignRequest],
    *,
    spaceport: Spaceport,
    flows: Flows,
    as_of: datetime,
    closures: Sequence[ClosedSpan],
) -> Iterator[Violation]:
    """Yield every rule about drop zones that a schedule breaks."""
    zone_time = timezone(timedelta(hours=spaceport.utc_offset_h))
    jobs: list[_Job] = []
    for request in requests:
        slot = schedule.launch(request.mission.id)
        if slot is None:
            continue
        case = _Launch(request=request, slot=slot, schedule=schedule, zone_time=zone_time)
        yield from _seasons(case)
        yield from _bookings(case)
        yield from _strangers(case)
        for zone in case.zones_due():
            for template in _templates(flows, zone):
                found = case.of(template, zone)
                yield from _right_days(case, template, zone, found)
                jobs.extend(_Job(case=case, zone=zone, template=template, work=a) for a in found)
    yield from _shared_zones(jobs)
    yield from _teams(jobs, spaceport)
    yield from _closed(jobs, closures)
    for job in jobs:
        if job.work.start < as_of:
            yield job.case.broken(
                "drop-zone", f"{job.work.template} starts {job.work.start}, before now, {as_of}"
            )


def _templates(flows: Flows, zone: DropZone) -> Iterator[ActivityTemplate]:
    for flow in flows.flows:
        if flow.kind == "drop-zone" and zone.surface in flow.serves:
            yield from flow.activities


@dataclass(frozen=True, slots=True, kw_only=True)
class _Launch:
    """A planned launch with the zones agreed for its route."""

    request: CampaignRequest
    slot: LaunchSlot
    schedule: CampaignSchedule
    zone_time: timezone

    @property
    def day(self) -> date:
        return self.slot.launch_date

    def zones_due(self) -> list[DropZone]:
        month = self.day.month
        return [zone for zone in self.request.drop_zones if month not in zone.closed_months]

    def of(self, template: ActivityTemplate, zone: DropZone) -> list[ScheduledActivity]:
        wanted = f"{template.id}@{zone.id}"
        return [a for a in self.outside() if a.template == wanted]

    def outside(self) -> list[ScheduledActivity]:
        ids = {zone.id for zone in self.request.drop_zones}
        own = self.schedule.of_mission(self.request.mission.id)
        return [a for a in own if a.facility in ids or "@" in a.template]

    def broken(self, rule: str, message: str) -> Violation:
        name = self.request.mission.id
        return Violation(rule=rule, mission=name, message=f"{name}: {message}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A piece of work in a zone, as scheduled."""

    case: _Launch
    zone: DropZone
    template: ActivityTemplate
    work: ScheduledActivity

    @property
    def days(self) -> tuple[date, date]:
        zone_time = self.case.zone_time
        first = self.work.start.astimezone(zone_time).date()
        return first, (self.work.end - INSTANT).astimezone(zone_time).date()


def _seasons(case: _Launch) -> Iterator[Violation]:
    """Look for a part that would fall where the season forbids it."""
    for part in sorted({zone.part for zone in case.request.drop_zones}):
        if not any(zone.part == part for zone in case.zones_due()):
            yield case.broken(
                "drop-zone-season", f"no drop zone of {part} is open on {case.day} ({case.day:%B})"
            )


def _bookings(case: _Launch) -> Iterator[Violation]:
    """Compare the bookings of the slot with the register, and backup days with the bookings."""
    due = {zone.id: zone for zone in case.zones_due()}
    booked = {booking.zone: booking for booking in case.slot.drop_zones}
    if sorted(due) != sorted(each.zone for each in case.slot.drop_zones):
        yield case.broken(
            "drop-zone", f"booked are {sorted(booked)}, due on {case.day} are {sorted(due)}"
        )
    for name, zone in due.items():
        kept = [case.day + n * DAY for n in range(zone.reserve_d + 1)]
        wanted = tuple(day for day in kept if day.month not in zone.closed_months)
        if name in booked and (booked[name].days, booked[name].part) != (wanted, zone.part):
            yield case.broken("drop-zone", f"{name} is booked on {booked[name].days}, not {wanted}")
        for day in case.slot.backup_dates:
            if day not in wanted:
                yield case.broken("drop-zone", f"{name} is not kept on the backup day {day}")


def _strangers(case: _Launch) -> Iterator[Violation]:
    due = {zone.id for zone in case.zones_due()}
    for activity in case.outside():
        if activity.facility not in due:
            yield case.broken("drop-zone", f"{activity.template} is in no zone that is due")


def _right_days(
    case: _Launch, template: ActivityTemplate, zone: DropZone, found: list[ScheduledActivity]
) -> Iterator[Violation]:
    if len(found) != 1:
        yield case.broken("drop-zone", f"{template.id} in {zone.id} is there {len(found)} times")
        return
    job = _Job(case=case, zone=zone, template=template, work=found[0])
    before_d = zone.notice_d if template.anchor == "notice" else template.l_minus_d
    length_d = zone.reserve_d + 1 if template.duration_d is None else template.duration_d
    due = case.day - before_d * DAY
    if job.days != (due, due + (length_d - 1) * DAY):
        first, last = job.days
        yield case.broken(
            "drop-zone",
            f"{template.id} in {zone.id} is on {first} to {last}, due on {due} for {length_d} d",
        )
    if (job.work.facility, job.work.resources) != (zone.id, template.resources):
        yield case.broken("drop-zone", f"{template.id} in {zone.id} has another place or team")


def _shared_zones(jobs: Sequence[_Job]) -> Iterator[Violation]:
    """Hold each zone to one launch from its first to its last work that needs it alone."""
    held: dict[tuple[str, str], tuple[date, date]] = {}
    for job in jobs:
        if job.template.places > 0:
            key = (job.zone.id, job.case.request.mission.id)
            first, last = held.get(key, job.days)
            held[key] = (min(first, job.days[0]), max(last, job.days[1]))
    for ((zone, one), (a, b)), ((other_zone, two), (c, d)) in combinations(sorted(held.items()), 2):
        if zone == other_zone and a <= d and c <= b:
            yield Violation(
                rule="drop-zone-bookings",
                mission=two,
                message=f"{zone} is taken by {one} from {a} to {b} and by {two} from {c} to {d}",
            )


def _teams(jobs: Sequence[_Job], spaceport: Spaceport) -> Iterator[Violation]:
    for facility in spaceport.facilities:
        busy = [job for job in jobs if facility.id in job.work.resources]
        for day in sorted({job.days[0] for job in busy}):
            there = [job for job in busy if job.days[0] <= day <= job.days[1]]
            if len(there) > facility.places:
                who = ", ".join(f"{j.case.request.mission.id} in {j.zone.id}" for j in there)
                yield Violation(
                    rule="field-teams",
                    mission=there[-1].case.request.mission.id,
                    message=f"{facility.id} has {facility.places} teams, {len(there)} are wanted "
                    f"on {day} by {who}",
                )


def _closed(jobs: Sequence[_Job], closures: Sequence[ClosedSpan]) -> Iterator[Violation]:
    for job in jobs:
        first, last = job.days
        for closure in closures:
            used = closure.facility in (job.zone.id, *job.work.resources)
            if used and first <= closure.last and closure.first <= last:
                yield job.case.broken(
                    "closure",
                    f"{job.work.template} is on {first} to {last}, {closure.facility} is closed "
                    f"{closure.first} to {closure.last} ({closure.reason})",
                )
