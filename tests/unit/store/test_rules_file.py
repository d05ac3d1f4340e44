from datetime import UTC, datetime
from pathlib import Path

import pytest

from cosmodrome.errors import InputError
from cosmodrome.manifest.rule import (
    SUN_KINDS,
    BetaWish,
    BlackoutWish,
    BodyAngleWish,
    EclipseWish,
    FirstOrbitLightWish,
    HoursWish,
    SensorWish,
    SeparationLightWish,
    SpacingWish,
    SunWish,
)
from cosmodrome.store.rule_table import KINDS
from cosmodrome.store.rules_file import parse_rule, read_rules_file

MAY_1, MAY_2 = datetime(2028, 5, 1, 3, tzinfo=UTC), datetime(2028, 5, 2, tzinfo=UTC)

OF_EVERY_KIND = {
    "sun-elevation:from_deg=-12,to_deg=-6,half=dusk": SunWish(
        name="sun-elevation", from_deg=-12.0, to_deg=-6.0, half="dusk"
    ),
    "separation-lighting:light=shadow": SeparationLightWish(
        name="separation-lighting", light="shadow"
    ),
    "first-orbit-lighting:from_fraction=0.65": FirstOrbitLightWish(
        name="first-orbit-lighting", from_fraction=0.65
    ),
    "beta-angle:name=panels,from_deg=60,either_side=true": BetaWish(
        name="panels", from_deg=60.0, either_side=True
    ),
    "eclipse:longest_min=35.5,revolutions=15": EclipseWish(
        name="eclipse", longest_min=35.5, revolutions=15
    ),
    "sun-angle:of=apogee,from_deg=60,to_deg=120": BodyAngleWish(
        name="sun-angle", of="apogee", body="sun", from_deg=60.0, to_deg=120.0
    ),
    "moon-angle:of=zenith,to_deg=80": BodyAngleWish(
        name="moon-angle", of="zenith", body="moon", to_deg=80.0
    ),
    "sensor:boresight=-1/0/0.5,half_angle_deg=30,body=moon": SensorWish(
        name="sensor", boresight=(-1.0, 0.0, 0.5), half_angle_deg=30.0, body="moon"
    ),
    "sensor:boresight=nadir,half_angle_deg=30": SensorWish(
        name="sensor", boresight=(0.0, 0.0, -1.0), half_angle_deg=30.0
    ),
    "range-hours:from=22:30,to=04:00": HoursWish(name="range-hours", from_h=22.5, to_h=4.0),
    "crew-hours:from=08:00,to=24:00,days=mon-wed/sat,utc_offset_h=9": HoursWish(
        name="crew-hours", from_h=8.0, to_h=24.0, days=(1, 2, 3, 6), utc_offset_h=9.0
    ),
    "blackout:from=2028-05-01T12:00:00+09:00,to=2028-05-02T00:00:00Z,before_s=2": BlackoutWish(
        name="blackout", intervals=((MAY_1, MAY_2),), before_s=2.0
    ),
    "launch-spacing:hours_h=72,launches=2028-05-01T03:00:00Z/2028-05-02T00:00:00Z": SpacingWish(
        name="launch-spacing", hours_h=72.0, launches=(MAY_1, MAY_2)
    ),
    "launch-spacing:hours_h=72,missions=m-1": SpacingWish(
        name="launch-spacing", hours_h=72.0, missions=("m-1",)
    ),
}


@pytest.mark.parametrize("text", OF_EVERY_KIND)
def test_an_option_gives_the_wish(text):
    assert (OF_EVERY_KIND[text],) == parse_rule(text)


@pytest.mark.parametrize("kind", SUN_KINDS)
def test_kinds_of_light_need_no_keys(kind):
    from_deg, to_deg = SUN_KINDS[kind]

    assert (SunWish(name=kind, from_deg=from_deg, to_deg=to_deg),) == parse_rule(kind)
    assert (SunWish(name=kind, from_deg=from_deg, to_deg=to_deg, half="dawn"),) == parse_rule(
        f"{kind}:half=dawn"
    )


def test_every_kind_is_tried_here():
    tried = {text.partition(":")[0] for text in OF_EVERY_KIND} | set(SUN_KINDS)

    assert set(KINDS) == tried


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dayligt", "--rule: kind: unknown kind of rule 'dayligt'; did you mean 'daylight'?"),
        ("daylight:half=noon", "--rule: half: unknown half 'noon'"),
        ("daylight:dusk", "--rule: 'dusk' is no key=value; write KIND:key=value,key=value"),
        ("daylight:half=dusk,half=dawn", "--rule: half is given twice"),
        ("sun-elevation:from_deg=-100", "--rule: from_deg: must be at least -90, got -100"),
        ("sun-elevation:from_deg=5,to_deg=1", "from a lower to a higher value within -90 to 90"),
        ("sun-angle:from_deg=3", '--rule: of is missing, for example of = "apogee"'),
        ("sensor:boresight=0/0/0,half_angle_deg=5", "points nowhere"),
        ("sensor:boresight=1/2,half_angle_deg=5", "boresight: must be a direction"),
        ("sensor:boresight=up,half_angle_deg=5", "unknown direction 'up'"),
        (
            "crew-hours:from=8,to=20:00",
            '--rule: from: must be hours and minutes in quotes, "08:00"',
        ),
        ("crew-hours:from=08:00,to=25:00", "--rule: to: '25:00' is beyond the day"),
        ("crew-hours:from=08:00,to=08:00", "leaves no time"),
        ("crew-hours:from=08:00,to=09:00,days=mon-tue-wed", "no day or span of days"),
        ("crew-hours:from=08:00,to=09:00,days=4", "days: must be days such as"),
        ("crew-hours:from=08:00,to=09:00,days=someday", "unknown day of the week 'someday'"),
        ("blackout", "a blackout needs from and to, or a file"),
        ("blackout:file=a.csv,from=2028-05-01T00:00:00Z", "goes without from and to"),
        ("blackout:from=2028-05-02T00:00:00Z,to=2028-05-01T00:00:00Z", "to: .* is not after from"),
        ("blackout:from=2028-05-02T00:00:00,to=2028-05-03T00:00:00Z", "must be in UTC, with a Z"),
        ("blackout:file=none.csv", "none.csv: there is no such file"),
        ("blackout:file=rules.toml", "are read from .csv and .ics files, not from .toml"),
        ("eclipse:revolutions=3", "needs longest_min, first_after_min, or both"),
        ("eclipse:longest_min=-3", "longest_min: must be at least 0, got -3"),
        ("launch-spacing:hours_h=24", "needs launches .* or missions"),
        ("first-orbit-lighting:from_fraction=65", "from_fraction: must be at most 1, got 65"),
    ],
)
def test_a_wrong_option_is_told_with_its_key(text, says):
    with pytest.raises(InputError, match=says):
        parse_rule(text)


RULES = """\
[[rule]]
kind = "daylight"

[[rule]]
kind = "blackout"
name = "tests of radios"
from = 2028-05-01T03:00:00Z
to = 2028-05-02T00:00:00Z

[[rule]]
kind = "blackout"
file = "others.csv"
before_s = 60.0
"""


def test_a_file_gives_its_rules_in_order_with_the_files_beside_it(tmp_path: Path):
    (tmp_path / "others.csv").write_text(
        "from_utc,to_utc,name\n"
        "2028-05-01T03:00:00Z,2028-05-02T00:00:00Z,cola\n"
        "2028-06-01T03:00:00Z,2028-06-02T00:00:00Z,\n"
        "2028-07-01T03:00:00Z,2028-07-02T00:00:00Z,cola\n"
    )
    (tmp_path / "rules.toml").write_text(RULES)

    wishes = read_rules_file(tmp_path / "rules.toml")

    assert ["daylight", "tests of radios", "cola", "blackout"] == [w.name for w in wishes]
    assert [1, 2, 1] == [len(w.intervals) for w in wishes[1:]]
    assert [0.0, 60.0, 60.0] == [w.before_s for w in wishes[1:]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", r"rules.toml: holds no rule; write each as a table \[\[rule\]\]"),
        ('[rule]\nkind = "daylight"\n', r"rules.toml:1: rule: is one table; write \[\[rule\]\]"),
        ('[[rules]]\nkind = "daylight"\n', r"rules.toml:1: rules: unknown key 'rules'"),
        ("rule = [3]\n", r"rules.toml:1: rule\[#1\]: must be a table, got 3"),
        ("[[rule]]\nhalf = 'dawn'\n", r"rules.toml:1: rule\[#1\]: kind is missing"),
        (
            '[[rule]]\nkind = "daylight"\n[[rule]]\nkind = "eclipse"\nlongest_min = "30"\n',
            r"rules.toml:5: rule\[#2\].longest_min: must be a number, got '30'; write it without",
        ),
        (
            '[[rule]]\nkind = "beta-angle"\nfrom_deg = 60\nto_deg = 50\n',
            r"rules.toml:1: rule\[#1\]: beta-angle: must go from a lower to a higher value",
        ),
        (
            '[[rule]]\nkind = "daylight"\ncolour = "red"\n',
            r"rules.toml:3: rule\[#1\].colour: unknown key 'colour'; known are kind, name, half",
        ),
    ],
)
def test_a_wrong_file_is_told_with_line_and_field(tmp_path: Path, text, says):
    (tmp_path / "rules.toml").write_text(text)

    with pytest.raises(InputError, match=says):
        read_rules_file(tmp_path / "rules.toml")
