"""What rules leave of windows, instant by instant, however the span is cut."""

import itertools
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.pads import pad

from cosmodrome.manifest import OrbitTolerance, TargetOrbit
from cosmodrome.vehicles import LiftoffPolicy
from cosmodrome.windows import AscentLead, Blackout, DailyHours, Interval, find_windows

FIRST = datetime(2028, 5, 1, tzinfo=UTC)
SPAN_D = 4
LAST = FIRST + timedelta(days=SPAN_D)
SITE = pad(45.9961, 63.5639)
OTHER_PASS = "ascent-flies-the-other-pass"
ROUNDING = timedelta(microseconds=10)

seconds = st.integers(min_value=0, max_value=SPAN_D * 86400)


def later(t_s):
    return FIRST + timedelta(seconds=t_s)


spans = st.tuples(seconds, seconds).filter(lambda pair: pair[0] != pair[1]).map(sorted)
blackouts = st.lists(spans, max_size=5).map(
    lambda pairs: Blackout(
        name="blackout",
        intervals=tuple(Interval(opens=later(o), closes=later(c)) for o, c in pairs),
    )
)
hours = st.tuples(
    st.integers(min_value=0, max_value=23), st.integers(min_value=0, max_value=23)
).filter(lambda pair: pair[0] != pair[1])
range_hours = st.builds(
    lambda pair, offset_h: DailyHours(
        name="range-hours", from_h=pair[0], to_h=pair[1], utc_offset_h=offset_h
    ),
    hours,
    st.integers(min_value=-12, max_value=14),
)
crew_hours = st.builds(
    lambda pair: DailyHours(name="crew-hours", from_h=pair[0], to_h=pair[1], utc_offset_h=0.0),
    hours,
)
rule_sets = st.tuples(blackouts, range_hours, crew_hours)
tolerances_deg = st.floats(min_value=0.05, max_value=30.0)
stored = st.builds(
    lambda instants, spacing_s: LiftoffPolicy(instants=instants, spacing_s=spacing_s),
    st.integers(min_value=2, max_value=5),
    st.floats(min_value=1.0, max_value=900.0),
)
retargeted = st.builds(
    lambda longest_s: LiftoffPolicy(kind="retargeted", longest_s=longest_s),
    st.none() | st.floats(min_value=10.0, max_value=7200.0),
)
policies = st.just(LiftoffPolicy()) | stored | retargeted
leads = st.just(()) | st.builds(
    lambda node_deg, injection_s: (
        AscentLead(
            node_eci_deg=node_deg, injection_s=injection_s, relative_launch_azimuth_deg=60.0
        ),
    ),
    st.floats(min_value=0.0, max_value=359.9),
    st.floats(min_value=400.0, max_value=6000.0),
)


def target(tolerance_deg=None, raan_deg=160.0):
    return TargetOrbit(
        kind="circular",
        perigee_altitude_km=420.0,
        apogee_altitude_km=420.0,
        inclination_deg=51.64,
        raan_deg=raan_deg,
        raan_frame="true-of-date",
        raan_epoch=FIRST,
        tolerance=OrbitTolerance(raan_deg=tolerance_deg),
    )


NO_PLANE = TargetOrbit(
    kind="circular",
    perigee_altitude_km=420.0,
    apogee_altitude_km=420.0,
    inclination_deg=51.64,
)


def found(orbit, *, first=FIRST, last=LAST, **options):
    return find_windows(orbit, SITE, first=first, last=last, **options)


def allows(rule, instant):
    """Tell whether a rule allows an instant, asked about its surroundings only."""
    around = timedelta(hours=3)
    intervals = rule.open_intervals(instant - around, instant + around)
    return any(i.opens <= instant <= i.closes for i in intervals)


def on_an_edge(rule, instant):
    around = timedelta(hours=3)
    edges = [
        e
        for i in rule.open_intervals(instant - around, instant + around)
        for e in (i.opens, i.closes)
    ]
    return any(abs(edge - instant) <= ROUNDING for edge in edges)


@given(rule_sets, st.floats(min_value=0.0, max_value=359.0))
def test_an_instant_is_closed_by_exactly_the_rules_that_forbid_it(rules, raan_deg):
    for window in found(target(raan_deg=raan_deg), rules=rules):
        if any(on_an_edge(rule, window.crossing) for rule in rules):
            continue
        forbidding = tuple(rule.name for rule in rules if not allows(rule, window.crossing))
        assert forbidding == window.closed_by
        assert (not forbidding) == window.permitted


@given(rule_sets, tolerances_deg, retargeted, st.floats(min_value=0.0, max_value=1.0))
def test_inside_a_wide_window_an_instant_is_open_if_all_rules_allow_it(
    rules, tolerance_deg, policy, part
):
    orbit = target(tolerance_deg)
    ruled = found(orbit, rules=rules, policy=policy)

    for whole in found(orbit, policy=policy):
        instant = whole.opens + part * (whole.closes - whole.opens)
        if any(on_an_edge(rule, instant) for rule in rules):
            continue
        pieces = [w for w in ruled if w.crossing == whole.crossing]
        inside = any(w.permitted and w.opens <= instant <= w.closes for w in pieces)
        assert all(allows(rule, instant) for rule in rules) == inside


@given(rule_sets, tolerances_deg, retargeted)
def test_a_wide_window_is_closed_by_exactly_the_rules_that_cut_it(rules, tolerance_deg, policy):
    orbit = target(tolerance_deg)
    ruled = found(orbit, rules=rules, policy=policy)

    for whole in found(orbit, policy=policy):
        cutting = tuple(
            rule.name
            for rule in rules
            if rule.open_intervals(whole.opens, whole.closes)
            != (Interval(opens=whole.opens, closes=whole.closes),)
        )
        pieces = [w for w in ruled if w.crossing == whole.crossing]
        assert pieces
        assert {cutting} == {w.cut_by if w.permitted else w.closed_by for w in pieces}
        assert not any(w.closed_by for w in pieces if w.permitted)


@given(rule_sets, seconds)
def test_without_a_plane_an_instant_is_open_if_all_rules_allow_it(rules, t_s):
    instant = later(t_s)
    if any(on_an_edge(rule, instant) for rule in rules):
        return

    windows = found(NO_PLANE, rules=rules)

    inside = any(w.permitted and w.opens <= instant <= w.closes for w in windows)
    assert (FIRST <= instant <= LAST and all(allows(r, instant) for r in rules)) == inside


@given(st.tuples(blackouts, range_hours))
def test_without_a_plane_a_day_names_the_rules_at_its_own_ends(rules):
    beside = timedelta(seconds=0.5)

    for window in found(NO_PLANE, rules=rules):
        if not window.permitted:
            continue
        outside = [window.opens - beside] * (window.opens > FIRST)
        outside += [window.closes + beside] * (window.closes < LAST)
        ending = tuple(r.name for r in rules if any(not allows(r, at) for at in outside))
        assert ending == window.cut_by


@given(rule_sets)
def test_without_a_plane_every_instant_of_the_span_belongs_to_one_answer_at_most(rules):
    windows = found(NO_PLANE, rules=rules)

    for one, other in itertools.pairwise(windows):
        assert one.closes <= other.opens


@given(rule_sets, tolerances_deg, policies, leads, st.integers(1, SPAN_D * 86400 - 1))
def test_a_span_cut_in_two_has_the_windows_of_the_whole(
    rules, tolerance_deg, policy, ascent_leads, cut_s
):
    orbit, cut = target(tolerance_deg), later(cut_s)
    options = {"rules": rules, "policy": policy, "ascent_leads": ascent_leads}
    whole = found(orbit, **options)

    parts = found(orbit, last=cut, **options) + found(orbit, first=cut, **options)

    def instants(windows):
        return sorted(
            (w.crossing, w.kind, w.opens, w.closes, w.closed_by, w.permitted) for w in windows
        )

    assert len(whole) == len(parts)
    for one, other in zip(instants(whole), instants(parts), strict=True):
        assert one[1] == other[1]
        assert one[4:] == other[4:]
        for mine, theirs in ((one[0], other[0]), (one[2], other[2]), (one[3], other[3])):
            assert abs(mine - theirs) <= ROUNDING


@given(rule_sets, st.integers(1, SPAN_D * 86400 - 1))
def test_without_a_plane_a_span_cut_in_two_has_the_time_of_the_whole(rules, cut_s):
    cut = later(cut_s)

    def open_time(*windows):
        return sum((w.closes - w.opens for w in windows if w.permitted), timedelta())

    whole = found(NO_PLANE, rules=rules)
    parts = found(NO_PLANE, last=cut, rules=rules) + found(NO_PLANE, first=cut, rules=rules)

    assert open_time(*whole) == open_time(*parts)


@given(tolerances_deg, leads)
def test_a_stored_programme_has_instants_and_a_retargeted_vehicle_the_tolerance(
    tolerance_deg, ascent_leads
):
    orbit = target(tolerance_deg)
    instants = found(orbit, ascent_leads=ascent_leads)
    wide = found(orbit, ascent_leads=ascent_leads, policy=LiftoffPolicy(kind="retargeted"))

    assert {"instantaneous"} == {w.width_by for w in instants}
    assert {"tolerance"} == {w.width_by for w in wide}
    by_crossing = {w.crossing: w for w in wide}
    for window in instants:
        assert window.opens == window.closes
        around = by_crossing[window.crossing]
        assert abs((around.opens - window.opens) + (around.closes - window.opens)) <= ROUNDING
    assert 1 == len({round((w.closes - w.opens).total_seconds(), 4) for w in wide})


@given(tolerances_deg, stored)
def test_prepared_instants_stay_within_the_tolerance_and_are_numbered(tolerance_deg, policy):
    orbit = target(tolerance_deg)
    wide = {w.crossing: w for w in found(orbit, policy=LiftoffPolicy(kind="retargeted"))}

    prepared = found(orbit, policy=policy)

    for window in prepared:
        assert window.opens == window.closes
        allowed = wide[window.crossing]
        assert allowed.opens - ROUNDING <= window.opens <= allowed.closes + ROUNDING
    for crossing in wide:
        programmes = [w.programme for w in prepared if w.crossing == crossing]
        assert [None] == programmes or sorted(set(programmes)) == programmes
        assert 1 <= len(programmes) <= policy.instants


@given(tolerances_deg, st.floats(min_value=10.0, max_value=7200.0))
def test_no_window_is_longer_than_the_vehicle_can_hold(tolerance_deg, longest_s):
    orbit = target(tolerance_deg)
    free = found(orbit, policy=LiftoffPolicy(kind="retargeted"))
    held = found(orbit, policy=LiftoffPolicy(kind="retargeted", longest_s=longest_s))

    for one, other in zip(free, held, strict=True):
        expected = min(one.closes - one.opens, timedelta(seconds=longest_s))
        assert abs((other.closes - other.opens) - expected) <= ROUNDING
        assert one.opens <= other.opens <= other.closes <= one.closes


@given(leads.filter(bool), rule_sets)
def test_only_the_pass_that_an_ascent_flies_is_open(ascent_leads, rules):
    windows = found(target(), ascent_leads=ascent_leads, rules=rules)

    assert {True, False} == {w.liftoff is None for w in windows}
    for window in windows:
        if window.liftoff is None:
            assert OTHER_PASS in window.closed_by
            assert not window.permitted
        else:
            assert OTHER_PASS not in window.closed_by
