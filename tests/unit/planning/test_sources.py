from dataclasses import dataclass

from tests.fixtures.flown_soyuz import catalogue
from tests.fixtures.plan_fixture import example_configuration, example_spaceport

from cosmodrome.planning.sources import source_notes


@dataclass(frozen=True)
class Number:
    """A number of the catalogue with its source, as a shelf gives it."""

    owner: str
    path: str
    key: str
    text: str = "a manual"
    remark: str = "table 2"
    estimate: bool = False


@dataclass(frozen=True)
class Numbers:
    """A shelf that knows sources alone."""

    numbers: tuple[Number, ...]

    def values_of(self, owner):
        return [number for number in self.numbers if number.owner == owner]


def test_a_document_is_named_once_however_many_numbers_it_gave():
    shelf = Numbers(
        (
            Number("soyuz-2.1b", "stage.core.dry_mass_kg", "manual"),
            Number("soyuz-2.1b", "stage.core.propellant_kg", "manual"),
            Number("vostochny", "latitude_deg", "atlas", text="an atlas"),
        )
    )

    notes = source_notes([example_configuration()] * 2, example_spaceport(), shelf)

    assert [("atlas", "an atlas"), ("manual", "a manual")] == [(n.key, n.text) for n in notes]
    assert not any(note.estimate for note in notes)


def test_every_estimate_stands_by_itself_with_its_reason():
    shelf = Numbers(
        (
            Number("soyuz-2.1b", "b_kg", "estimate", remark="no scale", estimate=True),
            Number("soyuz-2.1b", "a_kg", "estimate", remark="a guess", estimate=True),
            Number("soyuz-2.1b", "c_kg", "manual"),
        )
    )

    notes = source_notes([example_configuration()], example_spaceport(), shelf)

    assert [
        ("manual", "a manual", False),
        ("soyuz-2.1b:a_kg", "a guess", True),
        ("soyuz-2.1b:b_kg", "no scale", True),
    ] == [(note.key, note.text, note.estimate) for note in notes]


def test_what_does_not_fly_is_not_cited():
    shelf = Numbers((Number("angara-a5", "stage.core.dry_mass_kg", "manual"),))

    assert () == source_notes([example_configuration()], example_spaceport(), shelf)


def test_a_plan_cites_the_flow_and_the_countdown_too():
    owners = []

    class Asked:
        def values_of(self, owner):
            owners.append(owner)
            return ()

    configuration = catalogue().configuration("soyuz-2.1b+fregat")
    source_notes([configuration], catalogue().spaceport("vostochny"), Asked())

    expected = ["vostochny", "soyuz-2.1b", "flows/soyuz-2", "countdowns/soyuz-2", "fregat"]
    expected += ["pad_hazards"]
    assert expected == owners


def test_the_packaged_catalogue_tells_its_estimates():
    configuration = catalogue().configuration("soyuz-2.1b+fregat")

    notes = source_notes([configuration], catalogue().spaceport("vostochny"), catalogue())

    estimates = {note.key for note in notes if note.estimate}
    assert "soyuz-2.1b:stage.core.prelaunch_burn_kg" in estimates
    assert all(note.text for note in notes)
