"""Into which file does a calendar of windows go: a picture, or dates for a diary?"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cosmodrome.cli.pictures import PICTURES, require_picture, write_picture
from cosmodrome.cli.request import orbit_words
from cosmodrome.errors import InputError
from cosmodrome.spaceport import Spaceport
from cosmodrome.windows.intervals import complement
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.window import LaunchWindow

DIARY = ".ics"


def require_calendar(output: Path, first: datetime, last: datetime) -> None:
    """Raise InputError if no calendar of a span can be written there, before anything is found."""
    from cosmodrome.formats.figures.window_calendar import MOST_DAYS

    if output.suffix.lower() == DIARY:
        if output.is_dir() or not output.absolute().parent.is_dir():
            raise InputError(f"-o: {output} is no file in a folder that is there")
        return
    if output.suffix.lower() not in PICTURES:
        raise InputError(
            f"-o: a calendar is {', '.join(PICTURES)} or {DIARY}, got {output.name}; name it so"
        )
    require_picture(output)
    days = (last - first).days
    if days > MOST_DAYS:
        raise InputError(
            f"-o: a picture shows up to {MOST_DAYS} days, from --from to --to are {days}; "
            f"{DIARY} takes any span"
        )


def write_calendar(
    search: WindowSearch,
    spaceport: Spaceport,
    windows: Sequence[LaunchWindow],
    span: tuple[datetime, datetime],
    output: Path,
) -> None:
    """Write windows as the file's name says, and say so.

    Raises
    ------
    InputError
        If the file cannot be written.
    """
    if output.suffix.lower() == DIARY:
        _write_diary(search, spaceport, windows, output)
        return
    from cosmodrome.formats.figures.window_calendar import WindowCalendar, window_calendar

    calendar = WindowCalendar(
        subject=f"{orbit_words(search.orbit)} from {search.complex.name}",
        windows=tuple(windows),
        first=span[0],
        last=span[1],
        complex=search.complex,
        utc_offset_h=spaceport.utc_offset_h,
        closed={
            rule.name: complement(rule.open_intervals(*span), *span) for rule in search.every_rule
        },
    )
    markup, width, height = window_calendar(calendar)
    write_picture(markup, output, width=width, height=height)


def _write_diary(
    search: WindowSearch, spaceport: Spaceport, windows: Sequence[LaunchWindow], output: Path
) -> None:
    from cosmodrome.cli.screen import say
    from cosmodrome.formats.windows_ics import windows_ics

    text = windows_ics(
        windows,
        complex=search.complex,
        spaceport=spaceport,
        title=orbit_words(search.orbit),
        as_of=datetime.now(UTC),  # noqa: TID251 - the door reads the clock
    )
    try:
        output.write_bytes(text.encode())
    except OSError as error:
        raise InputError(f"-o: {output} cannot be written: {error.strerror}") from error
    say(f"written {output}")
