"""`cosmodrome capability`: what is the most that this vehicle lifts to this orbit, or anywhere?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cosmodrome.cli.loading import LoadingWish, capability_loading
from cosmodrome.cli.options import (
    NO_CATALOGUES,
    Catalogues,
    Cluster,
    Complex,
    Jobs,
    JsonFlag,
    OrbitWishes,
    Vehicle,
    takes_orbit,
)
from cosmodrome.cli.rules import CustomerMargin, RuleWishes, takes_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cosmodrome.ascent.rating import Rating
    from cosmodrome.cli.request import Request

RatedLoading = Annotated[
    str,
    typer.Option(
        "--loading",
        metavar="full|optimal|KG",
        callback=capability_loading,
        help="Upper stage: full, as the manuals rate it, optimal, or kilograms of propellant.",
    ),
]
AsMap = Annotated[
    bool,
    typer.Option("--map", help="Over altitude and inclination, in the place of an orbit."),
]
Altitudes = Annotated[
    str | None,
    typer.Option(
        "--altitudes-km",
        metavar="VALUES",
        help="Of a map: 200,400,800 or FROM:TO:COUNT; 200:1500:20 otherwise.",
    ),
]
Inclinations = Annotated[
    str | None,
    typer.Option(
        "--inclinations-deg",
        metavar="VALUES",
        help="Of a map, likewise; 20 from the pad's latitude to 100 otherwise.",
    ),
]
Picture = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Picture of a map, an SVG or PNG file."),
]


@takes_orbit
@takes_rules
def capability(
    orbit: OrbitWishes,
    rules: RuleWishes,
    vehicle: Vehicle,
    complex_id: Complex,
    rated: RatedLoading = "full",
    customer_margin_kg: CustomerMargin = 0.0,
    as_map: AsMap = False,
    altitudes: Altitudes = None,
    inclinations: Inclinations = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    output: Picture = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Find the most that a vehicle lifts to an orbit, or over a map of orbits."""
    from cosmodrome.cli.edge import answering

    loading: LoadingWish = rated
    with answering(as_json=as_json):
        if as_map:
            from cosmodrome.cli.capability_map import MapRequest, answer_map

            answer_map(
                MapRequest(
                    vehicle=vehicle,
                    complex_id=complex_id,
                    orbit=orbit,
                    altitudes=altitudes,
                    inclinations=inclinations,
                    loading=loading,
                    rules=rules,
                    jobs=jobs,
                    cluster=cluster,
                    output=output,
                    catalogues=tuple(catalogues),
                ),
                as_json=as_json,
            )
            return
        _refuse_map_options(altitudes=altitudes, inclinations=inclinations, output=output)

        from cosmodrome.cli.flight import rate
        from cosmodrome.cli.request import read_request, read_site
        from cosmodrome.cli.screen import print_document, progress
        from cosmodrome.formats.capability_document import capability_document
        from cosmodrome.formats.json_text import as_json as json_text

        site = read_site(complex_id=complex_id, orbit=orbit, catalogues=catalogues)
        request = read_request(vehicle=vehicle, site=site)
        with progress() as report:
            rating = rate(request, loading=loading, rules=rules, report=report)
        if as_json:
            document = capability_document(
                rating,
                configuration=request.configuration,
                orbit=site.orbit,
                customer_margin_kg=customer_margin_kg,
            )
            print_document(json_text(document))
        else:
            _print(rating, request, customer_margin_kg)


def _refuse_map_options(**given: object) -> None:
    from cosmodrome.errors import InputError

    flags = {
        "altitudes": "--altitudes-km",
        "inclinations": "--inclinations-deg",
        "output": "-o",
    }
    for name, value in given.items():
        if value is not None:
            raise InputError(f"{flags[name]}: is of a map; add --map")


def _print(rating: "Rating", request: "Request", customer_margin_kg: float) -> None:
    from cosmodrome.cli.flight import calibration_words, reserve_words
    from cosmodrome.cli.screen import figure, loading_words, print_facts, print_table, print_title

    found, band = rating.capability, rating.band
    flown, configuration = found.ascent, request.configuration
    print_title(request.in_words)
    facts = [
        ("Payload capability", f"{figure(found.payload_capability_kg)} kg"),
        (
            "80 % band of the data",
            f"{figure(band.p10_kg)} to {figure(band.p90_kg)} kg, most of it from "
            # Which pattern of which file a spread is from stands in the JSON.
            + ", ".join(name.partition(" (")[0] for name, _ in band.shares[:3]),
        ),
        ("Calibrated", calibration_words(configuration)),
        ("Upper stage", loading_words(flown.loading.policy, flown.loading.propellant_kg)),
    ]
    facts += [
        (f"With {policy} load", f"{figure(payload_kg)} kg")
        for policy, payload_kg in rating.by_loading.items()
    ]
    facts += [
        ("Reserves", reserve_words(configuration)),
        ("Binding", ", ".join(found.binding) or "nothing but the propellant"),
        (
            "Re-flight",
            f"{flown.replay.position_gap_m:.2f} m and "
            f"{flown.replay.velocity_gap_m_s:.4f} m/s from the optimum",
        ),
    ]
    if customer_margin_kg:
        left_kg = found.payload_capability_kg - customer_margin_kg
        facts.insert(
            1,
            (
                "Less the customer's margin",
                f"{figure(left_kg)} kg ({figure(customer_margin_kg)} kg kept)",
            ),
        )
    print_facts(facts)
    if rating.rules:
        print_table(
            "Rules that bind",
            ("Rule", ">Value", ">Limit", "Unit", ">Costs kg"),
            [
                (
                    rule.name,
                    _amount(rule.value),
                    _amount(rule.limit),
                    rule.unit,
                    figure(rule.cost_kg, 1),
                )
                for rule in rating.rules
            ],
        )
    print_table(
        "Exchange ratios",
        ("Figure", ">Payload", "Unit"),
        [
            (name, figure(value, 3), f"kg/{unit}")
            for (name, unit), value in _readable(rating.exchange_ratios.items())
        ],
    )


def _amount(value: float) -> str:
    """Return a number of any unit with four digits or, where it is large, all of the whole ones."""
    from cosmodrome.cli.screen import figure

    if abs(value) >= 1000.0:
        return figure(value)
    return f"{round(value, 3) + 0.0:.4g}".replace("-", "−")


def _readable(ratios: "Iterable[tuple[str, float]]") -> "Iterator[tuple[tuple[str, str], float]]":
    """Yield ratios with the figure's name and the unit it is counted in."""
    for key, value in ratios:
        name, _, unit = key.partition("_kg_per_")
        yield (name, "(m/s)" if unit == "m_s" else unit), value
