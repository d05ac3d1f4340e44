"""Who sees an ascent: a station by the pad, one downrange, one at the other end of the world."""

import itertools

import pytest
from tests.fixtures.flown_soyuz import flown_soyuz

from cosmodrome.errors import InputError
from cosmodrome.flight.coverage import ascent_coverage
from cosmodrome.spaceport.ground_station import GroundStation

PROFILE, TRAJECTORY = flown_soyuz()
SECOND_S = 1e-6


def station(id, latitude_deg, longitude_deg, mask_deg=5.0):
    return GroundStation(
        id=id,
        name=id,
        latitude_deg=latitude_deg,
        longitude_deg=longitude_deg,
        altitude_m=300.0,
        mask_deg=mask_deg,
    )


PAD = station("pad", 51.9, 128.3)
DOWNRANGE = station("downrange", 62.0, 126.0)
AWAY = station("away", -51.0, -60.0)


def coverage(*stations):
    return ascent_coverage(PROFILE, TRAJECTORY, stations)


def test_every_event_is_told_with_who_sees_it_the_highest_first():
    found = coverage(DOWNRANGE, PAD, AWAY)

    assert [event.name for event in TRAJECTORY.events] == [event.name for event in found.events]
    for event in found.events:
        heights = [view.elevation_deg for view in event.stations]
        assert heights == sorted(heights, reverse=True)
        assert all(view.elevation_deg >= 5.0 for view in event.stations)
    booster = next(e for e in found.events if e.name == "booster cut-off")
    assert "pad" == booster.stations[0].station


def test_gaps_and_what_is_seen_make_up_the_flight():
    found = coverage(PAD, DOWNRANGE)

    unseen_s = sum(gap.to_s - gap.from_s for gap in found.gaps)

    assert found.until_s == pytest.approx(unseen_s + found.seen_fraction * found.until_s)
    assert all(a.to_s < b.from_s for a, b in itertools.pairwise(found.gaps))


def test_events_that_nobody_sees_stand_in_a_gap():
    found = coverage(PAD)

    unseen = {event.name for event in found.events if not event.stations}

    assert unseen == {name for gap in found.gaps for name in gap.events}


def test_more_stations_see_no_less():
    few, many = coverage(PAD), coverage(PAD, DOWNRANGE)

    assert many.seen_fraction > few.seen_fraction


def test_a_station_beyond_the_horizon_sees_nothing():
    found = coverage(AWAY)

    assert 0.0 == found.seen_fraction
    assert [(0.0, found.until_s)] == [(gap.from_s, gap.to_s) for gap in found.gaps]
    assert {"booster", "core", "stage-3"} == set(found.gaps[0].burns)


def test_burns_last_from_ignition_to_cut_off():
    burns = {burn.stage: burn for burn in coverage(PAD).burns}

    first, last = PROFILE.phases[0], PROFILE.phases[-1]
    assert 0.0 == burns["core"].begin_s
    off_s = max(p.end_s for p in PROFILE.phases if any(b.stage == "core" for b in p.burns))
    assert off_s == pytest.approx(burns["core"].end_s, abs=SECOND_S)
    assert first.begin_s <= burns["stage-3"].begin_s < burns["stage-3"].end_s <= last.end_s
    assert 0.0 < burns["booster"].seen_fraction < 1.0
    assert ("pad",) == burns["booster"].stations


def test_a_higher_mask_sees_less():
    high = station("pad", 51.9, 128.3, mask_deg=25.0)

    assert coverage(high).seen_fraction < coverage(PAD).seen_fraction


def test_nobody_to_look_is_an_error():
    with pytest.raises(InputError, match="at least one station"):
        coverage()
