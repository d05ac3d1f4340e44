"""The lane form of a formula against the same text on floats."""

import numpy as np
import pytest

from cosmodrome.physics import atmosphere
from cosmodrome.physics.compiled import njit
from cosmodrome.physics.disturbed import driven_acceleration_m_s2, windy_air_velocity_m_s
from cosmodrome.physics.formula import exp, formula, log1p
from cosmodrome.physics.lanes import FLAGS, in_lanes

# The modes differ in the order of operations and in fused multiplications.
RELATIVE = 1e-12


@formula
def grown(x):
    return exp(x)


@formula
def logged(x):
    return log1p(x)


def along_lanes(text, rows):
    """What the lane form gives for rows of arguments, one lane each."""
    scalar = np.ndim(text(*rows[0])) == 0
    arguments = ", ".join(f"r[{j}, i]" for j in range(rows.shape[1]))
    results = f"[form({arguments})]" if scalar else f"form({arguments})"
    world = {"form": in_lanes(text), "np": np}
    exec(
        "def run(r, out):\n"
        "    for i in range(r.shape[1]):\n"
        f"        out[:, i] = np.array({results})\n",
        world,
    )
    run = njit(fastmath=FLAGS, error_model="numpy")(world["run"])
    out = np.empty((np.size(text(*rows[0])), len(rows)))
    run(np.ascontiguousarray(rows.T), out)
    return out


def test_exp_and_log1p_of_the_lanes_are_those_of_the_library():
    x = np.linspace(-690.0, 300.0, 4001)[:, None]
    s = np.concatenate((np.linspace(-0.5, 1.0, 4001), [1e-12, 1e-9, -1e-7]))[:, None]

    assert along_lanes(grown, x)[0] == pytest.approx(np.exp(x[:, 0]), rel=1e-15)
    assert along_lanes(logged, s)[0] == pytest.approx(np.log1p(s[:, 0]), rel=1e-15)


def test_the_air_of_every_layer_is_the_same_in_lanes():
    h = np.linspace(-900.0, 480e3, 700)
    layer = np.maximum(np.searchsorted(atmosphere.BASE, h) - 1, 0)
    columns = (
        atmosphere.BASE,
        atmosphere.TEMPERATURE,
        atmosphere.LAPSE,
        atmosphere.LN_PRESSURE,
    )
    rows = np.column_stack((h, *(np.array(column)[layer] for column in columns)))

    ours = along_lanes(atmosphere.air_of_layer, rows)

    for i, row in enumerate(rows):
        assert ours[:, i] == pytest.approx(np.array(atmosphere.air_of_layer(*row)), rel=RELATIVE)


@pytest.mark.parametrize("text", [driven_acceleration_m_s2, windy_air_velocity_m_s])
def test_a_force_is_the_same_in_lanes(text):
    rng = np.random.default_rng(2)
    width = text.__code__.co_argcount
    rows = rng.uniform(0.5, 2.0, (64, width))
    rows[:, :3] *= 5e6

    ours = along_lanes(text, rows)

    for i, row in enumerate(rows):
        assert ours[:, i] == pytest.approx(np.array(text(*row)), rel=RELATIVE)


def test_a_formula_that_chooses_from_a_table_has_no_lane_form():
    with pytest.raises(TypeError, match="air says pick"):
        in_lanes(atmosphere.air)
