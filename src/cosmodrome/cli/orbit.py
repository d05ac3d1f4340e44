"""`cosmodrome orbit`: in which orbit does this flight end, and what comes of it?"""

import math
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cosmodrome.cli.instants import utc_instant
from cosmodrome.cli.loading import FlownLoading
from cosmodrome.cli.options import (
    DEFAULT_SEED,
    NO_CATALOGUES,
    Catalogues,
    Complex,
    JsonFlag,
    OrbitWishes,
    Payload,
    Seed,
    Vehicle,
    takes_orbit,
)

if TYPE_CHECKING:
    from cosmodrome.cli.request import Request
    from cosmodrome.planning.injected_orbit import ForecastWish

Liftoff = Annotated[
    datetime | None,
    typer.Option(
        "--liftoff",
        metavar="UTC",
        parser=utc_instant,
        help="2028-05-12T03:41:12Z: places the orbit among the stars, gives instants and sunlight. "
        "What stations see does not depend on it.",
    ),
]
Days = Annotated[
    float, typer.Option("--days", metavar="D", help="How long to forecast, at most 30.")
]
Stations = Annotated[
    str | None,
    typer.Option(
        "--stations",
        metavar="FILE|ID,...",
        help="A table of your own (.toml, .csv), or ids of stations and networks; otherwise the "
        "network that follows the spaceport's launches.",
    ),
]
Drag = Annotated[
    float | None,
    typer.Option(
        "--ballistic-kg-m2",
        metavar="KG/M2",
        help="Mass over drag coefficient and area of the spacecraft, for its decay; assumed by "
        "--kind otherwise.",
    ),
]
Kind = Annotated[
    str,
    typer.Option(
        "--kind", metavar="KIND", help="satellite, constellation-batch, cargo- or crewed-capsule."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="DIR",
        help="Write the answer, tables of passes and coverage, and the ground track there; with "
        "--liftoff also OEM, OPM, OMM and a two-line element, predicted.",
    ),
]


@takes_orbit
def forecast_orbit(
    orbit: OrbitWishes,
    vehicle: Vehicle,
    complex_id: Complex,
    payload_kg: Payload,
    liftoff: Liftoff = None,
    days: Days = 1.0,
    stations: Stations = None,
    ballistic_kg_m2: Drag = None,
    kind: Kind = "satellite",
    loading: FlownLoading = "auto",
    seed: Seed = DEFAULT_SEED,
    output: Output = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Forecast the orbit after an ascent: its errors, drifts, nodes and passes over stations."""
    from cosmodrome.cli.edge import answering

    with answering(as_json=as_json):
        from cosmodrome.cli.request import read_request, read_site

        site = read_site(complex_id=complex_id, orbit=orbit, catalogues=catalogues)
        request = read_request(vehicle=vehicle, site=site)
        wish = _wish(request, days, stations, drag=(ballistic_kg_m2, kind), seed=seed)
        if output is not None:
            from cosmodrome.store.output import require_writable

            require_writable(output)

        from cosmodrome.cli.flight import fly
        from cosmodrome.cli.orbit_screen import print_orbit
        from cosmodrome.cli.screen import print_document, progress, say
        from cosmodrome.formats.json_text import as_json as json_text
        from cosmodrome.formats.orbit_document import orbit_document, orbit_files
        from cosmodrome.planning.injected_orbit import injected_orbit

        with progress() as report:
            flown, _ = fly(request, payload_kg, loading=loading, report=report)
            injected = injected_orbit(
                flown,
                request.configuration,
                site.orbit,
                liftoff=liftoff,
                wish=wish,
                progress=report,
            )
        document = orbit_document(
            injected, flown, configuration=request.configuration, orbit=site.orbit, seed=seed
        )
        if output is not None:
            from cosmodrome.cli.orbit_messages import messages_of
            from cosmodrome.store.output import write_plan

            files = {
                **orbit_files(document, injected),
                **messages_of(flown, request, liftoff, wish),
            }
            write_plan(files, output)
            say(f"{len(files)} files in {output}")
        if as_json:
            print_document(json_text(document))
        else:
            print_orbit(injected, request.in_words)


def _wish(
    request: "Request",
    days: float,
    stations: str | None,
    *,
    drag: tuple[float | None, str],
    seed: int,
) -> "ForecastWish":
    """Return what is asked about the orbit, or raise InputError."""
    from cosmodrome.errors import InputError
    from cosmodrome.planning.injected_orbit import ForecastWish
    from cosmodrome.spaceport.ground_station import stations_of_spaceport
    from cosmodrome.store.complaints import unknown
    from cosmodrome.store.ground_stations_file import load_station_networks, stations_named
    from cosmodrome.store.layers import layers_over
    from cosmodrome.store.thin_air_file import load_orbital_drag

    layers = layers_over(request.site.catalogue.folders)
    networks, falling = load_station_networks(layers), load_orbital_drag(layers)
    given_kg_m2, kind = drag
    assumed = dict(falling.assumed_kg_m2)
    if kind not in assumed:
        raise InputError(f"--kind: {unknown('kind', kind, assumed)}")
    if given_kg_m2 is not None and not (math.isfinite(given_kg_m2) and given_kg_m2 > 0.0):
        raise InputError(f"--ballistic-kg-m2: must be a positive number, got {given_kg_m2}")
    return ForecastWish(
        days_d=days,
        stations=stations_named(stations, networks)
        if stations is not None
        else stations_of_spaceport(networks, request.site.spaceport.id),
        air=falling.air,
        ballistic_coefficient_kg_m2=assumed[kind] if given_kg_m2 is None else given_kg_m2,
        is_assumed=given_kg_m2 is None,
        seed=seed,
        orientation=request.site.catalogue.earth_orientation(),
    )
