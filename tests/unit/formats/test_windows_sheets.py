"""The sheets of windows and orbits: what the plan knows is told, in words and in figures."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.fixtures.low_orbits import CUTOFF_ERROR, state
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.report_html import render_report, report_sheets
from cosmodrome.formats.report_html.orbit_sheets import orbit_sheets
from cosmodrome.formats.report_html.windows_sheets import (
    duration_words,
    missing_rows,
    mission_calendar,
    windows_sheets,
)
from cosmodrome.planning.injected_orbit import ForecastWish, injected_orbit
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.windows.why import ClosingRule, MissingDay

PLAN = example_plan()
METEOR, BATCH = PLAN.missions


def words(markup):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(markup)))


def a_missing_day(day, *rules):
    closed_by = tuple(ClosingRule(name=n, taken_h=None, misses_s=m) for n, m in rules)
    return MissingDay(day=day, closed_by=closed_by, opportunities=())


def test_every_mission_has_a_sheet_of_its_season():
    anchors = [sheet.anchor for sheet in report_sheets(PLAN)]

    assert {"m1-windows", "m2-windows"} <= set(anchors)


def test_a_caution_stands_above_the_calendar():
    warned = replace(METEOR, warnings=("the element is 101 d old",))

    markup = windows_sheets(warned, PLAN, 1)[0].body

    assert "Caution: the element is 101 d old." in words(markup)
    assert markup.index("101 d old") < markup.index("<figure>")
    assert "Caution" not in words(windows_sheets(METEOR, PLAN, 1)[0].body)


def test_a_mission_without_an_outlook_has_none():
    assert [] == windows_sheets(replace(METEOR, outlook=None), PLAN, 1)


def test_months_count_days_with_an_open_window():
    (sheet,) = windows_sheets(METEOR, PLAN, 1)
    said = words(sheet.body)

    # The rule closes the windows of 2 to 8 May.
    assert "May 2028 24 of 31 01 03:41 31 03:41 7" in said
    assert "Jun 2028 30 of 30 01 03:41 30 03:41 0" in said


def test_missing_days_are_told_with_their_rule_and_how_far_they_miss():
    (sheet,) = windows_sheets(METEOR, PLAN, 1)

    # 8 May 03:41:12 is 11 h 18 min before the rule lets go.
    assert "2 May – 8 May 7 range maintenance, misses by 11 h 18 min" in words(sheet.body)


def test_days_in_a_row_with_the_same_rules_are_one_line():
    rows = missing_rows(
        [
            a_missing_day(date(2028, 5, 1), ("daylight", 700.0), ("moon", None)),
            a_missing_day(date(2028, 5, 2), ("moon", None), ("daylight", 90.0)),
            a_missing_day(date(2028, 5, 3), ("daylight", 10.0)),
            a_missing_day(date(2028, 5, 5), ("daylight", 0.0)),
        ]
    )

    assert [
        ("1 May – 2 May", 2, "daylight, misses by 1 min 30 s; moon"),
        ("3 May", 1, "daylight, misses by 10 s"),
        ("5 May", 1, "daylight"),
    ] == [(row.days, row.count, row.closed_by) for row in rows]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (59.0, "59 s"), (60.0, "1 min"), (3661.0, "1 h 1 min"), (90000.0, "1 d 1 h")],
)
def test_lengths_of_time_have_their_two_greatest_units(seconds, said):
    assert said == duration_words(seconds)


def test_the_calendar_hatches_rules_closures_and_days_not_asked_for():
    closed = mission_calendar(METEOR, PLAN, METEOR.outlook).closed
    local_day = timedelta(hours=9)

    assert "range-maintenance" in closed
    before, after = closed["mission dates"]
    assert datetime(2028, 5, 1, tzinfo=UTC) - local_day == before.closes
    assert datetime(2028, 7, 1, tzinfo=UTC) - local_day == after.opens


def test_many_missing_days_go_on_on_further_sheets():
    missing = tuple(
        a_missing_day(date(2028, 1, 1) + timedelta(days=2 * n), ("daylight", 60.0))
        for n in range(90)
    )
    mission = replace(METEOR, outlook=replace(METEOR.outlook, missing=missing))
    sheets = windows_sheets(mission, PLAN, 1)

    assert 3 == len(sheets)
    assert 90 == sum(words(sheet.body).count("daylight, misses by") for sheet in sheets)
    assert len(sheets) == len({sheet.anchor for sheet in sheets})


@pytest.fixture(scope="module")
def orbiting():
    """The mission with a plane, left in a sun-synchronous orbit that is foretold for a day."""
    r_m, v_m_s = state(perigee_km=815.0, apogee_km=825.0, inclination_deg=98.7)
    injection = replace(METEOR.ascent.injection, r_eci_m=r_m, v_eci_m_s=v_m_s)
    mission = replace(METEOR, ascent=replace(METEOR.ascent, injection=injection))
    upper = mission.configuration.upper_stage
    known = replace(mission.configuration, upper_stage=replace(upper, cutoff_error=CUTOFF_ERROR))
    shelf = load_catalogue([])
    stations = next(
        network for network in shelf.station_networks() if "vostochny" in network.spaceports
    )
    return replace(
        mission,
        injected=injected_orbit(
            mission.ascent,
            known,
            mission.orbit,
            liftoff=mission.liftoff,
            wish=ForecastWish(
                days_d=1.0,
                stations=stations.stations,
                air=shelf.orbital_drag().air,
                ballistic_coefficient_kg_m2=100.0,
                is_assumed=True,
                seed=1,
            ),
            progress=lambda *_: None,
        ),
    )


def test_elements_stand_with_their_means_and_spreads(orbiting):
    said = words("".join(sheet.body for sheet in orbit_sheets(orbiting, 1)))

    assert re.search(r"Semi-major axis, km 7 198\.14 7 189\.\d\d [\d.]+", said)
    assert re.search(r"Inclination, ° 98\.700 98\.\d{3} 0\.0\d\d", said)


def test_passes_and_coverage_are_those_of_the_forecast(orbiting):
    said = words("".join(sheet.body for sheet in orbit_sheets(orbiting, 1)))
    injected = orbiting.injected
    first = injected.acquisitions[0]
    rise = orbiting.liftoff + timedelta(seconds=first.first_pass.rise.t_s)
    names = {station.id: station.name for station in injected.stations}

    assert f"{names[first.first_pass.station]} {rise.day} May {rise:%H:%M:%S}" in said
    assert f"{first.rise_error_s:.1f} s" in said
    assert all(event.name in said for event in injected.coverage.events)
    assert said.count("Out of sight") == len(injected.coverage.gaps)


@pytest.mark.slow
def test_on_paper_full_sheets_are_one_page_each(orbiting, tmp_path):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser to print with: install chromium")
    coverage = orbiting.injected.coverage
    again = tuple(replace(event, name=f"{event.name} once more") for event in coverage.events)
    mission = replace(
        orbiting,
        injected=replace(
            orbiting.injected, coverage=replace(coverage, events=coverage.events + again[:10])
        ),
        outlook=replace(
            orbiting.outlook,
            missing=tuple(
                a_missing_day(date(2028, 1, 1) + timedelta(days=2 * n), ("daylight", 60.0))
                for n in range(90)
            ),
        ),
    )
    plan = replace(PLAN, missions=(mission, BATCH))
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(render_report(plan), encoding="utf-8")
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]

    subprocess.run(
        [*command, f"--print-to-pdf={paper}", page.as_uri()], check=True, capture_output=True
    )

    blocks = re.findall(r"<b>(\d+) of \d+</b>", page.read_text(encoding="utf-8"))
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", paper.read_bytes())
    assert len(blocks) == len(report_sheets(plan)) == len(pages)


def test_an_orbit_not_foretold_has_no_sheet():
    assert [] == orbit_sheets(replace(METEOR, injected=None), 1)
