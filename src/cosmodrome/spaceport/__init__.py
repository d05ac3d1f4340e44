"""Spaceports: complexes, facilities, corridors, drop zones, climate, working calendar."""

from cosmodrome.spaceport.climate import WindProfile
from cosmodrome.spaceport.site import (
    AzimuthCorridor,
    Closure,
    DropZone,
    Facility,
    LaunchComplex,
    Settlement,
    ShapeKind,
    Spaceport,
    WorkingCalendar,
)

__all__ = [
    "AzimuthCorridor",
    "Closure",
    "DropZone",
    "Facility",
    "LaunchComplex",
    "Settlement",
    "ShapeKind",
    "Spaceport",
    "WindProfile",
    "WorkingCalendar",
]
