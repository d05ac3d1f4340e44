import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from tests.fixtures.flown_orbits import flown
from tests.fixtures.pads import VOSTOCHNY_1S
from tests.fixtures.small_site import site

from cosmodrome.errors import InputError
from cosmodrome.manifest.rule import (
    BetaWish,
    BlackoutWish,
    BodyAngleWish,
    EclipseWish,
    FirstOrbitLightWish,
    HoursWish,
    SensorWish,
    SeparationLightWish,
    SpacingWish,
    SunWish,
)
from cosmodrome.orbit.beta import beta_of_plane_rad, circular_eclipse_s
from cosmodrome.orbit.eclipse import shadow_passages, sunlight_margin_rad
from cosmodrome.orbit.moon import moon_position_m
from cosmodrome.orbit.plane import plane_of_local_time
from cosmodrome.orbit.sun import sun_position_m
from cosmodrome.windows.intervals import Interval, complement
from cosmodrome.windows.rule_book import rules_of

FIRST = datetime(2028, 5, 1, tzinfo=UTC)
LAST = datetime(2028, 5, 8, tzinfo=UTC)
# Not on a whole minute, so that no edge of hours or light is met.
INSTANTS = [FIRST + timedelta(minutes=23 * n, seconds=11) for n in range(430)]
RADIUS_M = 6_778_137.0


def the_rule(*wishes, **known):
    (rule,) = rules_of(wishes, complex=VOSTOCHNY_1S, spaceport=site(), **known)
    return rule


def open_at(rule, instants=INSTANTS):
    intervals = rule.open_intervals(FIRST, LAST)
    return [any(i.opens <= at < i.closes for i in intervals) for at in instants]


def agrees(rule, predicate):
    """Tell that a rule is open where a predicate of the instant holds, and is both at times."""
    expected = [predicate(at) for at in INSTANTS]
    return 10 < sum(expected) < len(expected) - 10 and expected == open_at(rule)


def angle_deg(one, other):
    return math.degrees(math.acos(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))


def at_separation(flight, instant):
    r_m, v_m_s = flight.at_separation(instant, np.zeros(1))
    return r_m[0], v_m_s[0], instant + timedelta(seconds=flight.separation_s)


@pytest.mark.parametrize("light", ["sunlit", "shadow"])
def test_a_spacecraft_separates_in_the_light_asked_for(light):
    flight = flown(coast_s=700.0)

    def lit(instant):
        r_m, _, when = at_separation(flight, instant)
        shadow = "penumbra" if light == "sunlit" else "umbra"
        return (sunlight_margin_rad(r_m, sun_position_m(when), shadow=shadow) > 0) == (
            light == "sunlit"
        )

    assert agrees(the_rule(SeparationLightWish(name="s", light=light), flown=flight), lit)


@pytest.mark.parametrize(
    ("of", "body", "from_deg", "to_deg"),
    [
        ("apogee", "sun", 60.0, 120.0),
        ("perigee", "sun", 0.0, 90.0),
        ("velocity", "moon", 90.0, 180.0),
        ("zenith", "sun", 95.0, 180.0),
        ("nadir", "moon", 30.0, 100.0),
        ("normal", "sun", 0.0, 75.0),
    ],
)
def test_directions_of_the_orbit_keep_their_angle_to_sun_and_moon(of, body, from_deg, to_deg):
    flight = flown(perigee_km=250.0, apogee_km=35_786.0)

    def within(instant):
        r_m, v_m_s, when = at_separation(flight, instant)
        h = np.cross(r_m, v_m_s)
        perigee = np.cross(v_m_s, h) / 3.986004418e14 - r_m / np.linalg.norm(r_m)
        axis = {
            "perigee": perigee,
            "apogee": -perigee,
            "velocity": v_m_s,
            "zenith": r_m,
            "nadir": -r_m,
            "normal": h,
        }[of]
        body_m = sun_position_m(when) if body == "sun" else moon_position_m(when)
        return from_deg <= angle_deg(axis, body_m - r_m) <= to_deg

    wish = BodyAngleWish(name="angle", of=of, body=body, from_deg=from_deg, to_deg=to_deg)
    assert agrees(the_rule(wish, flown=flight), within)


@pytest.mark.parametrize("body", ["sun", "moon"])
def test_a_sensor_is_clear_if_the_body_is_outside_its_cone_or_behind_the_earth(body):
    flight = flown()
    wish = SensorWish(name="tracker", boresight=(-1.0, 0.0, 1.0), half_angle_deg=50.0, body=body)

    def clear(instant):
        r_m, v_m_s, when = at_separation(flight, instant)
        up = r_m / np.linalg.norm(r_m)
        ahead = v_m_s - (v_m_s @ up) * up
        axis = up - ahead / np.linalg.norm(ahead)
        body_m = sun_position_m(when) if body == "sun" else moon_position_m(when)
        hidden_deg = math.degrees(math.asin(6378137.0 / np.linalg.norm(r_m)))
        hidden = angle_deg(-r_m, body_m) < hidden_deg
        return hidden or angle_deg(axis, body_m - r_m) >= 50.0

    assert agrees(the_rule(wish, flown=flight), clear)


def test_the_first_orbit_has_its_share_of_sunlight():
    flight = flown(perigee_km=300.0, apogee_km=900.0)

    def sunny(instant):
        return _first_orbit(flight, instant).sunlit_fraction()[0] >= 0.66

    assert agrees(the_rule(FirstOrbitLightWish(name="l", from_fraction=0.66), flown=flight), sunny)


def _first_orbit(flight, instant, revolutions=1):
    return shadow_passages(
        flight.elements_at_separation,
        flight.raan_rad(instant, 0.0),
        origin=instant,
        starts_s=flight.separation_s,
        revolutions=revolutions,
    )


def test_eclipses_are_neither_too_long_nor_too_early():
    flight = flown(perigee_km=500.0, apogee_km=500.0)
    wish = EclipseWish(name="e", revolutions=3, longest_min=35.4, first_after_min=12.0)

    def bearable(instant):
        passages = _first_orbit(flight, instant, revolutions=3)
        return passages.longest_s()[0] <= 35.4 * 60 and passages.first_s()[0] >= 12.0 * 60

    assert agrees(the_rule(wish, flown=flight), bearable)


def test_the_first_eclipse_may_be_asked_to_come_later_than_a_revolution():
    # A dawn plane is lit all round: no eclipse begins within five revolutions.
    flight = flown(perigee_km=800.0, apogee_km=800.0, inclination_deg=98.6)

    rule = the_rule(EclipseWish(name="e", first_after_min=500.0), flown=flight)

    def dark_before(instant):
        return _first_orbit(flight, instant, revolutions=5).first_s()[0] < 500.0 * 60.0

    assert agrees(rule, lambda instant: not dark_before(instant))


def test_beta_is_that_of_the_plane_wanted_or_else_flown():
    plane = plane_of_local_time(9.5, math.radians(98.0))
    beta_deg = np.degrees(beta_of_plane_rad(plane, FIRST, 86400.0 * np.arange(7)))
    middle_deg = float(beta_deg.mean())

    wanted = the_rule(BetaWish(name="b", from_deg=middle_deg - 30, to_deg=middle_deg), plane=plane)
    flies = the_rule(BetaWish(name="b", from_deg=20.0, either_side=True), flown=flown())

    assert 1 == len(wanted.open_intervals(FIRST, LAST))
    assert open_at(wanted).count(True) == pytest.approx(len(INSTANTS) / 2, abs=60)
    assert 14 <= len(flies.open_intervals(FIRST, LAST)) <= 29


def test_without_an_ascent_the_longest_eclipse_is_that_of_the_circle():
    first, last = datetime(2028, 7, 1, tzinfo=UTC), datetime(2029, 7, 1, tzinfo=UTC)
    plane = plane_of_local_time(6.0, math.radians(98.6))
    rule = the_rule(
        EclipseWish(name="e", longest_min=15.0), plane=plane, shape=(7_171_137.0, 0.001)
    )

    dark = complement(rule.open_intervals(first, last), first, last)

    # A dawn plane has one season of eclipses, about a solstice.
    (season,) = dark
    assert timedelta(days=20) < season.closes - season.opens < timedelta(days=100)
    for edge in (season.opens, season.closes):
        beta_rad = beta_of_plane_rad(plane, edge, 0.0)
        length_s = circular_eclipse_s(7_171_137.0, plane.inclination_rad, beta_rad)
        assert float(length_s) == pytest.approx(15.0 * 60.0, abs=1.0)


def test_hours_of_one_name_are_shifts_and_add_up():
    week, saturday = (
        HoursWish(name="crew-hours", from_h=8.0, to_h=20.0, days=(1, 2, 3, 4, 5), utc_offset_h=0.0),
        HoursWish(name="crew-hours", from_h=9.0, to_h=13.0, days=(6,), utc_offset_h=0.0),
    )

    rule = the_rule(week, saturday)

    intervals = rule.open_intervals(FIRST, LAST)  # a Monday
    assert 6 == len(intervals)
    assert timedelta(hours=5 * 12 + 4) == sum((i.closes - i.opens for i in intervals), timedelta())
    assert (
        Interval(
            opens=FIRST + timedelta(days=5, hours=9), closes=FIRST + timedelta(days=5, hours=13)
        )
        == intervals[-1]
    )


def test_hours_are_those_of_the_site_unless_they_say_otherwise():
    local = the_rule(HoursWish(name="crew-hours", from_h=9.0, to_h=12.0, days=(1,)))

    opens = FIRST + timedelta(hours=9.0 - site().utc_offset_h)
    assert opens == local.open_intervals(FIRST, LAST)[0].opens


def test_other_wishes_of_one_name_are_met_together():
    one = BlackoutWish(name="range", intervals=((FIRST, FIRST + timedelta(hours=3)),))
    other = BlackoutWish(
        name="range", intervals=((LAST - timedelta(hours=3), LAST),), before_s=60.0
    )
    hours = HoursWish(name="range", from_h=0.0, to_h=24.0, utc_offset_h=0.0)

    rule = the_rule(one, other, hours)

    opens, closes = FIRST + timedelta(hours=3), LAST - timedelta(hours=3, minutes=1)
    assert (Interval(opens=opens, closes=closes),) == rule.open_intervals(FIRST, LAST)


def test_other_lift_offs_are_kept_at_a_distance():
    known = FIRST + timedelta(days=2)
    wish = SpacingWish(name="s", hours_h=24.0, launches=(known,), missions=("m-1",))

    rule = the_rule(wish, launches={"m-1": FIRST + timedelta(days=5)})

    day = timedelta(days=1)
    assert (
        Interval(opens=FIRST, closes=known - day),
        Interval(opens=known + day, closes=FIRST + 4 * day),
        Interval(opens=FIRST + 6 * day, closes=LAST),
    ) == rule.open_intervals(FIRST, LAST)


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (SeparationLightWish(name="lit"), "'lit' looks at separation and needs an ascent"),
        (EclipseWish(name="e", first_after_min=5.0), "'e' looks at separation"),
        (EclipseWish(name="e", longest_min=5.0), "'e' needs an ascent .* or the plane and alt"),
        (BetaWish(name="b", from_deg=0.0), "'b' needs the orbit's plane"),
        (SpacingWish(name="s", hours_h=1.0, missions=("m-2",)), "'m-2', whose lift-off is not"),
    ],
)
def test_a_rule_that_needs_more_than_is_known_says_what(wish, says):
    with pytest.raises(InputError, match=says):
        the_rule(wish)


def test_an_escape_has_no_first_orbit():
    escape = flown(perigee_km=200.0, apogee_km=-40_000.0)

    with pytest.raises(InputError, match="leaves the Earth"):
        the_rule(FirstOrbitLightWish(name="l", from_fraction=0.5), flown=escape)
    assert the_rule(SeparationLightWish(name="l"), flown=escape).open_intervals(FIRST, LAST)


def test_the_sun_over_the_pad_needs_nothing_else():
    rule = the_rule(SunWish(name="evening", from_deg=-6.0, to_deg=10.0, half="dusk"))

    assert 7 == len(rule.open_intervals(FIRST, LAST))
