"""What did a balloon find over the spaceport? Tables of comma-separated values, and balloon lists.

A table has a header that names its columns, in any order: `altitude_m`; the wind as `u_m_s` and
`v_m_s` (towards east and north) or as `direction_deg` (where it comes from) with `speed_m_s` or
`speed_kt`; and if measured `pressure_hpa`, `temperature_degc` with `humidity_percent` or
`dew_point_degc`. The tables and the lists of text that the University of Wyoming serves are read as
they stand (`store.balloon_list`).
"""

import math
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cosmodrome.constants import GEOPOTENTIAL_RADIUS_M
from cosmodrome.errors import InputError, Place
from cosmodrome.spaceport.sounding import ICE_K, Sounding, measured_air, saturation_vapour_pa
from cosmodrome.store.balloon_list import list_lines

MAX_BYTES = 1_000_000
"""An ascent of two hours, told every second, has about 200 kB."""

LEVELS = 2
HIGHEST_M = 100_000.0
LOWEST_M = -500.0
STRONGEST_M_S = 150.0
"""A recalled estimate: jet streams blow with 110 m/s at most, so that more is a wrong unit."""
KNOT_M_S = 1852.0 / 3600.0
HPA = 100.0

COMPONENTS = ("u_m_s", "v_m_s")
COMPASS = ("speed_m_s", "direction_deg")

_LEAVE_OUT = "leave levels without a measurement out"
_RANGES = {
    "altitude_m": (LOWEST_M, HIGHEST_M, "altitudes are in metres above the ellipsoid"),
    "height_gpm": (LOWEST_M, HIGHEST_M, "heights are in geopotential metres"),
    "u_m_s": (-STRONGEST_M_S, STRONGEST_M_S, _LEAVE_OUT),
    "v_m_s": (-STRONGEST_M_S, STRONGEST_M_S, _LEAVE_OUT),
    "speed_m_s": (0.0, STRONGEST_M_S, _LEAVE_OUT),
    "speed_kt": (0.0, STRONGEST_M_S / KNOT_M_S, _LEAVE_OUT),
    "direction_deg": (0.0, 360.0, "it is where the wind comes from, clockwise from north"),
    "pressure_hpa": (0.01, 1100.0, "pressures are in hectopascals"),
    "temperature_degc": (-130.0, 60.0, "temperatures are in degrees Celsius"),
    "dew_point_degc": (-150.0, 60.0, "dew points are in degrees Celsius"),
    "humidity_percent": (0.0, 110.0, "relative humidity is in per cent"),
}
# What the tables of the University of Wyoming call them.
_ALIASES = {
    "geopotential height_m": "height_gpm",
    "pressure_hpa": "pressure_hpa",
    "temperature_c": "temperature_degc",
    "dew point temperature_c": "dew_point_degc",
    "relative humidity_%": "humidity_percent",
    "wind direction_degree": "direction_deg",
    "wind speed_m/s": "speed_m_s",
}
_UNUSED = (
    *("time", "longitude", "latitude", "ice point temperature_c", "humidity wrt ice_%"),
    "mixing ratio_g/kg",
)
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_SHOWN = 40

Row = dict[str, float]


def read_sounding(path: Path) -> Sounding:
    """Return what a balloon measured.

    Parameters
    ----------
    path : Path
        A table or a list, see above; every level has a wind.

    Raises
    ------
    InputError
        If there is no such file, or a line of it is no sounding; with the line and the field.
    """
    text = _text(path)
    listed = list_lines(text, file=str(path))
    if listed is not None:
        rows = [(n, _checked(n, row, path)) for n, row in listed]
    else:
        rows = _table(text, path)
    last_line = rows[-1][0] if rows else 1
    if len(rows) < LEVELS:
        raise InputError(
            f"a sounding needs {LEVELS} levels or more below its header, has {len(rows)}",
            place=Place(file=str(path), line=last_line),
        )
    altitudes = [(number, _altitude_m(row)) for number, row in rows]
    _check_rises(altitudes, path)
    altitude_m = np.array([each for _, each in altitudes])
    winds = np.array([_towards_m_s(number, row, path) for number, row in rows])
    density, temperature = _air(altitude_m, [row for _, row in rows])
    return Sounding(
        altitude_m=altitude_m,
        east_m_s=winds[:, 0],
        north_m_s=winds[:, 1],
        density_ratio=density,
        temperature_ratio=temperature,
    )


def _text(path: Path) -> str:
    place = Place(file=str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError("there is no such sounding", place=place) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=place) from error
    if len(raw) > MAX_BYTES:
        raise InputError(
            f"has more than {MAX_BYTES} bytes; thin it out, a level every 100 m is plenty",
            place=place,
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise InputError("is no text; a sounding is a comma-separated table", place=place)
    return text


def _table(text: str, path: Path) -> list[tuple[int, Row]]:
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip(" \t,")]
    if not lines:
        raise InputError(
            f"is empty; begin with altitude_m,{','.join(COMPONENTS)}, one level a line below it",
            place=Place(file=str(path)),
        )
    columns = _header(*lines[0], path)
    return [(number, _row(number, line, columns, path)) for number, line in lines[1:]]


def _header(number: int, line: str, path: Path) -> tuple[str | None, ...]:
    """Return the columns by our names, None for those that are known and not needed."""
    place = Place(file=str(path), line=number)
    columns: list[str | None] = []
    for each in line.split(","):
        name = each.strip().lower()
        found = _ALIASES.get(name, name)
        if found not in _RANGES and name not in _UNUSED:
            raise _no_header(line, place)
        columns.append(found if found in _RANGES else None)
    named = [name for name in columns if name]
    given = set(named)
    if len(named) != len(given):
        raise InputError("names a column twice", place=place)
    by_compass = "direction_deg" in given and len(given & {"speed_m_s", "speed_kt"}) == 1
    wind = (given >= set(COMPONENTS)) != by_compass
    if not wind or len(given & {"altitude_m", "height_gpm"}) != 1:
        raise _no_header(line, place)
    if ("pressure_hpa" in given) != ("temperature_degc" in given):
        raise InputError(
            "density needs both pressure_hpa and temperature_degc; give both or none", place=place
        )
    return tuple(columns)


def _no_header(line: str, place: Place) -> InputError:
    return InputError(
        f"the header must be altitude_m,{','.join(COMPONENTS)} or altitude_m,{','.join(COMPASS)}, "
        "and may add pressure_hpa,temperature_degc with humidity_percent or dew_point_degc, got "
        f"{_shown(line)}",
        place=place,
    )


def _row(number: int, line: str, columns: tuple[str | None, ...], path: Path) -> Row:
    texts = line.split(",")
    if len(texts) != len(columns):
        raise InputError(
            f"must have {len(columns)} values, {','.join(c or '…' for c in columns)}, has "
            f"{len(texts)}; decimals are set off by a point",
            place=Place(file=str(path), line=number),
        )
    named = {column: text.strip() for text, column in zip(texts, columns, strict=True) if column}
    return _checked(number, named, path)


def _checked(number: int, texts: dict[str, str], path: Path) -> Row:
    """Return the values of a line as numbers within their ranges."""
    return {
        column: _value(text, Place(file=str(path), line=number, field=column))
        for column, text in texts.items()
    }


def _value(text: str, place: Place) -> float:
    if not _NUMBER.fullmatch(text):
        raise InputError(f"{_shown(text)} is no finite number; {_LEAVE_OUT}", place=place)
    value = float(text)
    lowest, highest, remedy = _RANGES[str(place.field)]
    if not lowest <= value <= highest:
        raise InputError(
            f"must be {lowest:.10g} to {highest:.10g}, got {text[:_SHOWN]}; {remedy}", place=place
        )
    return value


def _altitude_m(row: Row) -> float:
    """Return the geometric altitude; geopotential metres shrink with height."""
    if "altitude_m" in row:
        return row["altitude_m"]
    height = row["height_gpm"]
    return GEOPOTENTIAL_RADIUS_M * height / (GEOPOTENTIAL_RADIUS_M - height)


def _check_rises(altitudes: list[tuple[int, float]], path: Path) -> None:
    for (_, below_m), (number, above_m) in pairwise(altitudes):
        if above_m <= below_m:
            raise InputError(
                f"must rise from line to line, {above_m:.10g} m is not above {below_m:.10g} m; "
                "sort the levels and keep one of each altitude",
                place=Place(file=str(path), line=number, field="altitude_m"),
            )


def _towards_m_s(number: int, row: Row, path: Path) -> tuple[float, float]:
    """Return east and north wind of a level."""
    if "u_m_s" in row:
        strength_m_s = math.hypot(row["u_m_s"], row["v_m_s"])
        if strength_m_s > STRONGEST_M_S:
            raise InputError(
                f"east and north wind make {strength_m_s:.1f} m/s, more than "
                f"{STRONGEST_M_S:g} m/s; are they in metres per second?",
                place=Place(file=str(path), line=number),
            )
        return row["u_m_s"], row["v_m_s"]
    speed_m_s = row["speed_m_s"] if "speed_m_s" in row else KNOT_M_S * row["speed_kt"]
    angle = math.radians(row["direction_deg"])
    return -speed_m_s * math.sin(angle), -speed_m_s * math.cos(angle)


def _air(
    altitude_m: NDArray[np.float64], rows: list[Row]
) -> tuple[NDArray[np.float64] | None, NDArray[np.float64] | None]:
    """Return density and temperature over the standard's, None where they were not measured.

    Levels of wind alone have those of their neighbours; where no humidity was measured, as above
    the tropopause, the air is taken to be dry.
    """
    known = [i for i, row in enumerate(rows) if "pressure_hpa" in row and "temperature_degc" in row]
    if len(known) < LEVELS:
        return None, None
    density, temperature = measured_air(
        altitude_m[known],
        HPA * np.array([rows[i]["pressure_hpa"] for i in known]),
        ICE_K + np.array([rows[i]["temperature_degc"] for i in known]),
        np.array([_vapour_pa(rows[i]) for i in known]),
    )
    return (
        np.interp(altitude_m, altitude_m[known], density),
        np.interp(altitude_m, altitude_m[known], temperature),
    )


def _vapour_pa(row: Row) -> float:
    if "dew_point_degc" in row:
        return saturation_vapour_pa(ICE_K + row["dew_point_degc"])
    humidity_ratio = row.get("humidity_percent", 0.0) / 100.0
    return humidity_ratio * saturation_vapour_pa(ICE_K + row["temperature_degc"])


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
