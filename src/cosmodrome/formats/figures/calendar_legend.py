"""What do the marks and hatchings of a calendar mean? Swatches with words, in rows below it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cosmodrome.formats.figures.lettering import fitted, width_px
from cosmodrome.formats.figures.svg import Drawing, Px

ROW: Px = 18.0
SWATCH: Px = 20.0
TALL: Px = 10.0
BETWEEN: Px = 18.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A swatch and its words.

    `lines` are classes of strokes drawn over each other, `areas` classes of a filled swatch laid
    over each other, `hatch` the name of a pattern.
    """

    words: str
    lines: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    hatch: str = ""
    steps: int = 1


def legend_height(entries: Sequence[Entry], width: Px) -> Px:
    """Return the height that a legend takes."""
    return ROW * len(_rows(entries, width))


def draw_legend(drawing: Drawing, entries: Sequence[Entry], *, top: Px, width: Px) -> None:
    """Draw swatches with their words, in as many rows as they need."""
    for n, row in enumerate(_rows(entries, width)):
        x, y = 0.0, top + ROW * n
        for entry in row:
            _draw_swatch(drawing, entry, x, y)
            left = x + _swatch(entry) + 6.0
            words = fitted(entry.words, width - left, size_px=12.0)
            drawing.text(left, y + TALL - 0.5, words, "t1")
            x += _wide(entry) + BETWEEN


def _swatch(entry: Entry) -> Px:
    return SWATCH * max(1.0, entry.steps * 0.7)


def _wide(entry: Entry) -> Px:
    return _swatch(entry) + 6.0 + width_px(entry.words, size_px=12.0)


def _rows(entries: Iterable[Entry], width: Px) -> list[list[Entry]]:
    rows: list[list[Entry]] = [[]]
    used = 0.0
    for entry in entries:
        if rows[-1] and used + _wide(entry) > width:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += _wide(entry) + BETWEEN
    return [row for row in rows if row]


def _draw_swatch(drawing: Drawing, entry: Entry, x: Px, y: Px) -> None:
    wide = _swatch(entry)
    if not entry.lines:
        drawing.rect(x, y, wide, TALL, "heat0")
    for cls in entry.areas:
        for step in range(entry.steps):
            from_x = x + wide * step / entry.steps
            drawing.path(f"M{from_x:.1f} {y:.1f}H{x + wide:.1f}v{TALL:g}H{from_x:.1f}z", cls)
    for cls in entry.lines:
        drawing.path(f"M{x:.1f} {y + TALL / 2.0:.1f}h{wide:.1f}", cls)
    if entry.hatch:
        data = f"M{x:.1f} {y:.1f}h{wide:.1f}v{TALL:g}h-{wide:.1f}z"
        drawing.add(f'<path style="fill:url(#{entry.hatch})" class="hatched" d="{data}"/>')
