"""Where do diagrams of one size stand side by side?"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from cosmodrome.formats.figures.svg import Box, Px

GAP: Px = 10.0
ROW_GAP: Px = 6.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Diagrams in rows, each `tall` high with the room for a caption above it."""

    count: int
    width: Px
    columns: int
    tall: Px
    caption: Px

    @property
    def height(self) -> Px:
        """Return the height of all rows."""
        return math.ceil(self.count / self.columns) * (self.tall + self.caption + ROW_GAP)

    def boxes(self) -> Iterator[Box]:
        """Yield the boxes of the diagrams, row by row, captions not within."""
        wide = (self.width - GAP * (self.columns - 1)) / self.columns
        for i in range(self.count):
            left = (i % self.columns) * (wide + GAP)
            top = (i // self.columns) * (self.tall + self.caption + ROW_GAP) + self.caption
            yield Box(left, top, left + wide, top + self.tall)
