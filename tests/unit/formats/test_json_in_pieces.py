import pytest

from cosmodrome.formats.json_text import as_json, json_in_pieces

HEAD = {"schema_version": 1, "complex": "vostochny-1s", "orbit": {"kind": "circular"}}
ITEMS = [{"opens_utc": "2028-05-01T00:00:00Z", "closed_by": []}, {"closed_by": ["daylight"]}]


@pytest.mark.parametrize("items", [[], ITEMS[:1], ITEMS])
@pytest.mark.parametrize("tail", [{}, {"missing_days": [], "refusals": [{"rule": "x"}]}])
def test_the_pieces_make_the_same_text_as_the_whole(items, tail):
    pieces = json_in_pieces(HEAD, "windows", iter(items), tail=lambda: tail)

    assert as_json({**HEAD, "windows": items, **tail}) == "".join(pieces)


def test_the_tail_is_asked_for_when_the_list_has_ended():
    told = []

    def items():
        yield ITEMS[0]
        told.append("end")

    pieces = json_in_pieces(HEAD, "windows", items(), tail=lambda: {"ended": list(told)})

    assert '"ended": [\n    "end"\n  ]' in "".join(pieces)
