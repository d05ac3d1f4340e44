"""How the falls of a mission are spread, and whether their areas hold what they should."""

import math

from markupsafe import Markup

from cosmodrome.formats.figures.containment_figure import CONFIDENCE, containment_figure
from cosmodrome.formats.figures.fall_details import fall_details
from cosmodrome.formats.figures.fall_picture import FallPicture, picture_of_mission
from cosmodrome.formats.figures.fall_scatter import fall_scatter
from cosmodrome.formats.figures.svg import Px
from cosmodrome.formats.figures.words import figure
from cosmodrome.formats.report_html.environment import figure_pair, rendered
from cosmodrome.formats.report_html.sheet import Sheet
from cosmodrome.planning.plan import LaunchPlan, MissionPlan

WIDE: Px = 1010.0
NARROW: Px = 346.0
MOST_COLUMNS = 6
DETAILS, SCATTER, CONTAINMENT = 196.0, 138.0, 92.0
"""Heights on paper of a row of maps, of diagrams of spread, and of containment."""
NARROW_DETAILS, NARROW_SCATTER, NARROW_CONTAINMENT = 190.0, 150.0, 92.0
IMPACTS_SHOWN, IMPACTS_SHOWN_NARROW = 1500, 600
CELL, CELL_NARROW = 3.2, 3.6


def spread_sheet(mission: MissionPlan, plan: LaunchPlan, ordinal: int) -> Sheet | None:
    """Return the sheet of densities, spreads and containments, or None where nothing falls."""
    if not mission.bodies:
        return None
    picture = picture_of_mission(mission, plan.spaceport)
    count = len(picture.bodies)
    asked = sorted({body.ellipse.containment_probability for body in picture.bodies})
    body = rendered(
        "spread.html",
        mission=mission,
        details=_details(picture),
        scatter=_scatter(picture),
        containment=_containment(picture),
        shown=figure(_shown(count, IMPACTS_SHOWN)),
        samples=figure(max(body.samples for body in picture.bodies)),
        asked=", ".join(f"{figure(100.0 * p, 1)} %" for p in asked),
        confidence=f"{figure(100.0 * CONFIDENCE)} %",
    )
    return Sheet(f"{mission.mission.id}: spread of falls", f"m{ordinal}-spread", body)


def _shown(bodies: int, most: int) -> int:
    """Return how many impacts of each body are drawn, so that all together are not too many."""
    return most // bodies


def _columns(picture: FallPicture) -> tuple[int, float]:
    """Return how many bodies stand side by side, and what share of its height a row has."""
    rows = math.ceil(len(picture.bodies) / MOST_COLUMNS)
    return math.ceil(len(picture.bodies) / rows), 1.0 / rows


def _details(picture: FallPicture) -> Markup:
    columns, share = _columns(picture)
    wide, _ = fall_details(
        picture, width=WIDE, columns=max(columns, 2), tall=share * DETAILS, cell=CELL
    )
    narrow, _ = fall_details(
        picture, width=NARROW, columns=2, tall=NARROW_DETAILS, cell=CELL_NARROW
    )
    return figure_pair(wide, narrow)


def _scatter(picture: FallPicture) -> Markup:
    columns, share = _columns(picture)
    count = len(picture.bodies)
    wide, _ = fall_scatter(
        picture,
        width=WIDE,
        columns=max(columns, 2),
        tall=share * SCATTER,
        most=_shown(count, IMPACTS_SHOWN),
    )
    narrow, _ = fall_scatter(
        picture,
        width=NARROW,
        columns=2,
        tall=NARROW_SCATTER,
        most=_shown(count, IMPACTS_SHOWN_NARROW),
    )
    return figure_pair(wide, narrow)


def _containment(picture: FallPicture) -> Markup:
    if all(body.history is None for body in picture.bodies):
        return Markup("")
    columns, share = _columns(picture)
    wide, _ = containment_figure(
        picture, width=WIDE, columns=max(columns, 2), tall=share * CONTAINMENT
    )
    narrow, _ = containment_figure(picture, width=NARROW, columns=2, tall=NARROW_CONTAINMENT)
    return figure_pair(wide, narrow)
