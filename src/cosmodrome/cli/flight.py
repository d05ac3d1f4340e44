"""How is one payload flown for a command, and with which load of the upper stage?"""

from cosmodrome.ascent.optimise import Ascent, Capability, LoadingPolicy, Optimiser
from cosmodrome.cli.options import Loading
from cosmodrome.cli.request import Request
from cosmodrome.cli.screen import Report
from cosmodrome.errors import PayloadTooHeavyError


def fly(
    request: Request, payload_kg: float, *, loading: Loading, report: Report
) -> tuple[Ascent, Capability]:
    """Return the ascent of a payload and the capability under the same load.

    Upper stages fly full as the manuals rate them; with `Loading.auto` the load is what is best
    where a full one does not carry the payload.

    Raises
    ------
    PayloadTooHeavyError
        If the payload is beyond the capability.
    """
    stage = f"ascent of {request.configuration.id}"
    report(stage, 0, 2)
    optimiser = Optimiser(request.configuration, request.site.complex, request.site.orbit)
    policy: LoadingPolicy = "optimal" if loading is Loading.optimal else "full"
    try:
        capability = optimiser.capability(policy)
        report(stage, 1, 2)
        ascent = optimiser.ascent(payload_kg, policy)
    except PayloadTooHeavyError:
        if loading is not Loading.auto or request.configuration.upper_stage is None:
            raise
        capability = optimiser.capability("optimal")
        ascent = optimiser.ascent(payload_kg, "optimal")
    report(stage, 2, 2)
    return ascent, capability
