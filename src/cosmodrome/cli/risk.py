"""Which data of the catalogue, and whose limits, does the risk of a flight asked for stand on?"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cosmodrome.ascent.optimise import Ascent
    from cosmodrome.cli.request import Request
    from cosmodrome.safety.flight_risk import FlightRisk
    from cosmodrome.safety.weather import Weather


def flight_risk(
    request: "Request",
    flown: "Ascent",
    *,
    weather: "Weather",
    seed: int,
    collective_expectation: float | None = None,
    individual_probability: float | None = None,
) -> "FlightRisk":
    """Return the risk of a flight against the user's limits, or the site's authority's.

    Raises
    ------
    InputError
        If a limit is no probability, or the catalogue does not know how the vehicle is ended.
    """
    from cosmodrome.safety.criteria import criteria_of, own_criteria
    from cosmodrome.safety.flight_risk import assess_flight_risk

    site = request.site
    data = site.catalogue.risk_data()
    criteria = criteria_of(data.criteria, site.spaceport.id)
    if collective_expectation is not None or individual_probability is not None:
        criteria = own_criteria(
            site.spaceport.id,
            collective_expectation=collective_expectation,
            individual_probability=individual_probability,
        )
    return assess_flight_risk(
        flown.profile,
        flown.trajectory,
        request.configuration,
        weather=weather,
        basis=data.basis,
        criteria=criteria,
        lines=site.catalogue.flight_lines(site.complex.id),
        seed=seed,
    )
