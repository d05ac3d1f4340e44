"""What is true of the repository as a whole: its words, its commands, its map."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from cosmodrome import __version__

ROOT = Path(__file__).parents[2]

# Written in pieces, so that this file does not name them itself.
REGISTRY_HOSTS = re.compile("|".join([r"py" r"pi\.org", r"python" r"hosted", r"npm" r"js\.org"]))
PROMISE = re.compile(r"(?:^\s*|`)make ([a-z][a-z-]*)", flags=re.MULTILINE)
SOMEBODYS_HOME = re.compile(r"(?<![\w.:/-])/(?:home|Users)/\w+/|(?<![\w.:/-])/r[o]ot/")


def tracked_texts() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    texts = {}
    for path in paths:
        if path.is_file() and b"\0" not in (raw := path.read_bytes()):
            texts[path.relative_to(ROOT).as_posix()] = raw.decode("utf-8", errors="replace")
    return texts


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return tracked_texts()


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, flags=re.MULTILINE))


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_every_make_command_that_is_promised_exists(page):
    promised = set(PROMISE.findall((ROOT / page).read_text(encoding="utf-8")))

    assert promised
    assert set() == promised - make_targets()


def test_no_file_names_a_package_registry(texts):
    assert [] == [name for name, text in texts.items() if REGISTRY_HOSTS.search(text)]


def test_no_file_names_a_path_of_somebodys_machine(texts):
    here = f"{ROOT}{os.sep}"

    found = [n for n, text in texts.items() if here in text or SOMEBODYS_HOME.search(text)]

    assert [] == found


@pytest.mark.parametrize(
    "lock", ["requirements/uv.txt", "requirements/dev.txt", "requirements/bench.txt"]
)
def test_a_lock_pins_versions_and_hashes_and_nothing_else(lock):
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pin = re.compile(
        r"[a-z0-9][a-z0-9._-]*==[^ ]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?"
    )

    assert [] == [line for line in lines if not pin.fullmatch(line)]


def test_the_map_of_the_house_names_every_room():
    rooms = {
        path.stem if path.suffix else path.name
        for path in (ROOT / "src" / "cosmodrome").iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith("__")
    }
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")

    assert set() == {room for room in rooms if not re.search(rf"`{room}(?:\.py|/)?`", page)}


def test_the_citation_is_of_this_version():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")

    assert re.search(rf"^version: {re.escape(__version__)}$", citation, flags=re.MULTILINE)
