"""How do values become HTML? Templates, their words, and the embedded assets."""

import re
from base64 import b64encode
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cosmodrome.formats.figures import words
from cosmodrome.formats.figures.svg import Level, glyph

ASSETS = files("cosmodrome") / "data" / "report"
SUBSETS = (
    ("latin", "U+0-2FF,U+2000-2115,U+2117-22FF"),
    ("cyrillic", "U+400-4FF,U+2116"),
    ("greek", "U+370-3FF"),
)
WORDS = (
    "figure",
    "day",
    "full_day",
    "instant",
    "latitude",
    "longitude",
    "orbit_words",
    "plain_name",
)
FACES = (("Cosmo Sans", "sofia-sans"), ("Cosmo Sans Condensed", "sofia-sans-condensed"))


def status(level: Level, word: str) -> Markup:
    """Return a status: shape, colour and word together."""
    shape = Markup(glyph(level, 7.0, 7.0))
    return Markup(
        '<span class="status {level}"><svg aria-hidden="true" viewBox="0 0 14 14" width="14" '
        'height="14">{shape}</svg>{word}</span>'
    ).format(level=level, shape=shape, word=word)


def unbroken(text: str) -> Markup:
    """Return text whose words with hyphens, such as coordinates, are not split between lines."""
    parts = re.split(r"(\S*-\S*)", text)
    kept = [
        Markup('<span class="nw">{}</span>').format(p) if n % 2 else p for n, p in enumerate(parts)
    ]
    return Markup("").join(kept)


def figure_pair(wide: str, narrow: str) -> Markup:
    """Return a figure drawn twice: for a page, and for a telephone."""
    return Markup('<div class="only-wide">{}</div><div class="only-narrow">{}</div>').format(
        Markup(wide), Markup(narrow)
    )


@cache
def _data_uri(name: str, kind: str) -> str:
    return f"data:{kind};base64,{b64encode((ASSETS / name).read_bytes()).decode('ascii')}"


@cache
def stylesheet() -> Markup:
    """Return tokens, rules and fonts as one text."""
    rules = [
        f'@font-face{{font-family:"{face}";font-weight:1 1000;font-display:swap;'
        f"unicode-range:{characters};"
        f'src:url({_data_uri(f"fonts/{stem}-{subset}.woff2", "font/woff2")}) format("woff2")}}'
        for face, stem in FACES
        for subset, characters in SUBSETS
    ]
    rules += [(ASSETS / name).read_text(encoding="utf-8") for name in ("tokens.css", "report.css")]
    return Markup("\n".join(rules))


def favicon() -> str:
    """Return the mark as an address that holds its own data."""
    return _data_uri("favicon.svg", "image/svg+xml")


@cache
def environment() -> Environment:
    """Return the templates with the words that they use."""
    env = Environment(
        loader=PackageLoader("cosmodrome.formats.report_html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals["status"] = status
    env.globals["figure_pair"] = figure_pair
    env.filters["unbroken"] = unbroken
    for name in WORDS:
        env.filters[name] = getattr(words, name)
    return env


def rendered(template: str, **values: object) -> Markup:
    """Return a template filled in."""
    return Markup(environment().get_template(template).render(**values))
