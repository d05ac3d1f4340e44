"""Rebuild docs/validation/falls.md: where our parts fall, and where they are said to fall."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from _fall_flights import FLIGHTS, ONEWEB, REASONS, Flight
from _page import EVIDENCE, PAGES, prose, table

from cosmodrome.ascent.optimise import Ascent, Optimiser
from cosmodrome.ascent.rules import AscentRules, ZoneAim
from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.flight.air import still_air
from cosmodrome.flight.cases import planned_cases
from cosmodrome.flight.fall import fall_to_ground, still_air_impact, vacuum_impact_point
from cosmodrome.flight.programme import flight_programme, fly_cases
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.safety.hazards import BodyHazard, assess_hazards
from cosmodrome.safety.monte_carlo import fall_of
from cosmodrome.safety.tangent import distance_and_bearing
from cosmodrome.safety.zones import ZoneComparison
from cosmodrome.spaceport import DropZone
from cosmodrome.store.catalogue import Catalogue, load_catalogue
from cosmodrome.vehicles import Configuration

MARCH = 3
SAMPLES = 2000
BOOSTER_BETAS_KG_M2 = (150.0, 300.0, 500.0, 800.0)
AIMED_WITHIN_M = 5000.0


@dataclass(frozen=True, kw_only=True)
class Flown:
    """A flight of ours, and its falls."""

    flight: Flight
    configuration: Configuration
    ascent: Ascent
    hazards: dict[str, BodyHazard]


ROUND_FIGURES_KM = (("booster", 350.0, 25.0), ("fairing-half", 500.0, 50.0), ("core", 1550.0, 95.0))


def fly_all(catalogue: Catalogue) -> dict[str, Flown]:
    """Optimise, re-fly and disperse every flight of the page."""
    return {flight.name: _flown(catalogue, flight) for flight in FLIGHTS}


def _flown(catalogue: Catalogue, flight: Flight) -> Flown:
    configuration = catalogue.configuration(flight.configuration)
    site = catalogue.complex(flight.complex)
    optimiser = Optimiser(
        configuration, site, complete_orbit(flight.orbit), rules=_rules(catalogue, flight)
    )
    ascent = optimiser.ascent(flight.payload_kg, flight.loading)
    hazards = assess_hazards(
        ascent.profile,
        ascent.trajectory,
        configuration,
        catalogue.spaceport(site.spaceport),
        samples=SAMPLES,
        weather=catalogue.weather(
            latitude_deg=site.latitude_deg, longitude_deg=site.longitude_deg, month=MARCH
        ),
    )
    return Flown(
        flight=flight,
        configuration=configuration,
        ascent=ascent,
        hazards={hazard.name: hazard for hazard in hazards},
    )


def _rules(catalogue: Catalogue, flight: Flight) -> AscentRules:
    """Return the rule that the flight is shaped by, if it is."""
    if flight.aims is None:
        return AscentRules()
    part, id = flight.aims
    zone = _zone(catalogue, flight, id)
    aim = ZoneAim(
        part=part,
        zone=zone.id,
        latitude_deg=zone.latitude_deg,
        longitude_deg=zone.longitude_deg,
        semi_major_m=AIMED_WITHIN_M,
        semi_minor_m=AIMED_WITHIN_M,
        bearing_deg=0.0,
    )
    return AscentRules(zones=(aim,))


def _zone(catalogue: Catalogue, flight: Flight, id: str) -> DropZone:
    site = catalogue.spaceport_of(flight.complex)
    return next(zone for zone in site.drop_zones if zone.id == id)


def centres(catalogue: Catalogue, flown: dict[str, Flown]) -> Iterator[str]:
    """Compare undisturbed impacts with published centres."""
    yield from ("## Centres", "")
    yield from prose(
        """
        Undisturbed impact of each part in the mean air of March, of one that comes apart its
        heaviest piece, against the centre of every zone of the catalogue that serves the flight:
        geodesic from the pad, and the distance between the two points. The flights are our payload
        optima; no drop zone shaped them unless it says so. Assumed:
        """
    )
    for name, each in flown.items():
        yield f"- {name}: {each.flight.assumed};"
    yield "- ballistic coefficients and heights of break-up of the catalogue, estimates."
    yield ""
    yield from table(
        (
            *("flight", "part", "zone, its centre", "ours, km at deg", "published, km at deg"),
            *("difference, km (%)", "apart, km", "why"),
        ),
        [_centre_row(catalogue, each, *pair) for each in flown.values() for pair in _pairs(each)],
    )


def _pairs(flown: Flown) -> Iterator[tuple[BodyHazard, ZoneComparison]]:
    for hazard in flown.hazards.values():
        yield from ((hazard, zone) for zone in hazard.zones)


def _centre_row(
    catalogue: Catalogue, flown: Flown, hazard: BodyHazard, compared: ZoneComparison
) -> list[str]:
    zone = _zone(catalogue, flown.flight, compared.zone)
    pad = catalogue.complex(flown.flight.complex)
    published_m, bearing_deg = distance_and_bearing(
        pad.latitude_deg, pad.longitude_deg, zone.latitude_deg, zone.longitude_deg
    )
    apart_m, _ = distance_and_bearing(
        hazard.nominal.latitude_deg,
        hazard.nominal.longitude_deg,
        zone.latitude_deg,
        zone.longitude_deg,
    )
    difference_m = hazard.downrange_m - published_m
    return [
        flown.flight.name,
        hazard.name,
        f"{zone.name} ({zone.centre_kind.replace('_', ' ')})",
        f"{hazard.downrange_m / 1e3:.0f} at {hazard.azimuth_deg:.1f}",
        f"{published_m / 1e3:.0f} at {bearing_deg:.1f}",
        f"{difference_m / 1e3:+.0f} ({100.0 * difference_m / published_m:+.1f})",
        f"{apart_m / 1e3:.0f}",
        REASONS[(flown.flight.name, zone.id)],
    ]


def inside(catalogue: Catalogue, flown: dict[str, Flown]) -> Iterator[str]:
    """Compare sizes, and count what falls inside the zones."""
    yield from ("## Sizes, and what falls inside", "")
    yield from prose(
        f"""
        Whole axes of our ellipse for 99.7 % of the pieces beside those of the published zone (of an
        outline, the ellipse inscribed; of an `estimate` only the centre is known), and the share of
        {SAMPLES} flights whose pieces fall inside the published outline, with its 95 % interval.
        No zone says which share it stands for.
        """
    )
    yield from table(
        ("flight", "part", "zone", "ours, km", "zone, km", "inside, %", "95 % interval"),
        [_inside_row(catalogue, each, *pair) for each in flown.values() for pair in _pairs(each)],
    )
    yield from prose(
        """
        What the published areas contain and ours do not: several boosters that differ among
        themselves, launches at other payloads and azimuths of the same route, failures of a
        separation or an engine near its end, and the caution of those who drew them. That is why
        RP 981 is several times as wide as ours, and why one notice of Falcon 9 closes the sea from
        the stage to the fairing and on both sides. What ours contain and the published do not
        state: a share. The zones of PSLV are two to five times as long as our ellipses (but for the
        ground-lit strap-ons): one notice stands for a month of days and winds, and we let a motor's
        burn rate spread only by its total impulse.
        """
    )


def _inside_row(
    catalogue: Catalogue, flown: Flown, hazard: BodyHazard, compared: ZoneComparison
) -> list[str]:
    zone = _zone(catalogue, flown.flight, compared.zone)
    size = "not known"
    if zone.semi_major_m and zone.semi_minor_m:
        kind = {"estimate": " (estimate)", "inscribed": " (inscribed)"}.get(zone.shape_kind, "")
        size = f"{2e-3 * zone.semi_major_m:.0f} x {2e-3 * zone.semi_minor_m:.0f}{kind}"
    share, interval = "no outline", ""
    if compared.measured is not None:
        measured = compared.measured
        share = f"{100.0 * measured.fraction:.1f}"
        interval = (
            f"{100.0 * measured.low_probability:.1f} to {100.0 * measured.high_probability:.1f}"
        )
    return [
        flown.flight.name,
        hazard.name,
        zone.name,
        f"{2e-3 * hazard.ellipse.semi_major_m:.0f} x {2e-3 * hazard.ellipse.semi_minor_m:.0f}",
        size,
        share,
        interval,
    ]


def aimed(catalogue: Catalogue, flown: dict[str, Flown]) -> Iterator[str]:
    """Tell what it costs to bring the fairing where the notice says."""
    yield from ("## The fairing at 827 km", "")
    configuration = catalogue.configuration(ONEWEB.configuration)
    site, orbit = catalogue.complex(ONEWEB.complex), complete_orbit(ONEWEB.orbit)
    free, kept = (
        Optimiser(configuration, site, orbit, rules=rules).capability("full").payload_capability_kg
        for rules in (AscentRules(), _rules(catalogue, flown["oneweb-aimed"].flight))
    )
    ours_km, aimed_km = (
        flown[name].hazards["fairing-half"].downrange_m / 1e3 for name in ("oneweb", "oneweb-aimed")
    )
    yield from prose(
        f"""
        The notice of March 2021 gives the one exact centre of a zone of Vostochny. Free to fly for
        payload alone, the fairing leaves as soon as the heat flux allows and falls at
        {ours_km:.0f} km; aimed within {AIMED_WITHIN_M / 1e3:.0f} km of that centre in still air it
        falls at {aimed_km:.0f} km in the mean air of March. The vehicle lifts {free:.0f} kg freely
        and {kept:.0f} kg aimed, both with a full Fregat: the zone costs {free - kept:.0f} kg.
        """
    )


def round_figures(flown: dict[str, Flown]) -> Iterator[str]:
    """Compare a crewed flight's parts with the distances that the press gives."""
    yield from ("## Round figures", "")
    yield from prose(
        """
        Distances that accounts of crewed launches from Baikonur give for "about" where the parts
        of a Soyuz-2.1a or Soyuz-FG fall (RussianSpaceWeb, Soyuz MS-16 to MS-28), beside those of
        our crewed flight, whose fairing goes at its set time.
        """
    )
    rows = []
    for part, published_km, tolerance_km in ROUND_FIGURES_KM:
        ours_km = flown["crewed"].hazards[part].downrange_m / 1e3
        difference_km = ours_km - published_km
        rows.append(
            [
                part,
                f"{ours_km:.0f}",
                f"{published_km:.0f}",
                f"{difference_km:+.0f} ({100.0 * difference_km / published_km:+.1f})",
                f"{tolerance_km:.0f}",
            ]
        )
    yield from table(
        ("part", "ours, km", "published, km", "difference, km (%)", "tolerance, km"), rows
    )


def calibration(flown: dict[str, Flown]) -> Iterator[str]:
    """Show what the booster's ballistic coefficient does to its fall."""
    yield from ("## What was calibrated", "")
    yield from prose(
        """
        One number: the ballistic coefficient of the boosters, 500 kg/m2, was set so that they reach
        zone RP 981; a tumbling cone would have about 170, one that flies point first 675. With it
        the other flights are predicted. What it does to the boosters of the sun-synchronous flight:
        """
    )
    each = flown["sso"]
    body = next(body for body in each.ascent.trajectory.bodies if body.part == "booster")
    profile = each.ascent.profile
    vacuum = vacuum_impact_point(body.r_eci_m, body.v_eci_m_s, t_s=body.t_s)
    places = [
        (f"{beta:.0f}", still_air_impact(body, ballistic_coefficient_kg_m2=beta))
        for beta in BOOSTER_BETAS_KG_M2
    ]
    rows = []
    for beta, place in (*places, ("no air", vacuum)):
        downrange_m, _ = distance_and_bearing(
            profile.latitude_deg, profile.longitude_deg, place.latitude_deg, place.longitude_deg
        )
        rows.append([beta, f"{downrange_m / 1e3:.0f}", f"{place.t_s:.0f}"])
    yield from table(("kg/m2", "from the pad, km", "impact at T+ s"), rows)


def sizes(flown: dict[str, Flown]) -> Iterator[str]:
    """Give the size of all footprints, and say what they held."""
    yield from ("## All footprints, and what they held", "")
    yield from prose(
        f"""
        {SAMPLES} dispersed flights in the air of March over the nearest site of the catalogue, in
        still air where none is near; ellipses for 99.7 % of the pieces. `held` is
        the share of {SAMPLES} other impacts that lay inside: with 99.7 % true, it scatters by
        0.12 % (one sigma). The spreads are recollected class figures, so these are sizes of the
        right order, not measurements.
        """
    )
    rows = [
        [
            name,
            hazard.name,
            f"{hazard.ellipse.semi_major_m / 1e3:.0f} x {hazard.ellipse.semi_minor_m / 1e3:.0f}",
            f"{hazard.ellipse.bearing_deg:.0f}",
            f"{100.0 * hazard.contained_fraction:.2f}",
            f"{hazard.first_impact_s:.0f} to {hazard.last_impact_s:.0f}",
        ]
        for name, each in flown.items()
        for hazard in each.hazards.values()
    ]
    yield from table(
        (
            *("flight", "part", "half axes, km", "bearing, deg"),
            *("held, %", "impact at T+ s"),
        ),
        rows,
    )


def numerics(flown: dict[str, Flown]) -> Iterator[str]:
    """Say how exact the compiled loops are."""
    yield from ("## The loops themselves", "")
    yield from prose(
        """
        Impact points of four states, made independently and agreeing with Orekit to centimetres;
        then, for the parts of our own flights, the compiled loops against the adaptive integrator
        that judges ascents (Dormand-Prince 8(5,3) at 1e-10): where the part leaves on the planned
        flight, and where it lands.
        """
    )
    rows = [_impact_row(line.split(",")) for line in _impact_lines()[1:]]
    yield from table(("state", "vacuum, m", "oblate Earth, m", "tolerance, m"), rows)
    rows = [row for each in flown.values() for row in _kernel_rows(each)]
    yield from table(("flight", "part", "at separation, m", "at impact, m", "tolerance, m"), rows)


def _impact_lines() -> list[str]:
    lines = (EVIDENCE / "impact_points.csv").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def _impact_row(cells: list[str]) -> list[str]:
    name, values = cells[0], [float(cell) for cell in cells[1:]]
    r, v_ecef = np.array(values[:3]), np.array(values[3:6])
    v = v_ecef + np.cross([0.0, 0.0, EARTH_ROTATION_RATE_RAD_S], r)
    body = SeparatedBody(part=name, count=1, mass_kg=1.0, t_s=0.0, r_eci_m=r, v_eci_m_s=v)
    vacuum = vacuum_impact_point(r, v, t_s=0.0)
    oblate = fall_to_ground(body, ballistic_coefficient_kg_m2=np.inf)
    misses = [
        distance_and_bearing(latitude, longitude, place.latitude_deg, place.longitude_deg)[0]
        for (latitude, longitude), place in zip(
            (values[6:8], values[9:11]), (vacuum, oblate), strict=True
        )
    ]
    return [name, *(f"{miss:.2f}" for miss in misses), "0.15"]


def _kernel_rows(flown: Flown) -> Iterator[list[str]]:
    vehicle, trajectory = flown.configuration.vehicle, flown.ascent.trajectory
    falling = [body for body in trajectory.bodies if body.part in flown.hazards]
    programme = flight_programme(
        flown.ascent.profile, trajectory, vehicle, until_s=max(body.t_s for body in falling)
    )
    states, _ = fly_cases(programme, planned_cases(len(programme.stages)), still_air())
    for body in falling:
        beta = fall_of(vehicle, body.part).ballistic_coefficient_kg_m2
        left_m = np.linalg.norm(states[0, programme.parts.index(body.part), :3] - body.r_eci_m)
        ours = still_air_impact(body, ballistic_coefficient_kg_m2=beta)
        theirs = fall_to_ground(body, ballistic_coefficient_kg_m2=beta)
        landed_m, _ = distance_and_bearing(
            ours.latitude_deg, ours.longitude_deg, theirs.latitude_deg, theirs.longitude_deg
        )
        yield [flown.flight.name, body.part, f"{left_m:.0f}", f"{landed_m:.0f}", "50"]


def limits() -> Iterator[str]:
    """Say where the model stops."""
    yield from ("## Where it stops", "")
    yield from prose(
        """
        Planned falls only, no lift, no burning away of what reaches the ground. Stages that come
        apart do so at a height and into pieces that are estimates; that a core of Soyuz is found in
        four is reported. The air is that of the nearest site of the catalogue, up to a thousand
        kilometres from the fall. Stages follow the stored attitude over time, each cut off by
        its own rule; the closed loop that trims the pitch of a real core is not modelled, so its
        footprint is an upper bound along the track. A solid with more thrust than planned spends
        its propellant early and ends its phase, which makes the footprints of PSLV too long. The
        last stage reaches its cut-off by guidance with recollected tolerances. Where a last stage
        is let go a little below orbital speed (Soyuz-2.1v with Volga), some dispersed flights
        reach half around the Earth, and no area is announced: the answer is a refusal.
        """
    )


def main() -> None:
    """Write the page."""
    catalogue = load_catalogue()
    flown = fly_all(catalogue)
    lines = ["# Falls", ""]
    lines += prose(
        """
        Where boosters, core, fairing and third stage of our ascents come down, beside the zones
        that notices and the press give. See [how to read these pages](how-to-read.md). Zones are in
        the catalogue with their sources; other evidence is in `tests/authorities/evidence`.
        """
    )
    lines += centres(catalogue, flown)
    lines += inside(catalogue, flown)
    lines += aimed(catalogue, flown)
    lines += round_figures(flown)
    lines += calibration(flown)
    lines += sizes(flown)
    lines += numerics(flown)
    lines += limits()
    (PAGES / "falls.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
