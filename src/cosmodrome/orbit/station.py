"""In which plane does a station fly, by its two-line element?

A planner wants the mean plane: the element's own node with the secular drift of SGP4. The
osculating plane sways about it by up to 15 s of a window and is another one at every orbit.
"""

import math
import re
from dataclasses import dataclass
from datetime import datetime

from sgp4.api import WGS72, Satrec

from cosmodrome.epochs import (
    JulianDate,
    earth_rotation_angle_rad,
    teme_sidereal_angle_rad,
    utc_of_julian_date,
)
from cosmodrome.errors import InputError
from cosmodrome.orbit.plane import OrbitPlane

LINE_LENGTH = 69
LAYOUTS = (
    "1 NNNNNC NNNNNAAA YYDDD.DDDDDDDD +.NNNNNNNN +NNNNN-N +NNNNN-N N NNNNC",
    "2 NNNNN III.IIII RRR.RRRR EEEEEEE PPP.PPPP MMM.MMMM NN.NNNNNNNNRRRRRC",
)
SHAPES = (
    re.compile(
        r"1 [A-Z\d]\d{4}[A-Z ] .{8} \d\d[ \d]{3}\.\d{8} [ +-]\.\d{8}"
        r" [ +-]\d{5}[+-]\d [ +-]\d{5}[+-]\d . [ \d]{4}\d"
    ),
    re.compile(
        r"2 [A-Z\d]\d{4} [ \d]{3}\.\d{4} [ \d]{3}\.\d{4} \d{7}"
        r" [ \d]{3}\.\d{4} [ \d]{3}\.\d{4} [ \d]{2}\.\d{8}[ \d]{5}\d"
    ),
)
# Constants of the model that two-line elements are fitted with (Spacetrack Report No. 3).
WGS72_EQUATORIAL_RADIUS_M = 6378135.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StationOrbit:
    """Mean elements of a station at the epoch of its two-line element."""

    epoch: datetime
    semi_major_axis_m: float
    eccentricity: float
    plane: OrbitPlane


def station_orbit(line1: str, line2: str) -> StationOrbit:
    """Return the mean orbit of a two-line element, after checking both lines.

    Raises
    ------
    InputError
        If a line is not laid out as it should be, its checksum is wrong, or they do not belong
        together; the message shows the line over the official layout.
    """
    for number, line in enumerate((line1, line2), start=1):
        _require_line(line.rstrip(), number)
    if line1[2:7] != line2[2:7]:
        raise InputError(f"the two lines are of different objects, {line1[2:7]} and {line2[2:7]}")
    satellite = Satrec.twoline2rv(line1.rstrip(), line2.rstrip(), WGS72)
    if satellite.error:
        raise InputError(
            f"SGP4 refuses the two-line element of {line1[2:7]} (its error "
            f"{satellite.error}):\n{line1}\n{line2}"
        )
    epoch = utc_of_julian_date(
        JulianDate(midnight_d=satellite.jdsatepoch, fraction_d=satellite.jdsatepochF)
    )
    to_intermediate_rad = earth_rotation_angle_rad(epoch) - teme_sidereal_angle_rad(epoch)
    plane = OrbitPlane(
        epoch=epoch,
        inclination_rad=satellite.inclo,
        node_rad=(satellite.nodeo + to_intermediate_rad) % (2.0 * math.pi),
        node_rate_rad_s=satellite.nodedot / 60.0,
    )
    return StationOrbit(
        epoch=epoch,
        semi_major_axis_m=satellite.a * WGS72_EQUATORIAL_RADIUS_M,
        eccentricity=satellite.ecco,
        plane=plane,
    )


def checksum_of_line(line: str) -> int:
    """Return the last digit that a line should have: digits added, a minus counts one, modulo 10.

    Examples
    --------
    >>> checksum_of_line("2 25544  51.6393 160.4574 0003580 140.6673 205.7250 15.5095767445212")
    3
    """
    return sum(int(c) if c.isdigit() else c == "-" for c in line[: LINE_LENGTH - 1]) % 10


def _require_line(line: str, number: int) -> None:
    shown = f"\n  given    {line}\n  official {LAYOUTS[number - 1]}"
    if not line.isascii() or len(line) != LINE_LENGTH:
        raise InputError(
            f"line {number} of a two-line element has {LINE_LENGTH} ASCII characters, this one "
            f"{len(line)}{shown}"
        )
    if line[:2] != f"{number} ":
        swapped = "; are the lines swapped?" if line[:2] in {"1 ", "2 "} else ""
        raise InputError(
            f"line {number} of a two-line element begins with {line[:2]!r}{swapped}{shown}"
        )
    if line[-1] != str(checksum_of_line(line)):
        raise InputError(
            f"line {number} of a two-line element ends in checksum {line[-1]!r}, but its digits "
            f"add up to {checksum_of_line(line)}: a character was changed{shown}"
        )
    if not SHAPES[number - 1].fullmatch(line):
        raise InputError(f"line {number} of a two-line element has a misplaced field{shown}")
