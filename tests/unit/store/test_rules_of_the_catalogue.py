"""Sites, vehicles and missions may lay rules upon lift-offs, in the words of a file of rules."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.store.test_vehicle_file import KICK, STACK

from cosmodrome.errors import InputError
from cosmodrome.manifest.rule import BetaWish, BlackoutWish, HoursWish, SpacingWish, SunWish
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.manifest_file import read_manifest

SITE = """
name = "Nowhere"
utc_offset_h = 9.0

[[rules]]
kind = "range-hours"
from = "08:00"
to = "20:00"
days = "mon-fri"

[[rules]]
kind = "blackout"
file = "closed.ics"

[sources]
"*" = { key = "estimate", why = "a site made up for a test" }
"""
COMPLEXES = """
[nowhere-1]
name = "Nowhere 1"
latitude_deg = 40.0
longitude_deg = 100.0
altitude_m = 0.0
refurbishment_d = 10
corridor = { min_deg = 0.0, max_deg = 180.0 }
vehicles = ["stack"]

[sources]
"*" = { key = "estimate", why = "a site made up for a test" }
"""
CLOSED = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nSUMMARY:Holiday\r\n"
    "DTSTART;VALUE=DATE:20280501\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
MANIFEST = """
as_of = 2028-01-10T00:00:00Z
spaceport = "nowhere"
season = { from = 2028-02-01, to = 2028-12-31 }

[[mission]]
id = "m-1"
name = "Mission"
kind = "satellite"
spacecraft_mass_kg = 900
spacecraft_arrival = 2028-03-15
earliest = 2028-05-01
due = 2028-06-30
vehicle = "stack"
orbit = { kind = "circular", altitude_km = 400, inclination_deg = 60 }

[[mission.rules]]
kind = "beta-angle"
from_deg = 20

[[mission.rules]]
kind = "dark-civil"
name = "to be seen"
"""
VEHICLE_RULE = '\n[[rules]]\nkind = "daylight"\n'


def catalogue_over(folder: Path, *, site: str = SITE, vehicle: str = STACK + VEHICLE_RULE):
    texts = {
        "vehicles/stack.toml": vehicle,
        "upper_stages/kick.toml": KICK,
        "spaceports/nowhere/site.toml": site,
        "spaceports/nowhere/complexes.toml": COMPLEXES,
        "spaceports/nowhere/closed.ics": CLOSED,
    }
    for place, text in texts.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    return load_catalogue([folder])


def test_site_vehicle_and_mission_have_their_rules(tmp_path):
    catalogue = catalogue_over(tmp_path)
    (tmp_path / "season.toml").write_text(MANIFEST)

    site, vehicle = catalogue.spaceport("nowhere"), catalogue.configuration("stack").vehicle
    mission = read_manifest(tmp_path / "season.toml", catalogue).missions[0]

    may_1 = datetime(2028, 4, 30, 15, tzinfo=UTC), datetime(2028, 5, 1, 15, tzinfo=UTC)
    assert (
        HoursWish(name="range-hours", from_h=8.0, to_h=20.0, days=(1, 2, 3, 4, 5)),
        BlackoutWish(name="Holiday", intervals=(may_1,)),
    ) == site.rules
    assert (SunWish(name="daylight", from_deg=-50.0 / 60.0),) == vehicle.rules
    assert (
        BetaWish(name="beta-angle", from_deg=20.0),
        SunWish(name="to be seen", to_deg=-6.0),
    ) == mission.rules


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            {"site": SITE.replace("range-hours", "range-hour")},
            r"site.toml:6: rules\[#1\].kind: unk",
        ),
        ({"site": SITE.replace('"08:00"', '"8"')}, r"site.toml:7: rules\[#1\].from: '8' is no loc"),
        ({"site": SITE.replace("closed.ics", "shut.ics")}, r"shut.ics: there is no such file"),
        (
            {"vehicle": STACK + VEHICLE_RULE + 'half = "noon"\n'},
            r"stack.toml:\d+: rules\[#1\].half: unknown half 'noon'",
        ),
    ],
)
def test_a_wrong_rule_is_told_with_its_line(tmp_path, change, says):
    with pytest.raises(InputError, match=says):
        catalogue_over(tmp_path, **change)


def test_a_wrong_rule_of_a_mission_is_told_with_its_line(tmp_path):
    catalogue = catalogue_over(tmp_path)
    (tmp_path / "season.toml").write_text(MANIFEST.replace("from_deg = 20", "from_deg = 95"))

    with pytest.raises(
        InputError, match=r"season.toml:19: mission\[m-1\].rules\[#1\].from_deg: must be at most 90"
    ):
        read_manifest(tmp_path / "season.toml", catalogue)


SPACING = """
[[mission.rules]]
kind = "launch-spacing"
hours_h = 72
missions = ["m-2"]
launches = [2028-05-20T00:00:00Z]
"""


def test_a_mission_keeps_away_from_other_missions_and_from_instants(tmp_path):
    catalogue = catalogue_over(tmp_path)
    second = MANIFEST[MANIFEST.index("[[mission]]") : MANIFEST.index("[[mission.rules]]")]
    text = MANIFEST + SPACING + second.replace("m-1", "m-2")
    (tmp_path / "season.toml").write_text(text)

    one, two = read_manifest(tmp_path / "season.toml", catalogue).missions

    launch = datetime(2028, 5, 20, tzinfo=UTC)
    assert SpacingWish(name="launch-spacing", hours_h=72.0, launches=(launch,)) == one.rules[-1]
    assert (SpacingWish(name="launch-spacing", hours_h=72.0, missions=("m-2",)),) == one.spacings
    assert ((), ()) == (two.rules, two.spacings)


@pytest.mark.parametrize("other", ["m-3", "m-1"])
def test_a_mission_that_is_not_in_the_manifest_cannot_be_kept_away_from(tmp_path, other):
    catalogue = catalogue_over(tmp_path)
    (tmp_path / "season.toml").write_text(MANIFEST + SPACING.replace("m-2", other))

    with pytest.raises(InputError, match=rf"rules\[#3\].missions: unknown mission '{other}'"):
        read_manifest(tmp_path / "season.toml", catalogue)
