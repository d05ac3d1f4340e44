"""How much ground does a falling piece make deadly, and what does it hit with which probability?

Closed forms, for one piece or a few; `population_risk` sums them over people. Nobody is taken to be
sheltered.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError

ROUND_PERSON_RADIUS_M = 0.3048
"""A standing person from above, one foot: the round man of range safety (RCC 321)."""
NASA_PERSON_M = 0.6
"""Square root of a person's area, 0.36 m2 (NASA-STD-8719.14, section 4.7)."""
FLOOR_FACTOR = 7.0
"""14 CFR 417, debris risk: seven times its area, for a piece that bounces and splatters."""
DEADLY_ENERGY_J = 11.0 * 1.3558179483
"""11 ft-lbf, below which a piece is taken to hurt nobody (14 CFR 417, debris risk)."""
METRES_PER_FOOT = 0.3048
POUNDS_PER_KILOGRAM = 1.0 / 0.45359237


@dataclass(frozen=True, slots=True, kw_only=True)
class Ship:
    """A vessel that stands for those that may be in the way."""

    length_m: float
    width_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Aircraft:
    """An aircraft that stands for those that may be in the way: seen from above and from ahead."""

    top_area_m2: float
    front_area_m2: float
    speed_m_s: float


def round_person_area_m2(piece_area_m2: float) -> float:
    """Return the area within which a round piece touches a round person."""
    _require_not_negative(piece_area_m2, "piece_area_m2")
    return math.pi * (ROUND_PERSON_RADIUS_M + math.sqrt(piece_area_m2 / math.pi)) ** 2


def nasa_casualty_area_m2(piece_area_m2: float) -> float:
    """Return the casualty area of a piece as NASA and the IADC count it for re-entries."""
    _require_not_negative(piece_area_m2, "piece_area_m2")
    return (NASA_PERSON_M + math.sqrt(piece_area_m2)) ** 2


def inert_casualty_area_m2(piece_area_m2: float) -> float:
    """Return the casualty area of an inert piece: touch, or seven times its area if that is more.

    The factor stands for bounce, slide and splatter (14 CFR 417, debris risk).
    """
    return max(round_person_area_m2(piece_area_m2), FLOOR_FACTOR * piece_area_m2)


def explosive_casualty_area_m2(tnt_kg: float, *, overpressure_k_factor: float) -> float:
    """Return the area that an explosion on the ground sweeps with a deadly overpressure.

    Parameters
    ----------
    tnt_kg : float
        Mass of TNT of the same blast.
    overpressure_k_factor : float
        Distance in feet over the cube root of the charge in pounds at that overpressure.
    """
    _require_not_negative(tnt_kg, "tnt_kg")
    radius_m = (
        METRES_PER_FOOT * overpressure_k_factor * float(np.cbrt(tnt_kg * POUNDS_PER_KILOGRAM))
    )
    return math.pi * radius_m**2


def is_deadly(mass_kg: float, speed_m_s: float) -> bool:
    """Tell whether a piece hits with 11 ft-lbf or more."""
    return 0.5 * mass_kg * speed_m_s**2 >= DEADLY_ENERGY_J


def terminal_speed_m_s(ballistic_coefficient_kg_m2: float) -> float:
    """Return the speed at which a piece arrives after a long fall through still air at sea level.

    Standard density 1.225 kg/m3 and gravity 9.80665 m/s2.
    """
    return math.sqrt(2.0 * 9.80665 * ballistic_coefficient_kg_m2 / 1.225)


def site_hit_probability(
    *,
    sigma_along_m: float,
    sigma_cross_m: float,
    along_m: float,
    cross_m: float,
    site_area_m2: float,
) -> float:
    """Return the probability that a piece of a normal scatter hits a small site.

    Parameters
    ----------
    sigma_along_m, sigma_cross_m : float
        Standard deviations along the axes of the scatter.
    along_m, cross_m : float
        Place of the site from the mean impact, along the same axes.
    site_area_m2 : float
        Small beside the scatter: the density is taken as even over it.

    Raises
    ------
    InputError
        If a standard deviation is not positive.
    """
    if not (sigma_along_m > 0.0 and sigma_cross_m > 0.0):
        raise InputError(
            f"sigma_along_m and sigma_cross_m must be positive, got {sigma_along_m} and "
            f"{sigma_cross_m}"
        )
    square = (along_m / sigma_along_m) ** 2 + (cross_m / sigma_cross_m) ** 2
    return site_area_m2 / (2.0 * math.pi * sigma_along_m * sigma_cross_m) * math.exp(-0.5 * square)


def any_hit_probability(piece_probability: float, *, pieces: int) -> float:
    """Return the probability that at least one of several like pieces hits."""
    if not 0.0 <= piece_probability <= 1.0:
        raise InputError(f"a probability must be 0 to 1, got {piece_probability}")
    if piece_probability == 1.0:
        return 1.0 if pieces else 0.0
    return -math.expm1(pieces * math.log1p(-piece_probability))


def even_casualty_expectation(
    *, pieces: int, casualty_area_m2: float, people_per_km2: float, impact_probability: float
) -> float:
    """Return the casualties to expect of pieces that fall among people spread evenly."""
    return impact_probability * pieces * casualty_area_m2 * people_per_km2 * 1e-6


def ship_area_m2(ship: Ship, *, piece_area_m2: float) -> float:
    """Return the area in which the middle of a square piece touches a vessel."""
    side_m = math.sqrt(piece_area_m2)
    return (ship.length_m + side_m) * (ship.width_m + side_m)


def aircraft_area_m2(aircraft: Aircraft, *, piece_area_m2: float, fall_speed_m_s: float) -> float:
    """Return the level area in which a piece that falls past meets a flying aircraft.

    The slower the piece, the farther the aircraft flies into its way meanwhile.
    """
    if not fall_speed_m_s > 0.0:
        raise InputError(f"fall_speed_m_s must be positive, got {fall_speed_m_s}")
    side_m = math.sqrt(piece_area_m2)
    top_m2 = (math.sqrt(aircraft.top_area_m2) + side_m) ** 2
    front_m2 = (math.sqrt(aircraft.front_area_m2) + side_m) ** 2
    return top_m2 + front_m2 * aircraft.speed_m_s / fall_speed_m_s


def inert_casualty_areas_m2(piece_areas_m2: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `inert_casualty_area_m2` of many pieces, shape (n,)."""
    touch = np.pi * (ROUND_PERSON_RADIUS_M + np.sqrt(piece_areas_m2 / np.pi)) ** 2
    return np.maximum(touch, FLOOR_FACTOR * piece_areas_m2)


def _require_not_negative(value: float, name: str) -> None:
    if not value >= 0.0:
        raise InputError(f"{name} must not be negative, got {value}")
