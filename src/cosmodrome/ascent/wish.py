"""What is asked of an ascent, what exact flight adds to an optimum, and what answers the wish?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.iterate import Mesh, Solution
from cosmodrome.ascent.solver import Aim
from cosmodrome.flight.profile import FlightProfile

Array = NDArray[np.float64]

# The corrections stop here; an ascent is refused only beyond the limits of `optimise`.
CORRECTED_M = 2.0
CORRECTED_M_S = 0.005


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the optimiser is asked; None leaves the payload to be maximised, the load chosen.

    `raan_eci_rad` asks for a node, measured from the meridian of Greenwich at lift-off.
    """

    payload_kg: float | None
    load_kg: float | None
    raan_eci_rad: float | None = None

    @property
    def aim(self) -> Aim:
        """The most payload, or the most margin of a given one."""
        if self.payload_kg is None:
            return Aim(payload_per_t=1.0, margin_per_t=1e-3)
        return Aim(payload_per_t=0.0, margin_per_t=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What exact integrations add: to the end of each phase (phases, 6), to falls into zones."""

    links: Array
    air_offsets_m: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """How near the exact integration of an optimum must come to it, at injection."""

    position_m: float
    velocity_m_s: float


EXACT = Accuracy(position_m=CORRECTED_M, velocity_m_s=CORRECTED_M_S)
# What a map needs: it moves the payload by less than 10 g.
FOR_MAPS = Accuracy(position_m=25.0, velocity_m_s=0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An optimum, the profile it flies, and the gap between it and an exact integration."""

    wish: Wish
    solution: Solution
    mesh: Mesh
    profile: FlightProfile
    margin_kg: float
    ends: Array
    correction: Correction
    iterations: int

    @property
    def links(self) -> Array:
        """What exact integration adds to the end of each phase, SI, (phases, 6)."""
        return self.correction.links

    @property
    def position_gap_m(self) -> float:
        """Distance at injection between the optimum and its exact integration."""
        return float(np.linalg.norm(self._gap()[:3]))

    @property
    def velocity_gap_m_s(self) -> float:
        """Difference of velocities at injection."""
        return float(np.linalg.norm(self._gap()[3:]))

    def is_within(self, accuracy: Accuracy) -> bool:
        """Tell whether the gap is smaller than an accuracy allows."""
        near = self.position_gap_m < accuracy.position_m
        return near and self.velocity_gap_m_s < accuracy.velocity_m_s

    def _gap(self) -> Array:
        return np.asarray(self.ends[-1] - self.solution.point.states[-1][-1] - self.links[-1])
