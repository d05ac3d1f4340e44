"""How is a last stage brought down on purpose once its spacecraft are away, and where?"""

from dataclasses import dataclass

from cosmodrome.errors import InputError
from cosmodrome.vehicles.falling import Fall
from cosmodrome.vehicles.stage import require_not_negative, require_positive


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalArea:
    """A lonely stretch of sea at which stages are aimed; corners are latitude and longitude."""

    id: str
    name: str
    corners_deg: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        if len(self.corners_deg) < 3:
            raise InputError(f"{self.id}: an area needs 3 corners, got {len(self.corners_deg)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """How a stage leaves its orbit, and how it then falls.

    The burn lowers the perigee to `perigee_altitude_m` above the equatorial radius (below the
    ground for a steep entry), between `earliest_s` and `latest_s` after the spacecraft have left.
    `speed_sd_ratio` is the spread of the change of speed, `pointing_sd_deg` of each of two angles,
    `ignition_sd_s` of its time. `fall` is that of the empty stage.
    """

    perigee_altitude_m: float
    earliest_s: float
    latest_s: float
    speed_sd_ratio: float
    pointing_sd_deg: float
    ignition_sd_s: float
    fall: Fall

    def __post_init__(self) -> None:
        require_positive("disposal", earliest_s=self.earliest_s, latest_s=self.latest_s)
        require_not_negative(
            "disposal",
            speed_sd_ratio=self.speed_sd_ratio,
            pointing_sd_deg=self.pointing_sd_deg,
            ignition_sd_s=self.ignition_sd_s,
        )
        if self.latest_s <= self.earliest_s:
            raise InputError(
                f"disposal: latest_s {self.latest_s} must be later than earliest_s "
                f"{self.earliest_s}"
            )
