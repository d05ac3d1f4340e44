"""Where it flies, when it may, and what falls where."""

from dataclasses import dataclass

from markupsafe import Markup

from cosmodrome.formats.figures import map_frame
from cosmodrome.formats.figures.fall_map import fall_map
from cosmodrome.formats.figures.fall_picture import (
    FallPicture,
    part_name,
    part_role,
    picture_of_mission,
)
from cosmodrome.formats.figures.lettering import wrapped
from cosmodrome.formats.figures.windows import NARROW, WIDE, Look, window_figure
from cosmodrome.formats.figures.words import figure, latitude, longitude, offset_words
from cosmodrome.formats.report_html.environment import figure_pair, rendered
from cosmodrome.formats.report_html.sheet import SHEET_ROOM, Sheet
from cosmodrome.planning.plan import LaunchPlan, MissionPlan
from cosmodrome.safety.hazards import BodyHazard
from cosmodrome.spaceport import Spaceport

# Half of a sheet on the screen; beside a tall map there is a little more.
HALF_WIDTH = 493.0
ZONE_WIDTH = 76.0
HEADINGS_HEIGHT = 98.0
LEAST_WINDOWS_HEIGHT = 170.0


@dataclass(frozen=True, slots=True)
class FallRow:
    """A line of the table of falls."""

    role: str
    name: str
    centre: str
    downrange: str
    axes: str
    inside: str
    time: str
    zones: tuple[str, ...]


def zone_words(body: BodyHazard, spaceport: Spaceport) -> tuple[str, ...]:
    """Return how a fall sits in each published zone."""
    names = {zone.id: zone.name.split(",")[0] for zone in spaceport.drop_zones}
    words = []
    for zone in body.zones:
        away = figure(zone.distance_m / 1000.0)
        said = f"{names.get(zone.zone, zone.zone)}, {away}\u00a0km\u00a0off"
        if zone.probability is not None:
            said += f", {figure(100.0 * zone.probability)}\u00a0%\u00a0inside"
        words.append(said)
    return tuple(words)


def fall_rows(mission: MissionPlan, spaceport: Spaceport) -> list[FallRow]:
    """Return the table of falls, nearest first."""
    rows = []
    for body in sorted(mission.bodies, key=lambda b: b.downrange_m):
        ellipse = body.ellipse
        major_km, minor_km = (
            2.0 * axis / 1000.0 for axis in (ellipse.semi_major_m, ellipse.semi_minor_m)
        )
        rows.append(
            FallRow(
                role=part_role(body.name, mission.configuration.vehicle),
                name=part_name(body.name, body.count),
                centre=f"{latitude(ellipse.latitude_deg)} {longitude(ellipse.longitude_deg)}",
                downrange=figure(body.downrange_m / 1000.0),
                axes=f"{figure(major_km)} × {figure(minor_km)}",
                inside=f"{figure(100.0 * body.contained_fraction, 1)} %",
                time=f"{figure(body.first_impact_s)}–{figure(body.last_impact_s)}",
                zones=zone_words(body, spaceport),
            )
        )
    return rows


def _maps(picture: FallPicture, *, landscape: bool) -> Markup:
    wide = map_frame.LANDSCAPE if landscape else map_frame.PORTRAIT
    narrow = map_frame.NARROW_WIDE if landscape else map_frame.NARROW
    return figure_pair(fall_map(picture, look=wide), fall_map(picture, look=narrow))


def closed_by_words(mission: MissionPlan) -> str:
    """Return the rules that close windows altogether: ``range hours, corridor``."""
    shut = (window for window in mission.windows if not window.permitted)
    rules = dict.fromkeys(rule for window in shut for rule in window.closed_by)
    return "; ".join(rule.replace("-", " ") for rule in rules)


def _windows_look(rows: list[FallRow], *, landscape: bool) -> Look:
    """Return the size of the window figure that leaves the table of falls its room in print."""
    if landscape:
        return Look(HALF_WIDTH, WIDE.height)
    lines = sum(max(1, sum(len(wrapped(zone, ZONE_WIDTH)) for zone in row.zones)) for row in rows)
    table = 52.0 + 6.5 * len(rows) + 16.0 * lines
    left = SHEET_ROOM - HEADINGS_HEIGHT - table
    return Look(WIDE.width, max(LEAST_WINDOWS_HEIGHT, min(WIDE.height, left)))


def falls_sheet(mission: MissionPlan, plan: LaunchPlan, ordinal: int) -> Sheet:
    """Return the sheet of map, windows and falls."""
    site = plan.spaceport
    picture = picture_of_mission(mission, site)
    landscape = map_frame.is_landscape(picture)
    rows = fall_rows(mission, site)
    look = _windows_look(rows, landscape=landscape)
    containments = sorted({body.ellipse.containment_probability for body in mission.bodies})
    body = rendered(
        "falls.html",
        mission=mission,
        ordinal=ordinal,
        landscape=landscape,
        maps=_maps(picture, landscape=landscape),
        windows=figure_pair(
            window_figure(mission, plan, look=look), window_figure(mission, plan, look=NARROW)
        ),
        rows=rows,
        containment=", ".join(f"{figure(100.0 * p, 1)} %" for p in containments),
        closed_by=closed_by_words(mission),
        samples=figure(max((body.samples for body in mission.bodies), default=0)),
        offset=offset_words(site.utc_offset_h),
    )
    return Sheet(f"{mission.mission.id}: map of falls, windows", f"m{ordinal}-falls", body)
