"""Which rules judge a launch day on its own? One named function each.

Each returns why the day is forbidden, or None. Their order is that in which a reader wants to
hear them: wishes first, then the site, then the sky, then the work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from cosmodrome.campaign.earliest import EarliestLaunch
from cosmodrome.campaign.field import parts_without_zone
from cosmodrome.campaign.problem import Campaign, SeasonProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCase:
    """A campaign whose launch day is asked about, and how soon its work can be done."""

    problem: SeasonProblem
    campaign: Campaign
    soonest: EarliestLaunch


DayRule = Callable[[DayCase, date], str | None]


def not_before_earliest(case: DayCase, day: date) -> str | None:
    """Keep to the customer's earliest day."""
    earliest = case.campaign.request.mission.earliest
    return f"the customer wants no launch before {earliest}" if day < earliest else None


def not_after_due(case: DayCase, day: date) -> str | None:
    """Keep to the customer's due day."""
    due = case.campaign.request.mission.due
    return f"due {due}" if day > due else None


def inside_the_season(case: DayCase, day: date) -> str | None:
    """Stay in the season that the plan covers."""
    first, last = case.problem.season_first, case.problem.season_last
    return None if first <= day <= last else f"the season runs from {first} to {last}"


def complex_in_service(case: DayCase, day: date) -> str | None:
    """Roll out to a complex in service, and launch before it goes out of service."""
    site = case.campaign.request.complex
    rollout = day - timedelta(days=case.campaign.rollout.l_minus_d)
    if site.available_from is not None and rollout < site.available_from:
        return f"complex {site.id} enters service on {site.available_from}"
    if site.available_until is not None and day > site.available_until:
        return f"complex {site.id} goes out of service after {site.available_until}"
    return None


def spacecraft_and_vehicle_ready(case: DayCase, day: date) -> str | None:
    """Let delivery, arrival and processing take their time, with every hall and crew free."""
    soonest = case.soonest.launch
    return None if day >= soonest else f"processing cannot be done before {soonest}"


def pad_open(case: DayCase, day: date) -> str | None:
    """Keep the pad days clear of closures of the pad and its crew."""
    campaign = case.campaign
    rollout = day - timedelta(days=campaign.rollout.l_minus_d)
    for closure in case.problem.closures_of((campaign.request.complex.id, *campaign.pad_crews)):
        if closure.first <= day and rollout <= closure.last:
            return (
                f"{closure.facility} is closed from {closure.first} to {closure.last} "
                f"({closure.reason})"
            )
    return None


def drop_zones_open(case: DayCase, day: date) -> str | None:
    """Drop parts where their season allows it, told in time, with zones and teams not closed."""
    zones = case.campaign.request.drop_zones
    shut = parts_without_zone(zones, day)
    if shut:
        return f"no drop zone of {shut[0]} is open in {day:%B}"
    for work in case.campaign.field_on(day):
        first = day + timedelta(days=work.first_d)
        if first < case.problem.now:
            return (
                f"{work.activity.name} would have to be on {first}, before the plan's first day "
                f"{case.problem.now}"
            )
        last = day + timedelta(days=work.last_d)
        for closure in case.problem.closures_of((work.zone.id, *work.activity.resources)):
            if closure.first <= last and first <= closure.last:
                return (
                    f"{closure.facility} is closed from {closure.first} to {closure.last} "
                    f"({closure.reason})"
                )
    return None


def launch_window(case: DayCase, day: date) -> str | None:
    """Launch on a day on which a permitted window opens."""
    if day in case.campaign.request.allowed_dates:
        return None
    return "no permitted window on the day"


DAY_RULES: dict[str, DayRule] = {
    "earliest": not_before_earliest,
    "season": inside_the_season,
    "complex-in-service": complex_in_service,
    "launch-window": launch_window,
    "processing-time": spacecraft_and_vehicle_ready,
    "pad-closure": pad_open,
    "drop-zone": drop_zones_open,
    "due": not_after_due,
}


def forbidding_rule(case: DayCase, day: date) -> tuple[str, str] | None:
    """Return the first rule that forbids a day and what it says, or None if none does."""
    for name, rule in DAY_RULES.items():
        reason = rule(case, day)
        if reason is not None:
            return name, reason
    return None
