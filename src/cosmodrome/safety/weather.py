"""Which air does a flight meet over its pad, and each fall where it comes down?

A case draws one set of deviates and keeps it from the pad to the last fall: a day with more west
wind than usual has more of it everywhere. Mean and spread are those of the place.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.flight.air import COLUMNS, NODE_STEP_M, NODES, AirColumn, level_altitudes_m
from cosmodrome.spaceport.climate import AIR_PAIR, WIND_PAIR, Climate, climate_near

NODE_ALTITUDES_M = NODE_STEP_M * np.arange(NODES)
DEVIATES = NODES * COLUMNS
METRES_PER_KM = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Climate over the pad, those of other sites, and how far from its site one says anything.

    Where a climate of a month was replaced by a sounding, `over_pad` is the sounding and bears the
    site of the climate it replaced.
    """

    over_pad: Climate
    elsewhere: tuple[Climate, ...]
    farthest_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalAir:
    """Air over a place, whose climate it is, and how far that one's site is."""

    air: AirColumn
    climate: Climate
    distance_m: float


def air_over(weather: Weather, *, latitude_deg: float, longitude_deg: float) -> LocalAir:
    """Return the air of the nearest site; of the pad where that is nearer or all are too far."""
    over_pad = weather.over_pad
    others = [each for each in weather.elsewhere if each.site != over_pad.site]
    near = climate_near([over_pad, *others], latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    own = climate_near([over_pad], latitude_deg=latitude_deg, longitude_deg=longitude_deg)
    found = near if near and near[1] <= weather.farthest_m else own
    if found is None:
        raise ValueError("the climate over the pad is always found")
    climate, distance_m = found
    return LocalAir(air=air_column(climate), climate=climate, distance_m=distance_m)


def air_in_words(local: LocalAir) -> str:
    """Return whose air it is, of which month, how far off, and on what that rests."""
    when = f", month {local.climate.month}" if local.climate.month is not None else ""
    return (
        f"{local.climate.name}{when}, {local.distance_m / METRES_PER_KM:.0f} km away "
        f"({local.climate.trust})"
    )


def air_column(climate: Climate) -> AirColumn:
    """Return mean and spread at the levels of the kernel; beyond its ends a climate is held."""
    at_m = level_altitudes_m()
    mean, sd = (
        np.column_stack([np.interp(at_m, climate.altitude_m, column) for column in table.T])
        for table in (climate.mean, climate.sd)
    )
    return AirColumn(
        mean=mean,
        sd=sd,
        wind_memory_m=climate.wind_memory_m,
        air_memory_m=climate.air_memory_m,
    )


def air_deviates(normals: NDArray[np.float64], climate: Climate) -> NDArray[np.float64]:
    """Return the deviates of cases, correlated as those of a climate.

    Parameters
    ----------
    normals : ndarray, shape (n, 52)
        Independent standard normal numbers.
    climate : Climate
        Gives the memory over height, and what correlates at one height.

    Returns
    -------
    ndarray, shape (n, 13, 4)
        At nodes each 5 km from 0 to 60 km; every column has variance 1. Over height each is a
        first-order autoregressive process; then the second of a pair is mixed with the first.
    """
    z = np.ascontiguousarray(normals.T).reshape(NODES, COLUMNS, len(normals))
    deviates = np.empty_like(z)
    deviates[0] = z[0]
    memory_m = np.array([[climate.wind_memory_m]] * 2 + [[climate.air_memory_m]] * 2)
    kept = np.exp(-NODE_STEP_M / memory_m)
    fresh = np.sqrt(1.0 - kept**2)
    for i in range(1, NODES):
        deviates[i] = kept * deviates[i - 1] + fresh * z[i]
    for pair in (WIND_PAIR, AIR_PAIR):
        rho = np.interp(NODE_ALTITUDES_M, climate.altitude_m, climate.correlation[:, pair])[:, None]
        first, second = deviates[:, 2 * pair], deviates[:, 2 * pair + 1]
        deviates[:, 2 * pair + 1] = rho * first + np.sqrt(1.0 - rho**2) * second
    return np.ascontiguousarray(deviates.transpose(2, 0, 1))
