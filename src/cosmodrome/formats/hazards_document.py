"""What does `cosmodrome hazards` answer? Falls of one flight, and what to announce."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.flight.loads import PeakLoad
from cosmodrome.formats.disposal_fields import disposal_fields
from cosmodrome.formats.documents import envelope
from cosmodrome.formats.fields import (
    Document,
    body_fields,
    notice_fields,
    ring,
    solver_fields,
)
from cosmodrome.formats.pad_hazard_fields import pad_hazard_fields
from cosmodrome.formats.risk_document import flight_risk_fields
from cosmodrome.safety.disposal import DisposalPlan
from cosmodrome.safety.flight_risk import FlightRisk
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.safety.notice import Notice
from cosmodrome.safety.notice_days import valid_from_t_s, valid_to_t_s
from cosmodrome.safety.pad_hazard import PadHazard
from cosmodrome.safety.region import Region

SECONDS_PER_MINUTE = 60.0


def hazards_document(  # noqa: PLR0913 - one argument for each part of the answer
    bodies: Sequence[BodyHazard],
    notices: Sequence[Notice],
    *,
    ascent: Ascent,
    seed: int,
    flight_risk: FlightRisk | None = None,
    pad_hazard: PadHazard | None = None,
    peak_load: PeakLoad | None = None,
    sampling: str = "sobol",
    disposal: tuple[DisposalPlan, Region | None] | None = None,
) -> Document:
    """Return ``cosmodrome hazards``'s answer: where the parts fall and what to announce.

    Without dated notices it tells each area with times that count from lift-off. The risk of the
    flight and the hazard of the loaded pad stand in it where they were assessed.
    """
    return envelope(
        vehicle=ascent.profile.configuration,
        complex=ascent.profile.complex,
        payload_kg=ascent.payload_kg,
        seed=seed,
        sampling=sampling,
        bodies=[body_fields(body) for body in bodies],
        notices=[notice_fields(notice) for notice in notices]
        or [row for body in bodies for row in _undated_notices(body)],
        **(flight_risk_fields(flight_risk) if flight_risk is not None else {}),
        **({"pad_hazard": pad_hazard_fields(pad_hazard)} if pad_hazard is not None else {}),
        **({"wind_loads": _load_fields(peak_load)} if peak_load is not None else {}),
        **({"disposal": disposal_fields(*disposal)} if disposal is not None else {}),
        solver=solver_fields(ascent.solver),
        refusals=[],
    )


def _load_fields(peak: PeakLoad) -> Document:
    """Return the greatest load in the mean wind over the pad; angles in radians."""
    return {
        "t_s": peak.t_s,
        "altitude_m": peak.altitude_m,
        "dynamic_pressure_pa": peak.dynamic_pressure_pa,
        "q_alpha_pa_rad": peak.q_alpha_pa_rad,
        "q_beta_pa_rad": peak.q_beta_pa_rad,
        "q_incidence_pa_rad": peak.q_incidence_pa_rad,
        "max_dynamic_pressure_pa": peak.max_dynamic_pressure_pa,
    }


def _undated_notices(body: BodyHazard) -> Iterator[Document]:
    """Yield rows of ``notices[]`` where no launch day is asked: the times count from lift-off."""
    for area in body.areas:
        yield _undated_notice(
            body,
            ring_deg=area.ring_deg,
            to=f"to {area.audience} ",
            containment_probability=area.containment_probability,
            rule=area.rule,
        )
    if not body.areas:
        yield _undated_notice(
            body,
            ring_deg=body.polygon_deg,
            to="",
            containment_probability=body.ellipse.containment_probability,
            rule=None,
        )


def _undated_notice(
    body: BodyHazard,
    *,
    ring_deg: NDArray[np.float64],
    to: str,
    containment_probability: float,
    rule: str | None,
) -> Document:
    from_t_s, to_t_s = valid_from_t_s(), valid_to_t_s(body.last_impact_s)
    return {
        "kind": "AREA",
        "identifier": None,
        "part": body.name,
        "valid_from_utc": None,
        "valid_to_utc": None,
        "valid_from_t_s": from_t_s,
        "valid_to_t_s": to_t_s,
        "polygon": ring(ring_deg),
        "containment": containment_probability,
        "rule": rule,
        "text": (
            f"Closed {to}for the fall of {body.name} ({body.count}) from "
            f"{-from_t_s / SECONDS_PER_MINUTE:.0f} min before lift-off until "
            f"{to_t_s / SECONDS_PER_MINUTE:.0f} min after it; "
            f"the area holds {100.0 * containment_probability:.4g} % of falls."
        ),
    }
