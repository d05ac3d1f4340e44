"""How is the weather over a site written down, and read into climates?

`atmosphere/<site>.toml` says where and on what ground, `atmosphere/<site>.csv` beside it holds a
line for each month and level; `weather.toml` what is known beside the tables.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from cosmodrome.errors import InputError, Place
from cosmodrome.spaceport.climate import Climate
from cosmodrome.store.complaints import Table, parsed
from cosmodrome.store.toml_source import TomlSource

FOLDER, COMMON = "atmosphere", "weather.toml"
COLUMNS = (
    "month",
    "altitude_m",
    "east_mean_m_s",
    "north_mean_m_s",
    "east_sd_m_s",
    "north_sd_m_s",
    "east_north_correlation",
    "density_mean_ratio",
    "density_sd_ratio",
    "temperature_mean_ratio",
    "temperature_sd_ratio",
    "density_temperature_correlation",
)
MONTH, ALTITUDE = range(2)
MEANS, SPREADS, CORRELATIONS = (2, 3, 7, 9), (4, 5, 8, 10), (6, 11)
FEWEST_LEVELS = 2
MONTHS = tuple(str(number) for number in range(1, 13))
UNTOLD = "standard"


class _Memory(Table):
    wind_m: float = Field(gt=0, lt=1e5)
    air_m: float = Field(gt=0, lt=1e5)


class _Nearest(Table):
    farthest_m: float = Field(ge=0, lt=2.1e7)


class _Untold(Table):
    density_sd_ratio: float = Field(ge=0, lt=0.3)


class _SoundingErrors(Table):
    """What a balloon leaves open: one sigma at its release, and what an hour adds (in the root)."""

    wind_sd_m_s: float = Field(ge=0, lt=20)
    wind_change_m_s: float = Field(ge=0, lt=20)
    density_sd_ratio: float = Field(ge=0, lt=0.3)
    density_change_ratio: float = Field(ge=0, lt=0.3)
    temperature_sd_ratio: float = Field(ge=0, lt=0.3)
    temperature_change_ratio: float = Field(ge=0, lt=0.3)


class WeatherRules(Table):
    """What is known of wind and air beside the tables of sites."""

    memory: _Memory
    nearest: _Nearest
    untold: _Untold
    sounding: _SoundingErrors
    sources: dict[str, object] = Field(default_factory=dict)


class _Error(Table):
    wind_mean_m_s: float = Field(ge=0, lt=50)
    wind_spread_ratio: float = Field(ge=0, lt=2)
    density_mean_ratio: float = Field(ge=0, lt=0.5)
    density_spread_aloft_ratio: float = Field(ge=0, lt=0.5)


class _Site(Table):
    name: str = Field(min_length=1, examples=['"Vostochny"'])
    latitude_deg: float = Field(ge=-90, le=90, examples=[51.884])
    longitude_deg: float = Field(ge=-180, le=180, examples=[128.334])
    measured_to_m: float = Field(ge=0, lt=2e5, examples=[30000.0])
    trust: str = Field(min_length=1, examples=['"soundings of 2001 to 2020 at the site"'])
    error: _Error
    sources: dict[str, object] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimateFile:
    """The weather of a site as it stands in its two files, the table still as text."""

    site: str
    document: TomlSource
    table: str
    table_file: str


def site_of(path: str) -> str | None:
    """Return the site whose weather a file of the catalogue describes, None for other files."""
    place = PurePosixPath(path)
    return place.stem if str(place.parent) == FOLDER else None


def read_weather_rules(document: TomlSource) -> WeatherRules:
    """Return what is known beside the tables.

    Raises
    ------
    InputError
        If the file is malformed, with its field.
    """
    return parsed(WeatherRules, document)


def read_climate(file: ClimateFile, *, month: int, rules: WeatherRules) -> Climate | None:
    """Return the climate of a month over a site, None where its table has no such month.

    Raises
    ------
    InputError
        If one of the files is malformed, with line and field.
    """
    site = parsed(_Site, file.document)
    rows = _rows_of(file, month)
    if len(rows) == 0:
        return None
    try:
        return Climate(
            site=file.site,
            name=site.name,
            latitude_deg=site.latitude_deg,
            longitude_deg=site.longitude_deg,
            month=month,
            altitude_m=rows[:, ALTITUDE],
            mean=rows[:, MEANS],
            sd=rows[:, SPREADS],
            correlation=rows[:, CORRELATIONS],
            wind_memory_m=rules.memory.wind_m,
            air_memory_m=rules.memory.air_m,
            trust=site.trust,
        )
    except InputError as error:
        raise InputError(error.message, place=Place(file=file.table_file)) from error


def check_climates(file: ClimateFile, *, rules: WeatherRules) -> None:
    """Raise InputError where any month of a table is malformed; with line and field."""
    parsed(_Site, file.document)
    for number, line in _lines_of(file)[1:]:
        month = line.partition(",")[0].strip()
        if month not in MONTHS:
            raise InputError(
                f"months are 1 to 12, got {month[:40]!r}",
                place=Place(file=file.table_file, line=number, field="month"),
            )
    for month in MONTHS:
        read_climate(file, month=int(month), rules=rules)


def untold_climate(rules: WeatherRules, *, latitude_deg: float, longitude_deg: float) -> Climate:
    """Return the climate of a place of which nothing is told: standard air, at rest."""
    levels_m = np.array([0.0, 60e3])
    spread = [0.0, 0.0, rules.untold.density_sd_ratio, 0.0]
    return Climate(
        site=UNTOLD,
        name="standard air at rest",
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        month=None,
        altitude_m=levels_m,
        mean=np.array([[0.0, 0.0, 1.0, 1.0]] * 2),
        sd=np.array([spread] * 2),
        correlation=np.zeros((2, 2)),
        wind_memory_m=rules.memory.wind_m,
        air_memory_m=rules.memory.air_m,
        trust="no table tells of this place, or no month was asked for",
    )


def _rows_of(file: ClimateFile, month: int) -> NDArray[np.float64]:
    """Return the lines of a month as numbers; the other months are left unread."""
    lines = _lines_of(file)
    wanted = [(n, line) for n, line in lines[1:] if line.partition(",")[0].strip() == str(month)]
    rows = [_row(number, line, file.table_file) for number, line in wanted]
    for (below, above), (number, _) in zip(pairwise(rows), wanted[1:], strict=True):
        if above[ALTITUDE] <= below[ALTITUDE]:
            raise InputError(
                f"must rise from line to line within a month, {above[ALTITUDE]:.10g} m is not "
                f"above {below[ALTITUDE]:.10g} m",
                place=Place(file=file.table_file, line=number, field="altitude_m"),
            )
    if len(rows) == 1:
        raise InputError(
            f"month {month} needs {FEWEST_LEVELS} levels or more, has 1",
            place=Place(file=file.table_file, line=wanted[0][0]),
        )
    return np.array(rows)


def _lines_of(file: ClimateFile) -> list[tuple[int, str]]:
    """Return the lines of a table with their numbers, header first, comments apart."""
    lines = [
        (number, line)
        for number, line in enumerate(file.table.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    place = Place(file=file.table_file, line=lines[0][0] if lines else None)
    if not lines or tuple(name.strip() for name in lines[0][1].split(",")) != COLUMNS:
        raise InputError(f"the header must be {','.join(COLUMNS)}", place=place)
    return lines


def _row(number: int, line: str, file: str) -> list[float]:
    texts = line.split(",")
    if len(texts) != len(COLUMNS):
        raise InputError(
            f"must have {len(COLUMNS)} values, has {len(texts)}",
            place=Place(file=file, line=number),
        )
    row = []
    for name, text in zip(COLUMNS, texts, strict=True):
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InputError(
                f"must be a finite number, got {text.strip()[:40]!r}",
                place=Place(file=file, line=number, field=name),
            )
        row.append(value)
    return row
