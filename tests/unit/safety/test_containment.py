import numpy as np
import pytest
from scipy.stats import beta, binomtest

from cosmodrome.errors import InputError
from cosmodrome.safety.containment import (
    measured_containment,
    more_cases_needed,
    tolerance_rank,
)

# scipy.stats finds the same quantiles by another road.
PROBABILITY = 1e-9


@pytest.mark.parametrize(
    ("inside", "samples"), [(0, 20), (20, 20), (1993, 2000), (1, 3), (99_700, 100_000)]
)
def test_the_interval_is_that_of_clopper_and_pearson(inside, samples):
    measured = measured_containment(inside, samples)

    peer = binomtest(inside, samples).proportion_ci(confidence_level=0.95, method="exact")
    assert peer.low == pytest.approx(measured.low_probability, abs=PROBABILITY)
    assert peer.high == pytest.approx(measured.high_probability, abs=PROBABILITY)
    assert inside / samples == measured.fraction


def test_the_stop_rule_says_zero_exactly_when_the_interval_is_narrow_enough():
    measured = measured_containment(1994, 2000)
    width = measured.high_probability - measured.low_probability

    assert 0 == more_cases_needed(1994, 2000, interval_width_fraction=width)
    assert 0 < more_cases_needed(1994, 2000, interval_width_fraction=0.999 * width)


@pytest.mark.parametrize("width", [0.004, 0.002, 0.0005])
def test_the_cases_that_the_stop_rule_asks_for_are_enough_and_not_many_too_many(width):
    more = more_cases_needed(1994, 2000, interval_width_fraction=width)

    def width_at(cases):
        measured = measured_containment(round(0.997 * cases), cases)
        return measured.high_probability - measured.low_probability

    # A whole number of cases inside is at most half a case from the share.
    assert width_at(2000 + more) <= 1.02 * width
    assert width_at(int(0.9 * (2000 + more))) > width


@pytest.mark.parametrize("share", [0.5, 0.97, 0.997])
@pytest.mark.parametrize("samples", [1000, 2000, 50_000])
def test_the_tolerance_rank_is_the_smallest_that_keeps_its_promise(share, samples):
    rank = tolerance_rank(share, samples=samples)

    assert beta.sf(share, rank, samples - rank + 1) >= 0.95
    assert beta.sf(share, rank - 1, samples - rank + 2) < 0.95


def test_too_few_samples_have_no_tolerance_rank():
    assert None is tolerance_rank(0.997, samples=996)
    assert 998 == tolerance_rank(0.997, samples=998)
    # 99 misses in a row are needed to say 97 % with 95 % confidence.
    assert None is tolerance_rank(0.97, samples=98)
    assert 99 == tolerance_rank(0.97, samples=99)


def test_the_tolerance_rank_holds_its_share_as_often_as_it_says():
    rng = np.random.default_rng(3)
    rank = tolerance_rank(0.9, samples=200)

    reached = np.sort(rng.random((4000, 200)), axis=1)[:, rank - 1]

    # 4000 trials: a share of 0.95 to 0.0035; the rank's own promise is a little above.
    assert 0.94 <= np.mean(reached >= 0.9) <= 0.98


@pytest.mark.parametrize(
    ("inside", "samples", "complaint"),
    [(0, 0, "at least one sample"), (21, 20, "can be inside"), (-1, 20, "can be inside")],
)
def test_counts_that_cannot_be_are_refused(inside, samples, complaint):
    with pytest.raises(InputError, match=complaint):
        measured_containment(inside, samples)


@pytest.mark.parametrize("width", [0.0, 1.0, -0.1, float("nan")])
def test_an_interval_width_must_be_a_probability(width):
    with pytest.raises(InputError, match="interval width must be"):
        more_cases_needed(10, 20, interval_width_fraction=width)


def test_an_interval_that_nobody_can_wait_for_is_refused():
    with pytest.raises(InputError, match="would need more than 1e"):
        more_cases_needed(1994, 2000, interval_width_fraction=1e-9)
