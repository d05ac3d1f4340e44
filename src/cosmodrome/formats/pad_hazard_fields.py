"""How does a document tell what threatens people about a pad, and who must leave?"""

from cosmodrome.formats.fields import Document, ring
from cosmodrome.safety.pad_hazard import PadHazard, PadRing
from cosmodrome.safety.toxic import LIMIT_S, ToxicReach


def pad_hazard_fields(hazard: PadHazard) -> Document:
    """Return the table ``pad_hazard`` of ``cosmodrome hazards``."""
    return {
        "complex": hazard.complex,
        "vehicle": hazard.configuration,
        "propellants_kg": dict(hazard.propellants_kg),
        "unknown_propellant_kg": hazard.unknown_propellant_kg,
        "tnt_kg": hazard.tnt_kg,
        "blocked_cutoff_s": hazard.blocked_cutoff_s,
        "fallback_reach_m": hazard.fallback_reach_m,
        "rings": [_ring_fields(each) for each in hazard.rings],
        "toxic": [_toxic_fields(reach) for reach in hazard.toxic],
        "clearances": [
            {"name": each.name, "distance_m": each.distance_m, "note": each.note}
            for each in hazard.clearances
        ],
    }


def _ring_fields(area: PadRing) -> Document:
    return {
        "kind": area.kind,
        "what": area.what,
        "radius_m": area.radius_m,
        "downwind_deg": area.downwind_deg,
        "half_angle_deg": area.half_angle_deg,
        "beyond_model": area.beyond_model,
        "who_leaves": list(area.inside),
        "people": area.people,
        "polygon": ring(area.outline_deg),
    }


def _toxic_fields(reach: ToxicReach) -> Document:
    return {
        "poison": reach.poison,
        "weather": reach.weather,
        "limit_ppm": reach.limit_ppm,
        "over_s": LIMIT_S,
        "vapour_kg": reach.vapour_kg,
        "distance_m": reach.distance_m,
        "beyond_model": reach.beyond_model,
    }
