"""What does a script read of a capability? How much, how sure, what moves it and holds it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cosmodrome.formats.documents import envelope
from cosmodrome.formats.fields import (
    Document,
    loading_fields,
    orbit_fields,
    refusal_fields,
    replay_fields,
    reserve_fields,
    solver_fields,
)

if TYPE_CHECKING:  # records are only read here: an answer needs none of their solvers
    from collections.abc import Iterable

    from cosmodrome.ascent.capability_map import CapabilityMap, MapWish
    from cosmodrome.ascent.rating import Rating, RuleCost
    from cosmodrome.manifest import TargetOrbit
    from cosmodrome.planning.plan import Refusal
    from cosmodrome.vehicles import Configuration


def capability_document(
    rating: Rating,
    *,
    configuration: Configuration,
    orbit: TargetOrbit,
    customer_margin_kg: float = 0.0,
) -> Document:
    """Return ``cosmodrome capability``'s answer: the most the vehicle lifts to the orbit."""
    found, band = rating.capability, rating.band
    ascent = found.ascent
    return envelope(
        vehicle=configuration.id,
        complex=ascent.profile.complex,
        orbit=orbit_fields(orbit),
        payload_capability_kg=found.payload_capability_kg,
        payload_capability_p10_kg=band.p10_kg,
        payload_capability_p90_kg=band.p90_kg,
        payload_after_customer_margin_kg=found.payload_capability_kg - customer_margin_kg,
        payload_capability_by_loading_kg=dict(rating.by_loading),
        calibrated=list(configuration.calibrated_on),
        uncertainty={"shares": dict(band.shares), "exact": list(band.exact)},
        exchange_ratios=dict(rating.exchange_ratios),
        loading=loading_fields(ascent),
        reserves=reserve_fields(configuration, customer_margin_kg=customer_margin_kg),
        binding=list(found.binding),
        rules={rule.name: _rule_fields(rule) for rule in rating.rules},
        replay=replay_fields(ascent.replay),
        solver=solver_fields(ascent.solver),
        refusals=[],
    )


def _rule_fields(rule: RuleCost) -> Document:
    return {
        "value": rule.value,
        "limit": rule.limit,
        "unit": rule.unit,
        "multiplier": rule.multiplier_kg,
        "cost_kg": rule.cost_kg,
        "note": rule.note,
    }


def capability_map_document(found: CapabilityMap, *, refusals: Iterable[Refusal]) -> Document:
    """Return the answer of ``cosmodrome capability --map``; null where an orbit is not reached."""
    wish = found.wish
    cells = [cell for row in found.cells for cell in row]
    return envelope(
        vehicle=wish.configuration.id,
        complex=wish.complex.id,
        loading=_asked_loading(wish),
        calibrated=list(wish.configuration.calibrated_on),
        grid={
            "altitude_km": list(wish.altitudes_km),
            "inclination_deg": list(wish.inclinations_deg),
            "payload_capability_kg": [list(row) for row in found.payload_capability_kg],
        },
        unreached=[
            {
                "altitude_km": altitude_km,
                "inclination_deg": inclination_deg,
                "rule": cell.rule,
                "message": cell.message,
            }
            for altitude_km, inclination_deg, cell in found.refused()
        ],
        replay={
            "position_gap_m": max((c.position_gap_m for c in cells), default=0.0),
            "velocity_gap_m_s": max((c.velocity_gap_m_s for c in cells), default=0.0),
        },
        solver={
            "status": "not-converged" if any(cell.is_unknown for cell in cells) else "converged",
            "iterations": sum(cell.iterations for cell in cells),
        },
        refusals=[refusal_fields(refusal) for refusal in refusals],
    )


def _asked_loading(wish: MapWish) -> Document:
    if wish.configuration.upper_stage is None:
        return {"policy": "none", "propellant_kg": 0.0}
    if isinstance(wish.loading, float):
        return {"policy": "given", "propellant_kg": wish.loading}
    full_kg = wish.configuration.upper_stage.propellant_kg
    return {
        "policy": wish.loading,
        "propellant_kg": full_kg if wish.loading == "full" else None,
    }
