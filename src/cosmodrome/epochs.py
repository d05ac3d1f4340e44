"""What time is it, and how far has the Earth turned? The one place where time scales meet.

Civil time is an aware UTC `datetime`. UT1, the scale of the Earth's rotation, is taken as UTC plus
`ut1_utc_s`, zero unless given: that is wrong by up to 0.9 s, which is 0.9 s of a launch window or
400 m of a place at the equator. TDB is taken as TT (2 ms). Leap seconds are those that ERFA knows;
a `datetime` cannot stand inside one, and none is foreseen.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import erfa
import numpy as np

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.errors import InputError

# Definition of TT, IAU 1991 recommendation IV.
TT_TAI_S = 32.184
# Definition of UT1 by the Earth rotation angle, IAU 2000 resolution B1.8.
EARTH_ROTATION_TURNS_PER_DAY_RATIO = 1.00273781191135448
SIDEREAL_RATE_RAD_S = 2.0 * math.pi * EARTH_ROTATION_TURNS_PER_DAY_RATIO / SECONDS_PER_DAY_S
"""Rate of the Earth rotation angle per second of UT1."""

UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNIX_EPOCH_JULIAN_DATE_D = 2440587.5
FIRST_LEAP_SECOND_YEAR = 1972


@dataclass(frozen=True, slots=True, kw_only=True)
class JulianDate:
    """A Julian date in two parts, midnight and fraction, so that microseconds survive."""

    midnight_d: float
    fraction_d: float

    def later(self, by_s: float) -> "JulianDate":
        """Return the date some seconds later."""
        fraction_d = self.fraction_d + by_s / SECONDS_PER_DAY_S
        return JulianDate(midnight_d=self.midnight_d, fraction_d=fraction_d)


def require_utc(instant: datetime) -> datetime:
    """Return an instant in UTC; one without a time zone is malformed."""
    if instant.tzinfo is None:
        raise InputError(f"{instant.isoformat()} has no time zone; write it with Z for UTC")
    return instant.astimezone(UTC)


def seconds_between_s(earlier: datetime, later: datetime) -> float:
    """Return civil seconds from one instant to another; leap seconds do not count."""
    return (later - earlier) / timedelta(seconds=1)


def utc_julian_date(instant: datetime) -> JulianDate:
    """Return the Julian date of an instant in UTC, days of 86,400 s.

    Examples
    --------
    >>> utc_julian_date(datetime(2000, 1, 1, 12, tzinfo=UTC))
    JulianDate(midnight_d=2451544.5, fraction_d=0.5)
    """
    since = require_utc(instant) - UNIX_EPOCH
    fraction_d = timedelta(seconds=since.seconds, microseconds=since.microseconds) / timedelta(1)
    return JulianDate(midnight_d=UNIX_EPOCH_JULIAN_DATE_D + since.days, fraction_d=fraction_d)


def utc_of_julian_date(date: JulianDate) -> datetime:
    """Return the instant of a Julian date in UTC, to the microsecond."""
    days = timedelta(days=date.midnight_d - UNIX_EPOCH_JULIAN_DATE_D)
    return UNIX_EPOCH + days + timedelta(seconds=date.fraction_d * SECONDS_PER_DAY_S)


def tai_utc_s(instant: datetime) -> float:
    """Return TAI minus UTC, whole seconds since 1972."""
    utc = require_utc(instant)
    if utc.year < FIRST_LEAP_SECOND_YEAR:
        raise InputError(f"{utc.isoformat()} is before 1972, when leap seconds began")
    table = erfa.leap_seconds.get()
    months = table["year"] * 12 + table["month"]
    last = np.searchsorted(months, utc.year * 12 + utc.month, side="right") - 1
    return float(table["tai_utc"][last])


def tai_julian_date(instant: datetime) -> JulianDate:
    """Return the Julian date of an instant in TAI."""
    return utc_julian_date(instant).later(tai_utc_s(instant))


def tt_julian_date(instant: datetime) -> JulianDate:
    """Return the Julian date of an instant in TT."""
    return tai_julian_date(instant).later(TT_TAI_S)


def ut1_julian_date(instant: datetime, *, ut1_utc_s: float = 0.0) -> JulianDate:
    """Return the Julian date of an instant in UT1."""
    return utc_julian_date(instant).later(ut1_utc_s)


def earth_rotation_angle_rad(instant: datetime, *, ut1_utc_s: float = 0.0) -> float:
    """Return the angle from the celestial intermediate origin to the Greenwich meridian."""
    ut1 = ut1_julian_date(instant, ut1_utc_s=ut1_utc_s)
    return float(erfa.era00(ut1.midnight_d, ut1.fraction_d))


def mean_sidereal_angle_rad(instant: datetime, *, ut1_utc_s: float = 0.0) -> float:
    """Return Greenwich mean sidereal time, from the mean equinox of date (IAU 2006)."""
    ut1 = ut1_julian_date(instant, ut1_utc_s=ut1_utc_s)
    tt = tt_julian_date(instant)
    return float(erfa.gmst06(ut1.midnight_d, ut1.fraction_d, tt.midnight_d, tt.fraction_d))


def apparent_sidereal_angle_rad(instant: datetime, *, ut1_utc_s: float = 0.0) -> float:
    """Return Greenwich apparent sidereal time, from the true equinox of date (IAU 2006/2000A)."""
    ut1 = ut1_julian_date(instant, ut1_utc_s=ut1_utc_s)
    tt = tt_julian_date(instant)
    return float(erfa.gst06a(ut1.midnight_d, ut1.fraction_d, tt.midnight_d, tt.fraction_d))


def teme_sidereal_angle_rad(instant: datetime, *, ut1_utc_s: float = 0.0) -> float:
    """Return Greenwich mean sidereal time of 1982, the angle of the frame that TLEs are in."""
    ut1 = ut1_julian_date(instant, ut1_utc_s=ut1_utc_s)
    return float(erfa.gmst82(ut1.midnight_d, ut1.fraction_d))
