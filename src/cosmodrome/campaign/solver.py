"""When does every piece of work of the season start?

The whole season as a constraint model on two axes: shift work on working numbers, where a
duration is a plain number, pads and launches on calendar numbers; one table for each mission
links the two at roll-out. Limits are of deterministic effort, never of the clock, so that the
same season gives the same answer.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ortools.sat.python import cp_model

from cosmodrome.campaign.constraints import (
    ROLLOUT,
    Blocked,
    Constraint,
    FieldSpan,
    FieldTurn,
    LaunchesApart,
    LaunchSpacing,
    Moment,
    Order,
    PadCrew,
    PadTurn,
    Room,
)
from cosmodrome.campaign.master import LaunchDays, price_of_dropping
from cosmodrome.campaign.problem import Campaign, SeasonProblem
from cosmodrome.campaign.rules import SEASON_RULES
from cosmodrome.errors import ConvergenceError

# Variables, their sums and plain numbers: what the solver's library lets mix freely.
Expression: TypeAlias = Any

SEED = 20_160_428
# In the solver's own deterministic measure; one is some five seconds of a slow core.
EFFORT_FOR_DAYS = 4.0
EFFORT_FOR_WAITING = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """The start of everything that is decided, and what was proved about it.

    `launches` are calendar numbers; `work` are working numbers, for deliveries calendar
    numbers, by mission and activity. `objective` counts weighted days, dropped missions with
    their price.
    """

    launches: dict[str, int]
    work: dict[tuple[str, str], int]
    dropped: tuple[str, ...]
    objective: int
    lower_bound: int
    proven: bool


def earliest_season(
    problem: SeasonProblem,
    days: LaunchDays,
    *,
    lower_bound: int = 0,
    may_drop: Collection[str] = (),
    without: Collection[str] = (),
    known: Starts | None = None,
) -> Starts | None:
    """Return the season with the least weighted lateness; None if there is none.

    Parameters
    ----------
    problem : SeasonProblem
        The season.
    days : mapping
        Allowed launch days (calendar numbers) of every mission.
    lower_bound : int
        What the master proved; a schedule that reaches it is optimal.
    may_drop : collection of str
        Missions that may be left out, at a price above any delay.
    without : collection of str
        Names of season rules to leave out, to see what they forbid; ``rule:facility`` leaves
        out one facility of a rule.
    known : Starts, optional
        A season that is known to be possible, to begin with.
    """
    model = _SeasonModel(problem, days, may_drop=may_drop)
    model.keep(_constraints(problem, without))
    if known is not None:
        model.begin_with(known)
    return model.minimise_lateness(lower_bound)


def latest_work(problem: SeasonProblem, found: Starts) -> Starts:
    """Return a season with its launch days kept and all work as late as they let it.

    Late work keeps halls free and hardware at its maker's; the flows' least stays keep the
    reserves. Where the effort does not suffice to move the work it stays where it was found.
    """
    days = {campaign.id: (found.launches[campaign.id],) for campaign in problem.campaigns}
    model = _SeasonModel(problem, days, may_drop=())
    model.keep(_constraints(problem, ()))
    model.begin_with(found)
    try:
        return model.minimise_waiting() or found
    except ConvergenceError:
        return found


def _constraints(problem: SeasonProblem, without: Collection[str]) -> Iterable[Constraint]:
    for name, rule in SEASON_RULES.items():
        if name not in without:
            for constraint in rule(problem):
                place = constraint.facility if isinstance(constraint, Room) else ""
                if f"{name}:{place}" not in without:
                    yield constraint


class _SeasonModel:
    """The variables of a season and the constraints on them."""

    def __init__(
        self, problem: SeasonProblem, days: LaunchDays, *, may_drop: Collection[str]
    ) -> None:
        self._problem = problem
        self._model = cp_model.CpModel()
        self._kept: dict[str, Expression] = {}
        self._launch: dict[str, Expression] = {}
        self._pad: dict[str, Expression] = {}
        self._start: dict[tuple[str, str], Expression] = {}
        self._moments: dict[Moment, Expression] = {}
        self._delivered: dict[Moment, Expression] = {}
        for campaign in problem.campaigns:
            kept: Expression = self._model.new_bool_var(f"{campaign.id} kept")
            if campaign.id not in may_drop:
                self._model.add(kept == 1)
            self._kept[campaign.id] = kept
            self._add_launch(campaign, sorted(days[campaign.id]))
            self._add_work(campaign)

    # ---- variables ----

    def _add_launch(self, campaign: Campaign, days: list[int]) -> None:
        """Add the launch day, the roll-out's working number and the hold of the pad."""
        calendar, name = self._problem.calendar, campaign.id
        launch = self._model.new_int_var_from_domain(
            cp_model.Domain.from_values(days), f"{name} launch"
        )
        span = range(days[0], days[-1] + 1)
        holds = [self._problem.pad_hold(campaign, day) for day in span]
        free = self._looked_up(launch - days[0], [hold[1] for hold in holds], f"{name} pad free")
        rollout = self._looked_up(
            launch - days[0],
            [calendar.worked_before[max(hold[0], 0)] for hold in holds],
            f"{name} roll-out",
        )
        begins = launch - campaign.rollout.l_minus_d
        length = self._model.new_int_var(1, calendar.days, f"{name} pad days")
        self._launch[name] = launch
        self._pad[name] = self._model.new_optional_interval_var(
            begins, length, free, self._kept[name], f"{name} on the pad"
        )
        self._moments[Moment(mission=name, activity=ROLLOUT, at_end=False)] = rollout

    def _add_work(self, campaign: Campaign) -> None:
        """Add starts and ends of the work before roll-out."""
        calendar, name = self._problem.calendar, campaign.id
        last = len(calendar.working_days)
        for activity in campaign.arrivals:
            arrived = calendar.worked_before[campaign.arrived(activity, calendar)]
            self._moments[Moment(mission=name, activity=activity.id, at_end=True)] = arrived
        for activity in (*campaign.deliveries, *campaign.shop_work):
            length = activity.duration_d or 0
            working = activity.days == "working"
            latest = (last if working else calendar.days) - length
            start = self._model.new_int_var(0, latest, f"{name} {activity.id}")
            begins, ends = start, start + length
            if not working:
                table = list(calendar.worked_before)
                begins = self._looked_up(start, table, f"{name} {activity.id} begins")
                ends = self._looked_up(start, table[length:], f"{name} {activity.id} ends")
            self._start[name, activity.id] = start
            at_start = Moment(mission=name, activity=activity.id, at_end=False)
            at_end = Moment(mission=name, activity=activity.id, at_end=True)
            self._moments.update({at_start: begins, at_end: ends})
            if not working:
                self._delivered.update({at_start: start, at_end: start + length})

    def _looked_up(self, index: Expression, table: list[int], name: str) -> Expression:
        value = self._model.new_int_var(min(table), max(table), name)
        self._model.add_element(index, table, value)
        return value

    # ---- constraints ----

    def keep(self, constraints: Iterable[Constraint]) -> None:
        """Write down what the rules say."""
        writers: dict[type[Constraint], Callable[[Any], None]] = {
            Order: self._order,
            Room: self._room,
            PadTurn: self._pad_turn,
            PadCrew: self._pad_crew,
            LaunchSpacing: self._one_a_day,
            LaunchesApart: self._apart,
            FieldTurn: self._field_turn,
            Blocked: self._blocked,
        }
        for constraint in constraints:
            writers[type(constraint)](constraint)

    def _order(self, order: Order) -> None:
        first, then = self._moments[order.first], self._moments[order.then]
        kept = self._kept[order.then.mission]
        self._model.add(then >= first + order.min_lag_d).only_enforce_if(kept)
        if order.max_lag_d is not None:
            self._model.add(then <= first + order.max_lag_d).only_enforce_if(kept)

    def _room(self, room: Room) -> None:
        intervals, demands = [], []
        moments = self._axis_of(room)
        for number, taken in enumerate(room.occupations):
            begins, ends = moments[taken.begins], moments[taken.ends]
            name = f"{room.facility} {number} {taken.begins.mission}"
            length = self._model.new_int_var(0, self._problem.calendar.days, name)
            interval = self._model.new_optional_interval_var(
                begins, length, ends, self._kept[taken.begins.mission], name
            )
            intervals.append(interval)
            demands.append(taken.places)
        if room.capacity == 1:
            self._model.add_no_overlap(intervals)
        else:
            self._model.add_cumulative(intervals, demands, room.capacity)

    def _axis_of(self, room: Room) -> dict[Moment, Expression]:
        """Return calendar moments for what only deliveries occupy, else working moments."""
        moments = [m for taken in room.occupations for m in (taken.begins, taken.ends)]
        return self._delivered if all(m in self._delivered for m in moments) else self._moments

    def _pad_turn(self, turn: PadTurn) -> None:
        self._model.add_no_overlap([self._pad[mission] for mission in turn.missions])

    def _pad_crew(self, crew: PadCrew) -> None:
        """Keep the spans from roll-out through launch day within the crew's teams."""
        spans = []
        for mission in crew.missions:
            before_d = self._problem.campaign(mission).rollout.l_minus_d
            spans.append(
                self._model.new_optional_fixed_size_interval_var(
                    self._launch[mission] - before_d,
                    before_d + 1,
                    self._kept[mission],
                    f"{crew.crew} for {mission}",
                )
            )
        self._model.add_cumulative(spans, [1] * len(spans), crew.capacity)

    def _one_a_day(self, spacing: LaunchSpacing) -> None:
        days = [
            self._model.new_optional_fixed_size_interval_var(
                self._launch[m], 1, self._kept[m], f"{m} launch day"
            )
            for m in spacing.missions
        ]
        self._model.add_no_overlap(days)

    def _apart(self, apart: LaunchesApart) -> None:
        """Let neither launch lie in the days that begin with the other's."""
        spans = [
            self._model.new_optional_fixed_size_interval_var(
                self._launch[m], apart.days, self._kept[m], f"{m} keeps its distance"
            )
            for m in apart.missions
        ]
        self._model.add_no_overlap(spans)

    def _field_turn(self, turn: FieldTurn) -> None:
        """Keep launches out of a drop zone, or from a team, that another one has."""
        spans = [
            self._model.new_optional_fixed_size_interval_var(
                self._launch[span.mission] + span.first_d,
                span.last_d - span.first_d + 1,
                self._taken(span),
                f"{turn.what} for {span.mission} {number}",
            )
            for number, span in enumerate(turn.spans)
        ]
        self._model.add_cumulative(spans, [1] * len(spans), turn.capacity)

    def _taken(self, span: FieldSpan) -> Expression:
        """Return whether a launch takes a span: if it is kept, on a day of the zone's season."""
        kept = self._kept[span.mission]
        if span.on is None:
            return kept
        launch, taken = self._launch[span.mission], self._model.new_bool_var("in season")
        in_season = cp_model.Domain.from_values(sorted(span.on))
        self._model.add_implication(taken, kept)
        self._model.add_linear_expression_in_domain(launch, in_season).only_enforce_if(taken)
        self._model.add_linear_expression_in_domain(launch, in_season.complement()).only_enforce_if(
            taken.negated(), kept
        )
        return taken

    def _blocked(self, blocked: Blocked) -> None:
        start = self._start[blocked.mission, blocked.activity]
        campaign = self._problem.campaign(blocked.mission)
        length = campaign.flow.activity(blocked.activity).duration_d or 0
        allowed = cp_model.Domain(blocked.low - length + 1, blocked.high - 1).complement()
        self._model.add_linear_expression_in_domain(start, allowed).only_enforce_if(
            self._kept[blocked.mission]
        )

    def begin_with(self, found: Starts) -> None:
        """Tell the solver of a season that is known to be possible."""
        for key, start in self._start.items():
            self._model.add_hint(start, found.work[key])
        for mission, launch in self._launch.items():
            self._model.add_hint(launch, found.launches[mission])

    # ---- objectives ----

    def minimise_lateness(self, lower_bound: int) -> Starts | None:
        """Launch as early as windows allow, the weightier mission first."""
        cost: list[Expression] = []
        for campaign in self._problem.campaigns:
            name, kept = campaign.id, self._kept[campaign.id]
            wished = self._problem.calendar.number(campaign.request.mission.earliest)
            late = self._model.new_int_var(0, self._problem.calendar.days, f"{name} late")
            self._model.add(late >= self._launch[name] - wished).only_enforce_if(kept)
            cost.append(campaign.weight * late)
            cost.append(price_of_dropping(self._problem, name) * (1 - kept))
        self._model.add(sum(cost) >= lower_bound)
        self._model.minimize(sum(cost))
        return self._solve(EFFORT_FOR_DAYS)

    def minimise_waiting(self) -> Starts | None:
        """Start all work as late as possible."""
        waiting = []
        for campaign in self._problem.campaigns:
            last = self._moments[Moment(mission=campaign.id, activity=ROLLOUT, at_end=False)]
            for activity in campaign.shop_work:
                waiting.append(last - self._start[campaign.id, activity.id])
            for activity in campaign.deliveries:
                waiting.append(self._launch[campaign.id] - self._start[campaign.id, activity.id])
        self._model.minimize(sum(waiting))
        return self._solve(EFFORT_FOR_WAITING)

    def _solve(self, effort: float) -> Starts | None:
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = SEED
        solver.parameters.num_workers = 1
        # The linear relaxation proves the sum of waits fifty times sooner than without.
        solver.parameters.linearization_level = 2
        solver.parameters.max_deterministic_time = effort
        status = solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            raise ConvergenceError(
                f"the season's solver stopped without a schedule ({solver.status_name(status)} "
                f"after an effort of {effort:g}); shorten the season or the manifest"
            )
        return Starts(
            launches={m: solver.value(v) for m, v in self._launch.items()},
            work={key: solver.value(v) for key, v in self._start.items()},
            dropped=tuple(m for m, v in self._kept.items() if not solver.value(v)),
            objective=round(solver.objective_value),
            lower_bound=round(solver.best_objective_bound),
            proven=status == cp_model.OPTIMAL,
        )
