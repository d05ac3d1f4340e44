"""What does `cosmodrome orbit` answer, and which files does it write?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cosmodrome.formats.areas import flat_lines
from cosmodrome.formats.coverage_fields import coverage_csv, passes_csv
from cosmodrome.formats.documents import envelope
from cosmodrome.formats.fields import Document, orbit_fields, refusal_fields, solver_fields
from cosmodrome.formats.injected_orbit_fields import injected_orbit_fields, instant_after
from cosmodrome.formats.json_text import as_json

if TYPE_CHECKING:  # records are only read here
    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.manifest import TargetOrbit
    from cosmodrome.planning.injected_orbit import InjectedOrbit
    from cosmodrome.planning.plan import Refusal
    from cosmodrome.vehicles import Configuration


def orbit_document(
    injected: InjectedOrbit,
    ascent: Ascent,
    *,
    configuration: Configuration,
    orbit: TargetOrbit,
    seed: int,
    refusals: Iterable[Refusal] = (),
) -> Document:
    """Return ``cosmodrome orbit``'s answer: the injected orbit and what comes of it."""
    liftoff = injected.plane.liftoff if injected.plane else None
    return envelope(
        vehicle=configuration.id,
        complex=ascent.profile.complex,
        orbit=orbit_fields(orbit),
        payload_kg=ascent.payload_kg,
        liftoff_utc=instant_after(liftoff, 0.0),
        seed=seed,
        injected_orbit=injected_orbit_fields(injected),
        solver=solver_fields(ascent.solver),
        refusals=[refusal_fields(refusal) for refusal in refusals],
    )


def orbit_files(document: Document, injected: InjectedOrbit) -> dict[str, str]:
    """Return the files of a forecast: the document, tables of passes and coverage, the track."""
    return {
        "orbit.json": as_json(document),
        "passes.csv": passes_csv(injected),
        "coverage.csv": coverage_csv(injected.coverage),
        "ground-track.geojson": track_geojson(injected),
    }


def track_geojson(injected: InjectedOrbit) -> str:
    """Return ground track and stations as GeoJSON (RFC 7946), cut at the 180th meridian."""
    lines = flat_lines(injected.track_deg)
    track = {
        "type": "Feature",
        "geometry": {"type": "MultiLineString", "coordinates": lines},
        "properties": {"kind": "ground-track", "from_t_s": injected.injection_s},
    }
    stations = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [station.longitude_deg, station.latitude_deg],
            },
            "properties": {
                "kind": "ground-station",
                "id": station.id,
                "name": station.name,
                "mask_deg": station.mask_deg,
            },
        }
        for station in injected.stations
    ]
    collection = {"type": "FeatureCollection", "features": [track, *stations]}
    return json.dumps(collection, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
