import numpy as np
import pytest

from cosmodrome.errors import InputError
from cosmodrome.numerics.sampling import MOST_CASES, standard_normals

PLANS = ["sobol", "random"]
# Mean and standard deviation of 4096 normal numbers scatter by 1/64; five of that.
SCATTER = 0.08


@pytest.mark.parametrize("plan", PLANS)
def test_the_row_of_a_case_does_not_know_how_many_cases_there_are(plan):
    few = standard_normals(plan, seed=3, first_case=0, cases=70, columns=9)
    many = standard_normals(plan, seed=3, first_case=0, cases=1000, columns=9)

    assert np.array_equal(few, many[:70])


@pytest.mark.parametrize("plan", PLANS)
def test_the_row_of_a_case_does_not_know_who_asks_for_it(plan):
    whole = standard_normals(plan, seed=3, first_case=0, cases=100, columns=9)
    part = standard_normals(plan, seed=3, first_case=37, cases=21, columns=9)

    assert np.array_equal(whole[37:58], part)


@pytest.mark.parametrize("plan", PLANS)
def test_another_seed_gives_other_rows(plan):
    one = standard_normals(plan, seed=3, first_case=0, cases=8, columns=2)
    other = standard_normals(plan, seed=4, first_case=0, cases=8, columns=2)

    assert not np.any(one == other)


@pytest.mark.parametrize("plan", PLANS)
def test_every_column_is_a_standard_normal_number_of_its_own(plan):
    z = standard_normals(plan, seed=11, first_case=0, cases=4096, columns=5)

    assert np.all(np.isfinite(z))
    assert np.zeros(5) == pytest.approx(z.mean(axis=0), abs=SCATTER)
    assert np.eye(5) == pytest.approx(np.cov(z.T), abs=SCATTER)


@pytest.mark.parametrize(
    ("seed", "cases"), [(-1, 10), (1, 0), (1, -5), (1, MOST_CASES + 1), (1, 10**12)]
)
def test_absurd_numbers_are_refused(seed, cases):
    with pytest.raises(InputError):
        standard_normals("sobol", seed=seed, first_case=0, cases=cases, columns=2)
