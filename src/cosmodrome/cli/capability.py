"""`cosmodrome capability`: what is the most that this vehicle lifts to this orbit?"""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cosmodrome.cli.options import (
    NO_CATALOGUES,
    Catalogues,
    Complex,
    JsonFlag,
    OrbitWishes,
    Vehicle,
    takes_orbit,
)

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import Capability


class Rated(StrEnum):
    """How full the upper stage is when its capability is told."""

    full = "full"
    optimal = "optimal"


RatedLoading = Annotated[
    Rated,
    typer.Option("--loading", help="Upper stage: full, as the manuals rate it, or optimal."),
]


@takes_orbit
def capability(
    orbit: OrbitWishes,
    vehicle: Vehicle,
    complex_id: Complex,
    rated: RatedLoading = Rated.full,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Find the most that a vehicle lifts to an orbit."""
    from cosmodrome.cli.edge import answering

    with answering(as_json=as_json):
        from cosmodrome.cli.request import read_request, read_site

        site = read_site(complex_id=complex_id, orbit=orbit, catalogues=catalogues)
        request = read_request(vehicle=vehicle, site=site)

        from cosmodrome.ascent.capability import payload_capability
        from cosmodrome.cli.screen import print_document, progress
        from cosmodrome.formats.documents import capability_document
        from cosmodrome.formats.json_text import as_json as json_text

        with progress() as report:
            report("capability", 0, 1)
            found = payload_capability(
                request.configuration, site.complex, site.orbit, loading=rated.value
            )
            report("capability", 1, 1)
        if as_json:
            document = capability_document(
                found.ascent,
                configuration=request.configuration,
                orbit=site.orbit,
                payload_capability_kg=found.payload_capability_kg,
                binding=found.binding,
            )
            print_document(json_text(document))
        else:
            _print(found, request.in_words)


def _print(found: "Capability", title: str) -> None:
    from cosmodrome.cli.screen import figure, loading_words, print_facts, print_title

    print_title(title)
    flown = found.ascent
    print_facts(
        (
            ("Payload capability", f"{figure(found.payload_capability_kg)} kg"),
            (
                "Upper stage",
                loading_words(flown.loading.policy, flown.loading.propellant_kg),
            ),
            ("Binding", ", ".join(found.binding) or "nothing but the propellant"),
            (
                "Re-flight",
                f"{flown.replay.position_gap_m:.2f} m and "
                f"{flown.replay.velocity_gap_m_s:.4f} m/s from the optimum",
            ),
        )
    )
