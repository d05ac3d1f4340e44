"""The guide to adding a launch vehicle is followed, word by word: files, commands, mistakes."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cosmodrome.ascent.burn import burns_of
from cosmodrome.cli.main import app
from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import load_catalogue

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-launch-vehicle.md"
TEXT = PAGE.read_text(encoding="utf-8")
# The page says its times to a tenth of a second.
WRITTEN_S = 0.05
# What another platform's optimum, as good, may differ by; coasts are flat in it.
CAPABILITY_KG = 10.0
EVENT_S = 20.0
FLIGHT = [
    *("--vehicle", "kestrel", "--complex", "kourou-ela4"),
    *("--orbit", "sun-synchronous", "--altitude-km", "500"),
]

MISTAKES = [
    ('"height_m"  ', '"length"  '),
    ("propellant_kg = 24600.0", "propelant_kg = 24600.0"),
    ("propellant_kg = 24600.0", "propellant_kg = 34600.0"),
    ("thrust_sl_n = 1600000.0", "thrust_sl_n = 1900000.0"),
    ("isp_vac_s = 348.0", "isp_vac_s = 3413.0"),
    ('"kourou-ela4"', '"kourou-ela-4"'),
    ('free_after = "core"', 'free_after = "stage-1"'),
    ('key = "kestrel-manual", where = "figure 1.1"', 'key = "manual", where = "figure 1.1"'),
    ("rest = 9.1\n", ""),
]


def files_of_the_page():
    """Every block that follows the name of a file, put together in order."""
    found = {}
    pattern = r"`mine/([\w./-]+\.toml)`[^\n]*\n\n```toml\n(.*?)^```"
    for name, block in re.findall(pattern, TEXT, flags=re.MULTILINE | re.DOTALL):
        found[name] = found.get(name, "") + block + "\n"
    return found


@pytest.fixture
def mine(tmp_path):
    for name, text in files_of_the_page().items():
        path = tmp_path / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "mine"


def figure(words):
    """The figure behind digits in groups: 4 678."""
    return float(words.replace(" ", ""))


def ask(mine, *words):
    result = CliRunner().invoke(app, [*words, "--catalogue", str(mine), "--json"])
    assert 0 == result.exit_code, result.stderr
    return json.loads(result.stdout)


def test_the_page_holds_a_vehicle_and_its_document():
    assert ["sources.toml", "vehicles/kestrel.toml"] == sorted(files_of_the_page())


def test_the_vehicle_is_shown_with_a_source_for_every_number(mine):
    shown = CliRunner().invoke(app, ["show", "vehicles", "kestrel", "--catalogue", str(mine)])

    assert 0 == shown.exit_code, shown.stderr
    assert "2 × booster, core, stage-2" in shown.stdout
    assert "kestrel-manual" in shown.stdout


def test_cut_offs_come_out_as_the_page_says(mine):
    vehicle = load_catalogue([mine]).configuration("kestrel").vehicle
    ends_s = {burn.stage.name: burn.end_s for burn in burns_of(vehicle)}

    written = re.search(r"after ([\d.]+) s and the core\s+after ([\d.]+) s", TEXT)

    assert written
    assert float(written[1]) == pytest.approx(ends_s["booster"], abs=WRITTEN_S)
    assert float(written[2]) == pytest.approx(ends_s["core"], abs=WRITTEN_S)


@pytest.mark.parametrize(("right", "wrong"), MISTAKES)
def test_a_mistake_is_told_as_the_page_says(mine, right, wrong):
    path = mine / "vehicles" / "kestrel.toml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")

    with pytest.raises(InputError) as refused:
        load_catalogue([mine])

    place, _, message = str(refused.value).partition("kestrel.toml:")
    assert place.endswith("vehicles/")
    assert f"`{message.partition(': ')[2]}`" in TEXT


def test_every_mistake_of_the_page_is_made_here():
    told = re.search(r"\| Message \|.*?\n\n", TEXT, flags=re.DOTALL)

    assert told
    assert len(MISTAKES) == len(told[0].strip().splitlines()) - 2


def calibrate(mine):
    """Write the reserve of the page into the vehicle."""
    path = mine / "vehicles" / "kestrel.toml"
    reserve, source = re.findall(r"^```text\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)[-2:]
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\[reserve\]\n.*?\n\n", reserve + "\n", text, flags=re.DOTALL)
    path.write_text(re.sub(r'"reserve\.\*".*\n', source, text), encoding="utf-8")


def test_a_calibrated_reserve_is_read_with_what_set_it(mine):
    calibrate(mine)

    vehicle = load_catalogue([mine]).configuration("kestrel").vehicle

    assert vehicle.reserve.performance_propellant_kg > 0.0
    assert 1 == len(vehicle.reserve.calibrated_on)


def test_the_capability_and_its_band_are_those_of_the_page(mine):
    told = re.search(
        r"capability +([\d ]+) kg\n80 % band of the data +([\d ]+) to ([\d ]+) kg", TEXT
    )
    assert told
    capability_kg, low_kg, high_kg = (figure(words) for words in told.groups())

    answer = ask(mine, "capability", *FLIGHT)

    assert capability_kg == pytest.approx(answer["payload_capability_kg"], abs=CAPABILITY_KG)
    assert low_kg == pytest.approx(answer["payload_capability_p10_kg"], abs=CAPABILITY_KG)
    assert high_kg == pytest.approx(answer["payload_capability_p90_kg"], abs=CAPABILITY_KG)
    assert [] == answer["calibrated"]


@pytest.mark.slow
def test_the_events_of_the_ascent_are_those_of_the_page(mine):
    told = re.findall(r"^([a-z0-9-]+ [a-z-]+|max-q) +([\d ]+\.\d) ", TEXT, flags=re.MULTILINE)
    assert len(told) >= 8

    answer = ask(mine, "ascent", *FLIGHT, "--payload-kg", "4000")

    flown = [(event["name"], event["t_s"]) for event in answer["events"]]
    for name, words in told:
        assert any(name == event and abs(t_s - figure(words)) < EVENT_S for event, t_s in flown), (
            name
        )


@pytest.mark.slow
def test_the_calibrated_vehicle_lifts_what_its_row_says(mine):
    calibrate(mine)

    answer = ask(mine, "capability", *FLIGHT)

    (row,) = answer["calibrated"]
    published = re.search(r"(\d+) kg", row if isinstance(row, str) else json.dumps(row))
    assert published
    assert float(published[1]) == pytest.approx(answer["payload_capability_kg"], abs=CAPABILITY_KG)
