"""On which documents and estimates does a plan rest?"""

from collections.abc import Sequence
from itertools import chain

from cosmodrome.planning.plan import SourceNote
from cosmodrome.planning.shelf import Shelf, Sourced
from cosmodrome.spaceport import Spaceport
from cosmodrome.vehicles import Configuration


def source_notes(
    configurations: Sequence[Configuration],
    site: Spaceport,
    shelf: Shelf,
    *,
    further: Sequence[Sourced] = (),
) -> tuple[SourceNote, ...]:
    """Return every document used, and every estimate with its reason; of `further` numbers too.

    The key of a document is its own; that of an estimate is ``owner:path`` of the number.
    """
    documents: dict[str, str] = {}
    estimates: dict[str, str] = {}
    of_owners = (shelf.values_of(owner) for owner in _owners(configurations, site))
    for value in chain(*of_owners, further):
        if value.estimate:
            estimates[f"{value.owner}:{value.path}"] = value.remark
        else:
            documents[value.key] = value.text
    return (
        *(SourceNote(key=k, text=documents[k], estimate=False) for k in sorted(documents)),
        *(SourceNote(key=k, text=estimates[k], estimate=True) for k in sorted(estimates)),
    )


def _owners(configurations: Sequence[Configuration], site: Spaceport) -> list[str]:
    owners = [site.id]
    for configuration in configurations:
        vehicle, upper = configuration.vehicle, configuration.upper_stage
        owners.append(vehicle.id)
        if vehicle.processing_flow is not None:
            owners.append(f"flows/{vehicle.processing_flow}")
        if vehicle.countdown is not None:
            owners.append(f"countdowns/{vehicle.countdown}")
        if upper is not None:
            owners.append(upper.id)
    if configurations:
        owners.append("pad_hazards")
    return list(dict.fromkeys(owners))
