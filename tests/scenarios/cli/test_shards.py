"""Falls shared out to several processes, machines or a cluster: the same answer, or a clear no."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import flown_soyuz
from tests.fixtures.plan_fixture import example_ascent
from tests.fixtures.rating_fixture import example_capability
from typer.testing import CliRunner

from cosmodrome.cli.main import app
from cosmodrome.safety.runs import CHUNK_CASES
from cosmodrome.store.fall_parts import read_part, write_part

HAZARDS = [
    *("hazards", "--vehicle", "soyuz-2.1b+fregat", "--complex", "vostochny-1s"),
    *("--altitude-km", "820", "--ltdn", "09:30", "--payload-kg", "3010", "--no-risk"),
    *("--launch-day", "2028-05-12", "--samples", str(2 * CHUNK_CASES + 100)),
]


def run(*arguments):
    return CliRunner().invoke(app, [str(each) for each in arguments])


@pytest.fixture(autouse=True)
def flown(monkeypatch):
    """A flight with a pitch programme drawn by hand: its falls are followed as they are."""
    profile, trajectory = flown_soyuz()
    ascent = replace(example_ascent(), profile=profile, trajectory=trajectory)
    monkeypatch.setattr(
        "cosmodrome.cli.flight.fly_by", lambda *_, **__: (ascent, example_capability())
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("parts")


@pytest.fixture(scope="module")
def parts(folder):
    """Three shards of one request, by three runs."""
    patch = pytest.MonkeyPatch()
    profile, trajectory = flown_soyuz()
    ascent = replace(example_ascent(), profile=profile, trajectory=trajectory)
    patch.setattr("cosmodrome.cli.flight.fly_by", lambda *_, **__: (ascent, example_capability()))
    files = [folder / f"{shard}.npz" for shard in (1, 2, 3)]
    for shard, file in enumerate(files, start=1):
        result = run(*HAZARDS, "--shard", f"{shard}/3", "-o", file)
        assert 0 == result.exit_code, result.stderr
    patch.undo()
    return files


def test_shards_come_to_the_same_bytes_as_the_whole_whatever_their_order(parts):
    whole = run(*HAZARDS, "--json")

    merged = run("hazards", "merge", parts[2], parts[0], parts[1], "--json")

    assert 0 == whole.exit_code == merged.exit_code, merged.stderr
    assert whole.stdout_bytes == merged.stdout_bytes
    assert {2 * CHUNK_CASES + 100} == {
        body["samples"] for body in json.loads(merged.stdout)["bodies"]
    }


def test_a_missing_shard_is_told_by_its_number(parts):
    result = run("hazards", "merge", parts[0], parts[2])

    assert 2 == result.exit_code
    assert "shard 2 of 3 is missing; there are 1, 3" in result.stderr


def test_a_shard_given_twice_is_refused(parts):
    result = run("hazards", "merge", *parts, parts[1])

    assert 2 == result.exit_code
    assert "is shard 2 of 3, as" in result.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (["--seed", "7"], "seed is 7 here and 1 there"),
        (["--payload-kg", "2900"], "payload_kg is 2900.0 here and 3010.0 there"),
        (["--sampling", "random"], "sampling is random here and sobol there"),
    ],
)
def test_parts_of_different_requests_are_not_mixed(parts, folder, option, words):
    other = folder / "other.npz"
    assert 0 == run(*HAZARDS, *option, "--shard", "2/3", "-o", other).exit_code

    result = run("hazards", "merge", parts[0], other, parts[2])

    assert 2 == result.exit_code
    assert words in result.stderr.replace("\n", " ")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"catalogue": "0" * 64}, "has another catalogue than"),
        ({"version": "0.0.0"}, "was written by version 0.0.0"),
        ({"shards": 4}, "has another number of shards than"),
        ({"flight": {}}, "has another planned flight than"),
    ],
)
def test_parts_flown_otherwise_are_not_mixed(parts, folder, changes, words):
    other = folder / "other.npz"
    write_part(replace(read_part(parts[1]), **changes), other)

    result = run("hazards", "merge", parts[0], other, parts[2])

    assert 2 == result.exit_code
    assert words in result.stderr.replace("\n", " ")


def test_a_part_that_lies_about_its_cases_is_refused(parts, folder):
    part, other = read_part(parts[1]), folder / "other.npz"
    short = replace(part.cases[0], count=part.cases[0].count - 1)
    fewer = tuple(
        replace(
            falls,
            impacts=falls.impacts[1:],
            at_ceiling=falls.at_ceiling[1:],
            impact_speed_m_s=falls.impact_speed_m_s[1:],
        )
        for falls in part.falls[0]
    )
    write_part(replace(part, cases=(short, part.cases[1]), falls=(fewer, part.falls[1])), other)

    result = run("hazards", "merge", parts[0], other, parts[2])

    assert 2 == result.exit_code
    assert "are in none of the parts" in result.stderr.replace("\n", " ")


def test_a_file_that_is_no_part_is_refused_and_nothing_in_it_is_run(folder):
    text, pickled = folder / "text.npz", folder / "pickled.npz"
    text.write_text("no part")
    np.savez(pickled, header=np.array([{"format": "cosmodrome falls"}], dtype=object))

    for file in (text, pickled, folder / "nowhere.npz"):
        result = run("hazards", "merge", file)
        assert 2 == result.exit_code
        assert file.name in result.stderr.replace("\n", "")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--shard", "0/3", "-o", "part.npz"], "I must be 1 to N"),
        (["--shard", "4/3", "-o", "part.npz"], "I must be 1 to N"),
        (["--shard", "two", "-o", "part.npz"], "must be I/N such as 2/5"),
        (["--shard", "1/3"], "name it with -o FILE.npz"),
        (["--shard", "1/3", "-o", "part.svg"], "a part is an .npz file"),
        (["--shard", "1/3", "-o", "nowhere/part.npz"], "is no file in a folder that is there"),
        (["--shard", "1/9", "-o", "part.npz"], "there are 3 shards at most, got 9"),
        (
            ["--shard", "1/3", "-o", "part.npz", "--until-interval", "0.002"],
            "one shard cannot tell how sure all are",
        ),
        (["--samples", "1000000000000"], "that would take about"),
        (["--until-interval", "1e-6"], "needs about"),
        (["--until-interval", "2"], "interval width must be a probability"),
        (["-o", "areas.doc"], "name a file that ends in"),
        (["--cluster", "localhost"], "name a scheduler such as tcp://host:8786"),
        (["--cluster", "tcp://127.0.0.1:1", "--jobs", "2"], "is of this machine"),
        (["--jobs", "100000"], "must be at most 1024"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(options, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = run(*HAZARDS, *options)

    assert 2 == result.exit_code
    assert words in result.stderr.replace("\n", " ")
    assert not list(tmp_path.iterdir())


def test_cases_are_added_until_every_interval_is_narrow_enough():
    result = run(*HAZARDS[:-1], "100", "--until-interval", "0.006", "--json")

    bodies = json.loads(result.stdout)["bodies"]
    assert 0 == result.exit_code
    assert {0} == {body["samples"] % CHUNK_CASES for body in bodies}
    for body in bodies:
        low, high = body["contained_interval"]
        assert high - low <= 0.006


def test_areas_and_notices_go_into_files_named_as_what_they_are(parts, tmp_path):
    texts = {}
    for name in ("notices.txt", "areas.geojson", "areas.kml"):
        result = run("hazards", "merge", *parts, "-o", tmp_path / name)
        assert 0 == result.exit_code, result.stderr
        texts[name] = (tmp_path / name).read_text()

    assert "NOTAM" in texts["notices.txt"]
    assert "FeatureCollection" == json.loads(texts["areas.geojson"])["type"]
    assert "Agreed drop zones" in texts["areas.kml"]


def test_notices_are_not_written_without_a_day(tmp_path):
    without_day = [each for each in HAZARDS if each not in ("--launch-day", "2028-05-12")]

    result = run(*without_day, "-o", tmp_path / "notices.txt")

    assert 2 == result.exit_code
    assert "notices need a day" in result.stderr


CHILD = """
import sys
from dataclasses import replace
from tests.fixtures.flown_soyuz import flown_soyuz
from tests.fixtures.plan_fixture import example_ascent
from tests.fixtures.rating_fixture import example_capability
import cosmodrome.cli.flight
from cosmodrome.cli.main import app

if __name__ == "__main__":
    profile, trajectory = flown_soyuz()
    ascent = replace(example_ascent(), profile=profile, trajectory=trajectory)
    cosmodrome.cli.flight.fly_by = lambda *_, **__: (ascent, example_capability())
    app(sys.argv[1:])
"""


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_of_the_command_changes_nothing(tmp_path):
    script = tmp_path / "command.py"
    script.write_text(CHILD)
    command = [sys.executable, str(script), *HAZARDS[:-1], str(8 * CHUNK_CASES), "--json"]
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    whole = subprocess.run(command, env=environment, cwd=root, capture_output=True, check=True)
    with subprocess.Popen(
        [*command, "--jobs", "2"],
        env=environment,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        victim = _busy_child(running.pid)
        os.kill(victim, signal.SIGKILL)
        answer, words = running.communicate(timeout=300)

    assert 0 == running.returncode, words.decode()
    assert whole.stdout == answer


def _busy_child(parent):
    """Return a worker of a command that has burnt some time of its processor."""
    deadline = time.monotonic() + 120.0
    while time.monotonic() < deadline:
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
                line = (stat.parent / "cmdline").read_text()
            except OSError:
                continue
            busy_s = int(fields[11]) / os.sysconf("SC_CLK_TCK")
            if int(fields[1]) == parent and "spawn_main" in line and busy_s > 2.0:
                return int(stat.parent.name)
        time.sleep(0.05)
    raise AssertionError("no worker was seen")


def test_what_becomes_of_the_upper_stage_is_told_on_request():
    result = run(*HAZARDS[:-1], "100", "--disposal", "--json")

    disposal = json.loads(result.stdout)["disposal"]
    assert 0 == result.exit_code
    assert disposal["outcome"] in ("aimed", "no-pass", "too-little-propellant")
    assert (disposal["outcome"] == "aimed") == bool(disposal["footprint"])
    assert (disposal["outcome"] == "aimed") == (disposal["burn_t_s"] is not None)


def test_there_is_no_disposal_without_an_upper_stage():
    alone = ["soyuz-2.1b" if each == "soyuz-2.1b+fregat" else each for each in HAZARDS[:-1]]

    result = run(*alone, "100", "--disposal", "--json")

    assert 2 == result.exit_code
    assert "" == result.stdout
    assert "soyuz-2.1b has no upper stage to dispose of" in result.stderr.replace("\n", " ")
