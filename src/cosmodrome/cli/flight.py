"""How is one payload flown for a command, or the most of it, and with which load and rules?"""

from typing import cast

from cosmodrome.ascent.optimise import Ascent, Capability, Optimiser
from cosmodrome.ascent.rating import Rating, rate_capability
from cosmodrome.ascent.target import Branch
from cosmodrome.cli.loading import LoadingWish, asked_load
from cosmodrome.cli.request import Request
from cosmodrome.cli.rules import RuleWishes, read_rules
from cosmodrome.cli.screen import Report, figure
from cosmodrome.errors import PayloadTooHeavyError
from cosmodrome.formats.fields import reserve_fields
from cosmodrome.store.uncertainty import uncertainties_of
from cosmodrome.vehicles import Configuration

AUTO = "auto"
NO_RULES: RuleWishes = {}


def optimiser_of(request: Request, rules: RuleWishes) -> Optimiser:
    """Return the optimiser of a request under the rules of its options."""
    site = request.site
    return Optimiser(
        request.configuration,
        site.complex,
        site.orbit,
        rules=read_rules(rules, site.spaceport),
        branch=cast("Branch | None", rules.get("branch")),
    )


def fly(
    request: Request,
    payload_kg: float,
    *,
    loading: LoadingWish,
    report: Report,
    rules: RuleWishes = NO_RULES,
) -> tuple[Ascent, Capability]:
    """Return the ascent of a payload and the capability under the same load; see `fly_by`."""
    return fly_by(optimiser_of(request, rules), payload_kg, loading=loading, report=report)


def fly_by(
    optimiser: Optimiser, payload_kg: float, *, loading: LoadingWish, report: Report
) -> tuple[Ascent, Capability]:
    """Return the ascent of a payload and the capability under the same load.

    Upper stages fly full as the manuals rate them; with ``auto`` the load is what is best where a
    full one does not carry the payload.

    Raises
    ------
    PayloadTooHeavyError
        If the payload is beyond the capability.
    """
    stage = f"ascent of {optimiser.configuration.id}"
    report(stage, 0, 2)
    policy = asked_load(loading)
    try:
        capability = optimiser.capability(policy)
        report(stage, 1, 2)
        ascent = optimiser.ascent(payload_kg, policy)
    except PayloadTooHeavyError:
        if loading != AUTO or optimiser.configuration.upper_stage is None:
            raise
        capability = optimiser.capability("optimal")
        ascent = optimiser.ascent(payload_kg, "optimal")
    report(stage, 2, 2)
    return ascent, capability


def rate(request: Request, *, loading: LoadingWish, rules: RuleWishes, report: Report) -> Rating:
    """Return the capability to an orbit with its band, exchange ratios and what rules cost."""
    configuration = request.configuration
    return rate_capability(
        optimiser_of(request, rules),
        uncertainties_of(request.site.catalogue, configuration),
        loading=asked_load(loading),
        progress=report,
    )


def reserve_words(configuration: Configuration) -> str:
    """Return what the last stage keeps, each reserve apart."""
    reserves = reserve_fields(configuration, customer_margin_kg=0.0)
    words = [
        f"{name} {figure(reserves[key])} kg"
        for name, key in (
            ("residual", "residual_kg"),
            ("performance", "performance_kg"),
            ("disposal", "disposal_kg"),
        )
    ]
    if reserves["probability"] is not None:
        words[1] += f" for a probability of {reserves['probability']:.4g}"
    return ", ".join(words)


def calibration_words(configuration: Configuration) -> str:
    """Return on which published capabilities figures of a vehicle were fitted."""
    return "; ".join(configuration.calibrated_on) or "no, its figures are as published"
