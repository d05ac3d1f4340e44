"""Where may spent parts fall, for whom, in which months, and what is owed to the people there?"""

from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Literal

from cosmodrome.errors import InputError

ShapeKind = Literal["published", "inscribed", "estimate"]
Surface = Literal["land", "sea"]
Point = tuple[float, float]

MONTHS = range(1, 13)
LEAST_CORNERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRemoved:
    """People whom a launch had removed from a zone, as its reports count them."""

    who: str
    people: int
    launch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropZone:
    """An agreed area for spent parts (raion padeniya), as the register holds it.

    `number` is that of its owner's register, None where nothing is published. `semi_major_m`,
    `semi_minor_m` and `bearing_deg` describe its ellipse, `corners_deg` the published outline,
    latitude and longitude, where it is a polygon. `centre_kind` says how good the centre is:
    published_coordinates, place_name, ...; `shape_kind` the same of the ellipse: ``published``,
    ``inscribed`` in the published polygon, or an ``estimate``.

    `ground_m` is the mean height of the ground above the ellipsoid, `ground_sd_m` how far the
    ground of a fall is from it. In the months of `closed_months` (1 to 12) nothing may fall
    there. It is announced `notice_d` days before the launch day, to those named in `told`, and
    kept for `reserve_d` days after it.
    """

    id: str
    name: str
    part: str
    complexes: tuple[str, ...]
    vehicles: tuple[str, ...]
    latitude_deg: float
    longitude_deg: float
    centre_kind: str
    inclination_min_deg: float
    inclination_max_deg: float
    semi_major_m: float | None
    semi_minor_m: float | None
    bearing_deg: float | None
    shape_kind: ShapeKind = "published"
    corners_deg: tuple[Point, ...] = ()
    number: str | None = None
    surface: Surface = "land"
    ground_m: float = 0.0
    ground_sd_m: float = 0.0
    closed_months: tuple[int, ...] = ()
    notice_d: int = 0
    reserve_d: int = 0
    told: tuple[str, ...] = ()
    removed: tuple[PeopleRemoved, ...] = ()

    def __post_init__(self) -> None:
        for month in self.closed_months:
            if month not in MONTHS:
                raise InputError(f"{self.id}: closed_months are 1 to 12, got {month}")
        if set(self.closed_months) == set(MONTHS):
            raise InputError(f"{self.id}: closed in all twelve months; leave the zone out instead")
        for name, value in (("notice_d", self.notice_d), ("reserve_d", self.reserve_d)):
            if value < 0:
                raise InputError(f"{self.id}: {name} must not be negative, got {value}")
        if self.corners_deg:
            fault = outline_fault(self.corners_deg)
            if fault is not None:
                raise InputError(f"{self.id}: {fault}")

    @property
    def has_published_shape(self) -> bool:
        """Tell whether the extent of the zone is known from its publication."""
        return self.semi_major_m is not None and self.shape_kind != "estimate"

    def is_open_on(self, day: date) -> bool:
        """Tell whether the season lets parts fall there on a day."""
        return day.month not in self.closed_months


def zones_of_route(
    zones: tuple[DropZone, ...],
    *,
    complex_id: str,
    vehicle: str,
    inclination_deg: float,
    day: date | None = None,
) -> tuple[DropZone, ...]:
    """Return the zones agreed for a vehicle from a pad on a route, on a day if one is given.

    Parameters
    ----------
    zones : tuple of DropZone
        The register of the site.
    complex_id, vehicle : str
        Ids of the launch complex and of the vehicle, without its upper stage.
    inclination_deg : float
        Inclination [deg] of the orbit to which the last suborbital stage flies.
    day : date, optional
        The local launch day; zones closed in its month are left out.
    """
    return tuple(
        zone
        for zone in zones
        if complex_id in zone.complexes
        and vehicle in zone.vehicles
        and zone.inclination_min_deg <= inclination_deg <= zone.inclination_max_deg
        and (day is None or zone.is_open_on(day))
    )


def outline_fault(corners_deg: tuple[Point, ...]) -> str | None:
    """Return what is wrong with an outline, naming its edges, or None.

    Edge n runs from corner n to the next, the last one back to corner 1. Edges are straight in
    latitude and longitude, drawn the short way across the antimeridian.
    """
    if len(corners_deg) < LEAST_CORNERS:
        return f"has {len(corners_deg)} values; an outline needs {LEAST_CORNERS} corners or more"
    ring = _unwrapped(corners_deg)
    edges = list(pairwise((*ring, ring[0])))
    for number, (start, end) in enumerate(edges, start=1):
        if start == end:
            return f"edge {number} has no length: corner {number} and the next are the same"
    for (i, first), (j, second) in combinations(enumerate(edges, start=1), 2):
        beside = j - i == 1 or (i == 1 and j == len(edges))
        if _doubles_back(first, second) if beside else _meet(first, second):
            return (
                f"edges {i} and {j} of the outline cross; list the corners in order around it, "
                "each once"
            )
    return None


def _unwrapped(corners_deg: tuple[Point, ...]) -> list[Point]:
    """Return the corners with longitudes that go on past 180 where the outline does."""
    ring = [corners_deg[0]]
    for latitude, longitude in corners_deg[1:]:
        turn = (longitude - ring[-1][1] + 180.0) % 360.0 - 180.0
        ring.append((latitude, ring[-1][1] + turn))
    return ring


def _side(a: Point, b: Point, c: Point) -> float:
    """Return the signed area that tells on which side of a to b the point c lies."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _meet(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    """Tell whether two edges without a common corner cross or touch."""
    sides = [_side(*first, point) for point in second] + [_side(*second, p) for p in first]
    if all(side == 0.0 for side in sides):
        return _overlap(first, second)
    return sides[0] * sides[1] <= 0.0 and sides[2] * sides[3] <= 0.0


def _overlap(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    return all(
        min(first[0][axis], first[1][axis]) <= max(second[0][axis], second[1][axis])
        and min(second[0][axis], second[1][axis]) <= max(first[0][axis], first[1][axis])
        for axis in (0, 1)
    )


def _doubles_back(first: tuple[Point, Point], second: tuple[Point, Point]) -> bool:
    """Tell whether an edge runs back along its neighbour."""
    corner = first[1] if first[1] == second[0] else first[0]
    others = [b if a == corner else a for a, b in (first, second)]
    if _side(corner, *others) != 0.0:
        return False
    ahead = sum(
        (others[0][axis] - corner[axis]) * (others[1][axis] - corner[axis]) for axis in (0, 1)
    )
    return ahead > 0.0
