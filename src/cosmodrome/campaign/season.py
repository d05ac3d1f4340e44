"""When is each campaign of the season worked, and when does it launch?

The story: judge each day on its own; let the master place launches on pads and prove a bound;
let the solver place everything with launches near the master's, and wider where that fails;
then put all work as late as the launch days allow, and say why each day is what it is.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from cosmodrome.campaign.assemble import Placement, launch_slot, scheduled
from cosmodrome.campaign.calendar import ONE_DAY, CampaignCalendar, LocalTime
from cosmodrome.campaign.day_rules import DayCase, forbidding_rule
from cosmodrome.campaign.earliest import earliest_launch
from cosmodrome.campaign.explain import crowded_out, no_day_at_all, why_this_day
from cosmodrome.campaign.flow import Flows
from cosmodrome.campaign.master import MasterPlan, plan_pads, price_of_dropping
from cosmodrome.campaign.problem import SeasonProblem, campaign_of
from cosmodrome.campaign.request import CampaignRequest, ClosedSpan
from cosmodrome.campaign.schedule import CampaignSchedule, RefusedMission
from cosmodrome.campaign.solver import Starts, earliest_season, latest_work
from cosmodrome.errors import ConvergenceError, InputError
from cosmodrome.manifest.mission import Season
from cosmodrome.spaceport import Spaceport

__all__ = ["CampaignRequest", "solve_campaign"]

# Days after the season in which pads are restored and late launches are told of.
AFTERMATH_D = 150
# Launches are first sought this near to the master's days.
NEAR_D = 5


def solve_campaign(
    requests: Sequence[CampaignRequest],
    *,
    spaceport: Spaceport,
    flows: Flows,
    as_of: datetime,
    season: Season,
    closures: Sequence[ClosedSpan] = (),
) -> CampaignSchedule:
    """Return the schedule of a season with the least weighted lateness, and its proof.

    Parameters
    ----------
    requests : sequence of CampaignRequest
        Missions with vehicle, complex and the local days on which a window allows a lift-off.
    spaceport : Spaceport
        The site they share; its own closures count too.
    flows : Flows
        The catalogue's processing flows.
    as_of : datetime
        The plan's now: work begins on the first whole local day after it.
    season : Season
        Launches lie inside; work may begin before it.
    closures : sequence
        Closures beside the spaceport's own.

    Returns
    -------
    CampaignSchedule
        Missions without a possible day are in `refused`, each with its binding rule; the rest
        is planned. Lateness is counted in days after the customer's earliest day, times the
        mission's priority.

    Raises
    ------
    InputError
        If two requests are for one mission, or a flow needs what the spaceport lacks.
    """
    problem = season_problem(
        requests, spaceport=spaceport, flows=flows, as_of=as_of, season=season, closures=closures
    )
    cases = {c.id: _case(problem, c.id) for c in problem.campaigns}
    days = {name: _allowed_days(case) for name, case in cases.items()}
    refused = [no_day_at_all(cases[name]) for name in days if not days[name]]
    planned = _only(problem, [name for name in days if days[name]])
    if not planned.campaigns:
        return _nothing_planned(refused)
    master = plan_pads(planned, days)
    starts = _earliest(planned, days, master)
    kept = _only(planned, [c.id for c in planned.campaigns if c.id not in starts.dropped])
    launches = {name: starts.launches[name] for name in (c.id for c in kept.campaigns)}
    refused += [crowded_out(planned, cases[name], launches) for name in starts.dropped]
    if not kept.campaigns:
        return _nothing_planned(refused)
    price = sum(price_of_dropping(planned, name) for name in starts.dropped)
    starts = replace(
        starts,
        launches=launches,
        objective=starts.objective - price,
        lower_bound=max(starts.lower_bound - price, 0),
    )
    return _schedule(kept, cases, starts, refused)


def season_problem(
    requests: Sequence[CampaignRequest],
    *,
    spaceport: Spaceport,
    flows: Flows,
    as_of: datetime,
    season: Season,
    closures: Sequence[ClosedSpan] = (),
) -> SeasonProblem:
    """Return the season's problem, its parts joined and checked."""
    names = [request.mission.id for request in requests]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"mission {name!r} is asked for twice")
    first = LocalTime(utc_offset_h=spaceport.utc_offset_h).first_whole_day(as_of)
    last = max(season.last, first) + AFTERMATH_D * ONE_DAY
    return SeasonProblem(
        campaigns=tuple(campaign_of(r, flows=flows, spaceport=spaceport) for r in requests),
        spaceport=spaceport,
        calendar=CampaignCalendar(first=first, last=last, working=spaceport.calendar),
        closures=(*spaceport.closures, *closures),
        season_first=season.first,
        season_last=season.last,
    )


def _case(problem: SeasonProblem, mission: str) -> DayCase:
    campaign = problem.campaign(mission)
    return DayCase(problem=problem, campaign=campaign, soonest=earliest_launch(problem, campaign))


def _allowed_days(case: DayCase) -> tuple[int, ...]:
    """Return the calendar numbers of the launch days that no rule of the day forbids."""
    allowed: list[date] = sorted(set(case.campaign.request.allowed_dates))
    return tuple(
        case.problem.calendar.number(day)
        for day in allowed
        if day >= case.problem.now and forbidding_rule(case, day) is None
    )


def _only(problem: SeasonProblem, missions: Collection[str]) -> SeasonProblem:
    return replace(problem, campaigns=tuple(c for c in problem.campaigns if c.id in missions))


def _earliest(
    problem: SeasonProblem, days: dict[str, tuple[int, ...]], master: MasterPlan
) -> Starts:
    """Return the best season found: near the master's days if that reaches the bound."""
    bound = master.lower_bound
    near = None if master.dropped else _near_the_master(problem, days, master)
    if near is not None and near.objective == bound:
        return near
    everyone = [c.id for c in problem.campaigns]
    try:
        found = None
        if not master.dropped:
            found = earliest_season(problem, days, lower_bound=bound, known=near)
        if found is None:
            found = earliest_season(problem, days, lower_bound=bound, may_drop=everyone)
    except ConvergenceError:
        if near is None:
            raise
        found = near
    if found is None:
        raise ConvergenceError("a season from which everything may be dropped has no schedule")
    best = near if near is not None and near.objective < found.objective else found
    proven = found.lower_bound if found is not near else bound
    return replace(best, lower_bound=max(proven, bound))


def _near_the_master(
    problem: SeasonProblem, days: dict[str, tuple[int, ...]], master: MasterPlan
) -> Starts | None:
    """Return the best season with launches near the master's, None if there is none at hand."""
    near = {
        name: tuple(d for d in days[name] if abs(d - day) <= NEAR_D)
        for name, day in master.launches.items()
    }
    try:
        return earliest_season(problem, near, lower_bound=master.lower_bound)
    except ConvergenceError:
        return None


def _schedule(
    problem: SeasonProblem,
    cases: dict[str, DayCase],
    starts: Starts,
    refused: list[RefusedMission],
) -> CampaignSchedule:
    """Return the schedule whose launch days are given and whose work is as late as it may be."""
    launches = starts.launches
    late = latest_work(problem, starts)
    whys = {name: why_this_day(problem, cases[name], launches) for name in launches}
    critical = frozenset(pair for why in whys.values() for pair in why.critical)
    placement = Placement(problem=problem, starts=late, critical=critical)
    activities = scheduled(placement)
    slots = [
        launch_slot(placement, c, activities, why=whys[c.id].sentences) for c in problem.campaigns
    ]
    return CampaignSchedule(
        status="optimal" if starts.objective == starts.lower_bound else "feasible",
        objective=float(starts.objective),
        lower_bound=float(starts.lower_bound),
        gap_ratio=(starts.objective - starts.lower_bound) / max(starts.objective, 1),
        activities=activities,
        launches=tuple(sorted(slots, key=lambda slot: (slot.launch_date, slot.mission))),
        refused=tuple(refused),
    )


def _nothing_planned(refused: Sequence[RefusedMission]) -> CampaignSchedule:
    return CampaignSchedule(
        status="infeasible" if refused else "optimal",
        objective=0.0,
        lower_bound=0.0,
        gap_ratio=0.0,
        activities=(),
        launches=(),
        refused=tuple(refused),
    )
