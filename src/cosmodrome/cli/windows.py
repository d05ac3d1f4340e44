"""`cosmodrome windows`: when can this orbit be launched to from this complex?"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cosmodrome.cli.options import (
    NO_CATALOGUES,
    Catalogues,
    Complex,
    JsonFlag,
    Loading,
    OrbitWishes,
    positive_kg,
    takes_orbit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.cli.request import Request
    from cosmodrome.planning.plan import Refusal
    from cosmodrome.windows.window import LaunchWindow

DAYS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ"]

First = Annotated[
    datetime, typer.Option("--from", formats=DAYS, metavar="DATE", help="First day, UTC.")
]
Last = Annotated[
    datetime, typer.Option("--to", formats=DAYS, metavar="DATE", help="Day after the last, UTC.")
]
OptionalVehicle = Annotated[
    str | None,
    typer.Option(
        "--vehicle",
        metavar="ID",
        help="Whose ascent leads the crossing; without it only crossings are known.",
    ),
]
OptionalPayload = Annotated[
    float | None,
    typer.Option(
        "--payload-kg", metavar="KG", callback=positive_kg, help="Of that ascent; needed with it."
    ),
]


@takes_orbit
def windows(
    orbit: OrbitWishes,
    complex_id: Complex,
    first: First,
    last: Last,
    vehicle: OptionalVehicle = None,
    payload_kg: OptionalPayload = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """List every opportunity to lift off."""
    from cosmodrome.cli.edge import answering, refuse

    with answering(as_json=as_json):
        from cosmodrome.cli.opportunities import windows_of
        from cosmodrome.cli.request import orbit_words, read_request, read_site
        from cosmodrome.cli.screen import print_document
        from cosmodrome.errors import InputError
        from cosmodrome.formats.documents import windows_document
        from cosmodrome.formats.json_text import as_json as json_text
        from cosmodrome.vehicles import STORED_PROGRAMME

        first, last = first.replace(tzinfo=UTC), last.replace(tzinfo=UTC)
        site = read_site(complex_id=complex_id, orbit=orbit, catalogues=catalogues)
        flown, policy = None, STORED_PROGRAMME
        if vehicle is not None and payload_kg is not None:
            request = read_request(vehicle=vehicle, site=site)
            flown, policy = _fly(request, payload_kg), request.configuration.vehicle.liftoff_policy
        elif vehicle is not None or payload_kg is not None:
            raise InputError("--vehicle and --payload-kg go together: an ascent needs both")
        found = windows_of(site, flown, policy=policy, first=first, last=last)
        refusals = _refusals(found, first, last)
        if as_json:
            document = windows_document(
                found,
                complex_id=site.complex.id,
                orbit=site.orbit,
                vehicle=vehicle,
                refusals=refusals,
            )
            print_document(json_text(document))
        else:
            _print(found, f"{orbit_words(site.orbit)} from {site.complex.name}")
        refuse(refusals)


def _fly(request: "Request", payload_kg: float) -> "Ascent":
    from cosmodrome.cli.flight import fly
    from cosmodrome.cli.screen import progress

    with progress() as report:
        ascent, _ = fly(request, payload_kg, loading=Loading.auto, report=report)
    return ascent


def _refusals(
    windows: "Sequence[LaunchWindow]", first: datetime, last: datetime
) -> "list[Refusal]":
    """Return why nothing is left, if nothing is."""
    if any(window.permitted for window in windows):
        return []

    from cosmodrome.planning.plan import Refusal

    rules = sorted({rule for window in windows for rule in window.closed_by})
    why = f"; closed by {', '.join(rules)}" if rules else ""
    return [
        Refusal(
            mission=None,
            rule="launch-window",
            value=0,
            limit=1,
            message=f"no lift-off is allowed from {first:%Y-%m-%d} to {last:%Y-%m-%d}{why}",
        )
    ]


def _print(windows: "Sequence[LaunchWindow]", title: str) -> None:
    from cosmodrome.cli.screen import figure, instant, print_table, state

    print_table(
        title,
        (
            *("State", "Kind", "Crossing UTC", "Lift-off UTC", "Window UTC"),
            *(">Azimuth °", ">Off plane °", "~Closed by"),
        ),
        [
            (
                state("GO" if window.permitted else "NO-GO"),
                window.kind,
                instant(window.crossing),
                instant(window.liftoff),
                _span(window),
                figure(window.relative_launch_azimuth_deg, 2),
                figure(window.plane_offset_deg, 3),
                ", ".join(window.closed_by),
            )
            for window in windows
        ],
    )


def _span(window: "LaunchWindow") -> str:
    from cosmodrome.cli.screen import instant

    if window.opens == window.closes:
        return "instant"
    return f"{instant(window.opens)} to {instant(window.closes)}"
