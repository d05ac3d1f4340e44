"""What the documentation shows can be typed: its files are read, its options exist."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cosmodrome.cli.main import app
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.manifest_file import read_manifest

ROOT = Path(__file__).parents[3]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MANIFEST_PAGES = ["docs/tutorial/first-season.md", "docs/reference/manifest.md"]


def blocks(page, language):
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def command_lines():
    """Every `$ cosmodrome ...` of the documentation, as (page, words after the name)."""
    for page in PAGES:
        for block in blocks(page, "console"):
            for line in re.sub(r"\\\n\s*", " ", block).splitlines():
                typed = line.removeprefix("$ ").removeprefix(".venv/bin/").split(" | ")[0]
                if typed.startswith("cosmodrome "):
                    yield page.relative_to(ROOT).as_posix(), tuple(shlex.split(typed)[1:])


@pytest.mark.parametrize(("page", "words"), list(command_lines()))
def test_every_command_that_is_shown_is_understood(page, words):
    name, *arguments = words
    command = typer.main.get_command(app).commands[name]

    context = command.make_context(name, arguments)

    assert name == context.info_name


@pytest.mark.parametrize("page", MANIFEST_PAGES)
def test_every_manifest_that_is_shown_is_read(page, tmp_path):
    first, *rest = blocks(page, "toml")
    path = tmp_path / "mine.toml"
    path.write_text(first + "\n".join(rest), encoding="utf-8")

    manifest = read_manifest(path, load_catalogue(()))

    assert "vostochny" == manifest.spaceport


def test_a_spaceport_is_added_as_the_guide_says(tmp_path):
    sources, site, pads, vehicles = blocks("docs/how-to/add-a-spaceport.md", "toml")
    files = {
        "sources.toml": sources,
        "spaceports/my-site/site.toml": site,
        "spaceports/my-site/complexes.toml": pads + vehicles,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    shown = CliRunner().invoke(app, ["show", "complexes", "my-pad", "--catalogue", str(tmp_path)])

    assert 0 == shown.exit_code, shown.stderr
    assert "Pad one" in shown.stdout
    assert "soyuz-2.1a, soyuz-2.1b" in shown.stdout
