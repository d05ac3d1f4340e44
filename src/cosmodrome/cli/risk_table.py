"""How is the risk of a flight shown on a screen?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cosmodrome.cli.screen import METRES_PER_KM, figure, print_table, print_text

if TYPE_CHECKING:
    from cosmodrome.safety.flight_lines import LineMargin
    from cosmodrome.safety.risk import RiskAssessment

MEASURES = {
    "collective": "Casualties expected",
    "individual": "One person, worst place",
    "ship": "One ship",
    "aircraft": "One aircraft",
}


def print_risk(risk: "RiskAssessment", *, title: str) -> None:
    """Write what is expected of failures and of planned falls, beside the limits that there are."""
    print_table(
        title,
        ("Of", ">Casualties expected", ">Deadly pieces", ">Casualty area m²"),
        [
            *(
                (
                    part.part,
                    small(part.casualty_expectation),
                    f"{part.deadly_pieces} of {part.pieces}",
                    figure(part.casualty_area_m2),
                )
                for part in risk.parts
            ),
            *(
                (f"failure, {each.name}", small(each.casualty_expectation), "–", "–")
                for each in risk.debris
            ),
        ],
    )
    print_table(
        "Held against",
        ("Measure", ">Value", ">Limit", "Kept", "~Rule"),
        [
            (
                MEASURES[verdict.measure],
                small(verdict.value),
                small(verdict.limit),
                {True: "yes", False: "no", None: "–"}[verdict.kept],
                verdict.rule or "no figure is published; none was named",
            )
            for verdict in risk.verdicts
        ],
    )
    print_table(
        "Places most at risk",
        ("Place", "Region", ">People", ">One person", ">Casualties expected"),
        [
            (
                place.name,
                place.region,
                figure(place.people),
                small(place.individual_probability),
                small(place.casualty_expectation),
            )
            for place in risk.places
        ],
    )
    print_text(
        f"Failure: {risk.failure.used_probability:.4f}, {risk.failure.basis}. "
        f"Termination: {risk.policy.kind}, {risk.policy.rule}."
    )


def print_margins(margins: "Sequence[LineMargin]", *, published: bool) -> None:
    """Write how the impact trace keeps each limit line and passes each gate."""
    print_table(
        "Flight lines" if published else "Flight lines, estimates: the site publishes none",
        ("Line", "Kept", ">Margin km", ">T+ s", ">Crossed T+ s", ">Margin σ"),
        [
            (
                margin.name,
                "yes" if margin.kept else "no",
                figure(margin.margin_m / METRES_PER_KM, 1),
                figure(margin.at_s),
                figure(margin.crossed_s),
                figure(margin.margin_sigmas_ratio, 1),
            )
            for margin in margins
        ],
    )


def small(value: float | None) -> str:
    """Return a small number with two figures, a dash for nothing."""
    return "–" if value is None else f"{value:.1e}".replace("-", "−")
