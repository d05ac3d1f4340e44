"""Whatever SGP4 flies for a day, its elements are found again from where it was."""

from datetime import UTC, datetime

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cosmodrome.orbit.mean_elements_fit import (
    MeanElements,
    fit_epoch,
    fit_mean_elements,
    mean_elements_states,
    satellite_of,
)

EPOCH = fit_epoch(datetime(2028, 5, 12, 3, tzinfo=UTC))
DAY_S = np.arange(0.0, 86401.0, 600.0)
# Above 225 minutes SGP4 adds Sun and Moon, over the equator by ways that are not smooth.
FOUND_AGAIN_M, DEEP_FOUND_AGAIN_M = 0.1, 100.0
DEEP_REV_D = 1440.0 / 225.0
MU_KM3_S2 = 398600.8
LOWEST_KM = 6578.0

angles = st.floats(0.0, 359.999)


@st.composite
def elements(draw):
    """Return elements of an ellipse whose perigee is 200 km up or more."""
    motion_rev_d = draw(st.floats(1.0, 16.2))
    axis_km = (MU_KM3_S2 / (motion_rev_d * 2.0 * np.pi / 86400.0) ** 2) ** (1.0 / 3.0)
    assume(axis_km > LOWEST_KM)
    return MeanElements(
        epoch=EPOCH,
        mean_motion_rev_d=motion_rev_d,
        eccentricity=draw(st.floats(0.0, min(0.75, 1.0 - LOWEST_KM / axis_km))),
        inclination_deg=draw(st.floats(0.5, 179.0)),
        raan_deg=draw(angles),
        argp_deg=draw(angles),
        mean_anomaly_deg=draw(angles),
        bstar_coefficient=0.0,
    )


@given(known=elements())
@settings(max_examples=40)
def test_elements_are_found_again_from_what_they_fly(known):
    assume(satellite_of(known).error == 0)
    r, v = mean_elements_states(known, DAY_S)

    fit = fit_mean_elements(r, v, DAY_S, epoch=EPOCH)

    is_deep = known.mean_motion_rev_d < 1.01 * DEEP_REV_D
    assert fit.residual_max_m < (DEEP_FOUND_AGAIN_M if is_deep else FOUND_AGAIN_M)
