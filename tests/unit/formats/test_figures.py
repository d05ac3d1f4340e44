"""The parts of figures: scales, places of words, the map's geometry, the vehicle's outline."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from tests.fixtures.plan_fixture import example_activity, example_plan

from cosmodrome.formats.figures.chain import chain_steps
from cosmodrome.formats.figures.coastline import is_land, land_paths
from cosmodrome.formats.figures.fall_picture import picture_of_mission
from cosmodrome.formats.figures.flight_axis import shown_events
from cosmodrome.formats.figures.labels import Crowd, around, label_rows
from cosmodrome.formats.figures.lettering import fitted, width_px, wrapped
from cosmodrome.formats.figures.map_frame import PORTRAIT, map_frame, split_bodies
from cosmodrome.formats.figures.projection import (
    MEAN_RADIUS_KM,
    Projection,
    arc_and_bearing_rad,
    destination_deg,
)
from cosmodrome.formats.figures.scales import TimeScale, flight_scale, month_begins, round_ticks
from cosmodrome.formats.figures.season_gantt import bar_kind, season_rows
from cosmodrome.formats.figures.silhouette import silhouette, split_stages
from cosmodrome.formats.figures.svg import Box, Drawing
from cosmodrome.formats.figures.windows import closed_spans, shown_days
from cosmodrome.store.catalogue import load_catalogue

PLAN = example_plan()
METEOR, BATCH = PLAN.missions
CATALOGUE = load_catalogue()
CONFIGURATIONS = CATALOGUE.configurations()

# A picture: a tenth of a pixel is not seen.
SAME_PLACE_PX = 0.1
# Rounding of spherical trigonometry in doubles, in radians.
SAME_ANGLE_RAD = 1e-9
SAME_LENGTH_M = 1e-9
# The packaged coast leaves Antarctica out. Thinning moves coasts by a few pixels and takes lakes
# and islands away; land and sea changed about would agree on less than half of the places.
NO_ANTARCTICA_DEG = -60.0
COASTS_APART_RATIO = 0.85

longitudes = st.floats(-180.0, 180.0)
latitudes = st.floats(-85.0, 85.0)
places = st.tuples(longitudes, latitudes)


def test_months_begin_with_the_one_that_holds_the_first_instant():
    first, last = datetime(2027, 11, 20, tzinfo=UTC), datetime(2028, 2, 1, tzinfo=UTC)

    assert [11, 12, 1] == [month.month for month in month_begins(first, last)]


@given(st.floats(0.01, 1e6), st.integers(2, 6))
def test_ticks_are_few_even_and_within(high, most):
    ticks = round_ticks(0.0, high, most)

    assert 1 <= len(ticks) <= most
    assert ticks[0] == 0.0
    assert ticks[-1] <= high * 1.000001


def test_what_lies_outside_a_scale_stays_at_its_edge():
    first = datetime(2028, 1, 1, tzinfo=UTC)
    x = TimeScale(first, first + timedelta(days=10), 100.0, 200.0)

    assert [100.0, 150.0, 200.0] == [x(first + timedelta(days=d)) for d in (-3, 5, 30)]


def test_a_long_coast_is_drawn_short_and_the_rest_to_one_scale():
    x = flight_scale(5000.0, [(1000.0, 4800.0)], start=0.0, end=140.0, idle_width=20.0)

    assert 100.0 == pytest.approx(x(1000.0))
    assert 120.0 == pytest.approx(x(4800.0))
    assert x(500.0) - x(400.0) == pytest.approx(x(4900.0) - x(4800.0))


@given(st.lists(st.floats(0.0, 900.0), min_size=1, max_size=7, unique=True), st.floats(20.0, 120.0))
def test_words_at_lines_never_touch_each_other_nor_hide_a_line(lines, width):
    spots = [(line, width) for line in sorted(lines)]
    found = label_rows(spots, rows=3, within=(-200.0, 1100.0))
    if found is None:
        return
    for (a, b), ((line_a, _), (line_b, _)) in zip(
        itertools.combinations(found, 2), itertools.combinations(spots, 2), strict=True
    ):
        if a[0] == b[0]:
            assert a[1] + width <= b[1] or b[1] + width <= a[1]
        for (row, left), (other, line) in ((a, (b[0], line_b)), (b, (a[0], line_a))):
            assert other < row or not left < line < left + width


@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 200)), max_size=12))
def test_labels_in_a_crowd_stay_apart_and_inside(symbols):
    crowd = Crowd(Box(0.0, 0.0, 300.0, 200.0))
    placed = [crowd.first_free(around(x, y, ("Tynda",))) for x, y in symbols]
    boxes = [box for box in placed if box]

    assert all(box.inside(crowd.within) for box in boxes)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes, 2))


def test_bold_words_are_wider_and_unknown_letters_still_have_a_width():
    assert width_px("Vostochny", bold=True) > width_px("Vostochny") > 0.0
    assert width_px("東") > 0.0


def test_words_that_do_not_fit_end_in_an_ellipsis():
    short = fitted("Transfer gallery between two halls", 90.0)

    assert short.endswith("…")
    assert width_px(short) <= 90.0


@given(st.text(alphabet="abc ", max_size=80))
def test_wrapping_loses_no_word(words):
    assert words == " ".join(wrapped(words, 40.0))


@given(places, st.floats(0.01, 3.0), st.floats(-3.1, 3.1))
def test_destination_and_bearing_undo_each_other(centre, arc_rad, bearing_rad):
    lon, lat = destination_deg(centre, np.array([arc_rad]), np.array([bearing_rad]))
    arc, bearing = arc_and_bearing_rad(centre, lon, lat)

    assert arc[0] == pytest.approx(arc_rad, abs=SAME_ANGLE_RAD)
    turned = (bearing[0] - bearing_rad + np.pi) % (2.0 * np.pi) - np.pi
    assert abs(turned) * np.sin(arc_rad) < 1e-6


@given(places, st.floats(-300.0, 300.0), st.floats(-300.0, 300.0))
def test_a_point_of_an_equidistant_drawing_is_the_place_that_is_drawn_there(centre, x, y):
    projection = Projection(
        kind="equidistant", centre_deg=centre, x=10.0, y=20.0, scale=0.05, reach_rad=np.pi
    )

    assert projection.point(*projection.place(x, y)) == pytest.approx((x, y), abs=SAME_PLACE_PX)


@given(places)
def test_distance_and_bearing_from_the_pad_are_true_on_the_map(place):
    pad = (128.33, 51.88)
    flat = Projection(kind="equidistant", centre_deg=pad, x=0.0, y=0.0, scale=0.25, reach_rad=np.pi)
    sphere = Geod(a=MEAN_RADIUS_KM * 1000.0, f=0.0)
    bearing_deg, _, distance_m = sphere.inv(*pad, *place)
    away = distance_m / 1000.0 * 0.25

    x, y = flat.point(*place)

    assert x == pytest.approx(away * np.sin(np.radians(bearing_deg)), abs=SAME_PLACE_PX)
    assert y == pytest.approx(-away * np.cos(np.radians(bearing_deg)), abs=SAME_PLACE_PX)


@pytest.mark.parametrize(
    ("longitude_deg", "latitude_deg", "land"),
    [
        (128.3, 51.9, True),  # Vostochny
        (37.6, 55.8, True),  # Moscow
        (-52.77, 5.0, True),  # behind Kourou
        (142.9, 50.5, True),  # Sakhalin
        (104.0, 66.0, True),  # Siberia, where its ring passes the 180th meridian
        (-175.0, 66.8, True),  # Chukotka
        (150.0, 54.0, False),  # Sea of Okhotsk
        (-30.0, 30.0, False),  # Atlantic
        (0.0, 90.0, False),  # the pole
    ],
)
def test_the_coastline_knows_land_from_sea(longitude_deg, latitude_deg, land):
    assert land == is_land(longitude_deg, latitude_deg)


def filled(path, x, y):
    """Whether a path fills a point, by the rule of SVG: it winds round it."""
    winding = 0.0
    for piece in path.split("M")[1:]:
        corners = [tuple(map(float, c.split())) for c in piece.rstrip("Z").split("L")]
        angles = np.unwrap([np.arctan2(b - y, a - x) for a, b in [*corners, corners[0]]])
        winding += angles[-1] - angles[0]
    return round(winding / (2.0 * np.pi)) != 0


@pytest.mark.parametrize("site", CATALOGUE.spaceports, ids=lambda site: site.id)
def test_land_is_land_on_the_globe_of_every_spaceport(site):
    pad = site.complexes[0]
    centre = (pad.longitude_deg, 0.75 * pad.latitude_deg)
    globe = Projection(
        kind="orthographic", centre_deg=centre, x=0.0, y=0.0, scale=200.0, reach_rad=np.pi / 2.0
    )
    path, _ = land_paths(globe, Box(-200.0, -200.0, 200.0, 200.0), layer="land_110m")
    around = [
        (arc, bearing) for arc in (0.3, 0.6, 0.9, 1.2) for bearing in np.arange(0.2, 6.2, 0.8)
    ]
    places = [destination_deg(centre, np.array([a]), np.array([b])) for a, b in around]

    right = [
        is_land(float(lon[0]), float(lat[0]), layer="land_110m")
        == filled(path, *globe.point(float(lon[0]), float(lat[0])))
        for lon, lat in places
        if lat[0] > NO_ANTARCTICA_DEG
    ]

    assert np.mean(right) > COASTS_APART_RATIO


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda c: c.id)
def test_a_vehicle_is_as_long_as_its_catalogue_says(configuration):
    shape = silhouette(configuration)
    strap_ons, stacked = split_stages(configuration.vehicle)

    assert shape.stack[-1].end_m == pytest.approx(configuration.vehicle.height_m, abs=SAME_LENGTH_M)
    assert [stage.name for stage in stacked] == [part.name for part in shape.stack[:-1]]
    assert {stage.count for stage in strap_ons} == {part.count for part in shape.strap_ons}
    for part, stage in zip(shape.stack, stacked, strict=False):
        assert part.end_m - part.begin_m == pytest.approx(stage.length_m, abs=SAME_LENGTH_M)


def test_of_events_at_one_time_the_most_telling_is_named():
    names = [event.name for event in shown_events(METEOR.ascent.trajectory.events)]

    assert "booster separation" in names
    assert "booster cut-off" not in names
    assert names[-1] == "spacecraft separation"


def test_a_body_that_falls_far_beyond_the_others_does_not_shrink_the_map():
    far = replace(METEOR.bodies[-1], name="stage-3", downrange_m=9_000e3)

    near, beyond = split_bodies((*METEOR.bodies, far))

    assert METEOR.bodies == near
    assert (far,) == beyond


def test_pad_and_falls_lie_on_the_map():
    frame = map_frame(picture_of_mission(METEOR, PLAN.spaceport), PORTRAIT)
    spots = [
        frame.projection.point(b.nominal.longitude_deg, b.nominal.latitude_deg) for b in frame.near
    ]
    spots.append((frame.projection.x, frame.projection.y))

    assert all(Box(x, y, x, y).inside(frame.box) for x, y in spots)


def test_days_outside_the_wish_are_closed():
    wish = replace(METEOR.mission, earliest=date(2028, 5, 10), due=date(2028, 6, 20))
    mission = replace(METEOR, mission=wish)

    spans = [(span.first, span.last) for span in closed_spans(mission, PLAN)]

    assert (date(2028, 5, 1), date(2028, 7, 1)) == shown_days(mission)
    assert [
        (date(2028, 5, 1), date(2028, 5, 9)),
        (date(2028, 6, 21), date(2028, 6, 30)),
    ] == spans


def test_two_activities_at_once_take_two_lanes():
    one = example_activity("meteor", METEOR.launch_date)
    two = replace(one, mission="batch")
    plan = replace(PLAN, campaign=replace(PLAN.campaign, activities=(one, two)))

    [row] = season_rows(plan)

    assert 2 == row.lanes


def test_work_after_launch_is_drawn_as_restoring():
    work = example_activity("meteor", METEOR.launch_date)

    assert "work" == bar_kind(work, work.end)
    assert "refurb" == bar_kind(work, work.start - timedelta(hours=1))
    assert "store" == bar_kind(replace(work, storage=True), work.end)
    assert "hazard" == bar_kind(replace(work, hazard="hypergolic"), work.end)


def test_slack_is_the_time_until_the_first_that_waits():
    work = replace(example_activity("meteor", METEOR.launch_date), template="a", critical=False)
    earlier = replace(work, start=work.start - timedelta(days=9), end=work.end - timedelta(days=9))
    later = replace(work, template="b", predecessors=("a",), critical=True)
    plan = replace(PLAN, campaign=replace(PLAN.campaign, activities=(earlier, later)))

    first, last = chain_steps(METEOR, plan)

    assert (later.start - earlier.end) / timedelta(days=1) == first.slack_d
    assert last.slack_d is None


def test_the_identifier_of_a_figure_depends_on_what_it_shows():
    one = Drawing(10.0, 10.0, title="one", kind="map").markup()
    two = Drawing(10.0, 10.0, title="two", kind="map").markup()

    assert one == Drawing(10.0, 10.0, title="one", kind="map").markup()
    assert one.split("aria-labelledby=")[1][:12] != two.split("aria-labelledby=")[1][:12]
