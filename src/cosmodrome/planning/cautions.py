"""What should a reader of windows know before he trusts them?"""

from datetime import datetime

from cosmodrome.epochs import EarthOrientation
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.element_error import ElementErrors, warning_of_age
from cosmodrome.orbit.station import station_orbit

# An error of UT1 of more than half a second shows in the seconds that are printed.
SEEN_S = 0.5


def cautions(
    orbit: TargetOrbit,
    first: datetime,
    last: datetime,
    *,
    orientation: EarthOrientation,
    errors: ElementErrors,
    flown: bool,
) -> tuple[str, ...]:
    """Return what makes windows of a span less sure, or less complete, than they look.

    Parameters
    ----------
    orbit : TargetOrbit
    first, last : datetime
        The span; one instant is a span too.
    orientation : EarthOrientation
        How well UT1 is known.
    errors : ElementErrors
        How forecasts from two-line elements grow wrong.
    flown : bool
        Whether an ascent is known.
    """
    told = []
    if orbit.station_tle is not None:
        told.append(
            warning_of_age(station_orbit(*orbit.station_tle), errors, first=first, last=last)
        )
    if orbit.rendezvous is not None and not flown:
        told.append(
            f"which crossings a {orbit.rendezvous} rendezvous can start from depends on where "
            f"the ascent ends; name --vehicle and --payload-kg, or all are shown"
        )
    error_s = orientation.error_s(last)
    if error_s > SEEN_S:
        told.append(
            f"how far the Earth will have turned on {last:%Y-%m-%d} is forecast to "
            f"{error_s:.1f} s (1 sigma); so are the seconds of crossings and lift-offs"
        )
    return tuple(words for words in told if words is not None)
