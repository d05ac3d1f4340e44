import numpy as np
import pytest
import shapely
from tests.fixtures.settled_land import settled

from cosmodrome.errors import InputError
from cosmodrome.safety.population import ClearedGround, cleared_about, population

KM2 = 1e-6


def test_places_within_a_chord_are_found():
    people = settled((0.0, 0.0, 100), (0.0, 0.5, 50), (3.0, 0.0, 10))

    assert [0, 1] == people.near_place(np.array([0.0, 0.1]), reach_m=60e3).tolist()


def test_the_background_is_that_of_the_land_and_nobody_lives_at_sea():
    people = settled((0.0, 0.0, 100), people_per_km2=2.0)

    density = people.background_per_m2(np.array([[1.0, 1.0], [7.0, 1.0], [np.nan, 0.0]]))

    assert [2.0 * KM2, 0.0, 0.0] == pytest.approx(density.tolist())


def test_a_lake_in_the_land_is_no_land():
    people = settled(
        (0.0, 0.0, 1),
        people_per_km2=2.0,
        land=(shapely.box(-5, -5, 5, 5), shapely.box(1, 1, 2, 2)),
    )

    density = people.background_per_m2(np.array([[1.5, 1.5], [2.5, 2.5]]))

    assert [0.0, 2.0 * KM2] == pytest.approx(density.tolist())


def test_land_that_runs_on_beyond_the_date_line_is_land_on_both_sides():
    people = settled((179.0, 0.0, 1), people_per_km2=2.0, land=(shapely.box(170, -5, 190, 5),))

    density = people.background_per_m2(np.array([[-175.0, 0.0], [175.0, 0.0], [-165.0, 0.0]]))

    assert [2.0 * KM2, 2.0 * KM2, 0.0] == pytest.approx(density.tolist())


def test_the_background_is_that_of_the_nearest_places_region():
    people = population(
        names=("west", "east"),
        regions=("A", "B"),
        places_deg=np.array([[-2.0, 0.0], [2.0, 0.0]]),
        people=np.array([1.0, 1.0]),
        people_per_km2={"A": 1.0, "B": 3.0},
        land=(shapely.box(-5, -5, 5, 5),),
    )

    density = people.background_per_m2(np.array([[-1.0, 0.0], [1.0, 0.0]]))

    assert [KM2, 3.0 * KM2] == pytest.approx(density.tolist())


def test_cleared_ground_holds_nobody():
    people = settled((0.0, 0.0, 100), (1.0, 0.0, 50), people_per_km2=2.0)

    left = cleared_about(people, ClearedGround(latitude_deg=0, longitude_deg=0, radius_m=10e3))

    assert [0.0, 50.0] == left.people.tolist()
    around = left.background_per_m2(np.array([[0.05, 0.0], [0.2, 0.0]]))
    assert [0.0, 2.0 * KM2] == pytest.approx(around.tolist())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names": ()}, "differ in length"),
        ({"people": np.array([-1.0])}, "must not be negative"),
        ({"people_per_km2": {}}, "no background density is given for XX"),
    ],
)
def test_columns_that_do_not_fit_are_refused(changes, message):
    columns = {
        "names": ("a",),
        "regions": ("XX",),
        "places_deg": np.zeros((1, 2)),
        "people": np.ones(1),
        "people_per_km2": {"XX": 1.0},
        "land": (),
    }
    with pytest.raises(InputError, match=message):
        population(**columns | changes)


def test_a_clearance_larger_than_the_earth_is_refused():
    with pytest.raises(InputError, match="radius_m"):
        cleared_about(
            settled((0, 0, 1)), ClearedGround(latitude_deg=0, longitude_deg=0, radius_m=1e9)
        )
