"""Which variant actually flies: launch vehicle with or without an upper stage."""

from dataclasses import dataclass

from cosmodrome.vehicles.launch_vehicle import LaunchVehicle
from cosmodrome.vehicles.upper_stage import UpperStage


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """A launch vehicle and the upper stage it carries, if any."""

    vehicle: LaunchVehicle
    upper_stage: UpperStage | None

    @property
    def id(self) -> str:
        """Return the identifier people write: ``soyuz-2.1b+fregat``."""
        upper = f"+{self.upper_stage.id}" if self.upper_stage else ""
        return f"{self.vehicle.id}{upper}"

    @property
    def name(self) -> str:
        """Return the name people say."""
        upper = f" / {self.upper_stage.name}" if self.upper_stage else ""
        return f"{self.vehicle.name}{upper}"

    @property
    def calibrated_on(self) -> tuple[str, ...]:
        """Return the published capabilities that figures of it were fitted to, if any."""
        upper = self.upper_stage.calibrated_on if self.upper_stage else ()
        return (*self.vehicle.reserve.calibrated_on, *upper)
