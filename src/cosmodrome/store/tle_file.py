"""Which two lines of elements does a file give for a station?"""

from pathlib import Path

from cosmodrome.errors import InputError, Place

MAX_BYTES = 10_000

_LENGTH = 69
_INCLINATION = slice(8, 16)
_NUMBER = slice(2, 7)


def read_tle(path: Path) -> tuple[str, str]:
    """Return the two lines of a two-line element file; a title line before them is allowed.

    Raises
    ------
    InputError
        If there is no such file, or the lines are not a whole set with correct checksums.
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
    for expected, (number, line) in zip("12", numbered, strict=True):
        _check_line(line, expected, Place(file=str(path), line=number))
    (_, first), (number, second) = numbered
    if first[_NUMBER] != second[_NUMBER]:
        raise InputError(
            f"line 1 is of satellite {first[_NUMBER]}, line 2 of {second[_NUMBER]}",
            place=Place(file=str(path), line=number),
        )
    inclination_of_tle_deg((first, second), place=Place(file=str(path), line=number))
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


def _check_line(line: str, expected: str, place: Place) -> None:
    if len(line) != _LENGTH:
        raise InputError(f"must have {_LENGTH} characters, has {len(line)}", place=place)
    if line[0] != expected:
        raise InputError(
            f"must be line {expected} of the set, begins with {line[0]!r}", place=place
        )
    total = sum(int(c) if c.isdigit() else c == "-" for c in line[:-1]) % 10
    if line[-1] != str(total):
        raise InputError(
            f"checksum is {line[-1]}, the line adds up to {total}; was it edited or cut?",
            place=place,
        )
