"""Malformed input at the door: exit 2, one message, nothing on stdout, nothing written."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cosmodrome.cli import request
from cosmodrome.cli.main import app
from cosmodrome.store.catalogue import load_catalogue

CORPUS = Path(__file__).parents[2] / "corpus"
MANIFESTS = sorted((CORPUS / "bad_manifests").glob("*.toml"))
CATALOGUES = sorted(path for path in (CORPUS / "bad_catalogues").iterdir() if path.is_dir())
EXAMPLE = Path(__file__).parents[3] / "examples" / "vostochny-2021.toml"

PACKAGED = load_catalogue()

# A message is one line; those about two-line elements show them over their layout.
SHOWN_LINES = ("  given ", "  official ")
# Larger than any manifest; sparse, so that it costs no disk.
BYTES_OF_100_MB = 100_000_000


@pytest.fixture(autouse=True)
def read_the_packaged_catalogue_once(monkeypatch):
    monkeypatch.setattr(
        request, "load_catalogue", lambda folders: load_catalogue(folders) if folders else PACKAGED
    )


def assert_malformed(result, *, about=""):
    assert 2 == result.exit_code, result.stderr
    assert "" == result.stdout
    assert all(line.startswith(SHOWN_LINES) for line in result.stderr.splitlines()[1:])
    assert result.stderr.startswith("error: ")
    assert about in result.stderr


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_a_broken_manifest_is_one_message_and_nothing_written(path, tmp_path):
    output = tmp_path / "plan"

    result = CliRunner().invoke(app, ["plan", str(path), "-o", str(output), "--json"])

    assert_malformed(result)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_a_broken_catalogue_is_one_message_and_nothing_written(path, tmp_path):
    arguments = ["plan", str(EXAMPLE), "--catalogue", str(path), "-o", str(tmp_path / "plan")]

    result = CliRunner().invoke(app, arguments)

    assert_malformed(result)
    assert [] == list(tmp_path.iterdir())


def test_a_manifest_of_100_mb_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(BYTES_OF_100_MB)

    assert_malformed(CliRunner().invoke(app, ["plan", str(path)]), about="large.toml")


def test_a_manifest_that_is_not_there_is_one_message(tmp_path):
    assert_malformed(CliRunner().invoke(app, ["plan", str(tmp_path / "none.toml")]), about="none")


def test_a_manifest_that_is_a_folder_is_one_message(tmp_path):
    assert_malformed(CliRunner().invoke(app, ["schedule", str(tmp_path)]))


def test_an_output_that_is_a_file_is_told_before_planning(tmp_path):
    output = tmp_path / "plan"
    output.write_text("a file")

    result = CliRunner().invoke(app, ["plan", str(EXAMPLE), "-o", str(output)])

    assert_malformed(result, about="is a file")


ORBIT = ["--altitude-km", "820", "--ltdn", "09:30"]
WINDOWS = ["windows", "--complex", "vostochny-1s", "--from", "2028-05-01", "--to", "2028-05-03"]
ASCENT = ["ascent", "--vehicle", "soyuz-2.1b+fregat", "--complex", "vostochny-1s", *ORBIT]
HAZARDS = ["hazards", *ASCENT[1:], "--payload-kg", "3000"]


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        ([*WINDOWS], "kind"),
        ([*WINDOWS, "--altitude-km", "820000", "--inclination-deg", "98"], "metres"),
        ([*WINDOWS, "--altitude-km", "500", "--inclination-deg", "-98"], "--inclination-deg"),
        ([*WINDOWS, *ORBIT, "--ltan", "10:00"], "ltan"),
        ([*WINDOWS, "--altitude-km", "820", "--ltdn", "25:30"], "--ltdn"),
        ([*WINDOWS, "--station-tle", "no-such-file.tle"], "no-such-file.tle"),
        ([*WINDOWS, *ORBIT, "--orbit", "cirular"], "did you mean 'circular'"),
        ([*WINDOWS, *ORBIT, "--vehicle", "soyuz-2.1b+fregat"], "--payload-kg"),
        ([*WINDOWS, *ORBIT, "--to", "2028-04-01"], "empty"),
        ([*WINDOWS, *ORBIT, "--catalogue", "no-such-folder"], "no-such-folder"),
        (
            [*WINDOWS[:5], "--to", "2028-05-03", "--complex", "vostochni-1s", *ORBIT],
            "did you mean 'vostochny-1s'",
        ),
        ([*ASCENT[:1], "--vehicle", "souyz-2.1b", *ASCENT[3:], "--payload-kg", "1"], "soyuz-2.1b"),
        (
            [*ASCENT[:1], "--vehicle", "angara-a5", *ASCENT[3:], "--payload-kg", "1"],
            "does not fly from vostochny-1s",
        ),
        (
            [*ASCENT[:1], "--vehicle", "soyuz-2.1b+orion", *ASCENT[3:], "--payload-kg", "1"],
            "orion",
        ),
        ([*HAZARDS, "--collective-limit", "nan"], "collective limit must be above 0"),
        ([*HAZARDS, "--individual-limit", "3"], "individual limit must be above 0"),
        ([*HAZARDS, "--collective-limit", "1e-4", "--no-risk"], "--no-risk"),
        (
            ["hazards", "--vehicle", "soyuz-2.1b", *HAZARDS[3:], "--disposal"],
            "soyuz-2.1b has no upper stage to dispose of",
        ),
        ([*HAZARDS, "--sounding-hours", "3"], "add --sounding FILE"),
        ([*HAZARDS, "--sounding", "no-such-balloon.csv"], "there is no such sounding"),
        ([*HAZARDS, "--samples", "1000000000000"], "of one core and"),
        ([*HAZARDS, "--until-interval", "nan"], "must be a probability between 0 and 1"),
    ],
)
def test_options_that_make_no_sense_are_one_message(arguments, about):
    assert_malformed(CliRunner().invoke(app, [*arguments, "--json"]), about=about)


@pytest.mark.parametrize(
    "arguments",
    [
        ["launch"],
        ["plan"],
        ["plan", "season.toml", "--sample", "7"],
        ["plan", "season.toml", "--samples", "0"],
        ["plan", "season.toml", "--seed", "-1"],
        ["plan", "season.toml", "--jobs", "0"],
        [*ASCENT],
        [*ASCENT, "--payload-kg", "nan"],
        [*ASCENT, "--payload-kg", "inf"],
        [*ASCENT, "--payload-kg", "-3"],
        [*ASCENT, "--payload-kg", "three"],
        [*ASCENT, "--payload-kg", "3000", "--loading", "half"],
        [*ASCENT, "--payload-kg", "3000", "--inclination-deg", "nan"],
        ["hazards", *ASCENT[1:], "--payload-kg", "3000", "--containment", "1.5"],
        ["hazards", *ASCENT[1:], "--payload-kg", "3000", "--containment", "nan"],
        [*WINDOWS, *ORBIT, "--from", "2028-02-30"],
        ["show", "rockets"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2_with_words_on_stderr_only(arguments):
    result = CliRunner().invoke(app, arguments)

    assert 2 == result.exit_code
    assert "" == result.stdout
    assert "Error: " in result.stderr
