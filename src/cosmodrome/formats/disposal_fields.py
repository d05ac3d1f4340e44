"""How does a document tell what becomes of an upper stage?"""

import math

from cosmodrome.formats.fields import Document, ring
from cosmodrome.safety.disposal import DisposalPlan
from cosmodrome.safety.region import Region


def disposal_fields(plan: DisposalPlan, region: Region | None) -> Document:
    """Return the burn, the impact and the footprint of a disposal, or why the stage stays up.

    `lifetime_d` is null beyond a thousand years.
    """
    return {
        "outcome": plan.outcome,
        "available_m_s": plan.available_m_s,
        "least_m_s": plan.least_m_s,
        "lifetime_d": plan.lifetime_d if math.isfinite(plan.lifetime_d) else None,
        "area": None if plan.area is None else plan.area.id,
        "burn_t_s": plan.burn_s,
        "speed_change_m_s": plan.speed_change_m_s,
        "impact": None
        if plan.impact is None
        else {
            "latitude_deg": float(plan.impact[1]),
            "longitude_deg": float(plan.impact[0]),
            "t_s": float(plan.impact[2]),
        },
        "footprint": [] if region is None else [ring(each) for each in region.rings_deg],
        "containment": None if region is None else region.ellipse.containment_probability,
    }
