"""A figure in a file of its own: every value worked out, every letter there, dots where asked."""

import re
import struct
import zlib

import pytest

from cosmodrome.formats.figures.lettering import width_px
from cosmodrome.formats.figures.plain_style import plain_style
from cosmodrome.formats.figures.standalone import DOTS_PER_PX, PADDING, picture_png, standalone
from cosmodrome.formats.figures.svg import Drawing

INK = (0x14, 0x18, 0x1D)
PAPER = (0xFD, 0xFC, 0xF8)
# Letters of a proportional face fill a part of their box; a missing glyph fills none.
LEAST_INK_RATIO = 0.04
BYTES_PER_DOT = 4


def dots_of(png):
    """Rows of (red, green, blue) of a PNG of eight bits with alpha, by the specification."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data = 8, b""
    width = height = 0
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (8, 6) == (depth, colour)
        data += body if kind == b"IDAT" else b""
        at += 12 + length
    return unfiltered(zlib.decompress(data), width, height)


def unfiltered(raw, width, height):
    stride = width * BYTES_PER_DOT
    rows, above = [], bytearray(stride)
    for n in range(height):
        kind, *line = raw[n * (stride + 1) : (n + 1) * (stride + 1)]
        row = bytearray(stride)
        for i, value in enumerate(line):
            left = row[i - BYTES_PER_DOT] if i >= BYTES_PER_DOT else 0
            corner = above[i - BYTES_PER_DOT] if i >= BYTES_PER_DOT else 0
            row[i] = (value + predicted(kind, left, above[i], corner)) % 256
        rows.append([tuple(row[i : i + 3]) for i in range(0, stride, BYTES_PER_DOT)])
        above = row
    return rows


def predicted(kind, left, above, corner):
    if kind < 4:
        return (0, left, above, (left + above) // 2)[kind]
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def figure(words, **text):
    return Drawing(120.0, 30.0, title="t", kind="map").text(4.0, 20.0, words, **text).markup()


@pytest.mark.parametrize("words", ["Boosters 0123", "Тында", "17 May ± 3°, T−00:10"])
def test_every_letter_of_a_picture_is_drawn(words):
    rows = dots_of(picture_png(figure(words), width=120.0, height=30.0))

    edge = int((PADDING + 4.0) * DOTS_PER_PX)
    top, foot = (int((PADDING + y) * DOTS_PER_PX) for y in (10.0, 21.0))
    x = float(edge)
    for letter in words:
        wide = width_px(letter) * DOTS_PER_PX
        box = [dot for row in rows[top:foot] for dot in row[int(x) : int(x + wide) + 1]]
        inked = sum(dot != PAPER for dot in box) / len(box)
        assert letter == " " or inked > LEAST_INK_RATIO, letter
        x += wide
    beyond = [dot for row in rows[top:foot] for dot in row[int(x) + 8 :]]
    assert {PAPER} == set(beyond)


def test_bold_words_carry_more_ink():
    def ink(cls):
        rows = dots_of(picture_png(figure("Boosters", cls=cls), width=120.0, height=30.0))
        return sum(dot == INK for row in rows for dot in row)

    assert ink("t2 b") > 1.2 * ink("t2")


def test_a_picture_has_twice_the_dots_and_the_same_bytes_again():
    markup = figure("core")

    png = picture_png(markup, width=120.0, height=30.0)

    rows = dots_of(png)
    assert (2 * 62, 2 * 152) == (len(rows), len(rows[0]))
    assert png == picture_png(markup, width=120.0, height=30.0)


def test_the_plain_style_has_neither_variables_nor_mixes():
    style = plain_style()

    assert "var(" not in style
    assert "color-mix" not in style
    assert not re.search(r"--[a-z]", style)
    assert "[" not in style


def test_a_mix_with_nothing_is_a_colour_seen_through():
    assert ".fig .zone-core{fill:rgba(56,75,164,0.26);stroke:#384ba4" in plain_style()


def test_words_over_water_have_a_halo_of_water():
    assert ".map .wet.halo{stroke:#f4f5f3}" in plain_style()


def test_the_file_of_a_figure_asks_nothing_of_the_network():
    text = standalone(figure("Тында"), width=120.0, height=30.0)

    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "@import" not in text
