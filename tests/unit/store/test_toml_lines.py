import tomllib

from hypothesis import given
from hypothesis import strategies as st

from cosmodrome.store.toml_lines import lines_of


def test_keys_tables_and_lists_of_tables_have_their_lines():
    text = """title = "x"

[season]
from = 2028-02-01 # the first day

[[mission]]
id = "a"
orbit = { kind = "circular", altitude_km = 450 }

[[mission]]
id = "b"
[mission.orbit]
kind = "station"
"""

    lines = lines_of(text)

    assert 1 == lines["title",]
    assert 3 == lines["season",]
    assert 4 == lines["season", "from"]
    assert 6 == lines["mission", 0]
    assert 8 == lines["mission", 0, "orbit", "altitude_km"]
    assert 10 == lines["mission", 1]
    assert 12 == lines["mission", 1, "orbit"]
    assert 13 == lines["mission", 1, "orbit", "kind"]


def test_the_elements_of_a_list_over_several_lines_have_their_own():
    text = "days = [\n  1, # one, [not a list]\n  2,\n  [3,\n   4],\n]\nlast = 5\n"

    lines = lines_of(text)

    assert [2, 3, 4, 5] == [
        lines[path] for path in [("days", 0), ("days", 1), ("days", 2), ("days", 2, 1)]
    ]
    assert 7 == lines["last",]


def test_dotted_and_quoted_keys_lead_to_the_same_paths_as_in_the_parser():
    text = 'a.b."c.d" = 1\n\'e f\'.g = 2\n["h\\u0041".i]\nj = 3\n'

    lines = lines_of(text)

    assert 1 == lines["a", "b", "c.d"]
    assert 2 == lines["e f", "g"]
    assert 4 == lines["hA", "i", "j"]


def test_brackets_quotes_and_signs_inside_texts_do_not_mislead():
    text = (
        'a = "x = [{ # \\" "\n'
        "b = 'c = ]'\n"
        'd = """one\n[two]\n"quoted" \\""" end"""\n'
        "e = '''\n[[three]]\n'''\n"
        "f = 6\n"
    )

    lines = lines_of(text)

    assert {("a",): 1, ("b",): 2, ("d",): 3, ("e",): 6, ("f",): 9} == lines


def test_a_document_of_blanks_and_comments_has_no_lines():
    assert {} == lines_of("\n  # nothing\n\t\n")


KEYS = st.text("abc-_1", min_size=1, max_size=4)
VALUES = st.recursive(
    st.integers(-5, 5) | st.sampled_from(['"#"', "'['", "true", "1.5", "2028-01-01"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(
            lambda items: "[" + ", ".join(str(item) for item in items) + "]"
        )
        | st.dictionaries(KEYS, inner, max_size=3).map(
            lambda table: "{" + ", ".join(f"{key} = {value}" for key, value in table.items()) + "}"
        )
    ),
    max_leaves=6,
)


def paths(value, base=()):
    children = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        children = enumerate(value)
    for key, inner in children:
        yield (*base, key)
        yield from paths(inner, (*base, key))


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=6))
def test_every_path_that_the_parser_finds_has_a_line(table):
    text = "".join(f"{key} = {value}\n" for key, value in table.items())

    lines = lines_of(text)

    assert set(paths(tomllib.loads(text))) == set(lines)
    assert list(range(1, len(table) + 1)) == [lines[key,] for key in table]
