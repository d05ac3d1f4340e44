"""What risk does a mission bring to people, is that acceptable, and does it keep its lines?"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from cosmodrome.formats.figures.fall_picture import part_name, part_role
from cosmodrome.formats.figures.words import figure, power
from cosmodrome.formats.report_html.environment import rendered, status
from cosmodrome.formats.report_html.sheet import Sheet
from cosmodrome.planning.plan import LaunchPlan, MissionPlan
from cosmodrome.safety.criteria import Verdict
from cosmodrome.safety.flight_lines import LineMargin
from cosmodrome.safety.flight_risk import RiskUnknown
from cosmodrome.safety.risk import RiskAssessment

MEASURES = {
    "collective": "Casualties expected, all people together",
    "individual": "One person in the listed place most at risk",
    "ship": "One ship",
    "aircraft": "One aircraft",
}
NO_LIMIT = "no published figure"
MOST_LINES, MOST_PLACES = 4, 6
"""So many lines, those kept worst, and places have room on a sheet; plan.json has all."""


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """A line of the table of casualties expected; `role` is empty where no part is meant."""

    role: str
    name: str
    pieces: str
    area: str
    expected: str
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A measure of risk beside its limit."""

    measure: str
    value: str
    limit: str
    kept: Markup


@dataclass(frozen=True, slots=True)
class LineRow:
    """How one limit line is kept, or one gate passed."""

    name: str
    kept: Markup
    margin: str
    sigmas: str
    time: str


def risk_sheet(mission: MissionPlan, plan: LaunchPlan, ordinal: int) -> Sheet | None:
    """Return the sheet of risk to people, or None where none was asked."""
    found = mission.risk
    if found is None:
        return None
    title, anchor = f"{mission.mission.id}: risk to people", f"m{ordinal}-risk"
    if isinstance(found, RiskUnknown):
        body = rendered("risk_unknown.html", mission=mission, why=found.why)
        return Sheet(title, anchor, body)
    risk = found.risk
    shown = sorted(found.margins, key=_worst_first)[:MOST_LINES]
    body = rendered(
        "risk.html",
        mission=mission,
        verdicts=[_verdict_row(each) for each in risk.verdicts],
        criteria=risk.criteria,
        spaceport=plan.spaceport.name,
        expectations=expectation_rows(risk, mission),
        stages=_stage_rows(risk),
        failure=power(risk.failure.used_probability),
        basis=risk.failure.basis,
        termination=f"{_words(risk.policy.kind)}: {risk.policy.rule}",
        places=[
            (
                each.name,
                figure(each.people),
                power(each.individual_probability),
                power(each.casualty_expectation),
            )
            for each in risk.places[:MOST_PLACES]
        ],
        cleared=figure(risk.cleared_radius_m / 1000.0, 1),
        lines=line_rows(shown),
        lines_left=len(found.margins) - len(shown),
        lines_published=found.lines_published,
    )
    return Sheet(title, anchor, body)


def expectation_rows(risk: RiskAssessment, mission: MissionPlan) -> list[ExpectationRow]:
    """Return what planned falls expect, then failures by what they leave, then all together."""
    vehicle = mission.configuration.vehicle
    counts = {body.name: body.count for body in mission.bodies}
    planned = [
        ExpectationRow(
            role=part_role(part.part, vehicle),
            name=part_name(part.part, counts.get(part.part, 1)),
            pieces=f"{figure(part.deadly_pieces)} of {figure(part.pieces)}",
            area=figure(part.casualty_area_m2),
            expected=power(part.casualty_expectation),
        )
        for part in risk.parts
    ]
    failures = [
        ExpectationRow(
            "", f"Failure: {_words(each.name)}", "", "", power(each.casualty_expectation)
        )
        for each in risk.debris
    ]
    return [
        *planned,
        _sum_row("All that falls as planned", risk.planned_expectation),
        *failures,
        _sum_row("All failures", risk.failure_expectation),
        _sum_row("The whole flight", risk.casualty_expectation),
    ]


def line_rows(margins: Sequence[LineMargin]) -> list[LineRow]:
    """Return how limit lines are kept and gates passed."""
    return [
        LineRow(
            name=margin.name + (" (gate)" if margin.kind == "gate" else ""),
            kept=status("normal", "kept") if margin.kept else status("critical", "not kept"),
            margin=figure(margin.margin_m / 1000.0, 1),
            sigmas=""
            if margin.margin_sigmas_ratio is None
            else figure(margin.margin_sigmas_ratio, 1),
            time=figure(margin.at_s),
        )
        for margin in margins
    ]


def _sum_row(name: str, expected: float) -> ExpectationRow:
    return ExpectationRow("", name, "", "", power(expected), is_sum=True)


def _verdict_row(verdict: Verdict) -> VerdictRow:
    if verdict.limit is None:
        kept = Markup(NO_LIMIT)
    else:
        kept = status("normal", "kept") if verdict.kept else status("critical", "not kept")
    return VerdictRow(
        measure=MEASURES[verdict.measure],
        value=power(verdict.value),
        limit=power(verdict.limit) if verdict.limit is not None else "–",
        kept=kept,
    )


def _stage_rows(risk: RiskAssessment) -> list[tuple[str, str, str]]:
    """Return each stage, when it burns, and how likely it ends the flight."""
    return [
        (
            part_name(stage.stage),
            f"{figure(stage.from_s)}–{figure(stage.to_s)}",
            power(stage.failure_probability),
        )
        for stage in sorted(risk.stages, key=lambda each: (each.from_s, each.to_s))
    ]


def _words(id: str) -> str:
    return id.replace("-", " ")


def _worst_first(margin: LineMargin) -> tuple[bool, float]:
    sigmas = margin.margin_sigmas_ratio
    return margin.kept, margin.margin_m if sigmas is None else sigmas
