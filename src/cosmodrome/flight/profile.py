"""How is the vehicle told to fly: which engines, which steering, what drops, and when?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Steering = Literal["vertical", "pitchover", "zero-incidence", "free", "coast"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Burn:
    """Engines of one stage (all units together) over one phase; throttle linear in time."""

    stage: str
    thrust_vac_n: float
    exit_area_m2: float
    mass_flow_kg_s: float
    start_throttle_ratio: float
    end_throttle_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Separation:
    """A part that leaves at the end of a phase; `mass_kg` is of all `count` units together."""

    part: str
    count: int
    mass_kg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeringTable:
    """Thrust direction in a free phase: unit vectors at times, interpolated in pieces.

    `times_s` has shape (intervals, nodes), seconds after lift-off; `directions_eci` has shape
    (intervals, nodes, 3). Within an interval the direction is the polynomial through its nodes,
    normalised. ECI is the inertial frame that coincides with ECEF at lift-off.
    """

    bounds_s: NDArray[np.float64]
    times_s: NDArray[np.float64]
    directions_eci: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of flight with fixed engines and one kind of steering.

    `begin_events` and `end_events` are names of CONTRACT: "lift-off", "core cut-off", ...
    `expelled_kg_s` leaves without thrust.
    """

    name: str
    begin_s: float
    end_s: float
    steering: Steering
    burns: tuple[Burn, ...]
    expelled_kg_s: float
    reference_area_m2: float
    separations: tuple[Separation, ...]
    begin_events: tuple[str, ...]
    end_events: tuple[str, ...]
    table: SteeringTable | None = None

    @property
    def duration_s(self) -> float:
        """Length of the phase."""
        return self.end_s - self.begin_s


@dataclass(frozen=True, slots=True, kw_only=True)
class DragTable:
    """Drag coefficient over Mach number as `physics.formula.table1` reads it."""

    knots: NDArray[np.float64]
    coefficients: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightProfile:
    """Everything needed to fly an ascent, with numbers only. Masses at lift-off contact."""

    configuration: str
    complex: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    liftoff_mass_kg: float
    payload_kg: float
    launch_azimuth_rad: float
    pitchover_angle_rad: float
    drag: DragTable
    phases: tuple[Phase, ...]

    @property
    def end_s(self) -> float:
        """Time of injection."""
        return self.phases[-1].end_s
