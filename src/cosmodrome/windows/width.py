"""How early or late may a lift-off be, and who says so?

The customer's tolerance on the node comes first: so far the orbit may be off. A vehicle that aims
anew for the second of its lift-off steers back into the plane as far as its margin of performance
reaches, and further by the tolerance. One that flies a stored programme has an instant, or several
that programmes are prepared for.
"""

from dataclasses import dataclass

from cosmodrome.epochs import SIDEREAL_RATE_RAD_S
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.plane import MEAN_SOLAR_RATE_RAD_S, OrbitPlane
from cosmodrome.units import rad
from cosmodrome.vehicles import LiftoffPolicy
from cosmodrome.windows.lead import Steering
from cosmodrome.windows.window import WidthBy

SECONDS_PER_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """A span about the best moment, or an instant; `programme` numbers prepared instants."""

    opens_s: float = 0.0
    closes_s: float = 0.0
    by: WidthBy = "instantaneous"
    programme: int | None = None


INSTANT = Width()


def tolerance_s(orbit: TargetOrbit, plane: OrbitPlane) -> float:
    """Return by how much a lift-off may be off within the customer's tolerance on the node.

    The tightest of those on the node and its local times; 0 where the customer gives none.
    """
    tolerance = orbit.tolerance
    angles_rad = [] if tolerance.raan_deg is None else [rad(tolerance.raan_deg)]
    angles_rad += [
        minutes * SECONDS_PER_MINUTE_S * MEAN_SOLAR_RATE_RAD_S
        for minutes in (tolerance.ltan_min, tolerance.ltdn_min)
        if minutes is not None
    ]
    return min(angles_rad, default=0.0) / (SIDEREAL_RATE_RAD_S - plane.node_rate_rad_s)


def widths_of(
    orbit: TargetOrbit, plane: OrbitPlane, policy: LiftoffPolicy, steering: Steering | None
) -> tuple[Width, ...]:
    """Return the spans about the best moment in which a vehicle may lift off.

    Parameters
    ----------
    orbit, plane
        What the customer wants.
    policy : LiftoffPolicy
        Of the vehicle.
    steering : Steering, optional
        What performance allows; without it only the tolerance counts.

    Returns
    -------
    tuple of Width
        One, or one for each prepared instant that is within reach.
    """
    slack_s = tolerance_s(orbit, plane)
    reach = steering or Steering(opens_s=0.0, closes_s=0.0)
    opens_s, closes_s = reach.opens_s - slack_s, reach.closes_s + slack_s
    if policy.kind == "stored-programme":
        return _prepared(policy, opens_s, closes_s)
    if opens_s == closes_s:
        return (INSTANT,)
    by: WidthBy = "tolerance" if steering is None else "performance"
    if policy.longest_s is not None and closes_s - opens_s > policy.longest_s:
        cut_s = policy.longest_s / (closes_s - opens_s)
        opens_s, closes_s, by = cut_s * opens_s, cut_s * closes_s, "vehicle"
    return (Width(opens_s=opens_s, closes_s=closes_s, by=by),)


def _prepared(policy: LiftoffPolicy, opens_s: float, closes_s: float) -> tuple[Width, ...]:
    """Return the instants of a stored programme, evenly about the best moment."""
    if policy.instants == 1:
        return (INSTANT,)
    middle = (policy.instants - 1) / 2.0
    offsets_s = [(n - middle) * policy.spacing_s for n in range(policy.instants)]
    return tuple(
        Width(opens_s=offset_s, closes_s=offset_s, by="vehicle", programme=number)
        for number, offset_s in enumerate(offsets_s, start=1)
        if opens_s <= offset_s <= closes_s
    ) or (INSTANT,)
