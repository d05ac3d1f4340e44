"""Rebuild docs/validation/falls.md: where our parts fall, and where they are said to fall."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from _page import EVIDENCE, PAGES, prose, table

from cosmodrome.ascent.optimise import Ascent, LoadingPolicy, optimise_ascent
from cosmodrome.constants import EARTH_ROTATION_RATE_RAD_S
from cosmodrome.flight.fall import fall_to_ground, still_air_impact, vacuum_impact_point
from cosmodrome.flight.programme import flight_programme, fly_cases, planned_case
from cosmodrome.flight.trajectory import SeparatedBody
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.safety.hazards import BodyHazard, assess_hazards
from cosmodrome.safety.monte_carlo import fall_of
from cosmodrome.safety.tangent import distance_and_bearing
from cosmodrome.spaceport import DropZone
from cosmodrome.store.catalogue import Catalogue, load_catalogue
from cosmodrome.vehicles import Configuration

MARCH = 3
SAMPLES = 2000
BOOSTER_BETAS_KG_M2 = (150.0, 300.0, 500.0, 800.0)
CALIBRATED = "ballistic coefficient calibrated on this zone: no evidence"


@dataclass(frozen=True, kw_only=True)
class Flight:
    """A launch whose parts are said to have fallen somewhere."""

    name: str
    configuration: str
    complex: str
    orbit: TargetOrbit
    payload_kg: float
    loading: LoadingPolicy
    assumed: str


@dataclass(frozen=True, kw_only=True)
class Flown:
    """A flight of ours, and its falls."""

    flight: Flight
    configuration: Configuration
    ascent: Ascent
    hazards: dict[str, BodyHazard]


@dataclass(frozen=True, kw_only=True)
class Published:
    """A published centre or distance for a part of a flight, with the reason of a difference."""

    flight: str
    part: str
    zone: str
    tolerance_km: float
    reason: str


FLIGHTS = (
    Flight(
        name="sso",
        configuration="soyuz-2.1b+fregat",
        complex="vostochny-1s",
        orbit=TargetOrbit(
            kind="sun-synchronous", perigee_altitude_km=830.0, apogee_altitude_km=830.0, ltdn_h=9.0
        ),
        payload_kg=3000.0,
        loading="full",
        assumed="Vostochny, Soyuz-2.1b with Fregat to a sun-synchronous 830 km, 3,000 kg",
    ),
    Flight(
        name="oneweb",
        configuration="soyuz-2.1b+fregat",
        complex="vostochny-1s",
        orbit=TargetOrbit(
            kind="circular",
            perigee_altitude_km=450.0,
            apogee_altitude_km=450.0,
            inclination_deg=87.4,
        ),
        payload_kg=5814.0,
        loading="full",
        assumed="Vostochny, Soyuz-2.1b with Fregat, full tanks, to 450 km, 87.4 deg, 5,814 kg",
    ),
    Flight(
        name="station",
        configuration="soyuz-2.1a",
        complex="baikonur-31-6",
        orbit=TargetOrbit(
            kind="elliptic",
            perigee_altitude_km=193.0,
            apogee_altitude_km=245.0,
            inclination_deg=51.66,
        ),
        payload_kg=7300.0,
        loading="full",
        assumed="Baikonur 31, Soyuz-2.1a to 193 x 245 km, 51.66 deg, 7,300 kg",
    ),
)
# Tolerances come from the centres: a zone's own half axis, the size of a district, of a region.
PUBLISHED = (
    Published(
        flight="sso", part="booster", zone="vost-rp981", tolerance_km=25.0, reason=CALIBRATED
    ),
    Published(
        flight="sso",
        part="core",
        zone="vost-rp985",
        tolerance_km=80.0,
        reason="the town of Vilyuysk stands for the centre of the zone; the orbit of that launch "
        "differs from ours by some kilometres",
    ),
    Published(
        flight="oneweb",
        part="fairing-half",
        zone="vost-oneweb-fairing-2021-03",
        tolerance_km=30.0,
        reason="the flown programme is shaped so that the fairing reaches this zone; ours goes for "
        "payload alone and drops it as soon as the heat flux allows",
    ),
    Published(
        flight="station",
        part="core",
        zone="baik-altai-core",
        tolerance_km=100.0,
        reason="the village of Ust-Kan stands for a district; ours climbs for payload alone",
    ),
)
ROUND_FIGURES_KM = (("booster", 350.0, 25.0), ("fairing-half", 500.0, 50.0), ("core", 1550.0, 95.0))


def fly_all(catalogue: Catalogue) -> dict[str, Flown]:
    """Optimise, re-fly and disperse every flight of the page."""
    flown = {}
    for flight in FLIGHTS:
        configuration = catalogue.configuration(flight.configuration)
        site = catalogue.complex(flight.complex)
        ascent = optimise_ascent(
            configuration,
            site,
            complete_orbit(flight.orbit),
            payload_kg=flight.payload_kg,
            loading=flight.loading,
        )
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
        flown[flight.name] = Flown(
            flight=flight,
            configuration=configuration,
            ascent=ascent,
            hazards={hazard.name: hazard for hazard in hazards},
        )
    return flown


def centres(catalogue: Catalogue, flown: dict[str, Flown]) -> Iterator[str]:
    """Compare undisturbed impacts with published centres."""
    yield from ("## Centres", "")
    yield from prose(
        """
        Undisturbed impact of each part, still air, against the centre of the published zone:
        geodesic from the pad, and the distance between the two points. The flights are our
        payload optima; no drop zone shaped them. Assumed:
        """
    )
    for each in flown.values():
        yield f"- {each.flight.assumed};"
    yield "- no wind in this table; ballistic coefficients of the catalogue, estimates."
    yield ""
    rows = []
    for entry in PUBLISHED:
        each = flown[entry.flight]
        zone = _zone(catalogue, each, entry.zone)
        rows.append(_centre_row(catalogue, each, entry, zone))
    yield from table(
        (
            *("flight", "part", "zone", "ours, km at deg", "published, km at deg"),
            *("difference, km (%)", "apart, km", "tolerance, km", "reason"),
        ),
        rows,
    )


def _zone(catalogue: Catalogue, flown: Flown, id: str) -> DropZone:
    site = catalogue.complex(flown.flight.complex).spaceport
    return next(zone for zone in catalogue.spaceport(site).drop_zones if zone.id == id)


def _centre_row(catalogue: Catalogue, flown: Flown, entry: Published, zone: DropZone) -> list[str]:
    pad = catalogue.complex(flown.flight.complex)
    hazard = flown.hazards[entry.part]
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
    percent = 100.0 * difference_m / published_m
    return [
        entry.flight,
        entry.part,
        f"{zone.name} ({zone.centre_kind.replace('_', ' ')})",
        f"{hazard.downrange_m / 1e3:.0f} at {hazard.azimuth_deg:.1f}",
        f"{published_m / 1e3:.0f} at {bearing_deg:.1f}",
        f"{difference_m / 1e3:+.0f} ({percent:+.1f})",
        f"{apart_m / 1e3:.0f}",
        f"{entry.tolerance_km:.0f}",
        entry.reason,
    ]


def round_figures(flown: dict[str, Flown]) -> Iterator[str]:
    """Compare a crewed flight's parts with the distances that the press gives."""
    yield from ("## Round figures", "")
    yield from prose(
        """
        Distances that accounts of crewed launches from Baikonur give for "about" where the parts
        of a Soyuz-2.1a or Soyuz-FG fall (RussianSpaceWeb, Soyuz MS-16 to MS-28). Ours carries a
        cargo capsule's mass, and a fairing dropped by heat flux; a crewed one is dropped at a time.
        """
    )
    rows = []
    for part, published_km, tolerance_km in ROUND_FIGURES_KM:
        ours_km = flown["station"].hazards[part].downrange_m / 1e3
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
    """Compare the size of footprints, and say what they held."""
    yield from ("## Sizes, and what they held", "")
    yield from prose(
        f"""
        {SAMPLES} dispersed flights in the air of March over the nearest site of the catalogue, in
        still air where none is near; ellipses for 99.7 % of the impacts of one piece. `held` is
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
    booster = flown["sso"].hazards["booster"]
    zone = booster.zones[0]
    yield from prose(
        f"""
        The one published shape, RP 981, is an ellipse with half axes of 25 x 15 km; which share it
        stands for is not published. Ours is
        {booster.ellipse.semi_major_m / 1e3:.0f} x {booster.ellipse.semi_minor_m / 1e3:.0f} km with
        its centre {zone.distance_m / 1e3:.0f} km away (the centre is placed by a description, 20 km
        at best), and {100.0 * zone.probability:.0f} % of our boosters fall inside theirs.
        """
    )
    yield from prose(
        """
        What the published zone contains and ours does not: four boosters that differ among
        themselves, break-up, launches at other payloads and azimuths of the same route, and the
        caution of those who drew it. That is why it is three times as wide. What ours contains and
        the published one does not state: a share.
        """
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
    states, _ = fly_cases(programme, planned_case(programme))
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
        Planned falls only: no failures, no break-up (the core is found in four pieces, and its
        fragments fall shorter and farther than the whole), no lift, no burning away, ground at the
        ellipsoid, the wind of the pad along the whole flight. Boosters and core follow the stored
        attitude over time and are cut off by the velocity they have sensed; the closed loop that
        trims the pitch of a real core is not modelled, so its footprint is an upper bound along the
        track. The third stage reaches its cut-off by guidance with recollected tolerances.
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
    lines += round_figures(flown)
    lines += calibration(flown)
    lines += sizes(flown)
    lines += numerics(flown)
    lines += limits()
    (PAGES / "falls.md").write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
