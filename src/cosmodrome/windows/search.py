"""What is known when windows are sought: pad and orbit, ascents, rules, the vehicle's freedom?"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cosmodrome.epochs import NO_ORIENTATION, EarthOrientation
from cosmodrome.manifest import TargetOrbit
from cosmodrome.manifest.rule import WISHES_OF_A_FLIGHT, BetaWish, BodyAngleWish, RuleWish
from cosmodrome.orbit.constellation import planes_of
from cosmodrome.orbit.phasing import PhasingProfile, phasing_to
from cosmodrome.orbit.station import station_orbit
from cosmodrome.orbit.target import plane_of_target, shape_of_target
from cosmodrome.spaceport import LaunchComplex, Spaceport
from cosmodrome.vehicles import RETARGETED, LaunchVehicle
from cosmodrome.windows.flown_orbit import flown_orbit
from cosmodrome.windows.lead import Steering, ascent_lead
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.rule_book import rules_of
from cosmodrome.windows.rules import Rule

if TYPE_CHECKING:  # windows are found without the optimiser
    from cosmodrome.ascent.optimise import Ascent

SUN_ANGLE_RULE = "sun-angle"


def window_search(
    orbit: TargetOrbit,
    complex: LaunchComplex,
    spaceport: Spaceport,
    *,
    vehicle: LaunchVehicle | None = None,
    flights: "Sequence[tuple[Ascent, Steering | None]]" = (),
    profile: PhasingProfile | None = None,
    wishes: Sequence[RuleWish] = (),
    orientation: EarthOrientation = NO_ORIENTATION,
) -> WindowSearch:
    """Return the search that keeps all rules: of the site, the vehicle, the target, and asked for.

    Parameters
    ----------
    orbit : TargetOrbit
        Complete.
    complex, spaceport
        The pad and its site.
    vehicle : LaunchVehicle, optional
        Whose rules count too, and its freedom at lift-off; without one, windows are as wide as the
        customer's tolerance.
    flights : sequence of Ascent and Steering
        Ascents that lead the crossings, and how far beside the plane each may lift off.
    profile : PhasingProfile, optional
        How ships close in on the station.
    wishes : sequence of RuleWish
        What else must hold.
    orientation : EarthOrientation
        UT1.

    Raises
    ------
    InputError
        If a rule needs to know an ascent, a plane or another launch that is not known.
    InfeasibleError
        If the station flies too low for the profile.
    """
    asked = (
        *spaceport.rules,
        *(vehicle.rules if vehicle else ()),
        *_of_target(orbit),
        *wishes,
    )

    planes = planes_of(orbit) if orbit.has_plane else ()
    plane = plane_of_target(planes[0]) if len(planes) == 1 else None
    of_a_flight = WISHES_OF_A_FLIGHT if plane else (*WISHES_OF_A_FLIGHT, BetaWish)
    names = {wish.name for wish in asked if flights and isinstance(wish, of_a_flight)}

    def rules(ascent: "Ascent | None") -> tuple[Rule, ...]:
        return rules_of(
            [wish for wish in asked if (wish.name in names) == (ascent is not None)],
            complex=complex,
            spaceport=spaceport,
            flown=flown_orbit(ascent) if ascent else None,
            plane=plane,
            shape=shape_of_target(orbit),
        )

    phasing = None
    if profile is not None and orbit.station_tle is not None:
        phasing = phasing_to(station_orbit(*orbit.station_tle), profile)
    leads = [
        ascent_lead(ascent, steering=by, phasing=phasing, rules=rules(ascent))
        for ascent, by in flights
    ]
    return WindowSearch(
        orbit=orbit,
        complex=complex,
        ascent_leads=tuple(leads),
        rules=rules(None),
        policy=vehicle.liftoff_policy if vehicle else RETARGETED,
        orientation=orientation,
    )


def _of_target(orbit: TargetOrbit) -> tuple[RuleWish, ...]:
    """Return what the target itself asks of the Sun."""
    if orbit.sun_angle_deg is None:
        return ()
    from_deg, to_deg = orbit.sun_angle_deg
    return (
        BodyAngleWish(
            name=SUN_ANGLE_RULE, of="apogee", body="sun", from_deg=from_deg, to_deg=to_deg
        ),
    )
