"""Which wind did a balloon find over the spaceport?"""

import math
import re
from itertools import pairwise
from pathlib import Path

from cosmodrome.errors import InputError, Place
from cosmodrome.spaceport import WindProfile

MAX_BYTES = 1_000_000
"""An ascent of two hours, told every second, has about 200 kB."""

LEVELS = 2
HIGHEST_M = 100_000.0
LOWEST_M = -500.0
STRONGEST_M_S = 150.0
"""A recalled estimate: jet streams blow with 110 m/s at most, so that more is a wrong unit."""

COMPONENTS = ("altitude_m", "u_m_s", "v_m_s")
COMPASS = ("altitude_m", "speed_m_s", "direction_deg")

_RANGES = {
    "altitude_m": (LOWEST_M, HIGHEST_M, "altitudes are in metres above the ellipsoid"),
    "u_m_s": (-STRONGEST_M_S, STRONGEST_M_S, "leave levels without a measurement out"),
    "v_m_s": (-STRONGEST_M_S, STRONGEST_M_S, "leave levels without a measurement out"),
    "speed_m_s": (0.0, STRONGEST_M_S, "leave levels without a measurement out"),
    "direction_deg": (0.0, 360.0, "it is where the wind comes from, clockwise from north"),
}
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_SHOWN = 40


def read_sounding(path: Path, *, spaceport: str) -> WindProfile:
    """Return the wind of a balloon sounding; as it was measured, it has no spread.

    Parameters
    ----------
    path : Path
        Comma-separated, with the header `altitude_m,u_m_s,v_m_s` (wind towards east and north) or
        `altitude_m,speed_m_s,direction_deg` (where the wind comes from, clockwise from north).
    spaceport : str
        Name of the spaceport it was measured at.

    Raises
    ------
    InputError
        If there is no such file, or a line of it is no wind; with the line and the field.
    """
    lines = [
        (number, line)
        for number, line in enumerate(_text(path).splitlines(), 1)
        if line.strip(" \t,")
    ]
    if not lines:
        raise InputError(
            f"is empty; begin with {','.join(COMPONENTS)}, one level a line below it",
            place=Place(file=str(path)),
        )
    columns = _header(*lines[0], path)
    rows = [_row(number, line, columns, path) for number, line in lines[1:]]
    if len(rows) < LEVELS:
        raise InputError(
            f"a sounding needs {LEVELS} levels or more below its header, has {len(rows)}",
            place=Place(file=str(path), line=lines[-1][0]),
        )
    _check_rises([(number, row[0]) for (number, _), row in zip(lines[1:], rows, strict=True)], path)
    winds = [_towards(row) if columns == COMPASS else (row[1], row[2]) for row in rows]
    still = (0.0,) * len(rows)
    return WindProfile(
        spaceport=spaceport,
        month=None,
        altitude_m=tuple(row[0] for row in rows),
        u_mean_m_s=tuple(u for u, _ in winds),
        v_mean_m_s=tuple(v for _, v in winds),
        u_sd_m_s=still,
        v_sd_m_s=still,
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


def _header(number: int, line: str, path: Path) -> tuple[str, ...]:
    columns = tuple(each.strip() for each in line.split(","))
    if columns not in (COMPONENTS, COMPASS):
        raise InputError(
            f"the header must be {','.join(COMPONENTS)} or {','.join(COMPASS)}, got {_shown(line)}",
            place=Place(file=str(path), line=number),
        )
    return columns


def _row(number: int, line: str, columns: tuple[str, ...], path: Path) -> tuple[float, ...]:
    texts = line.split(",")
    if len(texts) != len(columns):
        raise InputError(
            f"must have {len(columns)} values, {','.join(columns)}, has {len(texts)}; decimals "
            "are set off by a point",
            place=Place(file=str(path), line=number),
        )
    row = tuple(
        _value(text.strip(), Place(file=str(path), line=number, field=column))
        for text, column in zip(texts, columns, strict=True)
    )
    if columns == COMPONENTS and math.hypot(row[1], row[2]) > STRONGEST_M_S:
        raise InputError(
            f"east and north wind make {math.hypot(row[1], row[2]):.1f} m/s, more than "
            f"{STRONGEST_M_S:g} m/s; are they in metres per second?",
            place=Place(file=str(path), line=number),
        )
    return row


def _value(text: str, place: Place) -> float:
    if not _NUMBER.fullmatch(text):
        raise InputError(
            f"{_shown(text)} is no finite number; leave levels without a measurement out",
            place=place,
        )
    value = float(text)
    lowest, highest, remedy = _RANGES[str(place.field)]
    if not lowest <= value <= highest:
        raise InputError(
            f"must be {lowest:.10g} to {highest:.10g}, got {text[:_SHOWN]}; {remedy}", place=place
        )
    return value


def _check_rises(altitudes: list[tuple[int, float]], path: Path) -> None:
    for (_, below_m), (number, above_m) in pairwise(altitudes):
        if above_m <= below_m:
            raise InputError(
                f"must rise from line to line, {above_m:.10g} m is not above {below_m:.10g} m; "
                "sort the levels and keep one of each altitude",
                place=Place(file=str(path), line=number, field="altitude_m"),
            )


def _towards(row: tuple[float, ...]) -> tuple[float, float]:
    """Return east and north wind of a speed and the direction that it comes from."""
    _, speed_m_s, from_deg = row
    angle = math.radians(from_deg)
    return -speed_m_s * math.sin(angle), -speed_m_s * math.cos(angle)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
