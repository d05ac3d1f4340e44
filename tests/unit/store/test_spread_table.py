"""Spreads of a vehicle: laws, stages and correlations, refused with line, field and eigenvalue."""

import math

import pytest

from cosmodrome.errors import InputError
from cosmodrome.store.spread_table import read_spreads
from cosmodrome.store.toml_source import TomlSource
from cosmodrome.vehicles.spread import Distribution

STAGES = ("booster", "core")
PAIR = '[[correlation]]\nbetween = ["{}", "{}"]\ncoefficient = {}\n'


def read(text):
    return read_spreads(TomlSource.parse(text.encode(), file="v.toml"), stages=STAGES)


def test_a_number_a_bounded_and_an_even_spread_are_read():
    spreads = read(
        "[dispersions]\ndrag_ratio = 0.05\nthrust_ratio = { sd = 0.005, bound = 0.015 }\n"
        "pitch_deg = { uniform = 0.3 }\n[dispersions.booster]\nthrust_ratio = 0.01\n"
    )

    assert (
        ("drag_ratio", 0.05),
        ("thrust_ratio", 0.005),
        ("pitch_deg", 0.3 / math.sqrt(3.0)),
        ("booster.thrust_ratio", 0.01),
    ) == spreads.dispersions
    assert (
        ("thrust_ratio", Distribution(kind="truncated", bound_ratio=0.015 / 0.005)),
        ("pitch_deg", Distribution(kind="uniform")),
    ) == spreads.distributions


def test_correlations_are_read_in_their_order():
    (first, second) = read(
        PAIR.format("thrust_ratio", "isp_ratio", 0.3)
        + PAIR.format("booster.thrust_ratio", "booster.thrust_ratio", 0.2)
    ).correlations

    assert (("thrust_ratio", "isp_ratio"), 0.3) == (first.between, first.correlation_coefficient)
    assert second.of_units


def test_a_vehicle_may_say_nothing():
    assert () == read("").dispersions == read("").correlations


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[dispersions]\n\ndrag_ratio = -0.1\n", "v.toml:3: dispersions.drag_ratio: must be at le"),
        ("[dispersions]\ndrag_ratio = 'x'\n", "v.toml:2: dispersions.drag_ratio: must be a number"),
        ("[dispersions]\ndrag_ratio = nan\n", "v.toml:2: dispersions.drag_ratio: must be a finit"),
        ("[dispersions]\ndarg_ratio = 0.1\n", "unknown dispersion 'darg_ratio'; did you mean 'dr"),
        ("[dispersions.core]\ndrag_ratio = 0.1\n", "unknown dispersion of a stage 'drag_ratio'"),
        ("[dispersions.hull]\nthrust_ratio = 0.1\n", "v.toml:1: dispersions.hull: unknown disper"),
        ("[dispersions]\ndrag_ratio = { bound = 1.0 }\n", "needs exactly one of sd and uniform"),
        ("[dispersions]\ndrag_ratio = { sd = 1.0, bound = 0.5 }\n", "0.5 is less than sd 1"),
        ("[dispersions]\ndrag_ratio = { uniform = 1.0, bound = 1.0 }\n", "uniform is its own bou"),
        ("dispersions = 3\n", "v.toml:1: dispersions: must be a table"),
        ("correlation = 3\n", "v.toml:1: correlation: must be a list of tables"),
        (PAIR.format("thrust_ratio", "isp_ratio", 1.5), "v.toml:3: correlation[#1].coefficient: m"),
        (PAIR.format("thrust_ratio", "isp", 0.5), "v.toml:1: correlation[#1]: no dispersion is ca"),
        (PAIR.format("hull.isp_ratio", "core.isp_ratio", 0.5), "there is no stage 'hull'"),
        (PAIR.format("core.thrust_ratio", "isp_ratio", 0.5), "name the stage of both, or of none"),
        (PAIR.format("pitch_deg", "pitch_deg", 0.5), "pitch_deg has no units"),
        (PAIR.format("isp_ratio", "isp_ratio", -0.5), "must be 0 to 1, got -0.5"),
        (2 * PAIR.format("isp_ratio", "thrust_ratio", 0.5), "correlation: correlation between b"),
        (
            PAIR.format("core.thrust_ratio", "core.isp_ratio", 0.9)
            + PAIR.format("core.isp_ratio", "pitch_deg", 0.9)
            + PAIR.format("core.thrust_ratio", "pitch_deg", -0.9),
            "v.toml:1: correlation: no numbers correlate so: the matrix of core.isp_ratio, "
            "core.thrust_ratio, pitch_deg has the eigenvalue -0.8",
        ),
    ],
)
def test_what_is_no_spread_is_refused_with_its_place(text, words):
    with pytest.raises(InputError) as refused:
        read(text)

    assert words in str(refused.value)
