"""What is a phase of an ascent before the decision variables have values?"""

from collections.abc import Sequence
from dataclasses import dataclass

from cosmodrome.ascent.affine import Affine
from cosmodrome.flight.profile import Burn, Steering

PAYLOAD = "payload"
LOAD = "load"
FAIRING = "fairing"
CUTOFF = "cutoff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A part that leaves, with the mass of all its units."""

    part: str
    count: int
    mass_kg: Affine


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A decision variable in natural units: bounds, and a scale for the solver."""

    name: str
    low: float
    high: float
    scale: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePlan:
    """A phase whose length and masses may still depend on the variables.

    `kepler` marks the long coasts above the air, in which gravity alone acts.
    """

    duration_s: Affine
    steering: Steering
    burns: tuple[Burn, ...]
    expelled_kg_s: float
    area_m2: float
    drops: tuple[Drop, ...] = ()
    begin_events: tuple[str, ...] = ()
    end_events: tuple[str, ...] = ()
    heat_flux_limit_w_m2: float | None = None
    suborbital_end: bool = False
    above_lower_stages: bool = False
    kepler: bool = False

    @property
    def flow_kg_s(self) -> float:
        """Mean flow through engines and vents."""
        engines_kg_s = sum(
            b.mass_flow_kg_s * 0.5 * (b.start_throttle_ratio + b.end_throttle_ratio)
            for b in self.burns
        )
        return engines_kg_s + self.expelled_kg_s

    @property
    def consumed_kg(self) -> Affine:
        """Mass that leaves through engines and vents during the phase."""
        return self.duration_s * self.flow_kg_s

    @property
    def is_steady(self) -> bool:
        """Whether no throttle changes, so that it may be cut in two at a variable time."""
        return all(b.start_throttle_ratio == b.end_throttle_ratio for b in self.burns)


def burnt_kg(phases: Sequence[PhasePlan], stage: str) -> Affine:
    """Return what the engines of a stage burn over some phases, all units together."""
    burnt = Affine()
    for phase in phases:
        for b in phase.burns:
            if b.stage == stage:
                mean_ratio = 0.5 * (b.start_throttle_ratio + b.end_throttle_ratio)
                burnt += phase.duration_s * (b.mass_flow_kg_s * mean_ratio)
    return burnt


def lit_s(phases: Sequence[PhasePlan], stage: str) -> Affine:
    """Return how long a stage burns over some phases."""
    lit = Affine()
    for phase in phases:
        if any(b.stage == stage for b in phase.burns):
            lit += phase.duration_s
    return lit
