from dataclasses import replace

import numpy as np
import pytest
import shapely

from cosmodrome.errors import InputError
from cosmodrome.safety.announced_area import (
    FallClouds,
    announced_area,
    exposed_area_m2,
    fallen_deg,
    measured_in,
)
from cosmodrome.safety.area_rules import AreaRule
from cosmodrome.safety.area_shape import CircleArea, inside_shape
from cosmodrome.safety.casualty import Aircraft, Ship, ship_area_m2
from cosmodrome.safety.monte_carlo import BodyFalls
from cosmodrome.safety.tangent import TangentPlane
from cosmodrome.vehicles import Fall
from cosmodrome.vehicles.falling import Breakup, Fragment

GROUND = TangentPlane(latitude_deg=54.85, longitude_deg=126.9)
SHIP = Ship(length_m=190.0, width_m=32.0)
AIRLINER = Aircraft(top_area_m2=1000.0, front_area_m2=150.0, speed_m_s=250.0)
FLIGHTS = 4000
# Three standard deviations of a share of 0.97 among so many flights.
SHARE = 0.009


def falls(seed, *, size_m=1.0, pieces=1, flights=FLIGHTS):
    """Pieces that drift 9 km in 80 s below 18 km, and land 8 km by 3 km about a place."""
    rng = np.random.default_rng(seed)
    ground_m = size_m * rng.standard_normal((flights * pieces, 2)) * (8000.0, 3000.0)
    high_m = ground_m + (9000.0, 0.0) + 500.0 * rng.standard_normal(ground_m.shape)
    landed_s = 400.0 + 10.0 * rng.standard_normal(flights * pieces)

    def placed(en_m, t_s):
        points = GROUND.points_deg(en_m)
        return np.column_stack((points, t_s)).reshape(flights, pieces, 3)

    return BodyFalls(
        part="booster",
        impacts=placed(ground_m, landed_s),
        at_ceiling=placed(high_m, landed_s - 80.0),
        impact_speed_m_s=np.full((flights, pieces), 120.0),
    )


def fall(**changes):
    told = {
        "part": "booster",
        "count": 4,
        "mass_kg": 3800.0,
        "area_m2": 25.0,
        "ballistic_coefficient_kg_m2": 500.0,
        "ballistic_coefficient_sd_ratio": 0.1,
        "separation_speed_sd_m_s": 1.0,
    }
    return Fall(**{**told, **changes})


def rule(audience="ships", craft=SHIP, *, share=0.97, hit=1e-5):
    return AreaRule(
        audience=audience,
        rule="14 CFR 450.133",
        containment_probability=share,
        hit_probability=hit,
        craft=craft,
    )


SHAPING, FRESH = falls(1), falls(2)
CLOUDS = FallClouds(falls=SHAPING, fall=fall())


def area_m2(area):
    return shapely.Polygon(GROUND.en_m(area.ring_deg)).area


@pytest.mark.parametrize("kind", ["polygon", "circle", "sector"])
@pytest.mark.parametrize(
    ("audience", "craft"), [("ships", SHIP), ("aircraft", AIRLINER), ("land", None)]
)
def test_an_area_holds_its_share_of_flights_that_did_not_shape_it(kind, audience, craft):
    area = announced_area(
        CLOUDS,
        replace(rule(audience, craft), shape=kind),
        fresh=FRESH,
        pad_deg=(128.3, 51.9),
    )

    assert area.contained.fraction >= 0.97 - SHARE
    assert area.contained.samples == FLIGHTS
    assert kind in area.method


def test_the_area_for_aircraft_holds_both_ends_of_each_fall_and_lasts_as_long():
    area = announced_area(CLOUDS, rule("aircraft", AIRLINER), fresh=FRESH)

    both = inside_shape(area.shape, FRESH.impacts[:, 0, :2]) & inside_shape(
        area.shape, FRESH.at_ceiling[:, 0, :2]
    )
    assert both.mean() == pytest.approx(area.contained.fraction, abs=1.0 / FLIGHTS)
    assert SHAPING.at_ceiling[..., 2].min() == area.from_t_s
    assert SHAPING.impacts[..., 2].max() == area.to_t_s
    assert 18_288.0 == area.top_m


def test_a_rarer_hit_reaches_farther():
    # A small scatter is denser: there the contour of a hit passes the share.
    clouds = FallClouds(falls=falls(1, size_m=0.1), fall=fall())
    fresh = falls(2, size_m=0.1)

    held = announced_area(clouds, rule(hit=0.5), fresh=fresh)
    likely = announced_area(clouds, rule(hit=1e-5), fresh=fresh)
    rare = announced_area(clouds, rule(hit=1e-8), fresh=fresh)

    assert (0, 1, 1) == (held.hit_outlines, likely.hit_outlines, rare.hit_outlines)
    assert area_m2(held) < area_m2(likely) < area_m2(rare)


def test_outside_the_area_a_ship_is_hit_less_often_than_the_rule_allows():
    clouds = FallClouds(falls=falls(1, size_m=0.1), fall=fall())
    area = announced_area(clouds, rule(hit=1e-5), fresh=falls(2, size_m=0.1))

    # The true scatter is normal, 800 m by 300 m: its density at each corner is known.
    east, north = GROUND.en_m(area.ring_deg).T
    density = np.exp(-0.5 * ((east / 800.0) ** 2 + (north / 300.0) ** 2))
    per_m2 = density / (2.0 * np.pi * 800.0 * 300.0)
    hit = 4 * per_m2 * ship_area_m2(SHIP, piece_area_m2=25.0)
    assert hit.max() < 1e-5


def test_what_comes_apart_exposes_a_ship_to_each_piece():
    broken = fall(
        breakup=Breakup(
            altitude_m=20e3,
            altitude_sd_m=2e3,
            fragments=(
                Fragment(
                    count=10,
                    ballistic_coefficient_kg_m2=100.0,
                    sd_ratio=0.2,
                    speed_sd_m_s=5.0,
                    area_m2=1.0,
                    mass_kg=50.0,
                ),
            ),
        )
    )
    clouds = FallClouds(falls=falls(1, pieces=10, flights=200), fall=broken)

    exposed_m2 = exposed_area_m2(clouds, rule())

    assert 40 == clouds.pieces
    assert 40 * ship_area_m2(SHIP, piece_area_m2=1.0) == pytest.approx(exposed_m2)


def test_pieces_of_one_flight_count_as_one_trial():
    broken, fresh = falls(1, pieces=10, flights=200), falls(2, pieces=10, flights=200)

    area = announced_area(FallClouds(falls=broken, fall=fall()), rule(), fresh=fresh)

    assert 200 == area.contained.samples
    assert area.contained.fraction >= 0.93


def test_rows_of_pieces_alternate_between_flights():
    places = np.arange(2 * 3 * 3, dtype=float).reshape(3, 2, 3)
    places[1, 0] = np.nan

    rows = fallen_deg(places)

    assert [[0, 1], [12, 13], [3, 4], [9, 10], [15, 16]] == rows.tolist()


def test_a_part_that_stays_up_counts_as_outside():
    places = FRESH.impacts.copy()
    places[::2] = np.nan
    earth = CircleArea(latitude_deg=54.85, longitude_deg=126.9, radius_m=1e6)

    assert 0.5 == measured_in(earth, places).fraction


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"containment_probability": 97.0}, "containment must be a probability"),
        ({"hit_probability": 0.0}, "hit probability must be"),
        ({"shape": "blob"}, "one of polygon, circle, sector"),
        ({"audience": "submarines"}, "one of ships, aircraft, land"),
    ],
)
def test_rules_that_make_no_sense_are_refused(changes, complaint):
    with pytest.raises(InputError, match=complaint):
        replace(rule(), **changes)
