"""Light over any pad, from pole to pole and across the date line, and shadow on any orbit."""

import math
from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.flown_orbits import flown

from cosmodrome.orbit.eclipse import shadow_passages
from cosmodrome.windows.intervals import Interval, complement
from cosmodrome.windows.orbit_light_rules import BetaWithin
from cosmodrome.windows.separation_rules import BodyAngle, SeparationLight
from cosmodrome.windows.sun_rules import SunHeight

FIRST = datetime(2028, 3, 1, tzinfo=UTC)
SPAN_D = 3
LAST = FIRST + timedelta(days=SPAN_D)
ROUNDING = timedelta(seconds=1)

latitudes_deg = st.floats(min_value=-90.0, max_value=90.0)
longitudes_deg = st.floats(min_value=-180.0, max_value=180.0)
heights_deg = st.tuples(
    st.floats(min_value=-60.0, max_value=60.0), st.floats(min_value=-60.0, max_value=60.0)
).filter(lambda pair: abs(pair[0] - pair[1]) > 0.5)
halves = st.sampled_from([None, "dawn", "dusk"])
seasons_d = st.integers(min_value=0, max_value=366)
seconds = st.integers(min_value=1, max_value=SPAN_D * 86400 - 1)

sun_heights = st.builds(
    lambda latitude_deg, longitude_deg, pair, half: SunHeight(
        name="sun",
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        from_deg=min(pair),
        to_deg=max(pair),
        half=half,
    ),
    latitudes_deg,
    longitudes_deg,
    heights_deg,
    halves,
)
FLIGHT = flown(perigee_km=300.0, apogee_km=2000.0)
orbit_rules = (
    st.builds(
        lambda light: SeparationLight(name="light", flown=FLIGHT, light=light),
        st.sampled_from(["sunlit", "shadow"]),
    )
    | st.builds(
        lambda of, pair: BodyAngle(
            name="angle",
            flown=FLIGHT,
            of=of,
            body="sun",
            from_deg=min(pair) + 60.0,
            to_deg=max(pair) + 60.0,
        ),
        st.sampled_from(["velocity", "zenith", "perigee", "normal"]),
        heights_deg,
    )
    | st.builds(
        lambda pair, either_side: BetaWithin(
            name="beta",
            orbit=FLIGHT,
            from_deg=min(pair),
            to_deg=max(pair),
            either_side=either_side,
        ),
        heights_deg,
        st.booleans(),
    )
)
rules = sun_heights | orbit_rules


def now(quantity, instant):
    return float(quantity(instant, np.zeros(1))[0])


def allows(rule, instant):
    """Tell whether a rule allows an instant, from the quantity it looks at there."""
    if isinstance(rule, SeparationLight):
        return (now(rule.clear_of_shadow_rad, instant) >= 0.0) == (rule.light == "sunlit")
    if isinstance(rule, BodyAngle):
        return rule.from_deg <= now(rule.angle_deg, instant) <= rule.to_deg
    if isinstance(rule, BetaWithin):
        beta_deg = now(rule.beta_deg, instant)
        return rule.from_deg <= (abs(beta_deg) if rule.either_side else beta_deg) <= rule.to_deg
    east = now(rule.east_of_meridian_deg, instant) >= 0.0
    half = rule.half is None or east == (rule.half == "dawn")
    return half and rule.from_deg <= now(rule.height_deg, instant) <= rule.to_deg


@given(rules, seasons_d, seconds)
def test_an_instant_is_open_if_the_quantity_is_within_its_limits(rule, season_d, t_s):
    first = FIRST + timedelta(days=season_d)
    instant = first + timedelta(seconds=t_s)

    intervals = rule.open_intervals(first, first + timedelta(days=SPAN_D))

    inside = any(i.opens <= instant <= i.closes for i in intervals)
    around = {allows(rule, instant + by * ROUNDING) for by in (-1, 0, 1)}
    assert inside in around


@given(rules, seasons_d, seconds)
def test_a_span_cut_in_two_has_the_edges_of_the_whole(rule, season_d, cut_s):
    first = FIRST + timedelta(days=season_d)
    last, cut = first + timedelta(days=SPAN_D), first + timedelta(seconds=cut_s)

    whole = rule.open_intervals(first, last)
    parts = (*rule.open_intervals(first, cut), *rule.open_intervals(cut, last))

    # Each place is closed but for seconds in both, or in neither.
    for one, other in ((whole, parts), (parts, whole)):
        for gap in complement(one, first, last):
            for interval in other:
                overlap = min(gap.closes, interval.closes) - max(gap.opens, interval.opens)
                assert overlap <= 2 * ROUNDING


@given(rules, seasons_d)
def test_intervals_are_in_order_apart_and_inside(rule, season_d):
    first = FIRST + timedelta(days=season_d)
    last = first + timedelta(days=SPAN_D)

    intervals = rule.open_intervals(first, last)

    assert intervals == tuple(sorted(intervals, key=lambda i: i.opens))
    bounds = [first, *(edge for i in intervals for edge in (i.opens, i.closes)), last]
    assert bounds == sorted(bounds)
    assert all(isinstance(i, Interval) and i.opens < i.closes for i in intervals)


@given(
    st.floats(min_value=200.0, max_value=2000.0),
    st.floats(min_value=0.0, max_value=40_000.0),
    st.floats(min_value=0.0, max_value=180.0),
    st.floats(min_value=0.0, max_value=360.0),
    st.floats(min_value=0.0, max_value=359.0),
    st.integers(min_value=1, max_value=4),
)
def test_umbra_lies_in_the_cylinder_and_the_cylinder_in_the_penumbra(
    perigee_km, higher_km, inclination_deg, argp_deg, anomaly_deg, revolutions
):
    flight = flown(
        perigee_km=perigee_km,
        apogee_km=perigee_km + higher_km,
        inclination_deg=inclination_deg,
        argp_deg=argp_deg,
        true_anomaly_deg=anomaly_deg,
    )

    def of(shadow):
        return shadow_passages(
            flight.elements_at_separation,
            np.linspace(0.0, math.tau, 8),
            origin=FIRST,
            starts_s=np.linspace(0.0, 3e7, 8),
            revolutions=revolutions,
            shadow=shadow,
        )

    umbra, cylinder, penumbra = (of(shadow) for shadow in ("umbra", "cylinder", "penumbra"))
    for inner, outer in ((umbra, cylinder), (cylinder, penumbra)):
        assert np.all(inner.longest_s() <= outer.longest_s() + 0.01)
        assert np.all(inner.first_s() >= outer.first_s() - 0.01)
        assert np.all(inner.sunlit_fraction() >= outer.sunlit_fraction() - 1e-6)
    for passages in (umbra, cylinder, penumbra):
        assert np.all(passages.enters_s < passages.leaves_s)
        assert np.all((passages.enters_s >= 0.0) & (passages.leaves_s <= passages.end_s))
