"""Pictures of falls: shares that cells hold, true directions, honest bands, words apart."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.fixtures.figure_reading import figures_of, outside, touching, words_of
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.figures.containment_figure import containment_figure
from cosmodrome.formats.figures.density import SHARES, density_steps, honeycomb
from cosmodrome.formats.figures.fall_details import fall_details
from cosmodrome.formats.figures.fall_map import fall_map
from cosmodrome.formats.figures.fall_picture import picture_of_mission
from cosmodrome.formats.figures.fall_scatter import fall_scatter, spread_of
from cosmodrome.formats.figures.map_frame import (
    LANDSCAPE,
    NARROW,
    NARROW_WIDE,
    PORTRAIT,
    map_frame,
)
from cosmodrome.formats.figures.map_trace import MOST_MARKS, trace_marks
from cosmodrome.formats.report_html.spread_sheet import spread_sheet
from cosmodrome.safety.convergence import containment_history
from cosmodrome.safety.footprint import dispersion_ellipse
from cosmodrome.safety.tangent import WGS84, TangentPlane

PLAN = example_plan()
METEOR = PLAN.missions[0]
SEED = 7
CASES = 3000
# Half of the middle to corner of a cell is nearer than any other cell.
SAME_PLACE_KM = 0.05
ONE_PART_IN_A_THOUSAND = 1e-3

clouds = st.lists(
    st.tuples(st.floats(-200.0, 200.0), st.floats(-200.0, 200.0)), min_size=1, max_size=60
)


def history(share=0.997, cases=CASES):
    return containment_history(np.random.default_rng(SEED).random(cases) < share)


def picture(mission=METEOR):
    bodies = tuple(replace(body, history=history()) for body in mission.bodies)
    return picture_of_mission(replace(mission, bodies=bodies), PLAN.spaceport)


def figures(falls):
    """Every picture of falls, on a page and on a telephone."""
    for look in (PORTRAIT, LANDSCAPE, NARROW, NARROW_WIDE):
        yield fall_map(falls, look=look)
    for width, columns in ((1010.0, 3), (1010.0, 6), (346.0, 2)):
        yield fall_details(falls, width=width, columns=columns, tall=200.0)[0]
        yield fall_scatter(falls, width=width, columns=columns, tall=150.0, most=200)[0]
        yield containment_figure(falls, width=width, columns=columns, tall=100.0)[0]


def test_words_of_every_picture_stand_free_and_inside():
    for markup in figures(picture()):
        (drawn,) = figures_of(markup)

        assert [] == touching(drawn)
        assert [] == outside(drawn)


def test_every_picture_is_well_formed_and_says_its_finding():
    for markup in figures(picture()):
        root = etree.fromstring(markup)

        assert "img" == root.get("role")
        assert root.get("aria-labelledby") == root.find("title").get("id")
        assert "Meteor-M <No. 2-5>" in root.find("title").text


def test_every_part_is_named_in_every_picture():
    for markup in figures(picture()):
        said = {words.text for words in words_of(figures_of(markup)[0])}

        assert {"Boosters × 4", "Fairing halves × 2", "Core"} <= said


@given(clouds)
def test_every_point_lies_in_a_cell_that_is_counted(points):
    cloud = np.array(points)

    middles, counts = honeycomb(cloud, 3.0)

    away = np.linalg.norm(cloud[:, None] - middles[None], axis=2).min(axis=1)
    assert len(cloud) == counts.sum()
    assert np.all(away <= 3.0 * (1.0 + ONE_PART_IN_A_THOUSAND))
    assert np.all(np.diff(counts) <= 0)


def test_the_darkest_cells_hold_just_half_of_a_cloud():
    cloud = np.random.default_rng(SEED).normal(scale=(40.0, 15.0), size=(20_000, 2))
    _, counts = honeycomb(cloud, 4.0)

    steps = density_steps(counts)

    for step, share in enumerate(SHARES):
        held = counts[steps <= step].sum() / len(cloud)
        assert share <= held < share + 0.03


def test_of_cells_that_hold_as_many_the_one_amid_others_comes_first():
    amid = np.array([[0.0, 0.0], [5.2, 0.0], [-5.2, 0.0], [2.6, 4.5], [-2.6, -4.5]])
    alone = np.array([[90.0, 90.0]])

    middles, counts = honeycomb(np.concatenate((alone, amid)), 3.0)

    assert [1] * 6 == list(counts)
    assert np.allclose([0.0, 0.0], middles[0])
    assert np.linalg.norm(middles[-1] - alone[0]) <= 3.0


@pytest.mark.parametrize("bearing_deg", [0.0, 63.0, 165.0, 290.0])
def test_range_runs_along_the_trace_and_cross_range_to_its_right(bearing_deg):
    body = METEOR.bodies[0]
    plane = TangentPlane(
        longitude_deg=body.nominal.longitude_deg, latitude_deg=body.nominal.latitude_deg
    )
    here = (body.nominal.longitude_deg, body.nominal.latitude_deg)
    trace_deg = np.array(
        [WGS84.fwd(*here, bearing_deg, away)[:2] for away in (-4e4, -2e4, 0.0, 2e4, 4e4)]
    )
    ahead = WGS84.fwd(*here, bearing_deg, 10e3)[:2]
    right = WGS84.fwd(*here, bearing_deg + 90.0, 4e3)[:2]
    moved = replace(body, impacts_deg=np.array([ahead, right]))

    spread = spread_of(moved, trace_deg=trace_deg, most=10)

    assert plane.en_m(np.array([here]))[0] == pytest.approx([0.0, 0.0])
    assert spread.impacts_km[0] == pytest.approx([10.0, 0.0], abs=SAME_PLACE_KM)
    assert spread.impacts_km[1] == pytest.approx([0.0, 4.0], abs=SAME_PLACE_KM)


def test_a_scatter_draws_no_more_than_it_says_but_counts_all():
    body = METEOR.bodies[0]
    many_deg = np.repeat(body.impacts_deg, 40, axis=0)
    many_deg += np.random.default_rng(SEED).normal(scale=1e-3, size=many_deg.shape)
    ellipse = dispersion_ellipse(many_deg, containment_probability=0.997)
    spread = spread_of(
        replace(body, impacts_deg=many_deg, ellipse=ellipse),
        trace_deg=METEOR.ground_track_deg,
        most=300,
    )

    assert 150 < len(spread.shown_km) <= 300
    assert len(many_deg) == len(spread.impacts_km)


def test_containment_says_what_was_measured_and_its_interval():
    drawn = etree.fromstring(containment_figure(picture(), width=900.0, columns=3, tall=100.0)[0])
    known = history()
    low, high = known.band(confidence_probability=0.95)

    measured, least, most = (
        f"{100.0 * x:.2f}" for x in (known.contained_fraction[-1], low[-1], high[-1])
    )
    assert f"boosters × 4 {measured} %, {least} % to {most} %" in drawn.find("title").text
    said = {words.text for words in words_of(drawn)}
    assert f"{measured} % ({least}–{most})" in said
    assert "99.7 %" in said


def test_a_band_is_drawn_about_the_line_of_the_measured_share():
    drawn = etree.fromstring(containment_figure(picture(), width=900.0, columns=3, tall=100.0)[0])

    def points(cls):
        path = next(p for p in drawn.iter("path") if cls in p.get("class").split())
        numbers = path.get("d").strip("MZ").split("L")
        return np.array([[float(n) for n in pair.split(" ")] for pair in numbers])

    band, line = points("den2"), points("data")
    assert band[:, 1].min() <= line[-1, 1] <= band[-1, 1] + band[:, 1].max()
    assert band[:, 0].max() == pytest.approx(line[:, 0].max())


def test_without_a_history_or_falls_there_is_nothing_to_draw():
    bare = picture_of_mission(METEOR, PLAN.spaceport)
    nothing = picture_of_mission(replace(METEOR, bodies=()), PLAN.spaceport)

    assert ("", 0.0) == containment_figure(bare, width=900.0, columns=3, tall=100.0)
    assert ("", 0.0) == fall_details(nothing, width=900.0, columns=3, tall=100.0)
    assert ("", 0.0) == fall_scatter(nothing, width=900.0, columns=3, tall=100.0, most=100)
    assert spread_sheet(replace(METEOR, bodies=()), PLAN, 1) is None
    assert "Flight of" in fall_map(nothing, look=PORTRAIT)


@pytest.mark.parametrize("look", [PORTRAIT, LANDSCAPE, NARROW])
def test_marks_of_the_impact_point_are_few_at_round_times_and_on_the_trace(look):
    falls = picture()
    frame = map_frame(falls, look)

    marks = trace_marks(falls, frame)

    assert 1 <= len(marks) <= MOST_MARKS
    trace = frame.projection.points(*falls.trace.points_deg.T)
    for t_s, x, y, _ in marks:
        assert 0.0 == t_s % 5.0
        near = np.argmin(np.abs(falls.trace.t_s - t_s))
        steps = np.linalg.norm(np.diff(trace[max(near - 1, 0) : near + 2], axis=0), axis=1)
        assert np.hypot(*(trace[near] - (x, y))) <= steps.max()
