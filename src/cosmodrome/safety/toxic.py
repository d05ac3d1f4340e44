"""How far downwind of a spill is the air unfit to breathe?

A Gaussian cloud at the ground, all of it let go within the hour that the limits are for. Its dose
does not depend on how fast it was let go, so puff and plume are one formula. Cold vapour that
neither rises nor settles; a fire lifts the cloud and shortens what is found here.
"""

import math
from dataclasses import dataclass

import numpy as np

from cosmodrome.errors import InputError
from cosmodrome.safety.pad_rules import PadRules, PlumeWeather, Poison, Spread
from cosmodrome.spaceport.climate import Climate

LIMIT_S = 3600.0
"""The hour for which the limits are."""
MOLAR_VOLUME_M3_MOL = 0.02445
"""Of an ideal gas at 25 degrees Celsius and one atmosphere: what makes ppm a mass in a volume."""
PARTS_PER_MILLION = 1e-6
NEAREST_M, FARTHEST_M = 10.0, 50_000.0
"""Where the spread of plumes is believed; it was measured to some 10 km."""
EDGE_FACTOR = 2.15
"""Standard deviations from the axis at which a tenth of the concentration is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurfaceWind:
    """Mean wind near the ground, towards east and north, and its standard deviation."""

    east_m_s: float
    north_m_s: float
    sd_m_s: float

    @property
    def downwind_deg(self) -> float:
        """Return the bearing towards which it blows."""
        return math.degrees(math.atan2(self.east_m_s, self.north_m_s)) % 360.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ToxicReach:
    """How far one poison reaches in one kind of weather.

    `beyond_model` tells that the limit is not met within the 50 km for which the spread of
    plumes is believed; the distance is those 50 km then.
    """

    poison: str
    weather: str
    limit_ppm: float
    vapour_kg: float
    distance_m: float
    plume_half_angle_deg: float
    beyond_model: bool


def surface_wind(climate: Climate) -> SurfaceWind:
    """Return the wind at the lowest level of a climate, its spread the same to all sides."""
    east_m_s, north_m_s = climate.mean[0, :2]
    return SurfaceWind(
        east_m_s=float(east_m_s),
        north_m_s=float(north_m_s),
        sd_m_s=float(np.sqrt(np.mean(climate.sd[0, :2] ** 2))),
    )


def concentration_kg_m3(vapour_kg: float, *, weather: PlumeWeather, distance_m: float) -> float:
    """Return the mean concentration of an hour on the axis of a cloud, at the ground."""
    across_m = spread_m(weather.crosswind, distance_m=distance_m)
    up_m = spread_m(weather.vertical, distance_m=distance_m)
    return vapour_kg / (math.pi * weather.wind_m_s * across_m * up_m * LIMIT_S)


def spread_m(spread: Spread, *, distance_m: float) -> float:
    """Return the standard deviation of a plume at a distance downwind."""
    grown = (1.0 + spread.growth_coefficient * distance_m) ** spread.power_coefficient
    return float(spread.slope_coefficient * distance_m * grown)


def toxic_reach(
    poison: Poison, *, spilt_kg: float, limit_ppm: float, weather: PlumeWeather
) -> ToxicReach:
    """Return how far downwind of a spill the mean of an hour exceeds a limit.

    Raises
    ------
    InputError
        If the spill is negative or the limit not positive.
    """
    if spilt_kg < 0.0:
        raise InputError(f"{poison.id}: a spill must not be negative, got {spilt_kg} kg")
    if not limit_ppm > 0.0:
        raise InputError(f"{poison.id}: a limit must be positive, got {limit_ppm} ppm")
    limit_kg_m3 = limit_ppm * PARTS_PER_MILLION * poison.molar_mass_kg_mol / MOLAR_VOLUME_M3_MOL
    vapour_kg = poison.vapour_fraction * spilt_kg

    def excess(logarithm: float) -> float:
        found = concentration_kg_m3(vapour_kg, weather=weather, distance_m=math.exp(logarithm))
        return found / limit_kg_m3 - 1.0

    beyond = excess(math.log(FARTHEST_M)) > 0.0
    if beyond:
        distance_m = FARTHEST_M
    elif excess(math.log(NEAREST_M)) <= 0.0:
        distance_m = 0.0 if vapour_kg == 0.0 else NEAREST_M
    else:
        from scipy.optimize import brentq  # slow to load, and documents about windows need none

        distance_m = math.exp(brentq(excess, math.log(NEAREST_M), math.log(FARTHEST_M)))
    across_m = spread_m(weather.crosswind, distance_m=max(distance_m, NEAREST_M))
    return ToxicReach(
        poison=poison.id,
        weather=weather.name,
        limit_ppm=limit_ppm,
        vapour_kg=vapour_kg,
        distance_m=distance_m,
        plume_half_angle_deg=math.degrees(
            math.atan2(EDGE_FACTOR * across_m, max(distance_m, NEAREST_M))
        ),
        beyond_model=beyond,
    )


def sector_half_angle_deg(
    wind: SurfaceWind, rules: PadRules, *, plume_half_angle_deg: float
) -> float | None:
    """Return how far a sector opens to either side of the mean wind; None if all the way round.

    The wind may turn as far as its spread, across the mean wind, turns it; the plume's own half
    width is added.
    """
    speed_m_s = float(np.hypot(wind.east_m_s, wind.north_m_s))
    spread_m_s = rules.wind_spread_factor * wind.sd_m_s
    if spread_m_s >= speed_m_s:
        return None
    turned_deg = max(math.degrees(math.asin(spread_m_s / speed_m_s)), rules.least_half_angle_deg)
    opened_deg = turned_deg + plume_half_angle_deg
    return opened_deg if opened_deg < 180.0 else None
