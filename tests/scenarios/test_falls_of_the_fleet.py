"""Does every vehicle of the catalogue, flown as usual, tell where all that it drops comes down?"""

import numpy as np
import pytest
from tests.fixtures.flown_soyuz import catalogue

from cosmodrome.ascent.optimise import optimise_ascent
from cosmodrome.flight.fall import comes_down
from cosmodrome.manifest import TargetOrbit
from cosmodrome.orbit.target import complete_orbit
from cosmodrome.safety.monte_carlo import dispersed_falls, fall_of, fall_study

CASES = 64


def circular(altitude_km, inclination_deg):
    return TargetOrbit(
        kind="circular",
        perigee_altitude_km=altitude_km,
        apogee_altitude_km=altitude_km,
        inclination_deg=inclination_deg,
    )


def sun_synchronous(altitude_km):
    return TargetOrbit(
        kind="sun-synchronous",
        perigee_altitude_km=altitude_km,
        apogee_altitude_km=altitude_km,
        ltdn_h=10.0,
    )


STATION = TargetOrbit(
    kind="elliptic", perigee_altitude_km=200.0, apogee_altitude_km=242.0, inclination_deg=51.66
)
# The textbook problem flies from no pad of the catalogue.
FLIGHTS = [
    ("angara-1.2", "plesetsk-35", circular(300.0, 63.0), 2000.0),
    ("angara-a5+orion", "vostochny-1a", circular(1000.0, 55.0), 5000.0),
    ("angara-a5m+briz-m", "vostochny-1a", circular(1000.0, 55.0), 5000.0),
    ("ariane62", "kourou-ela4", sun_synchronous(600.0), 4000.0),
    ("ariane64", "kourou-ela4", circular(500.0, 10.0), 12000.0),
    ("atlas-v-401", "cape-slc41", circular(400.0, 30.0), 6000.0),
    ("delta-ii-7920", "vandenberg-slc2w", sun_synchronous(700.0), 2000.0),
    ("delta-iii", "cape-slc17", circular(500.0, 30.0), 5000.0),
    ("electron+kick-stage", "mahia-lc1", circular(500.0, 40.0), 150.0),
    ("falcon9-b5", "cape-slc40", circular(400.0, 30.0), 10000.0),
    ("falcon9-ft", "vandenberg-slc4e", sun_synchronous(700.0), 5000.0),
    ("pslv-xl", "sriharikota-flp", sun_synchronous(509.0), 1625.0),
    ("soyuz-2.1a", "baikonur-31-6", STATION, 7200.0),
    ("soyuz-2.1a-crewed", "baikonur-31-6", STATION, 7150.0),
    ("soyuz-2.1b+fregat", "vostochny-1s", sun_synchronous(830.0), 3000.0),
    ("soyuz-2.1v+volga", "plesetsk-43", sun_synchronous(500.0), 800.0),
    ("vega-c", "kourou-zlv", circular(700.0, 90.0), 2200.0),
]


def test_every_vehicle_with_a_pad_is_flown():
    flown = {configuration.partition("+")[0] for configuration, *_ in FLIGHTS}

    assert flown == {vehicle.id for vehicle in catalogue().vehicles if vehicle.complexes}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("configuration_id", "complex_id", "orbit", "payload_kg"), FLIGHTS, ids=lambda v: str(v)[:20]
)
def test_all_that_a_flight_drops_comes_down_somewhere(
    configuration_id, complex_id, orbit, payload_kg
):
    configuration, pad = (
        catalogue().configuration(configuration_id),
        catalogue().complex(complex_id),
    )
    vehicle = configuration.vehicle
    ascent = optimise_ascent(configuration, pad, complete_orbit(orbit), payload_kg=payload_kg)
    weather = catalogue().weather(
        latitude_deg=pad.latitude_deg, longitude_deg=pad.longitude_deg, month=6
    )

    study = fall_study(ascent.profile, ascent.trajectory, vehicle, weather=weather)
    falls = dispersed_falls(study, plan="sobol", seed=1, first_case=0, cases=CASES)

    assert [b.part for b in ascent.trajectory.bodies if comes_down(b)] == [f.part for f in falls]
    for each in falls:
        breakup = fall_of(vehicle, each.part).breakup
        down = np.isfinite(each.impacts).all(axis=2)
        assert (CASES, breakup.pieces if breakup else 1, 3) == each.impacts.shape
        # A stage let go a little below orbital speed goes once around in some cases.
        assert down.mean() > 0.5
        assert (each.impact_speed_m_s[down] > 0.0).all()
