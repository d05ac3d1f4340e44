"""What is a campaign schedule? Activities with place, time and resources."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledActivity:
    """One activity of one mission. Times are UTC; `facility` is an id of the spaceport.

    `template` is the id in the flow ("us_fuel"), `activity` the words people read.
    `hazard` is "none" or what makes it dangerous ("hypergolic", "cryogenic", ...).
    `storage` tells a wait (drawn dashed), whose `template` is the stay's id; `assumed` that its
    duration is an estimate; `critical` that the launch date hangs on it. `predecessors` are
    templates of the same mission.
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
class ZoneBooking:
    """A drop zone kept for a launch: on its day, which comes first, and on reserve days."""

    zone: str
    part: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSlot:
    """The launch day that the campaign gives a mission; the day is local to the site.

    `start` is when the first work on the mission's hardware begins, `end` when the pad is
    released; work in drop zones is counted in neither. `why` tells, in sentences, what keeps the
    launch from being earlier. `drop_zones` are those booked; without all of them no day is a
    backup.
    """

    mission: str
    complex: str
    launch_date: date
    rollout: datetime
    start: datetime
    end: datetime
    backup_dates: tuple[date, ...]
    why: tuple[str, ...]
    drop_zones: tuple[ZoneBooking, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedMission:
    """A mission that the calendar or the spaceport refuses; `value` breaks the `limit`."""

    mission: str
    rule: str
    value: float | str | None
    limit: float | str | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignSchedule:
    """All activities of a season, and what the solver proved about them.

    `status` is ``optimal``, ``feasible`` or ``infeasible``; `objective` and `lower_bound` are
    in priority-weighted days; `gap_ratio` is (objective - lower_bound) / max(objective, 1).
    """

    status: str
    objective: float
    lower_bound: float
    gap_ratio: float
    activities: tuple[ScheduledActivity, ...]
    launches: tuple[LaunchSlot, ...]
    refused: tuple[RefusedMission, ...]

    def launch(self, mission: str) -> LaunchSlot | None:
        """Return the launch slot of a mission, or None if it was refused."""
        return next((slot for slot in self.launches if slot.mission == mission), None)

    def of_mission(self, mission: str) -> tuple[ScheduledActivity, ...]:
        """Return the activities of a mission in order of time."""
        return tuple(a for a in self.activities if a.mission == mission)
