"""What does a script read of the risk of a flight, and of how its impact trace keeps its lines?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # records are only read here
    from cosmodrome.formats.fields import Document
    from cosmodrome.safety.flight_lines import LineMargin
    from cosmodrome.safety.flight_risk import FlightRisk, RiskUnknown
    from cosmodrome.safety.part_risk import PartRisk
    from cosmodrome.safety.risk import RiskAssessment


def flight_risk_fields(found: FlightRisk) -> Document:
    """Return the keys that the risk of a flight adds to the document of its falls."""
    return {
        "casualty_expectation": found.risk.casualty_expectation,
        "risk": risk_fields(found.risk),
        "flight_lines": margin_fields(found.margins, published=found.lines_published),
    }


def plan_risk_fields(found: FlightRisk | RiskUnknown | None) -> Document:
    """Return the keys of risk of a planned mission; all null but the reason where none is known."""
    from cosmodrome.safety.flight_risk import FlightRisk

    if isinstance(found, FlightRisk):
        return {**flight_risk_fields(found), "risk_unknown": None}
    unknown = dict.fromkeys(("casualty_expectation", "risk", "flight_lines"))
    return {**unknown, "risk_unknown": found.why if found is not None else None}


def risk_fields(risk: RiskAssessment) -> Document:
    """Return ``risk{}``; its `casualty_expectation` is that of the document too.

    A `limit` and `kept` of null mean that no figure is published and none was named.
    """
    return {
        "casualty_expectation": risk.casualty_expectation,
        "failure_expectation": risk.failure_expectation,
        "planned_expectation": risk.planned_expectation,
        "individual_probability": risk.individual_probability,
        "verdicts": [
            {
                "measure": verdict.measure,
                "value": verdict.value,
                "limit": verdict.limit,
                "kept": verdict.kept,
                "rule": verdict.rule,
            }
            for verdict in risk.verdicts
        ],
        "authority": risk.criteria.authority if risk.criteria else None,
        "limits_of_user": bool(risk.criteria and risk.criteria.own),
        "failure": {
            "probability": risk.failure.used_probability,
            "lower_probability": risk.failure.lower_probability,
            "upper_probability": risk.failure.upper_probability,
            "launches": risk.failure.launches,
            "failures": risk.failure.failures,
            "basis": risk.failure.basis,
            "stages": [
                {
                    "stage": stage.stage,
                    "from_t_s": stage.from_s,
                    "to_t_s": stage.to_s,
                    "probability": stage.failure_probability,
                }
                for stage in risk.stages
            ],
        },
        "termination": {
            "policy": risk.policy.id,
            "kind": risk.policy.kind,
            "rule": risk.policy.rule,
            "known": risk.policy.known,
            "cutoff_blocked_s": risk.cutoff_blocked_s,
            "debris": [
                {"name": each.name, "casualty_expectation": each.casualty_expectation}
                for each in risk.debris
            ],
        },
        "parts": [_part_fields(part) for part in risk.parts],
        "places": [
            {
                "name": place.name,
                "region": place.region,
                "longitude_deg": place.longitude_deg,
                "latitude_deg": place.latitude_deg,
                "people": place.people,
                "individual_probability": place.individual_probability,
                "casualty_expectation": place.casualty_expectation,
            }
            for place in risk.places
        ],
        "cleared_radius_m": risk.cleared_radius_m,
        "last_impact_t_s": risk.last_impact_s,
    }


def margin_fields(margins: Sequence[LineMargin], *, published: bool) -> Document:
    """Return ``flight_lines{}``: how the impact trace keeps limit lines and passes gates."""
    return {
        "published": published,
        "lines": [
            {
                "id": margin.id,
                "name": margin.name,
                "kind": margin.kind,
                "kept": margin.kept,
                "margin_m": margin.margin_m,
                "at_t_s": margin.at_s,
                "crossed_t_s": margin.crossed_s,
                "sigma_m": margin.sigma_m,
                "margin_sigmas": margin.margin_sigmas_ratio,
            }
            for margin in margins
        ],
    }


def _part_fields(part: PartRisk) -> Document:
    return {
        "name": part.part,
        "pieces": part.pieces,
        "deadly_pieces": part.deadly_pieces,
        "casualty_area_m2": part.casualty_area_m2,
        "fallen_fraction": part.fallen_fraction,
        "casualty_expectation": part.casualty_expectation,
        "ship_probability": part.ship_probability,
        "aircraft_probability": part.aircraft_probability,
    }
