"""What work does a launch mean in its drop zones, on which days, and may it be done then?

Days count from the launch day: 0 is that day, negative days are before it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from cosmodrome.campaign.flow import ActivityTemplate, Flows
from cosmodrome.spaceport import DropZone


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWork:
    """A piece of work in one drop zone; `activity` carries the zone in id, name and facility."""

    zone: DropZone
    activity: ActivityTemplate

    @property
    def first_d(self) -> int:
        """Return the day on which it begins."""
        return -self.activity.l_minus_d

    @property
    def last_d(self) -> int:
        """Return the last day on which it goes on."""
        return self.first_d + (self.activity.duration_d or 1) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldHold:
    """Days on which a launch takes one place of a zone or of a team: from first to last."""

    what: str
    zone: DropZone
    first_d: int
    last_d: int


def field_work(flows: Flows, zones: Iterable[DropZone]) -> tuple[FieldWork, ...]:
    """Return the work of a launch in its drop zones, zone by zone, in order of time.

    Raises
    ------
    InputError
        If no flow serves the surface, land or sea, of a zone.
    """
    return tuple(
        work
        for zone in zones
        for work in sorted(_of_zone(flows, zone), key=lambda work: (work.first_d, work.activity.id))
    )


def _of_zone(flows: Flows, zone: DropZone) -> Iterator[FieldWork]:
    for template in flows.find("drop-zone", zone.surface).activities:
        l_minus_d = zone.notice_d if template.anchor == "notice" else template.l_minus_d
        duration_d = 1 + zone.reserve_d if template.duration_d is None else template.duration_d
        yield FieldWork(
            zone=zone,
            activity=replace(
                template,
                id=f"{template.id}@{zone.id}",
                name=f"{template.name}: {zone.name}",
                facility=zone.id,
                anchor="field",
                l_minus_d=l_minus_d,
                duration_d=duration_d,
                predecessors=tuple(
                    replace(link, activity=f"{link.activity}@{zone.id}")
                    for link in template.predecessors
                ),
            ),
        )


def holds_of(work: Iterable[FieldWork]) -> tuple[FieldHold, ...]:
    """Return what a launch takes for its field work: each zone throughout, each team for a job.

    A zone is taken from the first to the last work that needs it to itself.
    """
    every = tuple(work)
    alone = [each for each in every if each.activity.places > 0]
    zones = {each.zone.id: each.zone for each in alone}
    taken = [
        FieldHold(
            what=zone.id,
            zone=zone,
            first_d=min(each.first_d for each in alone if each.zone.id == zone.id),
            last_d=max(each.last_d for each in alone if each.zone.id == zone.id),
        )
        for zone in zones.values()
    ]
    teams = [
        FieldHold(what=team, zone=each.zone, first_d=each.first_d, last_d=each.last_d)
        for each in every
        for team in each.activity.resources
    ]
    return (*taken, *teams)


def most_at_once(holds: Iterable[FieldHold], what: str) -> int:
    """Return how many places one launch takes at most of a zone or team, all its zones open."""
    spans = [(each.first_d, each.last_d) for each in holds if each.what == what]
    return max((sum(a <= day <= b for a, b in spans) for day, _ in spans), default=0)


def parts_without_zone(zones: Iterable[DropZone], day: date) -> tuple[str, ...]:
    """Return the parts for which zones are agreed, all of them closed in the day's month."""
    every = tuple(zones)
    served = {zone.part for zone in every if zone.is_open_on(day)}
    return tuple(dict.fromkeys(zone.part for zone in every if zone.part not in served))
