"""Is a fall in pieces read as written, and refused where it cannot be?"""

import pytest
from pydantic import ValidationError

from cosmodrome.errors import InputError
from cosmodrome.store.fall_table import FallTable
from cosmodrome.vehicles import Breakup, Fall, Fragment, Stage

WHOLE = {
    "count": 1,
    "ballistic_coefficient_kg_m2": 200.0,
    "ballistic_coefficient_sd_ratio": 0.3,
    "separation_speed_sd_m_s": 1.0,
}
PIECE = {
    "id": "engine",
    "mass_kg": 900.0,
    "area_m2": 4.0,
    "ballistic_coefficient_kg_m2": 250.0,
    "ballistic_coefficient_sd_ratio": 0.3,
    "speed_sd_m_s": 5.0,
}


def breakup(*pieces):
    return {"altitude_m": 28e3, "altitude_sd_m": 5e3, "fragments": list(pieces)}


def test_without_mass_and_area_those_of_the_flight_stand():
    fall = FallTable(**WHOLE).record("core", separated_kg=6000.0)

    assert 6000.0 == fall.mass_kg
    assert pytest.approx(6000.0 / 200.0) == fall.area_m2
    assert fall.breakup is None
    assert () == fall.calibrated_on


def test_pieces_arrive_in_the_record():
    table = FallTable(**WHOLE, mass_kg=2000.0, area_m2=20.0, breakup=breakup(PIECE))

    fall = table.record("core", separated_kg=6000.0)

    expected = Fragment(
        name="engine",
        count=1,
        mass_kg=900.0,
        area_m2=4.0,
        ballistic_coefficient_kg_m2=250.0,
        sd_ratio=0.3,
        speed_sd_m_s=5.0,
    )
    assert 2000.0 == fall.mass_kg
    assert Breakup(altitude_m=28e3, altitude_sd_m=5e3, fragments=(expected,)) == fall.breakup


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"breakup": breakup(PIECE)}, "is needed beside a break-up"),
        ({"mass_kg": 800.0, "breakup": breakup(PIECE)}, "fragments weigh 900 kg together"),
        ({"mass_kg": 2e3, "breakup": breakup(PIECE, PIECE)}, "'engine' is the id of another"),
    ],
)
def test_pieces_that_cannot_come_from_it_are_refused(given, message):
    with pytest.raises(ValidationError, match=message):
        FallTable(**WHOLE, **given)


def test_a_record_of_too_heavy_pieces_is_refused_too():
    table = FallTable(**WHOLE, mass_kg=2000.0, breakup=breakup(PIECE))
    apart = table.record("core", separated_kg=2000.0).breakup

    with pytest.raises(InputError, match="more than the 500 kg"):
        Fall(part="core", mass_kg=500.0, area_m2=2.0, breakup=apart, **WHOLE)


def test_a_rule_of_cut_off_that_nobody_knows_is_refused():
    with pytest.raises(InputError, match="cutoff is one of"):
        Stage(
            name="core",
            count=1,
            dry_mass_kg=1.0,
            propellant_kg=1.0,
            residual_propellant_kg=0.0,
            prelaunch_burn_kg=0.0,
            expelled_kg=0.0,
            retained_kg=0.0,
            interstage_kg=0.0,
            engine=None,
            throttle=(),
            ignites_after=None,
            ignition_delay_s=0.0,
            aft_section=None,
            diameter_m=1.0,
            length_m=1.0,
            cutoff="whim",
        )
