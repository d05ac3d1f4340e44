import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import qmc

from cosmodrome.errors import InputError
from cosmodrome.numerics.sampling import MOST_CASES, PLANS, STRATA, standard_normals

# Mean and standard deviation of 4096 normal numbers scatter by 1/64; five of that.
SCATTER = 0.08
# Half a step of the 30 bits that scipy's points have, and its rounding.
SOBOL_STEP = 1e-9


@pytest.mark.parametrize("plan", PLANS)
def test_the_row_of_a_case_does_not_know_how_many_cases_there_are(plan):
    few = standard_normals(plan, seed=3, first_case=0, cases=70, columns=9)
    many = standard_normals(plan, seed=3, first_case=0, cases=3000, columns=9)

    assert np.array_equal(few, many[:70])


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("first", [37, 1023, 1024, 2500])
def test_the_row_of_a_case_does_not_know_who_asks_for_it(plan, first):
    whole = standard_normals(plan, seed=3, first_case=0, cases=4000, columns=9)
    part = standard_normals(plan, seed=3, first_case=first, cases=1200, columns=9)

    assert np.array_equal(whole[first : first + 1200], part)


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


def test_sobol_points_are_those_of_scipy_in_their_order():
    engine = qmc.Sobol(7, scramble=True, bits=30, seed=np.random.default_rng(5))
    expected = engine.random(1 << 13)[5000:7000]

    points = ndtr(standard_normals("sobol", seed=5, first_case=5000, cases=2000, columns=7))

    assert expected == pytest.approx(points, abs=SOBOL_STEP)


@pytest.mark.parametrize("first", [0, 5 * STRATA])
def test_a_latin_hypercube_has_one_case_in_each_slice_of_each_column(first):
    z = standard_normals("latin-hypercube", seed=2, first_case=first, cases=STRATA, columns=6)

    slices = np.sort((ndtr(z) * STRATA).astype(int), axis=0)

    assert np.array_equal(slices, np.tile(np.arange(STRATA)[:, None], (1, 6)))


def test_blocks_of_a_latin_hypercube_differ():
    z = standard_normals("latin-hypercube", seed=2, first_case=0, cases=2 * STRATA, columns=1)

    assert not np.any(z[:STRATA] == z[STRATA:])


@pytest.mark.parametrize("plan", PLANS)
def test_a_far_case_is_drawn_without_those_before_it(plan):
    z = standard_normals(plan, seed=1, first_case=MOST_CASES - 3, cases=3, columns=2)

    assert np.all(np.isfinite(z))


@pytest.mark.parametrize(
    ("seed", "cases"), [(-1, 10), (1, 0), (1, -5), (1, MOST_CASES + 1), (1, 10**12), (1 << 64, 1)]
)
def test_absurd_numbers_are_refused(seed, cases):
    with pytest.raises(InputError):
        standard_normals("sobol", seed=seed, first_case=0, cases=cases, columns=2)


def test_more_numbers_than_memory_holds_are_refused_with_what_would_work():
    with pytest.raises(InputError, match=r"need 8 GB at once.* 268435 cases or fewer"):
        standard_normals("random", seed=1, first_case=0, cases=1_000_000, columns=1000)


def test_an_unknown_plan_is_refused():
    with pytest.raises(InputError, match="sobol, latin-hypercube, random, got 'halton'"):
        standard_normals("halton", seed=1, first_case=0, cases=1, columns=1)
