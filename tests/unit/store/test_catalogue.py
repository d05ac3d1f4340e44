from datetime import date, timedelta
from pathlib import Path

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import load_catalogue

# Masses at lift-off contact that are published for the flying vehicles; they differ by the fairing,
# the payload and what is burnt before lift-off, which is why the band is wide.
SOYUZ_LIFTOFF_T = (307.5, 312.0)
ANGARA_A5_LIFTOFF_T = (759.0, 790.0)
# Burn times that are published and follow here from masses and flows.
BURN_TIME_TOLERANCE_S = 3.0

LIGHT = """
name = "Light"
family = "light"
height_m = 30.0
drag = "slender-body"
window_policy = "retargeted"
processing_flow = "soyuz-2"
countdown = "soyuz-2"
[sources]
"*" = { key = "house-report", where = "table 1" }
[stage.stage-1]
count = 1
dry_mass_kg = 6000.0
propellant_kg = 80000.0
residual_propellant_kg = 800.0
diameter_m = 2.7
length_m = 20.0
engine = { name = "E", thrust_vac_n = 1.5e6, thrust_sl_n = 1.35e6, isp_vac_s = 330.0 }
[fairing]
mass_kg = 400.0
diameter_m = 2.7
length_m = 6.0
max_heat_flux_w_m2 = 1135.0
[reference_area_m2]
rest = 5.7
[steering]
vertical_rise_s = 8.0
pitchover_s = 12.0
free_after = "stage-1"
"""
SITE = """
name = "Nowhere"
utc_offset_h = 3.0
[sources]
"*" = { key = "estimate", why = "made up" }
"""
COMPLEXES = """
[sources]
"*" = { key = "estimate", why = "made up" }
[nowhere-1]
name = "Pad 1"
latitude_deg = 10.0
longitude_deg = 20.0
altitude_m = 5.0
corridor = { min_deg = 40.0, max_deg = 95.0 }
refurbishment_d = 15
vehicles = ["light", "soyuz-2.1b"]
"""
REPORT = '[house-report]\ntext = "Report of the house"\nkind = "manual"\n'


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/').replace('_dash_', '-')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_vehicles_and_complexes_of_the_contract_are_there(catalogue):
    ids = {configuration.id for configuration in catalogue.configurations()}

    assert {
        "soyuz-2.1a",
        "soyuz-2.1a+fregat",
        "soyuz-2.1b",
        "soyuz-2.1b+fregat",
        "soyuz-2.1b+fregat-m",
        "soyuz-2.1b+fregat-mt",
        "soyuz-2.1a+volga",
        "soyuz-2.1v",
        "soyuz-2.1v+volga",
        "angara-a5",
        "angara-a5+briz-m",
        "angara-a5+orion",
        "angara-a5m",
        "angara-1.2",
        "falcon9-b5",
        "falcon9-ft",
        "electron",
        "electron+kick-stage",
        "ariane62",
        "ariane64",
        "vega-c",
        "pslv-xl",
        "atlas-v-401",
        "delta-ii-7920",
        "delta-iii",
        "delta-iii-benchmark",
    } <= ids
    for complex_id in (
        "vostochny-1s",
        "vostochny-1a",
        "baikonur-31-6",
        "plesetsk-43",
        "kourou-els",
    ):
        assert complex_id == catalogue.complex(complex_id).id


def test_a_configuration_carries_the_fairing_of_its_upper_stage(catalogue):
    direct = catalogue.configuration("soyuz-2.1a")
    composite = catalogue.configuration("soyuz-2.1a+fregat")

    assert 2.7 == direct.vehicle.fairing.diameter_m
    assert 4.11 == composite.vehicle.fairing.diameter_m
    assert composite.upper_stage is not None
    assert "fregat" == composite.upper_stage.id


def test_only_configurations_of_a_complex_are_listed_when_asked(catalogue):
    ids = [each.id for each in catalogue.configurations(complex_id="vostochny-1a")]

    assert [
        "angara-a5",
        "angara-a5+briz-m",
        "angara-a5+orion",
        "angara-a5m",
        "angara-a5m+briz-m",
        "angara-a5m+orion",
    ] == ids


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("soyuz-2b", "unknown vehicle 'soyuz-2b'; did you mean 'soyuz-2.1b'?"),
        ("soyuz-2.1b+frigate", "unknown upper stage 'frigate'; did you mean 'fregat'?"),
        ("angara-a5+fregat", "angara-a5 does not carry fregat; it carries briz-m, orion"),
    ],
)
def test_a_configuration_that_is_not_there_is_answered_with_what_is(catalogue, asked, said):
    with pytest.raises(InputError) as caught:
        catalogue.configuration(asked)

    assert said == caught.value.message


def test_a_misspelt_complex_is_answered_with_the_nearest(catalogue):
    with pytest.raises(InputError, match="unknown complex 'vostochny-s1'; did you mean"):
        catalogue.complex("vostochny-s1")


@pytest.mark.parametrize(
    ("vehicle", "payload_kg", "published_t"),
    [("soyuz-2.1b", 8470.0, SOYUZ_LIFTOFF_T), ("angara-a5", 24500.0, ANGARA_A5_LIFTOFF_T)],
)
def test_the_stages_add_up_to_the_published_lift_off_mass(
    catalogue, vehicle, payload_kg, published_t
):
    record = catalogue.configuration(vehicle).vehicle
    stages_kg = sum(stage.count * stage.gross_mass_kg for stage in record.stages)

    total_t = (stages_kg + record.fairing.mass_kg + payload_kg) / 1000.0

    low_t, high_t = published_t
    assert low_t <= total_t <= high_t


@pytest.mark.parametrize(
    ("vehicle", "cutoff_s"),
    [("soyuz-2.1a", 525.0), ("soyuz-2.1b", 560.0)],
)
def test_masses_and_flows_give_the_published_cut_off_of_the_third_stage(
    catalogue, vehicle, cutoff_s
):
    record = catalogue.configuration(vehicle).vehicle
    core, third = record.stage("core"), record.stage("stage-3")
    # The core burns at half thrust in its last 6 s, which costs 3 s.
    core_s = core.usable_propellant_kg / core.engine.mass_flow_kg_s + 3.0
    third_s = third.usable_propellant_kg / third.engine.mass_flow_kg_s

    assert abs(core_s + third_s - cutoff_s) < BURN_TIME_TOLERANCE_S


def test_the_weather_of_a_month_is_that_of_the_nearest_site(catalogue):
    pads = [catalogue.complex(id) for id in ("vostochny-1s", "baikonur-31-6")]

    sites = [
        catalogue.weather(
            latitude_deg=pad.latitude_deg, longitude_deg=pad.longitude_deg, month=4
        ).over_pad.site
        for pad in pads
    ]

    assert ["vostochny", "baikonur"] == sites
    with pytest.raises(InputError, match="month must be 1 to 12, got 13"):
        catalogue.climates(13)


def test_the_working_year_of_russia_has_247_days(catalogue):
    calendar = catalogue.spaceport("vostochny").calendar
    days = [date(2021, 1, 1) + timedelta(days=n) for n in range(365)]

    assert 247 == sum(calendar.is_working_day(day) for day in days)
    assert calendar.is_working_day(date(2021, 2, 20))
    assert not calendar.is_working_day(date(2021, 5, 3))


def test_a_new_vehicle_and_a_new_site_need_no_code(tmp_path):
    folder = written(
        tmp_path,
        sources=REPORT,
        vehicles__light=LIGHT,
        spaceports__nowhere__site=SITE,
        spaceports__nowhere__complexes=COMPLEXES,
    )

    catalogue = load_catalogue([folder])

    assert ("nowhere-1",) == catalogue.configuration("light").vehicle.complexes
    assert "nowhere-1" in catalogue.configuration("soyuz-2.1b").vehicle.complexes
    assert ("light", "soyuz-2.1b") == catalogue.complex("nowhere-1").vehicles
    assert "Report of the house" == catalogue.source("house-report").text
    assert catalogue.spaceport_of("vostochny-1s").id == "vostochny"


def test_an_upper_folder_replaces_the_file_below_it(tmp_path, catalogue):
    first = written(tmp_path / "first", sources=REPORT, vehicles__light=LIGHT)
    second = written(
        tmp_path / "second",
        sources=REPORT,
        vehicles__light=LIGHT.replace('name = "Light"', 'name = "Lighter"'),
    )

    layered = load_catalogue([first, second])

    assert "Lighter" == layered.configuration("light").name
    assert (first, second) == layered.folders
    assert catalogue.digest != layered.digest


def test_the_digest_is_of_the_content_not_of_comments_and_order(tmp_path):
    folder = written(tmp_path, sources=REPORT, vehicles__light=LIGHT)
    before = load_catalogue([folder]).digest
    written(
        tmp_path,
        vehicles__light="# a comment\n" + LIGHT.replace("mass_kg = 400.0", "mass_kg   =   400.0"),
    )
    after = load_catalogue([folder]).digest
    written(tmp_path, vehicles__light=LIGHT.replace("mass_kg = 400.0", "mass_kg = 400.5"))
    changed = load_catalogue([folder]).digest

    assert before == after
    assert before != changed


def test_every_number_tells_its_source_and_whether_it_is_an_estimate(catalogue):
    values = {value.path: value for value in catalogue.values_of("soyuz-2.1b")}

    dry = values["stage.core.dry_mass_kg"]
    burnt = values["stage.booster.prelaunch_burn_kg"]
    assert ("csg-soyuz-um-2", "1 %", False) == (dry.key, dry.sd, dry.estimate)
    assert burnt.estimate
    assert "chosen so that booster separation falls at 118.2 s" in burnt.text
    assert values["dispersions.thrust_ratio.sd"].estimate
