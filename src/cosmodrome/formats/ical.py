"""How does a campaign read in a calendar? Every activity and launch as an iCalendar event.

Identifiers come from mission and activity and stay the same from plan to plan, so that a
calendar that reads a newer plan moves its events instead of doubling them. The stamp is the
plan's own now: the same plan gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from cosmodrome.campaign.schedule import CampaignSchedule, LaunchSlot, ScheduledActivity
from cosmodrome.manifest import Mission
from cosmodrome.spaceport import Spaceport

PRODUCT = "-//Cosmodrome//Campaign//EN"


def campaign_calendar(
    schedule: CampaignSchedule,
    missions: Sequence[Mission],
    *,
    spaceport: Spaceport,
    as_of: datetime,
    liftoffs: Mapping[str, datetime | None] | None = None,
) -> str:
    """Return a schedule as iCalendar text (RFC 5545, lines end with CR LF).

    Parameters
    ----------
    schedule : CampaignSchedule
        Activities become events with UTC times, waits in store do not.
    missions : sequence of Mission
        For their names.
    spaceport : Spaceport
        For the names of places.
    as_of : datetime
        The plan's now; the stamp of every event.
    liftoffs : mapping, optional
        Lift-off instants by mission. A mission without one gets a whole local day.
    """
    names = {mission.id: mission.name for mission in missions}
    places = {facility.id: facility.name for facility in spaceport.facilities}
    places |= {zone.id: zone.name for zone in spaceport.drop_zones}
    places.update({complex.id: complex.name for complex in spaceport.complexes})
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{spaceport.name}: campaigns")
    stamp = as_of.astimezone(UTC).replace(microsecond=0)
    for slot in schedule.launches:
        event = _launch(slot, (liftoffs or {}).get(slot.mission))
        event.add("uid", f"{slot.mission}.launch@{spaceport.id}.cosmodrome")
        event.add("summary", f"{names[slot.mission]}: LAUNCH")
        event.add("location", places[slot.complex])
        event.add("dtstamp", stamp)
        calendar.add_component(event)
    for activity in (a for a in schedule.activities if not a.storage):
        event = _work(activity)
        event.add("uid", f"{activity.mission}.{activity.template}@{spaceport.id}.cosmodrome")
        event.add("summary", f"{names[activity.mission]}: {activity.activity}")
        event.add("location", places[activity.facility])
        event.add("dtstamp", stamp)
        calendar.add_component(event)
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _launch(slot: LaunchSlot, liftoff: datetime | None) -> Event:
    event = Event()
    event.add("categories", ["launch"])
    event.add("description", "\n".join(slot.why))
    if liftoff is None:
        event.add("dtstart", slot.launch_date)
        event.add("dtend", slot.launch_date + timedelta(days=1))
    else:
        event.add("dtstart", liftoff.astimezone(UTC).replace(microsecond=0))
    return event


def _work(activity: ScheduledActivity) -> Event:
    event = Event()
    event.add("dtstart", activity.start.astimezone(UTC))
    event.add("dtend", activity.end.astimezone(UTC))
    hazard = [] if activity.hazard == "none" else [activity.hazard]
    event.add("categories", ["campaign", *hazard])
    event.add("description", "\n".join(_remarks(activity)))
    return event


def _remarks(activity: ScheduledActivity) -> list[str]:
    remarks = []
    if activity.resources:
        remarks.append(f"Needs: {', '.join(activity.resources)}")
    if activity.hazard != "none":
        remarks.append(f"Hazard: {activity.hazard}")
    if activity.assumed:
        remarks.append("The duration is an estimate.")
    if activity.critical:
        remarks.append("The launch day hangs on it.")
    return remarks
