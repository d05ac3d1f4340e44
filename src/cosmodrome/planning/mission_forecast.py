"""What comes of the orbits of a whole season?"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from cosmodrome.planning.injected_orbit import ForecastWish, injected_orbit, meets_ground
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.planning.predicted_orbit import predicted_orbit
from cosmodrome.planning.shelf import Shelf
from cosmodrome.spaceport.ground_station import stations_of_spaceport

FORECAST_D = 1.0

Progress = Callable[[str, int, int], None]


def foretold(
    plans: Sequence[MissionPlan], *, shelf: Shelf, seed: int, progress: Progress
) -> tuple[MissionPlan, ...]:
    """Return the plans with their orbits foretold for a day after injection, and the elements.

    Of an orbit that meets the ground nothing is foretold.

    Parameters
    ----------
    plans : sequence of MissionPlan
    shelf : Shelf
        Knows the stations that follow the spaceport's launches, and the thin air.
    seed : int
        Of the dispersed injections.
    progress : callable
        Told the name of the stage, how much is done, and of how many.
    """
    networks, drag = shelf.station_networks(), shelf.orbital_drag()
    orientation = shelf.earth_orientation()
    assumed = dict(drag.assumed_kg_m2)
    told: list[MissionPlan] = []
    progress("orbits", 0, len(plans))
    for plan in plans:
        wish = ForecastWish(
            days_d=FORECAST_D,
            stations=stations_of_spaceport(networks, plan.complex.spaceport),
            air=drag.air,
            ballistic_coefficient_kg_m2=assumed[plan.mission.kind],
            is_assumed=True,
            seed=seed,
            orientation=orientation,
        )
        orbit = None
        if not meets_ground(plan.ascent):
            orbit = injected_orbit(
                plan.ascent,
                plan.configuration,
                plan.orbit,
                liftoff=plan.liftoff,
                wish=wish,
                progress=_silent,
            )
        predicted = predicted_orbit(
            plan.ascent,
            plan.configuration,
            liftoff=plan.liftoff,
            mission=plan.mission.id,
            orientation=plan.orientation,
            ballistic_coefficient_kg_m2=wish.ballistic_coefficient_kg_m2,
        )
        told.append(replace(plan, injected=orbit, predicted=predicted))
        progress("orbits", len(told), len(plans))
    return tuple(told)


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Say nothing: a day is a part of the stage above."""
