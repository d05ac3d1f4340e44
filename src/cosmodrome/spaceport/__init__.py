"""Spaceports: complexes, facilities, corridors, drop zones, climate, working calendar."""

from cosmodrome.spaceport.climate import Climate
from cosmodrome.spaceport.drop_zone import (
    DropZone,
    PeopleRemoved,
    ShapeKind,
    Surface,
    zones_of_route,
)
from cosmodrome.spaceport.site import (
    AzimuthCorridor,
    Closure,
    Facility,
    LaunchComplex,
    Settlement,
    Spaceport,
    WorkingCalendar,
)

__all__ = [
    "AzimuthCorridor",
    "Climate",
    "Closure",
    "DropZone",
    "Facility",
    "LaunchComplex",
    "PeopleRemoved",
    "Settlement",
    "ShapeKind",
    "Spaceport",
    "Surface",
    "WorkingCalendar",
    "zones_of_route",
]
