"""What does one stage weigh, burn and push?"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from cosmodrome.constants import SEA_LEVEL_PRESSURE_PA, STANDARD_GRAVITY_M_S2
from cosmodrome.errors import InputError

Cutoff = Literal["timer", "velocity", "depletion", "guided"]
CUTOFFS: tuple[Cutoff, ...] = get_args(Cutoff)


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
    """The engines of one stage (of one booster), all together, at full thrust.

    `propellants` is the id of the pair that they burn (``lo2-rp1``, ``solid``), None if not known.
    """

    name: str
    thrust_vac_n: float
    thrust_sl_n: float
    isp_vac_s: float
    propellants: str | None = None

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

    A ratio is of the engine's thrust; it may exceed 1 where that is only a reference (solids).
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
        require_not_negative("throttle", start_ratio=self.start_ratio, end_ratio=self.end_ratio)
        if not self.start_ratio + self.end_ratio > 0.0:
            raise InputError("a throttle segment needs some thrust; its start and end ratio are 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThrustCurve:
    """Thrust of a solid over time after ignition, as ratios of its engine's thrust.

    Linear in between. The shape counts: times are stretched until the curve ends with the last of
    the usable propellant.
    """

    at_s: tuple[float, ...]
    thrust_ratio: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.at_s) != len(self.thrust_ratio) or len(self.at_s) < 2:
            raise InputError("a thrust curve needs at least 2 pairs of at_s and thrust")
        if self.at_s[0] != 0.0 or any(b <= a for a, b in pairwise(self.at_s)):
            raise InputError(f"at_s of a thrust curve must increase from 0, got {self.at_s}")
        require_not_negative("thrust curve", thrust_ratio=min(self.thrust_ratio))
        if any(a + b <= 0.0 for a, b in pairwise(self.thrust_ratio)):
            raise InputError("a thrust curve must not stay at 0 between two of its times")

    @property
    def full_thrust_s(self) -> float:
        """How long full thrust (ratio 1) would last for the same total impulse."""
        points = zip(pairwise(self.at_s), pairwise(self.thrust_ratio), strict=True)
        return sum(0.5 * (f0 + f1) * (t1 - t0) for (t0, t1), (f0, f1) in points)


@dataclass(frozen=True, slots=True, kw_only=True)
class AftSection:
    """Structure that a stage drops some time after its own ignition."""

    mass_kg: float
    after_ignition_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage that burns and is dropped; `count` of them burn in parallel.

    All masses are of one unit. `expelled_kg` leaves during the burn without thrust (turbine
    gas generator fluids); `retained_kg` stays aboard until separation (pressurants);
    `prelaunch_burn_kg` is propellant burnt before lift-off contact; `interstage_kg` goes
    with the stage; `residual_propellant_kg` cannot or may not be burnt.

    It lights on the ground, at `ignites_at_s` after lift-off, or `ignition_delay_s` after the
    separation of the stage `ignites_after`; if `ignition_delay_max_s` is larger, the coast is as
    long as is best between the two. It burns to the end of its usable propellant or for `burn_s`,
    whichever is first, and leaves `separation_delay_s` after cut-off. `restarts` are those of the
    last stage of a vehicle. `thrust_curve` stands instead of `throttle`.

    `cutoff` says what ends its burn when a flight is not as planned: the clock (``timer``), the
    planned velocity along the axis (``velocity``), empty tanks (``depletion``), or guidance that
    reaches the planned state (``guided``). Whatever the rule, empty tanks end it too.
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
    ignites_at_s: float | None = None
    ignition_delay_max_s: float | None = None
    separation_delay_s: float = 0.0
    burn_s: float | None = None
    restarts: int = 0
    thrust_curve: ThrustCurve | None = None
    cutoff: Cutoff = "velocity"

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
            separation_delay_s=self.separation_delay_s,
            ignites_at_s=self.ignites_at_s or 0.0,
            restarts=self.restarts,
        )
        if self.burn_s is not None:
            require_positive(self.name, burn_s=self.burn_s)
        if self.ignites_at_s is not None and self.ignites_after is not None:
            raise InputError(
                f"{self.name}: lights at ignites_at_s or after a separation (ignites_after), "
                "not both"
            )
        if self.cutoff not in CUTOFFS:
            raise InputError(f"{self.name}: cutoff is one of {CUTOFFS}, got {self.cutoff!r}")
        if self.thrust_curve is not None and self.throttle:
            raise InputError(f"{self.name}: has a thrust_curve or a throttle, not both")
        if self.longest_ignition_delay_s < self.ignition_delay_s:
            raise InputError(
                f"{self.name}: ignition_delay_max_s {self.ignition_delay_max_s} must not be less "
                f"than ignition_delay_s {self.ignition_delay_s}"
            )
        if self.usable_propellant_kg <= 0.0:
            raise InputError(
                f"{self.name}: residual_propellant_kg {self.residual_propellant_kg} and "
                f"prelaunch_burn_kg {self.prelaunch_burn_kg} leave nothing of propellant_kg "
                f"{self.propellant_kg} to burn"
            )

    @property
    def lights_on_ground(self) -> bool:
        """Whether it burns at lift-off contact."""
        return self.ignites_after is None and self.ignites_at_s is None

    @property
    def longest_ignition_delay_s(self) -> float:
        """The longest coast before its ignition."""
        if self.ignition_delay_max_s is None:
            return self.ignition_delay_s
        return self.ignition_delay_max_s

    @property
    def usable_propellant_kg(self) -> float:
        """Propellant of one unit that may be burnt in flight."""
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
