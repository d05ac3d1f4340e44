"""What do scripts and tables read of stations: who sees an ascent, and which passes follow?"""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cosmodrome.formats.fields import Document
from cosmodrome.formats.instants import iso_utc

if TYPE_CHECKING:  # records are only read here
    from cosmodrome.flight.coverage import AscentCoverage
    from cosmodrome.orbit.acquisition import Acquisition
    from cosmodrome.orbit.visibility import Pass, Sighting
    from cosmodrome.planning.injected_orbit import InjectedOrbit

MOMENTS = ("rise", "culmination", "set")
LOOKS = {"t_s": 2, "azimuth_deg": 2, "elevation_deg": 2, "range_m": 0}


def coverage_fields(coverage: AscentCoverage) -> Document:
    """Return ``coverage{}``: events and burns with who sees them, gaps with what lies in them."""
    return {
        "until_s": coverage.until_s,
        "seen_fraction": coverage.seen_fraction,
        "events": [
            {
                "name": event.name,
                "t_s": event.t_s,
                "stations": [
                    {"id": view.station, "elevation_deg": view.elevation_deg}
                    for view in event.stations
                ],
            }
            for event in coverage.events
        ],
        "burns": [
            {
                "stage": burn.stage,
                "from_s": burn.begin_s,
                "to_s": burn.end_s,
                "seen_fraction": burn.seen_fraction,
                "stations": list(burn.stations),
            }
            for burn in coverage.burns
        ],
        "gaps": [
            {
                "from_s": gap.from_s,
                "to_s": gap.to_s,
                "events": list(gap.events),
                "burns": list(gap.burns),
            }
            for gap in coverage.gaps
        ],
    }


def pass_fields(each: Pass, liftoff: datetime | None, *, sunlit: bool | None) -> Document:
    """Return one row of ``passes[]``."""
    return {
        "station": each.station,
        "rise": _sighting_fields(each.rise, liftoff),
        "culmination": _sighting_fields(each.culmination, liftoff),
        "set": _sighting_fields(each.set, liftoff),
        "duration_s": each.duration_s,
        "begins_before": each.begins_before,
        "ends_after": each.ends_after,
        "sunlit_at_culmination": sunlit,
    }


def acquisition_fields(each: Acquisition, liftoff: datetime | None) -> Document:
    """Return one row of ``acquisitions[]``: a first pass, with one-sigma errors of its forecast."""
    first = each.first_pass
    return {
        "station": first.station,
        "rise": _sighting_fields(first.rise, liftoff),
        "culmination": _sighting_fields(first.culmination, liftoff),
        "set": _sighting_fields(first.set, liftoff),
        "begins_before": first.begins_before,
        "rise_error_s": each.rise_error_s,
        "pointing_error_deg": each.pointing_error_deg,
        "culmination_error_deg": each.culmination_error_deg,
        "along_track_error_m": each.along_error_m,
        "cross_track_error_m": each.across_error_m,
    }


def _sighting_fields(sighting: Sighting, liftoff: datetime | None) -> Document:
    return {
        "t_s": sighting.t_s,
        "utc": _utc(sighting.t_s, liftoff),
        "azimuth_deg": sighting.azimuth_deg,
        "elevation_deg": sighting.elevation_deg,
        "range_m": sighting.range_m,
        "range_rate_m_s": sighting.range_rate_m_s,
    }


def _utc(t_s: float, liftoff: datetime | None) -> str | None:
    return None if liftoff is None else iso_utc(liftoff + timedelta(seconds=t_s))


def passes_csv(orbit: InjectedOrbit) -> str:
    """Return every pass as CSV (RFC 4180), in order of rise; no instants without lift-off."""
    liftoff = orbit.plane.liftoff if orbit.plane else None
    text = io.StringIO()
    table = csv.writer(text)
    heads = [f"{moment}_{name}" for moment in MOMENTS for name in ("utc", *LOOKS)]
    table.writerow(["station", *heads, "sunlit_at_culmination"])
    lit = orbit.sunlit or (None,) * len(orbit.passes)
    for each, light in zip(orbit.passes, lit, strict=True):
        cells: list[str] = [each.station]
        for moment in MOMENTS:
            sighting = getattr(each, moment)
            cells.append(_utc(sighting.t_s, liftoff) or "")
            cells += [f"{getattr(sighting, name):.{places}f}" for name, places in LOOKS.items()]
        table.writerow([*cells, "" if light is None else str(light).lower()])
    return text.getvalue()


def coverage_csv(coverage: AscentCoverage) -> str:
    """Return the events of an ascent as CSV, one row for each station that sees one, or none."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["event", "t_s", "station", "elevation_deg"])
    for event in coverage.events:
        if not event.stations:
            table.writerow([event.name, f"{event.t_s:.2f}", "", ""])
        for view in event.stations:
            table.writerow(
                [event.name, f"{event.t_s:.2f}", view.station, f"{view.elevation_deg:.2f}"]
            )
    return text.getvalue()
