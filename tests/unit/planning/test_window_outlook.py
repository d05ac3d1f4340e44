"""The outlook of a season: whole days of UTC, own dates in it, and why days are missing."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.fixtures.pads import BAIKONUR_31_6, STATION

from cosmodrome.planning.window_outlook import LONGEST, window_outlook
from cosmodrome.windows.intervals import Interval
from cosmodrome.windows.opportunities import WindowSearch
from cosmodrome.windows.rules import Blackout

A_DAY = timedelta(days=1)
SITE = timezone(timedelta(hours=5))
SEASON = Interval(opens=datetime(2024, 4, 1, tzinfo=UTC), closes=datetime(2024, 7, 1, tzinfo=UTC))
MAY = Interval(opens=datetime(2024, 5, 1, tzinfo=SITE), closes=datetime(2024, 6, 1, tzinfo=SITE))
SHUT = Interval(opens=datetime(2024, 5, 10, tzinfo=SITE), closes=datetime(2024, 5, 13, tzinfo=SITE))


def outlook(season=SEASON, wished=MAY, rules=()):
    search = WindowSearch(orbit=STATION, complex=BAIKONUR_31_6, rules=rules)
    return window_outlook(search, season=season, wished=wished, zone=SITE)


def test_it_holds_every_opportunity_of_the_season():
    found = outlook()

    assert SEASON == found.span
    # A plane that drifts westwards is met twice in 23 h 36 min.
    assert 2 * 91 * (24 * 60) / (24 * 60 - 24) - len(found.windows) < 2


def test_days_that_a_rule_closes_are_missing_by_its_name():
    found = outlook(rules=(Blackout(name="maintenance", intervals=(SHUT,)),))

    assert [10, 11, 12] == [each.day.day for each in found.missing]
    assert {"maintenance"} == {rule.name for each in found.missing for rule in each.closed_by}
    (closure,) = found.closures
    assert ("maintenance", (SHUT,)) == (closure.name, closure.intervals)


def test_missing_days_are_asked_of_the_own_dates_only():
    june = Interval(opens=MAY.closes, closes=MAY.closes + 10 * A_DAY)

    assert (
        () == outlook(wished=june, rules=(Blackout(name="maintenance", intervals=(SHUT,)),)).missing
    )


@pytest.mark.parametrize(("day", "shown_from"), [(20, 20), (28, 27)])
def test_a_window_on_the_day_before_the_season_makes_it_begin_earlier(day, shown_from):
    # The site's day begins at 19:00 UTC. On 27 April a window lies at 22:36, on 19 April none
    # after 19:00.
    own = Interval(opens=datetime(2024, 4, day, tzinfo=SITE), closes=MAY.closes)
    season = Interval(opens=datetime(2024, 4, day, tzinfo=UTC), closes=SEASON.closes)
    found = outlook(season=season, wished=own)

    assert datetime(2024, 4, shown_from, tzinfo=UTC) == found.span.opens


def test_a_season_of_many_years_is_cut_to_the_own_dates():
    decade = Interval(opens=SEASON.opens, closes=SEASON.opens + 3650 * A_DAY)
    found = outlook(season=decade)

    assert found.span.closes - found.span.opens <= 33 * A_DAY
    assert LONGEST < decade.closes - decade.opens
