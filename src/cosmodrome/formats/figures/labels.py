"""Where do words go so that none touches another?"""

from collections.abc import Iterable, Sequence

from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.svg import Box, Drawing, Px

LINE_HEIGHT: Px = 14.0
ASCENT: Px = 10.0
DESCENT: Px = 3.5


class Crowd:
    """The ground that is taken on a drawing.

    Parameters
    ----------
    within : Box
        Labels stay inside this rectangle.
    """

    def __init__(self, within: Box) -> None:
        self.within = within
        self._taken: list[Box] = []

    def take(self, box: Box) -> None:
        """Mark ground as taken."""
        self._taken.append(box)

    def take_line(self, points: Iterable[tuple[Px, Px]], *, margin: Px = 2.0) -> None:
        """Mark the ground along a line as taken, in steps small enough for a word."""
        before: tuple[Px, Px] | None = None
        for x, y in points:
            if before is not None:
                steps = max(1, int(max(abs(x - before[0]), abs(y - before[1])) // 6.0))
                for i in range(steps + 1):
                    share = i / steps
                    a = before[0] + (x - before[0]) * share
                    b = before[1] + (y - before[1]) * share
                    self.take(Box(a, b, a, b).grown(margin))
            before = (x, y)

    def free(self, box: Box) -> bool:
        """Tell whether a rectangle is inside the drawing and touches nothing taken."""
        return box.inside(self.within) and not any(box.overlaps(other) for other in self._taken)

    def first_free(self, boxes: Iterable[Box]) -> Box | None:
        """Return and take the first rectangle that is free."""
        for box in boxes:
            if self.free(box):
                self.take(box)
                return box
        return None


def around(x: Px, y: Px, lines: Sequence[str], *, gap: Px = 7.0, bold: bool = False) -> list[Box]:
    """Return places for words about a symbol, best first: right, left, above, below, corners."""
    wide = max(width_px(line, bold=bold) for line in lines)
    tall = (len(lines) - 1) * LINE_HEIGHT + ASCENT + DESCENT
    middle = y - tall / 2.0
    corners = [
        (x + gap, middle),
        (x - gap - wide, middle),
        (x - wide / 2.0, y - gap - tall),
        (x - wide / 2.0, y + gap),
        (x + gap * 0.7, y - gap * 0.7 - tall),
        (x + gap * 0.7, y + gap * 0.7),
        (x - gap * 0.7 - wide, y - gap * 0.7 - tall),
        (x - gap * 0.7 - wide, y + gap * 0.7),
    ]
    return [Box(a, b, a + wide, b + tall) for a, b in corners]


def write_in(drawing: Drawing, box: Box, lines: Sequence[str], classes: Sequence[str]) -> None:
    """Write lines into the rectangle found for them."""
    for i, (line, cls) in enumerate(zip(lines, classes, strict=True)):
        drawing.text(box.left, box.top + ASCENT + i * LINE_HEIGHT, line, cls)


def _clash(new: tuple[int, Px, Px, Px], old: tuple[int, Px, Px, Px]) -> bool:
    """Tell whether two labels (row, line, left, right) touch, or one hides the other's line."""
    row, line, left, right = new
    other_row, other_line, other_left, other_right = old
    if row == other_row and left < other_right and other_left < right:
        return True
    if other_row >= row and left < other_line < right:
        return True
    return other_row <= row and other_left < line < other_right


def label_rows(
    spots: Sequence[tuple[Px, Px]], *, rows: int, within: tuple[Px, Px]
) -> list[tuple[int, Px]] | None:
    """Return row and left edge for the words at each upright line, or None if they do not fit.

    Row 0 is the lowest. Words stand right or left of their line; a line rises to its own row, so
    words may pass over the lines of lower rows and keep clear of those of higher ones.

    Parameters
    ----------
    spots : sequence of (line, width)
        In order along the drawing.
    rows : int
        How many rows there are.
    within : (left, right)
        Words stay inside.
    """
    chosen: list[tuple[int, Px, Px, Px]] = []

    def place(n: int) -> bool:
        if n == len(spots):
            return True
        line, width = spots[n]
        for row in range(rows):
            for left in (line + 3.0, line + 1.0 - width):
                label = (row, line, left, left + width)
                outside = left < within[0] or left + width > within[1]
                if outside or any(_clash(label, other) for other in chosen):
                    continue
                chosen.append(label)
                if place(n + 1):
                    return True
                chosen.pop()
        return False

    return [(row, left) for row, _, left, _ in chosen] if place(0) else None
