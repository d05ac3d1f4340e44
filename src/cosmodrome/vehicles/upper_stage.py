"""What does a restartable upper stage weigh, carry and keep in reserve?"""

from dataclasses import dataclass

from cosmodrome.errors import InputError
from cosmodrome.vehicles.cutoff import CutoffError
from cosmodrome.vehicles.disposal import Disposal
from cosmodrome.vehicles.stage import Engine, require_not_negative, require_positive


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTank:
    """A tank that an upper stage leaves in a coast once its propellant is burnt.

    Both figures are part of those of the upper stage.
    """

    dry_mass_kg: float
    propellant_kg: float

    def __post_init__(self) -> None:
        require_positive(
            "drop tank", dry_mass_kg=self.dry_mass_kg, propellant_kg=self.propellant_kg
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UpperStage:
    """A stage that ignites several times above the atmosphere (e.g. Fregat).

    `residual_propellant_kg` cannot be burnt; `disposal_propellant_kg` is kept for the
    burn that removes the stage from orbit; `performance_reserve_kg` covers dispersions
    with `reserve_probability` (None where nobody says). `calibrated_on` names the published
    capabilities that its figures were fitted to, empty for none. Dry mass and propellant include
    those of `drop_tank`. `disposal` says how it leaves its orbit, None where nobody does, and
    `cutoff_error` how well its last burn meets the orbit. `notes` say how figures that contradict
    each other were reconciled.
    """

    id: str
    name: str
    dry_mass_kg: float
    propellant_kg: float
    residual_propellant_kg: float
    disposal_propellant_kg: float
    performance_reserve_kg: float
    engine: Engine
    restarts: int
    first_ignition_delay_s: float
    diameter_m: float
    length_m: float
    drop_tank: DropTank | None = None
    reserve_probability: float | None = None
    calibrated_on: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    disposal: Disposal | None = None
    cutoff_error: CutoffError | None = None

    def __post_init__(self) -> None:
        require_positive(self.id, dry_mass_kg=self.dry_mass_kg, propellant_kg=self.propellant_kg)
        require_not_negative(
            self.id,
            residual_propellant_kg=self.residual_propellant_kg,
            disposal_propellant_kg=self.disposal_propellant_kg,
            performance_reserve_kg=self.performance_reserve_kg,
            first_ignition_delay_s=self.first_ignition_delay_s,
        )
        if self.unburnt_propellant_kg >= self.propellant_kg:
            raise InputError(
                f"{self.id}: residual, disposal and reserve propellant "
                f"{self.unburnt_propellant_kg} kg leave nothing of {self.propellant_kg} kg to burn"
            )
        tank = self.drop_tank
        if tank is not None and tank.dry_mass_kg >= self.dry_mass_kg:
            raise InputError(
                f"{self.id}: dry_mass_kg {tank.dry_mass_kg} of the drop tank is part of that of "
                f"the stage, {self.dry_mass_kg}, and must be smaller"
            )
        if tank is not None and tank.propellant_kg >= self.usable_propellant_kg:
            raise InputError(
                f"{self.id}: propellant_kg {tank.propellant_kg} of the drop tank must be less than "
                f"the {self.usable_propellant_kg} kg that the stage may burn"
            )

    @property
    def unburnt_propellant_kg(self) -> float:
        """Propellant that the ascent may not use."""
        return (
            self.residual_propellant_kg + self.disposal_propellant_kg + self.performance_reserve_kg
        )

    @property
    def usable_propellant_kg(self) -> float:
        """Propellant that the ascent may use of full tanks."""
        return self.propellant_kg - self.unburnt_propellant_kg
