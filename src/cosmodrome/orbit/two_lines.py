"""Are two lines laid out as a two-line element is?

The layout is that of the Spacetrack Report No. 3, as CelesTrak prints it. Whatever is wrong with
one line, both are shown over the layout: a line cut, swapped or pasted twice is seen at once.
"""

import re
from dataclasses import dataclass

from cosmodrome.errors import InputError

LINE_LENGTH = 69
LAYOUTS = (
    "1 NNNNNC NNNNNAAA YYDDD.DDDDDDDD +.NNNNNNNN +NNNNN-N +NNNNN-N N NNNNC",
    "2 NNNNN III.IIII RRR.RRRR EEEEEEE PPP.PPPP MMM.MMMM NN.NNNNNNNNRRRRRC",
)
SHAPES = (
    re.compile(
        r"1 [A-Z\d]\d{4}[A-Z ] .{8} \d\d[ \d]{3}\.\d{8} [ +-]\.\d{8}"
        r" [ +-]\d{5}[+-]\d [ +-]\d{5}[+-]\d . [ \d]{4}\d"
    ),
    re.compile(
        r"2 [A-Z\d]\d{4} [ \d]{3}\.\d{4} [ \d]{3}\.\d{4} \d{7}"
        r" [ \d]{3}\.\d{4} [ \d]{3}\.\d{4} [ \d]{2}\.\d{8}[ \d]{5}\d"
    ),
)
OBJECT = slice(2, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a set of two lines, and in which of them (1 or 2)."""

    number: int
    words: str


def checked_lines(line1: str, line2: str) -> tuple[str, str]:
    """Return both lines without the spaces at their ends, if they are a whole set.

    Raises
    ------
    InputError
        If a line is not laid out as it should be, its checksum is wrong, or they do not belong
        together; the message shows both lines over the official layout.
    """
    lines = (line1.rstrip(), line2.rstrip())
    fault = fault_of(*lines)
    if fault is not None:
        raise InputError(f"{fault.words}{shown_over_layout(*lines)}")
    return lines


def fault_of(line1: str, line2: str) -> Fault | None:
    """Return the first thing that is wrong with two lines, None if they are a whole set."""
    for number, line in enumerate((line1, line2), start=1):
        words = _fault_of_line(line, number)
        if words is not None:
            return Fault(number=number, words=words)
    if line1[OBJECT] != line2[OBJECT]:
        return Fault(
            number=2,
            words=f"the two lines are of different objects, {line1[OBJECT]} and {line2[OBJECT]}",
        )
    return None


def shown_over_layout(line1: str, line2: str) -> str:
    """Return both lines, each over its official layout, as the end of a message."""
    given = (line1.rstrip(), line2.rstrip())
    return "".join(
        f"\n  given    {line}\n  official {layout}"
        for line, layout in zip(given, LAYOUTS, strict=True)
    )


def checksum_of_line(line: str) -> int:
    """Return the last digit that a line should have: digits added, a minus counts one, modulo 10.

    Examples
    --------
    >>> checksum_of_line("2 25544  51.6393 160.4574 0003580 140.6673 205.7250 15.5095767445212")
    3
    """
    return sum(int(c) if c.isdigit() else c == "-" for c in line[: LINE_LENGTH - 1]) % 10


def _fault_of_line(line: str, number: int) -> str | None:
    of_a_set = f"line {number} of a two-line element"
    if not line.isascii() or len(line) != LINE_LENGTH:
        return f"{of_a_set} has {LINE_LENGTH} ASCII characters, this one {len(line)}"
    if line[:2] != f"{number} ":
        swapped = "; are the lines swapped?" if line[:2] in {"1 ", "2 "} else ""
        return f"{of_a_set} begins with {line[:2]!r}{swapped}"
    if line[-1] != str(checksum_of_line(line)):
        return (
            f"{of_a_set} ends in checksum {line[-1]!r}, but its digits add up to "
            f"{checksum_of_line(line)}: a character was changed"
        )
    if not SHAPES[number - 1].fullmatch(line):
        return f"{of_a_set} has a misplaced field"
    return None
