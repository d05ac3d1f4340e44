"""Which letters does a picture of dots carry? Rebuilds `data/report/fonts/figures-*.ttf`.

A renderer of pictures reads neither compressed nor variable fonts, and knows no tabular digits. So
the embedded subsets of Sofia Sans Condensed (SIL OFL 1.1) are joined and fixed at the two weights
that figures use, tabular digits in the place of the others, under the name that the style sheet
gives the face. Needs fonttools and brotli::

    python tools/build_plain_faces.py
"""

from io import BytesIO
from pathlib import Path

from build_lettering import REPORT, SUBSETS, WEIGHTS, tabular_forms
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FACE = "Cosmo Sans Condensed"
FAMILY, SUBFAMILY, UNIQUE, FULL, POSTSCRIPT = 1, 2, 3, 4, 6
TYPOGRAPHIC = (16, 17)
# What shapes letters elsewhere; a renderer of one line of words needs kerning only.
DROPPED = ("GSUB", "STAT", "HVAR", "MVAR", "avar", "DSIG")
EPOCH_S = 0


def fixed(subset: str, weight: int) -> BytesIO:
    """Return one subset at one weight, digits tabular, not compressed."""
    path = REPORT / "fonts" / f"sofia-sans-condensed-{subset}.woff2"
    font = instantiateVariableFont(TTFont(path), {"wght": weight})
    forms = tabular_forms(font)
    for table in font["cmap"].tables:
        table.cmap = {code: forms.get(glyph, glyph) for code, glyph in table.cmap.items()}
    for tag in DROPPED:
        if tag in font:
            del font[tag]
    font.flavor = None
    stream = BytesIO()
    font.save(stream)
    stream.seek(0)
    return stream


def named(font: TTFont, weight: int) -> TTFont:
    """Return the font under the name and weight of the style sheet, the licence as it was."""
    words = {
        FAMILY: FACE,
        SUBFAMILY: "Regular",
        UNIQUE: f"{FACE} {weight}",
        FULL: f"{FACE} {weight}",
        POSTSCRIPT: f"{FACE.replace(' ', '')}-{weight}",
    }
    for name in TYPOGRAPHIC:
        font["name"].removeNames(nameID=name)
    for name, text in words.items():
        font["name"].removeNames(nameID=name)
        font["name"].setName(text, name, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["head"].created = font["head"].modified = EPOCH_S
    return font


def main() -> None:
    """Write one file for each weight and say how large it is."""
    for weight in WEIGHTS:
        joined = Merger().merge([fixed(subset, weight) for subset in SUBSETS])
        joined.recalcTimestamp = False
        target: Path = REPORT / "fonts" / f"figures-{weight}.ttf"
        named(joined, weight).save(target)
        print(f"{target.name}: {target.stat().st_size} bytes, {len(joined.getBestCmap())} letters")


if __name__ == "__main__":
    main()
