"""`windows` as scripts call it: malformed, refused, warned of, and at the edges of the Earth."""

import itertools
import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from tests.fixtures.pads import STATION_TLE
from typer.testing import CliRunner

from cosmodrome.cli import request
from cosmodrome.cli.main import app
from cosmodrome.store.catalogue import load_catalogue

PROGRAMME = Path(sys.executable).with_name("cosmodrome")
DAYS = ["--from", "2028-05-01", "--to", "2028-05-04"]
MORNING = ["--altitude-km", "820", "--ltdn", "09:30"]
BAIKONUR = ["windows", "--complex", "baikonur-31-6"]
POLAR_PLANE = [
    *("--altitude-km", "500", "--inclination-deg", "90", "--raan-deg", "30"),
    *("--raan-epoch", "2028-05-01T00:00:00Z", "--raan-frame", "true-of-date"),
]
PACKAGED = load_catalogue()

SURVEY = """
[survey]
text = "Survey of pads that only tests know"
kind = "data"
"""
SITE = """
name = "Edges of the Earth"
utc_offset_h = 0.0

[sources]
"*" = { key = "survey", where = "title" }
"""
PADS = {
    "north-pole": (90.0, 0.0),
    "south-pole": (-90.0, 0.0),
    "spitsbergen": (78.2, 15.4),
    "east-of-the-line": (16.5, 180.0),
    "west-of-the-line": (16.5, -180.0),
}
# A second of UT1 is one of UTC, but for the leap second that was put in between.
UT1_S = 0.01
# A child of a small parent: what the system reports of a process counts from its parent's size.
MEASURED = """
import os, subprocess, sys
with open(sys.argv[1], "wb") as answer:
    process = subprocess.Popen(sys.argv[2:], stdout=answer, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""
MEMORY_RATIO = 1.25


@pytest.fixture(autouse=True)
def read_the_packaged_catalogue_once(monkeypatch):
    monkeypatch.setattr(
        request, "load_catalogue", lambda folders: load_catalogue(folders) if folders else PACKAGED
    )


@pytest.fixture(scope="module")
def edges(tmp_path_factory):
    """A catalogue with pads where a planner has none: poles, the high north, the date line."""
    root = tmp_path_factory.mktemp("edges")
    folder = root / "spaceports" / "edges-of-the-earth"
    folder.mkdir(parents=True)
    (root / "sources.toml").write_text(SURVEY)
    (folder / "site.toml").write_text(SITE)
    complexes = '[sources]\n"*" = { key = "survey", where = "table", sd = "1 %" }\n'
    for name, (latitude_deg, longitude_deg) in PADS.items():
        complexes += f"""
[{name}]
name = "{name}"
latitude_deg = {latitude_deg}
longitude_deg = {longitude_deg}
altitude_m = 10.0
corridor = {{ min_deg = 0.0, max_deg = 359.9 }}
status = "planned"
refurbishment_d = 15
vehicles = ["soyuz-2.1a"]
"""
    (folder / "complexes.toml").write_text(complexes)
    return str(root)


@pytest.fixture
def tle(tmp_path):
    def written(*lines):
        path = tmp_path / "station.tle"
        path.write_text("\n".join(lines) + "\n")
        return ["--station-tle", str(path)]

    return written


def run(*arguments):
    return CliRunner().invoke(app, [*arguments, "--json"])


def answer(*arguments, code=0):
    result = run(*arguments)
    assert code == result.exit_code, result.stderr
    return json.loads(result.stdout), result.stderr


def instants(document):
    return [datetime.fromisoformat(window["crossing_utc"]) for window in document["windows"]]


# ---- Malformed: exit 2, nothing on stdout ---------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        ([*DAYS, "--altitude-km", "820", "--ltdn", "25:00"], "'25:00' is beyond the day"),
        ([*DAYS, "--altitude-km", "820", "--ltdn", "24:00"], "midnight is 00:00"),
        (["--from", "2028-05-04", "--to", "2028-05-01", *MORNING], "the end must come after"),
        (["--from", "2028-05-01", "--to", "2028-05-01", *MORNING], "the end must come after"),
        (["--from", "1971-05-01", "--to", "1972-05-01", *MORNING], "1972 to 2150"),
        (["--from", "2028-05-01", "--to", "2151-05-01", *MORNING], "1972 to 2150"),
        (["--from", "2028-02-30", "--to", "2028-05-01", *MORNING], "2028-02-30"),
        (["--from", "2016-12-31T23:59:60Z", "--to", "2017-01-02", *MORNING], "leap second"),
        ([*DAYS, *MORNING, "--rule", "daylightt"], "did you mean 'daylight'"),
        ([*DAYS, *MORNING, "--rule", "beta-angle:from_deg=70,to_deg=60"], "70 to 60"),
        ([*DAYS, *MORNING, "-o", "year.pdf"], ".svg, .png or .ics"),
        ([*DAYS, *MORNING, "--payload-kg", "100"], "go together"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_malformed_request_is_told_what_would_work(arguments, about):
    result = run(*BAIKONUR, *arguments)

    assert (2, "") == (result.exit_code, result.stdout)
    assert about in result.stderr


def test_a_span_that_ends_before_it_begins_is_told_before_anything_else(tle):
    result = run(*BAIKONUR, "--from", "2028-05-04", "--to", "2028-05-01", *tle(*STATION_TLE))

    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("error: the span from 2028-05-04")
    assert 1 == len(result.stderr.splitlines())


def test_a_changed_digit_of_an_element_is_shown_beside_the_layout(tle):
    first, second = STATION_TLE

    result = run(*BAIKONUR, *DAYS, *tle(first, second.replace("51.6393", "51.6394")))

    assert (2, "") == (result.exit_code, result.stdout)
    assert "station.tle:2" in result.stderr
    assert "ends in checksum '3', but its digits add up to 4" in result.stderr
    for line in (first, second.replace("51.6393", "51.6394")):
        assert f"given    {line}" in result.stderr
    assert result.stderr.count("official ") == 2


def test_swapped_lines_of_an_element_are_called_so(tle):
    result = run(*BAIKONUR, *DAYS, *tle(*reversed(STATION_TLE)))

    assert (2, "") == (result.exit_code, result.stdout)
    assert "station.tle:1" in result.stderr
    assert "are the lines swapped?" in result.stderr


def test_a_line_of_blackouts_that_makes_no_sense_is_told_by_its_number(tmp_path):
    path = tmp_path / "taken.csv"
    path.write_text(
        "from_utc,to_utc,name\n"
        "2028-05-01T00:00:00Z,2028-05-01T06:00:00Z,fishing\n"
        "2028-05-02T06:00:00Z,2028-05-02T00:00:00Z,exercise\n"
    )

    result = run(*BAIKONUR, *DAYS, *MORNING, "--rule", f"blackout:file={path}")

    assert (2, "") == (result.exit_code, result.stdout)
    assert "taken.csv:3" in result.stderr


# ---- Refused: exit 1, with the rule, the value and the limit --------------------------------


def test_an_inclination_below_the_latitude_is_refused_with_one_that_works():
    document, words = answer(
        *BAIKONUR, *DAYS, "--altitude-km", "500", "--inclination-deg", "30", code=1
    )

    (refusal,) = document["refusals"]
    assert ("reachable-inclination", 30.0) == (refusal["rule"], refusal["value"])
    assert refusal["limit"] == pytest.approx(45.80, abs=0.01)
    assert "45.80 deg works" in refusal["message"]
    assert "NO-GO" in words


def test_an_inclination_a_little_below_the_latitude_is_met_at_its_closest(tle):
    document, _ = answer("windows", "--complex", "vostochny-1s", *DAYS, *tle(*STATION_TLE))

    assert {"tangent"} == {window["kind"] for window in document["windows"]}
    for window in document["windows"]:
        assert window["plane_offset_deg"] == pytest.approx(0.058, abs=0.001)
        assert window["plane_change_m_s"] == pytest.approx(7.8, abs=0.2)


def test_rules_that_leave_no_second_are_refused_by_name(tmp_path):
    path = tmp_path / "taken.csv"
    path.write_text("from_utc,to_utc,name\n2028-04-01T00:00:00Z,2028-06-01T00:00:00Z,exercise\n")

    document, _ = answer(*BAIKONUR, *DAYS, *MORNING, "--rule", f"blackout:file={path}", code=1)

    (refusal,) = document["refusals"]
    assert "launch-window" == refusal["rule"]
    assert all(not window["permitted"] for window in document["windows"])
    assert all(window["closed_by"] for window in document["windows"])


# ---- Answered, with a caution ---------------------------------------------------------------


def test_an_old_element_is_answered_with_its_age_and_what_to_expect(tle):
    document, words = answer(*BAIKONUR, *DAYS, *tle(*STATION_TLE))

    assert 6 == len(document["windows"])
    (caution,) = document["warnings"]
    assert "of 2024-05-06" in caution
    assert "expect crossings to be off by" in caution
    assert "CAUTION" in words


def test_a_fresh_element_needs_no_caution(tle):
    document, words = answer(
        *BAIKONUR, "--from", "2024-05-07", "--to", "2024-05-10", *tle(*STATION_TLE)
    )

    assert ([], "") == (document["warnings"], words)


def test_how_far_the_earth_will_have_turned_is_known_worse_the_later_it_is():
    near, _ = answer(*BAIKONUR, "--from", "2024-05-01", "--to", "2024-05-03", *MORNING)
    far, words = answer(*BAIKONUR, "--from", "2100-05-01", "--to", "2100-05-03", *MORNING)

    assert near["ut1_error_s"] < 0.001
    assert far["ut1_error_s"] == pytest.approx(0.9)
    assert "CAUTION" in words


# ---- Edges of the calendar ------------------------------------------------------------------


def test_over_a_leap_second_a_local_time_comes_a_second_earlier_by_the_clock():
    document, _ = answer(*BAIKONUR, "--from", "2016-12-29", "--to", "2017-01-04", *MORNING)

    descending = [
        datetime.fromisoformat(window["crossing_utc"])
        for window in document["windows"]
        if "descending" == window["kind"]
    ]
    days_s = {
        after.date().isoformat(): (after - before).total_seconds()
        for before, after in itertools.pairwise(descending)
    }
    leap_s = days_s.pop("2017-01-01")
    assert leap_s == pytest.approx(86399.0, abs=UT1_S)
    assert list(days_s.values()) == pytest.approx([86400.0] * len(days_s), abs=UT1_S)


def test_days_begin_and_end_where_they_are_said_to():
    whole, _ = answer(*BAIKONUR, *DAYS, *MORNING)
    first, _ = answer(*BAIKONUR, "--from", "2028-05-01", "--to", "2028-05-02T12:00:00Z", *MORNING)
    rest, _ = answer(*BAIKONUR, "--from", "2028-05-02T12:00:00Z", "--to", "2028-05-04", *MORNING)

    assert whole["windows"] == first["windows"] + rest["windows"]


@pytest.mark.slow
def test_a_century_is_answered_in_the_memory_of_a_year(tmp_path, tle):
    station, peaks = tle(*STATION_TLE), {}
    for last in ("2029-01-01", "2128-01-01"):
        arguments = [*BAIKONUR, "--from", "2028-01-01", "--to", last, *station, "--json"]
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, tmp_path / "answer.json", PROGRAMME, *arguments],
            capture_output=True,
            text=True,
            check=True,
        )
        code, peaks[last] = map(int, done.stdout.split())
        assert 0 == code

    windows = json.loads((tmp_path / "answer.json").read_text())["windows"]
    assert 74_000 < len(windows) < 75_000
    assert peaks["2128-01-01"] < MEMORY_RATIO * peaks["2029-01-01"]


# ---- Edges of the Earth ---------------------------------------------------------------------


def test_at_a_pole_a_plane_over_the_poles_is_met_once_a_day(edges):
    for name in ("north-pole", "south-pole"):
        document, _ = answer(
            "windows", "--complex", name, "--catalogue", edges, *DAYS, *POLAR_PLANE
        )

        assert 3 == len(document["windows"])
        for window in document["windows"]:
            assert ("tangent", True) == (window["kind"], window["permitted"])
            assert window["plane_offset_deg"] == pytest.approx(0.0, abs=1e-6)


def test_from_a_pole_nothing_but_poles_is_reached(edges):
    document, _ = answer(
        "windows", "--complex", "north-pole", "--catalogue", edges, *DAYS, *MORNING, code=1
    )

    assert "reachable-inclination" == document["refusals"][0]["rule"]


@pytest.mark.parametrize(("month", "code"), [("06", 0), ("12", 1)])
def test_where_the_sun_stays_up_or_down_for_weeks_daylight_is_always_or_never(edges, month, code):
    document, _ = answer(
        *("windows", "--complex", "spitsbergen", "--catalogue", edges, *MORNING),
        *("--from", f"2028-{month}-10", "--to", f"2028-{month}-13", "--rule", "daylight"),
        code=code,
    )

    assert 6 == len(document["windows"])
    assert {code == 0} == {window["permitted"] for window in document["windows"]}


def test_both_sides_of_the_date_line_have_the_same_windows(edges):
    east, west = (
        answer("windows", "--complex", name, "--catalogue", edges, *DAYS, *MORNING)[0]
        for name in ("east-of-the-line", "west-of-the-line")
    )

    assert len(instants(east)) == len(instants(west)) == 6
    for one, other in zip(instants(east), instants(west), strict=True):
        assert abs((one - other).total_seconds()) <= 0.001
