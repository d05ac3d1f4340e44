"""In which intervals does an iCalendar file (RFC 5545) forbid a lift-off?"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import islice

import recurring_ical_events
from icalendar import Calendar, Component, InvalidCalendar, vRecur

from cosmodrome.errors import InputError, Place
from cosmodrome.store.named_interval import NamedInterval, checked_interval

RECURRING = ("rrule", "rdate")
MOST_DATES = 10_000


def intervals_of_calendar(text: str, *, file: str, zone: timezone) -> Iterator[NamedInterval]:
    """Yield the interval of every event that is not cancelled, and of every date that recurs.

    Parameters
    ----------
    text : str
        The calendar.
    file : str
        Its name, for messages.
    zone : timezone
        Local time of whole days and of times without a zone.

    Raises
    ------
    InputError
        With line and property of what is wrong.
    """
    try:
        calendar = Calendar.from_ical(text)
    except ValueError as error:
        reason = str(error).splitlines()[0][:120] if str(error) else "nothing in it can be read"
        raise InputError(f"is no iCalendar file: {reason}", place=Place(file=file)) from None
    starts = _lines_of_events(text.splitlines())
    events = calendar.walk("VEVENT")
    series: dict[str, tuple[Place, list[Component]]] = {}
    for number, event in enumerate(events):
        place = Place(file=file, line=starts[number] if number < len(starts) else None)
        _check(event, place)
        if any(key in event for key in RECURRING):
            series[_uid(event, place)] = (place, [])
    for number, event in enumerate(events):
        place = Place(file=file, line=starts[number] if number < len(starts) else None)
        if str(event.get("uid", "")) in series:
            series[str(event["uid"])][1].append(event)
        elif not _is_cancelled(event):
            yield _of_event(event, place, zone)
    for place, repeated in series.values():
        yield from _of_series(repeated, calendar.walk("VTIMEZONE"), place, zone)


def _lines_of_events(lines: Iterable[str]) -> list[int]:
    return [n for n, line in enumerate(lines, 1) if line.strip().upper() == "BEGIN:VEVENT"]


def _check(event: Component, place: Place) -> None:
    for key, reason in event.errors:
        raise InputError(f"{reason}", place=_at(place, key))
    if "dtstart" not in event:
        raise InputError("the event has no DTSTART", place=place)
    for rule in _listed(event.get("rrule")):
        if "UNTIL" not in rule and "COUNT" not in rule:
            raise InputError(
                "an event that recurs for ever cannot be written out; give it UNTIL or COUNT",
                place=_at(place, "RRULE"),
            )


def _listed(value: object) -> list[vRecur]:
    """Return the rules of an event: none, one or several."""
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, vRecur)]


def _uid(event: Component, place: Place) -> str:
    if "uid" not in event:
        raise InputError("an event that recurs needs a UID", place=place)
    return str(event["uid"])


def _is_cancelled(event: Component) -> bool:
    return str(event.get("status", "")).upper() == "CANCELLED"


def _of_series(
    events: Sequence[Component], zones: Sequence[Component], place: Place, zone: timezone
) -> Iterator[NamedInterval]:
    """Yield every date of an event that recurs, those moved or cancelled as the calendar says."""
    alone = Calendar()
    for component in (*zones, *events):
        alone.add_component(component)
    try:
        dates = list(islice(recurring_ical_events.of(alone).all(), MOST_DATES + 1))
    except (ValueError, InvalidCalendar) as error:
        reason = str(error).splitlines()[0][:120]
        raise InputError(f"the dates cannot be told: {reason}", place=_at(place, "RRULE")) from None
    if len(dates) > MOST_DATES:
        raise InputError(f"recurs more than {MOST_DATES} times", place=_at(place, "RRULE"))
    for event in dates:
        if not _is_cancelled(event):
            yield _of_event(event, place, zone)


def _of_event(event: Component, place: Place, zone: timezone) -> NamedInterval:
    first = event.decoded("dtstart")
    if "dtend" in event:
        last: date = event.decoded("dtend")
    elif "duration" in event:
        last = first + event.decoded("duration")
    elif isinstance(first, datetime):
        raise InputError("the event has neither DTEND nor DURATION", place=place)
    else:
        last = first + timedelta(days=1)  # RFC 5545, section 3.6.1
    summary = str(event.get("summary", "")).strip()
    opens, closes = _instant(first, zone), _instant(last, zone)
    return checked_interval(opens, closes, summary or None, _at(place, "DTEND"))


def _at(place: Place, field: str | None) -> Place:
    return Place(file=place.file, line=place.line, field=field)


def _instant(value: date, zone: timezone) -> datetime:
    """Return the instant of a date-time, or the midnight with which a date begins."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), zone)
    elif value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.astimezone(UTC)
