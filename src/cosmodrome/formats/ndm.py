"""How is a navigation data message written? Blocks of keys and values, as lines or as XML.

CCSDS 502.0-B-3: keyword-value notation in section 7, XML in section 8. A unit that the standard
names is written beside the value; comments stand at the head of a block.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from numpy.typing import NDArray

from cosmodrome.formats.instants import ccsds_epoch

ORIGINATOR = "COSMODROME"
UNKNOWN_DESIGNATOR = "UNKNOWN"
VERSION = "3.0"
COMMENT_WIDTH = 90
METRES_PER_KM = 1000.0
# Products of deviations smaller than this share are what rounding left of zero.
ROUNDED_RATIO = 1e-12
COVARIANCE_AXES = ("X", "Y", "Z", "X_DOT", "Y_DOT", "Z_DOT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A keyword with its value and, where the standard has one, the unit."""

    key: str
    value: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Entries that belong together under comments; `tag` is their element in XML."""

    tag: str
    entries: tuple[Entry, ...]
    comments: tuple[str, ...] = ()


def broken(text: str) -> list[str]:
    """Return a remark in lines of a length that every reader takes."""
    return wrap(text, COMMENT_WIDTH, break_on_hyphens=False)


def comment_lines(text: str) -> list[str]:
    """Return a remark as COMMENT lines."""
    return [f"COMMENT {line}" for line in broken(text)]


def header(as_of: datetime, *comments: str) -> Block:
    """Return the header: what is said of the message, when and by whom it was made."""
    return Block(
        tag="header",
        comments=comments,
        entries=(
            Entry(key="CREATION_DATE", value=ccsds_epoch(as_of)),
            Entry(key="ORIGINATOR", value=ORIGINATOR),
        ),
    )


def kvn_text(kind: str, blocks: Sequence[Block]) -> str:
    """Return a message in keyword-value notation; `kind` is OPM or OMM."""
    lines = [f"CCSDS_{kind}_VERS = {VERSION}"]
    for block in blocks:
        lines += [line for text in block.comments for line in comment_lines(text)]
        lines += [_kvn_line(entry) for entry in block.entries]
        lines.append("")
    return "\n".join(lines)


def _kvn_line(entry: Entry) -> str:
    unit = f" [{entry.unit}]" if entry.unit else ""
    return f"{entry.key} = {entry.value}{unit}"


def xml_text(kind: str, blocks: Sequence[Block]) -> str:
    """Return a message in XML: header, metadata, and data of the other blocks."""
    head, metadata, *data = blocks
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<{kind.lower()} id="CCSDS_{kind}_VERS" version="{VERSION}">',
        *_xml_block(head, depth=1),
        "  <body>",
        "    <segment>",
        *_xml_block(metadata, depth=3),
        "      <data>",
        *(line for block in data for line in _xml_block(block, depth=4)),
        "      </data>",
        "    </segment>",
        "  </body>",
        f"</{kind.lower()}>",
        "",
    ]
    return "\n".join(lines)


def _xml_block(block: Block, *, depth: int) -> Iterator[str]:
    space = "  " * depth
    yield f"{space}<{block.tag}>"
    for line in (line for text in block.comments for line in broken(text)):
        yield f"{space}  <COMMENT>{escape(line)}</COMMENT>"
    for entry in block.entries:
        unit = f" units={quoteattr(entry.unit)}" if entry.unit else ""
        yield f"{space}  <{entry.key}{unit}>{escape(entry.value)}</{entry.key}>"
    yield f"{space}</{block.tag}>"


def covariance_block(covariance_rtn: NDArray[np.float64]) -> Block:
    """Return the lower triangle of a covariance (6, 6) [m, m/s] in RTN, in km."""
    deviations = np.sqrt(np.diag(covariance_rtn))
    small = np.abs(covariance_rtn) <= ROUNDED_RATIO * np.outer(deviations, deviations)
    told = np.where(small, 0.0, covariance_rtn) / METRES_PER_KM**2
    entries = [Entry(key="COV_REF_FRAME", value="RTN")]
    for i, row in enumerate(COVARIANCE_AXES):
        for j, column in enumerate(COVARIANCE_AXES[: i + 1]):
            rates = (i >= 3) + (j >= 3)
            entries.append(
                Entry(
                    key=f"C{row}_{column}",
                    value=f"{float(told[i, j]):.9e}",
                    unit=("km**2", "km**2/s", "km**2/s**2")[rates],
                )
            )
    return Block(
        tag="covarianceMatrix",
        comments=(
            "Covariance of the injection as the spread of its cut-off predicts it, before flight; "
            "axes at injection: radial, transverse, normal.",
        ),
        entries=tuple(entries),
    )
