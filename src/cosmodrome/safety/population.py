"""Who lives where a piece may come down? Listed places, and people spread thinly between them.

A listed place is a point with all its people; the background of a point on land is that of the
region of the nearest listed place. Nobody lives at sea, beyond the reach of the listed places, or
where the launch has cleared the ground.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.errors import InputError
from cosmodrome.orbit.frames import ecef_of_place_m
from cosmodrome.safety.coast import is_land

M2_PER_KM2 = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedGround:
    """A disc about the pad that people have left before the launch."""

    latitude_deg: float
    longitude_deg: float
    radius_m: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """Listed places and what lies between them.

    `places_deg` (n, 2) are longitude and latitude, `people` (n,) live there; `regions` (n,) name
    the rows of `people_per_km2`. `land` holds rings whose parity says what is land, in degrees.
    """

    names: tuple[str, ...]
    regions: tuple[str, ...]
    places_deg: NDArray[np.float64]
    people: NDArray[np.float64]
    people_per_km2: Mapping[str, float]
    land: tuple[shapely.Polygon, ...]
    positions_m: NDArray[np.float64]
    tree: cKDTree
    cleared: tuple[ClearedGround, ...] = ()

    def near(self, position_m: NDArray[np.float64], *, reach_m: float) -> NDArray[np.int64]:
        """Return which places lie within a chord of an Earth-fixed position."""
        found = self.tree.query_ball_point(position_m, reach_m, return_sorted=True)
        return np.asarray(found, dtype=np.int64)

    def near_place(self, place_deg: NDArray[np.float64], *, reach_m: float) -> NDArray[np.int64]:
        """Return which places lie within a distance of a place, longitude and latitude."""
        return self.near(positions_of(place_deg[None])[0], reach_m=reach_m)

    def background_per_m2(self, points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the people per square metre about points, longitude and latitude, unlisted.

        Points that are not numbers have nobody about them.
        """
        density = np.zeros(len(points_deg))
        known = np.flatnonzero(np.isfinite(points_deg).all(axis=1))
        known = known[is_land(self.land, points_deg[known])]
        if len(known) == 0 or len(self.names) == 0:
            return density
        positions_m = positions_of(points_deg[known])
        _, nearest = self.tree.query(positions_m)
        rows = [self.people_per_km2[self.regions[int(i)]] for i in np.atleast_1d(nearest)]
        density[known] = np.array(rows) / M2_PER_KM2
        for disc in self.cleared:
            density[known[within_disc(positions_m, disc)]] = 0.0
        return density


def population(
    *,
    names: tuple[str, ...],
    regions: tuple[str, ...],
    places_deg: NDArray[np.float64],
    people: NDArray[np.float64],
    people_per_km2: Mapping[str, float],
    land: tuple[shapely.Polygon, ...],
) -> Population:
    """Return a population made ready to be asked what is near.

    Raises
    ------
    InputError
        If the columns have different lengths, a place has fewer than no people, or stands in a
        region without a background.
    """
    lengths = {len(names), len(regions), len(places_deg), len(people)}
    if len(lengths) != 1:
        raise InputError(f"the columns of a population differ in length: {sorted(lengths)}")
    if np.any(people < 0.0):
        raise InputError(f"people must not be negative, got {people.min():g}")
    missing = sorted(set(regions) - set(people_per_km2))
    if missing:
        raise InputError(f"no background density is given for {', '.join(missing)}")
    positions_m = positions_of(places_deg)
    return Population(
        names=names,
        regions=regions,
        places_deg=places_deg,
        people=people,
        people_per_km2=people_per_km2,
        land=land,
        positions_m=positions_m,
        tree=cKDTree(positions_m),
    )


def cleared_about(population: Population, disc: ClearedGround) -> Population:
    """Return a population that has left a disc of ground.

    Raises
    ------
    InputError
        If the radius is negative or larger than the Earth's.
    """
    if not 0.0 <= disc.radius_m <= EARTH_EQUATORIAL_RADIUS_M:
        raise InputError(f"cleared radius_m must be 0 to the Earth's radius, got {disc.radius_m}")
    people = np.where(within_disc(population.positions_m, disc), 0.0, population.people)
    return Population(
        names=population.names,
        regions=population.regions,
        places_deg=population.places_deg,
        people=people,
        people_per_km2=population.people_per_km2,
        land=population.land,
        positions_m=population.positions_m,
        tree=population.tree,
        cleared=(*population.cleared, disc),
    )


def positions_of(points_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return Earth-fixed positions [m] of longitudes and latitudes on the ellipsoid, (n, 3)."""
    longitude, latitude = np.radians(points_deg).T
    return np.asarray(ecef_of_place_m(latitude, longitude, np.zeros(len(points_deg))))


def within_disc(positions_m: NDArray[np.float64], disc: ClearedGround) -> NDArray[np.bool_]:
    """Tell which Earth-fixed positions lie in a disc; distances are chords, as these are short."""
    centre = positions_of(np.array([[disc.longitude_deg, disc.latitude_deg]]))[0]
    return np.asarray(np.linalg.norm(positions_m - centre, axis=1) <= disc.radius_m)
