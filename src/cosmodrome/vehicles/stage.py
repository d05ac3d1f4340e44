"""What does one stage weigh, burn and push?"""

from dataclasses import dataclass

from cosmodrome.constants import SEA_LEVEL_PRESSURE_PA, STANDARD_GRAVITY_M_S2
from cosmodrome.errors import InputError


def require_positive(owner: str, **values: float) -> None:
    """Raise InputError naming the first value that is not a positive number."""
    for name, value in values.items():
        if not value > 0.0:
            raise InputError(f"{owner}: {name} must be positive, got {value}")


def require_not_negative(owner: str, **values: float) -> None:
    """Raise InputError naming the first value that is negative or not a number."""
    for name, value in values.items():
        if not value >= 0.0:
            raise InputError(f"{owner}: {name} must not be negative, got {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """The engines of one stage (of one booster), all together, at full thrust."""

    name: str
    thrust_vac_n: float
    thrust_sl_n: float
    isp_vac_s: float

    def __post_init__(self) -> None:
        require_positive(self.name, thrust_vac_n=self.thrust_vac_n, isp_vac_s=self.isp_vac_s)
        if not 0.0 <= self.thrust_sl_n <= self.thrust_vac_n:
            raise InputError(
                f"{self.name}: thrust_sl_n must be between 0 and thrust_vac_n "
                f"{self.thrust_vac_n}, got {self.thrust_sl_n}"
            )

    @property
    def mass_flow_kg_s(self) -> float:
        """Propellant flow at full thrust."""
        return self.thrust_vac_n / (self.isp_vac_s * STANDARD_GRAVITY_M_S2)

    @property
    def exit_area_m2(self) -> float:
        """Nozzle exit area that the two thrusts imply."""
        return (self.thrust_vac_n - self.thrust_sl_n) / SEA_LEVEL_PRESSURE_PA


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrottleSegment:
    """Throttle from one moment until the next segment begins, linear in time.

    Exactly one of `at_s` (after lift-off, or after ignition of a later stage),
    `before_cutoff_s` and `after_separation` (name of a stage) says when it begins.
    """

    start_ratio: float
    end_ratio: float
    at_s: float | None = None
    before_cutoff_s: float | None = None
    after_separation: str | None = None

    def __post_init__(self) -> None:
        begins = (self.at_s, self.before_cutoff_s, self.after_separation)
        if sum(b is not None for b in begins) != 1:
            raise InputError(
                "a throttle segment begins by exactly one of at_s, before_cutoff_s and "
                f"after_separation, got {begins}"
            )
        require_positive("throttle", start_ratio=self.start_ratio, end_ratio=self.end_ratio)


@dataclass(frozen=True, slots=True, kw_only=True)
class AftSection:
    """Structure that a stage drops some time after its own ignition."""

    mass_kg: float
    after_ignition_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage that burns once and is dropped; `count` of them burn in parallel.

    All masses are of one unit. `expelled_kg` leaves during the burn without thrust (turbine
    gas generator fluids); `retained_kg` stays aboard until separation (pressurants);
    `prelaunch_burn_kg` is propellant burnt before lift-off contact; `interstage_kg` goes
    with the stage; `residual_propellant_kg` cannot or may not be burnt.
    """

    name: str
    count: int
    dry_mass_kg: float
    propellant_kg: float
    residual_propellant_kg: float
    prelaunch_burn_kg: float
    expelled_kg: float
    retained_kg: float
    interstage_kg: float
    engine: Engine
    throttle: tuple[ThrottleSegment, ...]
    ignites_after: str | None
    ignition_delay_s: float
    aft_section: AftSection | None
    diameter_m: float
    length_m: float

    def __post_init__(self) -> None:
        require_positive(self.name, dry_mass_kg=self.dry_mass_kg, propellant_kg=self.propellant_kg)
        require_not_negative(
            self.name,
            residual_propellant_kg=self.residual_propellant_kg,
            prelaunch_burn_kg=self.prelaunch_burn_kg,
            expelled_kg=self.expelled_kg,
            retained_kg=self.retained_kg,
            interstage_kg=self.interstage_kg,
            ignition_delay_s=self.ignition_delay_s,
        )
        if self.usable_propellant_kg <= 0.0:
            raise InputError(
                f"{self.name}: residual_propellant_kg {self.residual_propellant_kg} and "
                f"prelaunch_burn_kg {self.prelaunch_burn_kg} leave nothing of propellant_kg "
                f"{self.propellant_kg} to burn"
            )

    @property
    def usable_propellant_kg(self) -> float:
        """Propellant of one unit that is burnt in flight."""
        return self.propellant_kg - self.residual_propellant_kg - self.prelaunch_burn_kg

    @property
    def gross_mass_kg(self) -> float:
        """Mass of one unit at lift-off contact."""
        return (
            self.dry_mass_kg
            + self.propellant_kg
            - self.prelaunch_burn_kg
            + self.expelled_kg
            + self.retained_kg
            + self.interstage_kg
        )

    @property
    def spent_mass_kg(self) -> float:
        """Mass of one unit at separation, everything usable burnt; aft section still on."""
        return (
            self.dry_mass_kg + self.residual_propellant_kg + self.retained_kg + self.interstage_kg
        )
