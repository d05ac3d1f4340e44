"""However a file is damaged, it is read or refused with one message in one place."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cosmodrome.errors import InputError
from cosmodrome.manifest import Manifest
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.manifest_file import read_manifest
from cosmodrome.store.toml_source import TomlSource

EXAMPLE = Path(__file__).parents[3] / "examples" / "vostochny-2028.toml"
TEXT = EXAMPLE.read_text(encoding="utf-8").replace(
    "station-51p7.tle", str(EXAMPLE.with_name("station-51p7.tle"))
)
CATALOGUE = load_catalogue()

SCRAPS = st.sampled_from(
    [
        *("", "[", "]", "[[", "{", "}", "=", '"', "'", '"""', ",", "\n", "#", ".", "-", "\t"),
        *("nan", "inf", "0", "-1", "1e999", "99999", "true", "[]", "{}", '""', "é"),
        *("2028-02-30", "2028-06-30"),
    ]
)


@given(
    where=st.integers(0, len(TEXT)),
    length=st.integers(0, 40),
    scrap=SCRAPS | st.text(max_size=8),
)
@settings(max_examples=120)
def test_a_damaged_manifest_is_read_or_refused_with_its_place(
    tmp_path_factory, where, length, scrap
):
    path = tmp_path_factory.getbasetemp() / "season.toml"
    damaged = TEXT[:where] + scrap + TEXT[where + length :]
    path.write_text(damaged, encoding="utf-8", errors="replace", newline="")

    try:
        answer = read_manifest(path, CATALOGUE)
    except InputError as error:
        assert error.place is not None
        assert error.place.line is None or 1 <= error.place.line <= damaged.count("\n") + 1
        assert "\n" not in error.message
    else:
        assert isinstance(answer, Manifest)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_refused(raw):
    try:
        document = TomlSource.parse(raw, file="any.toml")
    except InputError as error:
        assert error.place is not None
        assert "\n" not in error.message
    else:
        assert all(document.line_of((key,)) for key in document.data)


@pytest.mark.parametrize("depth", [50, 470, 500, 50_000])
def test_brackets_however_deep_do_not_break_the_reader(depth):
    raw = b"a = " + b"[" * depth + b"]" * depth

    try:
        document = TomlSource.parse(raw, file="any.toml")
    except InputError as error:
        assert "nests brackets too deeply" in error.message
    else:
        assert 1 == document.line_of(("a", 0, 0))
