"""How is a drawing written down as SVG?

Colours and line weights come from classes of the page's stylesheet, so that one drawing serves
the light page, the dark page and paper. Lengths on a drawing are `Px`: CSS pixels, x to the right
and y downwards.
"""

import zlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal, NamedTuple, Self, TypeAlias

Px: TypeAlias = float
Anchor = Literal["start", "middle", "end"]
Level = Literal["critical", "serious", "caution", "normal", "standby", "off"]


class Point(NamedTuple):
    """A place on the drawing."""

    x: Px
    y: Px


class Box(NamedTuple):
    """A rectangle on the drawing."""

    left: Px
    top: Px
    right: Px
    bottom: Px

    def overlaps(self, other: "Box") -> bool:
        """Tell whether two rectangles share ground."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def inside(self, other: "Box") -> bool:
        """Tell whether this rectangle lies within another."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def grown(self, margin: Px) -> "Box":
        """Return the rectangle with a margin all round."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)


def number(value: Px) -> str:
    """Return a coordinate with one decimal at most.

    >>> number(12.04), number(0.5), number(-0.01)
    ('12', '0.5', '0')
    """
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def polyline_data(points: Iterable[tuple[Px, Px]], *, closed: bool = False) -> str:
    """Return the path data through points, without steps too small to see."""
    parts: list[str] = []
    for x, y in points:
        part = f"{number(x)} {number(y)}"
        if not parts or parts[-1] != part:
            parts.append(part)
    return "M" + "L".join(parts) + ("Z" if closed else "") if parts else ""


class Drawing:
    """A figure being drawn: primitives in, one ``<svg>`` out.

    Parameters
    ----------
    width, height : Px
        Size of the sheet the figure is drawn on.
    title : str
        The finding, in words; read aloud in place of the picture.
    kind : str
        Class of the figure, e.g. ``gantt``; part of the stylesheet's contract.
    """

    def __init__(self, width: Px, height: Px, *, title: str, kind: str) -> None:
        self.width = width
        self.height = height
        self.title = title
        self.kind = kind
        self._parts: list[str] = []

    @property
    def identifier(self) -> str:
        """Identifier that depends on nothing but what is drawn."""
        return self._named("f", "")

    def _named(self, letter: str, role: str) -> str:
        seed = f"{self.title}|{self.kind}|{number(self.width)}x{number(self.height)}|{role}"
        return f"{letter}{zlib.crc32(seed.encode()):08x}"

    def add(self, markup: str) -> Self:
        """Add markup as it is."""
        self._parts.append(markup)
        return self

    def group(self, cls: str, *, title: str | None = None) -> Self:
        """Open a group, named by `title` for those who hover or listen."""
        named = f"<title>{escape(title)}</title>" if title else ""
        return self.add(f'<g class="{cls}">{named}')

    def clipped_group(self, box: Box) -> Self:
        """Open a group of which only what lies in the box is shown."""
        name = self._named("c", repr(tuple(map(number, box))))
        return self.add(
            f'<clipPath id="{name}"><rect x="{number(box.left)}" y="{number(box.top)}" '
            f'width="{number(box.right - box.left)}" height="{number(box.bottom - box.top)}"/>'
            f'</clipPath><g clip-path="url(#{name})">'
        )

    def end(self) -> Self:
        """Close the last group."""
        return self.add("</g>")

    def line(self, x1: Px, y1: Px, x2: Px, y2: Px, cls: str = "thin") -> Self:
        """Draw a straight line."""
        return self.add(
            f'<line class="{cls}" x1="{number(x1)}" y1="{number(y1)}" '
            f'x2="{number(x2)}" y2="{number(y2)}"/>'
        )

    def rect(self, x: Px, y: Px, width: Px, height: Px, cls: str) -> Self:
        """Draw a rectangle from its upper left corner."""
        return self.add(
            f'<rect class="{cls}" x="{number(x)}" y="{number(y)}" '
            f'width="{number(max(width, 0.0))}" height="{number(max(height, 0.0))}"/>'
        )

    def circle(self, x: Px, y: Px, radius: Px, cls: str) -> Self:
        """Draw a circle about its centre."""
        return self.add(
            f'<circle class="{cls}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
        )

    def path(self, data: str, cls: str = "thin") -> Self:
        """Draw a path, if there is one."""
        return self.add(f'<path class="{cls}" d="{data}"/>') if data else self

    def polyline(
        self, points: Iterable[tuple[Px, Px]], cls: str = "data", *, closed: bool = False
    ) -> Self:
        """Draw straight lines through points."""
        return self.path(polyline_data(points, closed=closed), cls)

    def dots(self, points: Iterable[tuple[Px, Px]], cls: str) -> Self:
        """Draw many small dots as one path; the class gives the size by its stroke."""
        distinct = dict.fromkeys(f"M{number(x)} {number(y)}h0" for x, y in points)
        return self.path("".join(distinct), cls)

    def text(
        self,
        x: Px,
        y: Px,
        words: str,
        cls: str = "t2",
        *,
        anchor: Anchor = "start",
        turned_deg: float = 0.0,
    ) -> Self:
        """Write words on the base line through a point."""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        turn = (
            f' transform="rotate({number(turned_deg)} {number(x)} {number(y)})"'
            if turned_deg
            else ""
        )
        return self.add(
            f'<text class="{cls}" x="{number(x)}" y="{number(y)}"{at}{turn}>{escape(words)}</text>'
        )

    def diamond(self, x: Px, y: Px, radius: Px, cls: str) -> Self:
        """Draw the sign of a lift-off."""
        wide = radius * 0.75
        return self.path(
            f"M{number(x)} {number(y - radius)}l{number(wide)} {number(radius)}"
            f"l{number(-wide)} {number(radius)}l{number(-wide)} {number(-radius)}Z",
            cls,
        )

    def dimension(self, x1: Px, x2: Px, y: Px, words: str, *, feet: Sequence[Px] = ()) -> Self:
        """Draw a horizontal dimension line with oblique ticks and its figure above (ISO 129)."""
        for x, foot in zip((x1, x2), feet, strict=False):
            self.line(x, foot, x, y + 4.0, "dim")
        self.line(x1, y, x2, y, "dim")
        for x in (x1, x2):
            self.line(x - 3.0, y + 3.0, x + 3.0, y - 3.0, "thin dimtick")
        return self.text((x1 + x2) / 2.0, y - 4.0, words, "t2 num", anchor="middle")

    def markup(self) -> str:
        """Return the figure."""
        return (
            f'<svg class="fig {self.kind}" role="img" aria-labelledby="{self.identifier}" '
            f'viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f'width="{number(self.width)}" height="{number(self.height)}">'
            f'<title id="{self.identifier}">{escape(self.title)}</title>'
            f"{''.join(self._parts)}</svg>"
        )


def glyph(level: Level, x: Px, y: Px, *, radius: Px = 5.0) -> str:
    """Return the shape of a status level; each level differs in shape, not only in colour."""
    cls = f"st-{level}"
    if level == "critical":
        a, b = radius * 1.15, radius * 0.85
        data = f"M{number(x)} {number(y - a)}L{number(x + a)} {number(y + b)}H{number(x - a)}Z"
    elif level == "serious":
        a = radius * 1.2
        data = (
            f"M{number(x)} {number(y - a)}L{number(x + a)} {number(y)}"
            f"L{number(x)} {number(y + a)}L{number(x - a)} {number(y)}Z"
        )
    elif level in ("caution", "off"):
        a, b = (radius * 0.9, radius * 0.9) if level == "caution" else (radius, radius * 0.32)
        data = f"M{number(x - a)} {number(y - b)}h{number(2 * a)}v{number(2 * b)}h{number(-2 * a)}Z"
    else:
        ring = ' class="st-standby ring"' if level == "standby" else f' class="{cls}"'
        size = radius * 0.8 if level == "standby" else radius
        return f'<circle{ring} cx="{number(x)}" cy="{number(y)}" r="{number(size)}"/>'
    return f'<path class="{cls}" d="{data}"/>'
