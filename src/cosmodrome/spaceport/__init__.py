"""Spaceports: complexes, facilities, corridors, drop zones, climate, working calendar."""

from cosmodrome.spaceport.climate import WindProfile
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
    "Closure",
    "DropZone",
    "Facility",
    "LaunchComplex",
    "PeopleRemoved",
    "Settlement",
    "ShapeKind",
    "Spaceport",
    "Surface",
    "WindProfile",
    "WorkingCalendar",
    "zones_of_route",
]
