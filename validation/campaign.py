"""Rebuild docs/validation/campaign.md: our campaigns beside the reported days of flown ones."""

from collections.abc import Iterator
from datetime import date, timedelta

from _campaigns import campaign_for, marks, our_mark_d, season_of
from _page import PAGES, ROOT, prose, table

from cosmodrome.campaign.season import CampaignRequest, solve_campaign
from cosmodrome.store.catalogue import load_catalogue
from cosmodrome.store.flows import load_flows
from cosmodrome.store.layers import layers_over
from cosmodrome.store.manifest_file import read_manifest
from cosmodrome.store.sourcing import load_sources

EXAMPLE = ROOT / "examples" / "vostochny-2021.toml"

# Local days; in UTC the second flew on 25 April and the third on 28 May.
FLOWN = {
    "oneweb-st30": date(2021, 3, 25),
    "oneweb-st31": date(2021, 4, 26),
    "oneweb-st32": date(2021, 5, 29),
    "oneweb-st33": date(2021, 7, 1),
    "oneweb-st36": date(2021, 10, 14),
}

REASONS = {
    ("OneWeb ST33", "us_tozns", "first"): "the station was booked from then; ours moves the stage "
    "when its filling begins",
    ("OneWeb ST33", "us_fuel", "last"): "the end of the booking; five working days are left until "
    "roll-out for what ours does in nine, so weekends were worked; 12 to 14 June are days off in "
    "ours",
    (
        "OneWeb ST32",
        "us_fuel",
        "first",
    ): "as the end, and nine working days of filling, ten in ours",
    ("OneWeb ST32", "us_fuel", "last"): "seven working days are left until roll-out, nine in ours",
    ("OneWeb ST31", "gen_asm", "last"): "roll-out was a day sooner (next row)",
    ("OneWeb ST31", "rollout", "first"): "two reserve days on the pad; ours keeps one",
    ("Meteor-M 2-1", "encaps", "first"): "transfer (next row) and a weekend: flown on the Monday, "
    "ours on the Friday before",
    ("Meteor-M 2-1", "uc_move", "first"): "on the first day of general assembly; ours on the day "
    "before",
    ("Starsem", "sc_tests", "first"): "ours begins the tests on the day after the arrival",
    ("Starsem", "sc_fuel", "first"): "six days of filling; ours takes four working days",
    ("Starsem", "mate", "first"): "eleven days from mating to the vehicle's hall; ours takes six",
    ("Starsem", "lv_package", "first"): "a Friday; ours begins on the Thursday",
    ("Starsem", "uc_move", "first"): "general assembly in a day; three at Vostochny",
}


def day_marks() -> Iterator[str]:
    """Compare the days of flown campaigns with ours for the same launch day."""
    yield from prose(
        """Each flown campaign is planned anew for the local day on which it was to launch, alone
        on the site, all work as late as that day allows. L-3 is three days of the calendar before
        it. A difference above zero: ours does it earlier."""
    )
    solved = {}
    rows = []
    for mark in marks():
        key = (mark.launch_day, mark.kind)
        solved.setdefault(key, campaign_for(*key))
        ours_d = our_mark_d(solved[key], mark)
        found = next(a for a in solved[key].activities if a.template == mark.activity)
        edge = "begins" if mark.end == "first" else "ends"
        difference_d = ours_d - mark.published_d
        reason = REASONS.get((mark.campaign, mark.activity, mark.end), "") if difference_d else ""
        rows.append(
            [
                mark.campaign,
                f"{found.activity} {edge}",
                f"L-{ours_d}",
                f"L-{mark.published_d}",
                f"{difference_d:+d}" if difference_d else "0",
                reason,
                mark.source,
            ]
        )
    yield from table(
        ("campaign", "mark", "ours", "published", "difference, d", "reason", "source"), rows
    )
    yield from prose(
        """From general assembly on ours and theirs agree to a day. Before it ours is earlier by up
        to a week where a weekend or a holiday lies in between: our halls work one shift on five
        days, the flown campaigns worked through the weekends of their last fortnight. That is
        known of the pad days (which ours works every day) and only recalled of the halls, so the
        flows keep the five-day week and stand on the safe side. Durations are taken from what is
        published or recalled (below); none was fitted to these marks."""
    )


def cadence() -> Iterator[str]:
    """Compare the gaps between launches from one pad with the shortest that ours allows."""
    yield from ("## Cadence of one pad", "")
    first = FLOWN["oneweb-st30"]
    days = tuple(first + timedelta(days=n) for n in range(200))
    season = season_of([(name, "constellation-batch", days) for name in FLOWN])
    fastest = [slot.launch_date for slot in season.launches]
    flown = list(FLOWN.values())
    rows = [
        [
            f"{n + 1} to {n + 2}",
            f"{(fastest[n + 1] - fastest[n]).days}",
            f"{(flown[n + 1] - flown[n]).days}",
        ]
        for n in range(len(flown) - 1)
    ]
    yield from table(("launches", "ours at the fastest, d", "flown, d"), rows)
    refurbishment_d = load_catalogue().complex("vostochny-1s").refurbishment_d
    yield from prose(
        f"""Flown gaps are between local days (TASS 1349477 counts 32, 32 and 34 in days of
        Moscow). Ours has every spacecraft, vehicle and upper stage on site from the start, so
        that only the pad and the halls bind; the season is {season.status}, {season.objective:.0f}
        weighted days late in all. The pad takes {refurbishment_d} working days from launch to the
        next roll-out: **assumed**, for no figure is published (10 to 20 working days are recalled).
        The flown gaps bound it from above and prove nothing more: the customer's satellites, not
        the pad, set the pace of 2021."""
    )


def season_2021() -> Iterator[str]:
    """Compare the example season with what flew."""
    yield from ("## The season of 2021", "")
    catalogue, layers = load_catalogue(), layers_over([])
    manifest = read_manifest(EXAMPLE, catalogue)
    requests = [
        CampaignRequest(
            mission=mission,
            configuration=catalogue.configuration(mission.vehicle or ""),
            complex=catalogue.complex(mission.complex or ""),
            allowed_dates=tuple(
                mission.earliest + timedelta(days=n)
                for n in range((mission.due - mission.earliest).days + 1)
            ),
        )
        for mission in manifest.missions
    ]
    schedule = solve_campaign(
        requests,
        spaceport=catalogue.spaceport(manifest.spaceport),
        flows=load_flows(layers, load_sources(layers))[0],
        as_of=manifest.as_of,
        season=manifest.season,
        closures=manifest.closures,
    )
    arrivals = {m.id: m.spacecraft_arrival for m in manifest.missions}
    yield from table(
        ("mission", "satellites on site (assumed)", "ours", "flown", "difference, d"),
        [
            [
                slot.mission,
                str(arrivals[slot.mission]),
                str(slot.launch_date),
                str(FLOWN[slot.mission]),
                f"{(slot.launch_date - FLOWN[slot.mission]).days:+d}",
            ]
            for slot in schedule.launches
        ],
    )
    yield from prose(
        f"""All days are local. The schedule is {schedule.status}: {schedule.objective:.0f}
        weighted days late, lower bound {schedule.lower_bound:.0f}. Days of arrival are not
        published; the example assumes five weeks before the day the customer asks for, and the
        chain from unpacking to roll-out then fixes the launch. The agreement is therefore that of
        the chain's length with the custom of five weeks, not a prediction of the launch days."""
    )


def assumptions() -> Iterator[str]:
    """List every duration with its source, or as assumed."""
    yield from ("## What was assumed", "")
    yield from prose(
        """Durations of the work of a campaign with Soyuz-2, Fregat and a batch of satellites, in
        working days (w) or days of the calendar (c). `range` is what is known or believed."""
    )
    layers = layers_over([])
    flow = load_flows(layers, load_sources(layers))[0].for_mission(
        "soyuz-2", upper_stage="fregat", spacecraft_kind="constellation-batch"
    )
    rows = []
    for activity in flow.activities:
        unit = "w" if activity.days == "working" else "c"
        length = "rest" if activity.duration_d is None else f"{activity.duration_d} {unit}"
        known = f"{activity.shortest_d} to {activity.longest_d}" if activity.shortest_d else ""
        kind = "assumed" if activity.assumed else "published"
        why = activity.source or "what is left of the pad's restoration (cadence, above)"
        rows.append([activity.name, length, known, kind, why])
    yield from table(("work", "duration", "range", "", "source, or why"), rows)


def page() -> str:
    """Return the whole page."""
    head = (
        "# Campaign",
        "",
        "Our campaigns beside the reported days of flown ones. See [how to read these",
        "pages](how-to-read.md). The evidence is in `tests/authorities/evidence`.",
        "",
        "## Day marks",
        "",
    )
    parts = (head, day_marks(), cadence(), season_2021(), assumptions())
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


if __name__ == "__main__":
    (PAGES / "campaign.md").write_text(page(), encoding="utf-8")
