"""What is the whole carrier rocket, and how does it fly and fall?"""

from dataclasses import dataclass
from typing import Literal

from cosmodrome.errors import InputError
from cosmodrome.vehicles.stage import Stage, require_positive

DISPERSION_NAMES = (
    *("thrust_ratio", "isp_ratio", "propellant_ratio", "dry_mass_ratio"),
    *("drag_ratio", "density_ratio", "azimuth_deg", "pitch_deg"),
    *("ignition_delay_s", "separation_time_s"),
    *("cutoff_speed_m_s", "cutoff_direction_deg", "cutoff_position_m"),
)
"""What may vary from flight to flight: by stage, over the ascent, in time, at guided cut-off."""


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
    """The nose shroud: two halves, dropped when the heat flux allows.

    `jettison_during` names the stage that burns alone when it goes; None is the stage that burns
    after the first separation.
    """

    mass_kg: float
    diameter_m: float
    length_m: float
    max_heat_flux_w_m2: float
    halves: int = 2
    jettison_during: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """How a separated body falls: one entry for each part that comes down.

    The ballistic coefficient is mass / (drag coefficient x area), subsonic and tumbling.
    `ballistic_coefficient_sd_ratio` is its relative standard deviation from body to body.
    """

    part: str
    count: int
    ballistic_coefficient_kg_m2: float
    ballistic_coefficient_sd_ratio: float
    separation_speed_sd_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringProgramme:
    """Open-loop start of the flight: vertical rise, pitch-over, then zero incidence.

    Zero-incidence flight ends at the separation of the stage named `free_after`.
    """

    vertical_rise_s: float
    pitchover_s: float
    free_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleLimits:
    """Limits that an ascent keeps; None where the maker publishes none."""

    max_dynamic_pressure_pa: float | None
    max_axial_load_factor: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchVehicle:
    """A carrier rocket without its upper stage, stages in order of burn-out.

    `reference_areas_m2` gives the area that drag coefficients refer to, by the name of the
    stage whose separation ends its use, last entry for the rest of the flight.
    `window_policy` is ``stored-programme`` (instantaneous lift-off) or ``retargeted``.
    `processing_flow` names the campaign template, `countdown` the timeline. `dispersions` are
    one-sigma spreads by the names of `DISPERSION_NAMES`.
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
    window_policy: Literal["stored-programme", "retargeted"]
    processing_flow: str
    countdown: str

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
