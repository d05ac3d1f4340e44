"""How much of what the vehicle lifts is used? A bar of payload within capability."""

from cosmodrome.formats.figures.svg import Drawing, Px
from cosmodrome.formats.figures.words import figure
from cosmodrome.planning.plan import MissionPlan


def margin_bar(mission: MissionPlan, *, width: Px = 84.0) -> str:
    """Return payload within capability as a small bar from zero, as SVG."""
    payload_kg, most_kg = mission.mission.payload_kg, mission.payload_capability_kg
    drawing = Drawing(
        width,
        16.0,
        title=f"{mission.mission.name}: payload {figure(payload_kg)} kg of {figure(most_kg)} kg",
        kind="mb",
    )
    inner = width - 2.0
    drawing.rect(0.5, 5.0, inner, 6.0, "mb-cap")
    drawing.rect(0.5, 5.0, inner * min(1.0, payload_kg / most_kg), 6.0, "mb-pay")
    return drawing.markup()
