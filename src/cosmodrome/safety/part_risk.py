"""What does one part that falls as planned bring to people, ships and aircraft?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cosmodrome.errors import InputError
from cosmodrome.safety.casualty import (
    Aircraft,
    Ship,
    aircraft_area_m2,
    any_hit_probability,
    inert_casualty_area_m2,
    is_deadly,
    ship_area_m2,
)
from cosmodrome.safety.monte_carlo import BodyFalls
from cosmodrome.safety.overflight import PopulationRisk
from cosmodrome.safety.planned_risk import (
    ImpactDensity,
    impact_density,
    peak_density_per_m2,
    planned_risk,
)
from cosmodrome.safety.population import Population
from cosmodrome.vehicles import Fall

MOST_IMPACTS = 20_000
"""So many impacts of a kind of piece say all that a density can use; more only take time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bystanders:
    """What stands for the ships and aircraft that may be in the way; None for nothing."""

    ship: Ship | None
    aircraft: Aircraft | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PieceOfPart:
    """Pieces of one kind as they come down, `count` of all units: on the ground, at 18 288 m."""

    count: int
    mass_kg: float
    area_m2: float
    impacts_deg: NDArray[np.float64]
    at_ceiling_deg: NDArray[np.float64]
    speed_m_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartRisk:
    """Risk of one kind of part, all units together.

    `ship_probability` and `aircraft_probability` are those of being hit for one that stays at the
    densest point of the footprint: what a keep-out area is for, not what remains with one; None
    where nothing stands for them. `fallen_fraction` is the share of cases in which the part came
    down at once.
    """

    part: str
    pieces: int
    deadly_pieces: int
    casualty_area_m2: float
    fallen_fraction: float
    risk: PopulationRisk
    ship_probability: float | None
    aircraft_probability: float | None

    @property
    def casualty_expectation(self) -> float:
        """Casualties that the fall expects."""
        return self.risk.casualty_expectation


def part_risk(
    falls: BodyFalls, fall: Fall, *, people: Population, bystanders: Bystanders
) -> PartRisk:
    """Return the risk of a part that falls as planned.

    Parameters
    ----------
    falls : BodyFalls
        One unit in each case, whole or in pieces.
    fall : Fall
        How many units there are, and how large.
    people : Population
    bystanders : Bystanders

    Notes
    -----
    A piece that arrives with less than 11 ft-lbf at its mean speed hurts nobody (14 CFR 417,
    debris risk).
    """
    pieces = _pieces(falls, fall)
    area_m2 = 0.0
    listed = background = 0.0
    by_place = np.zeros(len(people.names))
    densities = [impact_density(piece.impacts_deg) for piece in pieces]
    for piece, density in zip(pieces, densities, strict=True):
        own_m2 = _casualty_area_m2(piece)
        risk = planned_risk(piece.impacts_deg, people, casualty_area_m2=own_m2, density=density)
        area_m2 += own_m2
        listed += risk.listed_expectation
        background += risk.background_expectation
        by_place += risk.by_place
    return PartRisk(
        part=falls.part,
        pieces=sum(piece.count for piece in pieces),
        deadly_pieces=sum(piece.count for piece in pieces if _casualty_area_m2(piece) > 0.0),
        casualty_area_m2=area_m2,
        fallen_fraction=float(np.mean(np.isfinite(falls.impacts[:, :, 2]).any(axis=1))),
        risk=PopulationRisk(
            listed_expectation=listed,
            background_expectation=background,
            by_place=np.minimum(by_place, 1.0),
            by_stretch=np.empty(0),
        ),
        ship_probability=_ship_hit(pieces, densities, bystanders.ship),
        aircraft_probability=_aircraft_hit(pieces, bystanders.aircraft),
    )


def _pieces(falls: BodyFalls, fall: Fall) -> list[PieceOfPart]:
    """Return the kinds of pieces of a Monte Carlo, like pieces of one unit as one cloud."""
    kinds = [(1, fall.mass_kg, fall.area_m2)]
    if fall.breakup is not None:
        kinds = [(each.count, each.mass_kg, each.area_m2) for each in fall.breakup.fragments]
    columns, known = falls.impacts.shape[1], sum(count for count, _, _ in kinds)
    if columns != known:
        raise InputError(
            f"{falls.part}: {columns} pieces fell in the Monte Carlo, the vehicle names {known}"
        )
    ends = np.cumsum([count for count, _, _ in kinds]).tolist()
    return [
        PieceOfPart(
            count=fall.count * count,
            mass_kg=mass_kg,
            area_m2=area_m2,
            impacts_deg=_cloud_deg(falls.impacts[:, end - count : end]),
            at_ceiling_deg=_cloud_deg(falls.at_ceiling[:, end - count : end]),
            speed_m_s=float(np.nanmean(falls.impact_speed_m_s[:, end - count : end])),
        )
        for end, (count, mass_kg, area_m2) in zip(ends, kinds, strict=True)
    ]


def _cloud_deg(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude and latitude of like pieces, the first cases first, no more than needed."""
    return places[:, :, :2].reshape(-1, 2)[:MOST_IMPACTS]


def _casualty_area_m2(piece: PieceOfPart) -> float:
    """Return the casualty area of all pieces that are like one."""
    if not is_deadly(piece.mass_kg, piece.speed_m_s):
        return 0.0
    return piece.count * inert_casualty_area_m2(piece.area_m2)


def _ship_hit(
    pieces: list[PieceOfPart], densities: list[ImpactDensity], ship: Ship | None
) -> float | None:
    if ship is None:
        return None
    missed = 1.0
    for piece, density in zip(pieces, densities, strict=True):
        peak = peak_density_per_m2(piece.impacts_deg, density=density)
        each = min(peak * ship_area_m2(ship, piece_area_m2=piece.area_m2), 1.0)
        missed *= 1.0 - any_hit_probability(each, pieces=piece.count)
    return 1.0 - missed


def _aircraft_hit(pieces: list[PieceOfPart], aircraft: Aircraft | None) -> float | None:
    if aircraft is None:
        return None
    missed = 1.0
    for piece in pieces:
        peak = peak_density_per_m2(piece.at_ceiling_deg)
        area_m2 = aircraft_area_m2(
            aircraft, piece_area_m2=piece.area_m2, fall_speed_m_s=piece.speed_m_s
        )
        missed *= 1.0 - any_hit_probability(min(peak * area_m2, 1.0), pieces=piece.count)
    return 1.0 - missed
