"""What is announced to airmen and mariners?

Drafts: the aeronautical office and the area coordinator give numbers, and complete the regions that
an area touches beyond that of the pad. Times are UTC.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cosmodrome.safety.area_rules import Audience
from cosmodrome.safety.area_shape import AreaShape, PolygonArea
from cosmodrome.safety.body_hazard import BodyHazard
from cosmodrome.safety.coast import Coast
from cosmodrome.safety.notice_days import DAY, Announcement, Window, announced_days, require_windows
from cosmodrome.safety.notice_words import (
    airmens_area,
    mariners_area,
    percent,
    qualifier_circle,
)

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
    """One announcement for one area: kind ``NOTAM``, ``NAVAREA`` or ``LAND``.

    `ring_deg` holds longitude and latitude of the closed outline; corners of polygons stand on
    whole arc-minutes. Valid daily in the hours that the text names, between the two instants. The
    area holds `containment_probability` of the falls; `rule` is the law by which it was drawn.
    """

    kind: str
    identifier: str
    part: str
    valid_from: datetime
    valid_to: datetime
    ring_deg: tuple[tuple[float, float], ...]
    text: str
    containment_probability: float | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What all drafts of a launch share: its site, and the region of the airspace over the pad."""

    launch_site: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one notice is about; `rule` is the law by which its area was drawn, if any."""

    part: str
    what: str
    shape: AreaShape
    containment_probability: float
    rule: str | None

    @property
    def holds(self) -> str:
        """Return the sentence that says how much the area holds."""
        return f"AREA HOLDS {percent(self.containment_probability)} PERCENT OF FALLS."


def draft_notices(
    hazards: Sequence[BodyHazard],
    *,
    windows: Sequence[Window],
    launch_site: str,
    flight_information_region: str = UNKNOWN_REGION,
    first_number: int = 1,
    coast: Coast | None = None,
) -> tuple[Notice, ...]:
    """Return a NOTAM, and a navigational warning or a local notice, for each part and run of days.

    Airmen are told the part's area for aircraft, mariners that for ships, and the administrations
    of the land below that for land; where it has none of these, they are told the polygon of its
    footprint. Where the coast is known, mariners are told of areas that touch the sea only, and
    administrations of those that touch land; where it is not, both, the latter of their own areas.

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
    coast : Coast, optional
        What is land.

    Raises
    ------
    InputError
        If there is no window, one ends before it begins, or they are not in order.
    """
    require_windows(windows)
    office = Office(launch_site=launch_site.upper(), region=flight_information_region)
    notices: list[Notice] = []
    number = first_number
    for hazard in hazards:
        for days in announced_days(windows, last_impact_s=hazard.last_impact_s):
            for audience, draft in DRAFTS.items():
                subject = _subject(hazard, audience, coast)
                if subject is not None and _concerned(subject, audience, coast):
                    notices.append(draft(subject, days, office, number))
            number += 1
    return tuple(notices)


def _notam(subject: Subject, days: Announcement, office: Office, number: int) -> Notice:
    """Return a draft in the ICAO format (Annex 15, Doc 8126)."""
    valid_to = days.ends + (days.days - 1) * DAY
    identifier = f"A{number:04d}/{days.begins:%y}"
    lines = [
        f"{identifier} NOTAMN",
        f"Q) {office.region}/QWMLW/IV/BO/W/000/999/{qualifier_circle(subject.shape)}",
        f"A) {office.region} B) {_stamp(days.begins)} C) {_stamp(valid_to)}",
    ]
    if days.daily:
        lines.append(f"D) DAILY {days.begins:%H%M}-{days.ends:%H%M}")
    lines += [
        f"E) ROCKET LAUNCH FROM {office.launch_site}. FALL OF {subject.what} WITHIN:",
        f"{airmens_area(subject.shape)}.",
        f"{subject.holds} DRAFT, OTHER FIR CONCERNED TO BE ADDED.",
        "F) GND G) UNL",
    ]
    return _notice("NOTAM", identifier, subject, days, lines)


def _navigational_warning(
    subject: Subject, days: Announcement, office: Office, number: int
) -> Notice:
    """Return a draft in the form of the World-Wide Navigational Warning Service (S-53)."""
    last = days.ends + (days.days - 1) * DAY
    lines = [
        f"NAVIGATIONAL WARNING, DRAFT {number}/{days.begins:%y}",
        f"HAZARDOUS OPERATIONS, ROCKET LAUNCHING FROM {office.launch_site}.",
        f"FALL OF {subject.what},",
        _when(days),
        f"IN AREA {mariners_area(subject.shape)}.",
        subject.holds,
        f"CANCEL THIS MSG {_group(last + timedelta(hours=1))}.",
    ]
    return _notice("NAVAREA", f"{number}/{days.begins:%y}", subject, days, lines)


def _local_notice(subject: Subject, days: Announcement, office: Office, number: int) -> Notice:
    """Return a draft for the administrations of the land below."""
    lines = [
        f"NOTICE TO LOCAL ADMINISTRATIONS, DRAFT {number}/{days.begins:%y}",
        f"ROCKET LAUNCHING FROM {office.launch_site}.",
        f"FALL OF {subject.what},",
        _when(days),
        f"IN AREA {mariners_area(subject.shape)}.",
        subject.holds,
        "KEEP PEOPLE AND ANIMALS OUT, LEAVE WHAT HAS FALLEN WHERE IT LIES, AND REPORT IT.",
    ]
    return _notice("LAND", f"{number}/{days.begins:%y}", subject, days, lines)


def _when(days: Announcement) -> str:
    if days.daily:
        last_day = days.begins + (days.days - 1) * DAY
        return (
            f"{days.begins:%H%M}Z TO {days.ends:%H%M}Z DAILY "
            f"{_day(days.begins)} TO {_day(last_day)}"
        )
    return f"{_group(days.begins)} TO {_group(days.ends + (days.days - 1) * DAY)}"


def _notice(
    kind: str, identifier: str, subject: Subject, days: Announcement, lines: list[str]
) -> Notice:
    return Notice(
        kind=kind,
        identifier=identifier,
        part=subject.part,
        valid_from=days.begins,
        valid_to=days.ends + (days.days - 1) * DAY,
        ring_deg=tuple((float(lon), float(lat)) for lon, lat in subject.shape.ring_deg),
        text="\n".join(lines) + "\n",
        containment_probability=subject.containment_probability,
        rule=subject.rule,
    )


def _concerned(subject: Subject, audience: Audience, coast: Coast | None) -> bool:
    """Tell whether an audience may be where the area is."""
    if coast is None or audience == "aircraft":
        return True
    on_land, at_sea = coast.touched(subject.shape.ring_deg)
    return on_land if audience == "land" else at_sea


def _subject(hazard: BodyHazard, audience: Audience, coast: Coast | None) -> Subject | None:
    """Return what is announced about a part to an audience: its own area if it has one.

    Without areas by audience all are told the polygon of the footprint; those on land only where
    it is known what is land.
    """
    name = PARTS.get(hazard.name, hazard.name.upper().replace("-", " "))
    what = f"{name}, {hazard.count} PIECE{'S' if hazard.count > 1 else ''}"
    for area in hazard.areas:
        if area.audience == audience:
            return Subject(
                part=hazard.name,
                what=what,
                shape=area.shape,
                containment_probability=area.containment_probability,
                rule=area.rule,
            )
    if hazard.areas or (audience == "land" and coast is None):
        return None
    return Subject(
        part=hazard.name,
        what=what,
        shape=PolygonArea(corners_deg=hazard.polygon_deg),
        containment_probability=hazard.ellipse.containment_probability,
        rule=None,
    )


def _stamp(instant: datetime) -> str:
    """Return the ten figures of a NOTAM's date-time group."""
    return f"{instant:%y%m%d%H%M}"


def _group(instant: datetime) -> str:
    """Return a mariner's date-time group: 010130Z FEB 28."""
    return f"{instant:%d%H%M}Z {MONTHS[instant.month - 1]} {instant:%y}"


def _day(instant: datetime) -> str:
    return f"{instant:%d} {MONTHS[instant.month - 1]} {instant:%y}"


DRAFTS: dict[Audience, Callable[[Subject, Announcement, Office, int], Notice]] = {
    "aircraft": _notam,
    "ships": _navigational_warning,
    "land": _local_notice,
}
