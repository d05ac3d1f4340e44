"""Where pictures go: the file's name says which kind, and a bad one is refused at once."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.fixtures.plan_fixture import example_plan
from tests.fixtures.risk_fixture import risk_data

from cosmodrome.cli.falls_picture import write_falls_picture
from cosmodrome.cli.pictures import require_picture
from cosmodrome.errors import InputError

PLAN = example_plan()
METEOR = PLAN.missions[0]
REQUEST = SimpleNamespace(
    in_words="Soyuz-2.1b / Fregat from Site 1S to 820 km",
    configuration=METEOR.configuration,
    site=SimpleNamespace(
        complex=METEOR.complex,
        spaceport=PLAN.spaceport,
        catalogue=SimpleNamespace(risk_data=risk_data),
    ),
)


def write(output):
    write_falls_picture(REQUEST, METEOR.ascent, METEOR.bodies, output, facts=("200 flights",))


def test_falls_are_written_as_a_drawing_that_stands_alone(tmp_path, capsys):
    write(tmp_path / "falls.svg")

    text = (tmp_path / "falls.svg").read_text(encoding="utf-8")
    assert text.startswith("<svg xmlns=")
    assert "200 flights" in text
    assert "Boosters × 4" in text
    assert "falls.svg" in capsys.readouterr().err.replace("\n", "")


def test_falls_are_written_in_dots_whatever_the_case_of_the_name(tmp_path):
    write(tmp_path / "FALLS.PNG")

    assert (tmp_path / "FALLS.PNG").read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_the_same_falls_give_the_same_bytes(tmp_path):
    for name in ("a.png", "b.png"):
        write(tmp_path / name)

    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("falls.jpg", "name it .svg or .png"),
        ("falls", "name it .svg or .png"),
        ("nowhere/falls.svg", "there is no folder"),
        ("folder.svg", "is a folder"),
    ],
)
def test_a_file_that_is_no_picture_is_refused(tmp_path: Path, name, words):
    (tmp_path / "folder.svg").mkdir()

    with pytest.raises(InputError, match=words):
        require_picture(tmp_path / name)


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "falls.svg").mkdir()

    with pytest.raises(InputError, match="cannot be written: Is a directory"):
        write(tmp_path / "falls.svg")
