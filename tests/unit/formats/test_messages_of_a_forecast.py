"""A single forecast has the messages of a plan, if its lift-off has a second."""

from types import SimpleNamespace

from ccsds_ndm.ndm_io import NdmIo
from tests.fixtures.orbital_plan import polar_mission

from cosmodrome.cli.orbit_messages import messages_of
from cosmodrome.epochs import NO_ORIENTATION
from cosmodrome.formats.orbit_messages import WHERE_PREDICTED

PLAN = polar_mission()
REQUEST = SimpleNamespace(configuration=PLAN.configuration)
WISH = SimpleNamespace(ballistic_coefficient_kg_m2=100.0, orientation=NO_ORIENTATION)


def test_with_a_lift_off_all_messages_are_written():
    texts = messages_of(PLAN.ascent, REQUEST, PLAN.liftoff, WISH)

    assert {"ascent.oem", "injection.opm", *WHERE_PREDICTED} == set(texts)
    opm = NdmIo().from_string(texts["injection.opm"]).body.segment
    assert "GCRF" == opm.metadata.ref_frame
    assert PLAN.ascent.payload_kg == float(opm.data.spacecraft_parameters.mass.value)
    assert "Soyuz-2.1b / Fregat payload" == opm.metadata.object_name


def test_without_one_there_are_none():
    assert {} == messages_of(PLAN.ascent, REQUEST, None, WISH)


def test_another_lift_off_is_another_object():
    later = PLAN.liftoff.replace(minute=59)

    lines = [
        messages_of(PLAN.ascent, REQUEST, instant, WISH)["predicted.tle"].splitlines()[-1]
        for instant in (PLAN.liftoff, later)
    ]

    assert lines[0][2:7] != lines[1][2:7]


def test_the_spacecraft_drag_is_that_of_the_wish():
    text = messages_of(PLAN.ascent, REQUEST, PLAN.liftoff, WISH)["predicted.omm"]

    assert f"BSTAR = {0.156965 / (2.0 * 100.0):.5f}" in text
