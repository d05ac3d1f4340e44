"""How does a solution read as a schedule? Working and calendar numbers become instants."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from cosmodrome.campaign.calendar import ONE_DAY, CampaignCalendar, LocalTime
from cosmodrome.campaign.flow import ActivityTemplate, Stay
from cosmodrome.campaign.problem import Campaign, SeasonProblem
from cosmodrome.campaign.schedule import LaunchSlot, ScheduledActivity, ZoneBooking
from cosmodrome.campaign.solver import Starts

MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A solved season, ready to be read."""

    problem: SeasonProblem
    starts: Starts
    critical: Collection[tuple[str, str]]

    @property
    def local(self) -> LocalTime:
        """Return the civil time of the site."""
        return LocalTime(utc_offset_h=self.problem.spaceport.utc_offset_h)


def scheduled(placement: Placement) -> tuple[ScheduledActivity, ...]:
    """Return all activities and waits of a season, in order of start."""
    every: list[ScheduledActivity] = []
    for campaign in placement.problem.campaigns:
        work = tuple(_work(placement, campaign))
        waits = [w for stay in campaign.flow.stays for w in _waits(placement, campaign, stay, work)]
        every.extend((*work, *waits, *_in_the_field(placement, campaign)))
    return tuple(sorted(every, key=lambda a: (a.start, a.end, a.mission, a.template)))


def launch_slot(
    placement: Placement,
    campaign: Campaign,
    activities: Collection[ScheduledActivity],
    *,
    why: tuple[str, ...],
) -> LaunchSlot:
    """Return the launch slot of one mission, from its activities."""
    outside = {zone.id for zone in campaign.request.drop_zones}
    own = [a for a in activities if a.mission == campaign.id and a.facility not in outside]
    launch = placement.starts.launches[campaign.id]
    calendar = placement.problem.calendar
    taken = set(placement.starts.launches.values())
    after = range(launch + 1, launch + 1 + campaign.flow.backup_d)
    allowed = set(campaign.request.allowed_dates)
    bookings = _bookings(campaign, calendar.day(launch))
    return LaunchSlot(
        mission=campaign.id,
        complex=campaign.request.complex.id,
        launch_date=calendar.day(launch),
        rollout=next(a.start for a in own if a.template == campaign.rollout.id),
        start=min(a.start for a in own),
        end=max(a.end for a in own),
        backup_dates=tuple(
            day
            for day, d in ((calendar.day(d), d) for d in after)
            if day in allowed and d not in taken and all(day in each.days for each in bookings)
        ),
        why=why,
        drop_zones=bookings,
    )


def _bookings(campaign: Campaign, launch_day: date) -> tuple[ZoneBooking, ...]:
    """Return the zones kept for a launch; a reserve day out of season is none."""
    return tuple(
        ZoneBooking(
            zone=zone.id,
            part=zone.part,
            days=tuple(
                day
                for day in (launch_day + n * ONE_DAY for n in range(zone.reserve_d + 1))
                if zone.is_open_on(day)
            ),
        )
        for zone in campaign.request.drop_zones
        if zone.is_open_on(launch_day)
    )


def _in_the_field(placement: Placement, campaign: Campaign) -> Iterator[ScheduledActivity]:
    """Yield the work in the drop zones of a launch."""
    launch, local = placement.starts.launches[campaign.id], placement.local
    launch_day = placement.problem.calendar.day(launch)
    for work in campaign.field_on(launch_day):
        activity = work.activity
        yield ScheduledActivity(
            mission=campaign.id,
            template=activity.id,
            activity=activity.name,
            facility=activity.facility,
            resources=activity.resources,
            start=local.instant(
                launch_day + work.first_d * ONE_DAY, activity.starts_local or MIDNIGHT
            ),
            end=local.instant(launch_day + (work.last_d + 1) * ONE_DAY, MIDNIGHT),
            hazard=activity.hazard,
            storage=False,
            assumed=activity.assumed,
            critical=False,
            predecessors=tuple(link.activity for link in activity.predecessors),
        )


def _work(placement: Placement, campaign: Campaign) -> Iterator[ScheduledActivity]:
    restoration = dict(_restoration(placement, campaign))
    for activity in campaign.flow.activities:
        if activity.anchor == "after-launch":
            span = restoration.get(activity.id)
        else:
            span = _span(placement, campaign, activity)
        if span is not None:
            yield ScheduledActivity(
                mission=campaign.id,
                template=activity.id,
                activity=activity.name,
                facility=campaign.facility_of(activity),
                resources=activity.resources,
                start=span[0],
                end=span[1],
                hazard=activity.hazard,
                storage=False,
                assumed=activity.assumed,
                critical=(campaign.id, activity.id) in placement.critical,
                predecessors=tuple(link.activity for link in activity.predecessors),
            )


def _span(
    placement: Placement, campaign: Campaign, activity: ActivityTemplate
) -> tuple[datetime, datetime]:
    calendar, length = placement.problem.calendar, activity.duration_d or 0
    if activity.anchor == "launch":
        first = placement.starts.launches[campaign.id] - activity.l_minus_d
        return _whole_days(placement, activity, first, length)
    if activity.anchor == "arrival":
        arrival = (campaign.request.mission.spacecraft_arrival - calendar.first).days
        return _whole_days(placement, activity, arrival, length)
    start = placement.starts.work[campaign.id, activity.id]
    if activity.days == "calendar":
        return _whole_days(placement, activity, start, length)
    return _shifts(placement, campaign, start, length)


def _whole_days(
    placement: Placement, activity: ActivityTemplate, first: int, length: int
) -> tuple[datetime, datetime]:
    local, calendar = placement.local, placement.problem.calendar
    begins = activity.starts_local or MIDNIGHT
    return (
        local.instant(calendar.day(first), begins),
        local.instant(calendar.day(first + length), MIDNIGHT),
    )


def _shifts(
    placement: Placement, campaign: Campaign, start: int, length: int
) -> tuple[datetime, datetime]:
    local, calendar, hours = placement.local, placement.problem.calendar, campaign.flow.hours
    return (
        local.instant(calendar.working_day(start), hours.starts_local),
        local.instant(calendar.working_day(start + length - 1), hours.ends_local),
    )


def _restoration(
    placement: Placement, campaign: Campaign
) -> Iterator[tuple[str, tuple[datetime, datetime]]]:
    """Yield the work on the pad after launch."""
    launch = placement.starts.launches[campaign.id]
    for activity, start, end in placement.problem.restoration(campaign, launch):
        yield activity.id, _shifts(placement, campaign, start, end - start)


def _waits(
    placement: Placement, campaign: Campaign, stay: Stay, work: Collection[ScheduledActivity]
) -> Iterator[ScheduledActivity]:
    """Yield the idle parts of a stay that last a working day or more."""
    by_id = {a.template: a for a in work}
    first, until = by_id[stay.first], by_id[stay.until]
    begins = first.end if stay.follows is not None else first.start
    own = campaign.flow.between(stay.first, stay.until)
    inside = sorted((a.start, a.end) for a in work if a.template in own and a.start >= begins)
    idle_from = begins
    for start, end in (*inside, (until.start, until.end)):
        if _works_between(placement.problem.calendar, placement.local, idle_from, start):
            yield ScheduledActivity(
                mission=first.mission,
                template=stay.id,
                activity=stay.name,
                facility=stay.facility,
                resources=(),
                start=idle_from,
                end=start,
                hazard="none",
                storage=True,
                assumed=stay.assumed,
                critical=False,
                predecessors=(stay.first,),
            )
        idle_from = max(idle_from, end)


def _works_between(
    calendar: CampaignCalendar, local: LocalTime, start: datetime, end: datetime
) -> bool:
    """Tell whether a whole working day passes between two instants."""
    day = local.last_day_of(start) + ONE_DAY
    while day < local.day_of(end):
        if calendar.working.is_working_day(day):
            return True
        day += ONE_DAY
    return False
