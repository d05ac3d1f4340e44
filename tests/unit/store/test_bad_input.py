"""Every broken file of the corpus is refused with the message that was approved for it."""

import tomllib
from pathlib import Path

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.flows import load_flows
from cosmodrome.store.layers import layers_over
from cosmodrome.store.manifest_file import read_manifest
from cosmodrome.store.pad_rules_file import load_pad_rules
from cosmodrome.store.sourcing import load_sources

CORPUS = Path(__file__).parents[2] / "corpus"
MANIFESTS = CORPUS / "bad_manifests"
CATALOGUES = CORPUS / "bad_catalogues"

FEWEST_CASES = 60
# A message is one line; those about two-line elements show them over their layout.
SHOWN_LINES = ("  given ", "  official ")
HUNDRED_MEGABYTES = 100_000_000


def approved(folder: Path) -> dict[str, str]:
    return tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def test_the_corpus_is_large_and_every_case_has_an_approved_message():
    manifests = {path.stem for path in MANIFESTS.glob("*.toml")} - {"expected"}
    catalogues = {path.name for path in CATALOGUES.iterdir() if path.is_dir()}

    assert manifests == set(approved(MANIFESTS))
    assert catalogues == set(approved(CATALOGUES))
    assert FEWEST_CASES <= len(manifests) + len(catalogues)


@pytest.mark.parametrize("name", sorted(approved(MANIFESTS)))
def test_a_broken_manifest_is_refused_with_line_field_value_and_remedy(name, catalogue):
    path = MANIFESTS / f"{name}.toml"

    with pytest.raises(InputError) as caught:
        read_manifest(path, catalogue)

    said = str(caught.value).replace(str(path), "FILE").replace(str(MANIFESTS), "FOLDER")
    assert approved(MANIFESTS)[name] == said
    assert all(line.startswith(SHOWN_LINES) for line in said.splitlines()[1:])


@pytest.mark.parametrize("name", sorted(approved(CATALOGUES)))
def test_a_broken_catalogue_is_refused_with_line_field_value_and_remedy(name):
    folder = CATALOGUES / name

    with pytest.raises(InputError) as caught:
        load_catalogue([folder])
        layers = layers_over([folder])
        load_flows(layers, load_sources(layers))
        load_pad_rules(layers, load_sources(layers))

    said = str(caught.value).replace(str(folder), "FOLDER")
    assert approved(CATALOGUES)[name] == said
    assert "\n" not in said


def test_a_file_of_100_megabytes_is_refused_before_it_is_read(tmp_path, catalogue):
    path = tmp_path / "season.toml"
    with path.open("wb") as file:
        file.truncate(HUNDRED_MEGABYTES)

    with pytest.raises(InputError, match=r"has 100\.0 MB, the limit is 8\.0 MB"):
        read_manifest(path, catalogue)


def test_a_manifest_that_is_not_there_is_named(tmp_path, catalogue):
    with pytest.raises(InputError, match=r"season\.toml: there is no such file"):
        read_manifest(tmp_path / "season.toml", catalogue)


def test_a_folder_is_no_manifest(tmp_path, catalogue):
    with pytest.raises(InputError, match="is a folder, not a TOML file"):
        read_manifest(tmp_path, catalogue)


def test_a_catalogue_that_is_no_folder_is_refused(tmp_path):
    path = tmp_path / "catalogue.toml"
    path.write_text("", encoding="utf-8")

    with pytest.raises(InputError, match="is no folder"):
        load_catalogue([path])
