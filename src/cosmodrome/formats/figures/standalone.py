"""How does a figure become a file of its own? With its style and its letters inside."""

from base64 import b64encode
from contextlib import ExitStack
from functools import cache
from importlib.resources import as_file

import resvg_py

from cosmodrome.formats.figures.plain_style import FACE, SHEET, figure_rules, plain_style
from cosmodrome.formats.figures.svg import Px

LETTERS = tuple(f"fonts/sofia-sans-condensed-{subset}.woff2" for subset in ("latin", "cyrillic"))
RANGES = ("U+0-2FF,U+370-3FF,U+2000-2115,U+2117-22FF", "U+400-4FF,U+2116")
PLAIN_LETTERS = ("fonts/figures-400.ttf", "fonts/figures-640.ttf")
PADDING = 16.0
DOTS_PER_PX = 2
"""Twice the size on a screen: 192 dots to the inch, sharp in print at half a page."""


def standalone(markup: str, *, width: Px, height: Px) -> str:
    """Return a figure as an SVG file on light paper, a margin all round.

    Parameters
    ----------
    markup : str
        The figure as it stands in a page.
    width, height : Px
        Its size in pixels.
    """
    return _on_paper(markup, width=width, height=height, style=_style())


def picture_png(markup: str, *, width: Px, height: Px) -> bytes:
    """Return a figure as a PNG file on light paper, a margin all round.

    It has twice as many dots each way as the figure has pixels. The same figure gives the same
    bytes: no font of the machine takes part.

    Parameters
    ----------
    markup : str
        The figure as it stands in a page.
    width, height : Px
        Its size in pixels.
    """
    text = _on_paper(markup, width=width, height=height, style=plain_style())
    with ExitStack() as stack:
        letters = [str(stack.enter_context(as_file(SHEET / name))) for name in PLAIN_LETTERS]
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=text,
                zoom=DOTS_PER_PX,
                skip_system_fonts=True,
                font_files=letters,
                font_family=FACE,
            )
        )


def _on_paper(markup: str, *, width: Px, height: Px, style: str) -> str:
    wide, tall = width + 2.0 * PADDING, height + 2.0 * PADDING
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" data-theme="light" '
        f'viewBox="0 0 {wide:g} {tall:g}" width="{wide:g}" height="{tall:g}">'
        f"<style>{style}</style>"
        f'<rect class="paper" width="{wide:g}" height="{tall:g}"/>'
        f'<g transform="translate({PADDING:g} {PADDING:g})">{markup}</g></svg>\n'
    )


@cache
def _style() -> str:
    """Return the tokens, the rules of figures, and the face that they are lettered in."""
    tokens = (SHEET / "tokens.css").read_text(encoding="utf-8")
    return "\n".join(
        (
            *(
                f'@font-face{{font-family:"{FACE}";font-weight:1 1000;unicode-range:{characters};'
                f'src:url(data:font/woff2;base64,{_embedded(name)}) format("woff2")}}'
                for name, characters in zip(LETTERS, RANGES, strict=True)
            ),
            tokens,
            *figure_rules(),
            ".fig text{font-family:var(--font-tight)}",
            ".paper{fill:var(--sheet)}",
        )
    )


def _embedded(name: str) -> str:
    return b64encode((SHEET / name).read_bytes()).decode("ascii")
