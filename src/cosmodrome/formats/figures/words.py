"""How are numbers, dates and orbits said in a report?

Thousands are set apart by a thin space, a minus is a minus, instants are UTC and say so.
"""

import math
from datetime import date, datetime, timedelta
from typing import TypeAlias

from cosmodrome.manifest import TargetOrbit

# A bare number whose unit is written by the caller beside it.
Quantity: TypeAlias = float

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS_PER_YEAR_D = 365.25
THIN_SPACE = "\u2009"
MINUS = "−"


def figure(value: Quantity, decimals: int = 0) -> str:
    """Return a number as it is printed.

    >>> figure(4315.2), figure(-0.04, 1), figure(-12.34, 1)
    ('4\u2009315', '0.0', '−12.3')
    """
    text = f"{value:,.{decimals}f}".replace(",", THIN_SPACE)
    if not any(digit in text for digit in "123456789"):
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def day(moment: date) -> str:
    """Return a day of the year in words: ``14 May``."""
    return f"{moment.day} {MONTHS[moment.month - 1]}"


def full_day(moment: date) -> str:
    """Return a day with its year: ``14 May 2027``."""
    return f"{day(moment)} {moment.year}"


def instant(moment: datetime) -> str:
    """Return an instant in the copyable form: ``2027-05-14 17:42:18Z``."""
    return f"{moment:%Y-%m-%d %H:%M:%S}Z"


def hour_minute(moment: datetime) -> str:
    """Return the clock time to the minute."""
    return f"{moment:%H:%M}"


def hours(opens: datetime, closes: datetime) -> str:
    """Return an interval of the clock; the end of a day is 24:00, a later day is named.

    >>> hours(datetime(2028, 5, 1, 3), datetime(2028, 5, 2))
    '03:00 – 24:00'
    """
    last = closes - timedelta(microseconds=1) if closes > opens else closes
    if last.date() == opens.date():
        until = "24:00" if closes.date() != opens.date() else hour_minute(closes)
    else:
        until = f"{day(closes)} {hour_minute(closes)}"
    return f"{hour_minute(opens)} – {until}"


def latitude(value_deg: float, decimals: int = 2) -> str:
    """Return a latitude with its hemisphere."""
    return f"{abs(value_deg):.{decimals}f}° {'N' if value_deg >= 0.0 else 'S'}"


def longitude(value_deg: float, decimals: int = 2) -> str:
    """Return a longitude with its hemisphere."""
    return f"{abs(value_deg):.{decimals}f}° {'E' if value_deg >= 0.0 else 'W'}"


def clock(value_h: float) -> str:
    """Return hours as clock time: ``09:30``."""
    minutes = round(value_h * 60.0) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def lifetime(value_d: float) -> str:
    """Return how long an orbit lasts: days, years from two on.

    >>> lifetime(12.34), lifetime(7305.0), lifetime(math.inf)
    ('12.3 days', '20 years', 'over 1000 years')
    """
    if not math.isfinite(value_d):
        return "over 1000 years"
    if value_d >= 2.0 * DAYS_PER_YEAR_D:
        return f"{figure(value_d / DAYS_PER_YEAR_D)} years"
    return f"{figure(value_d, 1)} days"


def elapsed(value_s: float) -> str:
    """Return a time of flight: seconds with one decimal."""
    return f"T+{figure(value_s, 1)} s"


def _altitudes(orbit: TargetOrbit) -> str:
    low_km, high_km = orbit.perigee_altitude_km, orbit.apogee_altitude_km
    if low_km is None and high_km is None:
        return ""
    if low_km is None or high_km is None or low_km == high_km:
        return f"{figure(low_km if low_km is not None else high_km or 0.0)} km"
    return f"{figure(low_km)} × {figure(high_km)} km"


_KINDS = {
    "circular": "",
    "elliptic": "",
    "sun-synchronous": "SSO",
    "station": "station",
    "geostationary-transfer": "GTO",
    "geostationary": "GEO",
    "escape": "escape",
}


def orbit_words(orbit: TargetOrbit) -> str:
    """Return a target orbit in a few words: ``SSO 820 km · 98.7° · LTDN 09:30``."""
    parts = [f"{_KINDS[orbit.kind]} {_altitudes(orbit)}".strip()]
    if orbit.inclination_deg is not None:
        parts.append(f"{orbit.inclination_deg:.1f}°")
    if orbit.ltdn_h is not None:
        parts.append(f"LTDN {clock(orbit.ltdn_h)}")
    if orbit.ltan_h is not None:
        parts.append(f"LTAN {clock(orbit.ltan_h)}")
    if orbit.raan_deg is not None:
        parts.append(f"RAAN {orbit.raan_deg:.1f}°")
    if orbit.c3_km2_s2 is not None:
        parts.append(f"C3 {figure(orbit.c3_km2_s2, 1)} km²/s²")
    return " · ".join(part for part in parts if part)


def offset_words(offset_h: float) -> str:
    """Return a site's time from UTC: ``UTC+9``, ``UTC−3``, ``UTC+5:30``."""
    minutes = round(abs(offset_h) * 60.0)
    sign = MINUS if offset_h < 0.0 else "+"
    rest = f":{minutes % 60:02d}" if minutes % 60 else ""
    return f"UTC{sign}{minutes // 60}{rest}"


def plain_name(name: str) -> str:
    """Return a name without what stands in brackets after it.

    >>> plain_name("Site 1S (Soyuz-2)")
    'Site 1S'
    """
    return name.split(" (")[0]


def power(probability: float) -> str:
    """Return a small probability in powers of ten.

    >>> power(1e-05), power(2.5e-06), power(0.0)
    ('1 × 10⁻⁵', '2.5 × 10⁻⁶', '0')
    """
    if probability == 0.0:
        return "0"
    digits, _, exponent = f"{probability:.1e}".partition("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{float(digits):g} × 10{raised}"
