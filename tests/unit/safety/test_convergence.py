"""The share inside as cases are added: counted from the first case on, its interval by the book."""

import numpy as np
import pytest
from scipy.stats import binom

from cosmodrome.errors import InputError
from cosmodrome.safety.convergence import ContainmentHistory, containment_history

SAME_PROBABILITY = 1e-9


def test_the_last_checkpoint_counts_every_case():
    inside = np.random.default_rng(3).random(2345) < 0.99

    history = containment_history(inside)

    assert 2345 == history.cases[-1]
    assert inside.sum() == history.inside[-1]
    assert np.all(np.diff(history.cases) > 0)


def test_each_checkpoint_counts_the_cases_before_it():
    inside = np.arange(500) % 5 != 0

    history = containment_history(inside)

    assert [inside[:n].sum() for n in history.cases] == list(history.inside)


def test_few_cases_are_counted_too():
    assert [1] == list(containment_history(np.array([True])).cases)


def test_pieces_of_a_case_are_one_trial():
    inside = np.array([[True, True, True], [True, False, True], [True, True, False]])

    history = containment_history(inside)

    assert [3] == list(history.cases)
    assert [2] == list(history.inside)  # 7 of 9 pieces: 2.33 of 3 cases, rounded down


def test_no_case_is_refused():
    with pytest.raises(InputError, match="at least one"):
        containment_history(np.zeros(0, dtype=bool))


@pytest.mark.parametrize(("cases", "inside"), [(20, 15), (1000, 997), (37, 1)])
def test_at_the_ends_of_the_interval_the_count_is_just_as_unlikely_as_it_may_be(cases, inside):
    history = ContainmentHistory(cases=np.array([cases]), inside=np.array([inside]))

    (low,), (high,) = history.band(confidence_probability=0.95)

    assert binom.sf(inside - 1, cases, low) == pytest.approx(0.025, abs=SAME_PROBABILITY)
    assert binom.cdf(inside, cases, high) == pytest.approx(0.025, abs=SAME_PROBABILITY)


def test_all_or_none_inside_bounds_one_side_only():
    history = ContainmentHistory(cases=np.array([50, 50]), inside=np.array([50, 0]))

    low, high = history.band(confidence_probability=0.95)

    assert 1.0 == high[0]
    assert low[0] == pytest.approx(0.025 ** (1 / 50))
    assert 0.0 == low[1]
    assert high[1] == pytest.approx(1.0 - 0.025 ** (1 / 50))


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, float("nan")])
def test_a_confidence_that_is_none_is_refused(confidence):
    history = containment_history(np.ones(10, dtype=bool))

    with pytest.raises(InputError, match=r"0\.95 is usual"):
        history.band(confidence_probability=confidence)
