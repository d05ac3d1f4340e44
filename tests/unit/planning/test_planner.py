"""The story of a plan with flights that are answered from a list instead of optimised."""

from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cosmodrome.cli.request import read_season
from cosmodrome.numerics.work import Workers
from cosmodrome.planning.choose import NoFlight
from cosmodrome.planning.planner import plan_manifest, schedule_manifest

EXAMPLE = Path(__file__).parents[3] / "examples" / "vostochny-2021.toml"
TOO_HEAVY = NoFlight(rule="payload-capability", value=9000.0, limit=5878.0, message="too heavy")


class Answers(Executor):
    """A crew that gives every wish the same answer at once, and keeps what it was asked."""

    size = 1
    losses = ()

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def executor(self):
        return self

    def submit(self, _function, /, *arguments, **_options):
        self.asked.append(arguments)
        future = Future()
        future.set_result(self.answer)
        return future


@pytest.fixture(scope="module")
def season():
    return read_season(EXAMPLE, [])


def planned(season, *, answer=TOO_HEAVY, missions=None, seed=1):
    workers = Answers(answer)
    manifest = season.manifest
    told = []
    plan = plan_manifest(
        manifest if missions is None else replace(manifest, missions=missions),
        season.catalogue,
        season.flows,
        season.countdowns,
        seed=seed,
        samples=50,
        progress=lambda *step: told.append(step),
        workers=Workers(ascents=workers),
    )
    return plan, workers.asked, told


def test_missions_that_differ_in_their_dates_alone_are_flown_once(season):
    _, asked, told = planned(season)

    assert 5 == len(season.manifest.missions)
    assert 1 == len(asked)
    assert ("ascents", 1, 1) in told


def test_missions_that_cannot_fly_are_refused_one_by_one(season):
    plan, _, _ = planned(season)

    assert () == plan.missions
    assert [m.id for m in season.manifest.missions] == [r.mission for r in plan.refusals]
    assert {("payload-capability", 9000.0, 5878.0)} == {
        (r.rule, r.value, r.limit) for r in plan.refusals
    }


def test_a_plan_without_flights_cites_nothing_but_the_site(season):
    plan, _, _ = planned(season)

    assert plan.sources
    assert not any("soyuz" in note.key for note in plan.sources if note.estimate)


def test_the_digest_knows_manifest_and_seed_and_nothing_else(season):
    plan, _, _ = planned(season)
    again, _, _ = planned(season)
    other_seed, _, _ = planned(season, seed=2)
    fewer, _, _ = planned(season, missions=season.manifest.missions[1:])

    assert plan.digest == again.digest
    assert 3 == len({plan.digest, other_seed.digest, fewer.digest})


def test_a_campaign_alone_flies_nothing_where_the_vehicle_is_named(season):
    told = []

    campaign, refusals = schedule_manifest(
        season.manifest, season.catalogue, season.flows, progress=lambda *step: told.append(step)
    )

    assert () == refusals
    assert {m.id for m in season.manifest.missions} == {s.mission for s in campaign.launches}
    for mission in season.manifest.missions:
        assert mission.earliest <= campaign.launch(mission.id).launch_date <= mission.due
    assert ("campaign", 1, 1) == told[-1]


def test_a_campaign_refuses_a_mission_whose_dates_have_passed(season):
    first, *others = season.manifest.missions
    late = replace(first, earliest=date(2021, 1, 4), due=date(2021, 1, 9))
    manifest = replace(season.manifest, missions=(late, *others))

    campaign, refusals = schedule_manifest(
        manifest, season.catalogue, season.flows, progress=lambda *_: None
    )

    assert [(late.id, "due-date")] == [(r.mission, r.rule) for r in refusals]
    assert campaign.launch(late.id) is None
    assert len(others) == len(campaign.launches)
