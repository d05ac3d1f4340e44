"""Which areas are to be announced for the falls of a mission, to whom, and what they hold."""

from dataclasses import dataclass

from cosmodrome.formats.figures.fall_marks import areas_shown
from cosmodrome.formats.figures.fall_picture import part_name, part_role
from cosmodrome.formats.figures.words import figure, power
from cosmodrome.formats.report_html.environment import rendered
from cosmodrome.formats.report_html.sheet import SHEET_ROOM, Block, Sheet, packed
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.announced_area import AnnouncedArea

AUDIENCES = {"ships": "Ships", "aircraft": "Aircraft", "land": "People on land"}
SHAPES = {"PolygonArea": "corners", "CircleArea": "circle", "SectorArea": "sector"}
HEADINGS_HEIGHT = 128.0
ROW_HEIGHT = 26.0
"""A row in print, with the rule below it."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A line of the table of areas."""

    role: str
    part: str
    audience: str
    rule: str
    asked: str
    measured: str
    hit: str
    shape: str
    time: str
    top: str


def area_rows(mission: MissionPlan) -> list[AreaRow]:
    """Return the table of areas, nearest fall first, for the audiences that are there."""
    return [
        AreaRow(
            role=part_role(body.name, mission.configuration.vehicle),
            part=part_name(body.name, body.count),
            audience=AUDIENCES[area.audience],
            rule=area.rule,
            asked=f"{figure(100.0 * area.containment_probability, 1)} %",
            measured=_measured(area),
            hit=power(area.hit_probability) + ("" if area.hit_outlines else ", reached nowhere"),
            shape=_shape(area),
            time=f"{figure(area.from_t_s)}–{figure(area.to_t_s)}",
            top=f"{figure(area.top_m)} m" if area.top_m > 0.0 else "ground",
        )
        for body in sorted(mission.bodies, key=lambda each: each.downrange_m)
        for area in areas_shown(body)
    ]


def _measured(area: AnnouncedArea) -> str:
    """Return the share inside and its interval."""
    found = area.contained
    share, low, high = (
        figure(100.0 * value, 2)
        for value in (found.fraction, found.low_probability, found.high_probability)
    )
    return f"{share} % ({low}–{high})"


def _shape(area: AnnouncedArea) -> str:
    """Return how an area is described: its corners counted, or by its kind."""
    word = SHAPES[type(area.shape).__name__]
    return f"{len(area.ring_deg) - 1} {word}" if word == "corners" else word


def area_sheets(mission: MissionPlan, ordinal: int) -> list[Sheet]:
    """Return the sheets of the areas to announce; none where no rule asks for any."""
    rows = area_rows(mission)
    blocks = [Block(rendered("area_row.html", row=row), ROW_HEIGHT) for row in rows]
    pages = packed(blocks, room=SHEET_ROOM - HEADINGS_HEIGHT, gap=0.0)
    return [
        Sheet(
            f"{mission.mission.id}: areas to announce",
            f"m{ordinal}-areas" if n == 0 else f"m{ordinal}-areas-{n + 1}",
            rendered("areas.html", mission=mission, blocks=[block.body for block in page]),
        )
        for n, page in enumerate(pages)
    ]
