"""`cosmodrome windows`: when can this orbit be launched to from this complex?"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cosmodrome.cli.instants import METAVAR, utc_instant
from cosmodrome.cli.options import (
    NO_CATALOGUES,
    Catalogues,
    Complex,
    JsonFlag,
    OrbitWishes,
    positive_kg,
    takes_orbit,
)
from cosmodrome.cli.rules import CustomerMargin, RuleWishes, takes_rules

if TYPE_CHECKING:
    from cosmodrome.cli.request import Site
    from cosmodrome.manifest.rule import RuleWish
    from cosmodrome.windows.opportunities import WindowSearch

NO_FILES: list[Path] = []
NO_TEXTS: list[str] = []

First = Annotated[
    datetime,
    typer.Option("--from", parser=utc_instant, metavar=METAVAR, help="First day or instant, UTC."),
]
Last = Annotated[
    datetime,
    typer.Option("--to", parser=utc_instant, metavar=METAVAR, help="Day after the last, UTC."),
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
LiftoffRules = Annotated[
    list[str],
    typer.Option(
        "--rule",
        metavar="KIND[:KEY=VALUE,...]",
        help="What must hold at lift-off, for example daylight, beta-angle:from_deg=-60,to_deg=60 "
        "or blackout:file=FILE; may be repeated.",
    ),
]
RuleFiles = Annotated[
    list[Path],
    typer.Option("--rules", metavar="FILE", help="Rules of a TOML file; may be repeated."),
]
NoDogLeg = Annotated[
    bool,
    typer.Option(
        "--no-dog-leg",
        help="Refuse planes that do not pass over the pad, and headings bent to the corridor.",
    ),
]
Why = Annotated[bool, typer.Option("--why", help="Tell of every day without a window why.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="Also a calendar: a picture, .svg or .png, or iCalendar, .ics.",
    ),
]


@takes_orbit
@takes_rules
def windows(
    orbit: OrbitWishes,
    rules: RuleWishes,
    complex_id: Complex,
    first: First,
    last: Last,
    vehicle: OptionalVehicle = None,
    payload_kg: OptionalPayload = None,
    customer_margin_kg: CustomerMargin = 0.0,
    liftoff_rules: LiftoffRules = NO_TEXTS,
    rule_files: RuleFiles = NO_FILES,
    no_dog_leg: NoDogLeg = False,
    why: Why = False,
    output: Output = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """List every opportunity to lift off."""
    from cosmodrome.cli.edge import answering, refuse

    with answering(as_json=as_json):
        from cosmodrome.cli.request import read_site
        from cosmodrome.cli.screen import say
        from cosmodrome.cli.windows_answer import answer_windows
        from cosmodrome.cli.windows_file import require_calendar, write_calendar
        from cosmodrome.planning.cautions import cautions
        from cosmodrome.windows.opportunities import require_span

        require_span(first, last)
        if output is not None:
            require_calendar(output, first, last)
        site = read_site(complex_id=complex_id, orbit=orbit, catalogues=catalogues)
        wishes = _wishes(site, liftoff_rules, rule_files)
        if (vehicle is None) != (payload_kg is None):
            from cosmodrome.errors import InputError

            raise InputError("--vehicle and --payload-kg go together: an ascent needs both")
        if vehicle is not None and payload_kg is not None:
            from cosmodrome.cli.windows_flight import search_by_flight

            search = search_by_flight(
                site,
                vehicle,
                payload_kg,
                wishes=wishes,
                rules=rules,
                least_margin_kg=customer_margin_kg,
                at=first,
                dog_legs=not no_dog_leg,
            )
        else:
            search = _by_geometry(site, wishes, rules)
        search = replace(search, dog_legs=not no_dog_leg)
        told = cautions(
            site.orbit,
            first,
            last,
            orientation=search.orientation,
            errors=site.catalogue.rendezvous.element_errors,
            flown=vehicle is not None,
        )
        for caution in told:
            say(caution, state="CAUTION")
        answer = answer_windows(
            search,
            first,
            last,
            beside={
                "vehicle": vehicle,
                "ut1_error_s": search.orientation.error_s(last),
                "warnings": list(told),
            },
            why=why,
            as_json=as_json,
            kept=output is not None,
        )
        if output is not None:
            write_calendar(search, site.spaceport, answer.windows, (first, last), output)
        refuse(answer.refusals)


def _wishes(site: "Site", texts: list[str], files: list[Path]) -> "tuple[RuleWish, ...]":
    """Return the rules that options and files lay upon lift-offs."""
    from cosmodrome.store.rules_file import parse_rule, read_rules_file

    offset_h = site.spaceport.utc_offset_h
    return (
        *(wish for file in files for wish in read_rules_file(file, utc_offset_h=offset_h)),
        *(wish for text in texts for wish in parse_rule(text, utc_offset_h=offset_h)),
    )


def _by_geometry(site: "Site", wishes: "tuple[RuleWish, ...]", rules: RuleWishes) -> "WindowSearch":
    """Return the search of crossings, without an ascent."""
    from cosmodrome.errors import InputError
    from cosmodrome.windows.search import window_search

    if rules:
        raise InputError(
            f"{', '.join(sorted(rules))}: rules of an ascent need --vehicle and --payload-kg"
        )
    return window_search(
        site.orbit,
        site.complex,
        site.spaceport,
        wishes=wishes,
        orientation=site.catalogue.earth_orientation(),
    )
