"""Footprints: what area holds the impacts of a part?"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse:
    """A containment ellipse on the ground; bearing of the major axis clockwise from north."""

    latitude_deg: float
    longitude_deg: float
    semi_major_m: float
    semi_minor_m: float
    bearing_deg: float
    containment_probability: float
