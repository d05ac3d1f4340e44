"""How does an injected orbit read on a terminal? Elements, then who sees what, and when."""

import math
from collections.abc import Sequence
from datetime import timedelta

from rich.text import Text

from cosmodrome.cli.screen import (
    METRES_PER_KM,
    figure,
    instant,
    print_facts,
    print_table,
    print_text,
    state,
)
from cosmodrome.formats.figures.words import clock, lifetime
from cosmodrome.formats.injected_orbit_fields import spreads
from cosmodrome.orbit.elements import OrbitElements
from cosmodrome.planning.injected_orbit import InjectedOrbit
from cosmodrome.units import kilometres

NODES_SHOWN = 6
ECLIPSES_SHOWN = 3
SECONDS_PER_MINUTE_S = 60.0
NO_PERIGEE_SIGMAS = 3.0
NEARLY_CIRCULAR_ECCENTRICITY = 0.02
"""Up to here a customer's altitude is the mean one."""
CAUTION_DEG = 0.5
"""A plane so far from the one wanted was not aimed at by this lift-off."""


def print_orbit(orbit: InjectedOrbit, title: str) -> None:
    """Write a forecast: elements, what comes of them, nodes, coverage, first passes."""
    _print_elements(orbit, title)
    print_facts(_facts(orbit))
    _print_nodes(orbit)
    _print_coverage(orbit)
    _print_acquisitions(orbit)


def _print_elements(orbit: InjectedOrbit, title: str) -> None:
    told, mean, plane = orbit.osculating, orbit.mean, orbit.plane
    closed = told.eccentricity < 1.0
    sd = {} if orbit.scatter is None else spreads(orbit.scatter, closed=closed)
    if sd and told.eccentricity < NO_PERIGEE_SIGMAS * sd["eccentricity"]:
        del sd["argp_deg"]  # the perigee may be anywhere

    def row(name: str, key: str, at_injection: str, on_average: str, places: int) -> Sequence[str]:
        per = METRES_PER_KM if key.endswith("_m") else 1.0
        return name, at_injection, on_average, figure(sd[key] / per, places) if key in sd else "–"

    def degrees(value_rad: float | None) -> str:
        return "–" if value_rad is None else figure(math.degrees(value_rad), 4)

    rows = [
        row(
            "Semi-major axis km",
            "semi_major_axis_m",
            figure(kilometres(told.semi_major_axis_m), 3),
            "–" if mean is None else figure(kilometres(mean.semi_major_axis_m), 3),
            3,
        ),
        row(
            "Eccentricity",
            "eccentricity",
            figure(told.eccentricity, 6),
            "–" if mean is None else figure(mean.eccentricity, 6),
            6,
        ),
        row("Perigee km", "perigee_altitude_m", *_heights(told, mean, -1.0), 2),
        row("Apogee km", "apogee_altitude_m", *_heights(told, mean, 1.0), 2),
        row(
            "Inclination °",
            "inclination_deg",
            degrees(told.inclination_rad),
            degrees(mean.inclination_rad if mean else None),
            4,
        ),
        row(
            "Node, true of date °",
            "raan_deg",
            figure(plane.raan_deg if plane else None, 4),
            figure(plane.mean_raan_deg if plane else None, 4),
            4,
        ),
        row("Node, GCRF °", "", figure(plane.raan_gcrf_deg if plane else None, 4), "–", 4),
        row(
            "Argument of perigee °",
            "argp_deg",
            degrees(told.argp_rad),
            degrees(mean.argp_rad if mean else None),
            2,
        ),
        row(
            "Argument of latitude °",
            "argument_of_latitude_deg",
            degrees(told.argument_of_latitude_rad),
            degrees(mean.argument_of_latitude_rad if mean else None),
            4,
        ),
        row("Period min", "", _period(told), "–" if mean is None else _period(mean), 4),
    ]
    print_table(title, ("Element", ">At injection", ">Mean", ">One sigma"), rows)


def _heights(told: OrbitElements, mean: OrbitElements | None, side: float) -> tuple[str, str]:
    from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M

    def height(elements: OrbitElements | None) -> str:
        if elements is None or (elements.eccentricity >= 1.0 and side > 0.0):
            return "–"
        radius_m = elements.semi_major_axis_m * (1.0 + side * elements.eccentricity)
        return figure(kilometres(radius_m - EARTH_EQUATORIAL_RADIUS_M), 2)

    return height(told), height(mean)


def _period(elements: OrbitElements) -> str:
    if elements.eccentricity >= 1.0:
        return "–"
    return figure(elements.period_s / SECONDS_PER_MINUTE_S, 4)


def _facts(orbit: InjectedOrbit) -> list[tuple[str, str]]:
    facts = [("Injection", f"T+{figure(orbit.injection_s, 1)} s{_utc(orbit, orbit.injection_s)}")]
    nearly_circular = orbit.osculating.eccentricity < NEARLY_CIRCULAR_ECCENTRICITY
    if orbit.mean_axis_off_m is not None and nearly_circular:
        off_km = kilometres(orbit.mean_axis_off_m)
        side = "above" if off_km >= 0.0 else "below"
        facts.append(
            ("Mean altitude", f"{figure(abs(off_km), 2)} km {side} that of the orbit asked for")
        )
    facts += _plane_facts(orbit)
    if orbit.all_met_probability is not None:
        each = ", ".join(
            f"{odds.name} ±{odds.limit:g}: {_percent(odds.met_probability)}" for odds in orbit.odds
        )
        facts.append(("Tolerances met", f"{_percent(orbit.all_met_probability)} all ({each})"))
    if orbit.drifts is not None:
        node, perigee = orbit.drifts
        facts.append(
            ("Drift by J2", f"node {figure(node, 4)}°/day, perigee {figure(perigee, 4)}°/day")
        )
    facts += _local_time_facts(orbit)
    if orbit.eclipses is not None:
        facts.append(("First eclipses", _eclipses(orbit)))
    if orbit.decay is not None:
        facts.append(("Decay", _decay(orbit)))
    return facts


def _plane_facts(orbit: InjectedOrbit) -> list[tuple[str, str]]:
    plane = orbit.plane
    if plane is None:
        return [("Plane", "free: --liftoff places it among the stars")]
    words = []
    if plane.ltan_h is not None:
        words.append(f"local time of the ascending node {clock(plane.ltan_h)}")
    if plane.off_target_deg is not None:
        words.append(f"{figure(plane.off_target_deg, 3)}° from the plane wanted")
        if plane.off_target_deg > CAUTION_DEG:
            words.append("CAUTION: this lift-off does not aim at it, `cosmodrome windows` does")
    return [("Plane", ", ".join(words))] if words else []


def _local_time_facts(orbit: InjectedOrbit) -> list[tuple[str, str]]:
    drift = orbit.local_time
    if drift is None:
        return []
    words = [f"{figure(drift.planned_yearly_min, 1)} min a year as planned"]
    if drift.three_sigma_yearly_min is not None:
        words.append(f"± {figure(drift.three_sigma_yearly_min, 1)} (3 sigma) by injection")
    if drift.of_sun_first_year_min is not None:
        words.append(f"{figure(drift.of_sun_first_year_min, 1)} min in the first year by the Sun")
    return [("Local time", "; ".join(words))]


def _eclipses(orbit: InjectedOrbit) -> str:
    if not orbit.eclipses:
        return "none in the first day"
    longest_min = max(b - a for a, b in orbit.eclipses) / SECONDS_PER_MINUTE_S
    shown = ", ".join(f"T+{figure(a)} to {figure(b)} s" for a, b in orbit.eclipses[:ECLIPSES_SHOWN])
    return f"{shown}; the longest of the first day {figure(longest_min, 1)} min"


def _decay(orbit: InjectedOrbit) -> str:
    decay = orbit.decay
    if decay is None:
        return "–"
    lives = [
        f"{lifetime(days)} with {sun}"
        for days, sun in (
            (decay.low_sun_d, "a quiet Sun"),
            (decay.mean_sun_d, "a mean"),
            (decay.high_sun_d, "an active one"),
        )
    ]
    source = "assumed" if decay.is_assumed else "given"
    return (
        f"{', '.join(lives)}; now {figure(decay.sinking_m_d, 1)} m a day; ballistic coefficient "
        f"{decay.ballistic_coefficient_kg_m2:g} kg/m², {source}"
    )


def _print_nodes(orbit: InjectedOrbit) -> None:
    print_table(
        f"First nodes, {min(NODES_SHOWN, len(orbit.nodes))} of {len(orbit.nodes)} in the first day",
        ("Node", ">T+ s", "UTC", ">Longitude °", ">Local time"),
        [
            (
                node.kind,
                figure(node.t_s, 1),
                _instant(orbit, node.t_s),
                figure(node.longitude_deg, 3),
                "–" if node.local_time_h is None else clock(node.local_time_h),
            )
            for node in orbit.nodes[:NODES_SHOWN]
        ],
    )


def _print_coverage(orbit: InjectedOrbit) -> None:
    coverage = orbit.coverage
    print_table(
        f"Who sees the ascent: {_percent(coverage.seen_fraction)} of {figure(coverage.until_s)} s",
        ("State", "Event", ">T+ s", "~Stations and elevation"),
        [
            (
                _seen(bool(event.stations)),
                event.name,
                figure(event.t_s, 1),
                ", ".join(f"{v.station} {figure(v.elevation_deg)}°" for v in event.stations)
                or "nobody",
            )
            for event in coverage.events
        ],
    )
    for gap in coverage.gaps:
        inside = ", ".join((*(f"{stage} burning" for stage in gap.burns), *gap.events))
        print_text(
            f"Out of sight T+{figure(gap.from_s)} to {figure(gap.to_s)} s: {inside or 'coast only'}"
        )
    print_text("")


def _seen(seen: bool) -> Text:
    return state("GO" if seen else "CAUTION")


def _print_acquisitions(orbit: InjectedOrbit) -> None:
    lit = dict(zip(((p.station, p.rise.t_s) for p in orbit.passes), orbit.sunlit, strict=False))
    rows = []
    for each in orbit.acquisitions:
        first = each.first_pass
        sunlit = lit.get((first.station, first.rise.t_s))
        rows.append(
            (
                first.station,
                "up at injection" if first.begins_before else figure(first.rise.t_s, 1),
                _instant(orbit, first.rise.t_s),
                figure(first.rise.azimuth_deg, 1),
                figure(first.culmination.elevation_deg, 1),
                figure(kilometres(first.culmination.range_m)),
                figure(first.set.t_s, 1),
                "–" if sunlit is None else ("yes" if sunlit else "no"),
                figure(each.rise_error_s, 1),
                figure(each.pointing_error_deg, 2),
            )
        )
    unseen = [s.id for s in orbit.stations if s.id not in {row[0] for row in rows}]
    print_table(
        f"First passes in {_days(orbit.days_d)}, with one-sigma errors of their forecast",
        (
            *("Station", ">Rise T+ s", "Rise UTC", ">Azimuth °", ">Top °", ">Range km"),
            *(">Set T+ s", "Sunlit", ">Error s", ">Error °"),
        ),
        rows,
    )
    if unseen:
        print_text(f"No pass over {', '.join(unseen)}.")
    print_text(f"{len(orbit.passes)} passes in all; --json or -o DIR tells every one.")


def _days(days_d: float) -> str:
    return "a day" if days_d == 1.0 else f"{days_d:g} days"


def _instant(orbit: InjectedOrbit, t_s: float) -> str:
    if orbit.plane is None:
        return "–"
    return instant(orbit.plane.liftoff + timedelta(seconds=t_s))


def _utc(orbit: InjectedOrbit, t_s: float) -> str:
    return "" if orbit.plane is None else f", {_instant(orbit, t_s)}"


def _percent(probability: float) -> str:
    return f"{100.0 * probability:.1f} %"
