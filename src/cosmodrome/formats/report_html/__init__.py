"""The report of a plan: one HTML file that stands alone, sheet by sheet as on paper.

Style, fonts and figures are inside; nothing is fetched, and nothing needs a script to be read.
The same plan gives the same bytes.
"""

from cosmodrome.formats.figures.words import MONTHS
from cosmodrome.formats.report_html.areas_sheet import area_sheets
from cosmodrome.formats.report_html.environment import favicon, rendered, stylesheet
from cosmodrome.formats.report_html.falls_sheet import falls_sheet
from cosmodrome.formats.report_html.flight_sheet import flight_sheet
from cosmodrome.formats.report_html.orbit_sheets import orbit_sheets
from cosmodrome.formats.report_html.pad_sheet import pad_sheet
from cosmodrome.formats.report_html.reason_sheets import reason_sheets
from cosmodrome.formats.report_html.risk_sheet import risk_sheet
from cosmodrome.formats.report_html.season_sheets import season_sheets
from cosmodrome.formats.report_html.sheet import Sheet
from cosmodrome.formats.report_html.source_sheets import source_sheets
from cosmodrome.formats.report_html.spread_sheet import spread_sheet
from cosmodrome.formats.report_html.windows_sheets import windows_sheets
from cosmodrome.manifest import Season
from cosmodrome.planning.plan import LaunchPlan

__all__ = ["render_report", "report_sheets"]


def report_sheets(plan: LaunchPlan) -> list[Sheet]:
    """Return the sheets of a plan: season, then each mission, then the sources."""
    sheets = season_sheets(plan)
    for ordinal, mission in enumerate(plan.missions, start=1):
        sheets.append(flight_sheet(mission, plan, ordinal))
        sheets += windows_sheets(mission, plan, ordinal)
        sheets += orbit_sheets(mission, ordinal)
        sheets.append(falls_sheet(mission, plan, ordinal))
        further = (
            spread_sheet(mission, plan, ordinal),
            risk_sheet(mission, plan, ordinal),
            pad_sheet(mission, plan, ordinal),
        )
        sheets += [sheet for sheet in further if sheet]
        sheets += area_sheets(mission, ordinal)
        sheets += reason_sheets(mission, plan, ordinal)
    return sheets + source_sheets(plan)


def _span(season: Season) -> str:
    """Return the months of a season: ``Feb – Dec 2028``."""
    first, last = (f"{MONTHS[d.month - 1]} {d.year}" for d in (season.first, season.last))
    if season.first.year == season.last.year:
        first = MONTHS[season.first.month - 1]
    return f"{first} – {last}"


def render_report(plan: LaunchPlan) -> str:
    """Return the report of a plan as one HTML file without any outside reference.

    Parameters
    ----------
    plan : LaunchPlan
        A season; it may have refusals only.
    """
    season = plan.manifest.season
    return rendered(
        "page.html",
        plan=plan,
        sheets=report_sheets(plan),
        span=_span(season),
        stylesheet=stylesheet(),
        favicon=favicon(),
    )
