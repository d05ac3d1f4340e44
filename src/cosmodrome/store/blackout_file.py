"""In which intervals does a file, CSV or iCalendar, forbid a lift-off?"""

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cosmodrome.epochs import instant_of_text
from cosmodrome.errors import InputError, Place
from cosmodrome.store.complaints import unknown
from cosmodrome.store.named_interval import NamedInterval, checked_interval

MAX_BYTES = 8_000_000
COLUMNS = ("from_utc", "to_utc", "name")


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
        With file, line and column of what is wrong. An event that recurs without end is refused.
    """
    ending = path.suffix.lower()
    if ending == ".csv":
        return tuple(_of_csv(_text(path), str(path)))
    if ending == ".ics":
        # Spares commands that read no calendar half a second.
        from cosmodrome.store.calendar_file import intervals_of_calendar

        zone = timezone(timedelta(hours=utc_offset_h))
        return tuple(intervals_of_calendar(_text(path), file=str(path), zone=zone))
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
        yield checked_interval(opens, closes, name, Place(file=file, line=number, field="to_utc"))


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
