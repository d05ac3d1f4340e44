"""Spaceports: complexes, facilities, corridors, drop zones, working calendar."""

from cosmodrome.spaceport.site import (
    AzimuthCorridor,
    Closure,
    DropZone,
    Facility,
    LaunchComplex,
    Spaceport,
    WorkingCalendar,
)

__all__ = [
    "AzimuthCorridor",
    "Closure",
    "DropZone",
    "Facility",
    "LaunchComplex",
    "Spaceport",
    "WorkingCalendar",
]
