"""When can a site launch to an orbit, by all the rules that its data give?"""

from datetime import datetime
from typing import TYPE_CHECKING

from cosmodrome.cli.request import Site
from cosmodrome.vehicles import LiftoffPolicy
from cosmodrome.windows.lead import ascent_lead
from cosmodrome.windows.opportunities import find_windows
from cosmodrome.windows.rules import rules_of_spaceport
from cosmodrome.windows.window import LaunchWindow

if TYPE_CHECKING:  # windows are found without the optimiser
    from cosmodrome.ascent.optimise import Ascent


def windows_of(
    site: Site,
    ascent: "Ascent | None",
    *,
    policy: LiftoffPolicy,
    first: datetime,
    last: datetime,
) -> tuple[LaunchWindow, ...]:
    """Return every opportunity from `first` until `last`, that of the ascent where one is given."""
    return find_windows(
        site.orbit,
        site.complex,
        first=first,
        last=last,
        ascent_leads=(ascent_lead(ascent),) if ascent else (),
        rules=rules_of_spaceport(site.spaceport),
        policy=policy,
    )
