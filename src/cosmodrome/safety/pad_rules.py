"""By which rules is a pad's hazard told: blast, blocked cut-off, poison, published clearances?"""

from dataclasses import dataclass
from typing import Literal

from cosmodrome.errors import InputError

StabilityClass = Literal["A", "B", "C", "D", "E", "F"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PropellantRule:
    """How much TNT a propellant equals on the launcher, and what poison is in it.

    Of the mass up to `break_kg` the share `launch_fraction` counts, of the rest `above_fraction`.
    Oxygen and hydrogen have `cube_coefficient` instead: that many pounds of TNT for each pound
    of propellant to the power of two thirds, and `launch_fraction` of the mass at least.
    `oxidiser` and `fuel` name the poisons of a hypergolic load, of which the share
    `oxidiser_fraction` by mass is oxidiser.
    """

    id: str
    name: str
    launch_fraction: float
    break_kg: float | None = None
    above_fraction: float | None = None
    cube_coefficient: float | None = None
    oxidiser: str | None = None
    fuel: str | None = None
    oxidiser_fraction: float | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.launch_fraction <= 1.0:
            raise InputError(
                f"{self.id}: launch_fraction must be 0 to 1, got {self.launch_fraction}"
            )
        if (self.break_kg is None) != (self.above_fraction is None):
            raise InputError(f"{self.id}: break_kg and above_fraction go together")
        poison = (self.oxidiser, self.fuel, self.oxidiser_fraction)
        if None in poison and any(each is not None for each in poison):
            raise InputError(f"{self.id}: oxidiser, fuel and oxidiser_fraction go together")


@dataclass(frozen=True, slots=True, kw_only=True)
class BlastStep:
    """Scaled distance at which an overpressure is left, and who may be there.

    The distance in feet is `k_factor` times the cube root of the pounds of TNT.
    """

    k_factor: float
    overpressure_pa: float
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAreaStep:
    """Distance to the public for a weight of TNT up to `up_to_lb` (None: without end).

    In feet it is `slope_coefficient` times pounds to the power `power_coefficient`, or with
    `offset_coefficient` that plus `slope_coefficient` times the natural logarithm of the pounds.
    """

    up_to_lb: float | None
    slope_coefficient: float
    power_coefficient: float = 0.0
    offset_coefficient: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poison:
    """A toxic propellant: limits of one hour in air, and how much of a spill becomes vapour."""

    id: str
    name: str
    molar_mass_kg_mol: float
    aegl2_ppm: float
    aegl3_ppm: float
    vapour_fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How wide a plume is downwind: ``slope x (1 + growth_coefficient x)^power``, x in metres."""

    slope_coefficient: float
    growth_coefficient: float
    power_coefficient: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlumeWeather:
    """A kind of weather: stability class, wind near the ground, spread of a plume."""

    name: str
    stability: StabilityClass
    wind_m_s: float
    crosswind: Spread
    vertical: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockedCutoff:
    """Seconds after lift-off in which engines of a family are not shut down, whatever happens."""

    family: str
    blocked_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedClearance:
    """A distance that people were kept or taken away from a complex, as published."""

    complex: str
    name: str
    distance_m: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PadRules:
    """All rules of pad hazard that the catalogue has.

    `public_route_factor` shortens the public distance for roads; a toxic sector is turned
    `wind_spread_factor` standard deviations of the wind to either side of the mean wind, and by
    `least_half_angle_deg` at least.
    """

    propellants: tuple[PropellantRule, ...]
    blast: tuple[BlastStep, ...]
    public_area: tuple[PublicAreaStep, ...]
    public_route_factor: float
    poisons: tuple[Poison, ...]
    weather: tuple[PlumeWeather, ...]
    wind_spread_factor: float
    least_half_angle_deg: float
    blocked: tuple[BlockedCutoff, ...]
    clearances: tuple[PublishedClearance, ...]

    def propellant(self, id: str) -> PropellantRule:
        """Return the rule of a propellant.

        Raises
        ------
        InputError
            If there is none; the message lists those that there are.
        """
        for rule in self.propellants:
            if rule.id == id:
                return rule
        known = ", ".join(rule.id for rule in self.propellants)
        raise InputError(f"no rule of pad hazard knows the propellant {id!r}; known are {known}")

    def poison(self, id: str) -> Poison:
        """Return a poison by its id, or raise InputError."""
        for poison in self.poisons:
            if poison.id == id:
                return poison
        known = ", ".join(poison.id for poison in self.poisons)
        raise InputError(f"no limits are known of the poison {id!r}; known are {known}")
