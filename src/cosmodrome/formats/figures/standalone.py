"""How does a figure become a file of its own? With its style and its letters inside."""

from base64 import b64encode
from functools import cache
from importlib.resources import files

from cosmodrome.formats.figures.svg import Px

SHEET = files("cosmodrome") / "data" / "report"
LETTERS = "fonts/sofia-sans-condensed-latin.woff2"
FACE = "Cosmo Sans Condensed"
PADDING = 16.0


def standalone(markup: str, *, width: Px, height: Px) -> str:
    """Return a figure as an SVG file on light paper, a margin all round.

    Parameters
    ----------
    markup : str
        The figure as it stands in a page.
    width, height : Px
        Its size in pixels.
    """
    wide, tall = width + 2.0 * PADDING, height + 2.0 * PADDING
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" data-theme="light" '
        f'viewBox="0 0 {wide:g} {tall:g}" width="{wide:g}" height="{tall:g}">'
        f"<style>{_style()}</style>"
        f'<rect class="paper" width="{wide:g}" height="{tall:g}"/>'
        f'<g transform="translate({PADDING:g} {PADDING:g})">{markup}</g></svg>\n'
    )


@cache
def _style() -> str:
    """Return the tokens, the rules of figures, and the face that they are lettered in."""
    letters = b64encode((SHEET / LETTERS).read_bytes()).decode("ascii")
    tokens = (SHEET / "tokens.css").read_text(encoding="utf-8")
    rules = (SHEET / "report.css").read_text(encoding="utf-8").splitlines()
    return "\n".join(
        (
            f'@font-face{{font-family:"{FACE}";font-weight:1 1000;'
            f'src:url(data:font/woff2;base64,{letters}) format("woff2")}}',
            tokens,
            *(rule for rule in rules if rule.startswith((".fig ", ".capmap "))),
            ".fig text{font-family:var(--font-tight)}",
            ".paper{fill:var(--sheet)}",
        )
    )
