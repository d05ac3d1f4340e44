"""What `capability` tells at the door: band, reserves, ratios, rules, and the map."""

import json

import pytest
from tests.fixtures.plan_fixture import example_ascent
from tests.fixtures.rating_fixture import CAPABILITY_KG, example_capability, example_rating
from typer.testing import CliRunner

from cosmodrome.ascent.capability_map import CapabilityMap, MapCell
from cosmodrome.ascent.plane_offset import OffsetMargin, performance_window
from cosmodrome.cli.main import app
from cosmodrome.store.catalogue import load_catalogue

FREGAT = load_catalogue().configuration("soyuz-2.1b+fregat").upper_stage
SOYUZ = ("--vehicle", "soyuz-2.1b+fregat", "--complex", "vostochny-1s")
ORBIT = ("--altitude-km", "820", "--ltdn", "09:30")
SMALL = ("--altitudes-km", "200,500", "--inclinations-deg", "52:97:3")


def run(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def rated(monkeypatch):
    """A rating drawn by hand; yields what it was asked."""
    asked = {}

    def rate(request, **wishes):
        asked.update(wishes, request=request)
        return example_rating()

    monkeypatch.setattr("cosmodrome.cli.flight.rate", rate)
    return asked


@pytest.fixture
def mapped(monkeypatch):
    """A map drawn by hand, whose last inclination is refused; yields the wishes."""
    wishes = []

    def draw(wish, *, progress, crew=None):
        wishes.append(wish)
        cells = tuple(
            tuple(
                MapCell(payload_capability_kg=5000.0 - altitude_km - inclination_deg)
                if inclination_deg < 97.0
                else MapCell(payload_capability_kg=None, rule="azimuth-corridor", message="west")
                for inclination_deg in wish.inclinations_deg
            )
            for altitude_km in wish.altitudes_km
        )
        return CapabilityMap(wish=wish, cells=cells)

    monkeypatch.setattr("cosmodrome.ascent.capability_map.capability_map", draw)
    return wishes


@pytest.mark.usefixtures("rated")
def test_a_capability_has_the_keys_of_the_contract():
    result = run("capability", *SOYUZ, *ORBIT, "--json")

    document = json.loads(result.stdout)
    assert 0 == result.exit_code
    assert (4000.0, CAPABILITY_KG, 4421.0) == (
        document["payload_capability_p10_kg"],
        document["payload_capability_kg"],
        document["payload_capability_p90_kg"],
    )
    assert -0.21 == document["exchange_ratios"]["dry-mass.core_kg_per_kg"]
    assert list(FREGAT.calibrated_on) == document["calibrated"]
    assert {"full": CAPABILITY_KG, "optimal": 4300.0} == document[
        "payload_capability_by_loading_kg"
    ]
    assert ["fairing-heat-flux"] == document["binding"] == list(document["rules"])
    assert {"value", "limit", "unit", "multiplier", "cost_kg", "note"} == set(
        document["rules"]["fairing-heat-flux"]
    )


@pytest.mark.usefixtures("rated")
def test_reserves_stand_apart_from_the_margin_of_the_customer():
    result = run("capability", *SOYUZ, *ORBIT, "--margin-kg", "150", "--json")

    document = json.loads(result.stdout)
    assert {
        "residual_kg": FREGAT.residual_propellant_kg,
        "performance_kg": FREGAT.performance_reserve_kg,
        "disposal_kg": FREGAT.disposal_propellant_kg,
        "probability": FREGAT.reserve_probability,
        "customer_margin_kg": 150.0,
    } == document["reserves"]
    assert CAPABILITY_KG - 150.0 == document["payload_after_customer_margin_kg"]
    assert CAPABILITY_KG == document["payload_capability_kg"]


@pytest.mark.usefixtures("rated")
def test_a_capability_in_words_tells_how_sure_it_is_and_what_limits_it():
    words = run("capability", *SOYUZ, *ORBIT).stdout.replace("\N{THIN SPACE}", " ")

    assert "4 000 to 4 421 kg, most of it from specific-impulse of S5.92" in words
    assert f"residual {FREGAT.residual_propellant_kg:.0f} kg, performance" in words
    assert "fairing-heat-flux" in words
    assert "−1.900   kg/(m/s)" in words


def test_rules_and_loads_arrive_as_they_are_typed(rated):
    result = run(
        *("capability", *SOYUZ, *ORBIT, "--loading", "4200", "--branch", "descending"),
        *("--without-rule", "fairing-heat-flux", "--drop-zone", "core=vost-rp985"),
        *("--max-dynamic-pressure-pa", "30000", "--json"),
    )

    assert 0 == result.exit_code
    assert 4200.0 == rated["loading"]
    assert {
        "without_rule": ["fairing-heat-flux"],
        "branch": "descending",
        "drop_zone": ["core=vost-rp985"],
        "max_dynamic_pressure_pa": 30000.0,
    } == rated["rules"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--loading", "half"), "must be full, optimal or kilograms of propellant, got 'half'"),
        (("--loading", "-3"), "kilograms of propellant, got '-3'"),
        (("--branch", "up"), "must be ascending or descending, got up"),
        (("--margin-kg", "-1"), "must be 0 or more, got -1"),
        (("--max-axial-load-factor", "0"), "must be a positive number, got 0"),
        (("--altitudes-km", "200,300"), "--altitudes-km: is of a map; add --map"),
        (("-o", "map.svg"), "-o: is of a map; add --map"),
        (("--without-rule", "propellant"), "'propellant' cannot be switched off"),
        (("--without-rule", "gravity"), "'gravity' cannot be switched off"),
        (("--drop-zone", "core"), "must be PART=ZONE"),
        (("--drop-zone", "core=nowhere"), "drop zone 'nowhere'"),
        (("--visible-from", "here"), "must be LAT,LON or LAT,LON,ELEVATION in degrees"),
        (("--visible-from", "95,10"), "latitude must be -90 to 90"),
    ],
)
def test_what_means_nothing_is_refused(typed, words):
    result = run("capability", *SOYUZ, *ORBIT, *typed)

    assert 2 == result.exit_code
    assert words in " ".join(result.stderr.replace("│", " ").split())


def test_a_payload_that_eats_the_margin_of_the_customer_is_refused(monkeypatch):
    monkeypatch.setattr(
        "cosmodrome.cli.flight.fly_by", lambda *_, **__: (example_ascent(), example_capability())
    )

    result = run("ascent", *SOYUZ, *ORBIT, "--payload-kg", "3010", "--margin-kg", "1300", "--json")

    document = json.loads(result.stdout)
    (refusal,) = document["refusals"]
    assert 1 == result.exit_code
    assert ("customer-margin", 1200.5, 1300.0) == (
        refusal["rule"],
        refusal["value"],
        refusal["limit"],
    )
    assert 1200.5 == document["performance_margin_kg"]


@pytest.fixture
def windowed(monkeypatch):
    """A flight and a window drawn by hand; yields what the window was asked."""
    asked = {}

    def window_beside_plane(_optimiser, _flown, **wishes):
        asked.update(wishes)
        margins = [
            OffsetMargin(offset_s=t_s, margin_kg=kg)
            for t_s, kg in ((-60.0, None), (0.0, 1200.5), (60.0, 900.0))
        ]
        return performance_window(margins, least_margin_kg=wishes["least_margin_kg"])

    monkeypatch.setattr(
        "cosmodrome.cli.flight.fly_by", lambda *_, **__: (example_ascent(), example_capability())
    )
    monkeypatch.setattr("cosmodrome.ascent.plane_offset.window_beside_plane", window_beside_plane)
    return asked


def test_a_window_is_told_with_the_margins_over_it(windowed):
    result = run(
        *("ascent", *SOYUZ, *ORBIT, "--payload-kg", "3010", "--window-s", "60"),
        *("--margin-kg", "100", "--json"),
    )

    assert 0 == result.exit_code
    assert (60.0, 100.0) == (windowed["span_s"], windowed["least_margin_kg"])
    assert {
        "offset_s": [-60.0, 0.0, 60.0],
        "performance_margin_kg": [None, 1200.5, 900.0],
        "opens_s": 0.0,
        "closes_s": 60.0,
    } == json.loads(result.stdout)["performance_window"]


@pytest.mark.usefixtures("windowed")
def test_a_window_in_words_is_a_table_and_a_span():
    words = run("ascent", *SOYUZ, *ORBIT, "--payload-kg", "3010", "--window-s", "60").stdout

    assert "Performance window  0 to 60 s" in words


# ---- maps ------------------------------------------------------------------------------------


def test_a_map_is_a_grid_of_altitudes_by_inclinations(mapped):
    result = run("capability", *SOYUZ, "--map", *SMALL, "--json")

    document = json.loads(result.stdout)
    assert 0 == result.exit_code
    assert {
        "altitude_km": [200.0, 500.0],
        "inclination_deg": [52.0, 74.5, 97.0],
        "payload_capability_kg": [[4748.0, 4725.5, None], [4448.0, 4425.5, None]],
    } == document["grid"]
    assert ["azimuth-corridor", "azimuth-corridor"] == [
        row["rule"] for row in document["unreached"]
    ]
    assert [] == document["refusals"]
    assert {"policy": "full", "propellant_kg": 5250.0} == document["loading"]
    (wish,) = mapped
    assert "soyuz-2.1b+fregat" == wish.configuration.id


@pytest.mark.usefixtures("mapped")
def test_a_map_in_words_is_a_table_with_the_reasons_of_its_gaps():
    words = run("capability", *SOYUZ, "--map", *SMALL).stdout.replace("\N{THIN SPACE}", " ")

    assert "4 748" in words
    assert "azimuth-corridor  2 orbits" in words


@pytest.mark.usefixtures("mapped")
def test_a_map_is_drawn_where_it_is_asked(tmp_path):
    picture = tmp_path / "map.svg"

    result = run("capability", *SOYUZ, "--map", *SMALL, "-o", str(picture), "--json")

    assert 0 == result.exit_code
    assert picture.read_text(encoding="utf-8").startswith("<svg xmlns=")
    assert "map.svg" in result.stderr.replace("\n", "")


@pytest.mark.usefixtures("mapped")
def test_a_map_is_painted_in_dots_where_the_file_is_named_so(tmp_path):
    picture = tmp_path / "map.png"

    result = run("capability", *SOYUZ, "--map", *SMALL, "-o", str(picture), "--json")

    assert 0 == result.exit_code
    assert picture.read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.usefixtures("mapped")
def test_a_map_on_which_nothing_is_reached_is_refused(tmp_path):
    picture = tmp_path / "map.svg"
    axes = ("--altitudes-km", "200,500", "--inclinations-deg", "97,98")

    result = run("capability", *SOYUZ, "--map", *axes, "-o", str(picture), "--json")

    assert 1 == result.exit_code
    assert ["azimuth-corridor"] == [r["rule"] for r in json.loads(result.stdout)["refusals"]]
    assert not picture.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--altitude-km", "500"), "--map: takes no orbit"),
        (("--altitudes-km", "high"), "--altitudes-km: must be values such as 200,400,800"),
        (("--altitudes-km", "500:200:3"), "--altitudes-km: TO must be more than FROM"),
        (("--inclinations-deg", "50:60:1000"), "--inclinations-deg: COUNT must be 2 to 200"),
        (("-o", "map.jpg"), "a picture is an SVG or PNG file, name it .svg or .png"),
        (("-o", "nowhere/map.svg"), "there is no folder nowhere"),
    ],
)
def test_a_map_that_means_nothing_is_refused(typed, words):
    result = run("capability", *SOYUZ, "--map", *typed)

    assert 2 == result.exit_code
    assert words in " ".join(result.stderr.split())
