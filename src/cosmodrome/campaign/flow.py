"""What work does a campaign consist of, in which order, where, and for how long?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Literal

from cosmodrome.errors import InputError

WorkDays = Literal["working", "calendar"]
Anchor = Literal["free", "arrival", "launch", "after-launch", "notice", "field"]
FlowKind = Literal["launch-vehicle", "upper-stage", "spacecraft", "drop-zone"]

PAD = "pad"
ZONE = "zone"
IN_THE_FIELD: tuple[Anchor, ...] = ("notice", "field")
LONGEST_D = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The wish to start after `activity` has ended, `min_lag_d` to `max_lag_d` days later.

    Lags are working days between the end of the one and the start of the other. An `optional`
    link holds only in campaigns that have the activity (there may be no upper stage).
    """

    activity: str
    min_lag_d: int = 0
    max_lag_d: int | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityTemplate:
    """A piece of work on one item of hardware, or in a drop zone.

    `duration_d` counts days worked by one shift (``working``) or days of the calendar; None
    means the rest of the pad's refurbishment, in the field the launch day and the zone's reserve
    days. `shortest_d` and `longest_d` tell how sure it is. `anchor` says what fixes the day:
    nothing, the spacecraft's arrival, the launch (`l_minus_d` days before it), the end of the
    one before it after launch, in a drop zone the day of its notice, or the launch (``field``,
    where `l_minus_d` is negative after it). `facility` is an id of the spaceport, ``pad`` or
    ``zone``; `places` is how many places the work takes for itself (0 where a `Stay` has taken
    them already, and of a zone where others may be in it).
    """

    id: str
    name: str
    duration_d: int | None
    days: WorkDays
    facility: str
    anchor: Anchor = "free"
    l_minus_d: int = 0
    places: int = 1
    resources: tuple[str, ...] = ()
    hazard: str = "none"
    predecessors: tuple[Link, ...] = ()
    shortest_d: int | None = None
    longest_d: int | None = None
    starts_local: time | None = None
    assumed: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if self.duration_d is not None and not 1 <= self.duration_d <= LONGEST_D:
            raise InputError(
                f"activity {self.id}: a duration is 1 to {LONGEST_D} days, got {self.duration_d}"
            )
        if self.duration_d is None and self.anchor not in ("after-launch", "field"):
            raise InputError(
                f"activity {self.id}: only work after launch may have no duration, or in the field"
            )
        if self.anchor == "arrival" and (self.places or self.resources):
            raise InputError(
                f"activity {self.id}: an arrival's day is the customer's, it can take neither "
                f"places nor crews, got {self.places} places and {list(self.resources)}; "
                "let the work after it take them"
            )
        if self.l_minus_d < 0 and self.anchor != "field":
            raise InputError(
                f"activity {self.id}: l_minus_d is positive before launch, got {self.l_minus_d}"
            )
        if self.places < 0:
            raise InputError(f"activity {self.id}: places must not be negative, got {self.places}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Hardware takes places of a facility from one activity to another, at work or waiting.

    It begins with the start of `begins_with` or with the end of `follows` (one of them), and
    ends with the start of `until`; it lasts `min_d` to `max_d` working days.
    """

    id: str
    name: str
    facility: str
    until: str
    begins_with: str | None = None
    follows: str | None = None
    places: int = 1
    min_d: int = 0
    max_d: int | None = None
    optional: bool = False
    assumed: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        if (self.begins_with is None) == (self.follows is None):
            raise InputError(
                f"stay {self.id}: say either begins_with or follows, got "
                f"{self.begins_with!r} and {self.follows!r}"
            )
        if self.max_d is not None and self.max_d < self.min_d:
            raise InputError(f"stay {self.id}: max_d {self.max_d} is below min_d {self.min_d}")

    @property
    def first(self) -> str:
        """Return the id of the activity that it begins with or follows."""
        return self.begins_with or self.follows or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """When the one shift of a working day begins and ends, in local time."""

    starts_local: time
    ends_local: time


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingFlow:
    """The work on one kind of hardware. `serves` lists what it is for.

    A launch vehicle's flow serves flow names, an upper stage's upper stages, a spacecraft's
    kinds of spacecraft, that of drop zones ``land`` or ``sea``. `hours` and `backup_d` (days
    kept after a planned launch day) belong to the flow of the launch vehicle.
    """

    id: str
    name: str
    kind: FlowKind
    serves: tuple[str, ...]
    activities: tuple[ActivityTemplate, ...]
    stays: tuple[Stay, ...] = ()
    hours: WorkingHours | None = None
    backup_d: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MissionFlow:
    """All the work of one campaign, predecessors before successors."""

    activities: tuple[ActivityTemplate, ...]
    stays: tuple[Stay, ...]
    hours: WorkingHours
    backup_d: int

    def activity(self, activity_id: str) -> ActivityTemplate:
        """Return the activity of that id."""
        return next(a for a in self.activities if a.id == activity_id)

    def between(self, first: str, until: str) -> frozenset[str]:
        """Return the work on the way from `first`, included, to `until`."""
        after = {first}
        for activity in self.activities:
            if any(link.activity in after for link in activity.predecessors):
                after.add(activity.id)
        before = {until}
        for activity in reversed(self.activities):
            if activity.id in before:
                before.update(link.activity for link in activity.predecessors)
        return frozenset(after & before) - {until}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flows:
    """All flows that the catalogue has."""

    flows: tuple[ProcessingFlow, ...]

    def find(self, kind: FlowKind, served: str) -> ProcessingFlow:
        """Return the flow of a kind that serves something."""
        of_kind = [flow for flow in self.flows if flow.kind == kind]
        for flow in of_kind:
            if served in flow.serves:
                return flow
        known = ", ".join(sorted(name for flow in of_kind for name in flow.serves))
        raise InputError(
            f"no {kind} processing flow serves {served!r}; there are flows for {known}"
        )

    def prepare(self, vehicle_flow: str | None, *, upper_stage: str | None) -> bool:
        """Tell whether the work on a launch vehicle and its upper stage is known."""
        served = {(flow.kind, name) for flow in self.flows for name in flow.serves}
        return ("launch-vehicle", vehicle_flow) in served and (
            upper_stage is None or ("upper-stage", upper_stage) in served
        )

    def for_mission(
        self, vehicle_flow: str | None, *, upper_stage: str | None, spacecraft_kind: str
    ) -> MissionFlow:
        """Return the whole work of a campaign, joined from its hardware's flows.

        Raises
        ------
        InputError
            If a flow is missing, names work that is not there, or goes in a circle.
        """
        if vehicle_flow is None:
            raise InputError(
                "no processing flow of this launch vehicle is known: it can be flown, not "
                "scheduled; its file may name one as processing_flow"
            )
        vehicle = self.find("launch-vehicle", vehicle_flow)
        parts = [vehicle, self.find("spacecraft", spacecraft_kind)]
        if upper_stage is not None:
            parts.insert(1, self.find("upper-stage", upper_stage))
        if vehicle.hours is None:
            raise InputError(f"flow {vehicle.id}: a launch vehicle's flow states the working hours")
        activities = _with_known_links([a for part in parts for a in part.activities])
        names = {a.id for a in activities}
        stays = tuple(s for part in parts for s in part.stays if _applies(s, names))
        return MissionFlow(
            activities=in_order(activities),
            stays=stays,
            hours=vehicle.hours,
            backup_d=vehicle.backup_d,
        )


def _with_known_links(activities: list[ActivityTemplate]) -> list[ActivityTemplate]:
    """Drop optional links to work that this campaign does not have; refuse other strangers."""
    names = [a.id for a in activities]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"activity {name!r} is there twice in one campaign")
    known = set(names)
    joined = []
    for activity in activities:
        links = tuple(x for x in activity.predecessors if x.activity in known or not x.optional)
        for link in links:
            if link.activity not in known:
                raise InputError(
                    f"activity {activity.id} follows {link.activity!r}, which this campaign does "
                    f"not have; it has {', '.join(sorted(known))}"
                )
        joined.append(replace(activity, predecessors=links))
    return joined


def _applies(stay: Stay, names: set[str]) -> bool:
    missing = {stay.first, stay.until} - names
    if missing and not stay.optional:
        raise InputError(
            f"stay {stay.id} names {', '.join(sorted(missing))}, which this campaign does not "
            f"have; it has {', '.join(sorted(names))}"
        )
    return not missing


def in_order(activities: Iterable[ActivityTemplate]) -> tuple[ActivityTemplate, ...]:
    """Return the activities, each after all that it follows, else in the order given.

    Raises
    ------
    InputError
        If the work goes in a circle; the message walks it.
    """
    waiting = {activity.id: activity for activity in activities}
    ordered: list[ActivityTemplate] = []
    while waiting:
        ready = [
            a for a in waiting.values() if not any(p.activity in waiting for p in a.predecessors)
        ]
        if not ready:
            walk = " -> ".join(_circle(waiting))
            raise InputError(f"the flow goes in a circle: {walk}; remove one of these links")
        ordered.append(ready[0])
        del waiting[ready[0].id]
    return tuple(ordered)


def _circle(waiting: Mapping[str, ActivityTemplate]) -> list[str]:
    """Walk back along unfinished predecessors until a name comes twice."""
    walk = [next(iter(waiting))]
    while walk[-1] not in walk[:-1]:
        activity = waiting[walk[-1]]
        walk.append(next(p.activity for p in activity.predecessors if p.activity in waiting))
    return walk[walk.index(walk[-1]) :][::-1]
