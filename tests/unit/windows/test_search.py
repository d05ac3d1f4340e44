"""Which rules hold for which pass, when an ascent is known and when none is."""

from datetime import UTC, datetime, timedelta

from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.plan_fixture import example_ascent

from cosmodrome.manifest import TargetOrbit
from cosmodrome.manifest.rule import BetaWish, HoursWish, SeparationLightWish
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.windows.search import window_search

FIRST = datetime(2028, 5, 6, tzinfo=UTC)
ORBIT = complete_orbit(
    TargetOrbit(
        kind="sun-synchronous", perigee_altitude_km=820.0, apogee_altitude_km=820.0, ltdn_h=9.5
    )
)
AT_NIGHT = HoursWish(name="crew-hours", from_h=1.0, to_h=2.0)
LIGHT = SeparationLightWish(name="light")
BETA = BetaWish(name="beta", from_deg=80.0, to_deg=90.0)


def search(*, flown, wishes):
    pad = catalogue().complex("vostochny-1s")
    flights = [(example_ascent(), None)] if flown else []
    site = catalogue().spaceport("vostochny")
    return window_search(ORBIT, pad, site, flights=flights, wishes=wishes)


def test_a_pass_that_no_ascent_flies_is_judged_by_the_rules_of_the_clock_too():
    for flown in (True, False):
        found = search(flown=flown, wishes=[AT_NIGHT]).windows(FIRST, FIRST + timedelta(days=1))

        assert 2 == len(found)
        assert all("crew-hours" in window.closed_by for window in found)


def test_rules_that_look_at_the_flight_belong_to_its_ascent():
    found = search(flown=True, wishes=[AT_NIGHT, BETA, LIGHT])

    assert {"crew-hours", "beta"} == {rule.name for rule in found.rules}
    assert ["light"] == [rule.name for rule in found.ascent_leads[0].rules]
    assert {"crew-hours", "beta", "light"} == {rule.name for rule in found.every_rule}
