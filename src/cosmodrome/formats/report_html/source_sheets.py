"""On what do the figures rest? Sources and estimates of the plan."""

from collections.abc import Iterable

from cosmodrome.formats.figures.coastline import coastline_source
from cosmodrome.formats.figures.lettering import wrapped
from cosmodrome.formats.figures.svg import Px
from cosmodrome.formats.report_html.environment import rendered
from cosmodrome.formats.report_html.sheet import SHEET_ROOM, Sheet
from cosmodrome.planning.plan import LaunchPlan, SourceNote

COLUMN_WIDTH = 450.0
FONT_SIZE = 11.25
LINE_HEIGHT = 16.0
NOTE_GAP = 3.0
KEYS_IN_A_NOTE = 16

OWN_NOTES = (
    SourceNote(key="coastline", text=coastline_source(), estimate=False),
    SourceNote(
        key="night",
        text="Sun below the pad's horizon: low-precision formulas of the Astronomical Almanac",
        estimate=False,
    ),
    SourceNote(
        key="maps",
        text="azimuthal equidistant on a sphere of 6371 km about the pad; ellipses and zones are "
        "drawn on it, distances in tables are on the ellipsoid",
        estimate=False,
    ),
    SourceNote(
        key="vehicle drawing",
        text="lengths and diameters from the catalogue; outlines between them are drawn for the "
        "look, and figures in brackets are estimates",
        estimate=False,
    ),
)


def _in_short(keys: Iterable[str]) -> str:
    """Return keys ``owner:path`` with their owners said once: ``a, b: x, y; c: z``."""
    paths: dict[str, list[str]] = {}
    for key in dict.fromkeys(keys):
        owner, _, path = key.partition(":")
        paths.setdefault(owner, []).append(path)
    owners: dict[str, list[str]] = {}
    for owner, found in paths.items():
        owners.setdefault(", ".join(path for path in found if path), []).append(owner)
    return "; ".join(
        ", ".join(names) + (f": {found}" if found else "") for found, names in owners.items()
    )


def joined_notes(notes: Iterable[SourceNote]) -> list[SourceNote]:
    """Return the notes with those of one text joined: their keys stand together.

    >>> one = SourceNote(key="a:mass_kg", text="guessed", estimate=True)
    >>> two = SourceNote(key="b:mass_kg", text="guessed", estimate=True)
    >>> [note.key for note in joined_notes([one, two])]
    ['a, b: mass_kg']
    """
    keys: dict[tuple[bool, str], list[str]] = {}
    for note in notes:
        keys.setdefault((note.estimate, note.text), []).append(note.key)
    joined = []
    for (estimate, text), names in keys.items():
        for i in range(0, len(names), KEYS_IN_A_NOTE):
            key = _in_short(names[i : i + KEYS_IN_A_NOTE])
            joined.append(SourceNote(key=key, text=text, estimate=estimate))
    return joined


def _height(note: SourceNote) -> Px:
    lines = wrapped(f"{note.key} {note.text}", COLUMN_WIDTH, size_px=FONT_SIZE)
    return LINE_HEIGHT * len(lines) + NOTE_GAP


def _split(notes: Iterable[SourceNote]) -> list[list[SourceNote]]:
    """Return the notes sheet by sheet, two columns each."""
    sheets: list[list[SourceNote]] = [[]]
    left = 2.0 * (SHEET_ROOM - 84.0)
    for note in notes:
        tall = _height(note)
        if tall > left and sheets[-1]:
            sheets.append([])
            left = 2.0 * (SHEET_ROOM - 84.0)
        sheets[-1].append(note)
        left -= tall
    return sheets


def source_sheets(plan: LaunchPlan) -> list[Sheet]:
    """Return the sheets of sources, documents first, then what is estimated."""
    notes = sorted((*plan.sources, *OWN_NOTES), key=lambda note: note.estimate)
    parts = _split(joined_notes(notes))
    sheets = []
    for i, part in enumerate(parts):
        body = rendered("sources.html", notes=part, first=i == 0)
        anchor = "sources" if i == 0 else f"sources-{i + 1}"
        sheets.append(Sheet("Sources and assumptions", anchor, body))
    return sheets
