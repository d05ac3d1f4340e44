"""What does a restartable upper stage weigh, carry and keep in reserve?"""

from dataclasses import dataclass

from cosmodrome.errors import InputError
from cosmodrome.vehicles.stage import Engine, require_not_negative, require_positive


@dataclass(frozen=True, slots=True, kw_only=True)
class UpperStage:
    """A stage that ignites several times above the atmosphere (e.g. Fregat).

    `residual_propellant_kg` cannot be burnt; `disposal_propellant_kg` is kept for the
    burn that removes the stage from orbit; `performance_reserve_kg` covers dispersions.
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

    @property
    def unburnt_propellant_kg(self) -> float:
        """Propellant that the ascent may not use."""
        return (
            self.residual_propellant_kg + self.disposal_propellant_kg + self.performance_reserve_kg
        )
