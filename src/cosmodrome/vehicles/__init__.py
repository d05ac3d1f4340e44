"""Launch vehicles: stages, engines, fairing, upper stage, as the manuals describe them."""

from cosmodrome.vehicles.configuration import Configuration
from cosmodrome.vehicles.disposal import Disposal, DisposalArea
from cosmodrome.vehicles.falling import Breakup, Fall, Fragment
from cosmodrome.vehicles.launch_vehicle import (
    DragCurve,
    Fairing,
    LaunchVehicle,
    Reserve,
    Section,
    SteeringProgramme,
    VehicleLimits,
)
from cosmodrome.vehicles.liftoff_policy import RETARGETED, STORED_PROGRAMME, LiftoffPolicy
from cosmodrome.vehicles.spread import DISPERSION_NAMES, Correlation, Distribution
from cosmodrome.vehicles.stage import (
    CUTOFFS,
    AftSection,
    Cutoff,
    Engine,
    Stage,
    ThrottleSegment,
    ThrustCurve,
)
from cosmodrome.vehicles.upper_stage import DropTank, UpperStage

__all__ = [
    "CUTOFFS",
    "DISPERSION_NAMES",
    "RETARGETED",
    "STORED_PROGRAMME",
    "AftSection",
    "Breakup",
    "Configuration",
    "Correlation",
    "Cutoff",
    "Disposal",
    "DisposalArea",
    "Distribution",
    "DragCurve",
    "DropTank",
    "Engine",
    "Fairing",
    "Fall",
    "Fragment",
    "LaunchVehicle",
    "LiftoffPolicy",
    "Reserve",
    "Section",
    "Stage",
    "SteeringProgramme",
    "ThrottleSegment",
    "ThrustCurve",
    "UpperStage",
    "VehicleLimits",
]
