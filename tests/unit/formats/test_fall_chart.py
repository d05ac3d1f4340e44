"""The sheet of the falls of a flight, and the rings about its pad."""

from dataclasses import replace

import numpy as np
import pytest
from lxml import etree
from tests.fixtures.figure_reading import outside, touching, words_of
from tests.fixtures.plan_fixture import example_plan

from cosmodrome.formats.figures.fall_chart import fall_chart
from cosmodrome.formats.figures.fall_picture import picture_of_mission
from cosmodrome.formats.figures.pad_map import pad_map
from cosmodrome.formats.figures.standalone import picture_png
from cosmodrome.formats.figures.svg import Box
from cosmodrome.safety.convergence import containment_history
from cosmodrome.safety.pad_hazard import PadHazard, PadRing
from cosmodrome.safety.tangent import TangentPlane

PLAN = example_plan()
METEOR = PLAN.missions[0]
PAD = METEOR.complex
WIDTHS = [(1010.0, 300.0), (346.0, 168.0)]
# The sphere of the projection is 0.3 % off the ellipsoid: 0.4 px of a ring of 136.
SAME_PLACE_PX = 0.6


def ring(kind, what, radius_m, **more):
    """A ring or, with bearings, a sector about the pad."""
    plane = TangentPlane(longitude_deg=PAD.longitude_deg, latitude_deg=PAD.latitude_deg)
    middle, half = more.get("downwind_deg", 0.0), more.get("half_angle_deg", 180.0)
    turn = np.radians(np.linspace(middle + half, middle - half, 73))
    points = radius_m * np.column_stack((np.sin(turn), np.cos(turn)))
    if half < 180.0:
        points = np.vstack((points, [[0.0, 0.0], points[0]]))
    return PadRing(
        kind=kind,
        what=what,
        radius_m=radius_m,
        outline_deg=plane.points_deg(points),
        inside=more.pop("inside", ()),
        people=more.pop("people", 0),
        **more,
    )


RINGS = (
    ring("blast", "inhabited building", 585.0),
    ring("public-area", "public area", 600.0),
    ring("fallback", "fall while cut-off is blocked", 4448.0, inside=("Site 1A (Angara)",)),
    ring(
        "toxic",
        "nitrogen tetroxide, as nitrogen dioxide over 12 ppm, still-night",
        2302.0,
        inside=("Uglegorsk", "Site 1A (Angara)"),
        people=5600,
        downwind_deg=63.0,
        half_angle_deg=40.0,
    ),
)


def hazard(rings=RINGS):
    return PadHazard(
        complex=PAD.id,
        configuration="soyuz-2.1b+fregat",
        propellants_kg=(),
        unknown_propellant_kg=0.0,
        tnt_kg=50_200.0,
        blocked_cutoff_s=20.0,
        fallback_reach_m=3848.0,
        toxic=(),
        rings=rings,
        clearances=(),
    )


def picture(mission=METEOR):
    rng = np.random.default_rng(1)
    bodies = tuple(
        replace(body, history=containment_history(rng.random(800) < 0.99))
        for body in mission.bodies
    )
    return picture_of_mission(replace(mission, bodies=bodies), PLAN.spaceport)


@pytest.mark.parametrize(("width", "tall"), WIDTHS)
@pytest.mark.parametrize("rings", [RINGS, RINGS[:1], RINGS[2:]], ids=["all", "one", "wide"])
def test_names_and_reach_of_rings_stand_free_and_inside(rings, width, tall):
    markup, height = pad_map(hazard(rings), PAD, PLAN.spaceport, width=width, tall=tall)

    drawn = etree.fromstring(markup)
    assert [] == touching(drawn)
    assert [] == outside(drawn)
    assert float(drawn.get("height")) == pytest.approx(height, abs=0.1)


def test_every_ring_is_named_with_its_reach_and_who_must_leave():
    markup, _ = pad_map(hazard(), PAD, PLAN.spaceport, width=1010.0, tall=300.0)

    said = " ".join(words.text for words in words_of(etree.fromstring(markup)))
    said = said.replace("\N{THIN SPACE}", " ")
    assert "Fallback: fall while cut-off is blocked" in said
    assert "4 448 m" in said
    assert "leave: Uglegorsk, Site 1A (5 600 people known)" in said


def test_the_widest_ring_is_drawn_to_scale_about_the_pad():
    markup, _ = pad_map(hazard(RINGS[2:3]), PAD, PLAN.spaceport, width=1010.0, tall=300.0)

    drawn = etree.fromstring(markup)
    (path,) = (p for p in drawn.iter("path") if "dg-fallback" in p.get("class"))
    pairs = path.get("d").strip("MZ").split("L")
    points = np.array([[float(n) for n in pair.split(" ")] for pair in pairs])
    away = np.hypot(*(points - [150.0, 150.0]).T)
    assert away.max() - away.min() < SAME_PLACE_PX
    bar = [float(line.get("x2")) - float(line.get("x1")) for line in drawn.iter("line")]
    assert away.mean() / max(bar) == pytest.approx(4448.0 / 2000.0, rel=0.01)


def test_without_rings_there_is_no_map():
    assert ("", 0.0) == pad_map(hazard(()), PAD, PLAN.spaceport, width=1010.0, tall=300.0)


@pytest.mark.parametrize("pad", [None, hazard()], ids=["falls alone", "with rings"])
def test_the_sheet_is_well_formed_and_its_parts_do_not_overlap(pad):
    markup, width, height = fall_chart(
        picture(), facts=("200 dispersed flights", "seed 1"), pad=pad
    )

    root = etree.fromstring(markup)
    assert "Falls of Meteor-M <No. 2-5>" == root.find("title").text
    assert {width, height} == {float(root.get("width")), float(root.get("height"))}
    boxes = list(placed(root))
    assert len(boxes) == (4 if pad is None else 5)
    for i, box in enumerate(boxes):
        assert box.inside(Box(0.0, 0.0, width, height).grown(0.1))
        assert not any(box.overlaps(other) for other in boxes[i + 1 :])
    own = etree.fromstring(markup)
    for group in own.findall("g"):
        own.remove(group)
    assert [] == touching(own)
    assert [] == outside(own)


def placed(root, dx=0.0, dy=0.0):
    """Boxes of the figures of a sheet."""
    for group in root.findall("g"):
        x, y = map(float, group.get("transform")[len("translate(") : -1].split(" "))
        for figure in group.findall("svg"):
            wide, tall = float(figure.get("width")), float(figure.get("height"))
            yield Box(dx + x, dy + y, dx + x + wide, dy + y + tall).grown(-0.1)
        yield from placed(group, dx + x, dy + y)


def test_the_sheet_says_what_it_rests_on():
    markup, *_ = fall_chart(picture(), facts=("200 dispersed flights", "seed 1"))

    assert "200 dispersed flights · seed 1" in markup


def test_the_sheet_of_a_flight_that_drops_nothing_is_its_map():
    markup, width, height = fall_chart(picture(replace(METEOR, bodies=())))

    assert "Every part reaches orbit: nothing falls" in markup
    assert picture_png(markup, width=width, height=height).startswith(b"\x89PNG")
