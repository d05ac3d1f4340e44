"""Launch vehicles: stages, engines, fairing, upper stage, as the manuals describe them."""

from cosmodrome.vehicles.configuration import Configuration
from cosmodrome.vehicles.launch_vehicle import (
    DISPERSION_NAMES,
    DragCurve,
    Fairing,
    Fall,
    LaunchVehicle,
    SteeringProgramme,
    VehicleLimits,
)
from cosmodrome.vehicles.stage import AftSection, Engine, Stage, ThrottleSegment
from cosmodrome.vehicles.upper_stage import UpperStage

__all__ = [
    "DISPERSION_NAMES",
    "AftSection",
    "Configuration",
    "DragCurve",
    "Engine",
    "Fairing",
    "Fall",
    "LaunchVehicle",
    "Stage",
    "SteeringProgramme",
    "ThrottleSegment",
    "UpperStage",
    "VehicleLimits",
]
