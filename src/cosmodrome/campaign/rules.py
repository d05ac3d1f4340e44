"""Which rules bind the work of a season together? One named function each.

Each yields constraints, plain records that the solver writes down in its own language. Leaving
a rule out is how an explanation is found.
"""

from collections.abc import Callable, Iterator

from cosmodrome.campaign.constraints import (
    ROLLOUT,
    Blocked,
    Constraint,
    FieldSpan,
    FieldTurn,
    LaunchesApart,
    LaunchSpacing,
    Moment,
    Occupation,
    Order,
    PadCrew,
    PadTurn,
    Room,
)
from cosmodrome.campaign.flow import ActivityTemplate, Stay
from cosmodrome.campaign.problem import Campaign, SeasonProblem
from cosmodrome.campaign.request import ClosedSpan
from cosmodrome.campaign.spacing import spacings

SeasonRule = Callable[[SeasonProblem], Iterator[Constraint]]
HYPERGOLIC = "hypergolic"


def precedence(problem: SeasonProblem) -> Iterator[Constraint]:
    """Work follows the work it needs, after its least and within its greatest lag."""
    for campaign in problem.campaigns:
        for activity in (*_decided(campaign), campaign.rollout):
            for link in activity.predecessors:
                yield Order(
                    first=_end(campaign, link.activity),
                    then=_start(campaign, activity.id),
                    min_lag_d=link.min_lag_d,
                    max_lag_d=link.max_lag_d,
                )


def storage_limits(problem: SeasonProblem) -> Iterator[Constraint]:
    """Hardware stays at a place no shorter and no longer than its flow allows."""
    for campaign in problem.campaigns:
        for stay in campaign.flow.stays:
            yield Order(
                first=_stay_begins(campaign, stay),
                then=_start(campaign, stay.until),
                min_lag_d=stay.min_d,
                max_lag_d=stay.max_d,
            )


def facility_capacity(problem: SeasonProblem) -> Iterator[Constraint]:
    """No hall, station, store or railway holds more than its places."""
    for facility in problem.spaceport.facilities:
        if facility.kind != "crew":
            occupations = (*_stays_in(problem, facility.id), *_work_in(problem, facility.id))
            if occupations:
                yield Room(facility=facility.id, capacity=facility.places, occupations=occupations)


def crews(problem: SeasonProblem) -> Iterator[Constraint]:
    """No crew or piece of equipment does more jobs at a time than it can."""
    for facility in problem.spaceport.facilities:
        occupations = tuple(
            _during(campaign, activity.id, places=1)
            for campaign in problem.campaigns
            for activity in _decided(campaign)
            if facility.id in activity.resources
        )
        if occupations:
            yield Room(facility=facility.id, capacity=facility.places, occupations=occupations)


def hypergolic_exclusion(problem: SeasonProblem) -> Iterator[Constraint]:
    """Hypergolic loading has its station to itself: no other work with people in it."""
    for facility in problem.spaceport.facilities:
        work = [
            (campaign, activity)
            for campaign in problem.campaigns
            for activity in _decided(campaign)
            if campaign.facility_of(activity) == facility.id
        ]
        if any(activity.hazard == HYPERGOLIC for _, activity in work):
            everything = len(work)
            yield Room(
                facility=facility.id,
                capacity=everything,
                occupations=tuple(
                    _during(c, a.id, places=everything if a.hazard == HYPERGOLIC else 1)
                    for c, a in work
                ),
            )


def pad_occupancy(problem: SeasonProblem) -> Iterator[Constraint]:
    """A pad holds one campaign, from roll-out through launch until it is restored."""
    for site in problem.spaceport.complexes:
        here = tuple(c.id for c in problem.campaigns if c.request.complex.id == site.id)
        if len(here) > 1:
            yield PadTurn(complex=site.id, missions=here)


def launch_crews(problem: SeasonProblem) -> Iterator[Constraint]:
    """A launch crew is on no more pads at a time than it can staff."""
    for facility in problem.spaceport.facilities:
        served = tuple(c.id for c in problem.campaigns if facility.id in c.pad_crews)
        if len(served) > facility.places:
            yield PadCrew(crew=facility.id, capacity=facility.places, missions=served)


def one_launch_a_day(problem: SeasonProblem) -> Iterator[Constraint]:
    """The range supports one launch in a local day."""
    if len(problem.campaigns) > 1:
        yield LaunchSpacing(missions=tuple(c.id for c in problem.campaigns))


def launch_spacing(problem: SeasonProblem) -> Iterator[Constraint]:
    """Launches keep the hours between them that a mission asks for."""
    for spacing in spacings(problem):
        yield LaunchesApart(missions=(spacing.mission, spacing.other), days=spacing.days)


def drop_zone_bookings(problem: SeasonProblem) -> Iterator[Constraint]:
    """A drop zone serves one launch at a time, from its evacuation until it is cleaned up."""
    zones = {zone.id for c in problem.campaigns for zone in c.request.drop_zones}
    for zone in sorted(zones):
        yield from _field_turn(problem, zone, capacity=1)


def field_teams(problem: SeasonProblem) -> Iterator[Constraint]:
    """Teams in the field are in no more drop zones at a time than there are teams."""
    for facility in problem.spaceport.facilities:
        yield from _field_turn(problem, facility.id, capacity=facility.places)


def facility_closures(problem: SeasonProblem) -> Iterator[Constraint]:
    """Closed places and crews do no work; hardware in store may stay."""
    for campaign in problem.campaigns:
        for activity in _decided(campaign):
            for closure in problem.closures_for(campaign, activity):
                low, high = _blocked_span(problem, closure, working=activity.days == "working")
                if low < high:
                    yield Blocked(mission=campaign.id, activity=activity.id, low=low, high=high)


SEASON_RULES: dict[str, SeasonRule] = {
    "precedence": precedence,
    "storage-limits": storage_limits,
    "facility-capacity": facility_capacity,
    "crews": crews,
    "hypergolic-exclusion": hypergolic_exclusion,
    "pad-occupancy": pad_occupancy,
    "launch-crews": launch_crews,
    "one-launch-a-day": one_launch_a_day,
    "launch-spacing": launch_spacing,
    "drop-zone-bookings": drop_zone_bookings,
    "field-teams": field_teams,
    "facility-closures": facility_closures,
}


def _field_turn(problem: SeasonProblem, what: str, *, capacity: int) -> Iterator[FieldTurn]:
    spans = tuple(
        FieldSpan(
            mission=campaign.id,
            first_d=hold.first_d,
            last_d=hold.last_d,
            on=problem.field_days(hold),
        )
        for campaign in problem.campaigns
        for hold in campaign.field_holds
        if hold.what == what
    )
    if len(spans) > capacity:
        yield FieldTurn(what=what, capacity=capacity, spans=spans)


def _decided(campaign: Campaign) -> tuple[ActivityTemplate, ...]:
    """Return the work whose start is decided, not implied by arrival or launch."""
    return (*campaign.deliveries, *campaign.shop_work)


def _start(campaign: Campaign, activity_id: str) -> Moment:
    known = ROLLOUT if activity_id == campaign.rollout.id else activity_id
    return Moment(mission=campaign.id, activity=known, at_end=False)


def _end(campaign: Campaign, activity_id: str) -> Moment:
    return Moment(mission=campaign.id, activity=activity_id, at_end=True)


def _stay_begins(campaign: Campaign, stay: Stay) -> Moment:
    if stay.follows is not None:
        return _end(campaign, stay.follows)
    return _start(campaign, stay.first)


def _during(campaign: Campaign, activity_id: str, *, places: int) -> Occupation:
    return Occupation(
        begins=_start(campaign, activity_id), ends=_end(campaign, activity_id), places=places
    )


def _stays_in(problem: SeasonProblem, facility: str) -> tuple[Occupation, ...]:
    return tuple(
        Occupation(
            begins=_stay_begins(campaign, stay),
            ends=_start(campaign, stay.until),
            places=stay.places,
        )
        for campaign in problem.campaigns
        for stay in campaign.flow.stays
        if stay.facility == facility and stay.places > 0
    )


def _work_in(problem: SeasonProblem, facility: str) -> tuple[Occupation, ...]:
    return tuple(
        _during(campaign, activity.id, places=activity.places)
        for campaign in problem.campaigns
        for activity in _decided(campaign)
        if campaign.facility_of(activity) == facility and activity.places > 0
    )


def _blocked_span(problem: SeasonProblem, closure: ClosedSpan, *, working: bool) -> tuple[int, int]:
    """Return the span of a closure on the axis of the work that it blocks."""
    calendar = problem.calendar
    if working:
        return calendar.working_span(closure.first, closure.last)
    return calendar.number(closure.first), calendar.number(closure.last) + 1
