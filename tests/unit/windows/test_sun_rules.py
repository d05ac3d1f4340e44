import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.fixtures.pads import VOSTOCHNY_1S, pad

from cosmodrome.manifest.rule import SUN_KINDS
from cosmodrome.orbit.sun import sun_elevation_rad
from cosmodrome.units import rad
from cosmodrome.windows import SunHeight
from cosmodrome.windows.intervals import complement, intersection
from cosmodrome.windows.sun_rules import sun_rule

MAY_1 = datetime(2028, 5, 1, tzinfo=UTC)
MAY_5 = datetime(2028, 5, 5, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)
SPITSBERGEN, ROSS_SEA = pad(78.0, 15.0), pad(-77.0, 180.0)


def height_deg(place, instant):
    place_rad = rad(place.latitude_deg), rad(place.longitude_deg)
    return float(np.degrees(sun_elevation_rad(*place_rad, instant)))


@pytest.mark.parametrize("place", [VOSTOCHNY_1S, SPITSBERGEN, ROSS_SEA, pad(0.0, -180.0)])
@pytest.mark.parametrize("kind", SUN_KINDS)
def test_an_instant_is_allowed_if_the_sun_stands_between_the_heights(place, kind):
    from_deg, to_deg = SUN_KINDS[kind]
    first = datetime(2028, 2, 20, tzinfo=UTC)
    intervals = sun_rule(kind, place).open_intervals(first, first + timedelta(days=3))

    for n in range(3 * 48):
        instant = first + n * timedelta(minutes=30) + timedelta(seconds=7)
        inside = any(i.opens <= instant < i.closes for i in intervals)
        assert (from_deg <= height_deg(place, instant) <= to_deg) == inside


def test_civil_nautical_and_astronomical_twilight_lie_between_day_and_dark():
    parts = ("daylight", "civil-twilight", "nautical-twilight", "astronomical-twilight")
    whole = [sun_rule(kind, VOSTOCHNY_1S).open_intervals(MAY_1, MAY_5) for kind in parts]
    whole.append(sun_rule("dark-astronomical", VOSTOCHNY_1S).open_intervals(MAY_1, MAY_5))

    edges = sorted((i.opens, i.closes) for intervals in whole for i in intervals)

    assert MAY_1 == edges[0][0]
    assert MAY_5 == edges[-1][1]
    assert all(one[1] == other[0] for one, other in itertools.pairwise(edges))


def test_dawn_and_dusk_are_the_two_halves_of_a_twilight():
    both = sun_rule("nautical-twilight", VOSTOCHNY_1S).open_intervals(MAY_1, MAY_5)
    dawn = sun_rule("nautical-twilight", VOSTOCHNY_1S, half="dawn").open_intervals(MAY_1, MAY_5)
    dusk = sun_rule("nautical-twilight", VOSTOCHNY_1S, half="dusk").open_intervals(MAY_1, MAY_5)

    assert both == tuple(sorted((*dawn, *dusk), key=lambda i: i.opens))
    assert len(dawn) == len(dusk) == 4
    for interval in dawn:
        middle = interval.opens + (interval.closes - interval.opens) / 2
        assert height_deg(VOSTOCHNY_1S, middle) < height_deg(VOSTOCHNY_1S, middle + 60 * A_SECOND)


def test_light_down_to_civil_twilight_is_what_civil_darkness_leaves():
    light = sun_rule("light-civil", VOSTOCHNY_1S).open_intervals(MAY_1, MAY_5)
    dark = sun_rule("dark-civil", VOSTOCHNY_1S).open_intervals(MAY_1, MAY_5)

    assert dark == complement(light, MAY_1, MAY_5)
    assert () == intersection(light, dark)


def test_a_polar_year_has_one_day_that_lasts_weeks():
    first = datetime(2028, 1, 1, tzinfo=UTC)
    days = sun_rule("daylight", SPITSBERGEN).open_intervals(first, first + timedelta(days=366))

    longest = max(days, key=lambda i: i.closes - i.opens)
    assert timedelta(days=126) < longest.closes - longest.opens < timedelta(days=130)
    assert longest.opens < datetime(2028, 6, 21, tzinfo=UTC) < longest.closes
    assert all(day.closes - day.opens < timedelta(days=1) for day in days if day != longest)


def test_the_shortest_day_before_the_polar_night_is_found_though_it_has_minutes():
    # 67.7 N loses the Sun in December: the last days are shorter than a step of the search.
    place = pad(67.37, 15.0)
    november = datetime(2028, 11, 25, tzinfo=UTC)
    days = sun_rule("daylight", place).open_intervals(november, november + timedelta(days=47))

    noons = [november + timedelta(days=n, hours=11) for n in range(47)]
    highest_deg = [
        max(height_deg(place, noon + timedelta(minutes=m)) for m in range(0, 121, 1))
        for noon in noons
    ]
    expected = sum(high > SUN_KINDS["daylight"][0] for high in highest_deg)
    assert expected == len(days)
    assert min(day.closes - day.opens for day in days) < timedelta(hours=1)


def test_a_leap_second_day_has_as_many_civil_seconds_as_any():
    first = datetime(2016, 12, 31, tzinfo=UTC)
    light = sun_rule("daylight", VOSTOCHNY_1S).open_intervals(first, first + timedelta(days=2))
    dark = sun_rule("darkness", VOSTOCHNY_1S).open_intervals(first, first + timedelta(days=2))

    assert timedelta(days=2) == sum((i.closes - i.opens for i in (*light, *dark)), timedelta())


def test_limits_at_zenith_and_nadir_limit_nothing():
    rule = SunHeight(name="any", latitude_deg=10.0, longitude_deg=0.0)

    assert [(MAY_1, MAY_5)] == [(i.opens, i.closes) for i in rule.open_intervals(MAY_1, MAY_5)]
