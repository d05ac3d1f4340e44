"""What part of the Earth does a map of falls show, and at which scale?"""

import itertools
import math
from dataclasses import dataclass

import numpy as np

from cosmodrome.formats.figures.fall_picture import FallPicture
from cosmodrome.formats.figures.projection import (
    MEAN_RADIUS_KM,
    Array,
    Projection,
    arc_and_bearing_rad,
)
from cosmodrome.formats.figures.scales import round_ticks
from cosmodrome.formats.figures.svg import Box, Px
from cosmodrome.safety.hazards import BodyHazard

# A fall so far away, and so many times farther than the one before it, is named at the edge.
FAR_RATIO = 2.2
FAR_M = 3.5e6
SMALLEST_SPAN_KM = 300.0


@dataclass(frozen=True, slots=True)
class Look:
    """Size of the sheet of the map, and the room its labels want around the marks."""

    width: Px
    height: Px
    margin_x: Px
    margin_y: Px
    globe: Px


PORTRAIT = Look(width=470.0, height=600.0, margin_x=112.0, margin_y=52.0, globe=54.0)
LANDSCAPE = Look(width=1010.0, height=316.0, margin_x=96.0, margin_y=52.0, globe=50.0)
NARROW = Look(width=346.0, height=480.0, margin_x=92.0, margin_y=48.0, globe=40.0)
NARROW_WIDE = Look(width=346.0, height=330.0, margin_x=56.0, margin_y=56.0, globe=36.0)


@dataclass(frozen=True, slots=True)
class MapFrame:
    """A map's projection and sheet; `near` are the bodies on it, `far` those beyond its edge."""

    look: Look
    projection: Projection
    near: tuple[BodyHazard, ...]
    far: tuple[BodyHazard, ...]

    @property
    def box(self) -> Box:
        """Return the sheet."""
        return Box(0.0, 0.0, self.look.width, self.look.height)

    @property
    def per_km(self) -> Px:
        """Return the scale."""
        return self.projection.scale

    def ring_km(self) -> list[float]:
        """Return round distances for range rings."""
        diagonal_km = math.hypot(self.look.width, self.look.height) / self.per_km
        ticks = round_ticks(0.0, 0.85 * diagonal_km, 5)
        return [tick for tick in ticks if tick > 0.0]


def split_bodies(
    bodies: tuple[BodyHazard, ...],
) -> tuple[tuple[BodyHazard, ...], tuple[BodyHazard, ...]]:
    """Return the bodies that share a map, and those that fall far beyond them."""
    ordered = sorted(bodies, key=lambda body: body.downrange_m)
    for i, (nearer, farther) in enumerate(itertools.pairwise(ordered), start=1):
        if farther.downrange_m > FAR_M and farther.downrange_m > FAR_RATIO * nearer.downrange_m:
            return tuple(ordered[:i]), tuple(ordered[i:])
    return tuple(ordered), ()


def _extent_km(picture: FallPicture, near: tuple[BodyHazard, ...]) -> Array:
    """Return east and north of the pad, in km, of all that the map must hold."""
    pad = (picture.complex.longitude_deg, picture.complex.latitude_deg)
    places = [np.array([pad])]
    places += [body.polygon_deg for body in near]
    flown = picture.trajectory
    if not near:
        shown = flown.downrange_m <= FAR_M
        track_deg = np.stack((flown.longitude_deg, flown.latitude_deg), axis=-1)
        places.append(track_deg[: int(np.argmin(shown)) or None])
    lon_lat = np.concatenate(places)
    arc_rad, bearing_rad = arc_and_bearing_rad(pad, lon_lat[:, 0], lon_lat[:, 1])
    km = arc_rad * MEAN_RADIUS_KM
    return np.stack((km * np.sin(bearing_rad), km * np.cos(bearing_rad)), axis=-1)


def _fitted_scale(extent_km: Array, look: Look) -> Px:
    span_km = np.maximum(extent_km.max(axis=0) - extent_km.min(axis=0), SMALLEST_SPAN_KM)
    inner = np.array([look.width - 2.0 * look.margin_x, look.height - 2.0 * look.margin_y])
    return float(min(inner / span_km))


def is_landscape(picture: FallPicture) -> bool:
    """Tell whether the falls lie so far east or west that a wide map shows them larger."""
    extent_km = _extent_km(picture, split_bodies(picture.bodies)[0])
    return _fitted_scale(extent_km, LANDSCAPE) > 1.15 * _fitted_scale(extent_km, PORTRAIT)


def map_frame(picture: FallPicture, look: Look) -> MapFrame:
    """Return the frame in which pad and falls sit with room for their labels."""
    near, far = split_bodies(picture.bodies)
    extent_km = _extent_km(picture, near)
    per_km = _fitted_scale(extent_km, look)
    middle_km = (extent_km.max(axis=0) + extent_km.min(axis=0)) / 2.0
    pad = picture.complex
    reach_km = 1.1 * math.hypot(look.width, look.height) / per_km
    projection = Projection(
        kind="equidistant",
        centre_deg=(pad.longitude_deg, pad.latitude_deg),
        x=look.width / 2.0 - float(middle_km[0]) * per_km,
        y=look.height / 2.0 + float(middle_km[1]) * per_km,
        scale=per_km,
        reach_rad=min(reach_km / MEAN_RADIUS_KM, 0.85 * math.pi),
    )
    return MapFrame(look, projection, near, far)
