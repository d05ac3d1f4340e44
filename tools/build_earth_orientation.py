"""How has the Earth turned, day by day? Rebuilds `data/earth_orientation.csv` and its TOML file.

Input is `finals2000A.all` of the International Earth Rotation Service, as the PyPI package
astropy-iers-data carries it (among the requirements of the tests)::

    .venv/bin/pip install --upgrade astropy-iers-data
    .venv/bin/python tools/build_earth_orientation.py

Kept are UT1 - UTC to 10 us and the pole to 0.1 mas, of Bulletin A. The error of UT1 - UTC is kept
where it is a forecast; what was measured has one error in the TOML file, the largest since 2000.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import astropy_iers_data
import numpy as np

TARGET = Path(__file__).parents[1] / "src/cosmodrome/data/earth_orientation"
INPUT = Path(astropy_iers_data.__file__).parent / "data" / "finals2000A.all"
MODIFIED_JULIAN_ZERO = date(1858, 11, 17)
MILLENNIUM_D = 51544
YEAR_D = 365
HEADER = """\
# Earth orientation by the day, 0 h UTC: UT1 - UTC and the pole in thousandths of an arc second, of
# Bulletin A of the International Earth Rotation Service (finals2000A.all, by way of
# astropy-iers-data {version}). Measured before {forecast}, forecast from then on, where
# ut1_sd_s stands, until {last}. Built by tools/build_earth_orientation.py.
modified_julian_day,ut1_utc_s,pole_x_mas,pole_y_mas,ut1_sd_s
"""
TOML = """\
# What goes with earth_orientation.csv, built by tools/build_earth_orientation.py.
# * measured_sd_s: error of UT1 - UTC where it was measured, one sigma, the largest since 2000.
# * wander_ratio: before the first day and after the last one the nearest UT1 - UTC holds; by how much
#   it comes to be wrong, seconds per second.

measured_sd_s = {measured_sd_s}
wander_ratio = {wander_ratio}

[sources]
"measured_sd_s" = {{ key = "iers", where = "finals2000A.all, bytes 69 to 78, largest of the measured days since 2000" }}
"wander_ratio" = {{ key = "estimate", why = "UT1 - UTC changed by {yearly_s:.2f} s rms in a year since 2000, leap seconds included (finals2000A.all)", sd = "40 %" }}
"""  # noqa: E501 - lines of the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A line of the input; angles in thousandths of an arc second."""

    number: int
    ut1_utc_s: float
    sd_s: float
    forecast: bool
    x_mas: float
    y_mas: float


def days_of(text: str) -> list[Day]:
    """Return the days that have UT1 and the pole, by the layout of ReadMe.finals2000A."""
    return [
        Day(
            number=int(float(line[7:15])),
            ut1_utc_s=float(line[58:68]),
            sd_s=float(line[68:78]),
            forecast="P" in (line[57], line[16]),
            x_mas=1000.0 * float(line[18:27]),
            y_mas=1000.0 * float(line[37:46]),
        )
        for line in text.splitlines()
        if line[58:68].strip() and line[18:27].strip()
    ]


def row_of(day: Day) -> str:
    """Return a line of the table."""
    sd = f"{day.sd_s:.5f}" if day.forecast else ""
    return f"{day.number},{day.ut1_utc_s:.5f},{day.x_mas:.1f},{day.y_mas:.1f},{sd}"


def on(number: int) -> date:
    """Return the date of a modified Julian day."""
    return MODIFIED_JULIAN_ZERO + timedelta(days=number)


def main() -> None:
    """Write both files."""
    days = days_of(INPUT.read_text(encoding="ascii"))
    recent = [day for day in days if day.number >= MILLENNIUM_D]
    ut1_utc_s = np.array([day.ut1_utc_s for day in recent])
    yearly_s = float(np.sqrt(np.mean((ut1_utc_s[YEAR_D:] - ut1_utc_s[:-YEAR_D]) ** 2)))
    header = HEADER.format(
        version=astropy_iers_data.__version__,
        forecast=on(next(day.number for day in days if day.forecast)),
        last=on(days[-1].number),
    )
    TARGET.with_suffix(".csv").write_text(
        header + "".join(f"{row_of(day)}\n" for day in days), encoding="utf-8"
    )
    TARGET.with_suffix(".toml").write_text(
        TOML.format(
            measured_sd_s=f"{max(day.sd_s for day in recent if not day.forecast):.1e}",
            wander_ratio=f"{yearly_s / YEAR_D / 86400.0:.1e}",
            yearly_s=yearly_s,
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
