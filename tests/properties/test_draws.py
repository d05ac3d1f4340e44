"""Whatever is asked: a case keeps its row, and only possible correlations are taken."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cosmodrome.errors import InputError
from cosmodrome.numerics.sampling import PLANS, standard_normals
from cosmodrome.vehicles.spread import Correlation, correlation_matrix

NAMES = ("core.thrust_ratio", "core.isp_ratio", "core.dry_mass_ratio", "pitch_deg")


@settings(deadline=None, max_examples=60)
@given(
    plan=st.sampled_from(PLANS),
    seed=st.integers(0, 2**64 - 1),
    first=st.integers(0, 1_000_000),
    cut=st.integers(1, 1500),
    columns=st.integers(1, 40),
)
def test_a_run_of_cases_cut_anywhere_is_the_same_run(plan, seed, first, cut, columns):
    def rows(begin, count):
        return standard_normals(plan, seed=seed, first_case=begin, cases=count, columns=columns)

    together = rows(first, 1600)

    parts = np.concatenate((rows(first, cut), rows(first + cut, 1600 - cut)))
    assert np.array_equal(together, parts)
    assert np.all(np.isfinite(together))


@given(
    values=st.lists(st.floats(-1.0, 1.0), min_size=6, max_size=6),
)
def test_correlations_are_refused_exactly_where_no_numbers_can_have_them(values):
    pairs = [(a, b) for i, a in enumerate(NAMES) for b in NAMES[i + 1 :]]
    given_ones = [
        Correlation(between=pair, correlation_coefficient=value)
        for pair, value in zip(pairs, values, strict=True)
    ]
    matrix = np.eye(4)
    for (a, b), value in zip(pairs, values, strict=True):
        i, j = NAMES.index(a), NAMES.index(b)
        matrix[i, j] = matrix[j, i] = value
    least = float(np.linalg.eigvalsh(matrix)[0])

    try:
        names, found = correlation_matrix(given_ones, ("core",))
    except InputError as error:
        assert least < 1e-8
        assert "eigenvalue" in str(error)
    else:
        assert least > 1e-10
        order = [names.index(name) for name in NAMES]
        assert np.array_equal(matrix, found[np.ix_(order, order)])
