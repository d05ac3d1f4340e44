"""What should a reader of windows know before he trusts them?"""

from datetime import datetime

from cosmodrome.cli.request import Site
from cosmodrome.orbit.element_error import warning_of_age
from cosmodrome.orbit.station import station_orbit

# An error of UT1 of more than half a second shows in the seconds that are printed.
SEEN_S = 0.5


def cautions(site: Site, first: datetime, last: datetime, *, flown: bool) -> list[str]:
    """Return what makes windows of a span less sure, or less complete, than they look.

    Parameters
    ----------
    site : Site
    first, last : datetime
        The span.
    flown : bool
        Whether an ascent is known.
    """
    told = []
    if site.orbit.station_tle is not None:
        station = station_orbit(*site.orbit.station_tle)
        errors = site.catalogue.rendezvous.element_errors
        told.append(warning_of_age(station, errors, first=first, last=last))
    if site.orbit.rendezvous is not None and not flown:
        told.append(
            f"which crossings a {site.orbit.rendezvous} rendezvous can start from depends on where "
            f"the ascent ends; name --vehicle and --payload-kg, or all are shown"
        )
    error_s = ut1_error_s(site, last)
    if error_s > SEEN_S:
        told.append(
            f"how far the Earth will have turned on {last:%Y-%m-%d} is forecast to "
            f"{error_s:.1f} s (1 sigma); so are the seconds of crossings and lift-offs"
        )
    return [words for words in told if words is not None]


def ut1_error_s(site: Site, last: datetime) -> float:
    """Return how well UT1 is known at the end of a span [s], one sigma."""
    return site.catalogue.earth_orientation().error_s(last)
