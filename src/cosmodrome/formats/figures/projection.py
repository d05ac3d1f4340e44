"""How is the Earth laid flat about a pad? Azimuthal projections of the sphere.

Equidistant: distances and bearings from the centre are true. Orthographic: the globe from afar.
A sphere of the mean radius is enough for a picture: it is 0.3 % off the ellipsoid.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.figures.svg import Px

Array = NDArray[np.float64]

# IUGG mean radius R1 of the GRS 80 ellipsoid.
MEAN_RADIUS_KM = 6371.0088


def arc_and_bearing_rad(
    centre_deg: tuple[float, float], lon_deg: Array, lat_deg: Array
) -> tuple[Array, Array]:
    """Return arc and bearing from a centre (longitude, latitude) to points, in radians."""
    lon0, lat0 = np.radians(centre_deg)
    lat, turn = np.radians(lat_deg), np.radians(lon_deg) - lon0
    east = np.cos(lat) * np.sin(turn)
    north = np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(turn)
    up = np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(turn)
    return np.arctan2(np.hypot(east, north), up), np.arctan2(east, north)


def destination_deg(
    centre_deg: tuple[float, float], arc_rad: Array, bearing_rad: Array
) -> tuple[Array, Array]:
    """Return longitude and latitude at arcs and bearings from a centre."""
    lon0, lat0 = np.radians(centre_deg)
    up = np.sin(lat0) * np.cos(arc_rad)
    lat = np.arcsin(up + np.cos(lat0) * np.sin(arc_rad) * np.cos(bearing_rad))
    turn = np.arctan2(
        np.sin(bearing_rad) * np.sin(arc_rad) * np.cos(lat0),
        np.cos(arc_rad) - np.sin(lat0) * np.sin(lat),
    )
    lon = (np.degrees(lon0 + turn) + 540.0) % 360.0 - 180.0
    return np.asarray(lon), np.degrees(lat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A disc of the Earth on the drawing: its centre, scale, and how far it reaches.

    `scale` is pixels per kilometre (equidistant) or the globe's radius in pixels.
    """

    kind: Literal["equidistant", "orthographic"]
    centre_deg: tuple[float, float]
    x: Px
    y: Px
    scale: Px
    reach_rad: float

    @property
    def opposite_deg(self) -> tuple[float, float]:
        """Longitude and latitude of the point opposite the centre."""
        lon_deg, lat_deg = self.centre_deg
        return lon_deg % 360.0 - 180.0, -lat_deg

    def radius(self, arc_rad: Array) -> Array:
        """Return the distance on the drawing that an arc from the centre has."""
        if self.kind == "orthographic":
            return np.asarray(np.sin(arc_rad) * self.scale)
        return np.asarray(arc_rad * MEAN_RADIUS_KM * self.scale)

    def polar(self, arc_rad: Array, bearing_rad: Array) -> Array:
        """Return points (n, 2) of the drawing from arcs and bearings."""
        radius = self.radius(arc_rad)
        return np.stack(
            (self.x + radius * np.sin(bearing_rad), self.y - radius * np.cos(bearing_rad)), axis=-1
        )

    def points(self, lon_deg: Array, lat_deg: Array) -> Array:
        """Return points (n, 2) of the drawing."""
        return self.polar(*arc_and_bearing_rad(self.centre_deg, lon_deg, lat_deg))

    def point(self, lon_deg: float, lat_deg: float) -> tuple[Px, Px]:
        """Return one point of the drawing."""
        x, y = self.points(np.array([lon_deg]), np.array([lat_deg]))[0]
        return float(x), float(y)

    def place(self, x: Px, y: Px) -> tuple[float, float]:
        """Return longitude and latitude of a point of an equidistant drawing."""
        east, north = x - self.x, self.y - y
        arc_rad = np.array([np.hypot(east, north) / self.scale / MEAN_RADIUS_KM])
        lon, lat = destination_deg(self.centre_deg, arc_rad, np.array([np.arctan2(east, north)]))
        return float(lon[0]), float(lat[0])

    def seen(self, lon_deg: Array, lat_deg: Array) -> NDArray[np.bool_]:
        """Tell which points lie within the reach."""
        arc_rad, _ = arc_and_bearing_rad(self.centre_deg, lon_deg, lat_deg)
        return np.asarray(arc_rad <= self.reach_rad)
