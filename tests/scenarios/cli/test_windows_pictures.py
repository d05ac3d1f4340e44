"""`windows -o`: a calendar as a picture or as dates, beside the answer itself."""

import json

import pytest
from lxml import etree
from typer.testing import CliRunner

from cosmodrome.cli.main import app

YEAR = ["--from", "2028-01-01", "--to", "2029-01-01"]
PLANE = [
    *("--altitude-km", "420", "--inclination-deg", "51.7", "--raan-deg", "120"),
    *("--raan-epoch", "2028-01-01T00:00:00Z", "--raan-frame", "true-of-date"),
]
ASKED = ["windows", "--complex", "baikonur-31-6", *PLANE, *YEAR]
MOST_BYTES = 150_000
SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"


def asked(*wishes):
    result = CliRunner().invoke(app, [*ASKED, *map(str, wishes)])
    assert 0 == result.exit_code, result.output
    return result


def test_a_year_as_a_picture_tells_how_many_days_are_open(tmp_path):
    picture = tmp_path / "year.svg"
    answer = json.loads(asked("--rule", "daylight", "-o", picture, "--json").stdout)
    drawn = etree.fromstring(picture.read_bytes())
    title = next(drawn.iter(f"{SVG}title")).text

    missing = len(answer["missing_days"])
    assert missing > 0
    assert f": {366 - missing} of 366 days open, 1 Jan 2028 to 31 Dec 2028" in title
    assert MOST_BYTES > picture.stat().st_size


def test_a_rule_is_named_below_the_picture(tmp_path):
    picture = tmp_path / "year.svg"
    asked("--rule", "daylight", "-o", picture)
    words = {each.text for each in etree.fromstring(picture.read_bytes()).iter(f"{SVG}text")}

    assert {"closed by daylight", "open, ascending pass", "closed by a rule"} < words


def test_the_same_in_dots(tmp_path):
    picture = tmp_path / "year.png"
    asked("-o", picture)

    assert picture.read_bytes().startswith(PNG)


@pytest.mark.parametrize("days", [("2028-01-01", "2031-02-01"), ("2028-01-01", "2100-01-01")])
def test_a_picture_of_too_many_years_is_refused_before_anything_is_found(tmp_path, days):
    picture = tmp_path / "years.svg"
    request = ["windows", "--complex", "baikonur-31-6", *PLANE, "--from", days[0], "--to", days[1]]
    result = CliRunner().invoke(app, [*request, "-o", str(picture)])

    assert 2 == result.exit_code
    assert "up to 1100 days" in result.output
    assert not picture.exists()
