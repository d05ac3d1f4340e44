"""How many days apart must two launches be, so that the hours asked for lie between them?"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from cosmodrome.campaign.problem import SeasonProblem
from cosmodrome.campaign.request import CampaignRequest

A_DAY = timedelta(days=1)
A_DAY_H = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """A mission asks that another launches `hours_h` before or after it: `days` suffice."""

    name: str
    mission: str
    other: str
    hours_h: float
    days: int


def spacings(problem: SeasonProblem) -> Iterator[Spacing]:
    """Yield what missions of a season ask of each other; of one that is not planned, nothing."""
    requests = {campaign.id: campaign.request for campaign in problem.campaigns}
    for request in requests.values():
        for wish in request.mission.spacings:
            for other in wish.missions:
                if other in requests:
                    yield Spacing(
                        name=wish.name,
                        mission=request.mission.id,
                        other=other,
                        hours_h=wish.hours_h,
                        days=days_apart(request, requests[other], hours_h=wish.hours_h),
                    )


def days_apart(one: CampaignRequest, other: CampaignRequest, *, hours_h: float) -> int:
    """Return how many local days lie so far apart that lift-offs do, whichever comes first.

    Where both lift-offs are known to the second, so is their distance; otherwise a launch may be at
    any time of its day.
    """
    days = math.ceil(hours_h / A_DAY_H) + 1
    while days > 1 and _enough(one, other, days - 1, hours_h):
        days -= 1
    return days


def _enough(one: CampaignRequest, other: CampaignRequest, days: int, hours_h: float) -> bool:
    """Tell whether lift-offs so many days apart are always far enough apart."""
    if (days - 1) * A_DAY_H >= hours_h:
        return True
    least = timedelta(hours=hours_h)
    for day in one.allowed_dates:
        for their_day in (day - days * A_DAY, day + days * A_DAY):
            if their_day not in other.allowed_dates:
                continue
            mine, theirs = one.liftoff_by_date.get(day), other.liftoff_by_date.get(their_day)
            if mine is None or theirs is None or abs(theirs - mine) < least:
                return False
    return True
