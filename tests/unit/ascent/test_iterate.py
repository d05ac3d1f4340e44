import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.iterate import STATE_SCALE, Layout, Mesh, Point
from cosmodrome.ascent.sequence import sequence_of

# Scaling and back costs the last two digits.
RELATIVE = 1e-14
LAYOUTS = {
    name: sequence_of(catalogue().configuration(name))
    for name in ("soyuz-2.1a", "soyuz-2.1b+fregat", "angara-1.2")
}


def layout(name, degree):
    sequence = LAYOUTS[name]
    intervals = tuple(1 + i % 3 for i in range(len(sequence.phases)))
    return Layout(sequence=sequence, mesh=Mesh(intervals=intervals, degree=degree))


def point(layout, seed):
    """Some point: numbers of the right size and shape, without meaning."""
    rng = np.random.default_rng(seed)
    counts = [n * layout.mesh.degree for n in layout.mesh.intervals]
    return Point(
        variables={name: float(scale * rng.uniform()) for name, scale in layout.scales.items()},
        states=tuple(rng.standard_normal((count, 6)) * STATE_SCALE for count in counts),
        directions=tuple(
            rng.standard_normal((count, 3)) if steered else None
            for count, steered in zip(counts, layout.steered, strict=True)
        ),
    )


cases = st.tuples(st.sampled_from(sorted(LAYOUTS)), st.integers(2, 7), st.integers(0, 2**32 - 1))


@given(cases)
def test_a_point_comes_back_from_its_row(case):
    name, degree, seed = case
    there = layout(name, degree)
    before = point(there, seed)

    after = there.unpack(there.pack(before))

    assert dict(before.variables) == pytest.approx(dict(after.variables), rel=RELATIVE)
    for expected, states in zip(before.states, after.states, strict=True):
        assert np.allclose(expected, states, rtol=RELATIVE, atol=0.0)
    for wanted, directions in zip(before.directions, after.directions, strict=True):
        assert (wanted is None) == (directions is None)
        assert wanted is None or np.array_equal(wanted, directions)


@given(cases)
def test_a_row_stands_inside_the_box_about_its_own_point(case):
    name, degree, seed = case
    there = layout(name, degree)
    centre = point(there, seed)
    row = there.pack(centre)

    low, high = there.box({n: (0.0, s) for n, s in there.scales.items()}, centre)

    states = slice(0, len(there.scales))
    assert np.all(low[states] <= row[states]) and np.all(row[states] <= high[states])
    assert len(row) == len(low) == len(high)


def test_a_state_at_the_edge_of_the_box_is_noticed():
    there = layout("soyuz-2.1a", 3)
    centre = point(there, 1)
    free = Point(
        variables=centre.variables,
        states=centre.states,
        directions=tuple(None if u is None else 0.0 * u for u in centre.directions),
    )
    row = there.pack(free)
    low, high = there.box({n: (-2.0 * s, 2.0 * s) for n, s in there.scales.items()}, free)
    held = row.copy()
    held[len(there.scales)] = high[len(there.scales)]

    assert not there.touches(row, low, high)
    assert there.touches(held, low, high)
