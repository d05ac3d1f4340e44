"""Which window of a calendar is the one, and what do its ticks say where there is room?"""

from collections.abc import Sequence

from cosmodrome.formats.figures.calendar_axes import NAMED_DAY_PX
from cosmodrome.formats.figures.calendar_grid import CalendarGrid
from cosmodrome.formats.figures.calendar_marks import SHORTEST
from cosmodrome.formats.figures.labels import Crowd
from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.svg import Box, Drawing, Px
from cosmodrome.formats.figures.words import full_day, hours, instant
from cosmodrome.windows.window import LaunchWindow

RING: Px = 5.5
ABOVE_FIELD: Px = 22.0
WORD_TALL: Px = 13.0


def choice_words(window: LaunchWindow) -> str:
    """Return the second of a lift-off, or the day and hours in which it is permitted."""
    if window.liftoff is not None:
        return instant(window.liftoff)
    if window.opens == window.closes:
        return instant(window.opens)
    return f"{full_day(window.opens)} {hours(window.opens, window.closes)} UTC"


def draw_choice(drawing: Drawing, grid: CalendarGrid, window: LaunchWindow) -> None:
    """Ring a window, with a leader to its words above the field; nothing if it is not shown."""
    moment = window.liftoff or (window.opens if window.opens == window.closes else None)
    pieces = list(grid.pieces(moment or window.opens, moment or window.closes))
    if not pieces:
        return
    for piece in pieces:
        top, tall = grid.y(piece.from_h), grid.y(piece.to_h) - grid.y(piece.from_h)
        if moment is None and tall >= SHORTEST:
            drawing.rect(grid.x(piece.day) - 1.5, top, grid.per_day + 3.0, tall, "pick")
        else:
            drawing.circle(grid.x(piece.day + 0.5), top + tall / 2.0, RING, "pick")
    x = grid.x(pieces[0].day + 0.5)
    top = grid.y(pieces[0].from_h) - (RING if moment is not None else 0.0)
    drawing.line(x, top, x, grid.box.top - ABOVE_FIELD + 5.0, "course-l")
    words = choice_words(window)
    wide = width_px(words, bold=True)
    left = max(0.0, min(x - wide / 2.0, drawing.width - wide))
    drawing.text(left, grid.box.top - ABOVE_FIELD, words, "t2 b course num")


def name_ticks(
    drawing: Drawing,
    grid: CalendarGrid,
    windows: Sequence[LaunchWindow],
    *,
    chosen: LaunchWindow | None,
) -> None:
    """Write the time at windows where days are wide enough, as far as words stand free.

    That of the choice stands above the field already; only its ring is kept free of words.
    """
    if grid.per_day < NAMED_DAY_PX:
        return
    crowd = Crowd(grid.box)
    for window in sorted(windows, key=lambda w: (w != chosen, not w.permitted, w.opens)):
        moment = window.liftoff or window.opens
        for piece in grid.pieces(moment, moment):
            middle, y = grid.x(piece.day + 0.5), grid.y(piece.from_h)
            if window == chosen:
                crowd.take(Box(middle, y, middle, y).grown(RING + 1.0))
                continue
            words = f"{moment:%H:%M:%S}"
            wide = width_px(words, size_px=12.0) / 2.0 + 1.0
            spots = (y - WORD_TALL - 2.0, y + 3.0, y + RING + 2.0)
            box = crowd.first_free(
                Box(middle - wide, top, middle + wide, top + WORD_TALL) for top in spots
            )
            if box:
                drawing.text(middle, box.top + 10.5, words, "t1 num halo", anchor="middle")
