"""What goes to the editors of notices? All drafts of one mission as plain text."""

from cosmodrome.formats.instants import iso_utc
from cosmodrome.planning.plan import MissionPlan

RULE = "-" * 72


def notices_text(plan: MissionPlan) -> str:
    """Return the drafts one after another, each under the part and the span it announces."""
    head = (
        f"DRAFT NOTICES  {plan.mission.name}  {plan.configuration.name}  {plan.complex.name}\n"
        f"{_when(plan)}\n"
        "Drafts for the responsible offices; not issued.\n"
    )
    drafts = (
        f"{RULE}\n{notice.kind} {notice.identifier}  {notice.part}  "
        f"{iso_utc(notice.valid_from)} to {iso_utc(notice.valid_to)}\n{RULE}\n{notice.text}\n"
        for notice in plan.notices
    )
    return "\n".join((head, *drafts))


def _when(plan: MissionPlan) -> str:
    day = f"Planned launch day {plan.launch_date.isoformat()}"
    if plan.liftoff is not None:
        return f"{day}, lift-off {iso_utc(plan.liftoff)}."
    opens, closes = plan.chosen_window.opens, plan.chosen_window.closes
    return f"{day}, at an hour not fixed yet between {iso_utc(opens)} and {iso_utc(closes)}."
