"""On which days could the pads launch the season, and how good can any schedule be?

A time-indexed model: one binary for each mission and allowed launch day, rows for pads and for
one launch a day. Halls and crews are left out, so its optimum is a true lower bound of the whole
season (weighted lateness on pads has a tight linear relaxation here, none in a scheduling
model); its days are where the search for the whole begins.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ortools.linear_solver.python import model_builder

from cosmodrome.campaign.problem import SeasonProblem
from cosmodrome.errors import ConvergenceError

LaunchDays = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterPlan:
    """Launch days (calendar numbers) and the least weighted lateness.

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
    _share_pads(model, problem, choice)
    model.minimize(sum(cost))
    solver = model_builder.Solver("scip")
    status = solver.solve(model)
    if status != model_builder.SolveStatus.OPTIMAL:
        raise ConvergenceError(f"the pad master stopped with {status.name}")
    return MasterPlan(
        launches={m: day for (m, day), var in choice.items() if solver.value(var) > 0.5},
        dropped=tuple(m for m, var in dropped.items() if solver.value(var) > 0.5),
        lower_bound=round(solver.objective_value),
    )


def _share_pads(
    model: model_builder.Model,
    problem: SeasonProblem,
    choice: Mapping[tuple[str, int], model_builder.Variable],
) -> None:
    """Let no day hold more launches, campaigns on a pad or pads of a crew than it can."""
    at_once = defaultdict(list)
    for (mission, day), chosen in choice.items():
        campaign = problem.campaign(mission)
        at_once["one launch a day", day].append(chosen)
        for busy in range(*problem.pad_hold(campaign, day)):
            at_once[campaign.request.complex.id, busy].append(chosen)
        for busy in range(campaign.rollout_number(day), day + 1):
            for crew in campaign.pad_crews:
                at_once[crew, busy].append(chosen)
    teams = {f.id: f.places for f in problem.spaceport.facilities if f.kind == "crew"}
    for (shared, _), chosen_here in at_once.items():
        if len(chosen_here) > teams.get(shared, 1):
            model.add(sum(chosen_here) <= teams.get(shared, 1))


def price_of_dropping(problem: SeasonProblem, mission: str) -> int:
    """Return what refusing a mission costs: more than any delay of all missions together."""
    total = sum(c.weight for c in problem.campaigns)
    return (problem.campaign(mission).weight + total) * (problem.calendar.days + 1)
