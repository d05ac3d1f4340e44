"""Of which parts are packets of CZML made? Places, paths, marks and spans of time."""

from datetime import timedelta
from typing import Any

from cosmodrome.formats.areas import Ring
from cosmodrome.formats.instants import iso_utc
from cosmodrome.formats.marks import rgba
from cosmodrome.formats.states import Array, Epoch

Packet = dict[str, Any]

INTERPOLATION_DEGREE = 5
LABEL_FONT = "13px sans-serif"


def span(epoch: Epoch, first_s: float, last_s: float) -> str:
    """Return an interval of flight time; its end is rounded up, so that no sample is outside."""
    end = epoch.after(last_s) + timedelta(milliseconds=1)
    return f"{iso_utc(epoch.after(first_s))}/{iso_utc(end)}"


def flown_position(epoch: Epoch, t_s: Array, r_ecef_m: Array) -> Packet:
    """Return positions (n, 3) at flight times as one that moves, Earth-fixed."""
    return {
        "referenceFrame": "FIXED",
        "epoch": iso_utc(epoch.instant),
        "interpolationAlgorithm": "LAGRANGE",
        "interpolationDegree": INTERPOLATION_DEGREE,
        "cartesian": [
            number
            for time_s, position_m in zip(t_s.tolist(), r_ecef_m.tolist(), strict=True)
            for number in (round(time_s, 6), *(round(x, 2) for x in position_m))
        ],
    }


def place(longitude_deg: float, latitude_deg: float, altitude_m: float = 0.0) -> Packet:
    """Return a geodetic place as a position."""
    degrees = [round(longitude_deg, 6), round(latitude_deg, 6), round(altitude_m, 1)]
    return {"cartographicDegrees": degrees}


def on_ground(points: Ring) -> list[float]:
    """Return points of longitude and latitude with heights of zero."""
    return [number for longitude, latitude in points for number in (longitude, latitude, 0.0)]


def dot(colour: str) -> Packet:
    """Return a point of a colour."""
    return {"pixelSize": 8, "color": {"rgba": rgba(colour)}}


def label(text: str) -> Packet:
    """Return a name that stands beside its point."""
    return {
        "text": text,
        "font": LABEL_FONT,
        "horizontalOrigin": "LEFT",
        "pixelOffset": {"cartesian2": [10, 0]},
    }


def solid(colour: str, *, alpha: int = 255) -> Packet:
    """Return a material of one colour."""
    return {"solidColor": {"color": {"rgba": rgba(colour, alpha=alpha)}}}
