"""How soon could a mission launch if every hall and crew were free?

The longest chain of deliveries, arrivals and work before roll-out. It leaves out everything
that missions share, so no schedule can be earlier: the master's lower bound rests on it.
"""

from dataclasses import dataclass
from datetime import date

from cosmodrome.campaign.calendar import CampaignCalendar
from cosmodrome.campaign.flow import ActivityTemplate, Stay
from cosmodrome.campaign.problem import Campaign, SeasonProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class EarliestLaunch:
    """The first day that processing allows, and the chain of activities that takes so long."""

    launch: date
    chain: tuple[str, ...]
    working_d: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """When work is over at the soonest (a working number), and what it waited for."""

    at: int
    after: str | None


def earliest_launch(problem: SeasonProblem, campaign: Campaign) -> EarliestLaunch:
    """Return the soonest launch of one campaign that has the spaceport to itself."""
    calendar = problem.calendar
    done: dict[str, _Done] = {}
    for activity in campaign.flow.activities:
        if activity.anchor == "arrival":
            over = campaign.arrived(activity, calendar)
            done[activity.id] = _Done(at=calendar.worked_before[over], after=None)
        elif activity.anchor == "free" and activity.days == "calendar":
            over = _delivered(problem, campaign, activity)
            done[activity.id] = _Done(at=calendar.worked_before[over], after=None)
        elif activity.anchor == "free":
            start = _soonest_start(campaign, activity, done)
            length = activity.duration_d or 0
            begin = problem.clear_of_closures(campaign, activity, start=start.at, length=length)
            done[activity.id] = _Done(at=begin + length, after=start.after)
    ready = _soonest_start(campaign, campaign.rollout, done)
    chain = _walk_back(ready.after, done)
    begun = done[chain[0]].at if chain else 0
    return EarliestLaunch(
        launch=_first_launch(calendar, campaign, ready.at),
        chain=chain,
        working_d=ready.at - begun,
    )


def least_stay_d(campaign: Campaign, stay: Stay) -> int:
    """Return the working days that a stay takes at least, by the work that is done in it."""
    between = campaign.flow.between(stay.first, stay.until)
    over: dict[str, int] = {}
    longest = stay.min_d
    for activity in campaign.flow.activities:
        if activity.id not in between and activity.id != stay.until:
            continue
        begins = max(
            (over[x.activity] + x.min_lag_d for x in activity.predecessors if x.activity in over),
            default=0,
        )
        if activity.id == stay.until:
            longest = max(longest, begins)
        else:
            own_stay = activity.id != stay.follows
            worked = activity.days == "working" and own_stay
            over[activity.id] = begins + (activity.duration_d or 0 if worked else 0)
    return longest


def _delivered(problem: SeasonProblem, campaign: Campaign, activity: ActivityTemplate) -> int:
    """Return the calendar number at which a delivery begun now, past closures, is over."""
    length, start = activity.duration_d or 0, 0
    for closure in problem.closures_for(campaign, activity):
        first, last = problem.calendar.number(closure.first), problem.calendar.number(closure.last)
        if first < start + length and start <= last and closure.last >= problem.now:
            start = last + 1
    return min(start + length, problem.calendar.days)


def _soonest_start(campaign: Campaign, activity: ActivityTemplate, done: dict[str, _Done]) -> _Done:
    """Return the working number from which work may start, and the work it waits for."""
    soonest = _Done(at=0, after=None)
    waits = [(link.activity, link.min_lag_d) for link in activity.predecessors]
    for stay in campaign.flow.stays:
        if stay.until == activity.id and stay.follows is not None:
            waits.append((stay.follows, stay.min_d))
    for before, lag_d in waits:
        at = done[before].at + lag_d
        if soonest.after is None or at > soonest.at:
            soonest = _Done(at=at, after=before)
    return soonest


def _walk_back(last: str | None, done: dict[str, _Done]) -> tuple[str, ...]:
    chain: list[str] = []
    while last is not None:
        chain.append(last)
        last = done[last].after
    return tuple(reversed(chain))


def _first_launch(calendar: CampaignCalendar, campaign: Campaign, ready: int) -> date:
    """Return the first launch day before whose roll-out `ready` working days lie."""
    rollout = calendar.after_working(0, min(ready, len(calendar.working_days)))
    return calendar.day(rollout + campaign.rollout.l_minus_d)
