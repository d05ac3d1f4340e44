"""In which intervals does a file, CSV or iCalendar, forbid a lift-off?"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

from icalendar import Calendar, Component

from cosmodrome.epochs import instant_of_text
from cosmodrome.errors import InputError, Place
from cosmodrome.store.complaints import unknown

MAX_BYTES = 8_000_000
COLUMNS = ("from_utc", "to_utc", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInterval:
    """A forbidden interval; `name` is None where the file gives none."""

    opens: datetime
    closes: datetime
    name: str | None


def read_blackouts(path: Path, *, utc_offset_h: float) -> tuple[NamedInterval, ...]:
    """Return the forbidden intervals of a file, in its order.

    Parameters
    ----------
    path : Path
        Its ending tells the form. ``.csv``: a first line ``from_utc,to_utc,name`` (the name may be
        left out), instants in ISO 8601 with Z; lines that begin with # are passed over. ``.ics``:
        every event of an iCalendar file that is not cancelled, by its DTSTART with DTEND or
        DURATION; its summary is the name.
    utc_offset_h : float
        Local time of events of whole days, and of those whose times name no zone.

    Raises
    ------
    InputError
        With file, line and column of what is wrong. Events that recur are refused: written out one
        by one they say which days are meant.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        return tuple(_of_csv(_text(path), str(path)))
    if ending == ".ics":
        return tuple(_of_calendar(_text(path), str(path), timezone(timedelta(hours=utc_offset_h))))
    raise InputError(
        f"blackouts are read from .csv and .ics files, not from {ending or 'one without ending'}",
        place=Place(file=str(path)),
    )


def _text(path: Path) -> str:
    place = Place(file=str(path))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                f"has {path.stat().st_size / 1e6:.1f} MB, the limit is {MAX_BYTES / 1e6:.0f} MB",
                place=place,
            )
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such file", place=place) from None
    except UnicodeDecodeError:
        raise InputError("is no text in UTF-8", place=place) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"cannot be read: {reason}", place=place) from error


def _of_csv(text: str, file: str) -> Iterator[NamedInterval]:
    rows = _rows(text)
    number, header = next(rows, (1, []))
    for column in header:
        if column not in COLUMNS:
            raise InputError(
                unknown("column", column, COLUMNS), place=Place(file=file, line=number)
            )
    for column in COLUMNS[:2]:
        if column not in header:
            raise InputError(
                f"the first line must name the column {column}: from_utc,to_utc,name",
                place=Place(file=file, line=number),
            )
    for number, row in rows:
        if len(row) != len(header):
            raise InputError(
                f"has {len(row)} values for {len(header)} columns",
                place=Place(file=file, line=number),
            )
        cells = dict(zip(header, row, strict=True))
        opens, closes = (_csv_instant(cells[key], file, number, key) for key in COLUMNS[:2])
        name = cells.get("name") or None
        yield _checked(opens, closes, name, Place(file=file, line=number, field="to_utc"))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold values, with their numbers."""
    reader = csv.reader(text.splitlines())
    for row in reader:
        if row and not row[0].lstrip().startswith("#"):
            yield reader.line_num, [cell.strip() for cell in row]


def _csv_instant(text: str, file: str, line: int, column: str) -> datetime:
    try:
        return instant_of_text(text)
    except InputError as error:
        place = Place(file=file, line=line, field=column)
        raise InputError(error.message, place=place) from None


def _checked(opens: datetime, closes: datetime, name: str | None, place: Place) -> NamedInterval:
    if closes <= opens:
        raise InputError(
            f"{closes:%Y-%m-%dT%H:%M:%SZ} is not after {opens:%Y-%m-%dT%H:%M:%SZ}; a blackout ends "
            f"after it begins",
            place=place,
        )
    return NamedInterval(opens=opens, closes=closes, name=name)


def _of_calendar(text: str, file: str, zone: timezone) -> Iterator[NamedInterval]:
    try:
        calendar = Calendar.from_ical(text)
    except ValueError as error:
        reason = str(error).splitlines()[0][:120] if str(error) else "nothing in it can be read"
        raise InputError(f"is no iCalendar file: {reason}", place=Place(file=file)) from None
    starts = _lines_of_events(text.splitlines())
    for number, event in enumerate(calendar.walk("VEVENT")):
        line = starts[number] if number < len(starts) else None
        if str(event.get("status", "")).upper() != "CANCELLED":
            yield _of_event(event, Place(file=file, line=line), zone)


def _lines_of_events(lines: Iterable[str]) -> list[int]:
    return [n for n, line in enumerate(lines, 1) if line.strip().upper() == "BEGIN:VEVENT"]


def _of_event(event: Component, place: Place, zone: timezone) -> NamedInterval:
    for key, reason in event.errors:
        raise InputError(f"{reason}", place=_at(place, key))
    for key in ("rrule", "rdate"):
        if key in event:
            raise InputError(
                "an event that recurs is not read; export the calendar with every date as an "
                "event of its own",
                place=_at(place, key.upper()),
            )
    if "dtstart" not in event:
        raise InputError("the event has no DTSTART", place=place)
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
    return _checked(opens, closes, summary or None, _at(place, "DTEND"))


def _at(place: Place, field: str | None) -> Place:
    return Place(file=place.file, line=place.line, field=field)


def _instant(value: date, zone: timezone) -> datetime:
    """Return the instant of a date-time, or the midnight with which a date begins."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), zone)
    elif value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.astimezone(UTC)
