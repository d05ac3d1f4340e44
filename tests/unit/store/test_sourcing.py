import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.sourcing import Source, sourced_values
from cosmodrome.store.toml_source import TomlSource

MANUAL = Source(key="manual", text="User's Manual", kind="manual")
MEMORY = Source(key="memory", text="General knowledge", kind="recollection")
SOURCES = {"manual": MANUAL, "memory": MEMORY}


def values_of(text):
    document = TomlSource.parse(text.encode(), file="vehicle.toml")
    return {value.path: value for value in sourced_values(document, SOURCES, owner="vehicle")}


def test_the_longest_pattern_that_matches_covers_a_number():
    values = values_of(
        """
        [sources]
        "*" = { key = "estimate", why = "by eye" }
        "stage.*" = { key = "memory" }
        "stage.core.dry_mass_kg" = { key = "manual", where = "sec. 1.4", sd = "1 %" }
        [stage.core]
        dry_mass_kg = 6545.0
        length_m = 27.1
        [fairing]
        mass_kg = 1700
        """
    )

    dry = values["stage.core.dry_mass_kg"]
    assert ("manual", "User's Manual", "sec. 1.4", "1 %") == (dry.key, dry.text, dry.remark, dry.sd)
    assert "memory" == values["stage.core.length_m"].key
    assert "estimate: by eye" == values["fairing.mass_kg"].text


def test_estimates_and_recollections_are_reported_as_estimates_and_documents_are_not():
    values = values_of(
        """
        a = 1
        b = 2
        c = 3
        [sources]
        "a" = { key = "manual" }
        "b" = { key = "memory" }
        "c" = { key = "estimate", why = "by eye" }
        """
    )

    assert [False, True, True] == [values[name].estimate for name in "abc"]


def test_a_pattern_covers_what_lies_below_it():
    values = values_of(
        'corridor = { min_deg = 340.0, max_deg = 95.0 }\n[sources]\ncorridor = { key = "manual" }\n'
    )

    assert {"corridor.min_deg", "corridor.max_deg"} == set(values)


def test_a_list_of_numbers_is_one_leaf_and_tables_in_a_list_go_by_their_id():
    values = values_of(
        """
        mach = [0.0, 0.8, 5.0]
        step = [{ id = "one", t_s = 1.0 }, { t_s = 2.0 }]
        [sources]
        "*" = { key = "manual" }
        """
    )

    assert "3 values, 0.0 to 5.0" == values["mach"].value
    assert {"mach", "step.one.t_s", "step.t_s"} == set(values)


def test_dates_and_times_need_a_source_and_words_and_switches_do_not():
    values = values_of(
        """
        name = "x"
        hypergolic = true
        from = 2028-01-01
        starts_local = 08:00:00
        [sources]
        "*" = { key = "manual" }
        """
    )

    assert {"from": "2028-01-01", "starts_local": "08:00:00"} == {
        path: value.value for path, value in values.items()
    }


def test_a_number_without_source_is_refused_on_its_line():
    with pytest.raises(InputError) as caught:
        values_of('[sources]\n"b" = { key = "manual" }\n[stage]\nb.c = 2\n')

    assert ("vehicle.toml", 4, "stage.b.c") == (
        caught.value.place.file,
        caught.value.place.line,
        caught.value.place.field,
    )
    assert '"stage.b.c" = { key = "estimate", why = "..." }' in caught.value.message
