"""How much room do words need in the report's condensed face?"""

import json
from functools import cache
from importlib.resources import files

from cosmodrome.formats.figures.svg import Px

# A character outside the embedded subsets is set in a fallback face: as wide as a capital.
UNKNOWN_ADVANCE = 600


@cache
def _advances(weight: int) -> dict[str, int]:
    resource = files("cosmodrome") / "data" / "report" / "lettering.json"
    table: dict[str, int] = json.loads(resource.read_text(encoding="utf-8"))["weights"][str(weight)]
    return table


def width_px(words: str, *, size_px: Px = 13.0, bold: bool = False) -> Px:
    """Return the width of words set in one line, digits tabular."""
    advances = _advances(640 if bold else 400)
    return sum(advances.get(letter, UNKNOWN_ADVANCE) for letter in words) * size_px / 1000.0


def fitted(words: str, room_px: Px, *, size_px: Px = 13.0, bold: bool = False) -> str:
    """Return the words, cut with an ellipsis where they do not fit; empty if nothing fits."""
    if width_px(words, size_px=size_px, bold=bold) <= room_px:
        return words
    for length in range(len(words) - 1, 2, -1):
        shorter = words[:length].rstrip(" ,.·-") + "…"
        if width_px(shorter, size_px=size_px, bold=bold) <= room_px:
            return shorter
    return ""


def wrapped(words: str, room_px: Px, *, size_px: Px = 13.0) -> list[str]:
    """Return the words in lines that fit; a word too long for a line keeps one to itself."""
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_px(longer, size_px=size_px) <= room_px:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
