from datetime import date

import pytest
from tests.fixtures.flown_soyuz import BOOSTERS_OFF_S, CORE_OFF_S, THIRD_OFF_S, flown_soyuz

from cosmodrome.errors import InputError
from cosmodrome.safety.failure import (
    FlightRecord,
    allocate_failure,
    binomial_limits,
    burning_times,
    estimate_failure,
    record_of,
)

REFERENCE = FlightRecord(
    id="first",
    vehicles=(),
    launches=16,
    failures=4,
    failed_stages=(),
    as_of=date(2025, 12, 31),
)
BURNING_S = {"booster": (0.0, 100.0), "core": (0.0, 200.0), "stage-3": (200.0, 300.0)}


def record(launches=62, failures=1, **failed):
    return FlightRecord(
        id="rocket",
        vehicles=("rocket",),
        launches=launches,
        failures=failures,
        failed_stages=tuple((name.replace("_", "-"), count) for name, count in failed.items()),
        as_of=date(2022, 11, 28),
    )


def test_a_vehicle_that_never_failed_has_no_lower_limit_and_one_that_always_did_no_upper():
    assert (0.0, pytest.approx(1.0 - 0.2**0.1)) == binomial_limits(10, 0)
    assert (pytest.approx(0.2**0.1), 1.0) == binomial_limits(10, 10)


def test_more_flights_narrow_the_limits_about_the_same_rate():
    few, many = binomial_limits(10, 1), binomial_limits(100, 10)

    assert few[0] < many[0] < 0.1 < many[1] < few[1]


def test_a_flown_vehicle_is_judged_by_its_flights():
    estimate = estimate_failure(record(), reference=REFERENCE)

    lower, upper = binomial_limits(62, 1)
    assert 0.5 * (lower + upper) == pytest.approx(estimate.used_probability)
    assert "1 of 62" in estimate.basis


@pytest.mark.parametrize("own", [None, record(launches=1, failures=0)])
def test_a_vehicle_of_fewer_than_two_flights_is_judged_by_others_first_flights(own):
    estimate = estimate_failure(own, reference=REFERENCE)

    assert binomial_limits(16, 4)[1] == pytest.approx(estimate.used_probability)
    assert "4 of 16" in estimate.basis


def test_stages_burn_from_ignition_to_cut_off():
    times = burning_times(flown_soyuz()[0])

    assert (0.0, pytest.approx(BOOSTERS_OFF_S)) == times["booster"]
    assert (0.0, pytest.approx(CORE_OFF_S)) == times["core"]
    assert (pytest.approx(CORE_OFF_S), pytest.approx(THIRD_OFF_S)) == times["stage-3"]


def test_without_known_failures_burning_times_decide():
    shares = allocate_failure(0.4, None, burning_s=BURNING_S)

    assert [0.1, 0.2, 0.1] == pytest.approx([each.failure_probability for each in shares])


def test_a_stage_that_failed_weighs_more_and_nothing_is_lost():
    shares = allocate_failure(0.4, record(failures=3, stage_3=3), burning_s=BURNING_S)

    by_stage = {each.stage: each.failure_probability for each in shares}
    assert 0.4 == pytest.approx(sum(by_stage.values()))
    assert 0.4 * 3.25 / 4.0 == pytest.approx(by_stage["stage-3"])


def test_failures_of_no_known_stage_spread_over_the_burning_times():
    shares = allocate_failure(0.4, record(failures=3, nozzle=1), burning_s=BURNING_S)

    assert [0.1, 0.2, 0.1] == pytest.approx([each.failure_probability for each in shares])


def test_a_record_is_found_by_the_vehicle_it_counts_for():
    assert record().id == record_of([record()], "rocket").id
    assert record_of([record()], "other") is None


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: binomial_limits(0, 0), "launches must be at least 1"),
        (lambda: binomial_limits(3, 4), "failures must be 0 to 3"),
        (lambda: binomial_limits(3, 1, confidence_probability=1.0), "between 0 and 1"),
        (lambda: record(failures=1, core=2), "2 failures are given to stages"),
        (lambda: allocate_failure(1.2, None, burning_s=BURNING_S), "must be 0 to 1"),
        (lambda: allocate_failure(0.1, None, burning_s={}), "no stage burns"),
    ],
)
def test_counts_that_cannot_be_are_refused(call, message):
    with pytest.raises(InputError, match=message):
        call()
