"""What does it cost to turn into a plane that does not pass over the pad?"""

import math

from cosmodrome.constants import EARTH_EQUATORIAL_RADIUS_M, EARTH_MU_M3_S2
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import shape_of_target
from cosmodrome.windows.lead import AscentLead

# A low orbit is entered at this radius where the customer gives no altitudes.
LOW_ORBIT_RADIUS_M = EARTH_EQUATORIAL_RADIUS_M + 200e3


def entry_speed_m_s(orbit: TargetOrbit) -> float:
    """Return the speed at the perigee of a target orbit, or of a low one without altitudes."""
    semi_major_axis_m, eccentricity = shape_of_target(orbit) or (LOW_ORBIT_RADIUS_M, 0.0)
    perigee_m = semi_major_axis_m * (1.0 - eccentricity)
    return math.sqrt(EARTH_MU_M3_S2 * (1.0 + eccentricity) / perigee_m)


def plane_change_m_s(offset_rad: float, speed_m_s: float) -> float:
    """Return the ideal velocity that turns a velocity by an angle (Vallado, 4th ed., eq. 6-20)."""
    return 2.0 * speed_m_s * math.sin(offset_rad / 2.0)


def plane_change_kg(change_m_s: float, lead: AscentLead | None) -> float | None:
    """Return the payload that a plane change is worth, or None where no ascent is known.

    The last stage burns the propellant at its end: by the rocket equation it ends lighter by as
    much, and the payload is what can be left out. An ascent that bends its path from the start
    pays less; the optimised one has paid already.
    """
    if change_m_s == 0.0:
        return 0.0
    if lead is None or lead.cutoff_mass_kg is None or lead.exhaust_speed_m_s is None:
        return None
    return lead.cutoff_mass_kg * -math.expm1(-change_m_s / lead.exhaust_speed_m_s)
