"""The picture of a map: its words can be read, and the file stands alone."""

from types import SimpleNamespace

import pytest
from lxml import etree
from tests.fixtures.figure_reading import figures_of, outside, touching, words_of

from cosmodrome.errors import InputError
from cosmodrome.formats.figures.capability_map import NARROW, WIDE, capability_map_figure
from cosmodrome.formats.figures.standalone import standalone

ALTITUDES_KM = tuple(200.0 + 100.0 * n for n in range(10))
INCLINATIONS_DEG = tuple(52.0 + 4.0 * n for n in range(12))


def a_map(payload_kg, altitudes_km=ALTITUDES_KM, inclinations_deg=INCLINATIONS_DEG):
    return SimpleNamespace(
        wish=SimpleNamespace(
            configuration=SimpleNamespace(name="Soyuz-2.1b / Fregat"),
            complex=SimpleNamespace(name="Site 1S (Soyuz-2)"),
            altitudes_km=altitudes_km,
            inclinations_deg=inclinations_deg,
        ),
        payload_capability_kg=[[payload_kg(h, i) for i in inclinations_deg] for h in altitudes_km],
    )


def falling(altitude_km, inclination_deg):
    return 9000.0 - 2.0 * altitude_km - 30.0 * inclination_deg


def partly(altitude_km, inclination_deg):
    return None if inclination_deg > 85.0 else falling(altitude_km, inclination_deg)


def corner(altitude_km, inclination_deg):
    return falling(altitude_km, inclination_deg) if altitude_km + inclination_deg < 500.0 else None


@pytest.mark.parametrize("look", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("payload_kg", [falling, partly, corner])
def test_words_stand_free_and_inside(look, payload_kg):
    (figure,) = figures_of(capability_map_figure(a_map(payload_kg), look=look))

    assert [] == touching(figure)
    assert [] == outside(figure)


def test_it_says_the_most_and_names_its_lines():
    (figure,) = figures_of(capability_map_figure(a_map(partly)))
    words = [each.text.replace("\N{THIN SPACE}", " ") for each in words_of(figure)]

    assert "Soyuz-2.1b / Fregat from Site 1S: at most 7 040 kg, to 200 km and 52°" == figure.find(
        "title"
    ).text.replace("\N{THIN SPACE}", " ")
    assert {"7 040 kg", "6 000 kg", "5 000 kg", "not reached"} < set(words)


def test_a_map_without_gaps_has_no_hatching_to_explain():
    (figure,) = figures_of(capability_map_figure(a_map(falling)))

    assert "not reached" not in [each.text for each in words_of(figure)]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (a_map(falling, altitudes_km=(200.0,)), "at least 2 altitudes"),
        (a_map(lambda *_: None), "no orbit of the map is reached"),
    ],
)
def test_what_cannot_be_drawn_is_refused(found, words):
    with pytest.raises(InputError, match=words):
        capability_map_figure(found)


def test_a_flat_map_has_one_colour_and_no_line():
    (figure,) = figures_of(capability_map_figure(a_map(lambda *_: 5000.0)))

    assert [] == [each for each in figure.iter() if each.get("class") == "isoline"]


def test_a_file_stands_alone():
    text = standalone(capability_map_figure(a_map(partly)), width=WIDE.width, height=WIDE.height)
    root = etree.fromstring(text.encode())

    assert "{http://www.w3.org/2000/svg}svg" == root.tag
    assert "light" == root.get("data-theme")
    assert ".fig .step6" in text
    assert "url(data:font/woff2" in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
