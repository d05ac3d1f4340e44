"""Answers at the door: one document on stdout, words on stderr, an exit code that tells."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cosmodrome import __version__
from cosmodrome.cli.main import app

COMMANDS = ["plan", "ascent", "capability", "windows", "hazards", "schedule", "show"]
PROGRAMME = Path(sys.executable).with_name("cosmodrome")

SEARCH = "cosmodrome.windows.opportunities.WindowSearch.by_chunk"
WINDOWS = [
    *("windows", "--complex", "vostochny-1s", "--altitude-km", "820", "--ltdn", "09:30"),
    *("--from", "2028-05-01", "--to", "2028-05-08"),
]
UNREACHABLE = [
    *("windows", "--complex", "vostochny-1s", "--altitude-km", "500", "--inclination-deg", "45"),
    *("--from", "2028-05-01", "--to", "2028-05-08"),
]

# Help imports the command line and nothing of the physics; 0.2 s of a processor, whose time does
# not depend on what else the machine does. Importing the optimiser alone would take 1 s.
HELP_CPU_S = 0.6


def run(*arguments, **environment):
    return subprocess.run(
        [PROGRAMME, *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command):
    result = CliRunner().invoke(app, [command, "--help"])

    assert 0 == result.exit_code
    assert f"Usage: cosmodrome {command}" in result.stdout
    assert "--json" in result.stdout
    assert "--catalogue" in result.stdout


@pytest.mark.parametrize("command", ["ascent", "capability", "windows", "hazards"])
def test_orbit_options_are_those_of_the_contract(command):
    text = CliRunner().invoke(app, [command, "--help"]).stdout

    for option in (
        *("--orbit", "--altitude-km", "--perigee-km", "--apogee-km", "--inclination-deg"),
        *("--argp-deg", "--raan-deg", "--raan-epoch", "--ltan", "--ltdn", "--station-tle"),
        *("--c3-km2-s2", "--declination-deg"),
    ):
        assert f"{option} " in text


def test_the_version_is_that_of_the_package():
    result = CliRunner().invoke(app, ["--version"])

    assert (0, f"cosmodrome {__version__}\n") == (result.exit_code, result.stdout)


def test_no_command_is_a_question_for_help():
    result = CliRunner().invoke(app, [])

    assert 2 == result.exit_code
    assert "Commands:" in result.output


def test_help_is_there_at_once():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = run("--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert 0 == answer.returncode
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < HELP_CPU_S


def test_help_imports_nothing_heavy():
    heavy = "{'casadi', 'numba', 'numpy', 'ortools', 'scipy', 'pydantic', 'shapely', 'erfa'}"
    code = f"import sys, cosmodrome.cli.main; print(sorted({heavy} & set(sys.modules)))"

    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert b"[]\n" == answer.stdout


@pytest.fixture(scope="module")
def answer_about_windows():
    return run(*WINDOWS, "--json")


def test_an_answer_is_one_document_and_nothing_else_on_stdout(answer_about_windows):
    document = json.loads(answer_about_windows.stdout)

    assert 0 == answer_about_windows.returncode
    assert ("1", __version__) == (document["schema_version"], document["cosmodrome"])
    assert 14 == len(document["windows"])
    assert all(window["crossing_utc"].endswith("Z") for window in document["windows"])


def test_the_same_question_gives_the_same_bytes(answer_about_windows):
    again = run(*WINDOWS, "--json", PYTHONHASHSEED="7")

    assert answer_about_windows.stdout == again.stdout


def test_a_liftoff_is_not_invented_without_a_vehicle():
    document = json.loads(CliRunner().invoke(app, [*WINDOWS, "--json"]).stdout)

    assert {None} == {window["liftoff_utc"] for window in document["windows"]}


def test_a_refusal_is_exit_1_with_rule_value_and_limit():
    answer = CliRunner().invoke(app, [*UNREACHABLE, "--json"])

    (refusal,) = json.loads(answer.stdout)["refusals"]
    assert 1 == answer.exit_code
    assert ["mission", "rule", "value", "limit", "message"] == list(refusal)
    assert "reachable-inclination" == refusal["rule"]
    assert 45.0 == refusal["value"]
    assert 51.6 < refusal["limit"] < 51.8
    assert "NO-GO" in answer.stderr


def test_a_refusal_without_json_leaves_stdout_empty():
    result = CliRunner().invoke(app, UNREACHABLE)

    assert (1, "") == (result.exit_code, result.stdout)
    assert "reachable are 51.70 to 128.30 deg" in result.stderr


def test_days_that_the_corridor_closes_are_told_and_refused():
    result = CliRunner().invoke(app, [*WINDOWS, "--to", "2028-05-01T06:00:00", "--json"])

    (window,) = json.loads(result.stdout)["windows"]
    assert 1 == result.exit_code
    assert ["azimuth-corridor"] == window["closed_by"]
    assert "azimuth-corridor" in result.stderr


def test_a_table_has_a_header_rule_only():
    lines = CliRunner().invoke(app, WINDOWS).stdout.splitlines()

    assert "State" in lines[1]
    assert {"─"} == set(lines[2].strip())
    assert not any(sign in line for line in lines for sign in "│┃┏┗╭╰")


def test_a_narrow_terminal_cuts_nothing_off():
    text = CliRunner(env={"COLUMNS": "60", "FORCE_COLOR": "1"}).invoke(app, WINDOWS).stdout

    assert "2028-05-07 12:12:03Z" in text
    assert "descending" in text
    assert "…" not in text


def test_a_table_reads_without_utf_8():
    answer = run(*WINDOWS, PYTHONIOENCODING="ascii", LC_ALL="C")

    assert 0 == answer.returncode
    text = answer.stdout.decode("ascii")
    assert "+ GO" in text
    assert "! NO-GO" in text
    assert "---" in text
    assert "?" not in text


def test_json_is_utf_8_whatever_the_locale():
    answer = run("show", "spaceports", "--json", PYTHONIOENCODING="ascii", LC_ALL="C")

    assert 0 == answer.returncode
    json.loads(answer.stdout.decode("utf-8"))


def test_colour_is_not_written_into_a_file():
    assert "\x1b[" not in CliRunner().invoke(app, WINDOWS).stdout


def test_a_fault_inside_is_exit_3_with_a_short_message(monkeypatch):
    monkeypatch.setattr(SEARCH, lambda *_, **__: 1 // 0)

    result = CliRunner().invoke(app, [*WINDOWS, "--json"])

    assert (3, "") == (result.exit_code, result.stdout)
    assert "internal error: ZeroDivisionError" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_fault_inside_shows_where_it_arose_on_request(monkeypatch):
    monkeypatch.setenv("COSMODROME_DEBUG", "1")
    monkeypatch.setattr(SEARCH, lambda *_, **__: 1 // 0)

    result = CliRunner().invoke(app, WINDOWS)

    assert 3 == result.exit_code
    assert "Traceback" in result.stderr


def test_an_interrupt_is_exit_130_and_says_that_nothing_was_written(monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(SEARCH, interrupted)

    result = CliRunner().invoke(app, WINDOWS)

    assert (130, "") == (result.exit_code, result.stdout)
    assert "interrupted; nothing was written\n" == result.stderr
