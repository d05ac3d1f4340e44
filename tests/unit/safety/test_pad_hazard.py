"""Rings about a pad follow their rules, and say who is inside."""

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from cosmodrome.cli.pad_screen import print_pad_hazard
from cosmodrome.errors import InputError
from cosmodrome.formats.pad_areas import pad_features
from cosmodrome.formats.pad_hazard_fields import pad_hazard_fields
from cosmodrome.safety.blast import FOOT_M, POUND_KG, public_area_distance_m, tnt_equivalent_kg
from cosmodrome.safety.pad_hazard import assess_pad_hazard, fallback_reach_m, propellant_masses
from cosmodrome.safety.tangent import WGS84
from cosmodrome.safety.toxic import (
    FARTHEST_M,
    SurfaceWind,
    concentration_kg_m3,
    sector_half_angle_deg,
    surface_wind,
    toxic_reach,
)
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.layers import layers_over
from cosmodrome.store.pad_rules_file import load_pad_rules
from cosmodrome.store.sourcing import load_sources

EAST_WIND = SurfaceWind(east_m_s=-4.0, north_m_s=0.0, sd_m_s=1.0)
ROUNDING_M = 1.0
# Steps of the public distance meet within the rounding of their printed coefficients.
STEP_RATIO = 0.011
# Fregat's load of 5250 kg, by hand: 3465 kg of tetroxide, a fifth of it vapour.
FREGAT_VAPOUR_KG = 693.0


@pytest.fixture(scope="module")
def rules():
    layers = layers_over([])
    return load_pad_rules(layers, load_sources(layers))[0]


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def assessed(catalogue, rules, *, configuration="soyuz-2.1b+fregat", **wish):
    return assess_pad_hazard(
        catalogue.configuration(configuration),
        catalogue.complex("vostochny-1s"),
        catalogue.spaceport("vostochny"),
        rules=rules,
        **wish,
    )


def ring_of(hazard, kind):
    return [ring for ring in hazard.rings if ring.kind == kind]


def test_the_load_is_told_by_kind_and_what_is_unknown_apart(catalogue):
    masses, unknown_kg = propellant_masses(catalogue.configuration("electron+kick-stage"))

    assert {"lo2-rp1": 11_550.0} == masses
    assert 30.0 == unknown_kg


def test_hydrogen_goes_by_pounds_until_a_seventh_is_more(rules):
    thousand_lb_kg = 1000.0 * POUND_KG

    little_kg = tnt_equivalent_kg({"lo2-lh2": thousand_lb_kg}, rules)
    much_kg = tnt_equivalent_kg({"lo2-lh2": 200_000.0}, rules)

    assert 800.0 == pytest.approx(little_kg / POUND_KG)
    assert 28_000.0 == pytest.approx(much_kg)


def test_kinds_of_propellant_add_up(rules):
    both_kg = tnt_equivalent_kg({"lo2-rp1": 1000.0, "n2o4-udmh": 1000.0}, rules)

    assert 300.0 == pytest.approx(both_kg)


def test_an_unknown_propellant_is_refused_with_those_that_are_known(rules):
    with pytest.raises(InputError, match="propellant 'h2o2'; known are lo2-rp1"):
        tnt_equivalent_kg({"h2o2": 1.0}, rules)


@pytest.mark.parametrize(
    ("pounds", "feet"),
    [(0.3, 236.0), (1.0, 291.3), (10_000.0, 1250.0), (64_000.0, 1600.0), (1e6, 5000.0)],
)
def test_the_public_distance_is_that_of_the_table(pounds, feet, rules):
    assert feet == pytest.approx(public_area_distance_m(pounds * POUND_KG, rules) / FOOT_M)


def test_the_public_distance_has_no_gaps_between_its_steps(rules):
    for step in rules.public_area[2:-1]:
        below = public_area_distance_m(step.up_to_lb * POUND_KG * (1 - 1e-9), rules)
        above = public_area_distance_m(step.up_to_lb * POUND_KG * (1 + 1e-9), rules)

        assert above == pytest.approx(below, rel=STEP_RATIO), step


def test_no_tnt_needs_no_distance_and_less_than_none_is_refused(rules):
    assert 0.0 == public_area_distance_m(0.0, rules)
    with pytest.raises(InputError, match="must not be negative, got -1"):
        public_area_distance_m(-1.0, rules)


def test_where_a_limit_is_met_the_air_holds_just_that(rules):
    poison, weather = rules.poison("n2o4"), rules.weather[0]

    reach = toxic_reach(poison, spilt_kg=3465.0, limit_ppm=12.0, weather=weather)

    # 12 ppm of nitrogen dioxide are 22.6 mg in a cubic metre at 25 degC.
    found = concentration_kg_m3(FREGAT_VAPOUR_KG, weather=weather, distance_m=reach.distance_m)
    assert FREGAT_VAPOUR_KG == pytest.approx(reach.vapour_kg)
    assert 22.6e-6 == pytest.approx(found, rel=0.002)


def test_a_spill_beyond_the_model_says_so(rules):
    reach = toxic_reach(
        rules.poison("n2o4"), spilt_kg=400_000.0, limit_ppm=12.0, weather=rules.weather[0]
    )

    assert reach.beyond_model
    assert reach.distance_m == FARTHEST_M


def test_no_spill_reaches_nowhere(rules):
    reach = toxic_reach(rules.poison("mmh"), spilt_kg=0.0, limit_ppm=0.9, weather=rules.weather[0])

    assert 0.0 == reach.distance_m


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"spilt_kg": -1.0, "limit_ppm": 1.0}, "spill"),
        ({"spilt_kg": 1.0, "limit_ppm": 0.0}, "limit"),
    ],
)
def test_an_impossible_spill_is_refused(wish, said, rules):
    with pytest.raises(InputError, match=said):
        toxic_reach(rules.poison("udmh"), weather=rules.weather[0], **wish)


def test_a_steady_wind_makes_a_sector_and_a_fickle_one_a_circle(rules):
    steady = replace(EAST_WIND, sd_m_s=0.0)
    fickle = replace(EAST_WIND, sd_m_s=2.0)

    assert 270.0 == pytest.approx(EAST_WIND.downwind_deg)
    assert 20.0 == pytest.approx(sector_half_angle_deg(steady, rules, plume_half_angle_deg=5.0))
    assert 35.0 == pytest.approx(sector_half_angle_deg(EAST_WIND, rules, plume_half_angle_deg=5.0))
    assert sector_half_angle_deg(fickle, rules, plume_half_angle_deg=5.0) is None


def test_the_wind_near_the_ground_is_that_of_the_lowest_level(catalogue):
    pad = catalogue.complex("vostochny-1s")
    climate = catalogue.weather(
        latitude_deg=pad.latitude_deg, longitude_deg=pad.longitude_deg, month=4
    ).over_pad

    wind = surface_wind(climate)

    assert tuple(climate.mean[0, :2]) == (wind.east_m_s, wind.north_m_s)
    assert min(climate.sd[0, :2]) <= wind.sd_m_s <= max(climate.sd[0, :2])


def test_a_fall_beside_the_pad_is_that_of_the_best_tilt(catalogue):
    configuration = catalogue.configuration("soyuz-2.1b")
    reach_m = fallback_reach_m(configuration, blocked_s=20.0)

    # Half as long, a quarter as far, but for the propellant burnt meanwhile.
    assert reach_m / 4.0 == pytest.approx(fallback_reach_m(configuration, blocked_s=10.0), rel=0.2)
    assert 2000.0 < reach_m < 6000.0


def test_rings_are_where_they_say_and_widen(catalogue, rules):
    hazard = assessed(catalogue, rules)
    pad = catalogue.complex("vostochny-1s")

    for ring in hazard.rings:
        outline = ring.outline_deg
        assert np.array_equal(outline[0], outline[-1])
        assert shapely.LinearRing(outline).is_ccw
        count = len(outline)
        _, _, far_m = WGS84.inv(
            np.full(count, pad.longitude_deg),
            np.full(count, pad.latitude_deg),
            outline[:, 0],
            outline[:, 1],
        )
        assert np.allclose(far_m, ring.radius_m, atol=ROUNDING_M)
    blast_m = [ring.radius_m for ring in ring_of(hazard, "blast")]
    assert sorted(blast_m) == blast_m


def test_the_neighbouring_pad_is_in_the_fallback_ring(catalogue, rules):
    hazard = assessed(catalogue, rules)

    (ring,) = ring_of(hazard, "fallback")

    assert ("Site 1A (Angara)",) == ring.inside
    assert 0 == ring.people


def test_who_is_upwind_may_stay(catalogue, rules):
    heavy = replace(catalogue.configuration("soyuz-2.1b+fregat").upper_stage, propellant_kg=5e5)
    configuration = replace(catalogue.configuration("soyuz-2.1b+fregat"), upper_stage=heavy)
    site = catalogue.spaceport("vostochny")
    # Tsiolkovsky lies west-southwest of the pad, 19 km off.
    towards = SurfaceWind(east_m_s=-4.0, north_m_s=-2.0, sd_m_s=0.5)
    away = SurfaceWind(east_m_s=4.0, north_m_s=2.0, sd_m_s=0.5)

    inside = {}
    for name, wind in (("towards", towards), ("away", away), ("any", None)):
        hazard = assess_pad_hazard(
            configuration, catalogue.complex("vostochny-1s"), site, rules=rules, wind=wind
        )
        inside[name] = ring_of(hazard, "toxic")[-1]

    assert "Tsiolkovsky" in inside["towards"].inside
    assert "Tsiolkovsky" not in inside["away"].inside
    assert "Tsiolkovsky" in inside["any"].inside
    assert inside["towards"].people >= 7194
    assert shapely.LinearRing(inside["towards"].outline_deg).is_ccw


def test_vehicles_without_known_blocking_have_no_fallback_ring(catalogue, rules):
    hazard = assess_pad_hazard(
        catalogue.configuration("pslv-xl"),
        catalogue.complex("sriharikota-flp"),
        catalogue.spaceport("sriharikota"),
        rules=rules,
    )

    assert hazard.fallback_reach_m is None
    assert [] == ring_of(hazard, "fallback")


def test_the_document_tells_each_ring_and_the_published_clearance(catalogue, rules):
    document = pad_hazard_fields(assessed(catalogue, rules))

    assert len(document["rings"]) == 11
    assert document["rings"][0]["polygon"][0] == document["rings"][0]["polygon"][-1]
    assert 25_000.0 == document["clearances"][0]["distance_m"]
    assert {"lo2-rp1": 269_957.0, "n2o4-udmh": 5250.0} == document["propellants_kg"]
    assert math.isclose(document["tnt_kg"], 50_200.2, abs_tol=1.0)


def test_rings_are_areas_of_a_map_the_widest_undermost(catalogue, rules):
    features = pad_features(assessed(catalogue, rules, wind=EAST_WIND))

    radii = [feature["properties"]["radius_m"] for feature in features]
    assert sorted(radii, reverse=True) == radii
    for feature in features:
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        assert all(shapely.LinearRing(each.exterior.coords).is_ccw for each in shape.geoms)


def test_the_terminal_tells_the_rings_who_leaves_and_what_is_not_known(catalogue, rules, capsys):
    print_pad_hazard(assessed(catalogue, rules, wind=EAST_WIND))
    kick = assess_pad_hazard(
        catalogue.configuration("electron+kick-stage"),
        catalogue.complex("mahia-lc1"),
        catalogue.spaceport("mahia"),
        rules=rules,
    )
    print_pad_hazard(kick)

    said = capsys.readouterr()
    assert "Site 1A (Angara)" in said.out
    assert "fallback" in said.out
    assert "Chagoyan" in said.err
    assert "30 kg of a propellant" in said.err
