"""`cosmodrome ascent`: how does this vehicle fly this payload to this orbit?"""

from typing import TYPE_CHECKING, Annotated

import typer

from cosmodrome.cli.loading import FlownLoading
from cosmodrome.cli.options import (
    NO_CATALOGUES,
    Catalogues,
    Complex,
    JsonFlag,
    OrbitWishes,
    Payload,
    Vehicle,
    takes_orbit,
)
from cosmodrome.cli.rules import CustomerMargin, RuleWishes, positive_s, takes_rules

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.ascent.plane_offset import PerformanceWindow
    from cosmodrome.planning.plan import Refusal
    from cosmodrome.vehicles import Configuration

Window = Annotated[
    float | None,
    typer.Option(
        "--window-s",
        metavar="SECONDS",
        callback=positive_s,
        help="Also the margin over lift-offs up to so long before and after the best moment for "
        "the same plane.",
    ),
]


@takes_orbit
@takes_rules
def ascent(
    orbit: OrbitWishes,
    rules: RuleWishes,
    vehicle: Vehicle,
    complex_id: Complex,
    payload_kg: Payload,
    loading: FlownLoading = "auto",
    customer_margin_kg: CustomerMargin = 0.0,
    window_s: Window = None,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Optimise one ascent, and fly it again to judge it."""
    from cosmodrome.cli.edge import answering, refuse

    with answering(as_json=as_json):
        from cosmodrome.cli.request import read_request, read_site

        site = read_site(complex_id=complex_id, orbit=orbit, catalogues=catalogues)
        request = read_request(vehicle=vehicle, site=site)

        from cosmodrome.ascent.plane_offset import window_beside_plane
        from cosmodrome.cli.flight import fly_by, optimiser_of
        from cosmodrome.cli.screen import print_document, progress
        from cosmodrome.formats.documents import ascent_document
        from cosmodrome.formats.fields import performance_window_fields
        from cosmodrome.formats.json_text import as_json as json_text

        with progress() as report:
            optimiser = optimiser_of(request, rules)
            flown, capability = fly_by(optimiser, payload_kg, loading=loading, report=report)
            window = None
            if window_s is not None:
                window = window_beside_plane(
                    optimiser,
                    flown,
                    span_s=window_s,
                    least_margin_kg=customer_margin_kg,
                    progress=report,
                )
        margin_kg = capability.payload_capability_kg - payload_kg
        refusals = _margin_refusals(margin_kg, customer_margin_kg)
        if as_json:
            document = ascent_document(
                flown,
                configuration=request.configuration,
                orbit=site.orbit,
                payload_capability_kg=capability.payload_capability_kg,
                performance_margin_kg=margin_kg,
                customer_margin_kg=customer_margin_kg,
                refusals=refusals,
            )
            if window is not None:
                document["performance_window"] = performance_window_fields(window)
            print_document(json_text(document))
        else:
            _print_events(flown, request.in_words)
            _print_facts(flown, request.configuration, margin_kg, customer_margin_kg)
            if window is not None:
                _print_window(window)
        refuse(refusals)


def _margin_refusals(margin_kg: float, customer_margin_kg: float) -> "list[Refusal]":
    """Return the refusal of a payload that leaves less than the customer's margin."""
    if margin_kg >= customer_margin_kg:
        return []
    from cosmodrome.planning.plan import Refusal

    return [
        Refusal(
            mission=None,
            rule="customer-margin",
            value=margin_kg,
            limit=customer_margin_kg,
            message=f"the payload leaves {margin_kg:.0f} kg of the capability; the customer keeps "
            f"{customer_margin_kg:.0f} kg",
        )
    ]


def _print_events(flown: "Ascent", title: str) -> None:
    from cosmodrome.cli.screen import METRES_PER_KM, figure, print_table

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


def _print_facts(
    flown: "Ascent", configuration: "Configuration", margin_kg: float, customer_margin_kg: float
) -> None:
    from cosmodrome.cli.flight import reserve_words
    from cosmodrome.cli.screen import METRES_PER_KM, figure, loading_words, print_facts

    orbit, replay = flown.injection, flown.replay
    kept = f", of which the customer keeps {figure(customer_margin_kg)} kg"
    print_facts(
        (
            (
                "Payload, margin",
                f"{figure(flown.payload_kg)} kg, {figure(margin_kg)} kg"
                + (kept if customer_margin_kg else ""),
            ),
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
            ("Reserves", reserve_words(configuration)),
            (
                "Re-flight",
                f"{replay.position_gap_m:.2f} m and {replay.velocity_gap_m_s:.4f} m/s "
                "from the optimum",
            ),
        )
    )


def _print_window(window: "PerformanceWindow") -> None:
    from cosmodrome.cli.screen import figure, print_facts, print_table

    print_table(
        "Margin beside the best moment",
        (">Lift-off s", ">Margin kg"),
        [(figure(m.offset_s), figure(m.margin_kg)) for m in window.margins],
    )
    span = "none"
    if window.opens_s is not None and window.closes_s is not None:
        span = f"{figure(window.opens_s)} to {figure(window.closes_s)} s"
    print_facts((("Performance window", span),))
