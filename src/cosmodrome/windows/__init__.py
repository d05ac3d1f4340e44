"""Launch windows: when the plane allows a lift-off, and what the rules leave of it."""

from cosmodrome.windows.intervals import Interval
from cosmodrome.windows.lead import AscentLead, ascent_lead
from cosmodrome.windows.opportunities import find_windows
from cosmodrome.windows.rule_book import rules_of
from cosmodrome.windows.rules import (
    Blackout,
    DailyHours,
    Rule,
)
from cosmodrome.windows.sun_rules import SunHeight, darkness, daylight
from cosmodrome.windows.window import LaunchWindow, WindowKind, WindowPolicy

__all__ = [
    "AscentLead",
    "Blackout",
    "DailyHours",
    "Interval",
    "LaunchWindow",
    "Rule",
    "SunHeight",
    "WindowKind",
    "WindowPolicy",
    "ascent_lead",
    "darkness",
    "daylight",
    "find_windows",
    "rules_of",
]
