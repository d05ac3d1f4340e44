"""Which stations listen to a launch, and to what is launched?"""

from dataclasses import dataclass

from cosmodrome.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundStation:
    """An antenna by its geodetic place; it sees what stands `mask_deg` or more over its horizon."""

    id: str
    name: str
    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    mask_deg: float
    network: str | None = None

    def __post_init__(self) -> None:
        limits = (
            ("latitude_deg", self.latitude_deg, -90.0, 90.0),
            ("longitude_deg", self.longitude_deg, -180.0, 180.0),
            ("altitude_m", self.altitude_m, -500.0, 9000.0),
            ("mask_deg", self.mask_deg, 0.0, 89.0),
        )
        for name, value, low, high in limits:
            if not low <= value <= high:
                raise InputError(
                    f"station {self.id}: {name} must be {low:g} to {high:g}, got {value}"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class StationNetwork:
    """Stations that work together, and the spaceports whose launches they follow."""

    id: str
    name: str
    spaceports: tuple[str, ...]
    stations: tuple[GroundStation, ...]


def stations_of_spaceport(
    networks: tuple[StationNetwork, ...], spaceport: str
) -> tuple[GroundStation, ...]:
    """Return the stations that follow the launches of a spaceport; all of them if none does."""
    serving = [network for network in networks if spaceport in network.spaceports]
    return tuple(station for network in serving or networks for station in network.stations)
