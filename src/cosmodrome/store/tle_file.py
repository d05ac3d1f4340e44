"""Which two lines of elements does a file give for a station?"""

from pathlib import Path

from cosmodrome.errors import InputError, Place
from cosmodrome.orbit.two_lines import fault_of, shown_over_layout

MAX_BYTES = 10_000

_INCLINATION = slice(8, 16)


def read_tle(path: Path) -> tuple[str, str]:
    """Return the two lines of a two-line element file; a title line before them is allowed.

    Raises
    ------
    InputError
        If there is no such file, or the lines are not a whole set; the message shows both lines
        over the official layout.
    """
    lines = _text(path).splitlines()
    numbered = [(number, line.rstrip()) for number, line in enumerate(lines, 1) if line.strip()]
    if len(numbered) == 3:
        numbered = numbered[1:]
    if len(numbered) != 2:
        raise InputError(
            f"must hold two lines of elements, with or without a title; it has {len(numbered)}",
            place=Place(file=str(path)),
        )
    (first_number, first), (second_number, second) = numbered
    fault = fault_of(first, second)
    if fault is not None:
        raise InputError(
            f"{fault.words}{shown_over_layout(first, second)}",
            place=Place(file=str(path), line=(first_number, second_number)[fault.number - 1]),
        )
    inclination_of_tle_deg((first, second), place=Place(file=str(path), line=second_number))
    return first, second


def inclination_of_tle_deg(tle: tuple[str, str], *, place: Place | None = None) -> float:
    """Return the inclination that two checked lines give."""
    text = tle[1][_INCLINATION]
    try:
        value_deg = float(text)
    except ValueError:
        raise InputError(f"inclination {text!r} is no number", place=place) from None
    if not 0.0 <= value_deg <= 180.0:
        raise InputError(f"inclination must be 0 to 180 deg, got {value_deg}", place=place)
    return value_deg


def _text(path: Path) -> str:
    place = Place(file=str(path))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                f"has {path.stat().st_size} bytes; a set of two lines has about 140", place=place
            )
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        raise InputError("there is no such file of two-line elements", place=place) from None
    except UnicodeDecodeError:
        raise InputError("is no text of two-line elements", place=place) from None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", place=place) from error
