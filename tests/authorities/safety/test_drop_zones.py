"""Where our parts fall, against the zones that notices and the press give.

The ballistic coefficient of the boosters was set on RP 981 and is held there; everything else
predicts. Zones are those of the catalogue, with their sources.
"""

import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.optimise import optimise_ascent
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.safety.hazards import assess_hazards
from cosmodrome.safety.tangent import distance_and_bearing

# Half the length of RP 981, whose centre is placed by a description.
BOOSTERS_M = 25_000.0
# Centres of the cores are towns and ridges that stand for zones tens of kilometres across.
CORE_RATIO = 0.06
# Enough for an ellipse; the undisturbed fall does not depend on it.
SAMPLES = 64

FLIGHTS = {
    "sso": (
        "soyuz-2.1b+fregat",
        "vostochny-1s",
        {"kind": "sun-synchronous", "perigee_altitude_km": 830.0, "apogee_altitude_km": 830.0},
        3000.0,
    ),
    "station": (
        "soyuz-2.1a",
        "baikonur-31-6",
        {
            "kind": "elliptic",
            "perigee_altitude_km": 193.0,
            "apogee_altitude_km": 245.0,
            "inclination_deg": 51.66,
        },
        7300.0,
    ),
    "resurs": (
        "soyuz-2.1b",
        "baikonur-31-6",
        {
            "kind": "elliptic",
            "perigee_altitude_km": 190.0,
            "apogee_altitude_km": 470.0,
            "inclination_deg": 97.3,
        },
        6000.0,
    ),
}


def fallen(name):
    """The pad, and the hazards of a flight by part."""
    configuration_id, complex_id, orbit, payload_kg = FLIGHTS[name]
    if orbit["kind"] == "sun-synchronous":
        orbit = {**orbit, "ltdn_h": 9.0}
    configuration, pad = (
        catalogue().configuration(configuration_id),
        catalogue().complex(complex_id),
    )
    ascent = optimise_ascent(
        configuration, pad, complete_orbit(TargetOrbit(**orbit)), payload_kg=payload_kg
    )
    hazards = assess_hazards(
        ascent.profile,
        ascent.trajectory,
        configuration,
        catalogue().spaceport(pad.spaceport),
        samples=SAMPLES,
        weather=catalogue().weather(
            latitude_deg=pad.latitude_deg, longitude_deg=pad.longitude_deg, month=3
        ),
    )
    return pad, {hazard.name: hazard for hazard in hazards}


def zone_of(pad, id):
    return next(z for z in catalogue().spaceport(pad.spaceport).drop_zones if z.id == id)


@pytest.mark.slow
def test_soyuz_boosters_fall_where_they_were_calibrated_to_fall():
    pad, hazards = fallen("sso")
    zone, nominal = zone_of(pad, "vost-rp981"), hazards["booster"].nominal

    apart_m, _ = distance_and_bearing(
        zone.latitude_deg, zone.longitude_deg, nominal.latitude_deg, nominal.longitude_deg
    )

    assert apart_m < BOOSTERS_M


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flight", "id"),
    [("sso", "vost-rp985"), ("station", "baik-altai-core"), ("resurs", "baik-rp401")],
)
def test_cores_of_soyuz_fall_as_far_as_the_zones_lie(flight, id):
    pad, hazards = fallen(flight)
    zone = zone_of(pad, id)

    published_m, _ = distance_and_bearing(
        pad.latitude_deg, pad.longitude_deg, zone.latitude_deg, zone.longitude_deg
    )

    assert published_m == pytest.approx(hazards["core"].downrange_m, rel=CORE_RATIO)
