"""How is the orientation of the Earth written down, and read?

`earth_orientation.csv` holds a line for each day: UT1 - UTC, the pole, and the error of UT1 - UTC
where the line is a forecast; `earth_orientation.toml` the error of what was measured.
"""

import math
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from cosmodrome.epochs import (
    MODIFIED_JULIAN_EPOCH,
    UT1_UTC_LIMIT_S,
    EarthOrientation,
    tai_utc_of_day_s,
)
from cosmodrome.errors import InputError, Place
from cosmodrome.store.complaints import Table, parsed
from cosmodrome.store.layers import Layers
from cosmodrome.store.toml_source import TomlSource

FILE = "earth_orientation.toml"
COLUMNS = ("modified_julian_day", "ut1_utc_s", "pole_x_mas", "pole_y_mas", "ut1_sd_s")
DAY, UT1, X, Y, SD = range(5)
RAD_PER_MAS = math.radians(1.0 / 3.6e6)
# Before 1972 UTC was no whole second from TAI; a pole further off is a slip of the unit.
FIRST_DAY_D, FARTHEST_POLE_MAS = 41317.0, 1000.0


class _Common(Table):
    measured_sd_s: float = Field(ge=0, le=UT1_UTC_LIMIT_S)
    wander_ratio: float = Field(ge=0, lt=1e-5)
    sources: dict[str, object] = Field(default_factory=dict)


def load_earth_orientation(layers: Layers) -> EarthOrientation:
    """Return the orientation of the Earth by the table of a catalogue that counts.

    Raises
    ------
    InputError
        If one of the two files is malformed, with line and field.
    """
    file = next(iter(layers.files(under=FILE)))
    table = layers.table_beside(file)
    return read_earth_orientation(file.read(), table.text(), table_file=table.shown_as)


def read_earth_orientation(
    document: TomlSource, table: str, *, table_file: str
) -> EarthOrientation:
    """Return the orientation of the Earth that two files tell.

    Parameters
    ----------
    document : TomlSource
        The figures that all days share.
    table : str
        A line for each day, without gaps.
    table_file : str
        How messages name the table.

    Raises
    ------
    InputError
        If one of them is malformed, with line and field.
    """
    common = parsed(_Common, document)
    rows = _rows_of(table, table_file)
    forecast = ~np.isnan(rows[:, SD])
    since = timedelta(days=float(rows[forecast, DAY][0])) if forecast.any() else None
    return EarthOrientation(
        midnights_d=rows[:, DAY],
        ut1_tai_s=rows[:, UT1] - tai_utc_of_day_s(rows[:, DAY]),
        ut1_sd_s=np.where(forecast, rows[:, SD], common.measured_sd_s),
        pole_x_rad=rows[:, X] * RAD_PER_MAS,
        pole_y_rad=rows[:, Y] * RAD_PER_MAS,
        predicted_from=None if since is None else MODIFIED_JULIAN_EPOCH + since,
        wander_ratio=common.wander_ratio,
    )


def _rows_of(table: str, file: str) -> NDArray[np.float64]:
    """Return the lines as numbers, shape (days, 5); an error that is left out is not a number."""
    numbered = [
        (number, line)
        for number, line in enumerate(table.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    header, lines = numbered[:1], numbered[1:]
    if not header or tuple(name.strip() for name in header[0][1].split(",")) != COLUMNS:
        place = Place(file=file, line=header[0][0] if header else None)
        raise InputError(f"the header must be {','.join(COLUMNS)}", place=place)
    if not lines:
        raise InputError("must hold one day or more", place=Place(file=file))
    rows = _numbers([line for _, line in lines])
    for column, wrong in _wrongs(rows):
        if wrong.any():
            number, line = lines[int(np.argmax(wrong))]
            raise InputError(
                f"{_LIMITS[column]}, got {line.strip()[:60]!r}",
                place=Place(file=file, line=number, field=COLUMNS[column]),
            )
    return rows


def _numbers(lines: list[str]) -> NDArray[np.float64]:
    """Return lines as numbers, shape (lines, 5); what is none is infinite."""
    if all(line.count(",") == SD for line in lines):
        texts = [f"{line}nan" if line.endswith(",") else line for line in lines]
        try:
            return np.loadtxt(texts, delimiter=",", ndmin=2)
        except ValueError:  # some field is no number; the slow way finds it
            pass
    rows = np.full((len(lines), len(COLUMNS)), np.inf)
    for row, line in zip(rows, lines, strict=True):
        texts = line.split(",")
        for column, text in enumerate(texts[: len(COLUMNS)]):
            row[column] = _number(text, empty=math.nan if column == SD else math.inf)
        if len(texts) != len(COLUMNS):
            row[min(len(texts), SD)] = np.inf
    return rows


def _number(text: str, *, empty: float) -> float:
    try:
        return float(text) if text.strip() else empty
    except ValueError:
        return math.inf


_LIMITS = {
    DAY: f"days must be whole, follow one another, and be {FIRST_DAY_D:.0f} (1972) or later",
    UT1: f"must be a number from -{UT1_UTC_LIMIT_S} to {UT1_UTC_LIMIT_S} s",
    X: f"must be a number from -{FARTHEST_POLE_MAS:.0f} to {FARTHEST_POLE_MAS:.0f}",
    Y: f"must be a number from -{FARTHEST_POLE_MAS:.0f} to {FARTHEST_POLE_MAS:.0f}",
    SD: f"must be left out where it was measured, or be a number from 0 to {UT1_UTC_LIMIT_S} s",
}


def _wrongs(rows: NDArray[np.float64]) -> list[tuple[int, NDArray[np.bool_]]]:
    """Return which lines break the limits of each column."""
    days_d, sd_s = rows[:, DAY], rows[:, SD]
    follows = np.diff(days_d, prepend=days_d[0] - 1.0) == 1.0
    return [
        (DAY, ~(follows & (days_d >= FIRST_DAY_D) & (days_d % 1.0 == 0.0))),
        (UT1, ~(np.abs(rows[:, UT1]) <= UT1_UTC_LIMIT_S)),
        (X, ~(np.abs(rows[:, X]) <= FARTHEST_POLE_MAS)),
        (Y, ~(np.abs(rows[:, Y]) <= FARTHEST_POLE_MAS)),
        (SD, ~(np.isnan(sd_s) | ((sd_s >= 0.0) & (sd_s <= UT1_UTC_LIMIT_S)))),
    ]
