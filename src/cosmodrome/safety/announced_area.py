"""Which areas are announced about one part: to ships, to aircraft, to people on land?

An area covers two things, whichever reaches farther: the region that holds a share of the pieces,
and all places where something that stays there would be hit with more than a probability. Falls are
planned: they happen with probability 1. For aircraft both are taken at 18 288 m and on the ground;
a piece falls between the two nearly along the line that joins them, and the area is convex.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cosmodrome.safety.area_rules import AreaRule, Audience, ShapeKind
from cosmodrome.safety.area_shape import (
    AreaShape,
    CircleArea,
    PolygonArea,
    inside_shape,
    shape_about,
)
from cosmodrome.safety.casualty import (
    Aircraft,
    Ship,
    aircraft_area_m2,
    inert_casualty_area_m2,
    ship_area_m2,
)
from cosmodrome.safety.containment import MeasuredContainment, measured_containment
from cosmodrome.safety.monte_carlo import AIRCRAFT_CEILING_M, BodyFalls
from cosmodrome.safety.region import Cloud, Rings, cloud_of, denser_than, region_of
from cosmodrome.safety.tangent import TangentPlane
from cosmodrome.vehicles import Fall


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnnouncedArea:
    """An area to be announced to one audience.

    `contained` is measured on flights that did not shape it. The hazard lasts from `from_t_s` to
    `to_t_s` after lift-off, and from the ground to `top_m`. `hit_outlines` tells in how many pieces
    the contour of the hit probability came, 0 where it is reached nowhere.
    """

    audience: Audience
    rule: str
    shape: AreaShape
    containment_probability: float
    hit_probability: float
    hit_outlines: int
    method: str
    contained: MeasuredContainment
    from_t_s: float
    to_t_s: float
    top_m: float

    @property
    def shape_kind(self) -> ShapeKind:
        """Return the kind of its shape."""
        if isinstance(self.shape, PolygonArea):
            return "polygon"
        return "circle" if isinstance(self.shape, CircleArea) else "sector"

    @property
    def ring_deg(self) -> NDArray[np.float64]:
        """Return its outline: longitude and latitude, closed, counter-clockwise, (m, 2)."""
        return self.shape.ring_deg


@dataclass(frozen=True, kw_only=True, eq=False)
class FallClouds:
    """Falls of a part, and the clouds that its areas are drawn about, made when asked for."""

    falls: BodyFalls
    fall: Fall

    @cached_property
    def ground(self) -> Cloud:
        """Return the cloud of impacts."""
        return _cloud(self.falls.impacts)

    @cached_property
    def ceiling(self) -> Cloud:
        """Return the cloud of passages through 18 288 m."""
        return _cloud(self.falls.at_ceiling)

    @property
    def pieces(self) -> int:
        """Return how many pieces come down in each flight."""
        return self.fall.count * int(self.falls.impacts.shape[1])

    @property
    def descent_speed_m_s(self) -> float:
        """Return the median speed of descent below 18 288 m."""
        lasting_s = self.falls.impacts[..., 2] - self.falls.at_ceiling[..., 2]
        return AIRCRAFT_CEILING_M / max(float(np.nanmedian(lasting_s)), 1.0)


def fallen_deg(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return longitude and latitude of what came down, of places (n, p, 3), piece by piece.

    Pieces of one flight are kept apart, so that every other row is another flight's.
    """
    rows = np.swapaxes(places, 0, 1).reshape(-1, 3)
    came: NDArray[np.float64] = rows[np.isfinite(rows[:, 0]) & np.isfinite(rows[:, 1]), :2]
    return came


def announced_area(
    clouds: FallClouds,
    rule: AreaRule,
    *,
    fresh: BodyFalls,
    pad_deg: tuple[float, float] | None = None,
) -> AnnouncedArea:
    """Return the area to announce about a part under a rule.

    Parameters
    ----------
    clouds : FallClouds
        Falls that shape the area.
    rule : AreaRule
        To whom, and what it must hold.
    fresh : BodyFalls
        Falls of other flights, which measure what it holds.
    pad_deg : tuple of float, optional
        Longitude and latitude from which a sector is told.

    Raises
    ------
    InputError
        If too few pieces fall, or a sector cannot be told from that pad.
    ConvergenceError
        If no polygon on whole arc-minutes covers the area.
    """
    flying = isinstance(rule.craft, Aircraft)
    # Both ends of each fall shall be inside together: each alone then misses half of the rest.
    share = rule.containment_probability
    share_each = 0.5 * (1.0 + share) if flying else share
    # A share is held on the ground and at the ceiling, which the convex hull of both joins.
    levels = (clouds.ground, clouds.ceiling) if flying else (clouds.ground,)
    regions = [region_of(cloud, containment_probability=share_each) for cloud in levels]
    level_per_m2 = rule.hit_probability / exposed_area_m2(clouds, rule)
    hits = [ring for cloud in levels for ring in denser_than(cloud, level_per_m2=level_per_m2)]
    rings: Rings = (*(ring for region in regions for ring in region.rings_deg), *hits)
    shape = shape_about(_middle(levels), rings, kind=rule.shape, pad_deg=pad_deg)
    ends = ("impacts", "at_ceiling") if flying else ("impacts",)
    first = clouds.falls.at_ceiling if flying else clouds.falls.impacts
    return AnnouncedArea(
        audience=rule.audience,
        rule=rule.rule,
        shape=shape,
        containment_probability=share,
        hit_probability=rule.hit_probability,
        hit_outlines=len(hits),
        method=f"{rule.shape} about the {regions[0].method}",
        contained=measured_in(shape, *(getattr(fresh, end) for end in ends)),
        from_t_s=float(np.nanmin(first[..., 2])),
        to_t_s=float(np.nanmax(clouds.falls.impacts[..., 2])),
        top_m=AIRCRAFT_CEILING_M if flying else 0.0,
    )


def exposed_area_m2(clouds: FallClouds, rule: AreaRule) -> float:
    """Return the area in which the middles of all pieces of a flight together hit the craft.

    Of pieces that differ, the density is that of any one of them: large ones are taken to fall
    where the others do.
    """
    fall = clouds.fall
    if fall.breakup is None:
        return fall.count * _exposed_m2(rule, fall.area_m2, clouds.descent_speed_m_s)
    return fall.count * sum(
        piece.count * _exposed_m2(rule, piece.area_m2, clouds.descent_speed_m_s)
        for piece in fall.breakup.fragments
    )


def measured_in(shape: AreaShape, *places: NDArray[np.float64]) -> MeasuredContainment:
    """Return the share of pieces that lie inside at all of some places (n, p, 3).

    Pieces of a flight fall together: the interval is that of as many trials as there are flights.
    Those that did not come down count as outside.
    """
    inside = np.logical_and.reduce(
        [inside_shape(shape, place[..., :2].reshape(-1, 2)) for place in places]
    )
    flights = len(places[0])
    return measured_containment(math.floor(float(inside.mean()) * flights), flights)


def _exposed_m2(rule: AreaRule, piece_area_m2: float, descent_speed_m_s: float) -> float:
    if isinstance(rule.craft, Ship):
        return ship_area_m2(rule.craft, piece_area_m2=piece_area_m2)
    if isinstance(rule.craft, Aircraft):
        return aircraft_area_m2(
            rule.craft, piece_area_m2=piece_area_m2, fall_speed_m_s=descent_speed_m_s
        )
    return inert_casualty_area_m2(piece_area_m2)


def _cloud(places: NDArray[np.float64]) -> Cloud:
    came = fallen_deg(places)
    return cloud_of(came, cases=max(1, round(len(came) / places.shape[1])))


def _middle(levels: tuple[Cloud, ...]) -> TangentPlane:
    return levels[0].scatter.plane
