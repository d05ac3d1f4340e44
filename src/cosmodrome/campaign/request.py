"""What is a campaign asked to do? A mission with vehicle, complex and the days that suit it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from cosmodrome.manifest import Mission
from cosmodrome.spaceport import DropZone, LaunchComplex
from cosmodrome.vehicles import Configuration


class ClosedSpan(Protocol):
    """A closure, of the spaceport's own list or of the manifest's; both days included."""

    @property
    def facility(self) -> str:
        """Return the id of the facility, crew or complex."""

    @property
    def first(self) -> date:
        """Return the first closed day."""

    @property
    def last(self) -> date:
        """Return the last closed day."""

    @property
    def reason(self) -> str:
        """Return why it is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRequest:
    """A mission whose vehicle, complex and windows are known.

    `allowed_dates` are the local days on which a window allows a lift-off;
    `liftoff_by_date` has the lift-off instants where the plane fixes them. `drop_zones` are those
    agreed for the vehicle on this route, whatever their season.
    """

    mission: Mission
    configuration: Configuration
    complex: LaunchComplex
    allowed_dates: tuple[date, ...]
    liftoff_by_date: dict[date, datetime | None] = field(default_factory=dict)
    drop_zones: tuple[DropZone, ...] = ()
