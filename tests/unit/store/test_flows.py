"""Flows and countdowns are read from the catalogue, every number with its source."""

import shutil
from pathlib import Path

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.countdowns import load_countdowns
from cosmodrome.store.flows import load_flows
from cosmodrome.store.layers import layers_over, packaged_data
from cosmodrome.store.sourcing import load_sources

KINDS = ("satellite", "constellation-batch", "cargo-capsule", "crewed-capsule")


def flows_over(folder):
    layers = layers_over([folder] if folder else [])
    return load_flows(layers, load_sources(layers))


def countdowns_over(folder):
    layers = layers_over([folder] if folder else [])
    return load_countdowns(layers, load_sources(layers))


def changed(tmp_path, path, before, after):
    """A catalogue folder with one packaged file, one place of it changed."""
    text = Path(str(packaged_data().joinpath(path))).read_text(encoding="utf-8")
    assert before in text
    copy = tmp_path / path
    copy.parent.mkdir(parents=True)
    copy.write_text(text.replace(before, after, 1), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def packaged():
    return flows_over(None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("vehicle", ["soyuz-2", "angara"])
def test_every_kind_of_spacecraft_has_a_campaign_on_every_vehicle(packaged, vehicle, kind):
    flow = packaged[0].for_mission(vehicle, upper_stage=None, spacecraft_kind=kind)

    assert "rollout" == flow.activities[-1].id or flow.activity("rollout").l_minus_d == 3
    assert {"lv_rail", "sc_arrive", "mate", "encaps", "gen_asm"} <= {a.id for a in flow.activities}


@pytest.mark.parametrize("upper", ["fregat", "fregat-m", "fregat-mt"])
def test_every_fregat_is_fuelled_before_it_is_mated(packaged, upper):
    flow = packaged[0].for_mission("soyuz-2", upper_stage=upper, spacecraft_kind="satellite")

    assert "us_fuel" in {link.activity for link in flow.activity("mate").predecessors}
    assert "hypergolic" == flow.activity("us_fuel").hazard


def test_a_published_duration_is_no_assumption_and_says_where_it_comes_from(packaged):
    flow = packaged[0].for_mission("soyuz-2", upper_stage="fregat", spacecraft_kind="satellite")
    fuelling = flow.activity("us_fuel")

    assert not fuelling.assumed
    assert "29 April to 13 May 2021" in fuelling.source
    assert flow.activity("lv_blocktest").assumed


def test_every_number_of_a_flow_has_a_source(packaged):
    paths = {(value.owner, value.path) for value in packaged[1]}

    assert ("fregat", "activity.us_fuel.duration_working_d") in paths
    assert ("soyuz-2", "stay.lv_store.min_d") in paths


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "duration_working_d = 10",
            "duration_working_d = 10_000",
            r"fregat.toml:\d+: activity.us_fuel.duration_working_d: must be at most 400, got 10000",
        ),
        (
            "duration_working_d = 10",
            "duration_working_d = 0",
            r"activity.us_fuel.duration_working_d: must be at least 1, got 0",
        ),
        (
            "duration_working_d = 10",
            "duration_working_d = 10\nduration_calendar_d = 14",
            r"us_fuel.duration_calendar_d: give duration_working_d or duration_calendar_d",
        ),
        (
            "duration_working_d = 10\n",
            "",
            r"activity.us_fuel: a duration is missing, for example duration_working_d = 3",
        ),
        (
            'hazard = "hypergolic"',
            'hazards = "hypergolic"',
            r"activity.us_fuel.hazards: unknown key 'hazards'; did you mean 'hazard'\?",
        ),
        (
            'until = "mate"',
            'until = "mate"\nbegins_with = "us_fuel"',
            r"stay.us_ready: stay us_ready: say either begins_with or follows",
        ),
        (
            'hazard = "hypergolic"',
            'hazard = "hypergolic"\nanchor = "launch"',
            r"activity.us_fuel.anchor: l_minus_d goes with anchor = \"launch\"",
        ),
        (
            'serves = ["fregat",',
            'serves = ["fregat", 7,',
            r"fregat.toml:5: serves\[#2\]: must be text in quotes, got 7",
        ),
    ],
)
def test_a_malformed_flow_is_refused_with_file_line_and_field(tmp_path, before, after, message):
    folder = changed(tmp_path, "flows/fregat.toml", before, after)

    with pytest.raises(InputError, match=message):
        flows_over(folder)


def test_two_flows_for_the_same_hardware_are_refused(tmp_path):
    (tmp_path / "flows").mkdir()
    shutil.copy(
        str(packaged_data().joinpath("flows/fregat.toml")), tmp_path / "flows" / "volga.toml"
    )

    with pytest.raises(InputError, match=r"volga.toml:5: serves: 'fregat' is served by .*'fregat'"):
        flows_over(tmp_path)


def test_the_soyuz_countdown_has_the_published_marks():
    timeline = countdowns_over(None)[0].timeline("soyuz-2")
    uncrewed = timeline.of_mission(crewed=False, upper_stage=True)

    marks = {step.id: step.t_minus_s for step in uncrewed.steps}
    assert (14_400.0, 375.0, 155.0, 45.0, 20.0) == tuple(
        marks[name]
        for name in ("fuelling", "key_to_start", "pressurisation", "internal_power", "ignition")
    )
    assert not timeline.knows_holds
    assert "crew_aboard" not in marks


def test_the_crew_boards_two_and_a_half_hours_before_lift_off():
    crewed = countdowns_over(None)[0].timeline("soyuz-2").of_mission(crewed=True, upper_stage=False)

    assert 9_000.0 == next(s.t_minus_s for s in crewed.steps if s.id == "crew_aboard")


def test_the_countdown_of_angara_is_marked_as_an_estimate():
    steps = countdowns_over(None)[0].timeline("angara").steps

    assert ["pressurisation"] == [step.id for step in steps if not step.assumed]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "t_minus_s = 375.0",
            "t_minus_s = -375.0",
            r"soyuz-2.toml:\d+: step.key_to_start.t_minus_s: must be at least 0, got -375.0",
        ),
        ("knows_holds = false\n", "", r"soyuz-2.toml: knows_holds is missing"),
        (
            'kind = "lift-off"',
            'kind = "liftoff"',
            r"step.liftoff.kind: unknown kind 'liftoff'; did you mean 'lift-off'\?",
        ),
        (
            "[step.liftoff]",
            '[hold.four]\nname = "Hold"\nt_minus_s = 240.0\nduration_s = 60.0\n\n[step.liftoff]',
            r"has no source",
        ),
    ],
)
def test_a_malformed_countdown_is_refused_with_file_line_and_field(
    tmp_path, before, after, message
):
    folder = changed(tmp_path, "countdowns/soyuz-2.toml", before, after)

    with pytest.raises(InputError, match=message):
        countdowns_over(folder)
