"""What does `cosmodrome hazards` answer, on the screen, as a document and as files?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cosmodrome.cli.hazards_request import Circumstances, HazardsRequest
from cosmodrome.cli.pictures import PICTURES, is_picture, require_picture
from cosmodrome.errors import InputError

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.flight.loads import PeakLoad
    from cosmodrome.safety.disposal import DisposalPlan
    from cosmodrome.safety.flight_risk import FlightRisk
    from cosmodrome.safety.hazards import BodyHazard
    from cosmodrome.safety.notice import Notice
    from cosmodrome.safety.pad_hazard import PadHazard
    from cosmodrome.safety.region import Region

NOTICES = ".txt"
TEXTS = (".geojson", ".kml", NOTICES)
DEGREES_PER_RADIAN = 57.29577951308232


@dataclass(frozen=True, kw_only=True, eq=False)
class HazardsAnswer:
    """A flight, where its parts fall, and what follows for notices, people and the pad."""

    asked: HazardsRequest
    circumstances: Circumstances
    flown: "Ascent"
    bodies: "tuple[BodyHazard, ...]"

    def work_out(self) -> None:
        """Find all that an answer tells, so that a refusal comes before anything is written.

        Raises
        ------
        InfeasibleError
            If no lift-off is allowed on the launch day.
        """
        _ = self.notices, self.pad_hazard, self.peak_load, self.disposal, self.risk

    @cached_property
    def notices(self) -> "tuple[Notice, ...]":
        """Drafts for the lift-offs of the launch day."""
        return _notices(self)

    @cached_property
    def pad_hazard(self) -> "PadHazard":
        """Who must be away from the loaded pad, in the wind near its ground."""
        from cosmodrome.safety.pad_hazard import assess_pad_hazard
        from cosmodrome.safety.toxic import surface_wind

        request = self.circumstances.request
        return assess_pad_hazard(
            request.configuration,
            request.site.complex,
            request.site.spaceport,
            rules=request.site.catalogue.pad_rules,
            wind=surface_wind(self.circumstances.weather.over_pad),
        )

    @cached_property
    def risk(self) -> "FlightRisk | None":
        """Risk to people, and margins to the lines of the site, if they are asked."""
        if not self.asked.with_risk:
            return None
        from cosmodrome.cli.risk import flight_risk

        return flight_risk(
            self.circumstances.request,
            self.flown,
            weather=self.circumstances.weather,
            seed=self.asked.seed,
            collective_expectation=self.asked.collective_expectation,
            individual_probability=self.asked.individual_probability,
        )

    @cached_property
    def disposal(self) -> "tuple[DisposalPlan, Region | None] | None":
        """What becomes of the upper stage, if that is asked."""
        if not self.asked.with_disposal:
            return None
        from cosmodrome.cli.disposal import dispose

        return dispose(
            self.circumstances.request,
            self.flown,
            weather=self.circumstances.weather,
            seed=self.asked.seed,
            containment_probability=self.asked.containment_probability,
        )

    @cached_property
    def peak_load(self) -> "PeakLoad":
        """The greatest load on the vehicle in the mean wind over the pad."""
        from cosmodrome.flight.loads import loads_in_wind
        from cosmodrome.safety.weather import air_column

        column = air_column(self.circumstances.weather.over_pad)
        return loads_in_wind(self.flown.profile, self.flown.trajectory, column).peak()


def require_output(asked: HazardsRequest, output: Path) -> None:
    """Raise InputError if an answer cannot be written there, before anything is computed."""
    kind = output.suffix.lower()
    if is_picture(output):
        require_picture(output)
    elif kind not in TEXTS:
        kinds = ", ".join((*PICTURES, *TEXTS))
        raise InputError(f"-o: name a file that ends in one of {kinds}, got {output}")
    elif output.is_dir() or not output.absolute().parent.is_dir():
        raise InputError(f"-o: {output} is no file in a folder that is there")
    elif kind == NOTICES and asked.day is None:
        raise InputError("-o: notices need a day; add --launch-day")


def tell(answer: HazardsAnswer, *, as_json: bool, output: Path | None) -> None:
    """Print an answer, and write the file that is asked."""
    from cosmodrome.cli.screen import print_document
    from cosmodrome.formats.hazards_document import hazards_document
    from cosmodrome.formats.json_text import as_json as json_text

    answer.work_out()
    if output is not None:
        _write(answer, output)
    if as_json:
        document = hazards_document(
            answer.bodies,
            answer.notices,
            ascent=answer.flown,
            seed=answer.asked.seed,
            flight_risk=answer.risk,
            pad_hazard=answer.pad_hazard,
            peak_load=answer.peak_load,
            sampling=answer.asked.sampling,
            disposal=answer.disposal,
        )
        print_document(json_text(document))
    else:
        _print(answer)


def _write(answer: HazardsAnswer, output: Path) -> None:
    if is_picture(output):
        from cosmodrome.cli.falls_picture import write_falls_picture

        write_falls_picture(
            answer.circumstances.request,
            answer.flown,
            answer.bodies,
            output,
            facts=_facts(answer),
            pad=answer.pad_hazard,
        )
        return
    from cosmodrome.cli.screen import say

    try:
        output.write_bytes(_text(answer, output.suffix.lower()).encode())
    except OSError as error:
        raise InputError(f"-o: {output} cannot be written: {error.strerror}") from error
    say(f"written {output}")


def _text(answer: HazardsAnswer, kind: str) -> str:
    """Return the areas for a map, or the drafts of notices."""
    request = answer.circumstances.request
    if kind == NOTICES:
        drafts = (
            f"{notice.kind} {notice.identifier}, draft\n{notice.text}" for notice in answer.notices
        )
        return "\n\n".join(drafts) + "\n"
    if kind == ".kml":
        from cosmodrome.formats.kml import falls_kml

        return falls_kml(answer.bodies, request.site.spaceport, title=request.in_words)
    from cosmodrome.formats.geojson import falls_geojson

    return falls_geojson(answer.bodies, answer.notices, request.site.spaceport)


def _facts(answer: HazardsAnswer) -> list[str]:
    """Return what an answer rests on, in words for the head of a sheet."""
    asked, over_pad = answer.asked, answer.circumstances.weather.over_pad
    flights = max((body.samples for body in answer.bodies), default=0)
    weather = "still air" if asked.day is None else f"wind of {over_pad.site}"
    return [f"{flights} dispersed flights, {asked.sampling}, seed {asked.seed}", weather]


def _notices(answer: HazardsAnswer) -> "tuple[Notice, ...]":
    from cosmodrome.cli.opportunities import windows_of
    from cosmodrome.errors import NoWindowError
    from cosmodrome.safety.notice import draft_notices

    day, request = answer.asked.day, answer.circumstances.request
    if day is None or not answer.bodies:
        return ()
    first = datetime.combine(day, time(), tzinfo=UTC)
    found = windows_of(
        request.site,
        request.configuration.vehicle,
        answer.flown,
        first=first,
        last=first + timedelta(days=1),
    )
    permitted = [(window.opens, window.closes) for window in found if window.permitted]
    if not permitted:
        rules = sorted({rule for window in found for rule in window.closed_by})
        why = f"; closed by {', '.join(rules)}" if rules else ""
        raise NoWindowError(
            f"no lift-off is allowed on {day}, so nothing is to be announced{why}",
            rule="launch-window",
            value=day.isoformat(),
        )
    site = request.site.spaceport
    return draft_notices(
        answer.bodies,
        windows=permitted,
        launch_site=site.name,
        flight_information_region=site.flight_information_region,
        coast=request.site.catalogue.coast(),
    )


def _print(answer: HazardsAnswer) -> None:
    from cosmodrome.cli.pad_screen import print_pad_hazard
    from cosmodrome.cli.risk_table import print_margins, print_risk
    from cosmodrome.cli.screen import print_text, print_title

    _print_bodies(answer.bodies, answer.circumstances.request.in_words)
    _print_load(answer)
    _print_weather(answer)
    if answer.disposal is not None:
        from cosmodrome.cli.disposal import disposal_words

        print_text(f"Upper stage {disposal_words(answer.disposal[0])}")
    if answer.risk is not None:
        print_risk(answer.risk.risk, title="Risk to people")
        if answer.risk.margins:
            print_margins(answer.risk.margins, published=answer.risk.lines_published)
    print_pad_hazard(answer.pad_hazard)
    for notice in answer.notices:
        print_title(f"\n{notice.kind} {notice.identifier}, draft")
        print_text(notice.text)


def _print_load(answer: HazardsAnswer) -> None:
    from cosmodrome.cli.screen import METRES_PER_KM, figure, print_facts

    peak = answer.peak_load
    kpa_deg = DEGREES_PER_RADIAN / METRES_PER_KM
    where = f"T+{figure(peak.t_s)} s, {figure(peak.altitude_m / METRES_PER_KM, 1)} km"
    print_facts(
        [
            (
                "Loads in this wind",
                f"q·incidence {figure(peak.q_incidence_pa_rad * kpa_deg, 1)} kPa° at {where} "
                f"(q·alpha {figure(peak.q_alpha_pa_rad * kpa_deg, 1)}, "
                f"q·beta {figure(peak.q_beta_pa_rad * kpa_deg, 1)})",
            ),
            (
                "Greatest dynamic pressure",
                f"{figure(peak.max_dynamic_pressure_pa / METRES_PER_KM, 1)} kPa",
            ),
        ]
    )


def _print_weather(answer: HazardsAnswer) -> None:
    """Write whose air each part falls through, and how far away that is known."""
    from cosmodrome.cli.screen import METRES_PER_KM, figure, print_facts
    from cosmodrome.safety.weather import air_over

    if answer.asked.day is None:
        return
    facts = []
    for body in answer.bodies:
        local = air_over(
            answer.circumstances.weather,
            latitude_deg=body.nominal.latitude_deg,
            longitude_deg=body.nominal.longitude_deg,
        )
        distance = figure(local.distance_m / METRES_PER_KM)
        facts.append((f"Air of {body.name}", f"{local.climate.site}, {distance} km away"))
    print_facts(facts)


def _print_bodies(bodies: "Sequence[BodyHazard]", title: str) -> None:
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
                f"{100.0 * body.ellipse.containment_probability:.6g}%",
                f"{body.contained_fraction:.2%}",
                ", ".join(
                    f"{each.zone} {each.distance_m / METRES_PER_KM:.0f}" for each in body.zones
                ),
            )
            for body in bodies
        ],
    )
