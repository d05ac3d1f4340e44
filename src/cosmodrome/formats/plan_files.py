"""Which files does a plan consist of? Every one as text, by its path in the folder."""

from cosmodrome.formats.czml import ascent_czml
from cosmodrome.formats.documents import countdown_lines, plan_document
from cosmodrome.formats.geojson import hazards_geojson
from cosmodrome.formats.ical import campaign_calendar
from cosmodrome.formats.json_text import as_json
from cosmodrome.formats.kml import hazards_kml
from cosmodrome.formats.notice_text import notices_text
from cosmodrome.formats.orbit_messages import WHERE_PREDICTED, orbit_messages
from cosmodrome.formats.report_html import render_report
from cosmodrome.formats.subject import subject_of
from cosmodrome.formats.trajectory_csv import trajectory_csv
from cosmodrome.formats.windows_ics import windows_ics
from cosmodrome.planning.plan import LaunchPlan, MissionPlan

FILES_OF_EVERY_MISSION = (
    "trajectory.csv",
    "ascent.oem",
    "injection.opm",
    "ascent.czml",
    "hazards.geojson",
    "hazards.kml",
    "notices.txt",
    "countdown.jsonl",
    "windows.ics",
)
FILES_OF_A_MISSION = (*FILES_OF_EVERY_MISSION, *WHERE_PREDICTED)
"""All names that a mission's folder may hold."""


def plan_files(plan: LaunchPlan) -> dict[str, str]:
    """Return all files of a plan: those of the season, and a folder for every mission."""
    files = {
        "plan.json": as_json(plan_document(plan)),
        "report.html": render_report(plan),
        "campaign.ics": campaign_calendar(
            plan.campaign,
            plan.manifest.missions,
            spaceport=plan.spaceport,
            as_of=plan.manifest.as_of,
            liftoffs={mission.mission.id: mission.liftoff for mission in plan.missions},
        ),
    }
    for mission in plan.missions:
        for name, text in _files_of(mission, plan).items():
            files[f"{mission.mission.id}/{name}"] = text
    return files


def _files_of(mission: MissionPlan, plan: LaunchPlan) -> dict[str, str]:
    """Return the texts of a mission's folder by their names."""
    as_of, spaceport = plan.manifest.as_of, plan.spaceport
    told = mission.injected
    return {
        "trajectory.csv": trajectory_csv(mission.ascent),
        **orbit_messages(subject_of(mission), as_of=as_of),
        "ascent.czml": ascent_czml(
            mission,
            spaceport,
            stations=told.stations if told else (),
            passes=told.passes if told else (),
        ),
        "hazards.geojson": hazards_geojson(mission, spaceport),
        "hazards.kml": hazards_kml(mission, spaceport),
        "notices.txt": notices_text(mission),
        "countdown.jsonl": countdown_lines(mission.countdown),
        "windows.ics": windows_ics(
            mission.windows,
            complex=mission.complex,
            spaceport=spaceport,
            title=mission.mission.name,
            as_of=as_of,
            identity=mission.mission.id,
        ),
    }
