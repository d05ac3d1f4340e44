"""Every number of the packaged data has a source, and every source is used."""

import pytest

from cosmodrome.store.layers import layers_over
from cosmodrome.store.sourcing import ESTIMATE, load_sources, sourced_values

LAYERS = layers_over([])
SOURCES = load_sources(LAYERS)
DOCUMENTS = {file.path: file for file in LAYERS.files() if file.path != "sources.toml"}

# The shapes and inks of the report are drawn by its designer, not measured in the world.
DRAWN = ("report/",)


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if not path.startswith(DRAWN)])
def test_every_number_has_a_source(path):
    document = DOCUMENTS[path].read()

    values = sourced_values(document, SOURCES, owner=path)

    assert all(value.text and value.remark for value in values)


@pytest.mark.parametrize("path", [path for path in DOCUMENTS if not path.startswith(DRAWN)])
def test_every_pattern_of_sources_covers_something(path):
    document = DOCUMENTS[path].read()
    used = {(value.key, value.remark) for value in sourced_values(document, SOURCES, owner=path)}

    idle = [
        pattern
        for pattern, cited in document.data.get("sources", {}).items()
        if (cited["key"], cited.get("where") or cited.get("why") or "") not in used
    ]

    assert [] == idle


def test_every_source_is_cited_somewhere():
    cited = {
        citation["key"]
        for file in DOCUMENTS.values()
        for citation in file.read().data.get("sources", {}).values()
    }

    assert set() == set(SOURCES) - cited - {ESTIMATE}
