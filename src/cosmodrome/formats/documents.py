"""What does a script read? The JSON documents of every command, with the keys of the contract.

SI units; degrees where a key ends in ``_deg``; instants ISO 8601 UTC. No document holds a wall
time or an unordered collection, so the same inputs give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cosmodrome import __version__
from cosmodrome.formats.fields import (
    Document,
    ascent_fields,
    body_fields,
    booking_fields,
    campaign_fields,
    campaign_solver_fields,
    missing_day_fields,
    notice_fields,
    orbit_fields,
    refusal_fields,
    reserve_fields,
    window_fields,
)
from cosmodrome.formats.injected_orbit_fields import injected_orbit_fields
from cosmodrome.formats.instants import iso_utc
from cosmodrome.formats.json_text import as_json_line
from cosmodrome.formats.pad_hazard_fields import pad_hazard_fields
from cosmodrome.formats.predicted_fields import predicted_fields
from cosmodrome.formats.risk_document import plan_risk_fields

if TYPE_CHECKING:  # records are only read here: an answer needs none of their solvers
    from datetime import datetime

    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.campaign.schedule import CampaignSchedule
    from cosmodrome.countdown.log import CountdownLog
    from cosmodrome.manifest import TargetOrbit
    from cosmodrome.planning.plan import LaunchPlan, MissionPlan, Refusal
    from cosmodrome.vehicles import Configuration, LiftoffPolicy


SCHEMA_VERSION = "1"


def envelope(**fields: object) -> Document:
    """Return a document that says which schema and which version wrote it."""
    return {"schema_version": SCHEMA_VERSION, "cosmodrome": __version__, **fields}


def plan_document(plan: LaunchPlan) -> Document:
    """Return ``cosmodrome plan``'s answer: the plan of a whole season."""
    manifest = plan.manifest
    return envelope(
        title=manifest.title,
        as_of=iso_utc(manifest.as_of),
        spaceport=plan.spaceport.id,
        season={"from": manifest.season.first.isoformat(), "to": manifest.season.last.isoformat()},
        seed=plan.seed,
        samples=plan.samples,
        digest=plan.digest,
        missions=[_mission_fields(mission) for mission in plan.missions],
        campaign=campaign_fields(plan.campaign),
        solver=campaign_solver_fields(plan.campaign),
        refusals=[refusal_fields(refusal) for refusal in plan.refusals],
    )


def ascent_document(
    ascent: Ascent,
    *,
    configuration: Configuration,
    orbit: TargetOrbit,
    payload_capability_kg: float,
    performance_margin_kg: float,
    customer_margin_kg: float = 0.0,
    refusals: Iterable[Refusal] = (),
) -> Document:
    """Return ``cosmodrome ascent``'s answer; `raan_deg` is null without a lift-off instant."""
    return envelope(
        vehicle=configuration.id,
        complex=ascent.profile.complex,
        orbit=orbit_fields(orbit),
        payload_kg=ascent.payload_kg,
        payload_capability_kg=payload_capability_kg,
        **ascent_fields(ascent, raan_deg=None, performance_margin_kg=performance_margin_kg),
        reserves=reserve_fields(configuration, customer_margin_kg=customer_margin_kg),
        calibrated=list(configuration.calibrated_on),
        refusals=[refusal_fields(refusal) for refusal in refusals],
    )


def windows_head(
    *,
    complex_id: str,
    orbit: TargetOrbit,
    span: tuple[datetime, datetime],
    rules: Sequence[str],
    policy: LiftoffPolicy,
    **beside: object,
) -> Document:
    """Return what stands before the list of ``cosmodrome windows``'s answer."""
    return envelope(
        **beside,
        complex=complex_id,
        orbit=orbit_fields(orbit),
        from_utc=iso_utc(span[0]),
        to_utc=iso_utc(span[1]),
        rules=list(rules),
        liftoff_policy={
            "kind": policy.kind,
            "instants": policy.instants,
            "spacing_s": policy.spacing_s,
            "longest_s": policy.longest_s,
        },
    )


def campaign_document(schedule: CampaignSchedule, refusals: Iterable[Refusal]) -> Document:
    """Return ``cosmodrome schedule``'s answer: the campaign alone."""
    return envelope(
        **campaign_fields(schedule),
        launches=[
            {
                "mission": slot.mission,
                "complex": slot.complex,
                "launch_date": slot.launch_date.isoformat(),
                "rollout_utc": iso_utc(slot.rollout),
                "start_utc": iso_utc(slot.start),
                "end_utc": iso_utc(slot.end),
                "backup_dates": [day.isoformat() for day in slot.backup_dates],
                "drop_zones": [booking_fields(booking) for booking in slot.drop_zones],
                "why": list(slot.why),
            }
            for slot in schedule.launches
        ],
        solver=campaign_solver_fields(schedule),
        refusals=[refusal_fields(refusal) for refusal in refusals],
    )


def refusal_document(refusals: Iterable[Refusal]) -> Document:
    """Return the answer to a single wish that cannot be met."""
    return envelope(refusals=[refusal_fields(refusal) for refusal in refusals])


def countdown_lines(log: CountdownLog) -> str:
    """Return a rehearsal as JSON lines, one entry each, in order."""
    entries = (
        {
            "seq": entry.seq,
            "t_minus_s": entry.t_minus_s,
            "l_minus_s": entry.l_minus_s,
            "utc": iso_utc(entry.utc) if entry.utc else None,
            "kind": entry.kind,
            "by": entry.by,
            "body": entry.body,
            "hash": entry.digest,
        }
        for entry in log.entries
    )
    return "".join(as_json_line(entry) for entry in entries)


def _mission_fields(plan: MissionPlan) -> Document:
    return {
        "id": plan.mission.id,
        "name": plan.mission.name,
        "kind": plan.mission.kind,
        "vehicle": plan.configuration.id,
        "complex": plan.complex.id,
        "orbit": orbit_fields(plan.orbit),
        "launch_date": plan.launch_date.isoformat(),
        "liftoff_utc": iso_utc(plan.liftoff) if plan.liftoff else None,
        "window": window_fields(plan.chosen_window),
        "backup_dates": [day.isoformat() for day in plan.backup_dates],
        "drop_zones": [booking_fields(booking) for booking in plan.drop_zones],
        "relative_launch_azimuth_deg": plan.ascent.relative_launch_azimuth_deg,
        "payload_kg": plan.mission.payload_kg,
        "payload_capability_kg": plan.payload_capability_kg,
        "performance_margin_kg": plan.performance_margin_kg,
        "ascent": ascent_fields(
            plan.ascent,
            raan_deg=plan.injection.raan_deg,
            performance_margin_kg=plan.performance_margin_kg,
        ),
        "windows": [window_fields(window) for window in plan.windows],
        "missing_days": [missing_day_fields(day) for day in plan.outlook.missing]
        if plan.outlook
        else [],
        "warnings": list(plan.warnings),
        "bodies": [body_fields(body) for body in plan.bodies],
        "notices": [notice_fields(notice) for notice in plan.notices],
        "campaign": {
            "rollout_utc": iso_utc(plan.rollout),
            "start_utc": iso_utc(plan.campaign_start),
            "end_utc": iso_utc(plan.campaign_end),
        },
        "why_this_date": list(plan.why_this_date),
        "predicted": predicted_fields(plan.predicted) if plan.predicted else None,
        "injected_orbit": injected_orbit_fields(plan.injected, with_passes=False)
        if plan.injected
        else None,
        "pad_hazard": pad_hazard_fields(plan.pad_hazard) if plan.pad_hazard else None,
        **plan_risk_fields(plan.risk),
    }
