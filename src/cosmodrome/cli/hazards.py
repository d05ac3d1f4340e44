"""`cosmodrome hazards`: where do the spent parts fall, and what is to be announced?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cosmodrome.cli.options import (
    DEFAULT_CONTAINMENT,
    DEFAULT_SAMPLES,
    DEFAULT_SEED,
    NO_CATALOGUES,
    Catalogues,
    Complex,
    Containment,
    JsonFlag,
    Loading,
    LoadingPolicy,
    OrbitWishes,
    Payload,
    Samples,
    Seed,
    Vehicle,
    takes_orbit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.cli.request import Request, Site
    from cosmodrome.safety.hazards import BodyHazard
    from cosmodrome.safety.notice import Notice
    from cosmodrome.safety.pad_hazard import PadHazard
    from cosmodrome.safety.weather import Weather


LaunchDay = Annotated[
    datetime | None,
    typer.Option(
        "--launch-day",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Day, UTC: gives the wind of its month (still air otherwise) and dates the notices.",
    ),
]
Sounding = Annotated[
    Path | None,
    typer.Option(
        "--sounding",
        metavar="FILE",
        help="Wind that a balloon measured, in the place of that of the month: a table with "
        "altitude_m,u_m_s,v_m_s or altitude_m,speed_m_s,direction_deg, if measured with "
        "pressure_hpa,temperature_degc; or a list of levels of the University of Wyoming.",
    ),
]
SoundingHours = Annotated[
    float,
    typer.Option(
        "--sounding-hours",
        metavar="H",
        help="Hours from the release of the balloon to lift-off: the wind may have changed since.",
    ),
]


@takes_orbit
def hazards(
    orbit: OrbitWishes,
    vehicle: Vehicle,
    complex_id: Complex,
    payload_kg: Payload,
    samples: Samples = DEFAULT_SAMPLES,
    seed: Seed = DEFAULT_SEED,
    containment: Containment = DEFAULT_CONTAINMENT,
    loading: LoadingPolicy = Loading.auto,
    launch_day: LaunchDay = None,
    sounding: Sounding = None,
    sounding_hours: SoundingHours = 0.0,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Find the areas where spent parts fall."""
    from cosmodrome.cli.edge import answering

    with answering(as_json=as_json):
        from cosmodrome.cli.request import read_request, read_site

        site = read_site(complex_id=complex_id, orbit=orbit, catalogues=catalogues)
        request = read_request(vehicle=vehicle, site=site)
        weather = _weather(site, launch_day)
        if sounding is not None:
            weather = _with_sounding(weather, site, sounding, sounding_hours)

        from cosmodrome.cli.flight import fly
        from cosmodrome.cli.screen import print_document, progress
        from cosmodrome.formats.hazards_document import hazards_document
        from cosmodrome.formats.json_text import as_json as json_text
        from cosmodrome.safety.hazards import assess_hazards

        with progress() as report:
            flown, _ = fly(request, payload_kg, loading=loading, report=report)
            report("dispersed flights", 0, samples)
            bodies = assess_hazards(
                flown.profile,
                flown.trajectory,
                request.configuration,
                site.spaceport,
                samples=samples,
                seed=seed,
                containment_probability=containment,
                weather=weather,
                area_rules=site.catalogue.area_rules,
            )
            report("dispersed flights", samples, samples)
        notices = _notices(request, flown, bodies, launch_day)
        pad_hazard = _pad_hazard(request, weather)
        if as_json:
            document = hazards_document(
                bodies, notices, ascent=flown, seed=seed, pad_hazard=pad_hazard
            )
            print_document(json_text(document))
        else:
            from cosmodrome.cli.pad_screen import print_pad_hazard

            _print(bodies, request.in_words)
            print_pad_hazard(pad_hazard)
            _print_notices(notices)


def _weather(site: "Site", launch_day: datetime | None) -> "Weather":
    from cosmodrome.cli.screen import say

    if launch_day is None:
        say("still air; --launch-day brings the wind of its month and dates the notices")
    return site.catalogue.weather(
        latitude_deg=site.complex.latitude_deg,
        longitude_deg=site.complex.longitude_deg,
        month=None if launch_day is None else launch_day.month,
    )


def _pad_hazard(request: "Request", weather: "Weather") -> "PadHazard":
    """Return who must be away from the loaded pad, in the wind near its ground."""
    from cosmodrome.safety.pad_hazard import assess_pad_hazard
    from cosmodrome.safety.toxic import surface_wind

    return assess_pad_hazard(
        request.configuration,
        request.site.complex,
        request.site.spaceport,
        rules=request.site.catalogue.pad_rules,
        wind=surface_wind(weather.over_pad),
    )


def _with_sounding(weather: "Weather", site: "Site", sounding: Path, since_h: float) -> "Weather":
    """Return the weather with what a balloon measured in the place of the pad's."""
    from cosmodrome.cli.screen import say
    from cosmodrome.store.sounding import read_sounding

    found = read_sounding(sounding)
    changed = site.catalogue.after_sounding(weather, found, since_release_h=since_h)
    say(f"{sounding}: {len(found.altitude_m)} levels; {changed.over_pad.trust}")
    return changed


def _notices(
    request: "Request",
    flown: "Ascent",
    bodies: "Sequence[BodyHazard]",
    launch_day: datetime | None,
) -> "tuple[Notice, ...]":
    """Return drafts for the lift-offs of the launch day."""
    from cosmodrome.cli.opportunities import windows_of
    from cosmodrome.errors import NoWindowError
    from cosmodrome.safety.notice import draft_notices

    if launch_day is None:
        return ()
    first = launch_day.replace(tzinfo=UTC)
    found = windows_of(
        request.site,
        flown,
        policy=request.configuration.vehicle.window_policy,
        first=first,
        last=first + timedelta(days=1),
    )
    permitted = [(window.opens, window.closes) for window in found if window.permitted]
    if not permitted:
        raise NoWindowError(
            f"no lift-off is allowed on {first:%Y-%m-%d}, so nothing is to be announced",
            rule="launch-window",
            value=first.date().isoformat(),
        )
    site = request.site.spaceport
    return draft_notices(
        bodies,
        windows=permitted,
        launch_site=site.name,
        flight_information_region=site.flight_information_region,
    )


def _print_notices(notices: "Sequence[Notice]") -> None:
    from cosmodrome.cli.screen import print_text, print_title

    for notice in notices:
        print_title(f"\n{notice.kind} {notice.identifier}, draft")
        print_text(notice.text)


def _print(bodies: "Sequence[BodyHazard]", title: str) -> None:
    from cosmodrome.cli.screen import METRES_PER_KM, figure, print_table

    print_table(
        title,
        (
            *("Part", ">Count", ">Latitude °", ">Longitude °", ">T+ s", ">Downrange km"),
            *(">Semi-axes km", ">Bearing °", ">Held", ">Measured", "~Zone, distance km"),
        ),
        [
            (
                body.name,
                str(body.count),
                figure(body.nominal.latitude_deg, 3),
                figure(body.nominal.longitude_deg, 3),
                figure(body.nominal.t_s),
                figure(body.downrange_m / METRES_PER_KM, 1),
                f"{body.ellipse.semi_major_m / METRES_PER_KM:.1f} × "
                f"{body.ellipse.semi_minor_m / METRES_PER_KM:.1f}",
                figure(body.ellipse.bearing_deg, 1),
                f"{body.ellipse.containment_probability:.1%}",
                f"{body.contained_fraction:.2%}",
                ", ".join(
                    f"{each.zone} {each.distance_m / METRES_PER_KM:.0f}" for each in body.zones
                ),
            )
            for body in bodies
        ],
    )
