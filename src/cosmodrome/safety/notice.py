"""What is announced to airmen and mariners?

Drafts: the aeronautical office and the area coordinator give numbers, and complete the regions that
an area touches beyond that of the pad. Times are UTC; days with a lift-off window are announced
together while they follow each other, so that nobody is kept out on a day between.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from cosmodrome.errors import InputError
from cosmodrome.safety.body_hazard import BodyHazard
from cosmodrome.safety.tangent import TangentPlane

Window = tuple[datetime, datetime]

BEFORE_LIFTOFF = timedelta(minutes=30)
AFTER_IMPACT = timedelta(minutes=30)
"""14 CFR 417 appendix B, (a): from 30 minutes before flight until 30 minutes after the hazard."""
WHOLE_MINUTES = 5
DAY = timedelta(days=1)
METRES_PER_NAUTICAL_MILE = 1852.0
LARGEST_RADIUS_NM = 999
UNKNOWN_REGION = "ZZZZ"
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
PARTS = {
    "booster": "BOOSTER STAGE",
    "core": "CORE STAGE",
    "fairing-half": "PAYLOAD FAIRING",
    "aft-section": "AFT SECTION PANELS",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One announcement for one area: kind ``NOTAM`` or ``NAVAREA``.

    `ring_deg` holds longitude and latitude of the closed polygon, whole arc-minutes.
    Valid daily in the hours that the text names, between the two instants.
    """

    kind: str
    identifier: str
    part: str
    valid_from: datetime
    valid_to: datetime
    ring_deg: tuple[tuple[float, float], ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """Days that are announced together: hazard hours of the first day, and how many days."""

    begins: datetime
    ends: datetime
    days: int

    @property
    def daily(self) -> bool:
        """Tell whether hours of the day are left free between one launch day and the next."""
        return self.days > 1 and self.ends - self.begins < DAY


def draft_notices(
    hazards: Sequence[BodyHazard],
    *,
    windows: Sequence[Window],
    launch_site: str,
    flight_information_region: str = UNKNOWN_REGION,
    first_number: int = 1,
) -> tuple[Notice, ...]:
    """Return a NOTAM and a navigational warning for each area and run of days.

    Parameters
    ----------
    hazards : sequence of BodyHazard
        From `assess_hazards`.
    windows : sequence of (datetime, datetime)
        First and last lift-off, aware, of the launch day and of each backup day; in order.
    launch_site : str
        Name in the text, e.g. ``Vostochny``.
    flight_information_region : str
        ICAO designator over the pad; ZZZZ if unknown.
    first_number : int
        Of the running numbers that stand in for those of the office.

    Raises
    ------
    InputError
        If there is no window, one ends before it begins, or they are not in order.
    """
    _require_windows(windows)
    notices: list[Notice] = []
    number = first_number
    for hazard in hazards:
        for announcement in _announcements(windows, hazard.last_impact_s):
            for draft in (_notam, _navigational_warning):
                notices.append(
                    draft(hazard, announcement, launch_site, flight_information_region, number)
                )
            number += 1
    return tuple(notices)


def _require_windows(windows: Sequence[Window]) -> None:
    if not windows:
        raise InputError("a notice needs at least one lift-off window, got none")
    for opens, closes in windows:
        if opens.tzinfo is None or closes.tzinfo is None:
            raise InputError(f"lift-off windows must be in UTC, got {opens} to {closes}")
        if closes < opens:
            raise InputError(f"the lift-off window ends before it begins: {opens} to {closes}")
    for (earlier, _), (later, _) in itertools.pairwise(windows):
        if later <= earlier:
            raise InputError(f"lift-off windows must follow each other: {earlier}, then {later}")


def _announcements(windows: Sequence[Window], last_impact_s: float) -> list[Announcement]:
    """Return the runs of successive days, with hours that cover each day of a run."""
    runs: list[list[Window]] = []
    for window in windows:
        if runs and window[0] - runs[-1][-1][0] < 1.5 * DAY:
            runs[-1].append(window)
        else:
            runs.append([window])
    announcements = []
    for run in runs:
        days = round((run[-1][0] - run[0][0]) / DAY) + 1
        # Hours that slide from day to day (a station's plane comes earlier) are put on the first.
        slid = [(w, round((w[0] - run[0][0]) / DAY) * DAY) for w in run]
        begins = min(w[0] - days_later for w, days_later in slid) - BEFORE_LIFTOFF
        ends = max(w[1] - days_later for w, days_later in slid)
        ends += timedelta(seconds=last_impact_s) + AFTER_IMPACT
        announcements.append(Announcement(begins=_earlier(begins), ends=_later(ends), days=days))
    return announcements


def _earlier(instant: datetime) -> datetime:
    """Return an instant moved back to whole five minutes."""
    return instant.replace(
        minute=instant.minute - instant.minute % WHOLE_MINUTES, second=0, microsecond=0
    )


def _later(instant: datetime) -> datetime:
    """Return an instant moved on to whole five minutes."""
    whole = _earlier(instant)
    return whole if whole == instant else whole + timedelta(minutes=WHOLE_MINUTES)


def _notam(
    hazard: BodyHazard, days: Announcement, launch_site: str, region: str, number: int
) -> Notice:
    """Return a draft in the ICAO format (Annex 15, Doc 8126)."""
    valid_to = days.ends + (days.days - 1) * DAY
    identifier = f"A{number:04d}/{days.begins:%y}"
    lines = [
        f"{identifier} NOTAMN",
        f"Q) {region}/QWMLW/IV/BO/W/000/999/{_circle(hazard)}",
        f"A) {region} B) {_stamp(days.begins)} C) {_stamp(valid_to)}",
    ]
    if days.daily:
        lines.append(f"D) DAILY {days.begins:%H%M}-{days.ends:%H%M}")
    corners = " ".join(
        _minutes(lat, 2, "NS") + _minutes(lon, 3, "EW") for lon, lat in hazard.polygon_deg
    )
    lines += [
        f"E) ROCKET LAUNCH FROM {launch_site.upper()}. FALL OF {_what(hazard)} WITHIN:",
        f"{corners}.",
        f"AREA HOLDS {_percent(hazard)} PERCENT OF FALLS. DRAFT, OTHER FIR CONCERNED TO BE ADDED.",
        "F) GND G) UNL",
    ]
    return _notice("NOTAM", identifier, hazard, days, lines)


def _navigational_warning(
    hazard: BodyHazard, days: Announcement, launch_site: str, region: str, number: int
) -> Notice:
    """Return a draft in the form of the World-Wide Navigational Warning Service (S-53)."""
    del region
    corners = ", ".join(
        f"{_decimal_minutes(lat, 2, 'NS')} {_decimal_minutes(lon, 3, 'EW')}"
        for lon, lat in hazard.polygon_deg[:-1]
    )
    last = days.ends + (days.days - 1) * DAY
    if days.daily:
        when = (
            f"{days.begins:%H%M}Z TO {days.ends:%H%M}Z DAILY "
            f"{_day(days.begins)} TO {_day(days.begins + (days.days - 1) * DAY)}"
        )
    else:
        when = f"{_group(days.begins)} TO {_group(last)}"
    lines = [
        f"NAVIGATIONAL WARNING, DRAFT {number}/{days.begins:%y}",
        f"HAZARDOUS OPERATIONS, ROCKET LAUNCHING FROM {launch_site.upper()}.",
        f"FALL OF {_what(hazard)},",
        f"{when}",
        f"IN AREA BOUND BY {corners}.",
        f"AREA HOLDS {_percent(hazard)} PERCENT OF FALLS.",
        f"CANCEL THIS MSG {_group(last + timedelta(hours=1))}.",
    ]
    return _notice("NAVAREA", f"{number}/{days.begins:%y}", hazard, days, lines)


def _notice(
    kind: str, identifier: str, hazard: BodyHazard, days: Announcement, lines: list[str]
) -> Notice:
    return Notice(
        kind=kind,
        identifier=identifier,
        part=hazard.name,
        valid_from=days.begins,
        valid_to=days.ends + (days.days - 1) * DAY,
        ring_deg=tuple((float(lon), float(lat)) for lon, lat in hazard.polygon_deg),
        text="\n".join(lines) + "\n",
    )


def _what(hazard: BodyHazard) -> str:
    """Return the words for the parts that fall."""
    name = PARTS.get(hazard.name, hazard.name.upper().replace("-", " "))
    return f"{name}, {hazard.count} PIECE{'S' if hazard.count > 1 else ''}"


def _percent(hazard: BodyHazard) -> str:
    return f"{100.0 * hazard.ellipse.containment_probability:.4g}"


def _stamp(instant: datetime) -> str:
    """Return the ten figures of a NOTAM's date-time group."""
    return f"{instant:%y%m%d%H%M}"


def _group(instant: datetime) -> str:
    """Return a mariner's date-time group: 010130Z FEB 28."""
    return f"{instant:%d%H%M}Z {MONTHS[instant.month - 1]} {instant:%y}"


def _day(instant: datetime) -> str:
    return f"{instant:%d} {MONTHS[instant.month - 1]} {instant:%y}"


def _circle(hazard: BodyHazard) -> str:
    """Return centre and radius of a circle that holds the polygon, in the form of a Q-line."""
    centre = TangentPlane(
        latitude_deg=round(hazard.ellipse.latitude_deg * 60.0) / 60.0,
        longitude_deg=round(hazard.ellipse.longitude_deg * 60.0) / 60.0,
    )
    farthest_m = float(np.hypot(*centre.en_m(hazard.polygon_deg).T).max())
    radius_nm = math.ceil(farthest_m / METRES_PER_NAUTICAL_MILE)
    latitude = _minutes(centre.latitude_deg, 2, "NS")
    longitude = _minutes(centre.longitude_deg, 3, "EW")
    return f"{latitude}{longitude}{min(radius_nm, LARGEST_RADIUS_NM):03d}"


def _minutes(angle: float, figures: int, letters: str) -> str:
    """Return an angle in whole arc-minutes: 5445N, 12707E."""
    minutes = round(abs(angle) * 60.0)
    letter = letters[0] if angle >= 0.0 else letters[1]
    return f"{minutes // 60:0{figures}d}{minutes % 60:02d}{letter}"


def _decimal_minutes(angle: float, figures: int, letters: str) -> str:
    """Return an angle as a mariner reads it: 54-45.00N, 127-07.00E."""
    hundredths = round(abs(angle) * 6000.0)
    letter = letters[0] if angle >= 0.0 else letters[1]
    whole, rest = divmod(hundredths, 6000)
    return f"{whole:0{figures}d}-{rest / 100:05.2f}{letter}"
