import re
from datetime import timedelta

import pytest
from tests.fixtures.pads import STATION_TLE

from cosmodrome.errors import InputError
from cosmodrome.orbit.element_error import UNKNOWN_ANGLE_DEG, ElementErrors, warning_of_age
from cosmodrome.orbit.station import station_orbit

ERRORS = ElementErrors(
    crossing_at_epoch_s=0.5,
    crossing_in_ten_days_s=5.0,
    phase_at_epoch_deg=0.1,
    phase_in_ten_days_deg=3.0,
    stale_d=14.0,
)
SPACE_STATION = station_orbit(*STATION_TLE)


def test_a_crossing_gets_worse_evenly_and_the_phase_with_the_square_of_the_age():
    assert 0.5 == ERRORS.crossing_s(0.0)
    assert 20.0 == pytest.approx(ERRORS.crossing_s(40.0), rel=1e-3)
    assert 20.0 == pytest.approx(ERRORS.crossing_s(-40.0), rel=1e-3)
    assert 0.1 == ERRORS.phase_deg(0.0)
    assert 12.0 == pytest.approx(ERRORS.phase_deg(20.0), rel=1e-3)


def test_a_phase_is_no_worse_than_wholly_unknown():
    assert UNKNOWN_ANGLE_DEG == ERRORS.phase_deg(400.0)


def test_a_fresh_element_carries_no_warning():
    epoch = SPACE_STATION.epoch

    assert warning_of_age(SPACE_STATION, ERRORS, first=epoch, last=epoch + timedelta(13)) is None


@pytest.mark.parametrize(
    ("first_d", "last_d", "says"),
    [
        (1, 40, "is of 2024-05-06, 40 d old at the end of the span: expect crossings to be off"),
        (-40, 1, "40 d in the future .* by 20 s .* by 48 deg .* an element from within 14 d"),
    ],
)
def test_an_element_far_from_the_span_is_told_with_its_age_and_expected_error(
    first_d, last_d, says
):
    first, last = (SPACE_STATION.epoch + timedelta(days=d) for d in (first_d, last_d))

    warning = warning_of_age(SPACE_STATION, ERRORS, first=first, last=last)

    assert warning is not None
    assert re.search(says, warning)


def test_an_error_that_never_grows_is_refused():
    with pytest.raises(InputError, match=r"phase_in_ten_days_deg must be positive, got 0\.0"):
        ElementErrors(
            crossing_at_epoch_s=0.5,
            crossing_in_ten_days_s=5.0,
            phase_at_epoch_deg=0.1,
            phase_in_ten_days_deg=0.0,
            stale_d=14.0,
        )
