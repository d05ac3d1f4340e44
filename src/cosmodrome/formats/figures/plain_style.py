"""How does the style sheet of figures read for a renderer that knows neither variables nor mixes?

Browsers resolve ``var()`` and ``color-mix()`` themselves. A renderer of SVG proper knows only
finished values; here they are worked out once, for light paper.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

SHEET = files("cosmodrome") / "data" / "report"
FACE = "Cosmo Sans Condensed"
LIGHT = ':root[data-theme="light"]'
OWN_KINDS = (
    *(".fig ", ".capmap ", ".map ", ".map{", ".details", ".scatter", ".contain", ".globe"),
    *(".key-", ".heat0", ".wincal"),
)
"""How the rules begin that a figure in a file of its own needs."""
_VARIABLE = re.compile(r"var\(\s*(--[a-z0-9-]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
_MIX = re.compile(r"color-mix\(in srgb,\s*([^ ,]+) (\d+)%,\s*([^ ,)]+)\)")
_WEIGHT = re.compile(r"font-weight:\s*(\d+)")


def figure_rules() -> list[str]:
    """Return the rules of the report's style sheet that figures need, as they stand there."""
    lines = (SHEET / "report.css").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith(OWN_KINDS)]


@cache
def plain_style() -> str:
    """Return the rules of figures on light paper with every value worked out."""
    tokens = (SHEET / "tokens.css").read_text(encoding="utf-8")
    values = _declared(tokens, ":root {") | _declared(tokens, f"{LIGHT} {{")
    rules = [*figure_rules(), f'.fig text{{font-family:"{FACE}"}}', ".paper{fill:var(--sheet)}"]
    return "\n".join(plain for rule in rules for plain in _plain_rules(rule, values))


def _declared(text: str, opening: str) -> dict[str, str]:
    """Return the variables of the block that begins so."""
    block = text[text.index(opening) :]
    return dict(re.findall(r"(--[a-z0-9-]+):\s*([^;]+);", block[: block.index("}")]))


def _plain_rules(rule: str, values: dict[str, str]) -> Iterator[str]:
    """Yield the rules that stand for one: a halo set for a group becomes that of its words."""
    selector, _, body = rule.partition("{")
    if "[" in selector:
        return  # chosen by a part of the class: no renderer beside browsers does that
    body = body.rstrip("} ")
    halo = re.fullmatch(r"--halo:\s*(.+)", body)
    if halo:
        stroke = _resolved(halo.group(1), values)
        for each in selector.split(","):
            yield f"{each} .halo{{stroke:{stroke}}}"
            yield f"{each}.halo{{stroke:{stroke}}}"
        return
    plain = _WEIGHT.sub(_hundreds, _resolved(body, values))
    yield f"{selector}{{{plain}}}"


def _resolved(text: str, values: dict[str, str]) -> str:
    """Return text with its variables, then its mixes of colours, replaced."""
    while "var(" in text:
        text = _VARIABLE.sub(lambda found: values.get(found[1], found[2] or "none"), text)
    return _MIX.sub(lambda found: _mixed(found[1], int(found[2]) / 100.0, found[3]), text)


def _mixed(first: str, share_ratio: float, second: str) -> str:
    """Return so much of one colour and the rest of another, or of nothing."""
    if second == "transparent":
        red, green, blue = _channels(first)
        return f"rgba({red},{green},{blue},{share_ratio:g})"
    pairs = zip(_channels(first), _channels(second), strict=True)
    mixed = (round(a * share_ratio + b * (1.0 - share_ratio)) for a, b in pairs)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#rrggbb``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hundreds(found: re.Match[str]) -> str:
    """Return a weight as one of the hundreds, which are all that some renderers know."""
    return f"font-weight:{round(int(found[1]), -2)}"
