"""What risk do the flights of a season bring to people, and who lives near where parts fall?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cosmodrome.errors import InputError
from cosmodrome.numerics.work import Crew, results_of
from cosmodrome.planning.choose import ChosenFlight, NoFlight
from cosmodrome.planning.mission_plan import Bodies, FallKey, fall_key, falling_flight
from cosmodrome.planning.shelf import RiskKnowledge, Shelf, Sourced
from cosmodrome.safety.criteria import RiskCriteria, criteria_of
from cosmodrome.safety.failure import FEWEST_FLIGHTS, record_of
from cosmodrome.safety.flight_lines import FlightLines
from cosmodrome.safety.flight_risk import FlightRisk, RiskUnknown, assess_flight_risk
from cosmodrome.safety.hazards import BodyHazard, FallingFlight
from cosmodrome.safety.population import Population
from cosmodrome.safety.risk import RiskBasis
from cosmodrome.safety.runs import Progress
from cosmodrome.spaceport import Settlement, Spaceport

STAGE = "risk to people"
MOST_NEAR_A_FALL = 6
"""So many of the largest places about each fall are named on its map."""
NEAR_AXES, NEAREST_M = 1.5, 20e3
"""Near is within so many semi-major axes of the middle, and never less than so far."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PeopleBelow:
    """What a flight means for people: its risk, and the largest places near where parts fall.

    `sources` are the numbers of the catalogue that the risk stands on.
    """

    risk: FlightRisk | RiskUnknown
    places: tuple[Settlement, ...]
    sources: tuple[Sourced, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Task:
    flight: FallingFlight
    lines: FlightLines | None
    basis: RiskBasis
    criteria: RiskCriteria | None
    seed: int


def study_people(
    cases: Sequence[tuple[ChosenFlight, int]],
    falls: Mapping[FallKey, Bodies | NoFlight],
    *,
    site: Spaceport,
    shelf: Shelf,
    seed: int,
    progress: Progress,
    crew: Crew | None,
) -> dict[FallKey, PeopleBelow]:
    """Return what every flight and month means for people; none for those without falls.

    Each is assessed once. Where the catalogue lacks what a risk stands on, it says so.

    Parameters
    ----------
    cases : sequence of (ChosenFlight, int)
        Flights with the month whose winds they meet.
    falls : mapping
        Of the same flights, from `study_falls`.
    site : Spaceport
    shelf : Shelf
    seed : int
        Of the sample of dispersed flights; the same that `cosmodrome hazards` would draw.
    progress : callable
        Told the stage, flights done, and of how many.
    crew : Crew or None
        Who works; the answer does not depend on it.
    """
    different = {fall_key(*case): case for case in cases}
    bodies = {key: answer for key in different if not isinstance(answer := falls[key], NoFlight)}
    if not bodies:
        return {}
    knowledge = shelf.risk_data()
    flights = [different[key] for key in bodies]
    tasks = _tasks(flights, site=site, shelf=shelf, knowledge=knowledge, seed=seed)
    found: dict[int, FlightRisk | RiskUnknown] = {}
    progress(STAGE, 0, len(tasks))
    for number, risk in results_of(assess_case, tasks, crew=crew):
        found[number] = risk
        progress(STAGE, len(found), len(tasks))
    return {
        key: PeopleBelow(
            risk=found[number],
            places=places_near(fallen, knowledge.basis.people),
            sources=numbers_used(
                knowledge, vehicle=different[key][0].configuration.vehicle.id, spaceport=site.id
            ),
        )
        for number, (key, fallen) in enumerate(bodies.items())
    }


def _tasks(
    flights: Sequence[tuple[ChosenFlight, int]],
    *,
    site: Spaceport,
    shelf: Shelf,
    knowledge: RiskKnowledge,
    seed: int,
) -> list[_Task]:
    complexes = dict.fromkeys(flight.complex.id for flight, _ in flights)
    lines = {each: shelf.flight_lines(each) for each in complexes}
    return [
        _Task(
            flight=falling_flight(flight, month, site=site, shelf=shelf),
            lines=lines[flight.complex.id],
            basis=knowledge.basis,
            criteria=criteria_of(knowledge.criteria, site.id),
            seed=seed,
        )
        for flight, month in flights
    ]


def assess_case(task: _Task) -> FlightRisk | RiskUnknown:
    """Return the risk of one flight: what a worker does."""
    flight = task.flight
    try:
        return assess_flight_risk(
            flight.profile,
            flight.trajectory,
            flight.configuration,
            weather=flight.weather,
            basis=task.basis,
            criteria=task.criteria,
            lines=task.lines,
            seed=task.seed,
        )
    except InputError as error:
        return RiskUnknown(why=str(error))


def numbers_used(knowledge: RiskKnowledge, *, vehicle: str, spaceport: str) -> tuple[Sourced, ...]:
    """Return the numbers that the risk of a vehicle's flight from a site stands on.

    Of flown histories that of the vehicle, and that of first flights where it has hardly flown; of
    the criteria those of the site's authority; all others whole.
    """
    basis = knowledge.basis
    record, criteria = record_of(basis.records, vehicle), criteria_of(knowledge.criteria, spaceport)
    records = {record.id} if record is not None else set()
    if record is None or record.launches < FEWEST_FLIGHTS:
        records.add(basis.reference.id)
    own = {"flight_history": records, "risk_criteria": {criteria.id} if criteria else set()}
    return tuple(
        value
        for value in knowledge.values
        if value.owner not in own or value.path.split(".")[0] in own[value.owner]
    )


def places_near(bodies: Sequence[BodyHazard], people: Population) -> tuple[Settlement, ...]:
    """Return the largest listed places near falls, each once, the larger first.

    Near a fall is within one and a half semi-major axes of its ellipse about the middle, at least
    20 km.
    """
    found: set[int] = set()
    for body in bodies:
        ellipse = body.ellipse
        near = people.near_place(
            np.array([ellipse.longitude_deg, ellipse.latitude_deg]),
            reach_m=max(NEAR_AXES * ellipse.semi_major_m, NEAREST_M),
        )
        inhabited = near[people.people[near] > 0.0]
        largest = np.argsort(-people.people[inhabited], kind="stable")[:MOST_NEAR_A_FALL]
        found.update(inhabited[largest].tolist())
    return tuple(
        Settlement(
            name=people.names[i],
            latitude_deg=float(people.places_deg[i, 1]),
            longitude_deg=float(people.places_deg[i, 0]),
            population=round(float(people.people[i])),
        )
        for i in sorted(found, key=lambda i: (-people.people[i], people.names[i], i))
    )
