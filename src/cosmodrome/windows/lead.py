"""How long before the pad is in the plane must the vehicle leave?

The ascent knows the answer: it ends in an orbit whose node stands at a longitude counted from the
Greenwich meridian of its lift-off. Shifted in time, the whole flight turns with the Earth; the
lift-off is right when that node, at injection, is where the target's node is by then.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cosmodrome.epochs import SIDEREAL_RATE_RAD_S
from cosmodrome.orbit.elements import (
    OrbitElements,
    elements_from_state,
    mean_anomaly_of_true_rad,
)
from cosmodrome.orbit.mean import mean_plane
from cosmodrome.orbit.phasing import Phasing
from cosmodrome.orbit.plane import OrbitPlane
from cosmodrome.spaceport import LaunchComplex
from cosmodrome.units import deg, rad
from cosmodrome.windows.crossings import PadPass
from cosmodrome.windows.rules import Rule

if TYPE_CHECKING:  # windows without a vehicle need no optimiser
    from cosmodrome.ascent.optimise import Ascent


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """How early (negative) and late a lift-off may be for the flight to reach the plane still."""

    opens_s: float
    closes_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AscentLead:
    """What a window needs of an ascent.

    `node_eci_deg` is the mean node of the injected orbit, from the Greenwich meridian at lift-off;
    `argument_of_latitude_deg` is where in the orbit it is injected, by its mean anomaly;
    `cutoff_mass_kg` and `exhaust_speed_m_s` are of the last stage at its last cut-off; `steering`
    is what its performance allows, None where nobody asked; `phasing` is how
    it closes in on a station, `rules` are those that look at this ascent and no other.
    """

    node_eci_deg: float
    injection_s: float
    relative_launch_azimuth_deg: float
    inclination_deg: float | None = None
    argument_of_latitude_deg: float | None = None
    cutoff_mass_kg: float | None = None
    exhaust_speed_m_s: float | None = None
    steering: Steering | None = None
    phasing: Phasing | None = None
    rules: tuple[Rule, ...] = ()


def ascent_lead(
    ascent: "Ascent",
    *,
    steering: Steering | None = None,
    phasing: Phasing | None = None,
    rules: Sequence[Rule] = (),
) -> AscentLead:
    """Return what windows need of an optimised ascent; the J2 ripple is taken off the node."""
    osculating = elements_from_state(ascent.injection.r_eci_m, ascent.injection.v_eci_m_s)
    return AscentLead(
        node_eci_deg=deg(mean_plane(osculating).raan_rad),
        injection_s=ascent.profile.end_s,
        relative_launch_azimuth_deg=ascent.relative_launch_azimuth_deg,
        inclination_deg=deg(osculating.inclination_rad),
        argument_of_latitude_deg=_argument_of_latitude_deg(osculating),
        cutoff_mass_kg=ascent.cutoff_mass_kg,
        exhaust_speed_m_s=_exhaust_speed_m_s(ascent),
        steering=steering,
        phasing=phasing,
        rules=tuple(rules),
    )


def _argument_of_latitude_deg(elements: OrbitElements) -> float | None:
    """Return perigee and mean anomaly together, None of a hyperbola."""
    if elements.eccentricity >= 1.0:
        return None
    anomaly_rad = mean_anomaly_of_true_rad(elements.true_anomaly_rad, elements.eccentricity)
    return deg(elements.argp_rad + anomaly_rad) % 360.0


def _exhaust_speed_m_s(ascent: "Ascent") -> float:
    """Return thrust over mass flow of the engines that burn last."""
    last = next(phase.burns for phase in reversed(ascent.profile.phases) if phase.burns)
    return sum(b.thrust_vac_n for b in last) / sum(b.mass_flow_kg_s for b in last)


def lead_before_crossing_s(
    lead: AscentLead, plane: OrbitPlane, complex: LaunchComplex, passing: PadPass
) -> float:
    """Return by how much the lift-off leads the pass, negative if it follows.

    The same on every day: pad and node both move evenly. Less than half a day either way.
    """
    pad_to_node_rad = rad(complex.longitude_deg - lead.node_eci_deg) - passing.pad_from_node_rad
    drift_rad = plane.node_rate_rad_s * lead.injection_s
    behind_rad = math.remainder(-pad_to_node_rad - drift_rad, 2.0 * math.pi)
    return behind_rad / (SIDEREAL_RATE_RAD_S - plane.node_rate_rad_s)
