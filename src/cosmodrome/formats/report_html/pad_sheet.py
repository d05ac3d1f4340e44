"""Who must be away from the pad while the vehicle of a mission stands there loaded."""

from markupsafe import Markup

from cosmodrome.formats.figures.pad_map import pad_map
from cosmodrome.formats.figures.svg import Px
from cosmodrome.formats.figures.words import figure
from cosmodrome.formats.report_html.environment import figure_pair, rendered
from cosmodrome.formats.report_html.sheet import Sheet
from cosmodrome.planning.plan import LaunchPlan, MissionPlan
from cosmodrome.safety.pad_hazard import PadHazard

WIDE: Px = 1010.0
WIDE_TALL: Px = 340.0
NARROW: Px = 346.0
NARROW_TALL: Px = 168.0


def pad_sheet(mission: MissionPlan, plan: LaunchPlan, ordinal: int) -> Sheet | None:
    """Return the sheet of the rings about the pad, or None where no danger there is known."""
    hazard = mission.pad_hazard
    if hazard is None or not hazard.rings:
        return None
    body = rendered(
        "pad.html",
        mission=mission,
        rings=_rings(mission, plan, hazard),
        loaded=", ".join(f"{figure(kg)} kg {_pair(kind)}" for kind, kg in hazard.propellants_kg),
        tnt=figure(hazard.tnt_kg),
        unknown=figure(hazard.unknown_propellant_kg) if hazard.unknown_propellant_kg else "",
        windy=any(ring.downwind_deg is not None for ring in hazard.rings),
        clearances=[(c.name, figure(c.distance_m / 1000.0), c.note) for c in hazard.clearances],
    )
    return Sheet(f"{mission.mission.id}: rings about the pad", f"m{ordinal}-pad", body)


def _pair(kind: str) -> str:
    """Return a pair of propellants as it is written: ``LO2 / RP1``."""
    return kind.upper().replace("-", " / ")


def _rings(mission: MissionPlan, plan: LaunchPlan, hazard: PadHazard) -> Markup:
    wide, _ = pad_map(hazard, mission.complex, plan.spaceport, width=WIDE, tall=WIDE_TALL)
    narrow, _ = pad_map(hazard, mission.complex, plan.spaceport, width=NARROW, tall=NARROW_TALL)
    return figure_pair(wide, narrow)
