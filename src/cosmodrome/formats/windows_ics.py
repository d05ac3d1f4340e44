"""How do launch windows read in a calendar? Every permitted one as an iCalendar event.

An identifier is made of the mission, the pad, the day and the sort of pass, not of the second, so
that a calendar which reads a newer forecast moves its events instead of doubling them; which of two
is newer is told by their sequence. The stamp is the forecast's own now: the same windows give the
same bytes. An instantaneous window is an event without an end.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from cosmodrome.formats.instants import iso_utc
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.windows.window import LaunchWindow

PRODUCT = "-//Cosmodrome//Launch windows//EN"
# Sequences count minutes from here, so that every later forecast has a higher one.
SEQUENCE_ZERO = datetime(2000, 1, 1, tzinfo=UTC)
WIDTH_WORDS = {
    "tolerance": "the customer's tolerance",
    "performance": "what performance is left for steering back into the plane",
    "vehicle": "how long the vehicle can be retargeted",
    "rules": "the rules of lift-off",
}


def windows_ics(
    windows: Sequence[LaunchWindow],
    *,
    complex: LaunchComplex,
    spaceport: Spaceport,
    title: str,
    as_of: datetime,
    identity: str | None = None,
    with_closed: bool = False,
) -> str:
    """Return launch windows as iCalendar text (RFC 5545, lines end with CR LF).

    Parameters
    ----------
    windows : sequence of LaunchWindow
        In the order of time.
    complex, spaceport : LaunchComplex, Spaceport
        Where: the location of every event.
    title : str
        Of the mission or the orbit.
    as_of : datetime
        The forecast's now: stamp and sequence of every event.
    identity : str, optional
        What the identifiers begin with, the mission's own; the title if it is not given.
    with_closed : bool
        Whether windows that a rule closes are events too, cancelled ones.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{title}: launch windows from {complex.name}")
    stamp = as_of.astimezone(UTC).replace(microsecond=0)
    begins = _plain(title if identity is None else identity)
    for window, occasion in zip(windows, _occasions(windows), strict=True):
        if not (window.permitted or with_closed):
            continue
        event = _event(window, title)
        event.add("uid", f"{begins}.{occasion}@{complex.id}.cosmodrome")
        event.add("location", f"{spaceport.name}, {complex.name}")
        event.add("geo", (complex.latitude_deg, complex.longitude_deg))
        event.add("dtstamp", stamp)
        event.add("sequence", max(0, (stamp - SEQUENCE_ZERO) // timedelta(minutes=1)))
        calendar.add_component(event)
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _occasions(windows: Sequence[LaunchWindow]) -> Iterator[str]:
    """Yield the sort, the day and the number within it of every window."""
    seen: Counter[str] = Counter()
    for window in windows:
        about = window.crossing or window.opens
        parts = [window.kind, f"{about.astimezone(UTC):%Y%m%d}"]
        parts += [f"plane-{window.plane}"] if window.plane is not None else []
        day = ".".join(parts)
        seen[day] += 1
        yield f"{day}.{seen[day]}"


def _plain(title: str) -> str:
    """Return a title as letters, digits and hyphens that an identifier may hold."""
    return re.sub(r"[^\w]+", "-", title).strip("-").lower() or "windows"


def _event(window: LaunchWindow, title: str) -> Event:
    event = Event()
    sort = "" if window.kind == "unconstrained" else f", {window.kind}"
    word = "GO" if window.permitted else "NO-GO"
    event.add("summary", f"{title}: launch window{sort}{'' if window.permitted else ', closed'}")
    event.add("categories", [word, window.kind])
    event.add("status", "CONFIRMED" if window.permitted else "CANCELLED")
    begins, ends = _span(window)
    event.add("dtstart", begins)
    if ends > begins:
        event.add("dtend", ends)
    event.add("description", "\n".join(_remarks(window)))
    return event


def _span(window: LaunchWindow) -> tuple[datetime, datetime]:
    """Return the window in whole seconds, none of them outside; of an instant the nearest."""
    opens, closes = (instant.astimezone(UTC) for instant in (window.opens, window.closes))
    begins = opens + timedelta(microseconds=-opens.microsecond % 1_000_000)
    ends = closes.replace(microsecond=0)
    if ends >= begins:
        return begins, ends
    middle = opens + (closes - opens) / 2 + timedelta(microseconds=500_000)
    return middle.replace(microsecond=0), middle.replace(microsecond=0)


def _remarks(window: LaunchWindow) -> Iterator[str]:
    """Yield what there is to say of a window, a line each."""
    if window.liftoff is not None:
        yield f"Lift-off {iso_utc(window.liftoff)}"
    elif window.crossing is not None:
        yield "No ascent is known: the window stands about the crossing, lift-off is minutes before"
    if window.crossing is not None:
        yield f"The pad passes the plane at {iso_utc(window.crossing)}"
    yield from _of_width(window)
    if window.relative_launch_azimuth_deg is not None:
        yield f"Launch azimuth {window.relative_launch_azimuth_deg:.2f} deg"
    yield from _of_plane(window)
    if window.cut_by:
        yield f"Cut by: {', '.join(window.cut_by)}"
    if window.closed_by:
        yield f"Closed by: {', '.join(window.closed_by)}"


def _of_width(window: LaunchWindow) -> Iterator[str]:
    if window.closes == window.opens:
        yield "Instantaneous: it has no width"
        return
    yield f"Open from {iso_utc(window.opens)} to {iso_utc(window.closes)}"
    if window.width_by in WIDTH_WORDS:
        yield f"Its width comes from: {WIDTH_WORDS[window.width_by]}"


def _of_plane(window: LaunchWindow) -> Iterator[str]:
    if window.plane is not None:
        yield f"Plane {window.plane} of the constellation"
    if window.kind == "tangent" or not math.isclose(window.plane_offset_deg, 0.0, abs_tol=1e-9):
        mass = window.plane_change_kg
        worth = "" if mass is None else f", worth {mass:.0f} kg of payload"
        yield (
            f"The pad comes no closer to the plane than {abs(window.plane_offset_deg):.4f} deg; "
            f"turning it takes {window.plane_change_m_s:.1f} m/s{worth}"
        )
    if window.station_phase_deg is not None:
        yield f"The station is {window.station_phase_deg:.1f} deg ahead of the pad"
    if window.programme is not None:
        yield f"Flight programme {window.programme}"
