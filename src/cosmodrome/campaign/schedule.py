"""What is a campaign schedule? Activities with place, time and resources."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledActivity:
    """One activity of one mission. Times are UTC; `facility` is an id of the spaceport.

    `template` is the id in the flow ("us_fuel"), `activity` the words people read.
    `hazard` is "none" or what makes it dangerous ("hypergolic", "cryogenic", ...).
    `storage` tells a wait in store (drawn dashed); `assumed` that its duration is an estimate.
    """

    mission: str
    template: str
    activity: str
    facility: str
    resources: tuple[str, ...]
    start: datetime
    end: datetime
    hazard: str
    storage: bool
    assumed: bool
    critical: bool
    predecessors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSlot:
    """The launch day that the campaign gives a mission."""

    mission: str
    complex: str
    launch_date: date
    rollout: datetime
    start: datetime
    end: datetime
    backup_dates: tuple[date, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignSchedule:
    """All activities of a season, and what the solver proved about them.

    `status` is ``optimal``, ``feasible`` or ``infeasible``; `objective` and `lower_bound` are
    in priority-weighted days; `gap` is (objective - lower_bound) / max(objective, 1).
    """

    status: str
    objective: float
    lower_bound: float
    gap_ratio: float
    activities: tuple[ScheduledActivity, ...]
    launches: tuple[LaunchSlot, ...]
    refused: tuple[tuple[str, str, str], ...]
