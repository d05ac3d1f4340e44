"""What does `cosmodrome hazards` answer? Falls of one flight, and what to announce."""

from collections.abc import Sequence

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.formats.documents import envelope
from cosmodrome.formats.fields import (
    Document,
    body_fields,
    notice_fields,
    ring,
    solver_fields,
)
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.safety.notice import Notice
from cosmodrome.safety.notice_days import AFTER_IMPACT, BEFORE_LIFTOFF

SECONDS_PER_MINUTE = 60.0


def hazards_document(
    bodies: Sequence[BodyHazard],
    notices: Sequence[Notice],
    *,
    ascent: Ascent,
    seed: int,
) -> Document:
    """Return ``cosmodrome hazards``'s answer: where the parts fall and what to announce.

    Without dated notices it tells each area with times that count from lift-off.
    """
    return envelope(
        vehicle=ascent.profile.configuration,
        complex=ascent.profile.complex,
        payload_kg=ascent.payload_kg,
        seed=seed,
        bodies=[body_fields(body) for body in bodies],
        notices=[notice_fields(notice) for notice in notices]
        or [_undated_notice_fields(body) for body in bodies],
        solver=solver_fields(ascent.solver),
        refusals=[],
    )


def _undated_notice_fields(body: BodyHazard) -> Document:
    """Return a row of ``notices[]`` where no launch day is asked: the times count from lift-off."""
    from_t_s = -BEFORE_LIFTOFF.total_seconds()
    to_t_s = body.last_impact_s + AFTER_IMPACT.total_seconds()
    return {
        "kind": "AREA",
        "identifier": None,
        "part": body.name,
        "valid_from_utc": None,
        "valid_to_utc": None,
        "valid_from_t_s": from_t_s,
        "valid_to_t_s": to_t_s,
        "polygon": ring(body.polygon_deg),
        "text": (
            f"Keep clear for the fall of {body.name} ({body.count}) from "
            f"{-from_t_s / SECONDS_PER_MINUTE:.0f} min before lift-off until "
            f"{to_t_s / SECONDS_PER_MINUTE:.0f} min after it; "
            f"the area holds {body.ellipse.containment_probability:.1%} of falls."
        ),
    }
