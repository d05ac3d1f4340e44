"""`cosmodrome schedule`: the campaign of a manifest alone, without ascents and falls."""

from typing import TYPE_CHECKING

from cosmodrome.cli.options import NO_CATALOGUES, Catalogues, JsonFlag, ManifestFile

if TYPE_CHECKING:
    from cosmodrome.campaign.schedule import CampaignSchedule


def schedule(
    manifest: ManifestFile,
    catalogues: Catalogues = NO_CATALOGUES,
    as_json: JsonFlag = False,
) -> None:
    """Schedule the campaign of a manifest alone."""
    from cosmodrome.cli.edge import answering, refuse

    with answering(as_json=as_json):
        from cosmodrome.cli.request import read_season
        from cosmodrome.cli.screen import print_document, progress

        season = read_season(manifest, catalogues)

        from cosmodrome.formats.documents import campaign_document
        from cosmodrome.formats.json_text import as_json as json_text
        from cosmodrome.planning.planner import schedule_manifest

        with progress() as report:
            campaign, refusals = schedule_manifest(
                season.manifest, season.catalogue, season.flows, progress=report
            )
        if as_json:
            print_document(json_text(campaign_document(campaign, refusals)))
        else:
            _print(campaign, season.manifest.title)
        refuse(refusals)


def _print(campaign: "CampaignSchedule", title: str) -> None:
    from cosmodrome.cli.screen import campaign_words, print_table, print_title

    print_table(
        f"{title}: campaign",
        (
            *("Mission", "~Activity", "Facility", "Starts UTC", "Ends UTC"),
            *("Hazard", "Fixes the date", "Assumed"),
        ),
        [
            (
                activity.mission,
                activity.activity,
                activity.facility,
                f"{activity.start:%Y-%m-%d %H:%M}Z",
                f"{activity.end:%Y-%m-%d %H:%M}Z",
                "" if activity.hazard == "none" else activity.hazard,
                "yes" if activity.critical else "",
                "yes" if activity.assumed else "",
            )
            for activity in campaign.activities
            if not activity.storage
        ],
    )
    print_table(
        "Launches",
        (
            *("Mission", "Complex", "Local day", "Roll-out UTC", "~Backup days"),
            *("~Drop zones", "~Why this day"),
        ),
        [
            (
                slot.mission,
                slot.complex,
                slot.launch_date.isoformat(),
                f"{slot.rollout:%Y-%m-%d %H:%M}Z",
                ", ".join(day.isoformat() for day in slot.backup_dates),
                ", ".join(booking.zone for booking in slot.drop_zones),
                slot.why[-1] if slot.why else "",
            )
            for slot in campaign.launches
        ],
    )
    print_title(campaign_words(campaign))
