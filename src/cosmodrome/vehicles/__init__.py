"""Launch vehicles: stages, engines, fairing, upper stage, as the manuals describe them."""

from cosmodrome.vehicles.configuration import Configuration
from cosmodrome.vehicles.launch_vehicle import (
    DISPERSION_NAMES,
    DragCurve,
    Fairing,
    Fall,
    LaunchVehicle,
    Reserve,
    Section,
    SteeringProgramme,
    VehicleLimits,
)
from cosmodrome.vehicles.stage import (
    AftSection,
    Engine,
    Stage,
    ThrottleSegment,
    ThrustCurve,
)
from cosmodrome.vehicles.upper_stage import DropTank, UpperStage

__all__ = [
    "DISPERSION_NAMES",
    "AftSection",
    "Configuration",
    "DragCurve",
    "DropTank",
    "Engine",
    "Fairing",
    "Fall",
    "LaunchVehicle",
    "Reserve",
    "Section",
    "Stage",
    "SteeringProgramme",
    "ThrottleSegment",
    "ThrustCurve",
    "UpperStage",
    "VehicleLimits",
]
