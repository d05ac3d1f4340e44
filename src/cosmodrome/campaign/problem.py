"""What is to be decided: the campaigns of a season, as the rules and the solver see them.

Work on the working axis gets a working number to start at, a delivery a calendar number, a
launch a calendar number; everything else (pad days, restoration of the pad) follows from the
launch day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cosmodrome.campaign.calendar import CampaignCalendar
from cosmodrome.campaign.field import FieldHold, FieldWork, field_work, holds_of, most_at_once
from cosmodrome.campaign.flow import PAD, ActivityTemplate, Flows, MissionFlow
from cosmodrome.campaign.request import CampaignRequest, ClosedSpan
from cosmodrome.errors import InputError
from cosmodrome.spaceport import Spaceport


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """The work of one mission, with the places and crews it means at this spaceport."""

    request: CampaignRequest
    flow: MissionFlow
    field: tuple[FieldWork, ...] = ()

    @property
    def id(self) -> str:
        """Return the mission's id."""
        return self.request.mission.id

    @property
    def weight(self) -> int:
        """Return what a day of lateness counts: the mission's priority."""
        return self.request.mission.priority

    @property
    def shop_work(self) -> tuple[ActivityTemplate, ...]:
        """Return the work on the working axis before roll-out."""
        return tuple(a for a in self.flow.activities if a.anchor == "free" and a.days == "working")

    @property
    def deliveries(self) -> tuple[ActivityTemplate, ...]:
        """Return the calendar-day work before roll-out whose day is free."""
        return tuple(a for a in self.flow.activities if a.anchor == "free" and a.days == "calendar")

    @property
    def arrivals(self) -> tuple[ActivityTemplate, ...]:
        """Return the work that begins on the day the spacecraft arrives."""
        return tuple(a for a in self.flow.activities if a.anchor == "arrival")

    @property
    def pad_days(self) -> tuple[ActivityTemplate, ...]:
        """Return the days on the pad up to launch, roll-out first."""
        anchored = [a for a in self.flow.activities if a.anchor == "launch"]
        return tuple(sorted(anchored, key=lambda a: (-a.l_minus_d, a.id)))

    @property
    def rollout(self) -> ActivityTemplate:
        """Return the first day on the pad."""
        return self.pad_days[0]

    @property
    def restoration(self) -> tuple[tuple[ActivityTemplate, int], ...]:
        """Return the work on the pad after launch with its working days."""
        left_d = self.request.complex.refurbishment_d
        steps = []
        for activity in (a for a in self.flow.activities if a.anchor == "after-launch"):
            step_d = left_d if activity.duration_d is None else activity.duration_d
            left_d = max(left_d - step_d, 0)
            if step_d > 0:
                steps.append((activity, step_d))
        return tuple(steps)

    @property
    def restoration_d(self) -> int:
        """Return the working days from launch until the pad takes the next roll-out."""
        return sum(step_d for _, step_d in self.restoration)

    def facility_of(self, activity: ActivityTemplate) -> str:
        """Return the facility of an activity, the pad by its own name."""
        return self.request.complex.id if activity.facility == PAD else activity.facility

    @property
    def pad_crews(self) -> tuple[str, ...]:
        """Return the crews that work the days on the pad."""
        return tuple(dict.fromkeys(crew for day in self.pad_days for crew in day.resources))

    @property
    def field_holds(self) -> tuple[FieldHold, ...]:
        """Return the zones and teams that a launch takes in the field, all zones open."""
        return holds_of(self.field)

    def field_on(self, day: date) -> tuple[FieldWork, ...]:
        """Return the work in the field of a launch on a day: in the zones open then."""
        return tuple(work for work in self.field if work.zone.is_open_on(day))

    def arrived(self, activity: ActivityTemplate, calendar: CampaignCalendar) -> int:
        """Return the calendar number at which the spacecraft's arrival is over."""
        arrival = (self.request.mission.spacecraft_arrival - calendar.first).days
        return min(max(arrival + (activity.duration_d or 0), 0), calendar.days)

    def rollout_number(self, launch: int) -> int:
        """Return the calendar number of roll-out for a launch on calendar number `launch`."""
        return launch - self.rollout.l_minus_d


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonProblem:
    """All campaigns of a season with the site they share; `now` is the first local day."""

    campaigns: tuple[Campaign, ...]
    spaceport: Spaceport
    calendar: CampaignCalendar
    closures: tuple[ClosedSpan, ...]
    season_first: date
    season_last: date

    @property
    def now(self) -> date:
        """Return the first day on which anything may still be decided."""
        return self.calendar.first

    def campaign(self, mission: str) -> Campaign:
        """Return the campaign of a mission."""
        return next(c for c in self.campaigns if c.id == mission)

    def capacity(self, facility: str) -> int:
        """Return the places of a facility, or how many jobs a crew does at once."""
        return next(f.places for f in self.spaceport.facilities if f.id == facility)

    def restoration(
        self, campaign: Campaign, launch: int
    ) -> tuple[tuple[ActivityTemplate, int, int], ...]:
        """Return the work on the pad after a launch: each with start and end, working numbers."""
        start = self.calendar.worked_before[launch + 1]
        placed = []
        for activity, length in campaign.restoration:
            begin = self.clear_of_closures(campaign, activity, start=start, length=length)
            start = begin + length
            placed.append((activity, begin, start))
        return tuple(placed)

    def pad_hold(self, campaign: Campaign, launch: int) -> tuple[int, int]:
        """Return the half-open span of calendar numbers in which a launch takes the pad."""
        restored = self.restoration(campaign, launch)
        free = launch + 1
        if restored:
            last = restored[-1][2] - 1
            worked = self.calendar.working_days
            free = worked[last] + 1 if last < len(worked) else self.calendar.days
        return campaign.rollout_number(launch), free

    def clear_of_closures(
        self, campaign: Campaign, activity: ActivityTemplate, *, start: int, length: int
    ) -> int:
        """Return the first working number from `start` on from which work runs undisturbed."""
        for closure in self.closures_for(campaign, activity):
            low, high = self.calendar.working_span(closure.first, closure.last)
            if low < start + length and start < high:
                start = high
        return start

    def field_days(self, hold: FieldHold) -> frozenset[int] | None:
        """Return the launch days (calendar numbers) on which a zone is open; None for all."""
        if not hold.zone.closed_months:
            return None
        every = range(self.calendar.days)
        return frozenset(n for n in every if hold.zone.is_open_on(self.calendar.day(n)))

    def closures_of(self, facilities: Sequence[str]) -> tuple[ClosedSpan, ...]:
        """Return the closures that touch any of the facilities, crews and complexes."""
        touching = (c for c in self.closures if c.facility in facilities)
        return tuple(sorted(touching, key=lambda c: (c.first, c.last, c.facility)))

    def closures_for(
        self, campaign: Campaign, activity: ActivityTemplate
    ) -> tuple[ClosedSpan, ...]:
        """Return the closures of the place and the crews of an activity, in order of time."""
        used = (campaign.facility_of(activity), *activity.resources)
        return self.closures_of(used)


def campaign_of(request: CampaignRequest, *, flows: Flows, spaceport: Spaceport) -> Campaign:
    """Return the campaign of a request, every place and crew of which exists.

    Raises
    ------
    InputError
        If the flow needs a facility or crew that the spaceport does not have.
    """
    configuration = request.configuration
    upper = configuration.upper_stage
    flow = flows.for_mission(
        configuration.vehicle.processing_flow,
        upper_stage=upper.id if upper else None,
        spacecraft_kind=request.mission.kind,
    )
    campaign = Campaign(request=request, flow=flow, field=field_work(flows, request.drop_zones))
    if not campaign.pad_days:
        raise InputError(f"{request.mission.id}: the flow has no roll-out and launch day")
    _require_places(campaign, spaceport)
    _require_one_axis(campaign)
    _require_field_teams(campaign, spaceport)
    return campaign


def _require_places(campaign: Campaign, spaceport: Spaceport) -> None:
    """Refuse work in places that the spaceport lacks or that hold too little."""
    places = {f.id: f.places for f in spaceport.facilities}
    places.update({c.id: 1 for c in spaceport.complexes})
    wanted = [(s.facility, s.places, f"stay {s.id}") for s in campaign.flow.stays]
    for activity in campaign.flow.activities:
        who = f"activity {activity.id}"
        wanted.append((campaign.facility_of(activity), activity.places, who))
        wanted.extend((crew, 1, who) for crew in activity.resources)
    for facility, needed, who in wanted:
        if facility not in places:
            raise InputError(
                f"{campaign.id}: {who} needs {facility!r}, which spaceport {spaceport.id} does "
                f"not have; it has {', '.join(sorted(places))}"
            )
        if places[facility] < needed:
            raise InputError(
                f"{campaign.id}: {who} needs {needed} places of {facility}, which has "
                f"{places[facility]}"
            )


def _require_field_teams(campaign: Campaign, spaceport: Spaceport) -> None:
    """Refuse work in drop zones for teams that the spaceport lacks or has too few of."""
    teams = {f.id: f.places for f in spaceport.facilities if f.kind == "crew"}
    holds = campaign.field_holds
    for name in dict.fromkeys(team for work in campaign.field for team in work.activity.resources):
        if name not in teams:
            raise InputError(
                f"{campaign.id}: work in its drop zones needs the team {name!r}, which spaceport "
                f"{spaceport.id} does not have; its crews are {', '.join(sorted(teams))}"
            )
        needed = most_at_once(holds, name)
        if needed > teams[name]:
            raise InputError(
                f"{campaign.id}: its drop zones need {needed} teams {name} at a time, the "
                f"spaceport has {teams[name]}"
            )


def _require_one_axis(campaign: Campaign) -> None:
    """Refuse a crew that works shifts in the halls and calendar days outside."""
    shop = {crew for activity in campaign.shop_work for crew in activity.resources}
    outside = [("on the pad", crew) for crew in campaign.pad_crews]
    outside += [("in drop zones", t) for work in campaign.field for t in work.activity.resources]
    for where, crew in outside:
        if crew in shop:
            raise InputError(
                f"{campaign.id}: {crew} works in the halls and {where}; what is done {where} "
                "needs a crew of its own, which works calendar days"
            )
