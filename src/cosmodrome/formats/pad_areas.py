"""Where are the rings about a pad, for a geographic information system?"""

from typing import Any

from cosmodrome.formats.areas import flat_rings
from cosmodrome.safety.pad_hazard import PadHazard


def pad_features(hazard: PadHazard) -> list[dict[str, Any]]:
    """Return a GeoJSON feature (RFC 7946) for each ring, the widest first: drawn undermost."""
    widest_first = sorted(hazard.rings, key=lambda ring: -ring.radius_m)
    return [
        {
            "type": "Feature",
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[piece] for piece in flat_rings(ring.outline_deg)],
            },
            "properties": {
                "kind": "pad-hazard",
                "danger": ring.kind,
                "name": ring.what,
                "complex": hazard.complex,
                "vehicle": hazard.configuration,
                "radius_m": ring.radius_m,
                "downwind_deg": ring.downwind_deg,
                "half_angle_deg": ring.half_angle_deg,
                "beyond_model": ring.beyond_model,
                "who_leaves": list(ring.inside),
            },
        }
        for ring in widest_first
        if ring.radius_m > 0.0
    ]
