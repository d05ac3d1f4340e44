"""On which days could the pads launch the season, and how good can any schedule be?

A time-indexed model: one binary for each mission and allowed launch day, rows for pads, for one
launch a day, for launch crews and for halls that a vehicle leaves at roll-out. All else is left
out, so its optimum is a true lower bound of the whole season (weighted lateness has a tight
linear relaxation here, none in a scheduling model); its days are where the search for the whole
begins.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from ortools.linear_solver.python import model_builder

from cosmodrome.campaign.earliest import least_stay_d
from cosmodrome.campaign.problem import Campaign, SeasonProblem
from cosmodrome.errors import ConvergenceError

# Effort is counted in nodes, not seconds: seasons of a dozen missions need one, a crowded one
# keeps the bound of the first.
NODES = 1
# The bound is a sum of whole weighted days, computed in floating point.
ROUNDING = 1e-4

LaunchDays = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterPlan:
    """Launch days (calendar numbers) and a bound of the least weighted lateness.

    `dropped` missions find no day on their pad beside the others.
    """

    launches: dict[str, int]
    dropped: tuple[str, ...]
    lower_bound: int


def plan_pads(problem: SeasonProblem, days: LaunchDays) -> MasterPlan:
    """Return the best launch days as far as pads and the range go.

    Parameters
    ----------
    problem : SeasonProblem
        The season.
    days : mapping
        Allowed launch days (calendar numbers) of every mission.

    Raises
    ------
    ConvergenceError
        If the solver gives up; a season without any launch is still an answer.
    """
    model = model_builder.Model()  # type: ignore[no-untyped-call]
    choice: dict[tuple[str, int], model_builder.Variable] = {}
    dropped: dict[str, model_builder.Variable] = {}
    cost = []
    for campaign in problem.campaigns:
        wished = problem.calendar.number(campaign.request.mission.earliest)
        dropped[campaign.id] = model.new_bool_var(f"{campaign.id} dropped")
        cost.append(price_of_dropping(problem, campaign.id) * dropped[campaign.id])
        on_a_day = []
        for day in days[campaign.id]:
            choice[campaign.id, day] = model.new_bool_var(f"{campaign.id} on {day}")
            on_a_day.append(choice[campaign.id, day])
            cost.append(campaign.weight * (day - wished) * choice[campaign.id, day])
        model.add(sum(on_a_day) + dropped[campaign.id] == 1)
    _share(model, problem, choice)
    model.minimize(sum(cost))
    solver = model_builder.Solver("scip")
    solver.set_solver_specific_parameters(f"limits/nodes = {NODES}")
    status = solver.solve(model)
    if status not in (model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE):
        raise ConvergenceError(f"the pad master stopped with {status.name}")
    return MasterPlan(
        launches={m: day for (m, day), var in choice.items() if solver.value(var) > 0.5},
        dropped=tuple(m for m, var in dropped.items() if solver.value(var) > 0.5),
        lower_bound=ceil(solver.best_objective_bound - ROUNDING),
    )


def _share(
    model: model_builder.Model,
    problem: SeasonProblem,
    choice: Mapping[tuple[str, int], model_builder.Variable],
) -> None:
    """Let no day hold more launches, campaigns on a pad, pads of a crew or stays than it can."""
    places = {facility.id: facility.places for facility in problem.spaceport.facilities}
    places.update({site.id: 1 for site in problem.spaceport.complexes})
    at_once: dict[tuple[str, str, int], list[tuple[str, int]]] = defaultdict(list)
    for mission, day in choice:
        for axis, shared, span in _taken(problem, problem.campaign(mission), day):
            for busy in span:
                at_once[axis, shared, busy].append((mission, day))
    # Days on which the same launches meet say the same: each is written once.
    different = {
        (places.get(shared, 1), tuple(here)): None for (_, shared, _), here in at_once.items()
    }
    for capacity, here in different:
        if len(here) > capacity:
            model.add(sum(choice[pair] for pair in here) <= capacity)


def _taken(
    problem: SeasonProblem, campaign: Campaign, day: int
) -> Iterator[tuple[str, str, range]]:
    """Yield what a launch on a day takes for certain: axis, what, and the numbers of the axis.

    A stay that ends with roll-out takes its place for at least the work done in it; when other
    halls are taken is for the solver to say.
    """
    yield "calendar", "one launch a day", range(day, day + 1)
    yield "calendar", campaign.request.complex.id, range(*problem.pad_hold(campaign, day))
    for hold in campaign.field_holds:
        if hold.zone.is_open_on(problem.calendar.day(day)):
            yield "calendar", hold.what, range(day + hold.first_d, day + hold.last_d + 1)
    rollout = campaign.rollout_number(day)
    for crew in campaign.pad_crews:
        yield "calendar", crew, range(rollout, day + 1)
    ready = problem.calendar.worked_before[max(rollout, 0)]
    for stay in campaign.flow.stays:
        if stay.until == campaign.rollout.id:
            for _ in range(stay.places):
                yield "working", stay.facility, range(ready - least_stay_d(campaign, stay), ready)


def price_of_dropping(problem: SeasonProblem, mission: str) -> int:
    """Return what refusing a mission costs: more than any delay of all missions together."""
    total = sum(c.weight for c in problem.campaigns)
    return (problem.campaign(mission).weight + total) * (problem.calendar.days + 1)
