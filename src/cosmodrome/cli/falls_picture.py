"""How does `hazards -o` draw the falls of a flight?"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cosmodrome.cli.pictures import write_picture
from cosmodrome.cli.request import Request

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.safety.hazards import BodyHazard
    from cosmodrome.safety.pad_hazard import PadHazard


def write_falls_picture(
    request: Request,
    flown: "Ascent",
    bodies: "Sequence[BodyHazard]",
    output: Path,
    *,
    facts: Sequence[str] = (),
    pad: "PadHazard | None" = None,
) -> None:
    """Write the sheet of a flight's falls as an SVG or PNG file, and say so.

    Parameters
    ----------
    request, flown, bodies : Request, Ascent, sequence of BodyHazard
        What was asked, how it flies, and what falls.
    output : Path
        A file that `require_picture` took.
    facts : sequence of str
        What the answer rests on, for the head of the sheet: flights, seed, weather.
    pad : PadHazard, optional
        Rings about the pad, to be drawn too.
    """
    from cosmodrome.formats.figures.fall_chart import fall_chart
    from cosmodrome.formats.figures.fall_picture import picture_of_flight
    from cosmodrome.planning.mission_risk import places_near

    picture = picture_of_flight(
        request.in_words,
        flown,
        vehicle=request.configuration.vehicle,
        pad=request.site.complex,
        spaceport=request.site.spaceport,
        bodies=tuple(bodies),
        places=places_near(bodies, request.site.catalogue.risk_data().basis.people),
    )
    markup, width, height = fall_chart(picture, facts=facts, pad=pad)
    write_picture(markup, output, width=width, height=height)
