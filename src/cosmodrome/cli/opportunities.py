"""When can a site launch to an orbit, by all the rules that its data give?"""

from datetime import datetime
from typing import TYPE_CHECKING

from cosmodrome.cli.request import Site
from cosmodrome.vehicles import LaunchVehicle
from cosmodrome.windows.search import window_search
from cosmodrome.windows.window import LaunchWindow

if TYPE_CHECKING:  # windows are found without the optimiser
    from cosmodrome.ascent.optimise import Ascent


def windows_of(
    site: Site, vehicle: LaunchVehicle, ascent: "Ascent", *, first: datetime, last: datetime
) -> tuple[LaunchWindow, ...]:
    """Return every opportunity of one ascent from `first` until `last`."""
    search = window_search(
        site.orbit,
        site.complex,
        site.spaceport,
        vehicle=vehicle,
        flights=[(ascent, None)],
        profile=site.profile,
        orientation=site.catalogue.earth_orientation(),
    )
    return search.windows(first, last)
