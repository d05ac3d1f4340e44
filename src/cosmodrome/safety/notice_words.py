"""How is an area worded to airmen and to mariners?

Airmen read whole arc-minutes run together (5445N12707E), mariners degrees and decimal minutes
(54-45.00N 127-07.00E). Polygons, circles and sectors have each their sentence.
"""

from cosmodrome.safety.area_shape import (
    METRES_PER_NAUTICAL_MILE,
    AreaShape,
    CircleArea,
    PolygonArea,
    SectorArea,
    covering_circle,
)

LARGEST_RADIUS_NM = 999
"""Three figures have no room for more."""


def airmens_area(shape: AreaShape) -> str:
    """Return what follows WITHIN in item E of a NOTAM."""
    if isinstance(shape, PolygonArea):
        return " ".join(_airmens_point(lat, lon) for lon, lat in shape.corners_deg)
    centre = _airmens_point(shape.latitude_deg, shape.longitude_deg)
    if isinstance(shape, CircleArea):
        return f"CIRCLE RADIUS {_miles(shape.radius_m)}NM CENTRED ON {centre}"
    return (
        f"SECTOR BETWEEN {_miles(shape.inner_m)}NM AND {_miles(shape.outer_m)}NM FROM {centre} "
        f"AND AZIMUTH {_azimuths(shape)} DEG TRUE"
    )


def mariners_area(shape: AreaShape) -> str:
    """Return what follows IN AREA in a navigational warning."""
    if isinstance(shape, PolygonArea):
        points = (_mariners_point(lat, lon) for lon, lat in shape.corners_deg[:-1])
        return f"BOUND BY {', '.join(points)}"
    centre = _mariners_point(shape.latitude_deg, shape.longitude_deg)
    if isinstance(shape, CircleArea):
        return f"WITHIN {_miles(shape.radius_m)} MILES OF {centre}"
    return (
        f"BETWEEN {_miles(shape.inner_m)} MILES AND {_miles(shape.outer_m)} MILES OF {centre} "
        f"AND BEARING {_azimuths(shape)} DEGREES TRUE FROM IT"
    )


def qualifier_circle(shape: AreaShape) -> str:
    """Return centre and radius of a circle that holds an area, in the form of a Q-line."""
    circle = covering_circle(shape)
    point = _airmens_point(circle.latitude_deg, circle.longitude_deg)
    return f"{point}{min(round(circle.radius_m / METRES_PER_NAUTICAL_MILE), LARGEST_RADIUS_NM):03d}"


def percent(probability: float) -> str:
    """Return a probability in percent, with as many figures as it was asked with."""
    return f"{100.0 * probability:.4g}"


def _miles(distance_m: float) -> str:
    return f"{distance_m / METRES_PER_NAUTICAL_MILE:.4g}"


def _azimuths(sector: SectorArea) -> str:
    return f"{sector.from_azimuth_deg:03.0f}-{sector.to_azimuth_deg:03.0f}"


def _airmens_point(latitude_deg: float, longitude_deg: float) -> str:
    return _minutes(latitude_deg, 2, "NS") + _minutes(longitude_deg, 3, "EW")


def _mariners_point(latitude_deg: float, longitude_deg: float) -> str:
    north = _decimal_minutes(latitude_deg, 2, "NS")
    return f"{north} {_decimal_minutes(longitude_deg, 3, 'EW')}"


def _minutes(angle_deg: float, figures: int, letters: str) -> str:
    """Return an angle in whole arc-minutes: 5445N, 12707E."""
    minutes = round(abs(angle_deg) * 60.0)
    letter = letters[0] if angle_deg >= 0.0 else letters[1]
    return f"{minutes // 60:0{figures}d}{minutes % 60:02d}{letter}"


def _decimal_minutes(angle_deg: float, figures: int, letters: str) -> str:
    """Return an angle as a mariner reads it: 54-45.00N, 127-07.00E."""
    hundredths = round(abs(angle_deg) * 6000.0)
    letter = letters[0] if angle_deg >= 0.0 else letters[1]
    whole, rest = divmod(hundredths, 6000)
    return f"{whole:0{figures}d}-{rest / 100:05.2f}{letter}"
