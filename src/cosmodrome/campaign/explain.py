"""Why is a launch on its day, and why has a mission none?

A day earlier is forbidden by a rule of the day, by a neighbour on the pad or the range, or by a
hall or crew; the last is found by leaving rules out until the day becomes possible.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from cosmodrome.campaign.calendar import ONE_DAY
from cosmodrome.campaign.day_rules import DAY_RULES, DayCase, forbidding_rule
from cosmodrome.campaign.problem import Campaign, SeasonProblem
from cosmodrome.campaign.rules import SEASON_RULES
from cosmodrome.campaign.schedule import RefusedMission
from cosmodrome.campaign.solver import Starts, earliest_season
from cosmodrome.campaign.spacing import spacings

Launches = Mapping[str, int]

# Rules whose absence may make room in halls, in the order in which they are tried.
_ROOM_RULES = (
    "facility-capacity",
    "hypergolic-exclusion",
    "crews",
    "facility-closures",
    "storage-limits",
)
_PLACE_RULES = ("facility-capacity", "hypergolic-exclusion", "crews")
_FIELD_RULES = ("drop-zone-bookings", "field-teams")
_SHARED_RULES = (
    *("pad-occupancy", "launch-crews", "one-launch-a-day", "launch-spacing"),
    *_FIELD_RULES,
    *_ROOM_RULES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The sentences that fix a launch day, and the work on which it hangs."""

    sentences: tuple[str, ...]
    critical: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Obstacle:
    """What forbids a day: a rule, in words, and the work it hangs on."""

    rule: str
    reason: str
    critical: frozenset[tuple[str, str]] = frozenset()


# ---- a launch that is planned ----


def why_this_day(problem: SeasonProblem, case: DayCase, launches: Launches) -> Why:
    """Return what keeps a planned launch from every earlier day, in order of the days."""
    campaign, calendar = case.campaign, problem.calendar
    day = calendar.day(launches[campaign.id])
    wish = max(campaign.request.mission.earliest, problem.season_first, problem.now)
    earlier = [wish + n * ONE_DAY for n in range((day - wish).days)]
    with_window = [d for d in earlier if d in campaign.request.allowed_dates]
    obstacles = _obstacles(problem, case, launches, with_window)
    sentences = [_from_to(days, cause.reason) for days, cause in _runs(obstacles)]
    if len(with_window) < len(earlier):
        none = len(earlier) - len(with_window)
        shut = [d for d in earlier if d not in campaign.request.allowed_dates]
        sentences.insert(0, _from_to(shut, f"no permitted window on {none} of these days"))
    pad = frozenset((campaign.id, a.id) for a in campaign.pad_days)
    critical = pad.union(*(cause.critical for _, cause in obstacles[-1:]))
    last = "the first day that nothing forbids" if earlier else "the earliest day allowed"
    return Why(sentences=(*sentences, f"{day} is {last}"), critical=critical)


def _runs(obstacles: list[tuple[date, _Obstacle]]) -> Iterator[tuple[list[date], _Obstacle]]:
    for _, group in groupby(obstacles, key=lambda item: (item[1].rule, item[1].reason)):
        run = list(group)
        yield [day for day, _ in run], run[0][1]


def _from_to(days: list[date], reason: str) -> str:
    span = str(days[0]) if len(days) == 1 else f"{days[0]} to {days[-1]}"
    return f"{span}: {reason}"


def _obstacles(
    problem: SeasonProblem, case: DayCase, launches: Launches, days: list[date]
) -> list[tuple[date, _Obstacle]]:
    """Return what forbids each day to a planned mission while the others keep theirs."""
    plain = {day: _plain_obstacle(problem, case, launches, day) for day in days}
    puzzling = [day for day in days if plain[day] is None]
    house = _full_house(problem, case.campaign, launches, puzzling) if puzzling else None
    known = ((day, plain[day] or house) for day in days)
    return [(day, cause) for day, cause in known if cause is not None]


def _plain_obstacle(
    problem: SeasonProblem, case: DayCase, launches: Launches, day: date
) -> _Obstacle | None:
    forbidden = forbidding_rule(case, day)
    if forbidden is not None:
        rule, reason = forbidden
        if rule == "processing-time":
            return _Obstacle(rule=rule, reason=_chain_in_words(case), critical=_chain(case))
        return _Obstacle(rule=rule, reason=reason)
    number = problem.calendar.number(day)
    asked = (_pad_neighbour, _launch_neighbour, _spaced_neighbour, _zone_neighbour)
    found = (rule(problem, case.campaign, launches, number) for rule in asked)
    return next((obstacle for obstacle in found if obstacle is not None), None)


def _pad_neighbour(
    problem: SeasonProblem, campaign: Campaign, launches: Launches, number: int
) -> _Obstacle | None:
    calendar = problem.calendar
    begins, free = problem.pad_hold(campaign, number)
    for other in _others(problem, campaign, launches):
        if other.request.complex.id != campaign.request.complex.id:
            continue
        other_begins, other_free = problem.pad_hold(other, launches[other.id])
        if begins < other_free and other_begins < free:
            site, their_day = campaign.request.complex.id, calendar.day(launches[other.id])
            if other_begins <= begins:
                work = frozenset((other.id, step.id) for step, _ in other.restoration)
                return _Obstacle(
                    rule="pad-occupancy",
                    reason=f"pad {site} is held by {other.id}, which launches on {their_day}, "
                    f"until its restoration ({other.restoration_d} working days) ends on "
                    f"{calendar.day(other_free - 1)}",
                    critical=work | {(other.id, "launch_day")},
                )
            return _Obstacle(
                rule="pad-occupancy",
                reason=f"pad {site} would not be restored in time for the roll-out of {other.id} "
                f"on {calendar.day(other_begins)}",
            )
    return None


def _launch_neighbour(
    problem: SeasonProblem, campaign: Campaign, launches: Launches, number: int
) -> _Obstacle | None:
    teams = {f.id: f.places for f in problem.spaceport.facilities}
    for other in _others(problem, campaign, launches):
        theirs = launches[other.id]
        if theirs == number:
            return _Obstacle(
                rule="one-launch-a-day",
                reason=f"the range supports {other.id} on this day",
            )
        apart = campaign.rollout_number(number) > theirs or other.rollout_number(theirs) > number
        shared = [c for c in campaign.pad_crews if c in other.pad_crews and teams[c] == 1]
        if shared and not apart:
            return _Obstacle(
                rule="launch-crews",
                reason=f"{shared[0]} is on the pad with {other.id}, which launches on "
                f"{problem.calendar.day(theirs)}",
            )
    return None


def _spaced_neighbour(
    problem: SeasonProblem, campaign: Campaign, launches: Launches, number: int
) -> _Obstacle | None:
    for spacing in spacings(problem):
        pair = {spacing.mission, spacing.other}
        if campaign.id not in pair or not pair <= {campaign.id, *launches}:
            continue
        (other,) = pair - {campaign.id}
        if abs(launches[other] - number) < spacing.days:
            return _Obstacle(
                rule="launch-spacing",
                reason=f"{spacing.mission} is to launch {spacing.hours_h:g} h before or after "
                f"{spacing.other}, and {other} launches on {problem.calendar.day(launches[other])}",
            )
    return None


def _zone_neighbour(
    problem: SeasonProblem, campaign: Campaign, launches: Launches, number: int
) -> _Obstacle | None:
    """Find a drop zone of this day that another launch has, from evacuation to clean-up."""
    mine = _zone_days(problem, campaign, number)
    for other in _others(problem, campaign, launches):
        launched = problem.calendar.day(launches[other.id])
        for zone, taken in _zone_days(problem, other, launches[other.id]).items():
            if zone in mine and set(mine[zone]) & set(taken):
                return _Obstacle(
                    rule="drop-zone-bookings",
                    reason=f"drop zone {zone} is taken by {other.id}, which launches on "
                    f"{launched}, from {problem.calendar.day(taken[0])} to "
                    f"{problem.calendar.day(taken[-1])}",
                )
    return None


def _zone_days(problem: SeasonProblem, campaign: Campaign, number: int) -> dict[str, range]:
    """Return the days (calendar numbers) on which a launch has each of its open zones."""
    return {
        hold.what: range(number + hold.first_d, number + hold.last_d + 1)
        for hold in campaign.field_holds
        if hold.what == hold.zone.id and hold.zone.is_open_on(problem.calendar.day(number))
    }


def _full_house(
    problem: SeasonProblem, campaign: Campaign, launches: Launches, days: list[date]
) -> _Obstacle:
    """Find the hall, crew or limit that forbids days on which the pad is free."""
    numbers = tuple(problem.calendar.number(day) for day in days)
    rule = _rule_in_the_way(problem, campaign, launches, numbers, (*_FIELD_RULES, *_ROOM_RULES))
    place = next(
        (
            facility.id
            for facility in problem.spaceport.facilities
            if rule in _PLACE_RULES
            and _beside_the_others(
                problem, campaign, launches, numbers, without=(f"{rule}:{facility.id}",)
            )
        ),
        None,
    )
    if place is None:
        return _Obstacle(rule=rule, reason=_in_words(rule))
    work = frozenset(
        (campaign.id, activity.id)
        for activity in campaign.shop_work
        if place in (activity.facility, *activity.resources)
    )
    return _Obstacle(
        rule=rule,
        reason=f"{place} has no place left beside the other missions "
        f"({problem.capacity(place)} in all; {_in_words(rule)})",
        critical=work,
    )


def _others(problem: SeasonProblem, campaign: Campaign, launches: Launches) -> Iterator[Campaign]:
    """Yield the other planned campaigns, those that launch last first."""
    planned = [c for c in problem.campaigns if c.id in launches and c.id != campaign.id]
    yield from sorted(planned, key=lambda c: -launches[c.id])


def _chain(case: DayCase) -> frozenset[tuple[str, str]]:
    return frozenset((case.campaign.id, name) for name in case.soonest.chain)


def _chain_in_words(case: DayCase) -> str:
    """Tell the chain of work that takes longest, with its days."""
    flow, mission = case.campaign.flow, case.campaign.request.mission
    steps = []
    for name in case.soonest.chain:
        activity = flow.activity(name)
        if activity.anchor == "arrival":
            steps.append(f"spacecraft arrives {mission.spacecraft_arrival}")
        else:
            unit = "d" if activity.days == "calendar" else "working d"
            steps.append(f"{activity.name} ({activity.duration_d} {unit})")
    steps.append(f"roll-out at L-{case.campaign.rollout.l_minus_d}")
    return f"the work cannot lead to a launch before {case.soonest.launch}: {'; '.join(steps)}"


# ---- a mission that is refused ----


def no_day_at_all(case: DayCase) -> RefusedMission:
    """Return the refusal of a mission for which the rules of the day leave no day."""
    mission = case.campaign.request.mission
    if case.soonest.launch > mission.due:
        late_d = (case.soonest.launch - mission.due).days
        return _refusal(
            case,
            "processing-time",
            value=str(case.soonest.launch),
            limit=str(mission.due),
            message=f"{_chain_in_words(case)}; that is {late_d} days after due {mission.due}",
        )
    wished = [
        mission.earliest + n * ONE_DAY for n in range((mission.due - mission.earliest).days + 1)
    ]
    rule, reason = _binding(case, wished)
    return _refusal(
        case,
        rule,
        value=f"{mission.earliest} to {mission.due}",
        limit=reason,
        message=f"no launch day from {mission.earliest} to {mission.due}: {reason}",
    )


def _binding(case: DayCase, wished: list[date]) -> tuple[str, str]:
    """Return the rule of the day without which a day is left, or that which forbids most."""
    for name in DAY_RULES:
        others = {key: rule for key, rule in DAY_RULES.items() if key != name}
        if any(all(rule(case, day) is None for rule in others.values()) for day in wished):
            reasons = [said for day in wished if (said := DAY_RULES[name](case, day)) is not None]
            return name, reasons[-1]
    counts = {
        name: [said for day in wished if (said := rule(case, day)) is not None]
        for name, rule in DAY_RULES.items()
    }
    worst = max(counts, key=lambda name: len(counts[name]))
    return worst, counts[worst][-1]


def crowded_out(problem: SeasonProblem, case: DayCase, launches: Launches) -> RefusedMission:
    """Return the refusal of a mission that finds no room beside the others by its due day."""
    campaign, mission = case.campaign, case.campaign.request.mission
    calendar = problem.calendar
    wished = tuple(
        calendar.number(day)
        for day in sorted(set(campaign.request.allowed_dates))
        if day >= problem.now and forbidding_rule(case, day) is None
    )
    rule = _rule_in_the_way(problem, campaign, launches, wished, _SHARED_RULES)
    later = _first_room_after(problem, campaign, launches, case)
    remedy = (
        f"beside the others its earliest possible launch is {later}, "
        f"{(later - mission.due).days} days after due {mission.due}"
        if later is not None
        else f"beside the others it finds no launch day before {calendar.last}"
    )
    return _refusal(
        case,
        rule,
        value=str(later) if later is not None else None,
        limit=str(mission.due),
        message=f"{_in_words(rule)}; {remedy}",
    )


def _first_room_after(
    problem: SeasonProblem, campaign: Campaign, launches: Launches, case: DayCase
) -> date | None:
    """Return the first day after the due day with room on the pad, in halls and for crews."""
    calendar = problem.calendar
    due = calendar.number(campaign.request.mission.due)
    until = calendar.number(problem.season_last) + 90
    after = tuple(
        number
        for number in range(due + 1, min(until, calendar.days - 60))
        if _open_but_for_window(case, calendar.day(number))
    )
    if not after:
        return None
    found = _beside_the_others(problem, campaign, launches, after, without=())
    return None if found is None else calendar.day(found.launches[campaign.id])


def _open_but_for_window(case: DayCase, day: date) -> bool:
    asked = ("complex-in-service", "processing-time", "pad-closure", "drop-zone")
    return all(DAY_RULES[name](case, day) is None for name in asked)


def _rule_in_the_way(
    problem: SeasonProblem,
    campaign: Campaign,
    launches: Launches,
    days: tuple[int, ...],
    rules: tuple[str, ...],
) -> str:
    """Return the first single rule whose absence makes one of the days possible."""
    for rule in rules:
        if _beside_the_others(problem, campaign, launches, days, without=(rule,)) is not None:
            return rule
    return "several-rules"


def _beside_the_others(
    problem: SeasonProblem,
    campaign: Campaign,
    launches: Launches,
    days: tuple[int, ...],
    *,
    without: tuple[str, ...],
) -> Starts | None:
    """Return a season in which the others keep their days and this mission takes one of some."""
    together = tuple(c for c in problem.campaigns if c.id in launches or c.id == campaign.id)
    choices = {name: (day,) for name, day in launches.items()} | {campaign.id: days}
    return earliest_season(replace(problem, campaigns=together), choices, without=without)


def _in_words(rule: str) -> str:
    if rule not in SEASON_RULES:
        return "halls, crews and pads leave no room, and no single rule is the reason"
    said = (SEASON_RULES[rule].__doc__ or rule).split("\n")[0].rstrip(".")
    return f"rule {rule}: {said[0].lower()}{said[1:]}"


def _refusal(
    case: DayCase, rule: str, *, value: str | None, limit: str | None, message: str
) -> RefusedMission:
    mission = case.campaign.request.mission
    return RefusedMission(mission=mission.id, rule=rule, value=value, limit=limit, message=message)
