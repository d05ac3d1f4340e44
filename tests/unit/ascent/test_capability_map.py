"""Maps: their order, what cannot be reached, and that it does not matter who computes them."""

from contextlib import closing
from types import SimpleNamespace

import pytest

from cosmodrome.ascent.capability_map import (
    STAGE,
    MapWish,
    capability_map,
    usual_altitudes_km,
    usual_inclinations_deg,
)
from cosmodrome.cli.processes import threads
from cosmodrome.errors import ConvergenceError, InfeasibleError, InputError
from cosmodrome.store.catalogue import load_catalogue

CATALOGUE = load_catalogue()
VOSTOCHNY = CATALOGUE.complex("vostochny-1s")


class DrawnOptimiser:
    """An optimiser whose capability is a formula; it cannot reach retrograde orbits."""

    def __init__(self, configuration, launch_complex, orbit, **_):
        if orbit.inclination_deg > 90.0:
            raise InfeasibleError("not to the west", rule="azimuth-corridor")
        self.orbit = orbit

    def found(self, loading, *, near=None):
        altitude_km, inclination_deg = self.orbit.apogee_altitude_km, self.orbit.inclination_deg
        assert near is None or near.altitude_km < altitude_km
        if altitude_km == 1000.0 and inclination_deg == 52.0:
            raise ConvergenceError("130 iterations")
        return SimpleNamespace(
            altitude_km=altitude_km,
            profile=SimpleNamespace(payload_kg=8000.0 - altitude_km - 10.0 * inclination_deg),
            position_gap_m=altitude_km / 1e3,
            velocity_gap_m_s=1.0 if altitude_km == 1500.0 else 0.001,
            iterations=3,
        )


@pytest.fixture(autouse=True)
def drawn(monkeypatch):
    monkeypatch.setattr(
        "cosmodrome.ascent.capability_map.extrapolated", lambda _before, last, **_: last
    )
    monkeypatch.setattr("cosmodrome.ascent.capability_map.Optimiser", DrawnOptimiser)


def wish(altitudes_km=(200.0, 500.0, 1000.0), inclinations_deg=(52.0, 80.0, 98.0)):
    return MapWish(
        configuration=CATALOGUE.configuration("soyuz-2.1b"),
        complex=VOSTOCHNY,
        altitudes_km=altitudes_km,
        inclinations_deg=inclinations_deg,
    )


def told(progress):
    return lambda stage, done, total: progress.append((stage, done, total))


def test_rows_are_altitudes_and_columns_inclinations():
    grid = capability_map(wish(), progress=told([])).payload_capability_kg

    assert ((7280.0, 7000.0, None), (6980.0, 6700.0, None), (None, 6200.0, None)) == grid


def test_what_is_not_reached_says_why():
    refused = list(capability_map(wish(), progress=told([])).refused())

    assert [(200.0, 98.0), (500.0, 98.0), (1000.0, 52.0), (1000.0, 98.0)] == [
        (altitude_km, inclination_deg) for altitude_km, inclination_deg, _ in refused
    ]
    assert [False, False, True, False] == [cell.is_unknown for *_, cell in refused]
    assert "not to the west" == refused[0][2].message


def test_an_optimum_that_does_not_fly_is_not_believed():
    found = capability_map(wish(altitudes_km=(1400.0, 1500.0)), progress=told([]))

    assert (None, None, None) == found.payload_capability_kg[1]
    assert found.cells[1][0].is_unknown


def test_a_map_does_not_depend_on_who_computes_it():
    alone = capability_map(wish(), progress=told([]))
    with closing(threads(3)) as crew:
        together = capability_map(wish(), progress=told([]), crew=crew)

    assert alone == together


def test_progress_counts_orbits():
    progress = []

    capability_map(wish(), progress=told(progress))

    assert [(STAGE, n, 9) for n in (0, 3, 6, 9)] == progress


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"altitudes_km": (500.0, 200.0)}, "altitudes_km must rise"),
        ({"altitudes_km": ()}, "altitudes_km must rise"),
        ({"altitudes_km": (-100.0, 200.0)}, "altitudes_km must be positive"),
        ({"inclinations_deg": (98.0, 98.0)}, "inclinations_deg must rise"),
        ({"inclinations_deg": (90.0, 190.0)}, "inclinations_deg must be 0 to 180"),
    ],
)
def test_a_map_of_no_orbits_is_refused(given, words):
    with pytest.raises(InputError, match=words):
        wish(**given)


def test_the_usual_map_begins_at_the_latitude_of_the_pad():
    assert (200.0, 1500.0, 20) == (
        usual_altitudes_km()[0],
        usual_altitudes_km()[-1],
        len(usual_altitudes_km()),
    )
    assert (52.0, 100.0) == (
        usual_inclinations_deg(VOSTOCHNY)[0],
        usual_inclinations_deg(VOSTOCHNY)[-1],
    )
