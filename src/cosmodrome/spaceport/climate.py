"""Which wind and air are to be met over a place: those of a month, or of a balloon sounding?"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InputError

QUANTITIES = 4
"""East and north wind, density and temperature, in this order."""
WIND_PAIR, AIR_PAIR = range(2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Climate:
    """Mean of wind and air over a site, and how a day differs from it, by altitude.

    `mean` and `sd` (n, 4) are, at `altitude_m` (n,), wind towards east and towards north [m/s],
    then density and temperature over those of the U.S. Standard Atmosphere 1976. `correlation`
    (n, 2) is that of east with north wind, and of density with temperature. Deviations at two
    heights dz apart correlate by exp(-dz / L), L being `wind_memory_m` and `air_memory_m`. What a
    balloon measured has no month. `trust` says in words what it rests on.
    """

    site: str
    name: str
    latitude_deg: float
    longitude_deg: float
    month: int | None
    altitude_m: NDArray[np.float64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    correlation: NDArray[np.float64]
    wind_memory_m: float
    air_memory_m: float
    trust: str

    def __post_init__(self) -> None:
        levels = len(self.altitude_m)
        for name, table, width in (
            ("mean", self.mean, QUANTITIES),
            ("sd", self.sd, QUANTITIES),
            ("correlation", self.correlation, 2),
        ):
            if table.shape != (levels, width):
                raise InputError(
                    f"{self.site}, month {self.month}: {name} must have shape {(levels, width)}, "
                    f"got {table.shape}"
                )
            if not np.all(np.isfinite(table)):
                raise InputError(f"{self.site}, month {self.month}: {name} must be finite")
        if levels < 2 or np.any(np.diff(self.altitude_m) <= 0.0):
            raise InputError(
                f"{self.site}, month {self.month}: needs 2 levels or more, in rising order"
            )
        if np.any(self.sd < 0.0) or np.any(self.mean[:, 2:] <= 0.0):
            raise InputError(
                f"{self.site}, month {self.month}: no sd may be negative, density and temperature "
                "must be positive"
            )
        if np.any(np.abs(self.correlation) > 1.0):
            raise InputError(f"{self.site}, month {self.month}: correlations lie within -1 to 1")
        if not (self.wind_memory_m > 0.0 and self.air_memory_m > 0.0):
            raise InputError(f"{self.site}: wind_memory_m and air_memory_m must be positive")


def climate_near(
    climates: Iterable[Climate], *, latitude_deg: float, longitude_deg: float
) -> tuple[Climate, float] | None:
    """Return the climate whose site is nearest to a place, and how far it is [m].

    None where there is no climate at all; how far is too far is left to the caller. On a sphere,
    within 0.5 %.
    """
    place = math.radians(latitude_deg), math.radians(longitude_deg)
    found = [(_distance_m(place, each), each) for each in climates]
    if not found:
        return None
    distance_m, nearest = min(found, key=lambda item: item[0])
    return nearest, distance_m


def _distance_m(place_rad: tuple[float, float], climate: Climate) -> float:
    latitude, longitude = place_rad
    other = math.radians(climate.latitude_deg)
    east = math.radians(climate.longitude_deg) - longitude
    haversine = (
        math.sin(0.5 * (other - latitude)) ** 2
        + math.cos(latitude) * math.cos(other) * math.sin(0.5 * east) ** 2
    )
    return 2.0 * EARTH_EQUATORIAL_RADIUS_M * math.asin(min(1.0, math.sqrt(haversine)))
