"""The calendar of windows: what it shows is where it belongs, can be read, and stays light."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree
from tests.fixtures.figure_reading import figures_of, outside, touching, words_of
from tests.fixtures.pads import VOSTOCHNY_1S, pad

from cosmodrome.errors import InputError
from cosmodrome.formats.figures.standalone import standalone
from cosmodrome.formats.figures.window_calendar import (
    MOST_DAYS,
    NARROW,
    WIDE,
    WindowCalendar,
    window_calendar,
)
from cosmodrome.windows.intervals import Interval
from cosmodrome.windows.window import LaunchWindow

FIRST = datetime(2028, 1, 1, tzinfo=UTC)
A_DAY = timedelta(days=1)
# A drift of low orbits: windows come 23.6 minutes earlier every day.
DRIFT = timedelta(minutes=23.6)
# What a page may carry without being felt.
MOST_BYTES = 150_000
# A coordinate has one decimal.
ROUNDING_PX = 0.06


def a_window(opens, *, minutes=0.0, permitted=True, kind="ascending", plane=None):
    return LaunchWindow(
        kind=kind,
        crossing=opens,
        liftoff=opens,
        opens=opens,
        closes=opens + timedelta(minutes=minutes),
        relative_launch_azimuth_deg=62.0,
        plane_offset_deg=0.0,
        closed_by=() if permitted else ("daylight",),
        permitted=permitted,
        plane=plane,
    )


def drifting(days, *, from_h=7.0, step=A_DAY - DRIFT, **wishes):
    start, end = FIRST + timedelta(hours=from_h), FIRST + days * A_DAY
    count = (end - start) // step + 1
    return [a_window(start + n * step, **wishes) for n in range(count) if start + n * step < end]


def a_calendar(days, windows, **wishes):
    site = wishes.pop("at", VOSTOCHNY_1S)
    return WindowCalendar(
        subject="51.6° from Site 1S",
        windows=windows,
        first=FIRST,
        last=FIRST + days * A_DAY,
        complex=site,
        utc_offset_h=9.0,
        **wishes,
    )


def figure_of(calendar, look=WIDE):
    (figure,) = figures_of(window_calendar(calendar, look=look)[0])
    return figure


def paths(figure, cls):
    return [each.get("d") for each in figure.iter("path") if each.get("class") == cls]


def field_of(figure):
    """Left, top, width and height of the field of days and hours."""
    rect = next(each for each in figure.iter("rect") if each.get("class") == "heat0")
    return tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))


def blackout(from_d, to_d):
    return (Interval(opens=FIRST + from_d * A_DAY, closes=FIRST + to_d * A_DAY),)


@pytest.mark.parametrize("look", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("days", [1, 7, 33, 120, 366, 731, MOST_DAYS])
def test_words_stand_free_and_inside(days, look):
    windows = [*drifting(days), *drifting(days, from_h=11.5, permitted=False, kind="descending")]
    closed = {"daylight": blackout(0.3, 0.8), "collision-avoidance": blackout(0, 1)}
    figure = figure_of(a_calendar(days, windows, closed=closed, chosen=windows[-1]), look)

    assert [] == touching(figure)
    assert [] == outside(figure)


def test_a_window_stands_at_its_day_and_hour():
    opens = FIRST + timedelta(days=3, hours=18)
    figure = figure_of(a_calendar(7, [a_window(opens)]))
    left, top, wide, tall = field_of(figure)

    (tick,) = paths(figure, "tick-ascending")[:1]
    x, y, length = map(float, re.fullmatch(r"M([\d.]+) ([\d.]+)h([\d.]+)", tick).groups())
    assert top + tall * 18.0 / 24.0 == pytest.approx(y, abs=ROUNDING_PX)
    assert left + wide * 3.5 / 7.0 == pytest.approx(x + length / 2.0, abs=2 * ROUNDING_PX)


def test_a_wide_window_is_a_bar_to_scale_and_goes_on_the_next_day():
    opens = FIRST + timedelta(days=1, hours=22)
    window = a_window(opens, minutes=5 * 60, kind="unconstrained")
    figure = figure_of(a_calendar(7, [window]))
    _, top, _, tall = field_of(figure)

    bars = re.findall(r"M[\d.]+ ([\d.]+)h[\d.]+V([\d.]+)", paths(figure, "bar-unconstrained")[0])
    hours = [[(float(y) - top) / tall * 24.0 for y in bar] for bar in bars]
    assert [pytest.approx([22, 24], abs=0.01), pytest.approx([0, 3], abs=0.01)] == hours


def test_a_year_of_windows_at_one_hour_is_one_line():
    figure = figure_of(a_calendar(366, drifting(366, step=A_DAY)))
    left, top, wide, tall = field_of(figure)

    y = top + tall * 7.0 / 24.0
    (line,) = paths(figure, "tick-ascending")[:1]
    ends = [tuple(map(float, each.split())) for each in line.removeprefix("M").split("L")]
    assert [
        (pytest.approx(left, abs=ROUNDING_PX), pytest.approx(y, abs=ROUNDING_PX)),
        (pytest.approx(left + wide, abs=ROUNDING_PX), pytest.approx(y, abs=ROUNDING_PX)),
    ] == ends


def test_a_line_ends_where_a_rule_closes_it():
    windows = [
        replace(window, permitted=window.opens < FIRST + 100 * A_DAY)
        for window in drifting(366, step=A_DAY)
    ]
    figure = figure_of(a_calendar(366, windows))
    left, _, wide, _ = field_of(figure)

    last = float(paths(figure, "tick-ascending")[0].split("L")[-1].split()[0])
    first = float(paths(figure, "tick-closed")[0].removeprefix("M").split()[0])
    assert left + wide * 100 / 366 == pytest.approx(last, abs=ROUNDING_PX)
    assert left + wide * 100 / 366 == pytest.approx(first, abs=ROUNDING_PX)


def test_kinds_have_marks_of_their_own_and_only_those_there_are_explained():
    windows = [
        a_window(FIRST + timedelta(hours=4), kind="tangent"),
        a_window(FIRST + timedelta(hours=9), permitted=False),
    ]
    figure = figure_of(a_calendar(7, windows))
    said = {each.text for each in words_of(figure)}

    assert paths(figure, "tick-tangent")
    assert paths(figure, "tick-hollow")
    assert {"open, closest approach", "closed by a rule"} < said
    assert not {"open, ascending pass", "open hours"} & said


def test_each_rule_has_a_hatching_with_its_name():
    closed = {"range-hours": blackout(0.1, 0.4), "moon": blackout(2, 3), "never": ()}
    figure = figure_of(a_calendar(7, [], closed=closed))
    said = {each.text for each in words_of(figure)}
    patterns = {each.get("id") for each in figure.iter("pattern")}
    used = {each.get("style") for each in figure.iter("path") if each.get("class") == "hatched"}

    assert {"closed by range hours", "closed by moon"} < said
    assert "closed by never" not in said
    assert {f"fill:url(#{name})" for name in patterns} == used
    assert 2 == len(patterns)


def test_rules_beyond_the_fifth_share_a_hatching():
    closed = {f"rule-{n}": blackout(n, n + 1) for n in range(7)}
    figure = figure_of(a_calendar(7, [], closed=closed))

    assert 5 == len(list(figure.iter("pattern")))
    assert "closed by rule 4, rule 5, rule 6" in {each.text for each in words_of(figure)}


def veil_hours(figure, day, days, dusk=0):
    """The hours between which a veil lies over a day, read from its outline."""
    left, top, wide, tall = field_of(figure)
    outline = paths(figure, "veil")[dusk]
    at = left + wide * (day + 0.5) / days
    hours = []
    for polygon in outline.split("Z"):
        corners = [tuple(map(float, c.split())) for c in polygon.removeprefix("M").split("L") if c]
        for (xa, ya), (xb, yb) in zip(corners, corners[1:] + corners[:1], strict=True):
            if min(xa, xb) <= at < max(xa, xb):
                hours.append(((ya + (yb - ya) * (at - xa) / (xb - xa)) - top) / tall * 24.0)
    return sorted(hour for hour in hours if 0.0 <= hour <= 24.0)


def test_night_begins_and_ends_when_the_almanac_says():
    # Greenwich, 20 March 2028: sunrise 06:05, sunset 18:13 UTC (U.S. Naval Observatory, whole
    # minutes; the same to two minutes every year).
    figure = figure_of(a_calendar(366, [], at=pad(51.48, 0.0)))

    assert pytest.approx([6 + 5 / 60, 18 + 13 / 60], abs=0.1) == veil_hours(figure, 79, 366)


@pytest.mark.parametrize("longitude_deg", [-180.0, -95.0, 0.0, 63.0, 180.0])
def test_night_lies_about_local_midnight_at_every_longitude(longitude_deg):
    figure = figure_of(a_calendar(366, [], at=pad(0.0, longitude_deg)))
    midnight_h = -longitude_deg / 15.0 % 24.0
    hours = veil_hours(figure, 100, 366)

    # Twelve hours about midnight; the equation of time moves them by a quarter at most.
    edges = sorted((midnight_h + shift) % 24.0 for shift in (-6.0, 6.0))
    assert pytest.approx(edges, abs=0.3) == hours


def test_midnight_sun_has_no_veil_and_the_polar_night_no_gap():
    figure = figure_of(a_calendar(366, [], at=pad(78.2, 15.6)))

    assert [] == veil_hours(figure, 172, 366)
    # Nights meet at local noon, and reach over midnight on both sides.
    meeting, again = veil_hours(figure, 355, 366)
    assert 12.0 - 15.6 / 15.0 == pytest.approx(meeting, abs=0.01)
    assert meeting == again


@pytest.mark.parametrize("latitude_deg", [-90.0, 90.0])
@pytest.mark.parametrize("longitude_deg", [-180.0, 180.0])
def test_the_poles_have_half_a_year_of_night(latitude_deg, longitude_deg):
    figure = figure_of(a_calendar(366, [], at=pad(latitude_deg, longitude_deg)))
    dark, light = (15, 196) if latitude_deg > 0.0 else (196, 15)

    assert [] == [h for h in veil_hours(figure, light, 366) if 0.1 < h < 23.9]
    # In the dark half the veil's edges stand at the edges of the day only.
    assert pytest.approx([0.0, 24.0]) == sorted(set(veil_hours(figure, dark, 366)))
    assert outside(figure) == []


def test_the_choice_is_ringed_and_told_above_the_field():
    windows = drifting(366)
    figure = figure_of(a_calendar(366, windows, chosen=windows[150]))
    left, top, wide, tall = field_of(figure)
    (ring,) = [each for each in figure.iter("circle") if each.get("class") == "pick"]
    since = (windows[150].opens - FIRST) / A_DAY

    assert left + wide * (int(since) + 0.5) / 366 == pytest.approx(float(ring.get("cx")), abs=0.06)
    assert top + tall * (since % 1.0) == pytest.approx(float(ring.get("cy")), abs=0.06)
    (told,) = [w for w in words_of(figure) if w.text == f"{windows[150].opens:%Y-%m-%d %H:%M:%S}Z"]
    assert told.box.bottom < top


def test_a_week_tells_every_second_and_that_of_the_choice_once():
    windows = drifting(7)
    figure = figure_of(a_calendar(7, windows, chosen=replace(windows[3])))
    said = [each.text for each in words_of(figure)]

    for n, window in enumerate(windows):
        assert (0 if n == 3 else 1) == said.count(f"{window.opens:%H:%M:%S}")
    assert 1 == said.count(f"{windows[3].opens:%Y-%m-%d %H:%M:%S}Z")


def test_a_choice_without_a_second_is_ringed_over_its_hours():
    opens = FIRST + timedelta(days=2, hours=20)
    window = replace(a_window(opens, minutes=8 * 60, kind="unconstrained"), liftoff=None)
    figure = figure_of(a_calendar(7, [window], chosen=window))

    assert 2 == len([each for each in figure.iter("rect") if each.get("class") == "pick"])
    assert "3 Jan 2028 20:00 – 4 Jan 04:00 UTC" in {each.text for each in words_of(figure)}


def test_a_choice_outside_the_span_is_not_drawn():
    figure = figure_of(a_calendar(7, [], chosen=a_window(FIRST + 30 * A_DAY)))

    assert [] == [each for each in figure.iter("circle") if each.get("class") == "pick"]


def test_the_finding_and_the_months_are_told_to_those_who_listen():
    windows = [*drifting(31, step=A_DAY), *drifting(366, from_h=40 * 24.0, permitted=False)]
    figure = figure_of(a_calendar(366, windows))

    assert (
        "51.6° from Site 1S: 31 of 366 days open, 1 Jan 2028 to 31 Dec 2028"
        == figure.find("title").text
    )
    told = figure.find("desc").text
    assert "Jan 2028: 31 of 31 days open, from 01 07:00 to 31 07:00 UTC." in told
    assert re.search(r"Mar 2028: 0 of 31 days open; \d+ closed by daylight\.", told)


def test_twenty_planes_twice_a_day_for_a_year_stay_light():
    step = A_DAY - DRIFT
    windows = [
        window
        for plane in range(20)
        for kind, from_h in (("ascending", 0.0), ("descending", 4.7))
        for window in drifting(
            366, from_h=from_h + 1.2 * plane, step=step, kind=kind, plane=plane + 1
        )
    ]
    markup, width, height = window_calendar(a_calendar(366, windows))
    file = standalone(markup, width=width, height=height)

    assert len(windows) > 14_000
    assert MOST_BYTES > len(file.encode())
    etree.fromstring(file.encode())


@pytest.mark.parametrize("days", [0, MOST_DAYS + 1])
def test_a_span_that_no_sheet_holds_is_refused(days):
    with pytest.raises(InputError, match=f"1 to {MOST_DAYS} days, got {days}"):
        window_calendar(a_calendar(days, []))
