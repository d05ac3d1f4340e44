"""When is a facility closed, by the site's own list or by the customer's manifest?"""

from cosmodrome.campaign.request import ClosedSpan
from cosmodrome.planning.plan import LaunchPlan


def closures_of(plan: LaunchPlan, facility: str) -> list[ClosedSpan]:
    """Return the closures of a facility in order, the last day of each included."""
    every: list[ClosedSpan] = [*plan.spaceport.closures, *plan.manifest.closures]
    return sorted((c for c in every if c.facility == facility), key=lambda c: (c.first, c.last))
