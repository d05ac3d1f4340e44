"""What is known of the air after a balloon has risen, and what has changed since?"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import AIR_GAS_CONSTANT_J_KG_K
from cosmodrome.errors import InputError
from cosmodrome.physics.atmosphere import air
from cosmodrome.spaceport.climate import Climate

OLDEST_H = 48.0
"""Beyond, the change since exceeds the spread of the month: the balloon says nothing."""
EAST, NORTH, DENSITY, TEMPERATURE = range(4)
VAPOUR_DEFICIT_RATIO = 0.378
"""By how much vapour is lighter than dry air at the same pressure: 1 - 0.622."""
ICE_K = 273.15
FADE_STEP_M = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sounding:
    """What a balloon measured, by altitude (n,), rising.

    Wind towards east and north [m/s]; density and temperature over those of the U.S. Standard
    Atmosphere 1976 where it measured pressure and temperature, else None.
    """

    altitude_m: NDArray[np.float64]
    east_m_s: NDArray[np.float64]
    north_m_s: NDArray[np.float64]
    density_ratio: NDArray[np.float64] | None = None
    temperature_ratio: NDArray[np.float64] | None = None

    def __post_init__(self) -> None:
        if len(self.altitude_m) < 2 or np.any(np.diff(self.altitude_m) <= 0.0):
            raise InputError("a sounding needs 2 levels or more, in rising order")
        if (self.density_ratio is None) != (self.temperature_ratio is None):
            raise InputError("a sounding has both density and temperature, or none")


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundingErrors:
    """One sigma of what a balloon leaves open: `_sd_` at its release, `_change_` after one hour.

    The change grows with the root of the hours, as a random walk does.
    """

    wind_sd_m_s: float
    wind_change_m_s: float
    density_sd_ratio: float
    density_change_ratio: float
    temperature_sd_ratio: float
    temperature_change_ratio: float


def measured_air(
    altitude_m: NDArray[np.float64],
    pressure_pa: NDArray[np.float64],
    temperature_k: NDArray[np.float64],
    vapour_pa: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return density and temperature of moist air over those of the standard, both (n,)."""
    standard_pa, standard_kg_m3, _ = air(altitude_m)
    standard_k = standard_pa / (standard_kg_m3 * AIR_GAS_CONSTANT_J_KG_K)
    rho_kg_m3 = (pressure_pa - VAPOUR_DEFICIT_RATIO * vapour_pa) / (
        AIR_GAS_CONSTANT_J_KG_K * temperature_k
    )
    return np.asarray(rho_kg_m3 / standard_kg_m3), np.asarray(temperature_k / standard_k)


def saturation_vapour_pa(temperature_k: float) -> float:
    """Return the pressure of saturated vapour over water (Magnus; Bolton 1980, eq. 10)."""
    degc = temperature_k - ICE_K
    return 611.2 * math.exp(17.67 * degc / (degc + 243.5))


def climate_after_sounding(
    climate: Climate, sounding: Sounding, *, since_release_h: float, errors: SoundingErrors
) -> Climate:
    """Return the climate over a pad once a balloon has told the mean.

    Parameters
    ----------
    climate : Climate
        Of the month, or the untold one; gives what the balloon did not measure.
    sounding : Sounding
    since_release_h : float
        Hours from the release of the balloon to lift-off, 0 to 48.
    errors : SoundingErrors

    Returns
    -------
    Climate
        With the balloon's mean at its levels, and as spread the error of its instruments and the
        change since, which never exceeds that of two independent days. Below its lowest level it
        holds. Above its top the mean returns to the climate's and the spread with it, as deviations
        forget each other over height; where no climate is told, the top is held.

    Raises
    ------
    InputError
        If the hours are negative or more than 48.
    """
    if not 0.0 <= since_release_h <= OLDEST_H:
        raise InputError(
            f"hours since the release of the balloon must be 0 to {OLDEST_H:g}, got "
            f"{since_release_h:g}; an older one says less than the mean of the month"
        )
    top_m = float(sounding.altitude_m[-1])
    highest_m = max(float(climate.altitude_m[-1]), top_m)
    above_m = np.append(np.arange(top_m, highest_m, FADE_STEP_M)[1:], highest_m)
    above_m = above_m[above_m > top_m]
    at_m = np.concatenate((sounding.altitude_m, above_m))
    mean, sd, correlation = (
        np.column_stack([np.interp(at_m, climate.altitude_m, column) for column in table.T])
        for table in (climate.mean, climate.sd, climate.correlation)
    )
    told = climate.month is not None
    for column, measured, error in _measured(sounding, errors, math.sqrt(since_release_h)):
        usual = sd[:, column].copy()
        since = np.minimum(error, math.sqrt(2.0) * usual) if told else np.full(len(at_m), error)
        memory_m = climate.wind_memory_m if column <= NORTH else climate.air_memory_m
        kept = np.exp(-np.maximum(0.0, at_m - top_m) / memory_m) if told else np.ones(len(at_m))
        held = np.interp(at_m, sounding.altitude_m, measured)
        usual_at_top = float(np.interp(top_m, climate.altitude_m, climate.mean[:, column]))
        below = at_m <= top_m
        if told:
            faded = mean[:, column] + kept * (held - usual_at_top)
            mean[:, column] = np.where(below, held, faded)
            since_above = kept**2 * since**2 + (1.0 - kept**2) * usual**2
            sd[:, column] = np.where(below, since, np.sqrt(since_above))
        else:
            mean[:, column], sd[:, column] = held, since
    return replace(
        climate,
        month=None,
        altitude_m=at_m,
        mean=mean,
        sd=sd,
        correlation=correlation,
        trust=f"sounding to {top_m / 1e3:.1f} km, {since_release_h:g} h before lift-off; "
        + (f"above, {climate.name} by month" if told else "held above"),
    )


def _measured(
    sounding: Sounding, errors: SoundingErrors, root_h: float
) -> list[tuple[int, NDArray[np.float64], float]]:
    """Return the columns that a balloon measured, and one sigma of each [their unit]."""
    wind_m_s = math.hypot(errors.wind_sd_m_s, errors.wind_change_m_s * root_h)
    found = [(EAST, sounding.east_m_s, wind_m_s), (NORTH, sounding.north_m_s, wind_m_s)]
    if sounding.density_ratio is not None and sounding.temperature_ratio is not None:
        found += [
            (
                DENSITY,
                sounding.density_ratio,
                math.hypot(errors.density_sd_ratio, errors.density_change_ratio * root_h),
            ),
            (
                TEMPERATURE,
                sounding.temperature_ratio,
                math.hypot(errors.temperature_sd_ratio, errors.temperature_change_ratio * root_h),
            ),
        ]
    return found
