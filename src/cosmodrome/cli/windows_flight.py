"""Which ascents lead the crossings, and how far beside the plane may they lift off?"""

from collections.abc import Sequence
from datetime import datetime
from typing import get_args

from cosmodrome.ascent.optimise import Ascent
from cosmodrome.ascent.plane_offset import widest_beside_plane
from cosmodrome.ascent.target import Branch
from cosmodrome.cli.flight import AUTO, fly_by, optimiser_of
from cosmodrome.cli.request import Request, Site, read_request
from cosmodrome.cli.rules import RuleWishes
from cosmodrome.cli.screen import Report, progress
from cosmodrome.manifest.rule import RuleWish
from cosmodrome.vehicles import LiftoffPolicy
from cosmodrome.windows.lead import Steering
from cosmodrome.windows.meetings import meetings
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.search import window_search
from cosmodrome.windows.target_planes import targets_of


def search_by_flight(
    site: Site,
    vehicle: str,
    payload_kg: float,
    *,
    wishes: Sequence[RuleWish],
    rules: RuleWishes,
    least_margin_kg: float,
    at: datetime,
    dog_legs: bool,
) -> WindowSearch:
    """Return the search led by ascents of a vehicle: one for each pass that the corridor leaves.

    A vehicle that aims anew for its lift-off is asked how far it can steer beside the plane and
    keep a margin.
    """
    request = read_request(vehicle=vehicle, site=site)
    carrier = request.configuration.vehicle
    with progress() as report:
        flights = [
            _flown(
                request,
                payload_kg,
                rules=rules if branch is None else {**rules, "branch": branch},
                least_margin_kg=least_margin_kg,
                report=report,
            )
            for branch in _branches(site, carrier.liftoff_policy, rules, at, dog_legs=dog_legs)
        ]
    return window_search(
        site.orbit,
        site.complex,
        site.spaceport,
        vehicle=carrier,
        flights=flights,
        profile=site.profile,
        wishes=wishes,
        orientation=site.catalogue.earth_orientation(),
    )


def _branches(
    site: Site, policy: LiftoffPolicy, rules: RuleWishes, at: datetime, *, dog_legs: bool
) -> list[Branch | None]:
    """Return the branches to fly; None leaves it to the optimiser."""
    if "branch" in rules or not (site.orbit.has_plane or site.orbit.has_asymptote):
        return [None]
    target = targets_of(site.orbit, site.complex, (), at=at)[0]
    ways = meetings(target, site.complex, (), policy, dog_legs=dog_legs)
    met = {way.passing.kind for way in ways if not way.closed_by}
    branches: list[Branch | None] = [branch for branch in get_args(Branch) if branch in met]
    return branches if len(branches) > 1 else [None]


def _flown(
    request: Request,
    payload_kg: float,
    *,
    rules: RuleWishes,
    least_margin_kg: float,
    report: Report,
) -> tuple[Ascent, Steering | None]:
    """Return one ascent, and how far beside its plane it may lift off, if the vehicle can aim."""
    optimiser = optimiser_of(request, rules)
    ascent, _ = fly_by(optimiser, payload_kg, loading=AUTO, report=report)
    policy, orbit = request.configuration.vehicle.liftoff_policy, request.site.orbit
    if policy.kind != "retargeted" or not orbit.has_plane:
        return ascent, None
    beside = widest_beside_plane(
        optimiser,
        ascent,
        longest_s=policy.longest_s,
        least_margin_kg=least_margin_kg,
        progress=report,
    )
    if beside.opens_s is None or beside.closes_s is None:
        return ascent, None
    return ascent, Steering(opens_s=beside.opens_s, closes_s=beside.closes_s)
