"""What goes to the editors of notices? All drafts of one mission as plain text."""

from collections.abc import Sequence

from cosmodrome.formats.instants import iso_utc
from cosmodrome.planning.plan import MissionPlan
from cosmodrome.safety.notice import Notice

RULE = "-" * 72


def notices_text(plan: MissionPlan) -> str:
    """Return the drafts one after another, each under the part and the span it announces."""
    return drafts_text(
        plan.notices,
        title=f"{plan.mission.name}  {plan.configuration.name}  {plan.complex.name}",
        when=_when(plan),
    )


def drafts_text(notices: Sequence[Notice], *, title: str, when: str) -> str:
    """Return drafts one after another; `title` and `when` say of which launch, and which day."""
    head = f"DRAFT NOTICES  {title}\n{when}\nDrafts for the responsible offices; not issued.\n"
    drafts = (
        f"{RULE}\n{notice.kind} {notice.identifier}  {notice.part}  "
        f"{iso_utc(notice.valid_from)} to {iso_utc(notice.valid_to)}\n{RULE}\n{notice.text}\n"
        for notice in notices
    )
    return "\n".join((head, *drafts))


def _when(plan: MissionPlan) -> str:
    day = f"Planned launch day {plan.launch_date.isoformat()}"
    if plan.liftoff is not None:
        return f"{day}, lift-off {iso_utc(plan.liftoff)}."
    opens, closes = plan.chosen_window.opens, plan.chosen_window.closes
    return f"{day}, at an hour not fixed yet between {iso_utc(opens)} and {iso_utc(closes)}."
