"""What is a sheet of the report, and what fits on one?"""

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from cosmodrome.formats.figures.svg import Px

# Printed on A4 landscape a sheet is 731 px high; frame, padding and title block take 81 of it.
SHEET_ROOM: Px = 650.0
HEADER_HEIGHT: Px = 60.0
# A drawing of 1010 px is printed 996 px wide.
PRINTED_SHARE = 0.986


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page on paper: what the title block calls it, its anchor, and what is on it."""

    title: str
    anchor: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a sheet that is not split, with its height in print."""

    body: Markup
    height: Px
    topic: str = ""


def topics(blocks: Iterable[Block]) -> str:
    """Return what a sheet of these blocks is about, each topic once."""
    return ", ".join(dict.fromkeys(block.topic for block in blocks if block.topic))


def packed(blocks: Iterable[Block], *, room: Px = SHEET_ROOM, gap: Px = 8.0) -> list[list[Block]]:
    """Return blocks in order on as few sheets as they need; a block too tall has its own."""
    sheets: list[list[Block]] = []
    left = 0.0
    for block in blocks:
        if not sheets or block.height > left:
            sheets.append([])
            left = room
        sheets[-1].append(block)
        left -= block.height + gap
    return sheets
