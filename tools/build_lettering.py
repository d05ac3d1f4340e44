"""How wide is a word in the report's typeface? Rebuilds `data/report/lettering.json`.

Reads the advances of the embedded subsets of Sofia Sans Condensed (SIL OFL 1.1) at the two weights
that figures use, digits in their tabular form. Needs fonttools and brotli::

    python tools/build_lettering.py
"""

import json
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

REPORT = Path(__file__).parents[1] / "src/cosmodrome/data/report"
WEIGHTS = (400, 640)
SUBSETS = ("latin", "greek", "cyrillic")


def tabular_forms(font: TTFont) -> dict[str, str]:
    """Return the glyph that the `tnum` feature puts for each glyph."""
    if "GSUB" not in font:
        return {}
    table = font["GSUB"].table
    chosen = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "tnum"
        for index in record.Feature.LookupListIndex
    }
    forms: dict[str, str] = {}
    for index in sorted(chosen):
        for subtable in table.LookupList.Lookup[index].SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            forms |= getattr(inner, "mapping", {})
    return forms


def advances(weight: int) -> dict[str, int]:
    """Return the advance of every character of the subsets, in thousandths of the size."""
    found: dict[str, int] = {}
    for subset in SUBSETS:
        path = REPORT / "fonts" / f"sofia-sans-condensed-{subset}.woff2"
        font = instantiateVariableFont(TTFont(path), {"wght": weight})
        forms, per_em = tabular_forms(font), font["head"].unitsPerEm
        for code, glyph in font.getBestCmap().items():
            width = font["hmtx"][forms.get(glyph, glyph)][0]
            found.setdefault(chr(code), round(width / per_em * 1000))
    return dict(sorted(found.items()))


def main() -> None:
    """Write the file and say what it holds."""
    document = {
        "source": "Sofia Sans Condensed 5.3.0 (npm @fontsource-variable), SIL OFL 1.1",
        "unit": "thousandths of the font size",
        "weights": {str(weight): advances(weight) for weight in WEIGHTS},
    }
    target = REPORT / "lettering.json"
    target.write_text(
        json.dumps(document, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n",
        encoding="utf-8",
    )
    for weight, table in document["weights"].items():
        print(f"weight {weight}: {len(table)} characters, digit {table['0']}, a {table['a']}")


if __name__ == "__main__":
    main()
