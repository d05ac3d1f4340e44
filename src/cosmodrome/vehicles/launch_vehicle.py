"""What is the whole carrier rocket, and how does it fly and fall?"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cosmodrome.errors import InputError
from cosmodrome.vehicles.falling import Fall
from cosmodrome.vehicles.liftoff_policy import LiftoffPolicy
from cosmodrome.vehicles.spread import Correlation, Distribution
from cosmodrome.vehicles.stage import Stage, require_not_negative, require_positive

if TYPE_CHECKING:
    from cosmodrome.manifest.rule import RuleWish


@dataclass(frozen=True, slots=True, kw_only=True)
class DragCurve:
    """Drag coefficient over Mach number, on `LaunchVehicle.reference_area_m2`."""

    mach: tuple[float, ...]
    drag_coefficient: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.mach) != len(self.drag_coefficient) or len(self.mach) < 4:
            raise InputError("a drag curve needs at least 4 pairs of mach and drag_coefficient")
        if any(b <= a for a, b in zip(self.mach, self.mach[1:], strict=False)):
            raise InputError(f"mach must increase along a drag curve, got {self.mach}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fairing:
    """The nose shroud: two halves, dropped when the heat flux allows, or by command.

    `jettison_during` names the stage that burns alone when it goes; None is the stage that burns
    after the first separation. With `jettison_at_s`, seconds after lift-off, it goes at that time,
    whatever burns then and whatever the heat flux is.
    """

    mass_kg: float
    diameter_m: float
    length_m: float
    max_heat_flux_w_m2: float
    halves: int = 2
    jettison_during: str | None = None
    jettison_at_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part carried from lift-off that no stage owns: escape tower, spent battery, skirt.

    It leaves at `at_s` after lift-off, or `delay_s` after the ignition of `after_ignition_of`.
    """

    name: str
    mass_kg: float
    at_s: float | None = None
    after_ignition_of: str | None = None
    delay_s: float = 0.0

    def __post_init__(self) -> None:
        require_positive(self.name, mass_kg=self.mass_kg)
        require_not_negative(self.name, at_s=self.at_s or 0.0, delay_s=self.delay_s)
        if (self.at_s is None) == (self.after_ignition_of is None):
            raise InputError(f"{self.name}: leaves by exactly one of at_s and after_ignition_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """Propellant that the last stage keeps when the vehicle flies without an upper stage.

    `performance_propellant_kg` covers dispersions with `probability` (None where nobody says);
    `disposal_propellant_kg` removes the stage from orbit; `calibrated_on` names the published
    capabilities that figures of this vehicle were fitted to, empty for none.
    """

    performance_propellant_kg: float = 0.0
    probability: float | None = None
    disposal_propellant_kg: float = 0.0
    calibrated_on: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_not_negative(
            "reserve",
            performance_propellant_kg=self.performance_propellant_kg,
            disposal_propellant_kg=self.disposal_propellant_kg,
        )
        if self.probability is not None and not 0.0 < self.probability < 1.0:
            raise InputError(f"reserve: probability must be inside 0 to 1, got {self.probability}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringProgramme:
    """Open-loop start of the flight: vertical rise, pitch-over, then zero incidence.

    Zero-incidence flight ends at the separation of the stage named `free_after`, or at
    `free_at_s` after lift-off: exactly one of the two is given.
    """

    vertical_rise_s: float
    pitchover_s: float
    free_after: str | None = None
    free_at_s: float | None = None

    def __post_init__(self) -> None:
        if (self.free_after is None) == (self.free_at_s is None):
            raise InputError("steering: exactly one of free_after and free_at_s is needed")


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleLimits:
    """Limits that an ascent keeps; None where the maker publishes none.

    `max_q_alpha_pa_rad` is dynamic pressure x incidence, of steered flight in the air.
    """

    max_dynamic_pressure_pa: float | None
    max_axial_load_factor: float | None
    max_q_alpha_pa_rad: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchVehicle:
    """A carrier rocket without its upper stage, stages in order of burn-out.

    `reference_areas_m2` gives the area that drag coefficients refer to, by the name of the
    stage whose separation ends its use, last entry for the rest of the flight.
    `liftoff_policy` tells how free it is in the second of its lift-off.
    `processing_flow` names the campaign template, `countdown` the timeline; None where none is
    known, and the vehicle can be flown but not scheduled. `dispersions` are
    one-sigma spreads by the names of `vehicles.spread`, `distributions` the laws of those that are
    not plainly normal, `correlations` what differs together. `notes` say how figures that
    contradict each other were reconciled. `rules` are those that the vehicle lays upon lift-offs.
    """

    id: str
    name: str
    family: str
    height_m: float
    stages: tuple[Stage, ...]
    fairing: Fairing
    upper_stages: tuple[str, ...]
    complexes: tuple[str, ...]
    drag: DragCurve
    reference_areas_m2: tuple[tuple[str, float], ...]
    steering: SteeringProgramme
    limits: VehicleLimits
    falls: tuple[Fall, ...]
    dispersions: tuple[tuple[str, float], ...]
    liftoff_policy: LiftoffPolicy
    processing_flow: str | None
    countdown: str | None
    sections: tuple[Section, ...] = ()
    reserve: Reserve = Reserve()
    notes: tuple[str, ...] = ()
    distributions: tuple[tuple[str, Distribution], ...] = ()
    correlations: tuple[Correlation, ...] = ()
    rules: "tuple[RuleWish, ...]" = ()

    def __post_init__(self) -> None:
        if not self.stages:
            raise InputError(f"{self.id}: a launch vehicle needs at least one stage")
        require_positive(self.id, height_m=self.height_m)

    def stage(self, name: str) -> Stage:
        """Return the stage of that name."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise InputError(f"{self.id} has no stage {name!r}; it has {[s.name for s in self.stages]}")
