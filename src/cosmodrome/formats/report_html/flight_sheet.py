"""What flies, and how: the vehicle to scale and its ascent."""

from markupsafe import Markup

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M
from cosmodrome.formats.figures.ascent import NARROW, WIDE, ascent_figure
from cosmodrome.formats.figures.vehicle import Estimated, vehicle_drawing
from cosmodrome.formats.figures.words import Quantity, day, figure, hours
from cosmodrome.formats.report_html.environment import figure_pair, rendered
from cosmodrome.formats.report_html.sheet import Sheet
from cosmodrome.planning.plan import LaunchPlan, MissionPlan

SMALLEST_GAP = 0.0001


def estimated_leaves(plan: LaunchPlan, mission: MissionPlan) -> Estimated:
    """Return the test whether a leaf of the vehicle's file is an estimate.

    A note of the plan whose key is ``<vehicle>:<leaf>`` and that is marked says so.
    """
    marked = {note.key for note in plan.sources if note.estimate}
    vehicle = mission.configuration.vehicle.id
    return lambda leaf: f"{vehicle}:{leaf}" in marked


def launch_fact(mission: MissionPlan) -> tuple[str, str]:
    """Return what the launch is called and when it is."""
    if mission.liftoff:
        return "Lift-off, UTC", f"{day(mission.liftoff)} {mission.liftoff:%H:%M:%S}"
    window = mission.chosen_window
    words = f"{day(window.opens)} {hours(window.opens, window.closes)}"
    return f"Launch day {day(mission.launch_date)}, hours UTC", words


def gap_words(value: Quantity) -> str:
    """Return a small difference with two significant figures.

    >>> gap_words(3.14), gap_words(0.00052), gap_words(0.0)
    ('3.1', '0.00052', 'less than 0.0001')
    """
    return f"{value:.2g}" if value >= SMALLEST_GAP else f"less than {SMALLEST_GAP:g}"


def injected_words(mission: MissionPlan) -> str:
    """Return the orbit reached, and how well the re-flight confirms it."""
    orbit = mission.injection
    low_km, high_km = (
        (orbit.semi_major_axis_m * (1.0 + sign * orbit.eccentricity) - EARTH_EQUATORIAL_RADIUS_M)
        / 1000.0
        for sign in (-1.0, 1.0)
    )
    replay = mission.ascent.replay
    return (
        f"Injected into {figure(low_km)} × {figure(high_km)} km, {orbit.inclination_deg:.2f}°. "
        f"Flown again by an independent integrator: {gap_words(replay.position_gap_m)} m and "
        f"{gap_words(replay.velocity_gap_m_s)} m/s apart."
    )


def flight_facts(mission: MissionPlan) -> list[tuple[str, str]]:
    """Return the figures at the head of a mission."""
    return [
        launch_fact(mission),
        ("Azimuth", f"{mission.ascent.relative_launch_azimuth_deg:.1f}°"),
        ("Payload", f"{figure(mission.mission.payload_kg)} kg"),
        ("Capability", f"{figure(mission.payload_capability_kg)} kg"),
        ("Margin", f"{figure(mission.performance_margin_kg)} kg"),
    ]


def flight_sheet(mission: MissionPlan, plan: LaunchPlan, ordinal: int) -> Sheet:
    """Return the sheet of vehicle and ascent."""
    drawing = vehicle_drawing(
        mission.configuration, mission.ascent, estimated=estimated_leaves(plan, mission)
    )
    body = rendered(
        "flight.html",
        mission=mission,
        ordinal=ordinal,
        facts=flight_facts(mission),
        injected=injected_words(mission),
        drawing=Markup(drawing),
        ascent=figure_pair(ascent_figure(mission, look=WIDE), ascent_figure(mission, look=NARROW)),
    )
    title = f"{mission.mission.id}: vehicle and ascent"
    return Sheet(title, f"m{ordinal}-flight", body)
