"""Where the station is as a pad passes through its plane, and what that allows, against flights."""

import csv
import itertools
import math
import tomllib
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sgp4.api import WGS72, Satrec
from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.pads import BAIKONUR_31_6, KOUROU_ELS, STATION_TLE, VOSTOCHNY_1S, pad

from cosmodrome.epochs import SIDEREAL_RATE_RAD_S, teme_sidereal_angle_rad, utc_julian_date
from cosmodrome.orbit.frames import geocentric_latitude_rad
from cosmodrome.orbit.phasing import phasing_to
from cosmodrome.orbit.station import station_orbit
from cosmodrome.windows.crossings import passes_over
from cosmodrome.windows.lead import AscentLead, lead_before_crossing_s
from cosmodrome.windows.rendezvous import phases_deg, profile_fits

EVIDENCE = Path(__file__).parents[1] / "evidence"

# The evidence has four decimals of a degree; places and times of it are rounded too.
DEFINITION_TOLERANCE_DEG = 0.002
# What the mean place leaves out: the ripple of J2 and the equation of the centre.
MEAN_PHASE_TOLERANCE_DEG = 0.25
# Of a tangent pass the published instant is the closest approach to the osculating plane, up to
# two minutes from that to the mean one, in which the pad moves along by as much.
TANGENT_PHASE_TOLERANCE_DEG = 1.0
# A mile in the source is one of 1,004, and its instant is a few seconds about injection.
AHEAD_TOLERANCE_DEG = 0.4
MILE_M = 1609.344
# The published ranges are whole degrees, the profiles estimates.
RANGE_TOLERANCE_RATIO = 0.05
# Errors of a forecast are forecast themselves: within this factor of the root mean square seen.
ERROR_FACTOR = 1.6

KINDS = {"asc": "ascending", "desc": "descending", "closest": "tangent"}
PADS = {
    "plane_24127_baikonur_31_6.csv": BAIKONUR_31_6,
    "plane_24127_kourou_els.csv": KOUROU_ELS,
    "plane_24127_vostochny_1s.csv": VOSTOCHNY_1S,
}


def toml(name):
    return tomllib.loads((EVIDENCE / name).read_text(encoding="utf-8"))


def crossings(name):
    lines = (EVIDENCE / name).read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [
        (
            KINDS[row["pass"]],
            datetime.fromisoformat(row["utc_osculating"]),
            float(row["phase_iss_ahead_deg"]),
        )
        for row in rows
    ]


def off_deg(one_deg, other_deg):
    return abs((one_deg - other_deg + 180.0) % 360.0 - 180.0)


def osculating_phase_deg(site, instant):
    """Return the angle in the osculating plane from the pad, projected onto it, to the station."""
    date = utc_julian_date(instant)
    satellite = Satrec.twoline2rv(*STATION_TLE, WGS72)
    _, position, velocity = satellite.sgp4(date.midnight_d, date.fraction_d)
    r, v = np.array(position), np.array(velocity)
    normal = np.cross(r, v) / np.linalg.norm(np.cross(r, v))
    latitude = geocentric_latitude_rad(math.radians(site.latitude_deg), site.altitude_m)
    turned = teme_sidereal_angle_rad(instant) + math.radians(site.longitude_deg)
    there = np.array(
        [
            math.cos(latitude) * math.cos(turned),
            math.cos(latitude) * math.sin(turned),
            math.sin(latitude),
        ]
    )
    projected = there - (there @ normal) * normal
    angle = math.atan2(float(np.cross(projected, r) @ normal), float(projected @ r))
    return math.degrees(angle)


@pytest.mark.parametrize("name", PADS)
def test_the_published_phase_is_counted_in_the_osculating_plane_from_the_pad_to_the_station(name):
    for _, instant, published_deg in crossings(name):
        ours_deg = osculating_phase_deg(PADS[name], instant)

        assert off_deg(ours_deg, published_deg) < DEFINITION_TOLERANCE_DEG


@pytest.mark.parametrize("name", PADS)
def test_our_mean_phase_agrees_with_the_published_one_over_ten_days(name):
    site, station = PADS[name], station_orbit(*STATION_TLE)
    ways = {p.kind: p for p in passes_over(site, station.plane.inclination_rad)}
    for kind, instant, published_deg in crossings(name):
        (ours_deg,) = phases_deg(station, site, ways[kind], [instant])

        tangent = kind == "tangent"
        allowed_deg = TANGENT_PHASE_TOLERANCE_DEG if tangent else MEAN_PHASE_TOLERANCE_DEG
        assert off_deg(ours_deg, published_deg) < allowed_deg


@cache
def flight(id):
    """Return what is known of a flown launch: its station, pad, pass, crossing and offset [s]."""
    row = next(row for row in toml("windows.toml")["iss_launch"] if row["id"] == id)
    station = station_orbit(*row["tle"])
    site = pad(row["lat"], row["lon"], altitude_m=BAIKONUR_31_6.altitude_m)
    ways = {p.kind: p for p in passes_over(site, station.plane.inclination_rad)}
    return row, station, site, ways[row["pass"]]


@pytest.mark.parametrize("id", ["progress-ms-09", "progress-ms-08"])
def test_the_station_stood_at_flown_crossings_where_others_found_it(id):
    row, station, site, passing = flight(id)

    (phase_deg,) = phases_deg(
        station, site, passing, [datetime.fromisoformat(row["plane_crossing_utc"])]
    )

    assert off_deg(phase_deg, row["iss_phase_ahead_at_crossing_deg"]) < MEAN_PHASE_TOLERANCE_DEG


def fit_of_flight(id, profile_id):
    """Return how a profile fits a launch at the second at which it flew, and its phasing.

    Where in the orbit it was injected is that of our ascent, 16 deg from the pad; when, by the
    published lift-off: the lead is set so that the profile's own lift-off is that second.
    """
    row, station, site, passing = flight(id)
    liftoff = datetime.fromisoformat(row["liftoff_utc"])
    crossing = liftoff.timestamp() - row["offset_mean_plane_s"]
    instant = datetime.fromtimestamp(crossing, tz=liftoff.tzinfo)
    phasing = phasing_to(station, catalogue().rendezvous.profile(profile_id))
    lead = AscentLead(
        node_eci_deg=10.0,
        injection_s=521.8,
        relative_launch_azimuth_deg=61.2,
        argument_of_latitude_deg=82.06,
    )
    later_s = 0.0
    for _ in range(6):
        wanted_s = later_s - row["offset_mean_plane_s"]
        excess_s = lead_before_crossing_s(lead, station.plane, site, passing) - wanted_s
        turned_deg = math.degrees(excess_s * SIDEREAL_RATE_RAD_S)
        lead = replace(lead, node_eci_deg=lead.node_eci_deg - turned_deg)
        fit = profile_fits(phasing, station, lead, site, passing, crossings=[instant])
        later_s = float(fit.later_s[0])
    return fit


@pytest.mark.parametrize(
    ("id", "profile"), [("progress-ms-09", "2-orbit"), ("progress-ms-08", "2-day")]
)
def test_flown_launches_are_admissible_in_the_profile_that_they_flew(id, profile):
    assert fit_of_flight(id, profile).admissible.all()


@pytest.mark.parametrize("profile", ["2-orbit", "4-orbit"])
def test_a_launch_put_off_by_two_days_is_admissible_in_no_short_profile(profile):
    fit = fit_of_flight("progress-ms-08", profile)

    assert not fit.admissible.any()
    assert abs(float(fit.miss_deg[0])) > 90.0


def test_the_station_was_as_far_ahead_at_injection_as_reported():
    row, station, _, _ = flight("progress-ms-09")
    reported = next(r for r in toml("rendezvous.toml")["station_ahead"] if r["id"] == row["id"])
    ahead_deg = math.degrees(reported["ahead_miles"] * MILE_M / station.semi_major_axis_m)

    (insertion_deg,) = fit_of_flight("progress-ms-09", "2-orbit").insertion_phase_deg

    assert insertion_deg == pytest.approx(ahead_deg, abs=AHEAD_TOLERANCE_DEG)


@pytest.mark.parametrize("published", toml("rendezvous.toml")["phase_range"], ids=lambda r: r["id"])
def test_profiles_take_as_wide_a_range_of_phase_as_published(published):
    _, station, _, _ = flight("progress-ms-09")
    phasing = phasing_to(station, catalogue().rendezvous.profile(published["id"]))
    least_deg, most_deg = math.degrees(phasing.least_rad), math.degrees(phasing.most_rad)

    assert published["width_deg"] == pytest.approx(most_deg - least_deg, rel=RANGE_TOLERANCE_RATIO)
    for aimed_deg in published.get("aimed_deg", ()):
        assert least_deg < aimed_deg < most_deg


def forecasts():
    """Yield the age [d] of forecasts, and their errors of a crossing [s] and of the phase [deg]."""
    lines = (EVIDENCE / "station_elements.txt").read_text(encoding="ascii").splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    orbits = [station_orbit(*pair) for pair in zip(lines[::2], lines[1::2], strict=True)]
    for old, new in itertools.combinations(orbits, 2):
        node_rad = new.plane.node_rad - old.plane.node_at_rad(new.epoch)
        along_rad = new.epoch_argument_of_latitude_rad
        along_rad -= float(old.argument_of_latitude_rad(new.epoch))
        crossing_s = math.remainder(node_rad, math.tau) / SIDEREAL_RATE_RAD_S
        phase_deg = math.degrees(math.remainder(along_rad, math.tau))
        yield old.age_d(new.epoch), crossing_s, phase_deg


@pytest.mark.parametrize(("from_d", "until_d"), [(4.0, 8.0), (8.0, 16.0), (16.0, 26.0)])
def test_forecasts_go_wrong_with_the_age_of_the_element_as_told(from_d, until_d):
    errors = catalogue().rendezvous.element_errors
    told_and_seen = np.array(
        [
            (errors.crossing_s(age_d), crossing_s, errors.phase_deg(age_d), phase_deg)
            for age_d, crossing_s, phase_deg in forecasts()
            if from_d <= age_d < until_d
        ]
    )
    assert len(told_and_seen) > 5

    told_s, seen_s, told_deg, seen_deg = np.sqrt(np.mean(told_and_seen**2, axis=0))

    assert 1.0 / ERROR_FACTOR < seen_s / told_s < ERROR_FACTOR
    assert 1.0 / ERROR_FACTOR < seen_deg / told_deg < ERROR_FACTOR
