"""Who wants which spacecraft where, and by when?"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from cosmodrome.errors import InputError
from cosmodrome.manifest.orbit import TargetOrbit
from cosmodrome.manifest.rule import RuleWish, SpacingWish

SpacecraftKind = Literal["satellite", "constellation-batch", "cargo-capsule", "crewed-capsule"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """The span that a plan covers; both days included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """A facility that the customer's manifest closes; both days included."""

    facility: str
    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mission:
    """One customer request. `payload_kg` is spacecraft plus adapter or dispenser.

    `rules` are those that the customer lays upon the lift-off, `spacings` those that keep it away
    from other missions of the manifest.
    """

    id: str
    name: str
    kind: SpacecraftKind
    spacecraft_mass_kg: float
    adapter_mass_kg: float
    spacecraft_arrival: date
    earliest: date
    due: date
    priority: int
    orbit: TargetOrbit
    vehicle: str | None = None
    complex: str | None = None
    note: str | None = None
    rules: tuple[RuleWish, ...] = ()
    spacings: tuple[SpacingWish, ...] = ()

    def __post_init__(self) -> None:
        if self.due < self.earliest:
            raise InputError(f"{self.id}: due {self.due} is before earliest {self.earliest}")

    @property
    def payload_kg(self) -> float:
        """Mass that the vehicle delivers."""
        return self.spacecraft_mass_kg + self.adapter_mass_kg


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A season of missions; `as_of` is the plan's now."""

    title: str
    as_of: datetime
    spaceport: str
    season: Season
    missions: tuple[Mission, ...]
    closures: tuple[Closure, ...]

    def mission(self, mission_id: str) -> Mission:
        """Return the mission of that id."""
        for mission in self.missions:
            if mission.id == mission_id:
                return mission
        known = ", ".join(m.id for m in self.missions)
        raise InputError(f"no mission {mission_id!r} in the manifest; it has {known}")
