"""Which variant actually flies: launch vehicle with or without an upper stage."""

from dataclasses import dataclass

from cosmodrome.vehicles.cutoff import CutoffError
from cosmodrome.vehicles.launch_vehicle import LaunchVehicle
from cosmodrome.vehicles.spread import CUTOFF_NAMES
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

    @property
    def cutoff_error(self) -> CutoffError | None:
        """Return how well the last cut-off meets the orbit, None where nobody says.

        That of the upper stage if there is one, which mends what the stages below it missed.
        """
        if self.upper_stage is not None:
            return self.upper_stage.cutoff_error
        given = dict(self.vehicle.dispersions)
        if not all(name in given for name in CUTOFF_NAMES):
            return None
        speed_m_s, direction_deg, position_m = (given[name] for name in CUTOFF_NAMES)
        return CutoffError(speed_m_s=speed_m_s, direction_deg=direction_deg, position_m=position_m)
