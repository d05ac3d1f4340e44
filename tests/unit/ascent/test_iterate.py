import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.iterate import (
    LENGTH_M,
    SPEED_M_S,
    STATE_SCALE,
    Layout,
    Mesh,
    Point,
    in_one_piece,
)
from cosmodrome.ascent.sequence import sequence_of
from cosmodrome.orbit.coast import STEPS

# Scaling and back costs the last two digits.
RELATIVE = 1e-14
LAYOUTS = {
    name: sequence_of(catalogue().configuration(name))
    for name in ("soyuz-2.1a", "soyuz-2.1b+fregat", "angara-1.2")
}


def layout(name, degree, slacks=("max-dynamic-pressure",)):
    sequence = LAYOUTS[name]
    intervals = tuple(1 + i % 3 for i in range(len(sequence.phases)))
    degrees = tuple(0 if in_one_piece(phase) else degree for phase in sequence.phases)
    mesh = Mesh(intervals=intervals, degrees=degrees)
    return Layout(sequence=sequence, mesh=mesh, slacks=slacks)


def point(layout, seed):
    """Some point: states in low orbits, in no order."""
    rng = np.random.default_rng(seed)
    counts = [len(layout.mesh.shares(i)) for i in range(len(layout.mesh.degrees))]
    return Point(
        variables={name: float(scale * rng.uniform()) for name, scale in layout.scales.items()},
        states=tuple(orbiting(rng, count) for count in counts),
        directions=tuple(
            rng.standard_normal((count, 3)) if steered else None
            for count, steered in zip(counts, layout.steered, strict=True)
        ),
    )


def orbiting(rng, count):
    r, aside = rng.standard_normal((2, count, 3))
    ahead = np.cross(r, aside)
    r *= LENGTH_M * rng.uniform(1.02, 1.2) / np.linalg.norm(r, axis=1)[:, None]
    ahead *= SPEED_M_S * rng.uniform(0.8, 1.1) / np.linalg.norm(ahead, axis=1)[:, None]
    return np.hstack([r, ahead])


def no_links(layout):
    return np.zeros((len(layout.sequence.phases), 6))


cases = st.tuples(st.sampled_from(sorted(LAYOUTS)), st.integers(2, 7), st.integers(0, 2**32 - 1))


@given(cases)
def test_a_point_comes_back_from_its_row(case):
    name, degree, seed = case
    there = layout(name, degree)
    before = point(there, seed)

    after = there.unpack(there.pack(before, no_links(there)))

    assert dict(before.variables) == pytest.approx(dict(after.variables), rel=RELATIVE)
    for expected, states in zip(before.states, after.states, strict=True):
        assert np.allclose(expected, states[-len(expected) :], rtol=RELATIVE, atol=0.0)
    for wanted, directions in zip(before.directions, after.directions, strict=True):
        assert (wanted is None) == (directions is None)
        assert wanted is None or np.array_equal(wanted, directions)


def test_a_coast_in_one_piece_has_a_state_after_each_of_its_steps():
    there = layout("soyuz-2.1b+fregat", 3)
    coasts = [i for i, phase in enumerate(there.sequence.phases) if in_one_piece(phase)]

    states = there.unpack(there.pack(point(there, 1), no_links(there))).states

    assert coasts
    assert [len(STEPS)] * len(coasts) == [len(states[i]) for i in coasts]


@given(cases)
def test_a_row_stands_inside_the_box_about_its_own_point(case):
    name, degree, seed = case
    there = layout(name, degree)
    row = there.pack(point(there, seed), no_links(there))

    low, high = there.box({n: (0.0, s) for n, s in there.scales.items()}, row, elastic=False)

    variables = slice(0, there.globals)
    assert np.all(low[variables] <= row[variables]) and np.all(row[variables] <= high[variables])
    assert len(row) == len(low) == len(high)


@pytest.mark.parametrize(("elastic", "most"), [(False, 0.0), (True, np.inf)])
def test_rules_may_be_exceeded_only_where_that_is_asked(elastic, most):
    there = layout("soyuz-2.1a", 3, slacks=("max-dynamic-pressure", "drop-zone:core"))
    row = there.pack(point(there, 1), no_links(there))

    low, high = there.box({n: (0.0, s) for n, s in there.scales.items()}, row, elastic=elastic)
    row[there.globals - 1] = 0.25

    slacks = slice(len(there.scales), there.globals)
    assert [0.0, 0.0] == low[slacks].tolist()
    assert [most, most] == high[slacks].tolist()
    assert {"max-dynamic-pressure": 0.0, "drop-zone:core": 0.25} == there.exceeded(row)


def test_a_state_at_the_edge_of_the_box_is_noticed():
    there = layout("soyuz-2.1a", 3)
    centre = point(there, 1)
    free = Point(
        variables=centre.variables,
        states=centre.states,
        directions=tuple(None if u is None else 0.0 * u for u in centre.directions),
    )
    row = there.pack(free, no_links(there))
    low, high = there.box(
        {n: (-2.0 * s, 2.0 * s) for n, s in there.scales.items()}, row, elastic=False
    )
    held = row.copy()
    held[there.globals] = high[there.globals]

    assert not there.touches(row, low, high)
    assert there.touches(held, low, high)


def test_states_are_scaled_by_the_earth():
    assert [LENGTH_M] * 3 + [SPEED_M_S] * 3 == STATE_SCALE.tolist()
