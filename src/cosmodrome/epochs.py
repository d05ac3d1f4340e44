"""What time is it, and how far has the Earth turned? The one place where time scales meet.

Civil time is an aware UTC `datetime`. UT1, the scale of the Earth's rotation, is taken as UTC plus
`ut1_utc_s`, zero unless given: that is wrong by up to 0.9 s, which is 0.9 s of a launch window or
400 m of a place at the equator. `EarthOrientation` tells it by the day. TDB is taken as TT (2 ms).
Leap seconds are those that ERFA knows; a `datetime` cannot stand inside one, and none is foreseen.
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import erfa
import numpy as np
from numpy.typing import ArrayLike, NDArray

from cosmodrome.constants import SECONDS_PER_DAY_S
from cosmodrome.errors import InputError

# Definition of TT, IAU 1991 recommendation IV.
TT_TAI_S = 32.184
# Definition of UT1 by the Earth rotation angle, IAU 2000 resolution B1.8.
EARTH_ROTATION_TURNS_PER_DAY_RATIO = 1.00273781191135448
SIDEREAL_RATE_RAD_S = 2.0 * math.pi * EARTH_ROTATION_TURNS_PER_DAY_RATIO / SECONDS_PER_DAY_S
"""Rate of the Earth rotation angle per second of UT1."""
MEAN_SIDEREAL_RATE_RAD_S = SIDEREAL_RATE_RAD_S + math.radians(4612.156534 / 3600.0) / (
    36525.0 * SECONDS_PER_DAY_S
)
"""Rate of mean sidereal time: against the equinox, which precesses (IERS 2010, equation 5.32)."""

UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNIX_EPOCH_JULIAN_DATE_D = 2440587.5
FIRST_LEAP_SECOND_YEAR = 1972
MODIFIED_JULIAN_ZERO_D = 2400000.5
MODIFIED_JULIAN_EPOCH = datetime(1858, 11, 17, tzinfo=UTC)
# ITU-R TF.460-6, annex 1, section 2.2: by leap seconds UTC is kept so near to UT1.
UT1_UTC_LIMIT_S = 0.9

_SECOND_60 = re.compile(r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d):60(?:\.\d*)?(?:[Zz]|[+-]\d\d:?\d\d)?")


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


def instant_of_text(text: str) -> datetime:
    """Return the instant that a text in ISO 8601 tells, in UTC.

    Raises
    ------
    InputError
        If it is no instant, has no time zone, or stands in a leap second.

    Examples
    --------
    >>> instant_of_text("2028-01-10T03:00:00+03:00")
    datetime.datetime(2028, 1, 10, 0, 0, tzinfo=datetime.timezone.utc)
    """
    if leap := leap_second_told(text):
        raise InputError(leap)
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"must be an instant such as 2028-01-10T00:00:00Z, got {text[:60]!r}"
        ) from None
    if instant.tzinfo is None:
        raise InputError(f"must be in UTC, with a Z at its end, got {text[:60]}")
    return instant.astimezone(UTC)


def leap_second_told(text: str) -> str | None:
    """Return what to say of a text that tells an instant with a second 60, None of others."""
    found = _SECOND_60.search(text)
    if found is None:
        return None
    return (
        f"{found[0]} has a second 60, which a leap second would be and which cannot be told apart "
        f"here; write {found[1]}:59Z, or the second after it"
    )


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
    return float(tai_utc_of_day_s(modified_julian_day_d(utc)))


def tai_utc_of_day_s(days_d: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return TAI minus UTC of modified Julian days, 1972 or later."""
    table = erfa.leap_seconds.get()
    since_d = erfa.cal2jd(table["year"], table["month"], 1)[1]
    last = np.searchsorted(since_d, days_d, side="right") - 1
    return np.asarray(table["tai_utc"][last], dtype=np.float64)


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


def modified_julian_day_d(origin: datetime, t_s: ArrayLike = 0.0) -> NDArray[np.float64]:
    """Return modified Julian days of UTC, to a microsecond; `t_s` are civil seconds."""
    date = utc_julian_date(origin)
    whole_d = date.midnight_d - MODIFIED_JULIAN_ZERO_D
    return whole_d + (date.fraction_d + np.asarray(t_s, float) / SECONDS_PER_DAY_S)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EarthOrientation:
    """How the Earth has turned and nodded, and is expected to: UT1 and the pole by the day.

    Parameters
    ----------
    midnights_d : ndarray, shape (n,)
        Modified Julian days of UTC, increasing; at least one.
    ut1_tai_s : ndarray, shape (n,)
        UT1 - TAI [s], which leap seconds do not make jump.
    ut1_sd_s : ndarray, shape (n,)
        Expected error of it [s], one sigma.
    pole_x_rad, pole_y_rad : ndarray, shape (n,)
        Coordinates of the celestial intermediate pole in ITRF [rad].
    predicted_from : datetime or None
        The first midnight whose figures are a forecast.
    wander_ratio : float
        By how much UT1-UTC comes to differ from what it was, seconds per second; outside the table
        the nearest figures are held, and their error grows by this.

    Notes
    -----
    Between midnights all is linear, which is wrong by up to 0.03 ms of UT1 (1 cm at the equator).
    Tides of the ocean within the day, 0.05 ms and 0.5 mas, are left out.
    """

    midnights_d: NDArray[np.float64]
    ut1_tai_s: NDArray[np.float64]
    ut1_sd_s: NDArray[np.float64]
    pole_x_rad: NDArray[np.float64]
    pole_y_rad: NDArray[np.float64]
    predicted_from: datetime | None
    wander_ratio: float

    def ut1_utc_s(self, origin: datetime, t_s: ArrayLike = 0.0) -> NDArray[np.float64]:
        """Return UT1 - UTC [s], `t_s` civil seconds after an instant; in the shape of `t_s`.

        It jumps by a second where a leap second was put in, UT1 itself does not. Before the table
        and after it the nearest UT1 - UTC holds: leap seconds keep it within 0.9 s.
        """
        days_d = self._inside_d(origin, t_s)
        return np.interp(days_d, self.midnights_d, self.ut1_tai_s) + tai_utc_of_day_s(days_d)

    def pole_rad(
        self, origin: datetime, t_s: ArrayLike = 0.0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return x and y of the pole [rad]; outside the table the nearest, up to 2e-6 off."""
        days_d = self._inside_d(origin, t_s)
        x_rad, y_rad = (
            np.asarray(np.interp(days_d, self.midnights_d, column_rad))
            for column_rad in (self.pole_x_rad, self.pole_y_rad)
        )
        return x_rad, y_rad

    def error_s(self, instant: datetime) -> float:
        """Return the expected error of UT1 - UTC: measured, forecast, or outside the table.

        One sigma inside the table; outside it grows to 0.9 s, the most that UTC lets it be.
        """
        day_d = float(modified_julian_day_d(instant))
        outside_d = abs(day_d - float(self._inside_d(instant, 0.0)))
        known_s = float(np.interp(day_d, self.midnights_d, self.ut1_sd_s))
        return min(UT1_UTC_LIMIT_S, known_s + self.wander_ratio * outside_d * SECONDS_PER_DAY_S)

    def _inside_d(self, origin: datetime, t_s: ArrayLike) -> NDArray[np.float64]:
        days_d = modified_julian_day_d(origin, t_s)
        return np.clip(days_d, self.midnights_d[0], self.midnights_d[-1])


NO_ORIENTATION = EarthOrientation(
    midnights_d=np.array([51544.0]),
    ut1_tai_s=np.array([-32.0]),
    ut1_sd_s=np.array([UT1_UTC_LIMIT_S]),
    pole_x_rad=np.zeros(1),
    pole_y_rad=np.zeros(1),
    predicted_from=None,
    wander_ratio=0.0,
)
"""UT1 = UTC at all times, the pole at zero: nothing is known, the error is what UTC allows."""
