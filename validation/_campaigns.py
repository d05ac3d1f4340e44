"""Campaigns for the days on which they were planned to launch, as our flows would work them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cosmodrome.campaign.schedule import CampaignSchedule
from cosmodrome.campaign.season import CampaignRequest, solve_campaign
from cosmodrome.manifest import Mission, TargetOrbit
from cosmodrome.manifest.mission import Season, SpacecraftKind
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.flows import load_flows
from cosmodrome.store.layers import layers_over
from cosmodrome.store.sourcing import load_sources

EVIDENCE = Path(__file__).parents[1] / "tests" / "authorities" / "evidence"
MARKS = EVIDENCE / "campaign_marks.csv"

# The maker's calendar names no date: a Tuesday without holidays near, as of November 2017.
TYPICAL_DAY = date(2021, 9, 28)
HOLIDAY_OF_2017 = date(2017, 11, 6)

ORBIT = TargetOrbit(
    kind="circular", perigee_altitude_km=450.0, apogee_altitude_km=450.0, inclination_deg=87.4
)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A reported day of a campaign, and what our flows make of it."""

    campaign: str
    launch_day: date
    kind: SpacecraftKind
    activity: str
    end: str
    published_d: int
    source: str


def marks() -> list[Mark]:
    """Return all reported day marks."""
    lines = MARKS.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [
        Mark(
            campaign=row["campaign"],
            launch_day=TYPICAL_DAY
            if row["launch_day"] == "typical"
            else date.fromisoformat(row["launch_day"]),
            kind=row["spacecraft_kind"],
            activity=row["mark"],
            end=row["end"],
            published_d=int(row["l_minus_d"]),
            source=row["source"],
        )
        for row in rows
    ]


def campaign_for(launch_day: date, kind: SpacecraftKind) -> CampaignSchedule:
    """Return the campaign of one mission that must launch on a day."""
    return season_of([(f"{kind}-{launch_day}", kind, (launch_day,))])


def season_of(wishes: Sequence[tuple[str, SpacecraftKind, tuple[date, ...]]]) -> CampaignSchedule:
    """Return the season of missions on Soyuz-2.1b with Fregat from 1S: name, kind, days allowed.

    Spacecraft, vehicles and upper stages are there long before; only work and pad take time.
    """
    catalogue, layers = load_catalogue(), layers_over([])
    site = catalogue.spaceport("vostochny")
    days_off = site.calendar.days_off | {HOLIDAY_OF_2017}
    requests = [
        CampaignRequest(
            mission=_mission(name, kind, days),
            configuration=catalogue.configuration("soyuz-2.1b+fregat"),
            complex=catalogue.complex("vostochny-1s"),
            allowed_dates=days,
        )
        for name, kind, days in wishes
    ]
    first = min(days[0] for _, _, days in wishes) - timedelta(days=120)
    last = max(days[-1] for _, _, days in wishes)
    return solve_campaign(
        requests,
        spaceport=replace(site, calendar=replace(site.calendar, days_off=days_off)),
        flows=load_flows(layers, load_sources(layers))[0],
        as_of=datetime(first.year, first.month, first.day, tzinfo=UTC),
        season=Season(first=first, last=last),
    )


def _mission(name: str, kind: SpacecraftKind, days: tuple[date, ...]) -> Mission:
    return Mission(
        id=name,
        name=name,
        kind=kind,
        spacecraft_mass_kg=5300.0,
        adapter_mass_kg=500.0,
        spacecraft_arrival=days[0] - timedelta(days=60),
        earliest=days[0],
        due=days[-1],
        priority=1,
        orbit=ORBIT,
    )


def our_mark_d(schedule: CampaignSchedule, mark: Mark) -> int:
    """Return on which day before launch our campaign does what was reported."""
    found = next(a for a in schedule.activities if a.template == mark.activity)
    local = timedelta(hours=9)
    first = (found.start + local).date()
    last = (found.end + local - timedelta(microseconds=1)).date()
    return (mark.launch_day - (first if mark.end == "first" else last)).days
