"""`cosmodrome ascent`: how does this vehicle fly this payload to this orbit?"""

from typing import TYPE_CHECKING

from cosmodrome.cli.options import (
    NO_CATALOGUES,
    Catalogues,
    Complex,
    JsonFlag,
    Loading,
    LoadingPolicy,
    OrbitWishes,
    Payload,
    Vehicle,
    takes_orbit,
)

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import Ascent


@takes_orbit
def ascent(
    orbit: OrbitWishes,
    vehicle: Vehicle,
    complex_id: Complex,
    payload_kg: Payload,
    loading: LoadingPolicy = Loading.auto,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Optimise one ascent, and fly it again to judge it."""
    from cosmodrome.cli.edge import answering

    with answering(as_json=as_json):
        from cosmodrome.cli.request import read_request, read_site

        site = read_site(complex_id=complex_id, orbit=orbit, catalogues=catalogues)
        request = read_request(vehicle=vehicle, site=site)

        from cosmodrome.cli.flight import fly
        from cosmodrome.cli.screen import print_document, progress
        from cosmodrome.formats.documents import ascent_document
        from cosmodrome.formats.json_text import as_json as json_text

        with progress() as report:
            flown, capability = fly(request, payload_kg, loading=loading, report=report)
        margin_kg = capability.payload_capability_kg - payload_kg
        if as_json:
            document = ascent_document(
                flown,
                configuration=request.configuration,
                orbit=site.orbit,
                payload_capability_kg=capability.payload_capability_kg,
                performance_margin_kg=margin_kg,
            )
            print_document(json_text(document))
        else:
            _print(flown, request.in_words, margin_kg)


def _print(flown: "Ascent", title: str, margin_kg: float) -> None:
    from cosmodrome.cli.screen import METRES_PER_KM, figure, loading_words, print_facts, print_table

    print_table(
        title,
        (
            "Event",
            ">T+ s",
            ">Altitude km",
            ">Downrange km",
            ">Speed m/s",
            ">Inertial m/s",
            ">Mass kg",
        ),
        [
            (
                event.name,
                figure(event.t_s, 1),
                figure(event.altitude_m / METRES_PER_KM, 1),
                figure(event.downrange_m / METRES_PER_KM, 1),
                figure(event.v_ecef_m_s),
                figure(event.v_eci_m_s),
                figure(event.mass_kg),
            )
            for event in flown.trajectory.events
        ],
    )
    orbit, replay = flown.injection, flown.replay
    print_facts(
        (
            ("Payload, margin", f"{figure(flown.payload_kg)} kg, {figure(margin_kg)} kg"),
            (
                "Injection",
                f"a {figure(orbit.semi_major_axis_m / METRES_PER_KM, 3)} km, "
                f"e {orbit.eccentricity:.5f}, i {orbit.inclination_deg:.4f}°, "
                f"argument of perigee {orbit.argp_deg:.1f}°",
            ),
            (
                "Launch azimuth",
                f"{flown.relative_launch_azimuth_deg:.2f}° over ground, "
                f"{flown.inertial_launch_azimuth_deg:.2f}° inertial",
            ),
            (
                "Greatest loads",
                f"{figure(flown.max_dynamic_pressure_pa / METRES_PER_KM, 1)} kPa, "
                f"{flown.max_axial_load_factor:.2f} g",
            ),
            (
                "Upper stage",
                loading_words(flown.loading.policy, flown.loading.propellant_kg),
            ),
            (
                "Re-flight",
                f"{replay.position_gap_m:.2f} m and {replay.velocity_gap_m_s:.4f} m/s "
                "from the optimum",
            ),
        )
    )
